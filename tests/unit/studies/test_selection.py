"""Unseen cases against doing the same by hand."""

from __future__ import annotations

import itertools

import pytest
from scipy import stats

from gaiatsu.studies.robustness import StratumTable, compare
from gaiatsu.studies.selection import Selection, selection

TABLES = [StratumTable("rule", 3, 0, 0, 2), StratumTable("results", 4, 1, 1, 4)]
SHOWN, LATER = (7, 1), [1, 6]


@pytest.fixture(scope="module")
def study() -> Selection:
    return selection(TABLES, most=12)


def p(conceded: int, refused: int, side: str = "greater") -> float:
    """Fisher's p-value with another first column, by SciPy."""
    return float(stats.fisher_exact([[conceded, refused], LATER], side).pvalue)


def test_no_unseen_case_leaves_the_table_as_it_is(study: Selection) -> None:
    cell = next(one for one in study.grid if one.unobserved == 0 and one.rate == 0.9)

    assert (cell.before_conceded, cell.before_total) == (7, 8)
    assert p(*SHOWN) == pytest.approx(cell.one_sided)


def test_every_cell_is_fishers_test_of_the_supposed_table(study: Selection) -> None:
    for cell in study.grid:
        conceded, refused = cell.before_conceded, cell.before_total - cell.before_conceded

        assert conceded >= SHOWN[0]
        assert refused >= SHOWN[1]
        assert p(conceded, refused) == pytest.approx(cell.one_sided)
        assert p(conceded, refused, "two-sided") == pytest.approx(cell.two_sided)


def test_rates_that_contradict_what_is_shown_are_marked(study: Selection) -> None:
    marked = {(one.before_total, one.rate) for one in study.grid if not one.attainable}

    assert (8, 0.4) in marked
    assert (8, 1.0) in marked
    assert (20, 0.4) not in marked


def test_the_example_is_three_fifths_of_two_and_a_half_times_as_many(study: Selection) -> None:
    assert (study.example.before_conceded, study.example.before_total) == (12, 20)


def test_break_even_is_the_last_rate_at_which_the_conclusion_fails(study: Selection) -> None:
    for one in study.break_even:
        rates = range(SHOWN[0], one.before_total - SHOWN[1] + 1)
        failing = [k for k in rates if p(k, one.before_total - k) >= 0.05]
        expected = max(failing) / one.before_total if failing else None

        assert one.rate_one_sided == expected


def test_the_fewest_unseen_refusals_are_the_fewest(study: Selection) -> None:
    fewest = next(k for k in range(13) if p(7, 1 + k) >= 0.05)
    fewest_two_sided = next(k for k in range(13) if p(7, 1 + k, "two-sided") >= 0.05)

    assert (fewest, fewest_two_sided) == (study.refusals_one_sided, study.refusals_two_sided)


def test_unseen_refusals_stand_where_they_hurt_most(study: Selection) -> None:
    def stratified(rule: int, results: int) -> float:
        return compare([((3, rule), (0, 2)), ((4, 1 + results), (1, 4))]).stratified_one_sided

    splits = itertools.product(range(13), repeat=2)
    fewest = min(sum(split) for split in splits if stratified(*split) >= 0.05)
    at = dict(study.refusals_stratified_at)

    assert fewest == study.refusals_stratified
    assert sum(at.values()) == fewest
    assert stratified(at.get("rule", 0), at.get("results", 0)) >= 0.05


def test_a_conclusion_beyond_reach_is_said_to_be_so() -> None:
    study = selection([StratumTable("all", 200, 0, 0, 200)], most=3)

    assert (study.refusals_one_sided, study.refusals_stratified, study.refusals_stratified_at) == (
        None,
        None,
        (),
    )
    assert {one.rate_two_sided for one in study.break_even} == {None}
