"""What exact conditional tests must do for any tables."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaiatsu.numerics.exact import exact_p, exact_test

cell = st.integers(0, 7)
table = st.tuples(st.tuples(cell, cell), st.tuples(cell, cell))
tables = st.lists(table, min_size=1, max_size=4)

Table = tuple[tuple[int, int], tuple[int, int]]


def rows_swapped(one: Table) -> Table:
    """The table with its groups exchanged."""
    return one[1], one[0]


@given(tables)
def test_the_order_of_the_tables_does_not_matter(some: list[Table]) -> None:
    assert exact_p(some) == exact_p(some[::-1])


@given(tables)
def test_exchanging_the_groups_exchanges_the_sides(some: list[Table]) -> None:
    here, there = exact_p(some), exact_p([rows_swapped(one) for one in some])

    assert (here.greater, here.less, here.two_sided) == (there.less, there.greater, there.two_sided)


@given(tables)
def test_sides_overlap_in_what_was_seen_and_nothing_else(some: list[Table]) -> None:
    p = exact_p(some)

    assert 0 < p.greater <= 1
    assert 0 < p.less <= 1
    assert p.greater + p.less >= 1 - 1e-12
    assert p.mid_greater + p.mid_less == pytest.approx(1.0)
    assert min(p.greater, p.less) <= p.two_sided * (1 + 1e-12)


@settings(deadline=None, max_examples=60)
@given(tables)
def test_the_interval_agrees_with_the_doubled_test(some: list[Table]) -> None:
    result = exact_test(some)
    if abs(result.p.two_sided_doubled - 0.05) < 1e-9:
        return
    excludes_one = not result.interval[0] <= 1 <= result.interval[1]

    assert excludes_one == (result.p.two_sided_doubled < 0.05)


@settings(deadline=None, max_examples=60)
@given(tables)
def test_the_estimate_lies_inside_both_intervals(some: list[Table]) -> None:
    result = exact_test(some)
    if math.isnan(result.odds_ratio):
        assert result.low == result.high
        return

    assert result.interval[0] <= result.mid_p_interval[0] <= result.odds_ratio
    assert result.odds_ratio <= result.mid_p_interval[1] <= result.interval[1]
