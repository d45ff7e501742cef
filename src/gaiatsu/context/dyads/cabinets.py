"""How long governments last, as far as a list of leaders can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.leaders import leader_years, reign_spells
from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable
from gaiatsu.context.dyads.records import Years as YearsOf

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION"]

SOURCES = ("reign_leaders",)
BEGINS, ENDS = 1950, 2020
DECADE = 10
LIMITS = (
    "a leader's spell runs through reshuffles and new appointments, so it is the longest a cabinet can have "
    "lasted and the count of leaders is the fewest cabinets there can have been; seats and coalitions are in "
    "no set"
)


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    spells = reign_spells(tables)
    wider = YearsOf(max(years.first - DECADE, BEGINS), min(years.last, ENDS))
    table = leader_years(spells, wider)
    # Entries of the ten years before, never of the year itself, so that the value is known on 1 January.
    calendar = table.select("ccode", "year", "leader_changes").sort("ccode", "year")
    before = calendar.rolling(
        "year", period=f"{DECADE}i", offset=f"-{DECADE}i", closed="left", group_by="ccode"
    )
    entered = before.agg(
        pl.col("leader_changes").sum().cast(pl.Int16).alias("leaders_of_decade"), pl.len().alias("seen")
    )
    known = entered.with_columns(
        pl.when(pl.col("seen") == DECADE).then("leaders_of_decade").alias("leaders_of_decade")
    )
    return table.join(known, on=["ccode", "year"]).select(
        "ccode",
        "year",
        pl.col("leader_tenure").alias("cabinet_age_most"),
        pl.col("leader_changes").alias("cabinets_least"),
        pl.col("leaders_of_decade").alias("cabinets_decade_least"),
        "quality",
    )


ADDITION = Addition(
    "cabinets",
    "Cabinets, bounded by leaders' spells",
    needs=SOURCES,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable(
                    "cabinet_age_most",
                    "time since the leader of 1 January entered: the most the cabinet can have lasted",
                    "years",
                    Nature.CONTROL,
                    SOURCES,
                    limits=LIMITS,
                ),
                Variable(
                    "cabinets_least",
                    "leaders who entered in the year: the fewest cabinets that were formed",
                    "cabinets",
                    Nature.CONTROL,
                    SOURCES,
                    limits=LIMITS,
                ),
                Variable(
                    "cabinets_decade_least",
                    "the same over the ten years before, the year itself left out",
                    "cabinets",
                    Nature.CONTROL,
                    SOURCES,
                    limits=LIMITS,
                ),
            ),
            _table,
        ),
    ),
    notes=("Exits are known to the month. Caretakers of a few days are missing.", "1950-2020."),
)
