"""Visits of foreign heads of state and government to the United States."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.names import ccodes_of_names
from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

DAY = "%Y-%m-%d"
MISSPELLED = {"somoa": "samoa"}

INFO = DatasetInfo(
    name="us_visits",
    title="Visits by foreign leaders to the United States, Office of the Historian",
    file="context/us_visits_by_foreign_leaders.parquet",
    columns=(
        Column("id", Kind.INTEGER, "number of the visit"),
        Column("start", Kind.TEXT, "first day", "ISO date"),
        Column("end", Kind.TEXT, "last day", "ISO date"),
        Column("visitor", Kind.TEXT, "title and name of the visitor"),
        Column("territory", Kind.TEXT, "short name of the country", source="from_id"),
        Column("country", Kind.TEXT, "name of the country at the time", source="from_name"),
        Column("description", Kind.TEXT, "kind and occasion of the visit"),
    ),
    key=("id",),
    rows=3264,
    first_year=1874,
    last_year=2024,
    version="commit 869ca4f",
    licence="public domain, CC0 1.0",
    citation="historian_visits2025",
    where="https://github.com/HistoryAtState/visits",
    digest="13c6557b365f39169ef2d81aa2fb0f227f9e6360acba39e9f457ab48c1d7e6cf",
    defects=(
        Defect(
            "not_a_state",
            "The visitor's country is no state of the system (Hawaii, the Holy See, the Cook Islands, "
            "French Polynesia, New Caledonia, Niue): ccode is missing.",
            Action.FLAGGED,
            17,
        ),
        Defect(
            "misspelled_territory",
            "Samoa stands once as somoa; it is read as samoa.",
            Action.CORRECTED,
            1,
        ),
        Defect(
            "overlapping_visits",
            "The same visitor came on the same day or is still in the country: one stay under two numbers.",
            Action.FLAGGED,
            3,
        ),
        Defect(
            "conference_of_weeks",
            "A stay of more than 45 days, all at the San Francisco conference of 1945: no visit to the U.S. "
            "government.",
            Action.FLAGGED,
            6,
        ),
        Defect(
            "occasions_mixed",
            "Summits of international bodies, funerals and stopovers stand beside bilateral visits; only "
            "the description tells them apart.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Date the visits, find the visitor's state, mark double entries."""
    days = (pl.col(name).str.to_date(DAY, strict=False) for name in ("start", "end"))
    wrong = pl.col("territory").is_in(list(MISSPELLED))
    dated = table.with_columns(*days, wrong.alias("misspelled"), pl.col("territory").replace(MISSPELLED))
    codes = ccodes_of_names(dated["country"], dated["start"].dt.year())
    codes = codes.fill_null(ccodes_of_names(dated["territory"], dated["start"].dt.year()))
    dated = dated.with_columns(codes).sort("visitor", "start", "id")
    same = pl.col("visitor") == pl.col("visitor").shift(1)
    again = pl.col("start") == pl.col("start").shift(1)
    still_there = pl.col("start") < pl.col("end").shift(1)
    rules = {
        "not_a_state": pl.col("ccode").is_null(),
        "misspelled_territory": pl.col("misspelled"),
        "overlapping_visits": (same & (again | still_there)).fill_null(value=False),
        "conference_of_weeks": (pl.col("end") - pl.col("start")).dt.total_days() > 45,
    }
    return dated.with_columns(marks(rules)).drop("misspelled").sort("row")
