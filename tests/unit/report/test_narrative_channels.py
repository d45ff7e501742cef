"""The report of the channel test on numbers that were made up: page one chooses its words by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import nan

import pytest

from gaiatsu.report.narrative.field_report import compose_field
from gaiatsu.report.sources import bare
from gaiatsu.studies.channels.primary import ENDS, SUMMITS
from gaiatsu.studies.channels.specification import SPECIFICATIONS
from gaiatsu.studies.channels.study import with_verdicts
from gaiatsu.studies.field.estimates import Estimate
from gaiatsu.studies.field.records import FieldStudy
from gaiatsu.studies.field.specification import specification
from gaiatsu.studies.provenance import Provenance

PLAN = specification("channels")
SINGLE = "one equilibrium"
FIT = {"coefficients": 22, "aic": 7680.0, "bic": 7770.0, "starts": 12, "unstable": 3, "status": "CONVERGED"}
HELD = {
    "error": 0.09,
    "low_90": -0.02,
    "high_90": 0.03,
    "clustered_low": -0.2,
    "clustered_high": 0.1,
    "profiled": 1,
    "clustered_above": 0.6,
    "clustered_beyond": 0.02,
}
COEFFICIENTS = ("target_concession: constant", "target_concession: trust", "sender_back_down: constant")


def one(estimator: str, variant: str = "", value: float = 0.01, **more: object) -> Estimate:
    """Fill an estimate of the primary sample in."""
    fields = {
        "coding": "published",
        "sample": "decade",
        "low": -0.05,
        "high": 0.06,
        "p": 0.2,
        "probability": 0.6,
    }
    details = {**HELD, "beyond": 0.02, "statistic": 5.0, "agreed": 11}
    details |= dict(more.pop("details", {}))  # type: ignore[call-overload]
    return Estimate(estimator, variant=variant, value=value, n=403, details=details, **{**fields, **more})  # type: ignore[arg-type]


def estimates(*, agreed: int, p: float) -> Iterator[Estimate]:
    """Every number of the plan; the highest summit was reached by so many starts."""
    yield from _fits(agreed)
    for which in SUMMITS:
        count = agreed if which == "likeliest" else 11
        yield one("channel", which, p=p, details={"agreed": count})
        yield one("gamma", which, details={"agreed": count, "slope_low": 0.1, "slope_high": -0.1})
        yield one("reputation", which, details={"agreed": count, "direct": 0.01})
        yield one("misplaced", which, details={"agreed": count, "z": 0.4})
        for term in ("hierarchy", "legitimacy", "trust"):
            yield one("terms", f"{term}: {which}", details={"holm": 0.5})
    for end in ENDS:
        yield one("channel", f"outcome: {end}", details={"level": 0.1})
    yield one("placement", "published-social")
    for name in ("full", "both", "material", "misplaced"):
        yield one("predictive", name, details={"total": -3900.0})
    yield from _others()


def _fits(agreed: int) -> Iterator[Estimate]:
    for name in ("constants", *(item.name for item in SPECIFICATIONS)):
        for which in SUMMITS:
            high = which == "likeliest"
            details = {**FIT, "agreed": agreed if high else 11, "several": 403 if high else 0}
            yield one("nested", f"{name}: {which}", value=-3775.0 if high else -3818.0, details=details)
    for which in SUMMITS:
        yield one("nested", f"published: {which}", -3927.9, sample="published", details={**FIT, "several": 0})
    for name in ("both", "full"):
        for coefficient in COEFFICIENTS:
            yield one("nested", f"{name} / {coefficient}", details={"weak": 1})


def _others() -> Iterator[Estimate]:
    ends = {"from_likeliest": -3977.0, "from_one_equilibrium": -3818.0, "several": 0}
    yield one("selection", "most likely", details=ends)
    for sample in ("five-years", "relevant"):
        for variant in ("channel", "gamma", "reputation"):
            yield one("periods", variant, sample=sample, details={"several": 412 * (sample == "relevant")})
    quiet = {f"{name}_{what}": 91 for name in ("quiet", "active") for what in ("several", "least")}
    yield one("periods", "quiet games", sample="relevant", details={**quiet, "one_equilibrium": -4295.9})
    for variant in ("channel", "gamma", "reputation"):
        yield one("coding", variant, coding="threatened")
    yield one("variants", "amity")
    yield one("variants", "past-threats")
    reliability = {f"reliability_{name}": 0.6 for name in ("hierarchy", "legitimacy", "trust")}
    yield one("errors", "trust 0.5", low=nan, high=nan, details={"naive": 0.01, "lost": 1, **reliability})
    for name in ("dyad", "target", "bootstrap"):
        yield one("clusters", name, details={"clusters": 233, "samples": 60, "lost": 2})
    for prior in ("default", "sceptical", "article", "materialist"):
        for kind in ("full", "gamma"):
            yield one("bayes", f"{kind}: {prior}", details={"log_factor": -2.0, "k_hat": 0.8})
    for effect in ("0.00", "0.03", "0.10", "0.20", "0.40"):
        found = {"effect": float(effect), "mean": 0.6, "wrong_sign": nan, "exaggeration": nan, "lost": 0}
        yield one("power", effect, value=0.9, low=0.8, high=1.0, details=found)


def study(*, agreed: int = 1, p: float = 0.001) -> FieldStudy:
    shares = {
        "shared": 0.46,
        "hierarchy_alliance": 0.8,
        "trust_past_threats": -0.5,
        "hierarchy_between": 0.97,
    }
    firm = {"firm_low": 0.5, "firm_high": 0.6}
    facts = {"games": 403, "dyads": 233, "crises": 879, "replicates": 20, **shares, **firm}
    made = Provenance("gaiatsu.studies.channels.study.channels", (), 1999, "0")
    return with_verdicts(FieldStudy(PLAN, tuple(estimates(agreed=agreed, p=p)), (), (), (), facts, made))


def verdict(found: FieldStudy) -> str:
    report = compose_field(found)
    return bare(report.front.verdict, report.trail.entries)


def test_where_too_few_starts_agree_page_one_says_why_and_what_holds_beside() -> None:
    told = verdict(study(agreed=1))

    assert told.startswith("No verdict: ")
    assert "which 1 of 12 starts reaches (3 needed)" in told
    assert "improve the fit and do not raise what conceding is worth by the margin" in told


def test_where_starts_agree_the_verdict_is_given() -> None:
    told = verdict(study(agreed=4))

    assert told.startswith("Social terms do not raise what conceding is worth by a margin that matters. ")
    assert "starts" not in told


def test_a_word_that_hangs_on_the_standard_error_is_said_to() -> None:
    found = study(agreed=1)
    wide = tuple(
        replace(each, details={**each.details, "clustered_beyond": 0.2}) if each.variant == SINGLE else each
        for each in found.estimates
    )

    assert "errors clustered by dyad" not in verdict(found)
    assert "by errors clustered by dyad, by which it could not be told" in verdict(
        replace(found, estimates=wide)
    )


def test_terms_that_do_not_improve_the_fit_are_not_said_to() -> None:
    assert "improve the fit" not in verdict(study(p=0.4))


@pytest.mark.parametrize(
    ("agreed", "words"), [(1, {"cannot tell"}), (3, {"against", "supported", "cannot tell"})]
)
def test_verdicts_follow_from_the_numbers_and_the_starts(agreed: int, words: set[str]) -> None:
    assert {one.word for one in study(agreed=agreed).verdicts} == words


def test_an_answer_that_both_summits_give_is_marked() -> None:
    bounded = [one.bounded for one in study(agreed=3).verdicts]

    assert bounded == [True, True, True, True, False]
    assert not any(one.bounded for one in study(agreed=1).verdicts[:2])


def test_weakly_identified_coefficients_bear_a_mark_and_no_stars() -> None:
    report = compose_field(study())
    (table,) = (block for block in report.tables() if block.id == "coefficients")
    cells = [bare(cell, report.trail.entries) for row in table.rows for cell in row.cells[1:]]

    assert all(cell.endswith("\u2020") for cell in cells)
    assert not any("*" in cell for cell in cells)


def test_a_climb_that_ended_among_several_equilibria_is_named_in_the_table() -> None:
    report = compose_field(study())
    (table,) = (block for block in report.tables() if block.id == "elsewhere")
    states = {row.cells[0]: row.cells[-1] for row in table.rows}

    assert states["Politically relevant dyads"].endswith("412 games with several equilibria")
    assert "several" not in states["Five years"]


def test_the_opposite_verdict_elsewhere_is_found() -> None:
    found = study(agreed=3)
    turned = tuple(
        replace(each, value=0.3, p=0.001, probability=0.99, details={**each.details, "beyond": 0.9})
        if (each.estimator, each.sample, each.variant) == ("periods", "five-years", "channel")
        else each
        for each in found.estimates
    )

    assert found.verdicts[-1].word == "supported"
    assert with_verdicts(replace(found, estimates=turned)).verdicts[-1].word == "against"
