"""Principal officers of the Department of State, with the days of their service."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.dates import no_day, whole_date
from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

DAYS = ("appointed", "started", "ended")

INFO = DatasetInfo(
    name="us_diplomats_principals",
    title="Principal officers of the Department of State, Office of the Historian",
    file="context/us_diplomats_principals.parquet",
    columns=(
        Column("position", Kind.TEXT, "the post"),
        Column("id", Kind.TEXT, "name of the record; not unique"),
        Column("person", Kind.TEXT, "the officer, as in us_diplomats_people", source="person_id"),
        Column("role", Kind.TEXT, "title of the post at the time"),
        Column("appointed", Kind.TEXT, "day of appointment", "ISO date"),
        Column("started", Kind.TEXT, "day the service began", "ISO date"),
        Column("ended", Kind.TEXT, "day it ended", "ISO date"),
    ),
    key=("row",),
    rows=1294,
    first_year=1781,
    last_year=2025,
    version="commit 44d2226",
    licence="public domain, CC0 1.0",
    citation="historian_pocom2025",
    where="https://github.com/HistoryAtState/pocom",
    digest="fdc83faef0440d3fe4929a5c1afac006721e76e7d757004634af4ecb7287f3cf",
    defects=(
        Defect(
            "recorded_twice",
            "One service stands twice, once without its end: the incomplete record is left out.",
            Action.LEFT_OUT,
            1,
        ),
        Defect(
            "shared_id",
            "Two records share an id, sometimes of two persons (Kelly 2001, Hill and Hillen 2005, Davidow "
            "and Davis 2002): the id names no row.",
            Action.FLAGGED,
            28,
        ),
        Defect(
            "ended_before_start",
            "The service ends before it begins (William Hunter: appointed in 1866, begun and ended in 1886).",
            Action.FLAGGED,
            1,
        ),
        Defect(
            "began_before_appointment",
            "The service began before the appointment.",
            Action.FLAGGED,
            5,
        ),
        Defect("no_start", "No day on which the service began.", Action.FLAGGED, 320),
        Defect(
            "day_unknown",
            "Only the month of a date is recorded: the middle is read.",
            Action.CORRECTED,
            3,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Date the services; mark records that contradict themselves or each other."""
    unknown = pl.any_horizontal(no_day(name) for name in DAYS)
    dated = table.with_columns(unknown.alias("unknown"), *(whole_date(name) for name in DAYS))
    service = pl.struct("position", "person", "appointed", "started")
    rules = {
        "recorded_twice": service.is_duplicated()
        & pl.col("ended").is_null()
        & pl.col("started").is_not_null(),
        "shared_id": pl.col("id").is_duplicated(),
        "ended_before_start": (pl.col("ended") < pl.col("started")).fill_null(value=False),
        "began_before_appointment": (pl.col("started") < pl.col("appointed")).fill_null(value=False),
        "no_start": pl.col("started").is_null(),
        "day_unknown": pl.col("unknown"),
    }
    return dated.with_columns(marks(rules)).drop("unknown")
