"""What roll calls of the General Assembly were about."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="un_roll_call_issues",
    title="Issues of roll calls in the General Assembly",
    file="context/un_roll_call_issues.parquet",
    columns=(
        Column("rcid", Kind.INTEGER, "number of the roll call, as in un_roll_calls"),
        Column("code", Kind.TEXT, "two letters", source="short_name"),
        Column("issue", Kind.TEXT, "name of the issue"),
    ),
    key=("rcid", "issue"),
    rows=5745,
    first_year=None,
    last_year=None,
    version="unvotes 0.3",
    licence="MIT for the package",
    citation="voeten2013",
    where="https://github.com/dgrtwo/unvotes",
    digest="b164c14a0709f2a83d27ad9c5c2f41964ec11266cb558df935640ad47284b8c8",
    defects=(
        Defect(
            "several_issues",
            "The roll call is counted under more than one issue: sums over issues count it again.",
            Action.FLAGGED,
            3037,
        ),
        Defect(
            "a_third_without_issue",
            "2,104 of 6,203 roll calls have no issue of the six: no row here does not mean no subject.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark roll calls of several issues."""
    return table.with_columns(marks({"several_issues": pl.col("rcid").is_duplicated()}))
