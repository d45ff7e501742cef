"""Militarized disputes, in two codings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable, Years
from gaiatsu.context.dyads.shapes import inside

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITION"]

CODINGS = {"mid": ("cow_mid", Years(1816, 2014)), "gml": ("gml_mid", Years(1816, 2010))}


def _table(tables: Tables, years: Years, *, prefix: str) -> pl.DataFrame:
    disputes = inside(tables[CODINGS[prefix][0]].table, years)
    return disputes.group_by("ccode1", "ccode2", "year").agg(
        pl.lit(1, pl.Int8).alias(f"{prefix}_ongoing"),
        pl.col("onset").max().alias(f"{prefix}_onset"),
        pl.len().cast(pl.Int8).alias(f"{prefix}_disputes"),
        pl.col("hostility1").max().alias(f"{prefix}_hostility"),
        pl.col("quality").str.split(";").explode().unique().sort().str.join(";").str.strip_chars(";"),
    )


def _part(prefix: str) -> Part:
    source, covers = CODINGS[prefix]
    variable = partial(Variable, nature=Nature.OUTCOME, sources=(source,), absent=0, covers=covers)
    return Part(
        Level.DIRECTED,
        (
            variable(
                f"{prefix}_ongoing", "1 if a militarized dispute of the two goes on in the year", "0 or 1"
            ),
            variable(f"{prefix}_onset", "1 if one breaks out in the year", "0 or 1"),
            variable(f"{prefix}_disputes", "number of disputes of the two in the year", "disputes"),
            variable(
                f"{prefix}_hostility",
                "highest level of hostility of the sender in the year's disputes; 0 where there is none",
                "0-5; 1 none by this side, 5 war",
                limits="the level of the whole dispute, which may be reached in another year",
            ),
        ),
        partial(_table, prefix=prefix),
    )


ADDITION = Addition(
    "disputes",
    "Militarized disputes of the Correlates of War and of Gibler, Miller and Little",
    needs=("cow_mid", "gml_mid"),
    parts=(_part("mid"), _part("gml")),
    notes=(
        "Several disputes in one year are counted; onset and hostility are the highest of them.",
        "The two codings disagree; neither is corrected by the other.",
    ),
)
