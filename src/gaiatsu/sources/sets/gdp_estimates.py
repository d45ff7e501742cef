"""Latent-variable estimates of GDP and population, for coverage rather than for growth."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="gdp_estimates",
    title="Estimates of GDP and population since 1816",
    file="context/isard_gdppop_cow.parquet",
    columns=(
        Column("ccode", Kind.INTEGER, "country"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1816, highest=2100),
        Column("gdp", Kind.NUMBER, "real GDP", "million US$", source="pwtrgdp", lowest=0),
        Column("gdp_sd", Kind.NUMBER, "its standard deviation", "million US$", source="sd_pwtrgdp", lowest=0),
        Column("population", Kind.NUMBER, "population", "millions", source="pwtpop", lowest=0),
    ),
    key=("ccode", "year"),
    rows=16536,
    first_year=1816,
    last_year=2019,
    version="isard 2024",
    licence="GPL-2 for the package; estimates free with citation",
    citation="fariss2022",
    where="https://github.com/svmiller/isard",
    digest="cf03719f7aa2429267da82359a014fe81c892371d7ef9187fd774deb83f22754",
    country_columns=("ccode",),
    defects=(
        Defect(
            "not_for_growth",
            "Values are noisy draws of a smoothed latent variable. Differences from year to year are not "
            "growth: Japan grows by 2.6 % in 1993 and the United States by 5.2 % in 1974, where the "
            "national accounts fall.",
            Action.NOTED,
        ),
        Defect("no_estimate", "The country-year has a row and no estimate of GDP.", Action.FLAGGED, 43),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark country-years without an estimate."""
    return table.with_columns(marks({"no_estimate": pl.col("gdp").is_null()}))
