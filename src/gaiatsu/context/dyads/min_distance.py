"""Shortest distance between two territories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import inside

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION"]

SOURCES = ("cow_mindist",)


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    return inside(tables["cow_mindist"].table, years).select(
        "ccode1", "ccode2", "year", min_distance="distance"
    )


ADDITION = Addition(
    "min_distance",
    "Minimum distance",
    needs=SOURCES,
    parts=(
        Part(
            Level.UNDIRECTED,
            (
                Variable(
                    "min_distance",
                    "shortest distance between the two territories on 1 January",
                    "km",
                    Nature.MATERIAL,
                    SOURCES,
                    limits="1945-2019; states that entered during the year are missing in it",
                ),
            ),
            _table,
        ),
    ),
)
