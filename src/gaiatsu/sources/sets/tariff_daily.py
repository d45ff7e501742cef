"""Average U.S. tariff by day since January 2025."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

BEFORE = 2.3

INFO = DatasetInfo(
    name="tariff_daily",
    title="Import-weighted average U.S. tariff by day",
    file="cases/tariff2025/daily-tariff-latest-data.csv",
    columns=(
        Column("date", Kind.TEXT, "day", "ISO date"),
        Column("tariff", Kind.NUMBER, "average tariff", "percent", "import_weighted_avg_tariff", lowest=0),
    ),
    key=("date",),
    rows=629,
    first_year=2025,
    last_year=2026,
    version="to 21 September 2026",
    licence="MIT",
    citation="tradewartracker2026",
    where="https://github.com/tradewartracker",
    digest="1a9289b3e891383c03aec94881eddb5f86f27d8a77a9b4240654317b6e911040",
    defects=(
        Defect(
            "not_yet_changed",
            "The rate of 2024, 2.3, stands unchanged until 4 February 2025.",
            Action.FLAGGED,
            34,
        ),
        Defect(
            "weights_of_2024",
            "The rate is 2.3 plus the additions of tariff_by_time weighted by imports of 2024: trade that "
            "moved away is still counted, so it is no rate paid.",
            Action.NOTED,
        ),
        Defect("no_threats", "Rates in force only: no threats, no concessions.", Action.NOTED),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Date the days."""
    day = pl.col("date").str.to_date("%Y-%m-%d", strict=False)
    return table.with_columns(marks({"not_yet_changed": pl.col("tariff") == BEFORE}), day)
