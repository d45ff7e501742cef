"""Heads of government by month, for how long they lasted."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

UNKNOWN = -99

INFO = DatasetInfo(
    name="reign_leaders",
    title="REIGN list of leaders, March 2021",
    file="context/reign_leaders.parquet",
    columns=(
        Column("ccode", Kind.INTEGER, "country"),
        Column("leader", Kind.TEXT, "name"),
        Column("start_day", Kind.INTEGER, "day of entry", source="sdate", lowest=1, highest=31),
        Column("start_month", Kind.INTEGER, "month of entry", source="smonth", lowest=1, highest=12),
        Column("start_year", Kind.INTEGER, "year of entry", source="syear", lowest=1800, highest=2100),
        Column("end_month", Kind.INTEGER, "month of exit", source="emonth", lowest=1, highest=12),
        Column("end_year", Kind.INTEGER, "year of exit", source="eyear", lowest=1900, highest=2100),
        Column("birth_year", Kind.INTEGER, "year of birth", source="birthyear"),
    ),
    key=("ccode", "start_year", "start_month", "start_day", "leader"),
    rows=2524,
    first_year=1921,
    last_year=2021,
    version="2021-03",
    licence="free with citation (repository: MIT for its template)",
    citation="bell2016",
    where="https://oefdatascience.github.io/REIGN.github.io/",
    digest="26406744de186ae421d61ef8a9b0cab364e104b87a6f58380b4924f556cef4e7",
    country_columns=("ccode",),
    defects=(
        Defect(
            "still_in_office",
            "The leader was in office when the list closed: no date of exit.",
            Action.FLAGGED,
            194,
        ),
        Defect(
            "birth_unknown",
            "-99 stands for an unknown year of birth: read as missing.",
            Action.CORRECTED,
            144,
        ),
        Defect(
            "overlapping_spells",
            "The spell begins in an earlier month than the one before it in the same country ended (San "
            "Marino has two heads at a time).",
            Action.FLAGGED,
            4,
        ),
        Defect(
            "ended_before_start", "The spell ends in an earlier month than it begins.", Action.FLAGGED, None
        ),
        Defect("no_day_of_exit", "Exits are known to the month, entries to the day.", Action.NOTED),
        Defect(
            "leaders_not_cabinets",
            "A leader's spell runs through reshuffles and re-appointments, so it is longer than a "
            "cabinet's; caretakers of a few days are missing (Aoki, April 2000).",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark leaders who had not left when the list closed and spells that overlap; unset unknown births."""
    began, ended = (pl.col(f"{name}_year") * 12 + pl.col(f"{name}_month") for name in ("start", "end"))
    ordered = table.with_columns(began=began, ended=ended).sort("ccode", "began", "ended")
    before = pl.col("ended").cum_max().shift(1).over("ccode")
    unborn = pl.col("birth_year") == UNKNOWN
    rules = {
        "still_in_office": pl.col("end_year").is_null(),
        "birth_unknown": unborn.fill_null(value=False),
        "overlapping_spells": (pl.col("began") < before).fill_null(value=False),
        "ended_before_start": (pl.col("ended") < pl.col("began")).fill_null(value=False),
    }
    birth = pl.when(~unborn).then(pl.col("birth_year")).alias("birth_year")
    return ordered.with_columns(marks(rules)).with_columns(birth).drop("began", "ended").sort("row")
