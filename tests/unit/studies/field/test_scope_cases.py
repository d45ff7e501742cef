"""Cases of the three arenas, and the context of their dyads, on tables made by hand and on the raw files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from gaiatsu import sources
from gaiatsu.studies.field.scope_cases import arena_cases, with_context
from gaiatsu.studies.field.specification import specification

PLAN = specification("scope")


def tables() -> dict[str, pl.DataFrame]:
    """Two pairs of states: 2 and 20 are friends, 2 and 365 rivals who also fought in 1950."""
    years = range(1945, 1975)
    return {
        "thompson_rivalries": pl.DataFrame({"ccode1": [2], "ccode2": [365], "start": [1945], "end": [1960]}),
        "gml_mid": pl.DataFrame({"ccode1": [365, 2], "ccode2": [2, 365], "year": [1950, 1950]}),
        "unga_idealpoints": pl.DataFrame(
            [
                {"ccode": code, "year": year, "ideal_point": point + 0.01 * (year - 1945)}
                for code, point in ((2, 2.0), (20, 1.5), (365, -2.0))
                for year in years
            ]
        ),
        "joint_igos": pl.DataFrame(
            [
                {"ccode1": 2, "ccode2": code, "year": y, "joint": n}
                for code, n in ((20, 30), (365, 9))
                for y in years
            ]
        ),
        "atop": pl.DataFrame(
            [{"ccode1": 20, "ccode2": 2, "year": y, "defense": 1} for y in years]
            + [{"ccode1": 2, "ccode2": 365, "year": y, "defense": 0} for y in years]
        ),
        "cow_nmc": pl.DataFrame(
            [
                {"ccode": code, "year": y, "cinc": power}
                for code, power in ((2, 0.2), (20, 0.02), (365, 0.1))
                for y in years
            ]
        ),
    }


def at(sender: int, target: int, year: int) -> dict[str, object]:
    pairs = pl.DataFrame({"sender": [sender], "target": [target], "year": [year]})
    return with_context(pairs, tables(), years=10).row(0, named=True)


def test_terms_are_those_of_the_year_before() -> None:
    row = at(2, 20, 1960)

    assert row["nearness"] == pytest.approx(-0.5)
    assert row["organizations"] == pytest.approx(np.log(31))
    assert row["pact"] == 1.0
    assert row["power_ratio"] == pytest.approx(np.log(10))
    assert at(2, 20, 1945)["nearness"] is None


def test_turning_the_pair_round_turns_only_the_ratio() -> None:
    one, other = at(2, 20, 1960), at(20, 2, 1960)

    assert one["power_ratio"] == pytest.approx(-other["power_ratio"])
    for name in ("nearness", "organizations", "pact", "rival", "disputed"):
        assert one[name] == other[name]


@pytest.mark.parametrize(
    ("year", "rival", "disputed"),
    [(1950, True, False), (1951, True, True), (1960, True, True), (1961, False, False)],
)
def test_rivalry_counts_in_its_years_and_a_dispute_in_the_ten_after(
    year: int,
    rival: bool,
    disputed: bool,
) -> None:
    row = at(365, 2, year)

    assert (row["rival"], row["disputed"]) == (rival, disputed)


def test_what_comes_later_changes_nothing() -> None:
    later = {
        name: table.filter(pl.col("year") <= 1959) if "year" in table.columns else table
        for name, table in tables().items()
    }
    pairs = pl.DataFrame({"sender": [2], "target": [20], "year": [1960]})

    assert with_context(pairs, later, years=10).equals(with_context(pairs, tables(), years=10))


def test_rows_stay_in_order_and_none_is_added() -> None:
    pairs = pl.DataFrame({"sender": [365, 2, 20], "target": [2, 20, 2], "year": [1955, 1950, 1970]})
    found = with_context(pairs, tables(), years=10)

    assert found["sender"].to_list() == [365, 2, 20]


# --- the raw files --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def read(data_dir: Path) -> Callable[[str], pl.DataFrame]:
    held = {name: sources.read(name, data_dir).table for name in PLAN.data}
    return held.__getitem__


@pytest.mark.data
def test_cases_are_as_many_as_the_raw_files_have(data_dir: Path, read: Callable[[str], pl.DataFrame]) -> None:
    """903 threats between states by hand from the raw file; one has no known term but the pact."""
    raw = pl.read_csv(data_dir / "cases" / "ties" / "TIESv4-1.csv", infer_schema_length=2000)
    by_hand = sum(
        1
        for row in raw.iter_rows(named=True)
        if row["threat"] == 1
        and (sender := row["primarysender"] or row["sender1"]) is not None
        and sender < 1000
        and row["targetstate"] < 1000
        and sender != row["targetstate"]
        and 1946 <= row["startyear"] <= 2005
    )
    cases = arena_cases("ties", {name: read(name) for name in PLAN.data}, PLAN)

    assert by_hand - len(cases.ids) in {0, 1}
    assert len(cases.ids) == 902
    assert int(cases.hostile("either").sum()) == 190


@pytest.mark.data
def test_the_article_s_dyad_is_amicable_throughout(read: Callable[[str], pl.DataFrame]) -> None:
    """Every U.S.-Japanese threat is between allies that are neither rivals nor met in a dispute."""
    cases = arena_cases("ties", {name: read(name) for name in PLAN.data}, PLAN)
    japan = [place for place, dyad in enumerate(cases.dyads) if dyad == 2740]

    assert len(japan) == len([1 for place in japan if cases.allied[place]]) > 15
    assert not cases.hostile("either")[japan].any()


@pytest.mark.data
@pytest.mark.parametrize(("arena", "strict", "coded"), [("icb", 0.149, 813), ("gml", 0.502, 1655)])
def test_outcomes_of_the_other_arenas(
    arena: str, strict: float, coded: int, read: Callable[[str], pl.DataFrame]
) -> None:
    cases = arena_cases(arena, {name: read(name) for name in PLAN.data}, PLAN)
    outcomes = cases.outcomes["strict"]

    assert int(np.isfinite(outcomes).sum()) == coded
    assert float(np.nanmean(outcomes)) == pytest.approx(strict, abs=0.001)
