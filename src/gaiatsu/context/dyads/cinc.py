"""Material capability: what a state could bring to bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Derived, Level, Nature, Part, Variable

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION"]

NMC = ("cow_nmc",)


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    table = tables["cow_nmc"].table.filter(pl.col("year").is_between(years.first, years.last))
    return table.select("ccode", "year", "cinc", "milex", "milper", "tpop", "quality")


ADDITION = Addition(
    "cinc",
    "National material capabilities",
    needs=NMC,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable(
                    "cinc",
                    "composite index of national capability",
                    "share of the world",
                    Nature.MATERIAL,
                    NMC,
                    limits="shares of a year add up to a little more than one: compare within a year",
                ),
                Variable("milex", "military expenditure", "thousand current US$", Nature.MATERIAL, NMC),
                Variable("milper", "military personnel", "thousands", Nature.MATERIAL, NMC),
                Variable("tpop", "total population", "thousands", Nature.MATERIAL, NMC),
            ),
            _table,
        ),
    ),
    derived=(
        Derived(
            Variable(
                "cinc_ratio",
                "capability of the sender over that of both",
                "0-1; above .5 the sender is the stronger",
                Nature.MATERIAL,
                NMC,
                method="cinc1 / (cinc1 + cinc2)",
            ),
            lambda: pl.col("cinc1") / (pl.col("cinc1") + pl.col("cinc2")),
        ),
    ),
    notes=(
        (
            "Releases of the National Material Capabilities differ in every year: the index is a share, so a "
            "correction of one state changes all."
        ),
    ),
)
