"""Terminations of international sanctions, 1990-2018."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

FLAGS = (
    ("ongoing", "1 if in force at the close"),
    ("gradual", "1 if lifted step by step"),
    ("expiry", "1 if they had an expiry date"),
    ("review", "1 if they had a review clause"),
    ("adaptgoal", "1 if the goals were changed"),
    ("targetsalience", "1 if salient to the target"),
    ("sendersalience", "1 if salient to the sender"),
    ("negotiations", "1 if there were negotiations"),
    ("instinvestment", "1 if institutions were set up"),
)
DATES = ("start", "end", "ended_in_fact")

INFO = DatasetInfo(
    name="ist",
    title="International Sanctions Termination (IST), 1990-2018",
    file="cases/ist/IST-dataset.csv",
    columns=(
        Column("case", Kind.TEXT, "name of the case", source="caseid"),
        Column("sender", Kind.TEXT, "country or body; 2 is the United States"),
        Column("target", Kind.INTEGER, "target"),
        Column("start", Kind.TEXT, "first day", "DD.MM.YYYY", source="startdate"),
        Column("end", Kind.TEXT, "last day", "DD.MM.YYYY", source="terdate"),
        Column("ended_in_fact", Kind.TEXT, "day it ended in fact", "DD.MM.YYYY", source="defactoter"),
        *(Column(name, Kind.INTEGER, text, lowest=0, highest=1) for name, text in FLAGS),
        Column("measures", Kind.TEXT, "kinds of measures"),
        Column("goals", Kind.TEXT, "goals"),
        Column("requirement", Kind.TEXT, "Clear or Ambiguous", source="requirementter"),
        Column("outcome", Kind.TEXT, "how it ended, in words"),
        Column("sender_costs", Kind.TEXT, "costs to the sender", source="costsender"),
        Column("target_costs", Kind.TEXT, "costs to the target", source="costtarget"),
        Column("multilateral", Kind.TEXT, "who else took part", source="multilateralism"),
        Column("datasets", Kind.TEXT, "other sets that hold the case"),
    ),
    key=("case",),
    rows=399,
    first_year=None,
    last_year=None,
    version="as in a repository of 2026",
    licence="MIT for the repository it was taken from",
    citation="attia_grauvogel2023",
    where="https://doi.org/10.7802/2321",
    digest="afcb69bcf210acbb363c0711492b9d066a6cf5bbc01d8ecfae6f1f1b5d5ba192",
    country_columns=("target",),
    nulls=("missing", "Blank"),
    defects=(
        Defect(
            "still_in_force",
            "In force at the close in 2018: no end and no outcome (Blank).",
            Action.FLAGGED,
            108,
        ),
        Defect(
            "two_outcomes",
            "Two outcomes in one field (a settlement, and who gave in).",
            Action.FLAGGED,
            15,
        ),
        Defect(
            "two_senders",
            "Two bodies in the field sender (the European Economic Community and the Union).",
            Action.FLAGGED,
            17,
        ),
        Defect(
            "blank_behind_word",
            "A blank behind Clear makes it another word: cut off.",
            Action.CORRECTED,
            243,
        ),
        Defect("imposed_only", "Imposed sanctions only; threats that worked are not here.", Action.NOTED),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Date the cases, cut off blanks, mark double entries in a field."""
    rules = {
        "still_in_force": pl.col("ongoing") == 1,
        "two_outcomes": pl.col("outcome").str.contains(",").fill_null(value=False),
        "two_senders": pl.col("sender").str.contains(","),
        "blank_behind_word": pl.col("requirement").str.ends_with(" ").fill_null(value=False),
    }
    days = (pl.col(name).str.to_date("%d.%m.%Y", strict=False) for name in DATES)
    return table.with_columns(marks(rules)).with_columns(*days, pl.col("requirement").str.strip_chars())
