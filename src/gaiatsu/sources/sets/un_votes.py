"""Votes of countries in roll calls of the General Assembly."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.names import ccodes_of_names
from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

SEATS = {
    "Federal Republic of Germany": 260,
    "Taiwan": 713,
    "Yemen Arab Republic": 678,
    "Yemen People's Republic": 680,
}
WITHOUT_CODE = ("Federal Republic of Germany", "Yemen Arab Republic", "Zanzibar")

INFO = DatasetInfo(
    name="un_votes",
    title="Roll-call votes in the General Assembly, 1946-2019",
    file="context/un_votes.parquet",
    columns=(
        Column("rcid", Kind.INTEGER, "number of the roll call, as in un_roll_calls"),
        Column("country", Kind.TEXT, "name of the country"),
        Column("country_code", Kind.TEXT, "two letters of ISO 3166"),
        Column("vote", Kind.TEXT, "yes, abstain or no"),
    ),
    key=("rcid", "country"),
    rows=870109,
    first_year=1946,
    last_year=2020,
    version="unvotes 0.3",
    licence="MIT for the package",
    citation="voeten2013",
    where="https://github.com/dgrtwo/unvotes",
    digest="48867bf30e6bf885795d915b23eb3e0c2dab85d5120da248bc533726c034615f",
    defects=(
        Defect(
            "no_code",
            "No code for the Federal Republic of Germany, the Yemen Arab Republic and Zanzibar: their "
            "states are found by name.",
            Action.CORRECTED,
            5444,
        ),
        Defect(
            "absences_dropped",
            "Absent members have no row: a country's count of votes is not the count of roll calls.",
            Action.NOTED,
        ),
        Defect(
            "one_in_2020",
            "The last session ends with a single roll call in January 2020: that year is not comparable.",
            Action.NOTED,
        ),
        Defect(
            "seat_of_china",
            "China's votes until 1971 stand under Taiwan, and from 1971 under China; ccode follows the "
            "government that voted.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Give each vote its state."""
    names = table["country"].unique().to_frame().with_columns(year=pl.lit(None, pl.Int64))
    found = names.with_columns(ccodes_of_names(names["country"], names["year"])).drop("year")
    given = pl.col("country").replace_strict(SEATS, default=pl.col("ccode"), return_dtype=pl.Int64)
    joined = table.join(found, on="country", how="left", maintain_order="left").with_columns(ccode=given)
    return joined.with_columns(marks({"no_code": pl.col("country").is_in(WITHOUT_CODE)}))
