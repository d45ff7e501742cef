"""State of the Union messages of U.S. presidents since 1945."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

SPOKEN = ((1953, "Dwight D. Eisenhower"), (1961, "John F. Kennedy"))
ON_THE_AIR = ((1945, "Franklin D. Roosevelt"), (1956, "Dwight D. Eisenhower"))
FIRST_YEARS = (1981, 1989, 1993, 2001, 2009, 2017)

INFO = DatasetInfo(
    name="sotu",
    title="State of the Union messages since 1945",
    file="context/us_sotu_1945_2020.parquet",
    columns=(
        Column("number", Kind.INTEGER, "number of the message", source="X"),
        Column("president", Kind.TEXT, "name of the president"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1790, highest=2100),
        Column("party", Kind.TEXT, "party of the president"),
        Column("form", Kind.TEXT, "speech or written", source="sotu_type"),
        Column("text", Kind.TEXT, "the message"),
    ),
    key=("number",),
    rows=85,
    first_year=1945,
    last_year=2020,
    version="sotu of the CRAN archive",
    licence="GPL-2 for the package; messages are works of the U.S. government",
    citation="arnold2022",
    where="https://cran.r-project.org/package=sotu",
    digest="d53ac0960032a3f59f65f195f8b90bd26e2691c453a8faa8b712b8aaf62f1dd6",
    defects=(
        Defect(
            "two_in_a_year",
            "Two messages in one year: a spoken and a written one, or those of two presidents. Choose "
            "before counting words.",
            Action.FLAGGED,
            20,
        ),
        Defect(
            "spoken_not_written",
            "Called written though it was spoken, as its own first words say (Eisenhower 1953, Kennedy "
            "1961).",
            Action.CORRECTED,
            2,
        ),
        Defect(
            "summary_on_the_air",
            "Called a speech, but a short broadcast about the written message of that day (1945, 1956).",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "first_year_address",
            "An address to Congress in a president's first weeks, in form not a State of the Union message.",
            Action.FLAGGED,
            6,
        ),
        Defect("no_1973", "Nixon's message of 1973, sent in parts, is absent.", Action.NOTED),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark what is no message of its own; correct the form of two."""
    twice = pl.col("year").is_duplicated()
    by = [(pl.col("year") == year) & (pl.col("president") == name) for year, name in SPOKEN]
    spoken = pl.any_horizontal(by) & (pl.col("form") == "written")
    air = [(pl.col("year") == year) & (pl.col("president") == name) for year, name in ON_THE_AIR]
    rules = {
        "two_in_a_year": twice,
        "spoken_not_written": spoken,
        "summary_on_the_air": pl.any_horizontal(air) & (pl.col("form") == "speech"),
        "first_year_address": pl.col("year").is_in(FIRST_YEARS) & (pl.col("form") == "speech"),
    }
    form = pl.when(spoken).then(pl.lit("speech")).otherwise("form").alias("form")
    return table.with_columns(marks(rules), form)
