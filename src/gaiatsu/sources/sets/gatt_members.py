"""Contracting parties of the GATT by 1994, with the days of accession."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

AREAS = ("HKG", "MAC")
SUCCESSORS = ("CZE", "SVK")
DEPENDENT = ("DEU", "ZWE")

INFO = DatasetInfo(
    name="gatt_members",
    title="Contracting parties of the GATT by 1994",
    file="context/gatt_members.parquet",
    columns=(
        Column("country", Kind.TEXT, "name of the party"),
        Column("iso3", Kind.TEXT, "ISO 3166", source="iso3c"),
        Column("date", Kind.TEXT, "day of accession", "ISO date"),
    ),
    key=("iso3",),
    rows=128,
    first_year=None,
    last_year=None,
    version="stevedata, commit a3cc3dd",
    licence="GPL-2 for the package; list of the WTO",
    citation="wto_members2024",
    where="https://www.wto.org/english/thewto_e/gattmem_e.htm",
    digest="3d49d9e6b9eb87db6eea6d89ab3ffafb355e721b529173409330cd067e0aee88",
    defects=(
        Defect(
            "successor_only",
            "The Czech and Slovak Republics are listed from April 1993; Czechoslovakia, a party from 1948, "
            "is not in the list.",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "not_a_state",
            "Hong Kong and Macao were parties and are no states of the system.",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "party_before_state",
            "Party before the state system lists it: the Federal Republic of Germany (1951, in the system "
            "from 1955) and Southern Rhodesia, listed as Zimbabwe (1948, from 1965).",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "withdrawals_absent",
            "Parties that left before 1994 (China, Lebanon, Liberia, Syria) are not listed, and nothing "
            "says that Yugoslavia ceased to take part in 1993: the list is of 1994, not a history.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Date the accessions; mark parties that were no states, or whose predecessor is absent."""
    rules = {
        "successor_only": pl.col("iso3").is_in(SUCCESSORS),
        "not_a_state": pl.col("iso3").is_in(AREAS),
        "party_before_state": pl.col("iso3").is_in(DEPENDENT),
    }
    return table.with_columns(marks(rules), pl.col("date").str.to_date("%Y-%m-%d", strict=False))
