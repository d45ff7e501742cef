"""Regime scores, the usual proxy for the audience costs of a government."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

SPECIAL = (-66, -77, -88)

INFO = DatasetInfo(
    name="polity5",
    title="Polity5 annual regime scores",
    file="context/polity5.parquet",
    columns=(
        Column(
            "code",
            Kind.INTEGER,
            "the producer's own country code",
            source="polity_annual_ccode",
            lowest=2,
            aliases=("ccode",),
        ),
        Column(
            "ccode",
            Kind.INTEGER,
            "country, where the state system has it",
            source="cown",
            aliases=("ccode",),
        ),
        Column(
            "country",
            Kind.TEXT,
            "name of the country",
            source="polity_annual_country",
            aliases=("country",),
        ),
        Column("year", Kind.INTEGER, "calendar year", lowest=1776, highest=2100),
        Column("democ", Kind.INTEGER, "institutionalized democracy", "0-10", lowest=-88, highest=10),
        Column("autoc", Kind.INTEGER, "institutionalized autocracy", "0-10", lowest=-88, highest=10),
        Column("polity2", Kind.INTEGER, "democracy less autocracy", "-10 to 10", lowest=-10, highest=10),
    ),
    key=("code", "year"),
    rows=17574,
    first_year=1776,
    last_year=2020,
    version="Polity5",
    licence="free with citation (package it was taken from: GPL-3)",
    citation="marshall2020",
    where="https://www.systemicpeace.org/inscrdata.html",
    digest="34c8d06dea40222196a77a51453d4682b37ed08d4b9aae875a627a850c423581",
    country_columns=("ccode",),
    extra_codes=frozenset({89, 99, 324, 342, 348, 364, 525, 529, 564, 769, 818}),
    defects=(
        Defect(
            "special_code",
            "-66, -77 and -88 (interruption, interregnum, transition) stand among the scores of democracy "
            "and autocracy: read as missing.",
            Action.CORRECTED,
            809,
        ),
        Defect(
            "code_in_doubt",
            "The state-system code is missing, or names two polities in one year.",
            Action.FLAGGED,
            90,
        ),
        Defect("japan_unscored", "Japan has no score for 1945-51, under occupation.", Action.NOTED),
        Defect(
            "constant_japan",
            "Japan scores 10 in every year from 1952 to 2018: the series cannot show a change of regime in "
            "1993.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Turn the special codes into missing values and mark doubtful country codes."""
    special = pl.any_horizontal(pl.col("democ", "autoc").is_in(SPECIAL))
    doubtful = pl.col("ccode").is_null() | pl.struct("ccode", "year").is_duplicated()
    marked = table.with_columns(marks({"special_code": special, "code_in_doubt": doubtful}))
    scores = (pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in ("democ", "autoc"))
    return marked.with_columns(*scores)
