"""Figure 2 of the article, transcribed independently of the project's own case set."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="schoppa1999_figure2",
    title="Fifteen episodes before and after Clinton, Figure 2 of Schoppa 1999",
    file="cases/schoppa1999/figure2_episodes.csv",
    columns=(
        Column("episode", Kind.TEXT, "name of the episode"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1970, highest=2000),
        Column("demand", Kind.TEXT, "results, rule or macro", source="demand_type"),
        Column("period", Kind.TEXT, "pre or post", source="period_before_after_clinton"),
        Column("conceded", Kind.INTEGER, "1 if Japan conceded", source="japan_concedes", lowest=0, highest=1),
        Column("note", Kind.TEXT, "remark of the transcriber"),
    ),
    key=("episode",),
    rows=15,
    first_year=1978,
    last_year=1996,
    version="transcription",
    licence="facts of a published figure",
    citation="schoppa1999",
    where="https://doi.org/10.1162/002081899550887",
    digest="ed6e6f977c99f0d5fed700c631ea4bbeb37a387491b9b26dedbf0ba9e632ce74",
    defects=(
        Defect(
            "modest_success",
            "Counted as conceded in the figure, called a modest success in the text.",
            Action.FLAGGED,
            1,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark the episode that figure and text judge differently."""
    modest = pl.col("note").str.contains("modest success").fill_null(value=False)
    return table.with_columns(marks({"modest_success": modest}))
