"""American soldiers in a country: the material side of a guarantee."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import inside

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION"]

SOURCES = ("us_troops", "cow_nmc")
USA = 2
HOME = "troops_at_home"
# 1951 repeats 1952, so the value of 1951 is not only wrong but comes from a later year.
REPEATED_FROM_LATER = 1951


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    counts = tables["us_troops"].table.filter(pl.col("year") <= years.last)
    spike = pl.col("quality").str.contains("reporting_spike") | (pl.col("year") == REPEATED_FROM_LATER)
    sound = pl.when(~spike).then(pl.col("troops"))
    people = tables["cow_nmc"].table.select("ccode", "year", "tpop")
    home = pl.col("ccode") == USA
    abroad = counts.with_columns(pl.when(~home).then("troops").alias("troops"))
    table = abroad.with_columns(
        sound.forward_fill().over("ccode", order_by="year").alias("us_troops_carried")
    ).join(people, on=["ccode", "year"], how="left")
    return inside(table, years).select(
        "ccode",
        "year",
        pl.col("troops").alias("us_troops"),
        "us_troops_carried",
        pl.when(pl.col("tpop") > 0)
        .then(pl.col("us_troops_carried") / pl.col("tpop"))
        .alias("us_troops_per_thousand"),
        pl.when(home).then(pl.lit(HOME)).otherwise(_marks()).alias("quality"),
    )


def _marks() -> pl.Expr:
    """Keep the marks that concern the total; the services are not used."""
    kept = (
        pl.col("quality")
        .str.split(";")
        .list.eval(pl.element().filter(~pl.element().is_in(["parts_do_not_add_up", "negative_part"])))
    )
    return kept.list.join(";")


ADDITION = Addition(
    "troops",
    "U.S. troops stationed in the country",
    needs=SOURCES,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable(
                    "us_troops",
                    "U.S. active-duty troops, as reported",
                    "persons",
                    Nature.MATERIAL,
                    SOURCES[:1],
                ),
                Variable(
                    "us_troops_carried",
                    "the same, with suspect years replaced by the last sound year before",
                    "persons",
                    Nature.MATERIAL,
                    SOURCES[:1],
                    method="reporting spikes (2008, 2015) and 1951, a copy of 1952, take the earlier value",
                    uncertainty="counts of one day of the year; sailors afloat come and go",
                ),
                Variable(
                    "us_troops_per_thousand",
                    "U.S. troops for 1,000 inhabitants",
                    "per 1,000",
                    Nature.MATERIAL,
                    SOURCES,
                    method="us_troops_carried over the population of the capability data",
                    limits="says how many stand there, not what for nor at whose wish",
                ),
            ),
            _table,
        ),
    ),
    notes=("Troops at home in the United States are no guarantee to anyone: missing, and marked.",),
)
