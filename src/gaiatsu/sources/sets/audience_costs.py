"""Estimated audience costs of 125 countries."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

WIDE = 5.0

INFO = DatasetInfo(
    name="audience_costs",
    title="Audience costs estimated from sanction threats (replication data)",
    file="cases/sigint_replication/ACestimates.csv",
    columns=(
        Column("country", Kind.TEXT, "name of the country"),
        Column("ccode", Kind.INTEGER, "country"),
        Column("audience_cost", Kind.NUMBER, "payoff of backing down; lower is costlier", source="AC"),
        Column("standard_error", Kind.NUMBER, "its standard error", source="ACse", lowest=0),
    ),
    key=("ccode",),
    rows=125,
    first_year=None,
    last_year=None,
    version="replication archive of 2021",
    licence="free with citation; no explicit licence stated",
    citation="crismancox2021",
    where="https://github.com/ccrismancox/sigInt",
    digest="6c38968b4f37a2ae9b4376ec70ac9e148afafcb300aeb168abfe804ca5ab802c",
    country_columns=("ccode",),
    defects=(
        Defect(
            "too_uncertain",
            "The standard error exceeds 5: the estimate says almost nothing.",
            Action.FLAGGED,
            22,
        ),
        Defect(
            "no_dates",
            "One number a country, without years: it cannot explain a change.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark estimates that say almost nothing."""
    return table.with_columns(marks({"too_uncertain": pl.col("standard_error") > WIDE}))
