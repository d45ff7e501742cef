"""World Bank GDP at current prices, the denominator of export dependence."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

AGGREGATES = [
    "AFE",
    "AFW",
    "ARB",
    "CEB",
    "CSS",
    "EAP",
    "EAR",
    "EAS",
    "ECA",
    "ECS",
    "EMU",
    "EUU",
    "FCS",
    "HIC",
    "HPC",
    "IBD",
    "IBT",
    "IDA",
    "IDB",
    "IDX",
    "LAC",
    "LCN",
    "LDC",
    "LIC",
    "LMC",
    "LMY",
    "LTE",
    "MEA",
    "MIC",
    "MNA",
    "NAC",
    "OED",
    "OSS",
    "PRE",
    "PSS",
    "PST",
    "SAS",
    "SSA",
    "SSF",
    "SST",
    "TEA",
    "TEC",
    "TLA",
    "TMN",
    "TSA",
    "TSS",
    "UMC",
    "WLD",
]

INFO = DatasetInfo(
    name="wb_gdp",
    title="GDP at current US$, World Bank (NY.GDP.MKTP.CD)",
    file="context/wb_gdp_current_usd.parquet",
    columns=(
        Column("country", Kind.TEXT, "country or group of countries", source="Country Name"),
        Column("iso3", Kind.TEXT, "ISO 3166 code, or the producer's code of a group", source="Country Code"),
        Column("year", Kind.INTEGER, "calendar year", source="Year", lowest=1960, highest=2100),
        Column("gdp", Kind.NUMBER, "GDP", "current US$", source="Value", lowest=0),
    ),
    key=("iso3", "year"),
    rows=13979,
    first_year=1960,
    last_year=2023,
    version="as of 2024",
    licence="CC BY 4.0 (package it was taken from: ODC-PDDL)",
    citation="worldbank2024",
    where="https://data.worldbank.org/indicator/NY.GDP.MKTP.CD",
    digest="b0ef9cb02f9f5eef39981b0acb7f8bb14be8df0ea601ef47c058d49510fae672",
    defects=(
        Defect(
            "group_of_countries",
            "Groups of countries stand among the countries, as if they were some.",
            Action.FLAGGED,
            2833,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark groups of countries."""
    return table.with_columns(marks({"group_of_countries": pl.col("iso3").is_in(AGGREGATES)}))
