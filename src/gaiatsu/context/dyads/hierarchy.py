"""Lake's indices of hierarchy, with the United States as the dominant state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import columns_of

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION"]

SOURCES = ("lake_hierarchy",)
USA = 2
ITSELF = "dominant_state_itself"
LIMITS = "hierarchy towards the United States only, 1950-2000; says nothing about other dominant states"


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    names = {"lake_security": "security", "lake_economic": "economic", "lake_troops": "troops"}
    table = columns_of(tables, "lake_hierarchy", years, {"ccode": "ccode", "year": "year"} | names)
    itself = pl.col("ccode") == USA
    return table.with_columns(
        *(pl.when(~itself).then(name).alias(name) for name in names),
        pl.when(itself).then(pl.lit(ITSELF)).otherwise("quality").alias("quality"),
    )


ADDITION = Addition(
    "hierarchy",
    "Hierarchy towards the United States (Lake)",
    needs=SOURCES,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable(
                    "lake_security",
                    "index of security hierarchy",
                    "1995 = 1",
                    Nature.SOCIAL,
                    SOURCES,
                    method="mean of troops per head and the number of independent alliances, as published",
                    limits=LIMITS,
                ),
                Variable(
                    "lake_economic",
                    "index of economic hierarchy",
                    "1995 = 1",
                    Nature.SOCIAL,
                    SOURCES,
                    method="mean of trade dependence and exchange-rate regime, as published",
                    limits=LIMITS,
                ),
                Variable(
                    "lake_troops", "U.S. troops per head", "1995 = 1", Nature.SOCIAL, SOURCES, limits=LIMITS
                ),
            ),
            _table,
        ),
    ),
    notes=(
        "Meaningful for the target of a U.S. sender; given for both sides because every state is a side.",
        "No state is its own subordinate: the rows of the United States itself are missing, and marked.",
    ),
)
