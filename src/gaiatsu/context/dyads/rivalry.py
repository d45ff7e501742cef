"""Whether two governments saw each other as enemies that threaten and compete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable, Years
from gaiatsu.context.dyads.shapes import spell_years

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITION"]

STRATEGIC, DREYER = ("thompson_rivalries",), ("thompson_dreyer_rivalries",)
STRATEGIC_YEARS, DREYER_YEARS = Years(1816, 2020), Years(1816, 2010)


def _strategic(tables: Tables, years: Years) -> pl.DataFrame:
    table = tables["thompson_rivalries"].table.filter(pl.col("end") >= years.first)
    unfolded = spell_years(table, years)
    return unfolded.select(
        "ccode1",
        "ccode2",
        "year",
        pl.lit(1, pl.Int8).alias("rivalry"),
        (pl.col("year") - pl.col("start")).alias("rivalry_age"),
        pl.col("spatial").fill_null(0).alias("rivalry_spatial"),
        pl.col("positional").fill_null(0).alias("rivalry_positional"),
        pl.col("ideological").fill_null(0).alias("rivalry_ideological"),
    )


def _dreyer(tables: Tables, years: Years) -> pl.DataFrame:
    table = tables["thompson_dreyer_rivalries"].table
    unfolded = spell_years(table, years, "start_year", "end_year")
    return unfolded.select("ccode1", "ccode2", "year", pl.lit(1, pl.Int8).alias("rivalry_dreyer"))


def _kind(kind: str) -> Variable:
    return Variable(
        f"rivalry_{kind}",
        f"1 if the rivalry is {kind}",
        "0 or 1",
        Nature.RECORD,
        STRATEGIC,
        absent=0,
        covers=STRATEGIC_YEARS,
    )


ADDITION = Addition(
    "rivalry",
    "Strategic rivalries",
    needs=(*STRATEGIC, *DREYER),
    parts=(
        Part(
            Level.UNDIRECTED,
            (
                Variable(
                    "rivalry",
                    "1 if strategic rivals in the year",
                    "0 or 1",
                    Nature.RECORD,
                    STRATEGIC,
                    limits="coded from how decision makers saw each other; friends who quarrel are no rivals",
                    absent=0,
                    covers=STRATEGIC_YEARS,
                ),
                Variable(
                    "rivalry_age",
                    "years since the rivalry began; missing where there is none",
                    "years",
                    Nature.RECORD,
                    STRATEGIC,
                ),
                *(_kind(kind) for kind in ("spatial", "positional", "ideological")),
            ),
            _strategic,
        ),
        Part(
            Level.UNDIRECTED,
            (
                Variable(
                    "rivalry_dreyer",
                    "1 if rivals in the list of Thompson and Dreyer",
                    "0 or 1",
                    Nature.RECORD,
                    DREYER,
                    absent=0,
                    covers=DREYER_YEARS,
                ),
            ),
            _dreyer,
        ),
    ),
    notes=("Both lists give years only: the first and the last year count whole.",),
)
