"""Lake's indices of subordination to the United States."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="lake_hierarchy",
    title="Hierarchy in International Relations: security and economic indices",
    file="context/lake_hierarchy.parquet",
    columns=(
        Column("country", Kind.TEXT, "subordinate state"),
        Column("ccode", Kind.INTEGER, "its code"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1950, highest=2000),
        Column(
            "security", Kind.NUMBER, "security hierarchy, 1995 = 1", "index", source="us_SH1995", lowest=0
        ),
        Column(
            "economic", Kind.NUMBER, "economic hierarchy, 1995 = 1", "index", source="us_EH1995", lowest=0
        ),
        Column(
            "troops",
            Kind.NUMBER,
            "troops per head, 1995 = 1",
            "index",
            source="us_indexmilperpop1995",
            lowest=0,
        ),
    ),
    key=("ccode", "year"),
    rows=9737,
    first_year=1950,
    last_year=2000,
    version="replication file of 2009",
    licence="none stated",
    citation="lake2009",
    where="the author's replication files for Lake (2009)",
    digest="180e61a5fec1e2778f41d8789d886b72f372cc9d58af675fc50620b0674d1ddc",
    country_columns=("ccode",),
    extra_codes=frozenset({711}),
    defects=(
        Defect(
            "no_year", "A row without a year or any index (Libya, South Yemen): left out.", Action.LEFT_OUT, 2
        ),
        Defect("no_index", "Neither index covers the country in that year.", Action.FLAGGED, 2596),
        Defect(
            "dominant_state_itself",
            "The United States has rows of its own (its troops at home count as hierarchy over itself: 5.2 "
            "in 1952): the panel leaves them missing.",
            Action.NOTED,
        ),
        Defect(
            "one_dominant_state",
            "The United States is the only dominant state that is measured.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Leave out rows without a year; mark those without an index."""
    dateless = pl.col("year").is_null()
    blank = ~dateless & pl.col("security").is_null() & pl.col("economic").is_null()
    return table.with_columns(marks({"no_year": dateless, "no_index": blank}))
