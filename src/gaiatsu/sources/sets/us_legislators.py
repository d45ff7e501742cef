"""Former members of the U.S. Congress, for the cohorts of its politicians."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

SPELLINGS = {
    "Anti Jacksonian": "Anti-Jacksonian",
    "Anti Jackson": "Anti-Jacksonian",
    "Independent Democrat": "Ind. Democrat",
}

INFO = DatasetInfo(
    name="us_legislators",
    title="Former members of the U.S. Congress since 1789",
    file="context/us_legislators_historical.parquet",
    columns=(
        Column("id", Kind.TEXT, "Bioguide number", source="bioguide_id"),
        Column("icpsr", Kind.INTEGER, "ICPSR number", source="icpsr_id"),
        Column("last_name", Kind.TEXT, "last name"),
        Column("first_name", Kind.TEXT, "first name"),
        Column("birthday", Kind.TEXT, "day of birth", "ISO date"),
        Column("gender", Kind.TEXT, "F or M"),
        Column("chamber", Kind.TEXT, "rep or sen, in the last term", source="type"),
        Column("state", Kind.TEXT, "state or territory, in the last term"),
        Column("party", Kind.TEXT, "party, in the last term"),
    ),
    key=("id",),
    rows=12230,
    first_year=None,
    last_year=None,
    version="legislators-historical.csv of the gh-pages branch",
    licence="CC0, public domain",
    citation="unitedstates_legislators2025",
    where="https://github.com/unitedstates/congress-legislators",
    digest="a8df5a1def1f91c21102b49b30401b089fab984c90434a486000e7aad2bfdab9",
    defects=(
        Defect("no_birthday", "The day of birth is not recorded: no cohort.", Action.FLAGGED, 542),
        Defect(
            "first_of_january",
            "Born on 1 January, about twice as often as on other days: for many only the year is known.",
            Action.FLAGGED,
            58,
        ),
        Defect(
            "party_spelling",
            "The party stands under a second spelling; one spelling is read.",
            Action.CORRECTED,
            33,
        ),
        Defect(
            "no_terms",
            "The file holds no dates of terms and no sitting members: who sat in a given year cannot be "
            "told from it, only who was born when.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Date the births, join spellings of parties."""
    rules = {
        "no_birthday": pl.col("birthday").is_null(),
        "first_of_january": pl.col("birthday").str.ends_with("-01-01").fill_null(value=False),
        "party_spelling": pl.col("party").is_in(list(SPELLINGS)).fill_null(value=False),
    }
    return table.with_columns(marks(rules)).with_columns(
        pl.col("birthday").str.to_date("%Y-%m-%d", strict=False), pl.col("party").replace(SPELLINGS)
    )
