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
# West Germany's seat and the years in which the list has it wrong: body -> first year, last year, true value.
WEST_GERMANY = 260
ENTRIES = {"un": (1955, 1972, 0), "imf": (1955, 1964, FULL), "oecd": (1961, 1989, FULL)}

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
            "west_germany_wrong",
            "West Germany joined the Fund on 14 August 1952, founded the OECD in 1961 and entered the United "
            "Nations on 18 September 1973. The list has it in the Fund and the United Nations from 1965 and "
            "never in the OECD: corrected.",
            Action.CORRECTED,
            35,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Read -1 as missing, and end the GATT for those who joined the WTO in 1995."""
    twice = (pl.col("year") == 1995) & (pl.col("gatt") == FULL) & (pl.col("wto") == FULL)
    rules = {"not_in_existence": pl.any_horizontal(pl.col(BODIES) == -1), "gatt_beside_wto": twice}
    rules["west_germany_wrong"] = pl.any_horizontal(_wrong(body) for body in ENTRIES)
    marked = table.with_columns(marks(rules))
    present = (pl.when(pl.col(body) >= 0).then(pl.col(body)).alias(body) for body in BODIES)
    left = pl.when(pl.col("quality").str.contains("gatt_beside_wto")).then(0).otherwise("gatt").alias("gatt")
    known = (pl.when(_wrong(body)).then(ENTRIES[body][2]).otherwise(body).alias(body) for body in ENTRIES)
    return marked.with_columns(*present).with_columns(left, *known)


def _wrong(body: str) -> pl.Expr:
    """Rows in which the list has West Germany's membership of a body wrong."""
    first, last, value = ENTRIES[body]
    held = (pl.col("ccode") == WEST_GERMANY) & pl.col("year").is_between(first, last)
    return held & (pl.col(body) != value)
