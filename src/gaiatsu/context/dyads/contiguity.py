"""Whether two states touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable, Years
from gaiatsu.context.dyads.shapes import spell_years

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITION"]

SOURCES = ("cow_contiguity",)
COVERS = Years(1816, 2016)


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    spells = tables["cow_contiguity"].table.filter(pl.col("type") > 0)
    dated = spells.with_columns(
        pl.col("start").dt.year().cast(pl.Int64), pl.col("end").dt.year().cast(pl.Int64)
    )
    return (
        spell_years(dated, years)
        .group_by("ccode1", "ccode2", "year")
        .agg(
            pl.col("type").min().alias("contiguity"),
            pl.when(pl.len() > 1)
            .then(pl.lit("several_spells"))
            .otherwise(pl.lit(""))
            .first()
            .alias("quality"),
        )
    )


ADDITION = Addition(
    "contiguity",
    "Direct contiguity",
    needs=SOURCES,
    parts=(
        Part(
            Level.DIRECTED,
            (
                Variable(
                    "contiguity",
                    "0 apart, 1 land, 2 to 5 water of at most 12, 24, 150 and 400 miles",
                    "0-5; not a scale",
                    Nature.MATERIAL,
                    SOURCES,
                    method="the closest type in force in any month of the year",
                    absent=0,
                    covers=COVERS,
                ),
            ),
            _table,
        ),
    ),
    notes=("Spells that overlap are settled by the closest type and marked.",),
)
