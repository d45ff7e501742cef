"""The country codes that the sanction cases use."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="ties_countries",
    title="Country codes that come with TIES",
    file="cases/ties/COW-country-codes.csv",
    columns=(
        Column("abbreviation", Kind.TEXT, "abbreviation", source="StateAbb"),
        Column("ccode", Kind.INTEGER, "country code", source="CCode"),
        Column("name", Kind.TEXT, "name", source="StateNme"),
    ),
    key=("ccode",),
    rows=243,
    first_year=None,
    last_year=None,
    version="with TIES 4.1",
    licence="free with citation",
    citation="cow2017",
    where="https://correlatesofwar.org/cow-country-codes/",
    digest="9b66dad6b9c0db83bc3c15c501b033164348bd8bd82aa14974067684c4d28bc5",
    country_columns=("ccode",),
    defects=(
        Defect(
            "repeated",
            "The country stands once for each spell in the system, without its dates: repeats are left out.",
            Action.LEFT_OUT,
            26,
        ),
        Defect(
            "macintosh_lines",
            "Lines end in a lone carriage return, which many programs read as one line.",
            Action.NOTED,
        ),
        Defect(
            "no_european_community",
            "The code 1000, which the cases use for the European Community, is not in the list.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Leave out repeats."""
    return table.with_columns(marks({"repeated": ~pl.struct("ccode", "name").is_first_distinct()}))
