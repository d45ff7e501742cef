"""Elections: held in the year, time since the last, and time to the next where a statute fixes it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.base import state_years
from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION", "election_day"]

SOURCES = ("reign_elections", "cow_states")
USA, JAPAN = 2, 740
LIST_ENDS = 2020  # the last whole year of the list
MID_MONTH = 15
LONGEST_HOUSE = 4  # years, Constitution of Japan, article 45
PRESIDENTIAL, CONGRESSIONAL = 4, 2
REFERENDUM = "R"
UNLISTED = "legislature_not_listed"


def election_day(year: int) -> date:
    """Return the Tuesday after the first Monday in November, on which the United States votes.

    Parameters
    ----------
    year
        Calendar year.

    Examples
    --------
    >>> election_day(1992).isoformat()
    '1992-11-03'
    """
    first = date(year, 11, 1)
    return date(year, 11, 2 + (-first.weekday()) % 7)


def _votes(tables: Tables) -> pl.DataFrame:
    table = tables["reign_elections"].table.filter(pl.col("type") != REFERENDUM)
    day = pl.date("year", "month", pl.col("day").fill_null(MID_MONTH))
    return table.select("ccode", "year", "type", day.alias("day"), "quality")


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    votes = _votes(tables)
    states = (
        state_years(tables["cow_states"].table, years).select("ccode", pl.col("year").cast(pl.Int64)).unique()
    )
    rows = (
        states.filter(pl.col("year") <= LIST_ENDS)
        .with_columns(new_year=pl.date("year", 1, 1))
        .sort("new_year")
    )
    held = votes.group_by("ccode", "year").agg(
        (pl.col("type") == "L").any().cast(pl.Int8).alias("election_legislative"),
        (pl.col("type") == "X").any().cast(pl.Int8).alias("election_executive"),
        pl.when((pl.col("quality") != "").any())
        .then(pl.lit("no_day"))
        .otherwise(pl.lit(""))
        .first()
        .alias("quality"),
    )
    before = votes.select("ccode", pl.col("day").alias("last_vote")).sort("last_vote")
    since = rows.join_asof(
        before,
        left_on="new_year",
        right_on="last_vote",
        by="ccode",
        strategy="backward",
        check_sortedness=False,
    )
    days = (pl.col("new_year") - pl.col("last_vote")).dt.total_days()
    known = votes.group_by("ccode").agg(pl.col("year").min().alias("first_listed"))
    joined = since.with_columns(days.alias("days_since_election")).join(
        held, on=["ccode", "year"], how="left"
    )
    listed = joined.join(known, on="ccode", how="left")
    none = pl.col("year") >= pl.col("first_listed")
    filled = _latest_kind(listed, votes).with_columns(
        pl.when(none).then(pl.col(f"election_{kind}").fill_null(0)).alias(f"election_{kind}")
        for kind in ("legislative", "executive")
    )
    return _unlisted(filled).with_columns(_ahead(years))


def _latest_kind(rows: pl.DataFrame, votes: pl.DataFrame) -> pl.DataFrame:
    """Say whether the latest vote up to the end of each year was one on the legislature."""
    kinds = votes.sort("day", "type").select("ccode", "day", (pl.col("type") == "L").alias("on_legislature"))
    return rows.with_columns(year_end=pl.date("year", 12, 31)).join_asof(
        kinds,
        left_on="year_end",
        right_on="day",
        by="ccode",
        strategy="backward",
        check_sortedness=False,
    )


def _unlisted(rows: pl.DataFrame) -> pl.DataFrame:
    """Unset and mark the years of legislatures that the list does not follow, such as the U.S. Congress.

    The list holds votes on whoever governs. Where the latest one was on an executive, no row of a legislature
    does not mean that none was voted on.
    """
    silent = (pl.col("election_legislative") == 0) & ~pl.col("on_legislature")
    mark = pl.when(silent).then(pl.lit(UNLISTED))
    known = pl.when(pl.col("quality") != "").then("quality")
    return rows.with_columns(
        pl.when(~silent.fill_null(value=False)).then("election_legislative").alias("election_legislative"),
        pl.concat_str(known, mark, separator=";", ignore_nulls=True).alias("quality"),
    )


def _ahead(years: Years) -> pl.Expr:
    """Days from 1 January to the next vote that the law fixed by then, or the latest day it allows."""
    fixed = {year: _american(year) for year in range(years.first, years.last + 1)}
    american = pl.col("year").replace_strict(fixed, default=None, return_dtype=pl.Int64)
    end_of_term = pl.col("last_vote").dt.offset_by(f"{LONGEST_HOUSE}y")
    japanese = (end_of_term - pl.col("new_year")).dt.total_days()
    return (
        pl.when(pl.col("ccode") == USA)
        .then(american)
        .when((pl.col("ccode") == JAPAN) & (japanese >= 0))
        .then(japanese)
        .alias("days_to_statutory_election")
    )


def _american(year: int) -> int:
    """Days from 1 January to the next election of Congress, every second one of a president."""
    ahead = year if year % CONGRESSIONAL == 0 else year + 1
    return (election_day(ahead) - date(year, 1, 1)).days


ADDITION = Addition(
    "elections",
    "Elections",
    needs=SOURCES,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable(
                    "election_legislative",
                    "1 if the legislature was voted on in the year",
                    "0 or 1",
                    Nature.CONTROL,
                    SOURCES[:1],
                    method="0 only where the latest vote of the list, up to the end of the year, was one on "
                    "the legislature; elsewhere no record means that nobody knows",
                    limits="the list follows votes on whoever governs: missing for the U.S. Congress and "
                    "other legislatures beside a president; for Japan it holds the lower house only",
                ),
                Variable(
                    "election_executive",
                    "1 if an executive was voted on by itself: 0 under a parliament",
                    "0 or 1",
                    Nature.CONTROL,
                    SOURCES[:1],
                ),
                Variable(
                    "days_since_election",
                    "days from the last vote of the list to 1 January",
                    "days",
                    Nature.CONTROL,
                    SOURCES[:1],
                    method="votes on the legislature or the executive before the year; referendums left out",
                    limits="elections to the U.S. Congress and to Japan's upper house are not listed: the "
                    "last vote of the United States is the last one on a president",
                ),
                Variable(
                    "days_to_statutory_election",
                    "days from 1 January to the next vote that the law already fixed",
                    "days",
                    Nature.CONTROL,
                    SOURCES[:1],
                    method="United States: the Tuesday after the first Monday in November of even years; "
                    "Japan: four years after the last vote on the lower house, the latest day allowed",
                    limits="other states are missing: a list of past votes would tell the future",
                ),
            ),
            _table,
        ),
    ),
    notes=(
        "Referendums are left out. The list ends in March 2021: values stop with 2020.",
        "Seats and margins of parties are in no set read here: the lists say when was voted, not how.",
    ),
)
