"""External wealth of nations: who owes whom, for the capital-flow explanation."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

MILLIONS = "current US$ million"

INFO = DatasetInfo(
    name="lmf_external_wealth",
    title="External Wealth of Nations Mark II, 1970-2011",
    file="context/lmf_external_wealth_1970_2011.parquet",
    columns=(
        Column("country", Kind.TEXT, "name of the country", source="Country Name"),
        Column(
            "ifs", Kind.INTEGER, "code of the International Financial Statistics", source="IFS id", lowest=1
        ),
        Column("year", Kind.INTEGER, "calendar year", source="Year", lowest=1970, highest=2100),
        Column("net_assets", Kind.NUMBER, "net foreign assets", MILLIONS, source="NFA"),
        Column("official_position", Kind.NUMBER, "official net position", MILLIONS, source="OFFICIAL IIP"),
        Column("assets", Kind.NUMBER, "foreign assets", MILLIONS, source="Total assets"),
        Column("liabilities", Kind.NUMBER, "foreign liabilities", MILLIONS, source="Total liabilities"),
        Column("gdp", Kind.NUMBER, "GDP", MILLIONS, source="GDP (US$)", lowest=0),
        Column(
            "current_account", Kind.NUMBER, "current account", MILLIONS, source="current account (IFS or WEO)"
        ),
    ),
    key=("ifs", "year"),
    rows=7938,
    first_year=1970,
    last_year=2011,
    version="2013 update",
    licence="none stated; free with citation",
    citation="lane2007",
    where="https://www.brookings.edu/articles/the-external-wealth-of-nations-database/",
    digest="ea9eae6f2e7f22a8932e625ba200b5f961b07d956485ac090be33284ebbe385e",
    defects=(
        Defect(
            "padded_name",
            "Blanks stand at the end of 19 countries' names, for seven of them in the last years only, so "
            "that one country looks like two: names are trimmed, and the numeric code is the key.",
            Action.CORRECTED,
            539,
        ),
        Defect(
            "official_differs",
            "The estimate and the official position differ by more than a tenth of GDP.",
            Action.FLAGGED,
            374,
        ),
        Defect(
            "no_bilateral_positions",
            "Positions are against the rest of the world, so what the United States owes Japan is not in it.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Trim the names; mark estimates far from the official position."""
    gap = (pl.col("net_assets") - pl.col("official_position")).abs() > pl.col("gdp") / 10
    rules = {"padded_name": pl.col("country") != pl.col("country").str.strip_chars(), "official_differs": gap}
    return table.with_columns(marks(rules)).with_columns(pl.col("country").str.strip_chars())
