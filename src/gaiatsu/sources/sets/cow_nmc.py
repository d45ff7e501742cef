"""National material capabilities, from which the CINC ratio of a dyad is taken."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

TOLERANCE = 0.001

INFO = DatasetInfo(
    name="cow_nmc",
    title="National Material Capabilities, Correlates of War",
    file="context/cow_nmc.parquet",
    columns=(
        Column("ccode", Kind.INTEGER, "country"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1816, highest=2100),
        Column("milex", Kind.NUMBER, "military expenditure", "thousand current US$", lowest=0),
        Column("milper", Kind.NUMBER, "military personnel", "thousands", lowest=0),
        Column("tpop", Kind.NUMBER, "total population", "thousands", lowest=0),
        Column("cinc", Kind.NUMBER, "composite index of national capability", "share", lowest=0, highest=1),
    ),
    key=("ccode", "year"),
    rows=17121,
    first_year=1816,
    last_year=2022,
    version="6.0, running to 2022",
    licence="free with citation; no explicit licence stated (package it was taken from: GPL-2)",
    citation="singer1972",
    where="https://correlatesofwar.org/data-sets/national-material-capabilities/",
    digest="1bea38ee0268db095a51444874415e5c19413c1187b7e2e5f75923d9dc9c3c5d",
    nulls=("-9",),
    country_columns=("ccode",),
    defects=(
        Defect(
            "cinc_over_one",
            "The index is a share of the world, yet in most years the shares add up to more than one (1.075 "
            "in 1860, 1.016 in 1991). Ratios of two states in one year are unaffected; levels are not "
            "comparable across years.",
            Action.FLAGGED,
            13502,
        ),
        Defect(
            "japan_absent",
            "Japan has no rows for 1946-51, when it was outside the state system.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark the years whose shares do not add up to one."""
    total = pl.col("cinc").sum().over("year")
    return table.with_columns(marks({"cinc_over_one": (total - 1).abs() > TOLERANCE}))
