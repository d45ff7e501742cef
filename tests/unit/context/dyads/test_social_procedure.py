from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from gaiatsu.context.dyads.records import Years
from gaiatsu.context.dyads.social import procedure
from gaiatsu.context.dyads.social.procedure import (
    dispute_settlement_years,
    memberships,
    unilateral_legitimacy,
)
from gaiatsu.context.dyads.social.treaties import LEAVERS, treaty_spells, treaty_years
from gaiatsu.theory.social import procedural_legitimacy

SPAN = Years(1985, 2000)
FOUNDERS = {2: date(1948, 1, 1), 740: date(1955, 9, 10)}


def settlement(
    gatt: dict[int, date], wto: dict[int, int], pair: tuple[int, int] = (2, 740)
) -> dict[int, tuple[float | None, float | None]]:
    """Strength in the middle and at the end of each year."""
    first = pl.DataFrame({"ccode": list(gatt), "date": list(gatt.values())})
    listed = [(c, y, 1) for c, start in wto.items() for y in range(start, 2015)]
    second = pl.DataFrame(listed, schema=["ccode", "year", "wto"], orient="row")
    found = dispute_settlement_years(memberships(first, second, SPAN))
    rows = found.filter((pl.col("ccode1") == pair[0]) & (pl.col("ccode2") == pair[1]))
    return {r["year"]: (r["dispute_settlement"], r["dispute_settlement_end"]) for r in rows.rows(named=True)}


def test_two_founders_go_from_gatt_by_the_agreement_to_the_wto() -> None:
    found = settlement(FOUNDERS, {2: 1995, 740: 1995})

    assert [found[year] for year in (1992, 1993, 1994, 1995, 2000)] == [
        (0.0, 0.0),
        (0.0, 0.8),
        (0.8, 0.8),
        (1.0, 1.0),
        (1.0, 1.0),
    ]


def test_the_new_procedure_binds_only_if_both_are_members() -> None:
    found = settlement({**FOUNDERS, 710: date(1990, 1, 1)}, {2: 1995, 710: 2001}, pair=(2, 710))

    assert found[1995] == (0.8, 0.8)  # the old regime lasts one more year for those who stay in it
    assert 1996 not in found


def test_whoever_is_in_neither_has_no_regime() -> None:
    found = settlement(FOUNDERS, {2: 1995, 740: 1995, 710: 1999}, pair=(2, 710))

    assert min(found) == 1999
    assert found[1999] == (None, 1.0)  # joined during the year: from its end
    assert found[2000] == (1.0, 1.0)


def test_the_day_of_accession_decides() -> None:
    members = memberships(
        pl.DataFrame({"ccode": [20, 40], "date": [date(1990, 7, 1), date(1990, 7, 2)]}),
        pl.DataFrame(schema={"ccode": pl.Int64, "year": pl.Int64, "wto": pl.Int64}),
        Years(1990, 1990),
    )

    assert members.select("ccode", "gatt", "gatt_end").rows() == [(20, True, True), (40, False, True)]


@pytest.mark.parametrize(("violates", "elsewhere"), list(product((0, 1), (0, 1))))
@pytest.mark.parametrize("strength", [0.0, 0.3, 0.8, 1.0])
def test_legitimacy_is_that_of_the_theory(violates: int, elsewhere: int, strength: float) -> None:
    frame = pl.DataFrame({"dispute_settlement": [strength]})
    ours = frame.select(unilateral_legitimacy(violates, elsewhere)).item()

    assert ours == pytest.approx(
        procedural_legitimacy(
            target_in_violation=violates,
            authorized=0,
            unilateral=1,
            violation_elsewhere=elsewhere,
            dispute_settlement=strength,
        )
    )


# --- agreements ------------------------------------------------------------------------------------------


def treaties(*rows: dict[str, Any]) -> pl.DataFrame:
    schema = {
        "number": pl.String,
        "base_treaty": pl.Int64,
        "entry_type": pl.String,
        "year": pl.Int64,
        "entry_year": pl.Int64,
        "members": pl.String,
    }
    plain = dict.fromkeys(schema) | {"number": "1", "base_treaty": 1, "entry_type": "base_treaty"}
    return pl.DataFrame([plain | row for row in rows], schema=schema)


def in_force(table: pl.DataFrame, pair: tuple[int, int], years: Years) -> dict[int, tuple[int, int]]:
    found = treaty_years(table, years)
    rows = found.filter((pl.col("ccode1") == pair[0]) & (pl.col("ccode2") == pair[1]))
    return {r["year"]: (r["trade_agreement_low"], r["trade_agreement_high"]) for r in rows.rows(named=True)}


US, CANADA, MEXICO, NORWAY, BRITAIN = 840, 124, 484, 578, 826


def test_an_agreement_counts_from_its_entry_into_force() -> None:
    found = in_force(
        treaties({"year": 1988, "entry_year": 1989, "members": "124,840"}), (2, 20), Years(1987, 1990)
    )

    assert found == {1989: (1, 1), 1990: (1, 1)}


def test_an_unknown_entry_into_force_gives_bounds() -> None:
    found = in_force(treaties({"year": 1980, "members": "124,840"}), (2, 20), Years(1979, 1986))

    assert found[1980] == (0, 1)
    assert found[1984] == (0, 1)
    assert found[1985] == (1, 1)


def test_an_accession_binds_from_its_own_year() -> None:
    table = treaties(
        {"year": 1988, "entry_year": 1989, "members": "124,840"},
        {
            "number": "1+1",
            "entry_type": "accession",
            "year": 1992,
            "entry_year": 1994,
            "members": "124,840,484",
        },
    )

    assert min(in_force(table, (2, 20), Years(1985, 2000))) == 1989
    assert min(in_force(table, (2, 70), Years(1985, 2000))) == 1994


def test_a_withdrawal_ends_it_for_those_who_leave_only() -> None:
    table = treaties(
        {"number": "375", "base_treaty": 375, "year": 1960, "entry_year": 1960, "members": "578,826,208,756"},
        {
            "number": "375_1",
            "base_treaty": 375,
            "entry_type": "withdrawal",
            "year": 1973,
            "members": "578,756,208,826",
        },
    )

    assert max(in_force(table, (200, 385), Years(1960, 1980))) == 1972  # Britain, Norway
    assert max(in_force(table, (225, 385), Years(1960, 1980))) == 1980  # Switzerland, Norway


def test_who_returns_is_bound_again() -> None:
    table = treaties(
        {"number": "26", "base_treaty": 26, "year": 1969, "entry_year": 1969, "members": "170,862"},
        {"number": "26_1", "base_treaty": 26, "entry_type": "withdrawal", "year": 1980, "members": "170,862"},
        {
            "number": "26+9",
            "base_treaty": 26,
            "entry_type": "accession",
            "year": 1990,
            "entry_year": 1990,
            "members": "170,862",
        },
    )
    found = in_force(table, (100, 101), Years(1969, 1995))

    assert 1979 in found
    assert 1980 not in found
    assert 1990 in found


def test_talks_and_new_texts_bind_nobody() -> None:
    table = treaties(
        {"entry_type": "negotiation", "members": "124,840"},
        {"entry_type": "consolidated", "year": 1990, "entry_year": 1990, "members": "124,840"},
    )

    assert treaty_spells(table).height == 0


# --- the real files --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(data_dir: Path) -> Any:
    from gaiatsu import sources

    return {name: sources.read(name, data_dir) for name in procedure.ADDITION.needs}


@pytest.mark.data
def test_the_leavers_are_members_of_what_they_leave_and_named_in_its_title(real: Any) -> None:
    rows = real["desta"].table.filter(pl.col("entry_type") == "withdrawal").rows(named=True)
    listed = {row["number"]: {int(code) for code in row["members"].split(",")} for row in rows}

    assert listed.keys() == LEAVERS.keys()
    assert all(set(codes) <= listed[number] for number, codes in LEAVERS.items())


@pytest.mark.data
def test_america_and_japan_by_hand(real: Any) -> None:
    # gatt_members: USA 1948-01-01, Japan 1955-09-10; igo_membership: wto 1 for both from 1995
    regime = procedure.ADDITION.parts[0].table(real, Years(1950, 2014))
    rows = regime.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 740)).sort("year")
    found = {r["year"]: (r["dispute_settlement"], r["dispute_settlement_end"]) for r in rows.rows(named=True)}

    assert min(found) == 1955
    assert found[1955] == (None, 0.0)
    assert [found[y] for y in (1956, 1993, 1994, 1995)] == [(0.0, 0.0), (0.0, 0.8), (0.8, 0.8), (1.0, 1.0)]


@pytest.mark.data
def test_agreements_of_the_united_states_by_hand(real: Any) -> None:
    # desta: Canada US 1988, in force 1989; Israel US 1985; NAFTA in force 1994; none with Japan up to 2019
    found = procedure.ADDITION.parts[1].table(real, Years(1980, 2000)).filter(pl.col("ccode1") == 2)
    first = dict(found.group_by("ccode2").agg(pl.col("year").min()).rows())

    assert (first[666], first[70]) == (1985, 1994)
    assert 740 not in first


@pytest.mark.data
def test_unions_hold_by_hand(real: Any) -> None:
    # desta: EFTA 1960 of Britain and Norway, left by Britain in 1973; EC of France and Germany throughout
    found = procedure.ADDITION.parts[1].table(real, Years(1970, 1975))
    britain = found.filter((pl.col("ccode1") == 200) & (pl.col("ccode2") == 385))["year"].to_list()

    assert 1972 in britain
    assert found.filter((pl.col("ccode1") == 220) & (pl.col("ccode2") == 260)).height == 6


@pytest.mark.data
def test_every_part_gives_one_row_a_pair_and_year(real: Any) -> None:
    for part in procedure.ADDITION.parts:
        table = part.table(real, Years(1985, 1995))
        assert {"ccode1", "ccode2", "year", *(v.name for v in part.variables)} <= set(table.columns)
        assert not table.select("ccode1", "ccode2", "year").is_duplicated().any()
    undirected = procedure.ADDITION.parts[0].table(real, Years(1985, 1995))
    assert (undirected["ccode1"] < undirected["ccode2"]).all()
