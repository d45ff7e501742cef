"""Ideal points in the General Assembly, release of 2013."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.names import ccodes_of_names
from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

SOUTH_SUDAN = {"SSUD": "SSD"}
NAURU = "NAU"
NAMED_OTHERWISE = {"GFR": 260, "GMY": 255, "YAR": 678, "YEM": 679, "YPR": 680, "TAW": 713, "CHN": 710}

INFO = DatasetInfo(
    name="unga_idealpoints_2013",
    title="Ideal points in the General Assembly, release of 2013",
    file="context/unga_idealpoints_2013_mit.parquet",
    columns=(
        Column("year", Kind.INTEGER, "calendar year", source="Year", lowest=1946, highest=2100),
        Column("abbreviation", Kind.TEXT, "Correlates of War abbreviation", source="ID"),
        Column("country", Kind.TEXT, "name of the country", source="Name"),
        Column("ideal_point", Kind.NUMBER, "position, higher is closer to the West", source="Ideal.point"),
    ),
    key=("abbreviation", "year"),
    rows=9120,
    first_year=1946,
    last_year=2012,
    version="2013 release",
    licence="MIT-style licence of the repository it was taken from",
    citation="bailey2017",
    where="https://doi.org/10.7910/DVN/LEJUQZ",
    digest="5b3e32eeba62c0df00a0d8f5224cd561f8a1f2722690e8d42ff8334fd9f6ff37",
    defects=(
        Defect(
            "two_values",
            "Nauru has two different values in every year from 2000 to 2012, and nothing says which is its "
            "own: both are left out.",
            Action.LEFT_OUT,
            26,
        ),
        Defect(
            "other_abbreviation",
            "South Sudan is SSUD here and SSD in the state system: read as the latter.",
            Action.CORRECTED,
            2,
        ),
        Defect("no_1964", "No value for 1964, when the Assembly voted once only.", Action.NOTED),
        Defect(
            "no_errors",
            "No standard errors or intervals; use the later release for uncertainty. The two correlate at "
            ".98 over the rows both have.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Give each row its state; leave out the double series of Nauru."""
    rules = {
        "two_values": pl.struct("abbreviation", "year").is_duplicated(),
        "other_abbreviation": pl.col("abbreviation").is_in(list(SOUTH_SUDAN)),
    }
    given = table["abbreviation"].replace_strict(NAMED_OTHERWISE, default=None, return_dtype=pl.Int64)
    found = given.fill_null(ccodes_of_names(table["country"], table["year"])).alias("ccode")
    return table.with_columns(marks(rules)).with_columns(found, pl.col("abbreviation").replace(SOUTH_SUDAN))
