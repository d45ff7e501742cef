"""Penn World Table: growth from the national accounts."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="pwt",
    title="Penn World Table 10.01",
    file="context/pwt_10_01.parquet",
    columns=(
        Column("country", Kind.TEXT, "name of the country"),
        Column("iso3", Kind.TEXT, "ISO 3166 code", source="isocode", aliases=("countrycode",)),
        Column("year", Kind.INTEGER, "calendar year", lowest=1950, highest=2100),
        Column(
            "gdp", Kind.NUMBER, "real GDP", "million 2017 US$, national prices", source="rgdpna", lowest=0
        ),
        Column("population", Kind.NUMBER, "population", "millions", source="pop", lowest=0),
    ),
    key=("iso3", "year"),
    rows=12810,
    first_year=1950,
    last_year=2019,
    version="10.01",
    licence="CC BY 4.0 (package it was taken from: GPL)",
    citation="feenstra2015",
    where="https://www.rug.nl/ggdc/productivity/pwt/",
    digest="ce3f30a12f525278039a99f366c8840d02e78b1b7d24e59d9d280b9a35a126aa",
    sheet="Data",
    defects=(Defect("no_gdp", "The country-year has a row and no GDP.", Action.FLAGGED, 2411),),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark country-years without GDP."""
    return table.with_columns(marks({"no_gdp": pl.col("gdp").is_null()}))
