"""Formal alliances by directed dyad and year, as the Correlates of War code them."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

FEDERAL_REPUBLIC, UNITED = 260, 1990

INFO = DatasetInfo(
    name="cow_alliance",
    title="Formal Alliances, Correlates of War, directed dyad-years",
    file="context/cow_alliance_directed_dyad_year.parquet",
    columns=(
        Column("ccode1", Kind.INTEGER, "first state"),
        Column("ccode2", Kind.INTEGER, "second state"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1816, highest=2100),
        Column("defense", Kind.INTEGER, "1 under a defense pact", source="cow_defense", lowest=0, highest=1),
        Column(
            "neutrality", Kind.INTEGER, "1 under a neutrality pact", source="cow_neutral", lowest=0, highest=1
        ),
        Column(
            "nonaggression",
            Kind.INTEGER,
            "1 under a non-aggression pact",
            source="cow_nonagg",
            lowest=0,
            highest=1,
        ),
        Column("entente", Kind.INTEGER, "1 under an entente", source="cow_entente", lowest=0, highest=1),
    ),
    key=("ccode1", "ccode2", "year"),
    rows=120784,
    first_year=1816,
    last_year=2012,
    version="4.1",
    licence="free with citation; no explicit licence stated (package it was taken from: GPL-2)",
    citation="gibler2009",
    where="https://correlatesofwar.org/data-sets/formal-alliances/",
    digest="d8829870bf2cd2fe89185acfc5fd28d224ba589451d187d18b81c350fab04f5a",
    country_columns=("ccode1", "ccode2"),
    defects=(
        Defect(
            "state_that_had_ended",
            "The Federal Republic (260) goes on after 1990, with 197 rows in each direction, each of which "
            "stands under Germany (255) as well: left out, or German alliances would count twice.",
            Action.LEFT_OUT,
            394,
        ),
        Defect(
            "symmetric",
            "Every pact is coded in both directions, also the U.S.-Japan treaty, which is a pact of defense "
            "from 1951: the text of that year binds neither side to defend the other.",
            Action.NOTED,
            rests_on=("united_states1951",),
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark the rows of a state that had ended."""
    ended = pl.any_horizontal(pl.col("ccode1", "ccode2") == FEDERAL_REPUBLIC)
    return table.with_columns(marks({"state_that_had_ended": ended & (pl.col("year") > UNITED)}))
