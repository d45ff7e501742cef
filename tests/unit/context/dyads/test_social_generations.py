from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from gaiatsu.context.dyads.records import Years
from gaiatsu.context.dyads.social import generations
from gaiatsu.context.dyads.social.generations import (
    KERNELS,
    diet_years,
    diplomat_years,
    leader_years,
    officials_weight,
)
from gaiatsu.context.elites import OCCUPATION_END
from gaiatsu.theory.norm_change.seniority import senior_weight


def spells(*rows: tuple[str, date, date, int | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [(id_, 740, start, end, born) for id_, start, end, born in rows],
        schema={"id": pl.String, "ccode": pl.Int64, "start": pl.Date, "end": pl.Date, "birth_year": pl.Int64},
        orient="row",
    )


NO_TRAITS = pl.DataFrame(
    schema={"id": pl.String, "military": pl.Int64, "combat": pl.Int64, "rebel": pl.Int64}
)


def test_a_senior_diplomat_counts_by_the_years_since_the_first_post() -> None:
    posts = services(
        ("a", date(1930, 7, 1), date(1932, 1, 1)),
        ("a", date(1949, 7, 1), date(1952, 1, 1)),
        ("b", date(1943, 7, 1), date(1952, 1, 1)),
    )
    people = pl.DataFrame({"person": ["a", "b"], "birth_year": [1900, None]})
    (row,) = diplomat_years(posts, people, Years(1950, 1950)).to_dicts()

    # On 1 July 1950 a is in the twentieth year since the first post, b in the seventh: 7305 and 2557 days.
    assert row["envoys_formed_wartime_low"] == 0.5
    assert row["envoys_senior_wartime_low"] == pytest.approx(7305 / (7305 + 2557))
    assert row["envoys_senior_wartime_high"] == 1.0
    assert row["envoys_senior_occupied_high"] == pytest.approx(2557 / (7305 + 2557))


def test_diplomats_who_all_enter_on_the_day_have_no_seniority() -> None:
    people = pl.DataFrame({"person": ["a"], "birth_year": [1900]})
    (row,) = diplomat_years(services(("a", date(1950, 7, 1), None)), people, Years(1950, 1950)).to_dicts()

    assert (row["envoys_formed_wartime_low"], row["envoys_senior_wartime_low"]) == (1.0, None)


def test_the_leader_of_the_first_of_july_is_described() -> None:
    table = spells(
        ("a", date(1990, 1, 1), date(1991, 6, 30), 1900), ("b", date(1991, 6, 30), date(1995, 1, 1), 1925)
    )
    found = leader_years(table, NO_TRAITS, Years(1990, 1992))

    assert found["leader_formed_wartime"].to_list() == [1.0, 0.0, 0.0]
    assert found["leader_formed_occupied"].to_list() == [0.0, 1.0, 1.0]


def test_of_two_leaders_on_the_day_the_later_counts() -> None:
    table = spells(
        ("b", date(1991, 7, 1), date(1995, 1, 1), 1925), ("a", date(1990, 1, 1), date(1991, 7, 1), 1900)
    )
    found = leader_years(table, NO_TRAITS, Years(1991, 1991))

    assert found["leader_formed_wartime"].to_list() == [0.0]


def test_an_unknown_year_of_birth_leaves_the_share_missing() -> None:
    found = leader_years(
        spells(("a", date(1990, 1, 1), date(1995, 1, 1), None)), NO_TRAITS, Years(1990, 1990)
    )

    assert found["leader_formed_wartime"].to_list() == [None]
    assert found["leader_combat"].to_list() == [None]


def winners(rows: list[tuple[int, int, int]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["year", "birth_year", "wins_before_1947"], orient="row")


def test_the_lower_house_of_a_year_does_not_know_later_elections() -> None:
    early = [(1947 + n % 40, 1890 + n % 40, n % 3) for n in range(1200)]
    plain, more = winners(early), winners([*early, *((1993, 1950, 0),) * 134])

    assert_frame_equal(
        diet_years(plain, Years(1947, 1992)), diet_years(more, Years(1947, 1992)), abs_tol=1e-12
    )
    with pytest.raises(AssertionError):
        assert_frame_equal(diet_years(plain, Years(1993, 1993)), diet_years(more, Years(1993, 1993)))


def test_bounds_hold_the_middle_value() -> None:
    found = diet_years(winners([(1947 + n % 40, 1890 + n % 40, 0) for n in range(1500)]), Years(1950, 1990))
    for name in ("formed_wartime", "formed_occupied", "entered_early"):
        values = found.select(f"diet_{name}_low", f"diet_{name}", f"diet_{name}_high").to_numpy()
        assert (np.diff(values, axis=1) >= 0).all()


def services(*rows: tuple[str, date, date | None]) -> pl.DataFrame:
    schema = {"person": pl.String, "started": pl.Date, "ended": pl.Date}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def test_a_diplomat_with_two_posts_counts_once() -> None:
    table = services(("a", date(1950, 1, 1), date(1952, 1, 1)), ("a", date(1951, 1, 1), date(1953, 1, 1)))
    found = diplomat_years(table, pl.DataFrame({"person": ["a"], "birth_year": [1900]}), Years(1951, 1951))

    assert found["envoys"].to_list() == [1]


def test_a_service_without_end_lasts_one_tour() -> None:
    people = pl.DataFrame({"person": ["a"], "birth_year": [1900]})
    found = diplomat_years(services(("a", date(1950, 1, 1), None)), people, Years(1949, 1956))

    assert found["year"].to_list() == [1950, 1951, 1952]


def test_the_weight_of_officials_is_the_kernel_of_the_theory() -> None:
    found = officials_weight(Years(1980, 1995))
    mean, spread = KERNELS[1]
    expected = senior_weight(OCCUPATION_END, found["year"].to_numpy() + 0.5, mean=mean, spread=spread)

    np.testing.assert_allclose(found["officials_early"].to_numpy(), expected)
    assert (found["officials_early_low"] <= found["officials_early"]).all()
    assert (found["officials_early"] <= found["officials_early_high"]).all()


# --- the real files --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(data_dir: Path) -> Any:
    from gaiatsu import sources

    return {name: sources.read(name, data_dir) for name in generations.ADDITION.needs}


@pytest.mark.data
def test_leaders_of_japan_by_hand(real: Any) -> None:
    # archigos: Miyazawa 1991-11-06 to 1993-08-09, born 1919; Hosokawa 1993-08-09 to 1994-04-25, born 1938;
    # Takeshita 1987-11-06 to 1989-06-02, born 1924: 20 to 25 in 1944-49
    found = generations.ADDITION.parts[0].table(real, Years(1985, 1995)).filter(pl.col("ccode") == 740)
    rows = {r["year"]: r for r in found.rows(named=True)}

    assert rows[1992]["leader_formed_wartime"] == 1.0
    assert rows[1988]["leader_formed_wartime"] == pytest.approx(1 / 6)
    assert rows[1988]["leader_formed_occupied"] == pytest.approx(5 / 6)
    assert rows[1994]["leader_formed_occupied"] == pytest.approx(5 / 6)  # Murayama, born 1924


@pytest.mark.data
def test_the_generals_of_the_occupation_are_not_leaders_of_japan(real: Any) -> None:
    found = generations.ADDITION.parts[0].table(real, Years(1946, 1960)).filter(pl.col("ccode") == 740)

    assert found["year"].min() == 1953  # Yoshida, in office on 1 July


@pytest.mark.data
def test_leaders_after_the_end_of_one_list_come_from_the_other(real: Any) -> None:
    # reign: Trump from 20 January 2017, born 1946; Abe from December 2012, born 1954: 20 to 25 in 1974-79
    found = generations.ADDITION.parts[0].table(real, Years(2014, 2018))

    assert found.filter(pl.col("ccode") == 740)["year"].to_list() == [2014, 2015, 2016, 2017, 2018]
    assert found.filter(pl.col("year") == 2018)["leader_formed_wartime"].drop_nulls().mean() < 0.05


@pytest.mark.data
def test_the_house_elected_in_1947_by_hand(real: Any) -> None:
    # jhred: 468 first winners of 1947, mean year of birth 1898.2, all of them formed before 1945
    found = generations.ADDITION.parts[1].table(real, Years(1947, 1995))
    rows = {r["year"]: r for r in found.rows(named=True)}

    assert rows[1947]["diet_formed_wartime"] > 0.9
    assert rows[1947]["diet_entered_early"] == 1.0
    assert rows[1995]["diet_entered_early_high"] < 0.2


@pytest.mark.data
def test_american_posts_are_in_number_what_they_were(real: Any) -> None:
    found = generations.ADDITION.parts[2].table(real, Years(1950, 2000)).sort("year")
    posts = dict(found.select("year", "envoys").rows())

    assert posts[1950] < posts[1970] < posts[1995]
    assert (found["envoys_formed_wartime_low"] <= found["envoys_formed_wartime_high"]).all()


@pytest.mark.data
def test_every_part_gives_one_row_a_state_and_year(real: Any) -> None:
    for part in generations.ADDITION.parts:
        table = part.table(real, Years(1985, 1995))
        assert {"ccode", "year", *(v.name for v in part.variables)} <= set(table.columns)
        assert not table.select("ccode", "year").is_duplicated().any()
