"""Who governed: the leader of the day, time in office, birth, and changes in the year."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import spell_years

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION", "leader_years", "reign_spells", "with_successors"]

SOURCES = ("archigos",)
DAYS_A_YEAR = 365.25
OCCUPIED_JAPAN = (740, 1945, 1952)
# Code of old -> code and first day of the state it became part of.
SUCCESSORS = {260: (255, date(1990, 10, 3)), 678: (679, date(1990, 5, 22))}


def leader_years(spells: pl.DataFrame, years: Years) -> pl.DataFrame:
    """Describe who led each state in each year.

    Parameters
    ----------
    spells
        Rows with ccode, leader, start and end (dates), birth_year, quality; one row a spell in office.
    years
        First and last year.

    Returns
    -------
    polars.DataFrame
        One row a state-year: the leader on 1 January and on 31 December, years in office on 1 January, the
        year that leader entered and was born, and the number of leaders who entered in the year.

    Notes
    -----
    Of spells that share a day the later one counts from its first day. Only entries up to the end of the
    year are used, never an exit that lies ahead.
    """
    touched = spell_years(_dated(spells), years, "first", "last")
    new_year = pl.date(pl.col("year"), 1, 1)
    year_end = pl.date(pl.col("year"), 12, 31)
    at_start = touched.filter((pl.col("start") <= new_year) & (pl.col("end") >= new_year))
    at_end = touched.filter((pl.col("start") <= year_end) & (pl.col("end") >= year_end))
    opening = _latest(at_start).select(
        "ccode",
        "year",
        "leader",
        ((new_year - pl.col("start")).dt.total_days() / DAYS_A_YEAR).alias("leader_tenure"),
        pl.col("first").alias("leader_entry"),
        pl.col("birth_year").alias("leader_born"),
        "quality",
    )
    closing = _latest(at_end).select("ccode", "year", pl.col("leader").alias("leader_end"))
    entries = touched.group_by("ccode", "year").agg(
        (pl.col("first") == pl.col("year")).sum().cast(pl.Int8).alias("leader_changes")
    )
    joined = entries.join(opening, on=["ccode", "year"], how="left")
    return joined.join(closing, on=["ccode", "year"], how="left")


def _dated(spells: pl.DataFrame) -> pl.DataFrame:
    return spells.drop_nulls(["start", "end"]).with_columns(
        pl.col("start").dt.year().cast(pl.Int64).alias("first"),
        pl.col("end").dt.year().cast(pl.Int64).alias("last"),
    )


def _latest(rows: pl.DataFrame) -> pl.DataFrame:
    ordered = rows.sort("ccode", "year", "start", "leader")
    return ordered.unique(["ccode", "year"], keep="last", maintain_order=True)


def reign_spells(tables: Tables) -> pl.DataFrame:
    """Turn the list of REIGN into spells with dates.

    Exits are known to the month: the last day of the month is taken, and the month the list closed for
    leaders still in office.
    """
    table = tables["reign_leaders"].table
    entered = pl.date("start_year", "start_month", pl.col("start_day").fill_null(1))
    closed_year, closed_month = 2021, 3
    left = pl.date(pl.col("end_year").fill_null(closed_year), pl.col("end_month").fill_null(closed_month), 1)
    return table.select(
        "ccode",
        "leader",
        "birth_year",
        "quality",
        entered.alias("start"),
        left.dt.month_end().alias("end"),
    )


def with_successors(spells: pl.DataFrame) -> pl.DataFrame:
    """Give Germany and Yemen their leaders after unification, whom Archigos keeps under the old codes.

    Parameters
    ----------
    spells
        Rows with ccode, start and end (dates).

    Returns
    -------
    polars.DataFrame
        The rows, and once more under the code of the successor those that go on after it came into being. The
        day of entry stays: Kohl has governed since 1982.

    Examples
    --------
    >>> kohl = pl.DataFrame({"ccode": [260], "start": [date(1982, 10, 1)], "end": [date(1998, 10, 27)]})
    >>> with_successors(kohl)["ccode"].to_list()
    [260, 255]
    """
    later = [
        spells.filter((pl.col("ccode") == old) & (pl.col("end") >= day)).with_columns(
            pl.lit(new).cast(spells.schema["ccode"]).alias("ccode")
        )
        for old, (new, day) in SUCCESSORS.items()
    ]
    return pl.concat([spells, *later])


def _archigos(tables: Tables, years: Years) -> pl.DataFrame:
    spells = with_successors(tables["archigos"].table)
    table = leader_years(spells, years)
    code, first, last = OCCUPIED_JAPAN
    occupied = (pl.col("ccode") == code) & pl.col("year").is_between(first, last)
    return table.with_columns(
        pl.when(occupied).then(pl.lit("occupied_japan")).otherwise("quality").alias("quality")
    )


_fact = partial(Variable, nature=Nature.CONTROL, sources=SOURCES)

ADDITION = Addition(
    "leaders",
    "Leaders in office",
    needs=SOURCES,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                _fact("leader", "leader on 1 January", ""),
                _fact("leader_end", "leader on 31 December", ""),
                _fact(
                    "leader_tenure",
                    "time in office of the leader of 1 January, on that day",
                    "years",
                    method="since entry of the present spell; earlier spells in office are not added",
                ),
                _fact("leader_entry", "year the leader of 1 January entered office", "calendar year"),
                _fact("leader_born", "year the leader of 1 January was born", "calendar year"),
                _fact("leader_changes", "leaders who entered office during the year", "leaders"),
            ),
            _archigos,
        ),
    ),
    notes=(
        "Archigos 4.1 ends on 31 December 2015.",
        "The leaders of Japan in 1945-52 are the American generals of the occupation: marked.",
        "Leaders of Germany and Yemen after 1990, listed under the old codes, are given to the new states.",
    ),
)
