"""The panel as a whole: complete, judged by one rule, honest about what is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gaiatsu import cases, sources
from gaiatsu.claims import bibliography
from gaiatsu.errors import MissingData
from gaiatsu.studies.external import NEEDED, ExternalStudy, external_panel, theory_draws
from gaiatsu.studies.external.records import standing
from gaiatsu.studies.standing import Standing


@pytest.fixture(scope="module")
def bare() -> ExternalStudy:
    """The panel without any data."""
    return external_panel("", draws=300)


def test_without_data_rows_that_count_say_what_they_need(bare: ExternalStudy) -> None:
    assert bare.missing == NEEDED
    assert bare.loaded == ()
    assert {row.standing for row in bare.rows if row.data} == {Standing.DATA_NEEDED}
    assert [row.id for row in bare.rows if row.data and not row.finding.startswith("Needs")] == []


def test_without_data_the_published_rows_are_judged(bare: ExternalStudy) -> None:
    judged = {row.id: row.standing.value for row in bare.rows if not row.data}

    assert judged == {
        "legitimacy-gap": "agrees",
        "legitimacy-effect": "agrees",
        "legitimacy-timing": "disagrees",
        "resistance-pays": "agrees",
        "recent-back-down": "agrees",
        "no-information-effect": "cannot tell",
        "dependence-coerces": "agrees",
        "threat-or-nature": "agrees",
        "institutions-succeed": "agrees",
        "costs-succeed": "agrees",
        "dependence-means": "agrees",
    }


def test_every_standing_follows_from_its_prediction_and_evidence(bare: ExternalStudy) -> None:
    wrong = [
        row.id
        for row in bare.rows
        if row.prediction is None or standing(row.prediction, row.evidence) is not row.standing
    ]

    assert wrong == []


def test_a_theory_with_the_opposite_sign_turns_the_verdict(bare: ExternalStudy) -> None:
    row = bare.row("legitimacy-gap")
    assert row.prediction is not None
    reversed_ = replace(row.prediction, direction=-row.prediction.direction)

    assert standing(reversed_, row.evidence) is Standing.DISAGREES


def test_ids_differ_and_sources_resolve(bare: ExternalStudy) -> None:
    ids = [row.id for row in bare.rows]

    assert len(set(ids)) == len(ids)
    assert [row.source for row in bare.rows if row.source not in bibliography()] == []
    assert [work for work in bare.provenance.citations if work not in bibliography()] == []
    assert set(NEEDED) <= {entry.name for entry in sources.registry()}


def test_the_counts_add_up(bare: ExternalStudy) -> None:
    assert sum(bare.count(kind) for kind in Standing) == len(bare.rows)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match="is not a folder"):
        external_panel(tmp_path / "nowhere", draws=50)


def test_another_model_can_be_laid_beside_the_numbers() -> None:
    model = theory_draws(cases.load("schoppa1999"), "materialist", seed=2, draws=300)
    study = external_panel("", model, draws=300)
    said = study.row("costs-succeed").prediction

    assert study.model == "materialist prior"
    assert said is not None
    assert said.model == 1.0


@pytest.mark.data
def test_with_the_data_no_number_is_wanted(data_dir: Path) -> None:
    study = external_panel(data_dir, draws=300)

    assert study.missing == ()
    assert [row.id for row in study.rows if row.standing is Standing.DATA_NEEDED] == []
    assert all(data.recognized for data in study.loaded)
    assert {entry.name for entry in study.provenance.inputs} >= set(NEEDED)
