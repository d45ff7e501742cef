"""Distance weighted by where people live, language and colonial past."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable
from gaiatsu.sources.codes import code_table

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION"]

SOURCES = ("cepii_geodist",)


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    known = code_table().filter(pl.col("last_year") >= years.first, pl.col("first_year") <= years.last)
    states = known.select("code", "ccode").unique()
    pairs = tables["cepii_geodist"].table
    joined = pairs.join(states.rename({"ccode": "ccode1"}), left_on="iso_o", right_on="code").join(
        states.rename({"ccode": "ccode2"}), left_on="iso_d", right_on="code"
    )
    apart = joined.filter(pl.col("ccode1") != pl.col("ccode2"))
    return apart.select(
        "ccode1",
        "ccode2",
        pl.col("distw").alias("distance_weighted"),
        pl.col("comlang_off").alias("common_language"),
        pl.col("colony").alias("colonial_tie"),
        pl.when(pl.col("distw").is_null()).then(pl.lit("no_weighted_distance")).alias("quality"),
    )


ADDITION = Addition(
    "distance",
    "Distance, language and colonial ties (CEPII)",
    needs=SOURCES,
    parts=(
        Part(
            Level.PAIR,
            (
                Variable(
                    "distance_weighted",
                    "mean distance of the two populations' largest cities",
                    "km",
                    Nature.MATERIAL,
                    SOURCES,
                    limits="fixed at the populations of about 2004 and the states of then",
                ),
                Variable(
                    "common_language",
                    "1 if they share an official language",
                    "0 or 1",
                    Nature.CONTROL,
                    SOURCES,
                ),
                Variable(
                    "colonial_tie",
                    "1 if one was ever a colony of the other",
                    "0 or 1",
                    Nature.CONTROL,
                    SOURCES,
                ),
            ),
            _table,
        ),
    ),
)
