"""Rules that every registered addition keeps, and small worlds in which each step can be followed by hand."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest

from gaiatsu import cases, panel, sources
from gaiatsu.claims import bibliography
from gaiatsu.context.dyads.episodes import episode_rows
from gaiatsu.context.dyads.leaders import leader_years
from gaiatsu.context.dyads.records import Level, Nature, Variable, Years
from gaiatsu.context.dyads.registry import ADDITIONS, addition
from gaiatsu.context.dyads.shapes import spell_years, with_ccode
from gaiatsu.context.dyads.states import find_dyad, find_state
from gaiatsu.errors import InvalidSpecification, UnknownName

LONGEST = 28  # Stata holds 32 characters, and "_rev" may follow


# --- every addition ---------------------------------------------------------------------------------------


def every_variable() -> list[tuple[str, Variable]]:
    return [(name, variable) for name in ADDITIONS for variable in addition(name).variables]


@pytest.mark.parametrize("name", ADDITIONS)
def test_an_addition_is_known_by_its_name(name: str) -> None:
    assert addition(name).name == name


@pytest.mark.parametrize("name", ADDITIONS)
def test_an_addition_needs_sets_that_can_be_read_and_cited(name: str) -> None:
    item = addition(name)
    infos = [sources.info(needed) for needed in (*item.needs, *item.optional)]

    assert infos
    assert [info.citation for info in infos if info.citation not in bibliography()] == []


@pytest.mark.parametrize("name", ADDITIONS)
def test_a_variable_comes_from_sets_that_its_addition_reads(name: str) -> None:
    item = addition(name)
    read = {*item.needs, *item.optional, "cow_states"}

    strange = [v.name for v in item.variables if set(v.sources) - read]
    from_nowhere = [v.name for v in item.variables if not v.sources and not v.method]  # an assumption is said

    assert (strange, from_nowhere) == ([], [])


def test_every_variable_says_what_it_means_in_a_name_that_stata_can_hold() -> None:
    wrong = [
        (name, v.name)
        for name, v in every_variable()
        if len(v.name) > LONGEST or not re.fullmatch(r"[a-z][a-z0-9_]*", v.name) or len(v.meaning) < 8
    ]

    assert wrong == []


@pytest.mark.parametrize("name", ADDITIONS)
def test_the_name_of_a_two_sided_variable_does_not_end_in_a_digit(name: str) -> None:
    """Otherwise nobody could tell polity2 of the sender from polity of the second target."""
    two_sided = [v.name for part in addition(name).parts if part.level.two_sided for v in part.variables]

    assert [one for one in two_sided if one[-1].isdigit()] == []


def test_no_two_additions_give_a_column_of_the_same_name() -> None:
    names = [variable.name for _, variable in every_variable()]

    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_social_indicators_say_what_they_do_not_measure_or_what_they_are_computed_from() -> None:
    silent = [
        (name, v.name)
        for name, v in every_variable()
        if v.nature is Nature.SOCIAL and not (v.limits or v.method or addition(name).notes)
    ]

    assert silent == []


def test_what_stands_for_absence_says_in_which_years() -> None:
    assert [v.name for _, v in every_variable() if (v.absent is None) != (v.covers is None)] == []


def test_an_unknown_addition_is_named() -> None:
    with pytest.raises(UnknownName, match=r"'tarde'.*trade"):
        addition("tarde")


# --- a request --------------------------------------------------------------------------------------------


def test_a_request_is_never_changed() -> None:
    first = panel(years=(1950, 1960))
    second = first.add("trade").dyad("USA", "JPN").among(2, 740).lagged(1).once()

    assert (first.additions, first.dyads, first.lag, first.undirected) == ((), (), 0, False)
    assert (second.additions, second.lag, second.undirected) == (("trade",), 1, True)


def test_an_addition_asked_for_twice_is_added_once() -> None:
    assert panel().add("trade", "cinc").add("trade").additions == ("trade", "cinc")


def test_a_lag_into_the_future_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="-1"):
        panel().lagged(-1)


def test_a_unit_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="'state-year'"):
        panel("state-year")


# --- states -----------------------------------------------------------------------------------------------

STATES = pl.DataFrame({"abbreviation": ["USA", "JPN", "GMY", "GFR"], "ccode": [2, 740, 255, 260]})


@pytest.mark.parametrize(
    ("word", "code"), [("JPN", 740), ("jpn ", 740), ("740", 740), (2, 2), ("DEU", 255), ("GFR", 260)]
)
def test_a_state_is_found_by_number_abbreviation_or_iso_code(word: str | int, code: int) -> None:
    assert find_state(word, STATES) == code


def test_an_unknown_state_is_named_with_those_that_look_alike() -> None:
    with pytest.raises(UnknownName, match=r"'JPA'.*JPN"):
        find_state("JPA", STATES)


def test_a_state_with_itself_is_no_dyad() -> None:
    with pytest.raises(InvalidSpecification, match="USA,2"):
        find_dyad("USA", 2, STATES)


# --- episodes ---------------------------------------------------------------------------------------------


def test_episodes_keep_what_the_case_set_codes() -> None:
    case_set = cases.load("schoppa1999")
    rows = episode_rows(case_set)

    assert rows["id"].to_list() == [episode.id for episode in case_set.episodes]
    assert rows["conceded"].sum() == sum(bool(episode.conceded.value) for episode in case_set.episodes)
    assert set(rows.select("ccode1", "ccode2").iter_rows()) == {(2, 740)}


def test_years_without_a_demand_are_refused() -> None:
    with pytest.raises(InvalidSpecification, match=r"schoppa1999 begins in 1900:1910"):
        episode_rows(cases.load("schoppa1999"), Years(1900, 1910))


# --- spells and codes -------------------------------------------------------------------------------------

SPELLS = pl.DataFrame(
    {
        "ccode": [740, 740, 740],
        "leader": ["A", "B", "C"],
        "start": [date(1990, 3, 1), date(1992, 6, 1), date(1992, 9, 1)],
        "end": [date(1992, 6, 1), date(1992, 9, 1), date(1995, 1, 1)],
        "birth_year": [1930, 1940, 1950],
        "quality": ["", "", "late"],
    }
)


def test_leaders_are_those_of_the_first_and_the_last_day() -> None:
    rows = {row["year"]: row for row in leader_years(SPELLS, Years(1990, 1993)).iter_rows(named=True)}

    assert (rows[1990]["leader"], rows[1990]["leader_end"]) == (None, "A")
    assert (rows[1992]["leader"], rows[1992]["leader_end"]) == ("A", "C")
    assert {year: row["leader_changes"] for year, row in rows.items()} == {1990: 1, 1991: 0, 1992: 2, 1993: 0}
    assert rows[1993]["quality"] == "late"


def test_time_in_office_is_counted_to_the_first_of_january() -> None:
    rows = leader_years(SPELLS, Years(1991, 1991))

    assert rows["leader_tenure"].item() == pytest.approx((date(1991, 1, 1) - date(1990, 3, 1)).days / 365.25)


def test_of_two_leaders_on_one_day_the_later_one_counts() -> None:
    spells = SPELLS.with_columns(end=pl.lit(date(1995, 1, 1)))

    assert leader_years(spells, Years(1994, 1994))["leader"].item() == "C"


def test_a_spell_outside_the_years_gives_no_row() -> None:
    spells = pl.DataFrame({"start": [1900, 1950], "end": [1910, 1951]})

    assert spell_years(spells, Years(1920, 1950))["year"].to_list() == [1950]


def test_of_two_codes_of_one_state_the_one_in_force_is_kept() -> None:
    rows = pl.DataFrame({"iso3": ["RUS", "SUN", "RUS"], "year": [1980, 1980, 2000], "x": [1, 2, 3]})

    assert sorted(with_ccode(rows, "iso3", "iso3").select("ccode", "year", "x").iter_rows()) == [
        (365, 1980, 2),
        (365, 2000, 3),
    ]


def test_levels_name_their_keys() -> None:
    assert {level: level.keys[-1] == "year" for level in Level} == {
        Level.STATE_YEAR: True,
        Level.STATE: False,
        Level.DIRECTED: True,
        Level.UNDIRECTED: True,
        Level.PAIR: False,
        Level.YEAR: True,
    }


def test_a_state_of_which_nothing_is_known_makes_nobody_a_member() -> None:
    both = next(item for item in addition("gatt_wto").derived if item.variable.name == "both_gatt_wto")
    states = pl.DataFrame({"gatt_or_wto1": [1, 1, 0, None, None], "gatt_or_wto2": [1, 0, None, 1, None]})
    assert states.select(found=both.expression()).to_series().to_list() == [1, 0, 0, None, None]
