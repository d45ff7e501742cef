"""The report on scope: page one by the verdicts, and every number with its trail."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from pathlib import Path
from types import SimpleNamespace

import pytest

from gaiatsu.report.document import Prose
from gaiatsu.report.narrative import field_scope
from gaiatsu.report.narrative.field_parts import STEP
from gaiatsu.report.narrative.field_report import compose_field
from gaiatsu.report.narrative.field_scope_limits import _after_correction
from gaiatsu.report.trail import Trail
from gaiatsu.studies.field.estimates import Estimate
from gaiatsu.studies.field.records import FieldStudy
from gaiatsu.studies.field.scope import scope
from gaiatsu.studies.field.scope_verdicts import MATTERS, SCOPE, VANISHES

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def study(data_dir: Path) -> FieldStudy:
    return scope(data_dir)


def verdict(study: FieldStudy, **words: str) -> str:
    """Page one's verdict once the answers are others."""
    named = {"scope": SCOPE, "matters": MATTERS, "vanishes": VANISHES}
    asked = {named[name]: word for name, word in words.items()}
    answers = tuple(replace(one, word=asked.get(one.question, one.word)) for one in study.verdicts)
    trail = Trail({"study": replace(study, verdicts=answers)})
    return trail.read(field_scope.front(trail).verdict)


def test_the_study_reports_exactly_what_was_specified(study: FieldStudy) -> None:
    planned = {one.id for one in study.specification.estimators}

    assert {one.estimator for one in study.estimates} == planned
    assert len(study.specification.deviations) == 2
    assert all(one.why for one in study.specification.deviations)


def test_the_numbers_of_the_verdict(study: FieldStudy) -> None:
    friends, rivals = (study.find(name, "strict", "ties") for name in ("amicable", "hostile"))

    assert (friends.value, rivals.value) == pytest.approx((-0.0865, 0.139), abs=0.001)
    assert (friends.n, rivals.n) == (528, 157)
    assert [one.word for one in study.verdicts] == ["against", "cannot tell", "cannot tell", "against"]
    assert not study.verdicts[-1].bounded


def test_looks_are_taken_again_and_not_asserted(study: FieldStudy) -> None:
    looks = {one.id: one for one in study.looks}

    assert (looks["obligations"].ours, looks["obligations"].standing) == (".27 and .27", "reproduced")
    assert looks["base-rates"].standing == "reproduced"
    assert looks["rows"].standing == "differs"
    assert "TIES 190 and 712" in looks["rows"].ours


def test_page_one_says_what_the_verdicts_say(study: FieldStudy) -> None:
    assert "not borne out by the coded cases, though outcomes that nobody coded" in verdict(study)
    assert "is borne out" in verdict(study, scope="supported", matters="supported", vanishes="supported")
    assert "cannot tell whether" in verdict(study, scope="cannot tell")
    assert "does not vanish among rivals" in verdict(study, vanishes="against")


def test_the_same_seed_gives_the_same_numbers(study: FieldStudy, data_dir: Path) -> None:
    again = scope(data_dir)

    assert str(again.estimates) == str(study.estimates)


def test_the_whole_report_composes_and_every_number_has_a_source(study: FieldStudy) -> None:
    report = compose_field(study)

    assert [section.id for section in report.sections][:3] == ["arenas", "terms", "material"]
    assert all(entry.source for entry in report.trail.entries)
    assert {table.id for table in report.tables()} >= {"answers", "scope-contrasts", "scope-power"}


def test_the_works_behind_the_data_are_cited_with_the_methods(study: FieldStudy) -> None:
    assert {one.citation for one in study.data} <= set(study.provenance.citations)
    assert {"morgan2014", "schuirmann1987"} <= set(study.provenance.citations)


def test_the_verdict_on_friends_is_held_against_the_corrected_shifts(study: FieldStudy) -> None:
    said = compose_field(study)
    index = next(section for section in said.sections if section.id == "reliability")
    words = " ".join(part.text for part in index.blocks if isinstance(part, Prose))

    corrected = [
        one
        for one in study.estimates
        if one.estimator == "reliability" and one.variant == "amicable" and one.coding == "broad"
    ]
    assert [one.high > 0.10 for one in corrected] == [True]
    assert "by the corrected ones the cases could not tell" in words


@pytest.mark.parametrize(
    ("verdict", "tops", "said"),
    [
        ("against", (0.05, 0.09), "corrected, they lie below the margin too."),
        ("against", (0.05, 0.11), "by the corrected ones the cases could not tell."),
        ("against", (0.05, nan), "by the corrected ones the cases could not tell."),
        ("cannot tell", (0.05, 0.09), ""),
    ],
)
def test_what_correction_does_to_a_verdict_depends_on_every_coding(
    verdict: str, tops: tuple[float, float], said: str
) -> None:
    found = [
        Estimate("reliability", coding, "ties", "amicable", high=top)
        for coding, top in zip(("strict", "broad"), tops, strict=True)
    ]
    judged = SimpleNamespace(question=MATTERS, word=verdict)
    study = SimpleNamespace(
        estimates=tuple(found), verdicts=(judged,), facts={"margin_points": 10}, provenance=None
    )

    assert _after_correction(Trail({STEP: study})).endswith(said)
    assert bool(_after_correction(Trail({STEP: study}))) == bool(said)
