"""The study of Figure 2 follows its case set."""

from __future__ import annotations

import pytest

from gaiatsu import cases
from gaiatsu.cases import CaseSet
from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.exact import exact_test
from gaiatsu.studies.figure2 import Figure2Study, figure2, outcomes


@pytest.fixture(scope="module")
def article() -> CaseSet:
    return cases.load("schoppa1999")


@pytest.fixture(scope="module")
def study(article: CaseSet) -> Figure2Study:
    return figure2(article)


def recoded(case_set: CaseSet, name: str, *, conceded: bool) -> CaseSet:
    """The set with one outcome changed."""
    episodes = tuple(
        one.model_copy(update={"conceded": one.conceded.model_copy(update={"value": conceded})})
        if one.id == name
        else one
        for one in case_set.episodes
    )
    return case_set.model_copy(update={"episodes": episodes})


def test_episodes_come_in_order_of_date(study: Figure2Study) -> None:
    dates = [one.date for one in study.episodes]

    assert dates == sorted(dates)
    assert len(dates) == 15


def test_the_tests_are_those_of_the_tables(study: Figure2Study) -> None:
    assert study.stratified == exact_test([table.cells for table in study.tables])
    assert study.unstratified == exact_test(study.pooled.cells)
    assert study.as_coded.stratified_one_sided == study.stratified.p.greater
    assert study.as_coded.unstratified_two_sided == study.unstratified.p.two_sided


def test_rates_are_shares_of_their_period(study: Figure2Study) -> None:
    assert (study.rate_before, study.rate_after) == (1.0, pytest.approx(1 / 7))


def test_a_changed_coding_changes_the_study_as_the_single_flip_says(
    article: CaseSet, study: Figure2Study
) -> None:
    changed = figure2(recoded(article, "film-1996", conceded=True))
    flip = next(one for one in study.single_flips if one.id == "film-1996")

    assert changed.as_coded == flip.p
    assert changed.provenance.inputs[0].digest != study.provenance.inputs[0].digest


def test_a_finite_odds_ratio_follows_once_a_failure_stands_before(article: CaseSet) -> None:
    changed = figure2(recoded(article, "cigarettes-1986", conceded=False)).stratified

    assert 1 < changed.odds_ratio < float("inf")
    assert changed.interval[0] < changed.odds_ratio < changed.interval[1]


def test_the_weakest_scenario_has_the_largest_p(study: Figure2Study) -> None:
    weakest = study.weakest_cluster

    assert weakest is not None
    assert weakest.p.stratified_one_sided == max(one.p.stratified_one_sided for one in study.clusters)


@pytest.mark.parametrize("period", ["before", "after"])
def test_one_period_alone_cannot_be_compared(article: CaseSet, period: str) -> None:
    half = tuple(one for one in article.episodes if one.administration.value == period)
    other = "after" if period == "before" else "before"

    with pytest.raises(InvalidSpecification, match=f"no episodes {other}"):
        figure2(article.model_copy(update={"episodes": half}))


def test_outcomes_keep_type_and_period(article: CaseSet) -> None:
    by_id = {one.id: one for one in outcomes(article)}

    assert by_id["film-1996"].stratum == "rule"
    assert by_id["film-1996"].after
    assert not by_id["film-1996"].success
