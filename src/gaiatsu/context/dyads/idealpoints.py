"""Where states stand in the votes of the General Assembly, raw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Derived, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import columns_of

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION"]

SOURCES = ("unga_idealpoints",)
UNIT = "standard deviations"
# distance from the 5th to the 95th percentile of a normal law, in its standard deviations
SPAN = 3.2897072539029444
RAW = "the distance to the United States moves for all its allies together: compare with them"


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    names = {"ccode": "ccode", "year": "year", "ideal_point": "ideal_point", "low": "low", "high": "high"}
    table = columns_of(tables, "unga_idealpoints", years, names)
    spread = ((pl.col("high") - pl.col("low")) / SPAN).alias("ideal_point_sd")
    return table.with_columns(spread)


ADDITION = Addition(
    "idealpoints",
    "UN ideal points",
    needs=SOURCES,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable("ideal_point", "ideal point, all votes", UNIT, Nature.SOCIAL, SOURCES, limits=RAW),
                Variable(
                    "ideal_point_sd",
                    "standard deviation of the ideal point",
                    UNIT,
                    Nature.SOCIAL,
                    SOURCES,
                    method="published 5-95 % interval over 3.29, as if the law were normal",
                ),
            ),
            _table,
        ),
    ),
    derived=(
        Derived(
            Variable(
                "ideal_point_distance",
                "distance of the two ideal points",
                UNIT,
                Nature.SOCIAL,
                SOURCES,
                method="absolute difference",
                uncertainty="errors of one year's points are not independent; see ideal_point_sd",
                limits=RAW,
            ),
            (pl.col("ideal_point1") - pl.col("ideal_point2")).abs,
        ),
    ),
    notes=("1964 is missing: the Assembly did not vote.",),
)
