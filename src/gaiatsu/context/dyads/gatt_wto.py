"""The trade regime: who was a contracting party of the GATT, a member of the WTO, bound by its procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Derived, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import inside
from gaiatsu.sources.codes import code_table

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION", "WTO_BEGAN"]

SOURCES = ("igo_membership", "gatt_members")
WTO_BEGAN = 1995
FULL = 1


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    listed = inside(tables["igo_membership"].table, years)
    full = listed.select(
        "ccode",
        "year",
        _member("gatt").alias("gatt_member"),
        _member("wto").alias("wto_member"),
        _kept("gatt_beside_wto", "german_union"),
    ).join(_accessions(tables), on="ccode", how="left")
    regime = pl.max_horizontal("gatt_member", "wto_member").alias("gatt_or_wto")
    early = (pl.col("gatt_member") == 1) & (pl.col("year") < pl.col("gatt_accession"))
    late = (pl.col("gatt_member") == 0) & pl.col("year").is_between("gatt_accession", WTO_BEGAN - 1)
    marks = pl.concat_str(
        pl.when(pl.col("mark") != "").then("mark"),
        pl.when(early).then(pl.lit("member_before_accession")),
        pl.when(late).then(pl.lit("no_member_after_accession")),
        separator=";",
        ignore_nulls=True,
    )
    return full.with_columns(regime, marks.alias("quality")).drop("mark")


def _member(body: str) -> pl.Expr:
    """1 for a full member; 0 otherwise, also where the body did not exist."""
    return (pl.col(body).fill_null(0) == FULL).cast(pl.Int8)


def _kept(*marks: str) -> pl.Expr:
    """Keep the marks that concern this regime; no row has two of them."""
    found = (pl.when(pl.col("quality").str.contains(mark)).then(pl.lit(mark)) for mark in marks)
    return pl.coalesce(*found, pl.lit("")).alias("mark")


def _accessions(tables: Tables) -> pl.DataFrame:
    """Year in which each state acceded to the GATT; both Germanies of the West under one date."""
    states = code_table().select("code", "ccode").unique()
    dated = tables["gatt_members"].table.select("iso3", gatt_accession=pl.col("date").dt.year())
    coded = dated.join(states, left_on="iso3", right_on="code")
    return coded.group_by("ccode").agg(pl.col("gatt_accession").min())


def _both(name: str) -> pl.Expr:
    """1 for two members, 0 where one is known not to be; missing where the unknown one would decide."""
    return ((pl.col(f"{name}1") == 1) & (pl.col(f"{name}2") == 1)).cast(pl.Int8)


def _dsu() -> pl.Expr:
    """1 from 1995 if both are members of the WTO, whose Understanding on dispute settlement binds them."""
    known = pl.col("wto_member1").is_not_null() & pl.col("wto_member2").is_not_null()
    return pl.when(known).then((pl.col("year") >= WTO_BEGAN).cast(pl.Int8) * _both("wto_member"))


ADDITION = Addition(
    "gatt_wto",
    "Membership of the trade regime",
    needs=SOURCES,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable(
                    "gatt_member",
                    "1 if a contracting party of the GATT of 1947 during the year",
                    "0 or 1",
                    Nature.SOCIAL,
                    SOURCES[:1],
                    method="full members only; ends when a state joins the WTO",
                ),
                Variable(
                    "wto_member",
                    "1 if a member of the WTO during the year",
                    "0 or 1",
                    Nature.SOCIAL,
                    SOURCES[:1],
                ),
                Variable(
                    "gatt_accession",
                    "year of accession to the GATT",
                    "calendar year",
                    Nature.SOCIAL,
                    SOURCES[1:],
                    limits="the list of 1994 leaves out states that had withdrawn (China, Lebanon, Syria)",
                ),
                Variable("gatt_or_wto", "1 if a member of either", "0 or 1", Nature.SOCIAL, SOURCES[:1]),
            ),
            _table,
        ),
    ),
    derived=(
        Derived(
            Variable(
                "both_gatt_wto", "1 if both are members of either", "0 or 1", Nature.SOCIAL, SOURCES[:1]
            ),
            lambda: _both("gatt_or_wto"),
        ),
        Derived(
            Variable(
                "dsu",
                "1 if the Dispute Settlement Understanding binds both",
                "0 or 1",
                Nature.SOCIAL,
                SOURCES[:1],
                method="both members of the WTO, from 1995",
                limits="says that the procedure binds, not that it is used or thought legitimate",
            ),
            _dsu,
        ),
    ),
    notes=(
        "The producer counts the GATT beside the WTO in 1995; members of the WTO are read as having left it.",
        "The yearly list and the list of accession dates disagree in some years: marked, the first is used.",
        "Germany is a party in 1990, where the yearly list has it outside: the Federal Republic was one.",
    ),
)
