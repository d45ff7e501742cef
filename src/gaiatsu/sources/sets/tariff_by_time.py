"""Tariffs that the United States added since January 2025, by economy and date of change."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.names import ccodes_of_names
from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="tariff_by_time",
    title="U.S. tariffs added since January 2025, by economy and date",
    file="cases/tariff2025/country-by-time.csv",
    columns=(
        Column("date", Kind.TEXT, "day of a change", "ISO date"),
        Column("economy", Kind.TEXT, "name of the economy", source="country_name"),
        Column("added", Kind.NUMBER, "tariff added since 2024", "percent", "effective tariff", lowest=0),
        Column("imports", Kind.NUMBER, "U.S. imports from it in 2024", "US$", "total imports", lowest=0),
        Column("before", Kind.NUMBER, "tariff in 2024", "percent", "2024 tariff", lowest=0),
    ),
    key=("date", "economy"),
    rows=1173,
    first_year=2025,
    last_year=2026,
    version="to 19 August 2026",
    licence="MIT",
    citation="tradewartracker2026",
    where="https://github.com/tradewartracker",
    digest="96d48c2ef71f3b6f88126d18c7db8a5b6ff392b9cc8fb262a1f467f69fc4b379",
    defects=(
        Defect(
            "slovakia_apart",
            "Slovakia has rows beside the European Union, which by its imports leaves Slovakia out: join "
            "them before comparing.",
            Action.FLAGGED,
            23,
        ),
        Defect("not_a_state", "Hong Kong is no state of the system.", Action.FLAGGED, 23),
        Defect(
            "added_not_effective",
            "The column called effective tariff is 0 for economies that paid tariffs all along: it is what "
            "was added since 2024. The weighted mean of it, plus 2.3, is the rate of tariff_daily at every "
            "date. It is returned as added.",
            Action.CORRECTED,
            97,
        ),
        Defect("no_threats", "Rates in force only: no threats, no concessions.", Action.NOTED),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Date the changes and find the economies' states."""
    dated = table.with_columns(pl.col("date").str.to_date("%Y-%m-%d", strict=False))
    dated = dated.with_columns(ccodes_of_names(dated["economy"], dated["date"].dt.year()))
    rules = {
        "slovakia_apart": pl.col("economy") == "SLOVAKIA",
        "not_a_state": pl.col("ccode").is_null(),
        "added_not_effective": (pl.col("added") == 0) & (pl.col("before") > 0),
    }
    return dated.with_columns(marks(rules))
