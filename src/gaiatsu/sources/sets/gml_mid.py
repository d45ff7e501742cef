"""Militarized disputes by dispute, directed dyad and year, as Gibler, Miller and Little correct them."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

UNKNOWN = -9
MONTHS = 12
FATALITIES = ("fatality1", "fatality2")

INFO = DatasetInfo(
    name="gml_mid",
    title="Militarized disputes corrected by Gibler, Miller and Little, directed dyadic dispute-years",
    file="context/gml_directed_dispute_year.parquet",
    columns=(
        Column("dispute", Kind.INTEGER, "number of the dispute", source="dispnum"),
        Column("ccode1", Kind.INTEGER, "first state"),
        Column("ccode2", Kind.INTEGER, "second state"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1816, highest=2100),
        Column("onset", Kind.INTEGER, "1 in a year it broke out", source="midonset", lowest=0, highest=1),
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
        Column(
            "aim1",
            Kind.INTEGER,
            "what state 1 wants changed: 0 nothing, 1 territory, 2 policy, 3 regime, 4 other",
            source="revtype11",
            lowest=-9,
            highest=4,
        ),
        Column(
            "outcome_code",
            Kind.INTEGER,
            "outcome of the whole dispute, seen from side A",
            "1-9",
            source="outcome",
            lowest=-9,
            highest=9,
        ),
        Column("start_month", Kind.INTEGER, "month in which the dispute began", source="stmon", lowest=1),
        Column("originator1", Kind.INTEGER, "1 if state 1 was in it from the first day", source="orig1"),
        Column("originator2", Kind.INTEGER, "1 if state 2 was in it from the first day", source="orig2"),
    ),
    key=("dispute", "ccode1", "ccode2", "year"),
    rows=10276,
    first_year=1816,
    last_year=2010,
    version="2.2.1",
    licence="free with citation; no explicit licence stated (package it was taken from: GPL-2)",
    citation="gibler2016",
    where="https://doi.org/10.1093/isq/sqw045",
    digest="188ee70df423cdf61e1233e5d7b6b3b2e8a66248858e773b7ef832d66c08bf68",
    also=("cases/mid/gml_dirdisp.csv",),
    digests=("8c5cbc518f6d7eb8b80c240656e476d2c4ca1349fdc23fab89a28ca25322b019",),
    country_columns=("ccode1", "ccode2"),
    defects=(
        Defect(
            "more_than_one_dispute",
            "The two states have several disputes in the year: a table of dyad-years must choose or count.",
            Action.FLAGGED,
            1838,
        ),
        Defect(
            "onset_again",
            "The dispute breaks out anew in a later year than its first in this dyad: one dispute then has "
            "several onsets.",
            Action.FLAGGED,
            28,
        ),
        Defect(
            "deaths_unknown",
            "The number of deaths is not known (-9): it is read as missing.",
            Action.CORRECTED,
            104,
        ),
        Defect(
            "month_impossible",
            "Dispute 1272 begins in month 13: it is read as missing.",
            Action.CORRECTED,
            10,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark years of several disputes and second onsets; read unknown deaths as missing."""
    pair = ("dispute", "ccode1", "ccode2")
    later = (pl.col("onset") == 1) & (pl.col("year") > pl.col("year").min().over(pair))
    rules = {
        "more_than_one_dispute": pl.struct("ccode1", "ccode2", "year").is_duplicated(),
        "onset_again": later,
        "deaths_unknown": pl.any_horizontal(pl.col(FATALITIES) == UNKNOWN),
        "month_impossible": pl.col("start_month") > MONTHS,
    }
    known = (pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in FATALITIES)
    month = pl.when(pl.col("start_month") <= MONTHS).then(pl.col("start_month")).alias("start_month")
    return table.with_columns(marks(rules)).with_columns(*known, month)
