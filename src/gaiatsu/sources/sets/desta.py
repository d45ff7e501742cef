"""Preferential trade agreements since 1948, with members and dates."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.codes import code_table
from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

INFO = DatasetInfo(
    name="desta",
    title="Design of Trade Agreements (DESTA)",
    file="context/desta_treaties.parquet",
    columns=(
        Column("number", Kind.TEXT, "number of the entry: + for an accession, _ for a withdrawal"),
        Column("base_treaty", Kind.INTEGER, "number of the agreement it belongs to"),
        Column("name", Kind.TEXT, "name"),
        Column("entry_type", Kind.TEXT, "base_treaty, accession, withdrawal, negotiation and others"),
        Column("consolidated", Kind.INTEGER, "1 for a consolidated text, -1 for a protocol"),
        Column("year", Kind.INTEGER, "year of signing", lowest=1940, highest=2100),
        Column("entry_year", Kind.INTEGER, "year of entry into force", source="entryforceyear", lowest=1940),
        Column("type", Kind.INTEGER, "bilateral 1, plurilateral 2, and others", source="typememb"),
        Column("region", Kind.TEXT, "continent", source="regioncon"),
        Column("wto_listed", Kind.INTEGER, "1 if notified", lowest=0, highest=1),
        Column("members", Kind.TEXT, "ISO numbers of the members, joined by commas", source="members_iso3n"),
    ),
    key=("number",),
    rows=1217,
    first_year=1948,
    last_year=2020,
    version="as in manytrade, commit 8780322",
    licence="stated as CC BY 4.0 and as AGPL-3 in the same repository; DESTA itself is free with citation",
    citation="duer2014",
    where="https://www.designoftradeagreements.org/downloads/",
    digest="38070306d41bf7c461e58e4a0263e23220a1110548ae5fb07fe81cc3ecb08cfb",
    defects=(
        Defect("not_signed", "Only negotiated, never signed: no agreement.", Action.FLAGGED, 82),
        Defect(
            "entry_before_signing",
            "In force before it was signed: accessions to COMESA carry the year of the agreement, two "
            "bilateral agreements are impossible. The year of entry is read as missing.",
            Action.CORRECTED,
            4,
        ),
        Defect(
            "no_entry_year",
            "Signed, and no year of entry into force: not in force yet, or not recorded.",
            Action.FLAGGED,
            355,
        ),
        Defect(
            "leavers_and_stayers",
            "A withdrawal lists those who left together with those who stayed; only the name says who left.",
            Action.FLAGGED,
            30,
        ),
        Defect(
            "member_twice",
            "One member stands twice in the list (Antigua and Barbuda): listed once.",
            Action.CORRECTED,
            1,
        ),
        Defect(
            "member_no_state",
            "Among the members is an area outside the state system (Hong Kong, Palestine and others).",
            Action.FLAGGED,
            80,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset impossible years, list each member once, mark entries that are no agreement in force."""
    states = code_table("iso_numeric")["code"].unique().to_list()
    listed = pl.col("members").str.split(",")
    early = (pl.col("entry_year") < pl.col("year")).fill_null(value=False)
    unsigned = pl.col("entry_type") == "negotiation"
    rules = {
        "not_signed": unsigned,
        "entry_before_signing": early,
        "no_entry_year": pl.col("entry_year").is_null() & ~unsigned,
        "leavers_and_stayers": pl.col("entry_type") == "withdrawal",
        "member_twice": listed.list.len() != listed.list.n_unique(),
        "member_no_state": listed.list.eval(~pl.element().is_in(states)).list.any(),
    }
    return table.with_columns(marks(rules)).with_columns(
        pl.when(~early).then(pl.col("entry_year")).alias("entry_year"),
        listed.list.unique(maintain_order=True).list.join(",").alias("members"),
    )
