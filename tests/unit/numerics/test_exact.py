"""Exact conditional tests against enumeration of whole tables and against SciPy."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pytest
from scipy import stats

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.exact import conditional_sum, exact_p, exact_test

FIGURE_2 = [[[3, 0], [0, 3]], [[2, 0], [1, 1]], [[3, 0], [0, 2]]]
SINGLE = [[[8, 0], [1, 6]], [[3, 1], [1, 3]], [[2, 15], [10, 3]], [[5, 5], [5, 5]], [[1, 9], [8, 2]]]
STRATIFIED = [
    FIGURE_2,
    [[[2, 1], [1, 3]], [[1, 1], [0, 2]]],
    [[[2, 2], [2, 2]], [[3, 1], [1, 3]], [[0, 2], [1, 1]]],
    [[[0, 3], [0, 2]], [[2, 1], [1, 2]]],
]

Table = list[list[int]]


def assignments(table: Table) -> Iterator[int]:
    """First cell of the table for every way of dealing its successes to its individuals."""
    first, second = sum(table[0]), sum(table[1])
    successes = table[0][0] + table[1][0]
    for chosen in itertools.combinations(range(first + second), successes):
        yield sum(one < first for one in chosen)


def brute_force(tables: list[Table]) -> dict[int, int]:
    """Number of ways to reach each sum of first cells, individual by individual."""
    counts: dict[int, int] = defaultdict(int)
    for cells in itertools.product(*(list(assignments(table)) for table in tables)):
        counts[sum(cells)] += 1
    return dict(counts)


@pytest.mark.parametrize("tables", STRATIFIED)
def test_the_distribution_is_that_of_all_tables_with_these_margins(tables: list[Table]) -> None:
    law = conditional_sum(tables)

    assert brute_force(tables) == {law.low + i: weight for i, weight in enumerate(law.weights)}


@pytest.mark.parametrize("tables", STRATIFIED)
def test_p_values_are_those_of_all_tables_with_these_margins(tables: list[Table]) -> None:
    counts = brute_force(tables)
    total, seen = sum(counts.values()), sum(table[0][0] for table in tables)
    p = exact_p(tables)

    assert sum(n for s, n in counts.items() if s >= seen) / total == pytest.approx(p.greater, abs=1e-15)
    assert sum(n for s, n in counts.items() if s <= seen) / total == pytest.approx(p.less, abs=1e-15)
    unlikely = sum(n for n in counts.values() if n <= counts[seen])
    assert unlikely / total == pytest.approx(p.two_sided, abs=1e-15)


@pytest.mark.parametrize("table", SINGLE)
def test_one_table_gives_the_p_values_of_scipy(table: Table) -> None:
    p = exact_p(table)

    assert stats.fisher_exact(table).pvalue == pytest.approx(p.two_sided, rel=1e-12)
    assert stats.fisher_exact(table, "greater").pvalue == pytest.approx(p.greater, rel=1e-12)
    assert stats.fisher_exact(table, "less").pvalue == pytest.approx(p.less, rel=1e-12)


@pytest.mark.parametrize("table", SINGLE)
def test_one_table_gives_the_odds_ratio_and_interval_of_scipy(table: Table) -> None:
    theirs = stats.contingency.odds_ratio(table, kind="conditional")
    ours = exact_test(table)

    assert theirs.statistic == pytest.approx(ours.odds_ratio, rel=1e-6)
    assert tuple(theirs.confidence_interval(0.95)) == pytest.approx(ours.interval, rel=1e-6)


@pytest.mark.parametrize("tables", STRATIFIED)
def test_the_interval_holds_the_odds_ratios_that_are_not_rejected(tables: list[Table]) -> None:
    law, result = conditional_sum(tables), exact_test(tables, level=0.9)
    here = result.observed - law.low
    lower, upper = result.interval

    if lower > 0:
        mass = np.exp(law.log_probabilities(math.log(lower)))
        assert mass[here:].sum() == pytest.approx(0.05, abs=1e-10)
    if math.isfinite(upper):
        mass = np.exp(law.log_probabilities(math.log(upper)))
        assert mass[: here + 1].sum() == pytest.approx(0.05, abs=1e-10)


def test_the_estimate_makes_the_expected_sum_the_observed_one() -> None:
    tables = [[[2, 1], [1, 3]], [[1, 1], [0, 2]]]
    law, result = conditional_sum(tables), exact_test(tables)
    sums = np.arange(law.low, law.high + 1)

    expected = sums @ np.exp(law.log_probabilities(math.log(result.odds_ratio)))

    assert expected == pytest.approx(result.observed, abs=1e-10)


def test_the_mid_p_interval_lies_inside_the_exact_one() -> None:
    result = exact_test([[6, 2], [3, 7]])

    assert result.interval[0] < result.mid_p_interval[0] < result.mid_p_interval[1] < result.interval[1]


def test_mid_p_leaves_out_half_the_probability_of_what_was_seen() -> None:
    p = exact_p(FIGURE_2)

    assert p.mid_greater == pytest.approx(0.00125, abs=1e-15)
    assert p.mid_greater + p.mid_less == pytest.approx(1.0, abs=1e-15)
    assert p.mid_two_sided == pytest.approx(0.0025, abs=1e-15)


def test_all_successes_in_one_group_have_an_infinite_odds_ratio_with_a_finite_lower_end() -> None:
    result = exact_test([[8, 0], [1, 6]])

    assert result.odds_ratio == math.inf
    assert result.interval[1] == math.inf
    assert 1 < result.interval[0] < result.mid_p_interval[0] < math.inf


def test_all_failures_in_one_group_have_an_odds_ratio_of_zero() -> None:
    result = exact_test([[0, 8], [6, 1]])

    assert result.odds_ratio == 0.0
    assert result.interval[0] == 0.0
    assert result.interval[1] < 1


def test_margins_that_leave_no_choice_say_nothing() -> None:
    result = exact_test([[0, 5], [0, 7]])

    assert math.isnan(result.odds_ratio)
    assert result.interval == (0.0, math.inf)
    assert (result.p.greater, result.p.less, result.p.two_sided) == (1.0, 1.0, 1.0)


def test_a_table_without_a_choice_changes_nothing() -> None:
    with_it, without = exact_test([*FIGURE_2, [[0, 4], [0, 2]]]), exact_test(FIGURE_2)

    assert without.p == with_it.p
    assert without.interval == with_it.interval


def test_large_tables_are_exact_too() -> None:
    table = [[400, 600], [350, 650]]

    assert stats.fisher_exact(table, "greater").pvalue == pytest.approx(exact_p(table).greater, rel=1e-9)


@pytest.mark.parametrize(
    "tables",
    [[1, 2, 3], [[1, 2, 3], [4, 5, 6]], [], [[[1, -1], [0, 2]]], [[[1.5, 1], [0, 2]]], [[["a", 1], [0, 2]]]],
)
def test_what_is_not_a_table_of_counts_is_refused(tables: list[object]) -> None:
    with pytest.raises(InvalidSpecification, match="Expected"):
        exact_test(tables)  # type: ignore[arg-type]


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_outside_zero_and_one_is_refused(level: float) -> None:
    with pytest.raises(InvalidSpecification, match="between 0 and 1"):
        exact_test([[1, 2], [3, 4]], level=level)
