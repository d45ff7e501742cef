"""Which states touch, by land or across how much water, from which month to which."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="cow_contiguity",
    title="Direct Contiguity, Correlates of War, directed spells",
    file="context/cow_contdir.parquet",
    columns=(
        Column("ccode1", Kind.INTEGER, "first state"),
        Column("ccode2", Kind.INTEGER, "second state"),
        Column(
            "type",
            Kind.INTEGER,
            "1 land, 2 to 5 water of at most 12, 24, 150 and 400 miles, 0 none",
            source="conttype",
            lowest=0,
            highest=5,
        ),
        Column("start", Kind.TEXT, "first month of the spell, as its first day", "ISO date", source="stdate"),
        Column("end", Kind.TEXT, "last month of the spell, as its first day", "ISO date", source="enddate"),
    ),
    key=("ccode1", "ccode2", "start"),
    rows=1874,
    first_year=1816,
    last_year=2016,
    version="3.2",
    licence="free with citation; no explicit licence stated (package it was taken from: GPL-2)",
    citation="stinnett2002",
    where="https://correlatesofwar.org/data-sets/direct-contiguity/",
    digest="157d7f87b8f4b1108f3144d50eca1fff73aef082767186a12d3b3130ca062a48",
    country_columns=("ccode1", "ccode2"),
    defects=(
        Defect(
            "overlapping_spells",
            "The spell begins in or before the month in which an earlier spell of the same two states ends. "
            "Users must take the closest type of those in force.",
            Action.FLAGGED,
            92,
        ),
        Defect(
            "no_contiguity",
            "A spell of type 0 says that the states do not touch; absent spells say the same.",
            Action.FLAGGED,
            180,
        ),
        Defect("months_only", "Days are not recorded: every date is the first of its month.", Action.NOTED),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Turn the months into dates; mark spells that overlap and spells of no contiguity."""
    days = (pl.col(name).str.to_date("%Y-%m-%d", strict=False) for name in ("start", "end"))
    before = pl.col("end").shift(1).over("ccode1", "ccode2", order_by="start")
    rules = {"overlapping_spells": pl.col("start") <= before, "no_contiguity": pl.col("type") == 0}
    return table.with_columns(*days).with_columns(marks(rules))
