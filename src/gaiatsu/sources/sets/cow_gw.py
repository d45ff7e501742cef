"""States of the Correlates of War and of Gleditsch and Ward, side by side in each year."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="cow_gw",
    title="Correlates of War and Gleditsch-Ward states by year",
    file="context/cow_gw_panel.parquet",
    columns=(
        Column("abbreviation", Kind.TEXT, "Correlates of War abbreviation", source="stateabb"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1816, highest=2100),
        Column("gwcode", Kind.INTEGER, "Gleditsch-Ward code"),
        Column("ccode", Kind.INTEGER, "Correlates of War code"),
        Column("gw_name", Kind.TEXT, "name in the first list"),
        Column("cow_name", Kind.TEXT, "name in the second list", source="cw_name"),
    ),
    key=("abbreviation", "year"),
    rows=17916,
    first_year=1816,
    last_year=2025,
    version="isard 2024",
    licence="GPL-2",
    citation="miller2024",
    where="https://github.com/svmiller/isard",
    digest="0875ea453e40d14f5e9e0c6fcacf771c5a929e684c2cb3dbaf59910187395445",
    country_columns=("ccode",),
    defects=(
        Defect(
            "empty_twin",
            "In the year a state enters or leaves, a second row without the Correlates of War code stands "
            "beside the full one (Canada 1920, Tunisia 1956 and others): left out.",
            Action.LEFT_OUT,
            15,
        ),
        Defect(
            "one_list_only",
            "The state is in one list and not in the other that year.",
            Action.FLAGGED,
            238,
        ),
        Defect(
            "codes_differ",
            "The two lists number the same state differently (Germany since 1990, Serbia, Yemen since 1990, "
            "Kiribati, Tuvalu, Tonga, Nauru): a Gleditsch-Ward code must not be read as the other.",
            Action.FLAGGED,
            237,
        ),
        Defect(
            "united_germany_under_260",
            "Gleditsch and Ward carry Germany under 260 after 1990; Correlates of War codes it 255.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Drop the empty twins; mark states of one list only and codes that differ."""
    twin = pl.struct("abbreviation", "year").is_duplicated() & pl.col("ccode").is_null()
    lone = pl.any_horizontal(pl.col("ccode", "gwcode").is_null()) & ~twin
    rules = {
        "empty_twin": twin,
        "one_list_only": lone,
        "codes_differ": (pl.col("ccode") != pl.col("gwcode")).fill_null(value=False),
    }
    return table.with_columns(marks(rules))
