"""Minimum distance between the territories of two states, by year."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="cow_mindist",
    title="Minimum distance between states, from CShapes 2.0",
    file="context/cow_mindist_1945_2019.parquet",
    columns=(
        Column("ccode1", Kind.INTEGER, "state with the lower code"),
        Column("ccode2", Kind.INTEGER, "state with the higher code"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1886, highest=2100),
        Column(
            "distance", Kind.NUMBER, "shortest distance of the territories", "km", source="mindist", lowest=0
        ),
    ),
    key=("ccode1", "ccode2", "year"),
    rows=876868,
    first_year=1945,
    last_year=2019,
    version="CShapes 2.0",
    licence="free with citation; no explicit licence stated (package it was taken from: GPL-2)",
    citation="schvitz2022",
    where="https://icr.ethz.ch/data/cshapes/",
    digest="7510fac37e4b896a06c80c35bc08f5c2f83badee6c3e57a2799d9bf373899c3e",
    country_columns=("ccode1", "ccode2"),
    defects=(
        Defect(
            "states_of_new_year",
            "Territories are those of 1 January: a state that entered the system during a year is missing in "
            "that year.",
            Action.NOTED,
        ),
        Defect("from_1945", "The years before 1945 are not in this extract.", Action.NOTED),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with an empty quality column: no defect is one of rows."""
    return table.with_columns(marks({}))
