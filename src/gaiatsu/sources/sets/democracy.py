"""Three measures of democracy on one scale of countries and years."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="democracy",
    title="Democracy by country and year: V-Dem polyarchy, Polity, extended Unified Democracy Scores",
    file="context/isard_democracy_cow.parquet",
    columns=(
        Column("ccode", Kind.INTEGER, "country"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1816, highest=2100),
        Column("uds", Kind.NUMBER, "extended Unified Democracy Score", "standard deviations", source="euds"),
        Column("polity2", Kind.INTEGER, "democracy less autocracy", "-10 to 10", lowest=-10, highest=10),
        Column(
            "polyarchy",
            Kind.NUMBER,
            "electoral democracy",
            "0-1",
            source="v2x_polyarchy",
            lowest=0,
            highest=1,
        ),
    ),
    key=("ccode", "year"),
    rows=17706,
    first_year=1816,
    last_year=2025,
    version="isard 2025",
    licence="GPL-2 for the package; V-Dem CC BY-SA, Polity free with citation",
    citation="coppedge2024",
    where="https://github.com/svmiller/isard",
    digest="bd5a6ece852c88a738576b0091661a454136e1f30040f4578386d41a606de7a8",
    country_columns=("ccode",),
    defects=(
        Defect("no_score", "None of the three measures covers the country in that year.", Action.FLAGGED, 1),
        Defect("japan_absent", "Japan has no rows for 1946-51, outside the state system.", Action.NOTED),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark country-years that no measure covers."""
    return table.with_columns(
        marks({"no_score": pl.all_horizontal(pl.col("uds", "polity2", "polyarchy").is_null())})
    )
