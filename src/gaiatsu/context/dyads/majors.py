"""Which of the two states are major powers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable, Years
from gaiatsu.context.dyads.shapes import spell_years

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITION"]

SOURCES = ("cow_majors",)
COVERS = Years(1816, 2016)


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    unfolded = spell_years(tables["cow_majors"].table, years, "start_year", "end_year")
    return unfolded.select("ccode", "year", pl.lit(1, pl.Int8).alias("major")).unique()


ADDITION = Addition(
    "majors",
    "Major powers",
    needs=SOURCES,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable(
                    "major",
                    "1 if a major power on any day of the year",
                    "0 or 1",
                    Nature.MATERIAL,
                    SOURCES,
                    limits="a judgment of the producers; Japan and Germany from December 1991",
                    absent=0,
                    covers=COVERS,
                ),
            ),
            _table,
        ),
    ),
)
