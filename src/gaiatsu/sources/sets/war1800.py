"""Dyadic disputes of the 19th century as a three-outcome game, for testing estimators."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

ENDINGS = ("status_quo", "capitulation", "war")

INFO = DatasetInfo(
    name="war1800",
    title="Militarized disputes 1817-1899 (war1800 of the R package games)",
    file="cases/games/war1800.csv",
    columns=(
        Column("ccode1", Kind.INTEGER, "first mover"),
        Column("ccode2", Kind.INTEGER, "second mover"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1816, highest=1914),
        Column("dispute", Kind.INTEGER, "number of the dispute", source="midnum"),
        Column("status_quo", Kind.INTEGER, "1 if nothing was demanded", source="sq", lowest=0, highest=1),
        Column("capitulation", Kind.INTEGER, "1 if the second gave in", source="capit", lowest=0, highest=1),
        Column("war", Kind.INTEGER, "1 if there was war", lowest=0, highest=1),
        Column("escalated", Kind.INTEGER, "1 if the first escalated", source="esc", lowest=0, highest=1),
        Column("balance", Kind.NUMBER, "first's share of the two's capabilities", source="balanc"),
        Column(
            "similarity1", Kind.NUMBER, "similarity of alliances to the system leader's", source="s_wt_re1"
        ),
        Column("similarity2", Kind.NUMBER, "the same of the second", source="s_wt_re2"),
        Column("democracy1", Kind.INTEGER, "Polity score of the first", source="dem1"),
        Column("democracy2", Kind.INTEGER, "Polity score of the second", source="dem2"),
        Column("distance", Kind.INTEGER, "distance", lowest=0),
        Column("peace_years", Kind.INTEGER, "years since the last dispute", source="peaceyrs", lowest=0),
        Column("revisionist1", Kind.INTEGER, "1 if the first wanted change", source="revis1"),
        Column("revisionist2", Kind.INTEGER, "1 if the second did", source="revis2"),
    ),
    key=("ccode1", "ccode2", "year"),
    rows=313,
    first_year=1817,
    last_year=1899,
    version="games 1.1",
    licence="GPL-2 or later for the package",
    citation="kenkel_signorino2014",
    where="https://cran.r-project.org/package=games",
    digest="34b68eaa32e3cce2eaa3f80601656504a284d9e20b384538ab819beb790a745d",
    country_columns=("ccode1", "ccode2"),
    defects=(
        Defect(
            "no_regime",
            "No Polity score for one of the two: dropped by any model that uses both.",
            Action.FLAGGED,
            31,
        ),
        Defect(
            "ending_not_unique",
            "Not exactly one of status quo, capitulation and war is 1.",
            Action.FLAGGED,
            None,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark rows without regime scores and rows without a single ending."""
    rules = {
        "no_regime": pl.any_horizontal(pl.col("democracy1", "democracy2").is_null()),
        "ending_not_unique": pl.sum_horizontal(ENDINGS) != 1,
    }
    return table.with_columns(marks(rules))
