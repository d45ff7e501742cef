"""Membership of the main intergovernmental organizations, by state and year."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

BODIES = (
    "anzus",
    "apec",
    "asean",
    "bis",
    "caricom",
    "eec",
    "efta",
    "eu",
    "gatt",
    "iaea",
    "ibrd",
    "iea",
    "imf",
    "mercosur",
    "nafta",
    "nato",
    "oas",
    "oecd",
    "oeec",
    "opec",
    "seato",
    "un",
    "wco",
    "wto",
)
FULL = 1
GERMANY, WEST_GERMANY, EAST_GERMANY, UNION = 255, 260, 265, 1990
# German seats that the list has wrong: mark, body, state, first and last year, true value.
SEATS_WRONG, UNION_WRONG = "german_seats_wrong", "german_union"
ENTRIES = (
    (SEATS_WRONG, "un", WEST_GERMANY, 1955, 1972, 0),
    (SEATS_WRONG, "un", EAST_GERMANY, 1955, 1972, 0),
    (SEATS_WRONG, "imf", WEST_GERMANY, 1955, 1964, FULL),
    (SEATS_WRONG, "oecd", WEST_GERMANY, 1961, 1989, FULL),
    (UNION_WRONG, "gatt", GERMANY, UNION, UNION, FULL),
)

INFO = DatasetInfo(
    name="igo_membership",
    title="Membership of 24 intergovernmental organizations, Correlates of War, state-years",
    file="context/igo_membership_key_state_year.parquet",
    columns=(
        Column("ccode", Kind.INTEGER, "country"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1815, highest=2100),
        *(
            Column(
                body,
                Kind.INTEGER,
                f"{body.upper()}: 1 full, 2 associate, 3 observer, 0 none; missing before it existed",
                lowest=-1,
                highest=3,
            )
            for body in BODIES
        ),
    ),
    key=("ccode", "year"),
    rows=10188,
    first_year=1945,
    last_year=2014,
    version="3.0, as igoR 1.0 packs it",
    licence="GPL-3 or later for the package; free with citation",
    citation="pevehouse2020",
    where="https://correlatesofwar.org/data-sets/igos/",
    digest="556b4327f15c450f54fc572806710c165ad436fe94edebd421a4aef74dbdcab7",
    country_columns=("ccode",),
    defects=(
        Defect(
            "not_in_existence",
            "-1 says that the body did not exist yet or no longer, or that the state was outside the system: "
            "it is read as missing.",
            Action.CORRECTED,
            10188,
        ),
        Defect(
            "gatt_beside_wto",
            "The GATT of 1947 is counted in 1995 beside the WTO, which replaced it on 1 January 1995 (it was "
            "wound up at the end of that year): members of the WTO are read as having left the GATT.",
            Action.CORRECTED,
            109,
        ),
        Defect(
            SEATS_WRONG,
            "West Germany joined the Fund on 14 August 1952 and founded the OECD in 1961; both Germanies "
            "entered the United Nations on 18 September 1973, and un_votes has no vote of theirs before "
            "October 1973. The list has West Germany in the Fund and both in the United Nations from 1965, "
            "and West Germany never in the OECD: corrected.",
            Action.CORRECTED,
            43,
            rests_on=("imf_members2024", "oecd_ratification2024", "un_members2024"),
        ),
        Defect(
            UNION_WRONG,
            "In 1990, the year of its union, Germany stands outside the GATT, of which the Federal Republic "
            "had been a party since 1 October 1951 (gatt_members) and stayed one: read as a member.",
            Action.CORRECTED,
            1,
            rests_on=("wto_members2024",),
        ),
        Defect(
            "predecessor_without_row",
            "The year of a union has one row, that of the new state: none for 260 and 265 in 1990, nor for "
            "678 and 680. Their columns of that year are missing in a panel.",
            Action.NOTED,
        ),
        Defect(
            "out_in_between",
            "Out of a body to which it belonged before and after. Some are known withdrawals (Indonesia and "
            "the Fund in 1966, Cuba and the Organization of American States), others gaps of the list (the "
            "United States and SEATO in 1960-64, Thailand and the World Bank in 1955-59): kept.",
            Action.FLAGGED,
            368,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Read -1 as missing, end the GATT for those who joined the WTO in 1995, put German seats right."""
    twice = (pl.col("year") == 1995) & (pl.col("gatt") == FULL) & (pl.col("wto") == FULL)
    rules = {"not_in_existence": pl.any_horizontal(pl.col(BODIES) == -1), "gatt_beside_wto": twice}
    for mark in (SEATS_WRONG, UNION_WRONG):
        rules[mark] = pl.any_horizontal(_wrong(entry) for entry in ENTRIES if entry[0] == mark)
    rules["out_in_between"] = pl.any_horizontal(_out_in_between(body) for body in BODIES)
    marked = table.with_columns(marks(rules))
    present = (pl.when(pl.col(body) >= 0).then(pl.col(body)).alias(body) for body in BODIES)
    left = pl.when(pl.col("quality").str.contains("gatt_beside_wto")).then(0).otherwise("gatt").alias("gatt")
    held = marked.with_columns(*present).with_columns(left)
    for entry in ENTRIES:
        body, value = entry[1], entry[5]
        held = held.with_columns(pl.when(_wrong(entry)).then(value).otherwise(body).alias(body))
    return held


def _wrong(entry: tuple[str, str, int, int, int, int]) -> pl.Expr:
    """Rows in which the list has a German seat wrong."""
    _, body, state, first, last, value = entry
    held = (pl.col("ccode") == state) & pl.col("year").is_between(first, last)
    return held & (pl.col(body) != value)


def _out_in_between(body: str) -> pl.Expr:
    """Rows in which a state is no full member of a body of which it was one before and after."""
    full = pl.col(body) == FULL
    before = full.cum_max().over("ccode", order_by="year")
    after = full.cum_max(reverse=True).over("ccode", order_by="year")
    return ~full & before & after
