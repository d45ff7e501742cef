"""Alliance obligations by directed dyad and year: who must defend whom."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

USA, JAPAN = 2, 740
SIGNED, REVISED = 1951, 1960
PROMISES = ("defense", "offense", "neutrality", "nonaggression", "consultation")

INFO = DatasetInfo(
    name="atop",
    title="Alliance Treaty Obligations and Provisions, directed dyad-years",
    file="context/atop_directed_dyad_year.parquet",
    columns=(
        Column("ccode1", Kind.INTEGER, "the state that promises", aliases=("stateA", "statea")),
        Column("ccode2", Kind.INTEGER, "the state that is promised", aliases=("stateB", "stateb")),
        Column("year", Kind.INTEGER, "calendar year", lowest=1815, highest=2100),
        *(
            Column(
                name,
                Kind.INTEGER,
                f"1 if state 1 owes state 2 {name}",
                source=source,
                lowest=0,
                highest=1,
                aliases=(source.removeprefix("atop_"),),
            )
            for name, source in zip(
                PROMISES,
                ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"),
                strict=True,
            )
        ),
    ),
    key=("ccode1", "ccode2", "year"),
    rows=273296,
    first_year=1815,
    last_year=2018,
    version="5",
    licence="free with citation; no explicit licence stated (package it was taken from: GPL-2)",
    citation="leeds2002",
    where="http://www.atopdata.org",
    digest="903d57735a9524bbad8ff41a73eadc6771bd1ad1976344971cb862bccc2a9c9f",
    country_columns=("ccode1", "ccode2"),
    defects=(
        Defect(
            "no_obligation",
            "A row that records no obligation of any kind from state 1 to state 2.",
            Action.FLAGGED,
            170,
        ),
        Defect(
            "asymmetric_where_cow_is_not",
            "The U.S.-Japan treaty is coded asymmetric (the United States defends Japan, not the reverse) "
            "in 1951-2018; the Correlates of War code the same treaty symmetric.",
            Action.NOTED,
        ),
        Defect(
            "treaty_of_1951_disputed",
            "Under the U.S.-Japan treaty of 1951 the United States owes defense and consultation in 1951-59, "
            "Japan consultation alone. The text binds neither to defend: it gives Japan's bases to forces "
            "that may be used for its security. It was in force from 28 April 1952, and the list has it from "
            "1951, when it was signed. A reader of the text would code no defense before 1960.",
            Action.FLAGGED,
            18,
            rests_on=("united_states1951",),
        ),
        Defect(
            "treaty_of_1960_one_sided",
            "Under the treaty of 1960 the list adds nonaggression, both ways, and keeps defense as owed by "
            "the United States alone. Article V binds both, against an attack on either in the territories "
            "under Japan's administration only: one-sided by its area, mutual by its words.",
            Action.FLAGGED,
            118,
            rests_on=("united_states1960",),
        ),
        Defect(
            "starts_late",
            "The U.S.-Japan alliance starts in 1951; Japan is absent for 1946-50.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark rows without any obligation, and the two treaties whose reading is disputed."""
    allies = pl.min_horizontal("ccode1", "ccode2") == USA
    allies &= pl.max_horizontal("ccode1", "ccode2") == JAPAN
    return table.with_columns(
        marks(
            {
                "no_obligation": pl.sum_horizontal(PROMISES) == 0,
                "treaty_of_1951_disputed": allies & pl.col("year").is_between(SIGNED, REVISED - 1),
                "treaty_of_1960_one_sided": allies & (pl.col("year") >= REVISED),
            }
        )
    )
