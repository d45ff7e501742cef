"""Travels abroad of presidents and secretaries of state."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.names import ccodes_of_names
from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

DAY = "%Y-%m-%d"
UNITED_SINCE = 1976
INAUGURATED = {
    "William Howard Taft": "1909-03-04",
    "Woodrow Wilson": "1913-03-04",
    "Warren G. Harding": "1921-03-04",
    "Herbert C. Hoover": "1929-03-04",
    "Franklin D. Roosevelt": "1933-03-04",
    "Dwight D. Eisenhower": "1953-01-20",
    "Ronald Reagan": "1981-01-20",
}

INFO = DatasetInfo(
    name="us_travels",
    title="Travels abroad of the president and the secretary of state, Office of the Historian",
    file="context/us_president_secstate_travels.parquet",
    columns=(
        Column("id", Kind.INTEGER, "number of the stop"),
        Column("role", Kind.TEXT, "president or secretary"),
        Column("name", Kind.TEXT, "who traveled"),
        Column("start", Kind.TEXT, "first day", "ISO date", source="start-date"),
        Column("end", Kind.TEXT, "last day", "ISO date", source="end-date"),
        Column("country", Kind.TEXT, "name of the country at the time"),
        Column("territory", Kind.TEXT, "short name of the country", source="country_id"),
        Column("place", Kind.TEXT, "towns", source="locale"),
        Column("remarks", Kind.TEXT, "what was done there"),
    ),
    key=("id",),
    rows=4271,
    first_year=1866,
    last_year=2025,
    version="commit 3170c77",
    licence="public domain, CC0 1.0",
    citation="historian_travels2025",
    where="https://github.com/HistoryAtState/travels",
    digest="0e77e0a0f17ea0ace58d4de2ba1136a97cb7f69fced1c188122d641bb52ff302",
    defects=(
        Defect(
            "recorded_twice",
            "The same stop, with the same remarks, stands under two numbers (Tokyo and Seoul, March 2021): "
            "the second is left out.",
            Action.LEFT_OUT,
            2,
        ),
        Defect(
            "two_entries_a_stop",
            "One stop stands in two entries with different remarks: count it once.",
            Action.FLAGGED,
            4,
        ),
        Defect(
            "not_a_state",
            "The place is no state of the system (the Holy See, the West Bank, Antarctica and others): "
            "ccode is missing.",
            Action.FLAGGED,
            132,
        ),
        Defect(
            "before_inauguration",
            "The trip was made as president-elect, before the oath.",
            Action.FLAGGED,
            17,
        ),
        Defect(
            "south_vietnam",
            "Vietnam before 1976 is the Republic of Vietnam (817), though the list calls it Vietnam.",
            Action.CORRECTED,
            12,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Date the travels, find the state visited, mark double entries and travels before office."""
    days = (pl.col(name).str.to_date(DAY, strict=False) for name in ("start", "end"))
    dated = table.with_columns(*days)
    south = (pl.col("country") == "Vietnam") & (pl.col("start").dt.year() < UNITED_SINCE)
    dated = dated.with_columns(south.alias("south"))
    names = dated.select(pl.when("south").then(pl.lit("vietnam-south")).otherwise("country")).to_series()
    dated = dated.with_columns(ccodes_of_names(names, dated["start"].dt.year()))
    stop = ("role", "name", "start", "end", "country", "place")
    oath = pl.col("name").replace_strict(INAUGURATED, default=None, return_dtype=pl.String).str.to_date(DAY)
    again = pl.struct(*stop, "remarks").is_first_distinct().not_()
    rules = {
        "recorded_twice": again,
        "two_entries_a_stop": pl.struct(stop).is_duplicated() & pl.struct(*stop, "remarks").is_unique(),
        "not_a_state": pl.col("ccode").is_null(),
        "before_inauguration": ((pl.col("role") == "president") & (pl.col("start") < oath)).fill_null(
            value=False
        ),
        "south_vietnam": pl.col("south"),
    }
    return dated.with_columns(marks(rules)).drop("south")
