"""Roll calls of the General Assembly, with their dates."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

LAST_WITHOUT_DAYS = 57
RATED = range(39, 73)

INFO = DatasetInfo(
    name="un_roll_calls",
    title="Roll calls in the General Assembly, 1946-2019",
    file="context/un_roll_calls.parquet",
    columns=(
        Column("rcid", Kind.INTEGER, "number of the roll call"),
        Column("session", Kind.INTEGER, "session of the General Assembly", lowest=1, highest=200),
        Column("important", Kind.INTEGER, "1 if the State Department called it so", source="importantvote"),
        Column("date", Kind.TEXT, "day of the vote", "ISO date"),
        Column("resolution", Kind.TEXT, "number of the resolution", source="unres"),
        Column("amendment", Kind.INTEGER, "1 for a vote on an amendment", source="amend"),
        Column("paragraph", Kind.INTEGER, "1 for a vote on a paragraph", source="para"),
        Column("title", Kind.TEXT, "subject", source="short"),
        Column("description", Kind.TEXT, "description", source="descr"),
    ),
    key=("rcid",),
    rows=6203,
    first_year=1946,
    last_year=2020,
    version="unvotes 0.3",
    licence="MIT for the package",
    citation="voeten2013",
    where="https://github.com/dgrtwo/unvotes",
    digest="00b2ac79f716d1b5f8322a5fcf405b56ccec41ca26fc9787e5ac01a4de11b881",
    defects=(
        Defect(
            "day_not_of_the_month",
            "In sessions 1 to 51 every roll call falls on one of the first seven days of a month (with the "
            "first on 1 January 1946, nine days before the Assembly met), and in sessions 52 to 57 most do: "
            "the day is no day of the month. Year and month are kept, the date is read as missing.",
            Action.CORRECTED,
            4610,
        ),
        Defect(
            "year_outside_session",
            "Dated before the session met: one roll call of session 22 in 1966; one of the fifth special "
            "session of 1967 stands under 23.",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "importance_unknown",
            "No word on whether the vote was important, in sessions 52 to 67 and since 71.",
            Action.FLAGGED,
            605,
        ),
        Defect("no_title", "No subject, or an empty one.", Action.FLAGGED, 573),
        Defect(
            "single_in_session_19",
            "Session 19 (1964) holds one roll call, and 2020 one: no series through them.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Keep year and month; unset days that are none of the month."""
    day = pl.col("date").str.to_date("%Y-%m-%d", strict=False)
    blurred = pl.col("session") <= LAST_WITHOUT_DAYS
    opened = pl.col("session") + 1945
    rules = {
        "day_not_of_the_month": blurred,
        "year_outside_session": day.dt.year() < opened,
        "importance_unknown": pl.col("important").is_null(),
        "no_title": pl.col("title").fill_null("") == "",
    }
    return table.with_columns(
        marks(rules),
        pl.when(~blurred).then(day).alias("date"),
        day.dt.year().cast(pl.Int64).alias("year"),
        day.dt.month().cast(pl.Int64).alias("month"),
    )
