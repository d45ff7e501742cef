"""Political leaders with the days they entered and left office."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="archigos",
    title="Archigos, a data set of political leaders, 4.1",
    file="context/archigos_4_1.parquet",
    columns=(
        Column("id", Kind.TEXT, "name of the spell", source="obsid"),
        Column("ccode", Kind.INTEGER, "country"),
        Column("leader", Kind.TEXT, "name"),
        Column("start", Kind.TEXT, "day of entry", "ISO date", source="startdate"),
        Column("end", Kind.TEXT, "day of exit", "ISO date", source="enddate"),
        Column("exit", Kind.TEXT, "manner of exit"),
        Column("birth_year", Kind.INTEGER, "year of birth", source="yrborn"),
    ),
    key=("id",),
    rows=3409,
    first_year=1840,
    last_year=2015,
    version="4.1",
    licence="free with citation (repository it was taken from: CC BY 4.0)",
    citation="goemans2009",
    where="https://www.rochester.edu/college/faculty/hgoemans/data.htm",
    digest="0d0e1b73992b5683147beaf023627ab1a180f4f7b0e44a3d9dfcf36b6a1b7c12",
    country_columns=("ccode",),
    extra_codes=frozenset({340, 563, 564, 711, 815}),
    defects=(
        Defect(
            "still_in_office",
            "The leader was in office when the list closed (31 December 2015): the spell is cut there.",
            Action.FLAGGED,
            168,
        ),
        Defect(
            "occupied_japan",
            "Japan's leaders of 1945-52 are the American generals of the occupation; its prime ministers of "
            "those years are missing.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Turn the days into dates and mark spells that the end of the list cuts."""
    days = (pl.col(name).str.to_date("%Y-%m-%d", strict=False) for name in ("start", "end"))
    return table.with_columns(marks({"still_in_office": pl.col("exit") == "Still in Office"}), *days)
