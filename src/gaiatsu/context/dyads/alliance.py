"""Promises to fight: who owes defense to whom, and whether the other owes it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable, Years
from gaiatsu.context.dyads.shapes import columns_of, turned

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITION"]

KEYS = {"ccode1": "ccode1", "ccode2": "ccode2", "year": "year"}
PROMISES = ("defense", "offense", "neutrality", "nonaggression", "consultation")
PACTS = ("defense", "neutrality", "nonaggression", "entente")
ATOP_YEARS, COW_YEARS = Years(1815, 2018), Years(1816, 2012)


def _atop(tables: Tables, years: Years) -> pl.DataFrame:
    table = columns_of(tables, "atop", years, KEYS | {f"atop_{name}": name for name in PROMISES})
    owed = turned(table.select("ccode1", "ccode2", "year", back="atop_defense"), {"ccode1": "ccode2"})
    names = [f"atop_{name}" for name in PROMISES]
    both = table.join(owed, on=["ccode1", "ccode2", "year"], how="full", coalesce=True)
    both = both.with_columns(pl.col(*names, "back").fill_null(0), pl.col("quality").fill_null(""))
    uneven = both.with_columns((pl.col("atop_defense") - pl.col("back")).alias("defense_asymmetry"))
    return _differing(uneven, tables["cow_alliance"].table)


def _differing(table: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Mark pairs of which only one owes defense, where the other list has a pact that binds both."""
    pacts = other.filter(pl.col("defense") == 1).select("ccode1", "ccode2", "year", pact=pl.lit(value=True))
    joined = table.join(pacts, on=["ccode1", "ccode2", "year"], how="left")
    differ = joined["pact"].fill_null(value=False) & (joined["defense_asymmetry"] != 0)
    mark = pl.when(differ).then(pl.lit("one_sided_here_only"))
    known = pl.when(pl.col("quality") != "").then("quality")
    return table.with_columns(pl.concat_str(known, mark, separator=";", ignore_nulls=True).alias("quality"))


def _cow(tables: Tables, years: Years) -> pl.DataFrame:
    return columns_of(tables, "cow_alliance", years, KEYS | {f"cow_{name}": name for name in PACTS})


_promise = partial(
    Variable, unit="0 or 1", nature=Nature.MATERIAL, sources=("atop",), absent=0, covers=ATOP_YEARS
)
_pact = partial(
    Variable, unit="0 or 1", nature=Nature.MATERIAL, sources=("cow_alliance",), absent=0, covers=COW_YEARS
)

ADDITION = Addition(
    "alliance",
    "Alliance obligations, directed",
    needs=("atop", "cow_alliance"),
    parts=(
        Part(
            Level.DIRECTED,
            (
                *(_promise(f"atop_{name}", f"1 if the sender owes the target {name}") for name in PROMISES),
                Variable(
                    "defense_asymmetry",
                    "1 if the sender owes the target defense and is owed none, -1 the other way round",
                    "-1, 0 or 1",
                    Nature.MATERIAL,
                    ("atop",),
                    method="defense owed by the sender less defense owed to it",
                    limits="a treaty's text, not its use; the other list has the U.S.-Japan treaty "
                    "symmetric; that its first text (1951-59) owes defense is disputed, for none "
                    "is written there; that of 1960 binds both, where Japan administers",
                    absent=0,
                    covers=ATOP_YEARS,
                ),
            ),
            _atop,
        ),
        Part(
            Level.DIRECTED,
            tuple(_pact(f"cow_{name}", f"1 under a pact of {name}") for name in PACTS),
            _cow,
        ),
    ),
    notes=(
        "No row means no promise in the years a list covers: it is read as 0 there and missing elsewhere.",
        "The two lists disagree on whether a pact binds both sides. Both are given.",
        "one_sided_here_only marks a pair of which one side owes defense while the second list binds both.",
    ),
)
