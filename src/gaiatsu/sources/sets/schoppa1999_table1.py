"""Table 1 of the article, transcribed independently of the project's own case set."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="schoppa1999_table1",
    title="Export dependence of Japan and the United States, Table 1 of Schoppa 1999",
    file="cases/schoppa1999/table1_dependence.csv",
    columns=(
        Column("year", Kind.INTEGER, "calendar year", lowest=1970, highest=1995),
        Column(
            "japan", Kind.NUMBER, "Japan's exports to the U.S.", "% of GDP", "jp_exports_to_us_pct_jp_gdp"
        ),
        Column("usa", Kind.NUMBER, "U.S. exports to Japan", "% of GDP", "us_exports_to_jp_pct_us_gdp"),
        Column("ratio", Kind.NUMBER, "the first over the second"),
        Column("asia", Kind.NUMBER, "Japan's exports to Asia", "% of GDP", "jp_exports_to_asia_pct_jp_gdp"),
    ),
    key=("year",),
    rows=26,
    first_year=1970,
    last_year=1995,
    version="transcription",
    licence="facts of a published table",
    citation="schoppa1999",
    where="https://doi.org/10.1162/002081899550887",
    digest="9565687d9de465741b878c29d574c740cb9eb50c760b6b6121ce4c410cb79ff1",
    defects=(
        Defect(
            "ratio_contradicted",
            "The printed ratio lies outside what the two rounded columns allow.",
            Action.FLAGGED,
            None,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark rows whose ratio the two columns do not allow."""
    least = (pl.col("japan") - 0.05) / (pl.col("usa") + 0.005) - 0.05
    most = (pl.col("japan") + 0.05) / (pl.col("usa") - 0.005) + 0.05
    return table.with_columns(marks({"ratio_contradicted": ~pl.col("ratio").is_between(least, most)}))
