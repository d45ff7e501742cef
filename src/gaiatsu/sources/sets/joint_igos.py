"""In how many intergovernmental organizations two states sit together, by year."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="joint_igos",
    title="Joint memberships of intergovernmental organizations, Correlates of War, dyad-years",
    file="context/joint_igo_dyad_year_1945.parquet",
    columns=(
        Column("ccode1", Kind.INTEGER, "state with the lower code"),
        Column("ccode2", Kind.INTEGER, "state with the higher code"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1815, highest=2100),
        Column(
            "joint",
            Kind.INTEGER,
            "organizations of which both are full members",
            "organizations",
            source="dyadigos",
            lowest=0,
        ),
    ),
    key=("ccode1", "ccode2", "year"),
    rows=799525,
    first_year=1945,
    last_year=2014,
    version="3.0",
    licence="free with citation; no explicit licence stated (package it was taken from: GPL-2)",
    citation="pevehouse2020",
    where="https://correlatesofwar.org/data-sets/igos/",
    digest="6dde676b1e29d0cf542093ff76c653370f09b24447435c5df3fa7548eedae45d",
    country_columns=("ccode1", "ccode2"),
    defects=(
        Defect("japan_absent", "Japan has no rows for 1946-51, outside the state system.", Action.NOTED),
        Defect(
            "all_organizations_alike",
            "A fisheries commission counts as much as the United Nations.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with an empty quality column: no defect is one of rows."""
    return table.with_columns(marks({}))
