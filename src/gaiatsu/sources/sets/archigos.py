"""Political leaders with the days they entered and left office."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

UNKNOWN = -999
SERBIA, YUGOSLAVIA = 340, 345
OUTSIDE = (563, 564, 711, 815)

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
    extra_codes=frozenset({SERBIA, *OUTSIDE}),
    defects=(
        Defect(
            "still_in_office",
            "The leader was in office when the list closed (31 December 2015): the spell is cut there.",
            Action.FLAGGED,
            168,
        ),
        Defect(
            "birth_unknown",
            "-999 stands for an unknown year of birth, or for a council: read as missing.",
            Action.CORRECTED,
            19,
        ),
        Defect(
            "serbia_apart",
            "Serbia is coded 340, which the state system does not have: read as 345.",
            Action.CORRECTED,
            9,
        ),
        Defect(
            "outside_the_system",
            "Transvaal, Orange Free State, Tibet and Annam (563, 564, 711, 815) are no states of the system.",
            Action.FLAGGED,
            30,
        ),
        Defect(
            "overlapping_spells",
            "The spell begins before the one before it in the same country has ended.",
            Action.FLAGGED,
            None,
        ),
        Defect(
            "ended_before_start",
            "The spell ends before it begins: it covers no day.",
            Action.FLAGGED,
            None,
        ),
        Defect(
            "successor_under_old_code",
            "Leaders of Germany and Yemen after 1990 stand under 260 and 678, which had ended: the panel "
            "gives them to 255 and 679.",
            Action.NOTED,
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
    """Date the spells; mark those that overlap or that the end of the list cuts; unset unknown births."""
    days = (pl.col(name).str.to_date("%Y-%m-%d", strict=False) for name in ("start", "end"))
    dated = table.with_columns(*days).sort("ccode", "start", "end")
    before = pl.col("end").cum_max().shift(1).over("ccode")
    unborn = pl.col("birth_year") == UNKNOWN
    rules = {
        "still_in_office": pl.col("exit") == "Still in Office",
        "birth_unknown": unborn,
        "serbia_apart": pl.col("ccode") == SERBIA,
        "outside_the_system": pl.col("ccode").is_in(OUTSIDE),
        "overlapping_spells": (pl.col("start") < before).fill_null(value=False),
        "ended_before_start": (pl.col("end") < pl.col("start")).fill_null(value=False),
    }
    marked = dated.with_columns(marks(rules)).sort("row")
    return marked.with_columns(
        pl.when(~unborn).then(pl.col("birth_year")).alias("birth_year"),
        pl.col("ccode").replace({SERBIA: YUGOSLAVIA}),
    )
