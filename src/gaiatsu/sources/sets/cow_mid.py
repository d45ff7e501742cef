"""Militarized disputes by dispute, directed dyad and year, as the Correlates of War code them."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

UNKNOWN = -9
CANADA = 20
FATALITIES = ("fatality1", "fatality2")

INFO = DatasetInfo(
    name="cow_mid",
    title="Militarized Interstate Disputes 5, directed dyadic dispute-years",
    file="context/cow_mid_directed_dispute_year.parquet",
    columns=(
        Column("dispute", Kind.INTEGER, "number of the dispute", source="dispnum"),
        Column("ccode1", Kind.INTEGER, "first state"),
        Column("ccode2", Kind.INTEGER, "second state"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1816, highest=2100),
        Column("onset", Kind.INTEGER, "1 in a year it broke out", source="disponset", lowest=0, highest=1),
        Column("side_a1", Kind.INTEGER, "1 if state 1 is on the initiator's side", source="sidea1"),
        Column(
            "hostility1",
            Kind.INTEGER,
            "highest level of state 1",
            "1-5",
            source="hostlev1",
            lowest=1,
            highest=5,
        ),
        Column(
            "hostility2",
            Kind.INTEGER,
            "highest level of state 2",
            "1-5",
            source="hostlev2",
            lowest=1,
            highest=5,
        ),
        Column("fatality1", Kind.INTEGER, "level of deaths of state 1", "0-6", lowest=-9, highest=6),
        Column("fatality2", Kind.INTEGER, "level of deaths of state 2", "0-6", lowest=-9, highest=6),
        Column("originator1", Kind.INTEGER, "1 if state 1 was in it from the first day", source="orig1"),
        Column("originator2", Kind.INTEGER, "1 if state 2 was in it from the first day", source="orig2"),
    ),
    key=("dispute", "ccode1", "ccode2", "year"),
    rows=11390,
    first_year=1816,
    last_year=2014,
    version="5.0",
    licence="free with citation; no explicit licence stated (package it was taken from: GPL-2)",
    citation="palmer2022",
    where="https://correlatesofwar.org/data-sets/mids/",
    digest="cbe573f067c5b178ed23b72201f3f1f8dffb1aac6536f238cdb047d3f1be62d7",
    country_columns=("ccode1", "ccode2"),
    defects=(
        Defect(
            "more_than_one_dispute",
            "The two states have several disputes in the year: a table of dyad-years must choose or count.",
            Action.FLAGGED,
            2152,
        ),
        Defect(
            "onset_again",
            "The dispute breaks out anew in a later year than its first in this dyad: "
            "one dispute then has several onsets.",
            Action.FLAGGED,
            44,
        ),
        Defect(
            "deaths_unknown",
            "The number of deaths is not known (-9): it is read as missing.",
            Action.CORRECTED,
            1810,
        ),
        Defect(
            "outside_the_system",
            "Canada's disputes with Russia of 1918-19 lie before Canada entered the state system.",
            Action.FLAGGED,
            4,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark years of several disputes and second onsets; read unknown deaths as missing."""
    pair = ("dispute", "ccode1", "ccode2")
    later = (pl.col("onset") == 1) & (pl.col("year") > pl.col("year").min().over(pair))
    canada = (pl.col("ccode1") == CANADA) | (pl.col("ccode2") == CANADA)
    outside = canada & (pl.col("year") < 1920)
    rules = {
        "more_than_one_dispute": pl.struct("ccode1", "ccode2", "year").is_duplicated(),
        "onset_again": later,
        "deaths_unknown": pl.any_horizontal(pl.col(FATALITIES) == UNKNOWN),
        "outside_the_system": outside,
    }
    known = (pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in FATALITIES)
    return table.with_columns(marks(rules)).with_columns(*known)
