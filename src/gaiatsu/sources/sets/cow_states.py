"""Membership of the state system, which gives every other set its country codes."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Column, DatasetInfo, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="cow_states",
    title="State System Membership List, Correlates of War",
    file="context/cow_states.parquet",
    columns=(
        Column("abbreviation", Kind.TEXT, "abbreviation of the state's name", source="stateabb"),
        Column("ccode", Kind.INTEGER, "country code", lowest=2, highest=999),
        Column("name", Kind.TEXT, "name of the state", source="statenme"),
        Column("start_year", Kind.INTEGER, "year the state entered the system", source="styear", lowest=1816),
        Column("start_month", Kind.INTEGER, "month it entered", source="stmonth", lowest=1, highest=12),
        Column(
            "start_day", Kind.INTEGER, "day of the month it entered", source="stday", lowest=1, highest=31
        ),
        Column("end_year", Kind.INTEGER, "last year in the system", source="endyear", lowest=1816),
        Column("end_month", Kind.INTEGER, "month it left", source="endmonth", lowest=1, highest=12),
        Column("end_day", Kind.INTEGER, "day of the month it left", source="endday", lowest=1, highest=31),
    ),
    key=("ccode", "start_year"),
    rows=243,
    first_year=1816,
    last_year=2016,
    version="2016",
    licence="free with citation; no explicit licence stated",
    citation="cow2017",
    where="https://correlatesofwar.org/data-sets/state-system-membership/",
    digest="c0afd839b7093d6d46d3343e101112d22fe7fac95013c3dc1094cf67c487496c",
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with an empty quality column: no defect is known."""
    return table.with_columns(marks({}))
