"""Which states were in the system in a year, and which of them met."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from gaiatsu import sources
from gaiatsu.context.dyads.base import dyad_years, state_years
from gaiatsu.context.dyads.records import Years
from gaiatsu.context.dyads.spec import PanelSpec, Unit
from gaiatsu.errors import InvalidSpecification

NAMES = ("ccode", "start_year", "start_month", "start_day", "end_year", "end_month", "end_day")
# ccode, entry, exit: two that last, one that leaves in March, one that enters in April, one that comes back
SPELLS = (
    (2, 1816, 1, 1, 2016, 12, 31),
    (740, 1860, 3, 1, 2016, 12, 31),
    (260, 1955, 5, 5, 1990, 3, 31),
    (255, 1990, 4, 1, 2016, 12, 31),
    (40, 1902, 5, 20, 1906, 9, 25),
    (40, 1909, 1, 23, 2016, 12, 31),
)
WORLD = pl.DataFrame(SPELLS, schema=NAMES, orient="row")


def spec(first: int, last: int, **wanted: object) -> PanelSpec:
    return PanelSpec(Unit.DYAD_YEAR, Years(first, last), (), **wanted)  # type: ignore[arg-type]


def pairs(frame: pl.DataFrame) -> set[tuple[int, int]]:
    return set(frame.select("ccode1", "ccode2").iter_rows())


def test_a_state_is_there_in_the_years_it_enters_and_leaves() -> None:
    years = state_years(WORLD, Years(1900, 1912)).filter(ccode=40)["year"].to_list()

    assert years == [*range(1902, 1907), *range(1909, 1913)]


def test_the_last_members_are_carried_past_the_end_of_the_list() -> None:
    assert state_years(WORLD, Years(2024, 2024))["ccode"].to_list() == [2, 40, 255, 740]


def test_a_successor_does_not_meet_its_predecessor_in_the_year_of_change() -> None:
    met = pairs(dyad_years(WORLD, spec(1990, 1990)))

    assert (260, 255) not in met
    assert {(260, 2), (2, 255)} <= met


def test_each_pair_is_there_in_both_directions_and_no_state_meets_itself() -> None:
    met = pairs(dyad_years(WORLD, spec(1950, 1990)))

    assert {(b, a) for a, b in met} == met
    assert all(a != b for a, b in met)


def test_rows_are_sorted_and_named_once() -> None:
    frame = dyad_years(WORLD, spec(1900, 2000))

    assert frame.equals(frame.sort("ccode1", "ccode2", "year"))
    assert not frame.is_duplicated().any()


def test_an_undirected_panel_keeps_the_half_with_the_lower_code_first() -> None:
    whole, half = (dyad_years(WORLD, spec(1900, 2000, undirected=undirected)) for undirected in (False, True))

    assert half.equals(whole.filter(pl.col("ccode1") < pl.col("ccode2")))


def test_states_and_dyads_narrow_the_rows() -> None:
    assert pairs(dyad_years(WORLD, spec(1980, 1985, states=(2, 740)))) == {(2, 740), (740, 2)}
    assert pairs(dyad_years(WORLD, spec(1980, 1985, dyads=((2, 740),)))) == {(2, 740)}


def test_an_undirected_dyad_may_be_asked_for_in_either_order() -> None:
    assert pairs(dyad_years(WORLD, spec(1980, 1985, dyads=((740, 2),), undirected=True))) == {(2, 740)}


def test_a_dyad_without_common_years_gives_no_rows() -> None:
    assert dyad_years(WORLD, spec(1816, 1850, dyads=((2, 740),))).height == 0


@pytest.mark.parametrize(("first", "last"), [(1815, 1900), (1990, 1980), (2000, 2025)])
def test_years_outside_the_list_are_refused(first: int, last: int) -> None:
    with pytest.raises(InvalidSpecification, match=rf"{first}:{last}.*1816 to 2024"):
        dyad_years(WORLD, spec(first, last))


# --- the real list, counted again without arrays ------------------------------------------------------------


def counted(states: pl.DataFrame, first: int, last: int) -> dict[int, int]:
    """Ordered pairs a year by comparing every two spells day by day, in plain Python."""
    spells = [
        (row["ccode"], (row["start_year"], row["start_month"], row["start_day"]), _end(row))
        for row in states.iter_rows(named=True)
    ]
    found = {}
    for year in range(first, last + 1):
        here = [s for s in spells if s[1] <= (year, 12, 31) and s[2] >= (year, 1, 1)]
        met = {
            (a[0], b[0])
            for a in here
            for b in here
            if a[0] != b[0] and max(a[1], b[1], (year, 1, 1)) <= min(a[2], b[2], (year, 12, 31))
        }
        found[year] = len(met)
    return found


def _end(row: dict[str, int]) -> tuple[int, int, int]:
    return (9999, 12, 31) if row["end_year"] == 2016 else (row["end_year"], row["end_month"], row["end_day"])


@pytest.mark.data
@pytest.mark.parametrize(("first", "last"), [(1857, 1872), (1989, 1993), (2010, 2020)])
def test_the_real_rows_are_those_of_the_arithmetic(data_dir: Path, first: int, last: int) -> None:
    states = sources.read("cow_states", data_dir).table
    frame = dyad_years(states, spec(first, last))

    assert dict(frame.group_by("year").len().sort("year").iter_rows()) == counted(states, first, last)


@pytest.mark.data
def test_ever_n_times_n_less_one_where_nobody_enters_or_leaves(data_dir: Path) -> None:
    states = sources.read("cow_states", data_dir).table
    frame = dyad_years(states, spec(2012, 2016))

    assert frame.group_by("year").len()["len"].to_list() == [195 * 194] * 5


@pytest.mark.data
def test_the_benchmark_has_one_and_a_half_million_rows(data_dir: Path) -> None:
    states = sources.read("cow_states", data_dir).table

    assert dyad_years(states, spec(1946, 2010)).height == 1_444_960
    assert dyad_years(states, spec(1946, 2014)).height == 1_596_280
