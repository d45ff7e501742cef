"""Ultimatum games of students, for testing estimators."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="student_offers",
    title="Ultimatum games among students (R package games)",
    file="cases/games/student_offers.csv",
    columns=(
        Column("offer", Kind.NUMBER, "what was offered", "of 100", lowest=0, highest=100),
        Column("accepted", Kind.INTEGER, "1 if it was accepted", source="accept", lowest=0, highest=1),
        Column("gender1", Kind.INTEGER, "gender of who offered", lowest=0, highest=1),
        Column("gender2", Kind.INTEGER, "gender of who answered", lowest=0, highest=1),
    ),
    key=("row",),
    rows=32,
    first_year=None,
    last_year=None,
    version="games 1.1",
    licence="GPL-2 or later for the package",
    citation="kenkel_signorino2014",
    where="https://cran.r-project.org/package=games",
    digest="ca2556ba68cf7b0cd1972b21ba131d903200adb06c031f7995d2bbec5c09e631",
    defects=(
        Defect(
            "no_names",
            "No number for a game or a person: equal rows cannot be told from double entries (11 rows share "
            "their values with another).",
            Action.FLAGGED,
            11,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark rows that cannot be told from each other."""
    same = pl.struct("offer", "accepted", "gender1", "gender2").is_duplicated()
    return table.with_columns(marks({"no_names": same}))
