"""American principal officers and chiefs of mission: birth and career."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

BORN_TOO_LATE = ("preston-william", "mansfield-john-kenneth")

INFO = DatasetInfo(
    name="us_diplomats_people",
    title="Principal officers and chiefs of mission: persons, Office of the Historian",
    file="context/us_diplomats_people.parquet",
    columns=(
        Column("person", Kind.TEXT, "name of the record", source="person_id"),
        Column("surname", Kind.TEXT, "surname"),
        Column("forename", Kind.TEXT, "forename"),
        Column("birth_year", Kind.INTEGER, "year of birth", source="birth", lowest=1650, highest=2010),
        Column("death_year", Kind.INTEGER, "year of death", source="death", lowest=1650, highest=2100),
        Column("career", Kind.TEXT, "career, non-career, both, or pre-1915 (before the distinction)"),
    ),
    key=("person",),
    rows=4261,
    first_year=None,
    last_year=None,
    version="commit 44d2226",
    licence="public domain, CC0 1.0",
    citation="historian_pocom2025",
    where="https://github.com/HistoryAtState/pocom",
    digest="0ca78754572bfdcfb6e4895104aa239a9f70beb19f9d984a602a2ee6f1970b7e",
    defects=(
        Defect(
            "no_birth_year",
            "The year of birth is not recorded, most often for the earliest and the latest officers: no "
            "cohort.",
            Action.FLAGGED,
            291,
        ),
        Defect(
            "born_too_late",
            "The year of birth cannot be right: William Preston would have been minister two years before "
            "his birth, John Kenneth Mansfield assistant inspector at 11. It is read as missing.",
            Action.CORRECTED,
            2,
        ),
        Defect(
            "person_absent",
            "One person of the list of principals, Huntington Wilson (1906), is not in the list of persons.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset the two impossible years of birth; mark missing ones."""
    late = pl.col("person").is_in(BORN_TOO_LATE)
    rules = {"no_birth_year": pl.col("birth_year").is_null(), "born_too_late": late}
    return table.with_columns(marks(rules), pl.when(~late).then(pl.col("birth_year")).alias("birth_year"))
