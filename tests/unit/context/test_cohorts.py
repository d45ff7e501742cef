from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaiatsu.context.cohorts import (
    FORMATIVE_AGES,
    PERIODS,
    TENURE_SHAPES,
    formed_shares,
    seats_in,
    sitting_weights,
    waiting_time,
)
from gaiatsu.errors import InvalidData


def counted(birth_year: int) -> list[float]:
    """The same shares, counted year by year."""
    years = range(birth_year + FORMATIVE_AGES[0], birth_year + FORMATIVE_AGES[1] + 1)
    return [sum(p.first <= y <= p.last for y in years) / len(years) for p in PERIODS]


@given(birth_year=st.integers(1800, 1990))
def test_formative_years_are_those_counted_one_by_one(birth_year: int) -> None:
    shares = formed_shares(np.asarray([float(birth_year)]))[0]

    np.testing.assert_allclose(shares, counted(birth_year), atol=1e-12)
    assert shares.sum() == pytest.approx(1.0)


def test_periods_follow_each_other_without_gap() -> None:
    assert [late.first - early.last for early, late in pairwise(PERIODS)] == [1.0] * 5


@pytest.mark.parametrize("shape", TENURE_SHAPES)
def test_the_seats_are_filled(shape: float) -> None:
    entry = np.repeat(np.arange(1947.0, 1991.0), 25)
    weights = sitting_weights(entry, year=1990, seats=512.0, shape=shape)

    assert weights.sum() == pytest.approx(512.0)
    assert ((weights >= 0) & (weights <= 1)).all()
    assert (np.diff(weights[::25]) >= 0).all()  # who came later is more likely still there


def test_a_constant_rate_has_the_closed_form() -> None:
    entry = np.repeat([1980.0, 1990.0], 100)
    weights = sitting_weights(entry, year=1990, seats=150.0, shape=1.0)

    # the newcomers all sit; half of the others stayed ten years
    np.testing.assert_allclose(weights, np.repeat([0.5, 1.0], 100))


def test_members_of_the_future_have_no_weight() -> None:
    entry = np.repeat([1980.0, 1990.0, 2000.0], 100)
    now = sitting_weights(entry, year=1990, seats=150.0, shape=2.0)

    np.testing.assert_array_equal(now[:200], sitting_weights(entry[:200], year=1990, seats=150.0, shape=2.0))
    assert not now[200:].any()


def test_a_house_that_is_not_full_keeps_everybody() -> None:
    assert sitting_weights(np.asarray([1947.0, 1949.0]), year=1950, seats=466.0, shape=1.0).tolist() == [
        1.0,
        1.0,
    ]


def test_seats_change_with_the_law() -> None:
    assert [seats_in(year) for year in (1947, 1970, 1995, 2016, 2020)] == [466, 486, 511, 475, 465]
    with pytest.raises(InvalidData, match="1946 are not listed"):
        seats_in(1946)


def test_waiting_times_leave_out_who_has_no_date() -> None:
    found = waiting_time(np.asarray([1900.0, 1910.0, np.nan]), np.asarray([1930.0, 1936.0, 1950.0]))

    assert (found.people, found.mean, found.spread) == (2, 28.0, pytest.approx(np.std([30, 26], ddof=1)))
    with pytest.raises(InvalidData, match="too few"):
        waiting_time(np.asarray([1900.0]), np.asarray([1930.0]))


@pytest.mark.data
def test_careers_of_american_ambassadors_are_shorter_than_the_kernel_of_the_theory(data_dir: Path) -> None:
    from gaiatsu import sources

    people = sources.read("us_diplomats_people", data_dir).table
    missions = sources.read("us_diplomats_missions", data_dir).table
    career = missions.join(people, on="person", suffix="_p").filter(pl.col("career") == "career")
    first = career.group_by("person").agg(pl.col("started").dt.year().min(), pl.col("birth_year").first())
    since = first.drop_nulls().filter(pl.col("started") >= 1946)
    found = waiting_time(since["birth_year"].to_numpy() + 23.0, since["started"].to_numpy().astype(float))

    assert found.people == pytest.approx(1470, abs=30)
    assert found.mean == pytest.approx(28.2, abs=0.2)
    assert found.spread == pytest.approx(5.4, abs=0.3)
