"""Output and its growth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Derived, Level, Nature, Part, Variable, Years
from gaiatsu.context.dyads.shapes import inside, with_ccode

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITION"]

TERRITORY = (
    "states that split or merged appear in today's borders: the Federal Republic of 1970 with 73 million, "
    "where the addition cinc has 61, the Soviet Union with 178, where it has 243"
)
PWT, EST, MAD = ("pwt",), ("gdp_estimates",), ("maddison",)


def _pwt(tables: Tables, years: Years) -> pl.DataFrame:
    wider = Years(years.first - 1, years.last)
    grown = inside(_growth(inside(tables["pwt"].table, wider), "iso3", "gdp"), years)
    return with_ccode(grown, "iso3", "iso3").select(
        "ccode",
        "year",
        pl.col("gdp").alias("gdp_real"),
        "growth",
        (pl.col("growth") < 0).cast(pl.Int8).alias("recession"),
        "quality",
    )


def _growth(table: pl.DataFrame, country: str, level: str) -> pl.DataFrame:
    """Growth over the year before, where the row before is that year's."""
    before = pl.col(level).shift(1).over(country, order_by="year")
    follows = pl.col("year").diff(1).over(country, order_by="year") == 1
    return table.with_columns(pl.when(follows).then(pl.col(level) / before - 1).alias("growth"))


def _maddison(tables: Tables, years: Years) -> pl.DataFrame:
    wider = Years(years.first - 1, years.last)
    listed = inside(tables["maddison"].table, wider).drop_nulls("iso3")
    grown = inside(_growth(listed, "iso3", "gdp_per_head"), years)
    return with_ccode(grown, "iso3", "iso3").select(
        "ccode", "year", gdp_per_head="gdp_per_head", growth_per_head="growth"
    )


def _estimates(tables: Tables, years: Years) -> pl.DataFrame:
    return inside(tables["gdp_estimates"].table, years).select(
        "ccode", "year", gdp_estimate="gdp", gdp_estimate_sd="gdp_sd", population="population"
    )


ADDITION = Addition(
    "gdp",
    "Output, growth and recession",
    needs=(*PWT, *EST, *MAD),
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable("gdp_real", "real GDP", "million 2017 US$, national prices", Nature.MATERIAL, PWT),
                Variable("growth", "growth of real GDP over the year before", "share", Nature.CONTROL, PWT),
                Variable(
                    "recession",
                    "1 if real GDP fell",
                    "0 or 1",
                    Nature.CONTROL,
                    PWT,
                    limits="whole years: a recession of two quarters may not show",
                ),
            ),
            _pwt,
        ),
        Part(
            Level.STATE_YEAR,
            (
                Variable("gdp_per_head", "real GDP per head", "2011 US$", Nature.MATERIAL, MAD),
                Variable(
                    "growth_per_head",
                    "growth of real GDP per head over the year before",
                    "share",
                    Nature.CONTROL,
                    MAD,
                ),
            ),
            _maddison,
        ),
        Part(
            Level.STATE_YEAR,
            (
                Variable(
                    "gdp_estimate",
                    "estimate of real GDP",
                    "million US$, as published",
                    Nature.MATERIAL,
                    EST,
                    uncertainty="gdp_estimate_sd",
                    limits=f"smoothed: its differences from year to year are not growth; {TERRITORY}",
                ),
                Variable(
                    "gdp_estimate_sd",
                    "standard deviation of the estimate",
                    "million US$, as published",
                    Nature.MATERIAL,
                    EST,
                ),
                Variable("population", "population", "millions", Nature.MATERIAL, EST, limits=TERRITORY),
            ),
            _estimates,
        ),
    ),
    derived=(
        Derived(
            Variable(
                "gdp_ratio",
                "output of the sender over that of both",
                "0-1",
                Nature.MATERIAL,
                EST,
                method="gdp_estimate1 / (gdp_estimate1 + gdp_estimate2)",
            ),
            lambda: pl.col("gdp_estimate1") / (pl.col("gdp_estimate1") + pl.col("gdp_estimate2")),
        ),
    ),
    notes=(
        "Growth is taken from national accounts, never from the estimates, which are smoothed.",
        "GDP at current US$ stands in the addition trade.",
        "Before 1990 the Penn World Table's Germany is joined to the Federal Republic.",
    ),
)
