"""Which states were major powers, from which day to which."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="cow_majors",
    title="Major powers, Correlates of War",
    file="context/cow_majors.parquet",
    columns=(
        Column("ccode", Kind.INTEGER, "country"),
        Column("start_year", Kind.INTEGER, "year it became one", source="styear", lowest=1816),
        Column("start_month", Kind.INTEGER, "month of that year", source="stmonth", lowest=1, highest=12),
        Column("start_day", Kind.INTEGER, "day of that month", source="stday", lowest=1, highest=31),
        Column("end_year", Kind.INTEGER, "last year as one", source="endyear", lowest=1816),
        Column("end_month", Kind.INTEGER, "month of that year", source="endmonth", lowest=1, highest=12),
        Column("end_day", Kind.INTEGER, "day of that month", source="endday", lowest=1, highest=31),
    ),
    key=("ccode", "start_year"),
    rows=14,
    first_year=1816,
    last_year=2016,
    version="2016",
    licence="free with citation; no explicit licence stated (package it was taken from: GPL-2)",
    citation="cow2017",
    where="https://correlatesofwar.org/data-sets/state-system-membership/",
    digest="aafbd9aef4b23de1297124fe66365eb2af5474bd650c75b657c28b7354b631ae",
    country_columns=("ccode",),
    defects=(
        Defect(
            "ends_with_the_list",
            "The spell ends on the last day of the list: the state was still a major power then.",
            Action.FLAGGED,
            7,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark the spells that the end of the list cuts."""
    return table.with_columns(marks({"ends_with_the_list": pl.col("end_year") >= INFO.last_year}))
