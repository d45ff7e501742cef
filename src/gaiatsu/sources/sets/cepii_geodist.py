"""Distances between countries, with common languages and colonial ties."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.codes import code_table
from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

FLAGS = (
    ("contig", "they share a border"),
    ("comlang_off", "they share an official language"),
    ("comlang_ethno", "at least 9 % of both speak one language"),
    ("colony", "one was ever a colony of the other"),
    ("comcol", "they had a common colonizer after 1945"),
    ("curcol", "one is a colony of the other"),
    ("col45", "one was a colony of the other after 1945"),
    ("smctry", "they were or are one country"),
)

INFO = DatasetInfo(
    name="cepii_geodist",
    title="GeoDist, bilateral distances",
    file="context/cepii_geodist.parquet",
    columns=(
        Column("iso_o", Kind.TEXT, "first country, ISO 3166"),
        Column("iso_d", Kind.TEXT, "second country, ISO 3166"),
        *(Column(name, Kind.INTEGER, f"1 if {text}", lowest=0, highest=1) for name, text in FLAGS),
        Column("dist", Kind.NUMBER, "distance of the largest cities", "km", lowest=0),
        Column("distcap", Kind.NUMBER, "distance of the capitals", "km", lowest=0),
        Column("distw", Kind.NUMBER, "mean distance of cities, by population", "km", lowest=0),
        Column("distwces", Kind.NUMBER, "harmonic mean distance of cities", "km", lowest=0),
    ),
    key=("iso_o", "iso_d"),
    rows=50176,
    first_year=None,
    last_year=None,
    version="CRAN package cepiigeodist 0.1",
    licence="CC0 for the package",
    citation="mayer_zignago2011",
    where="http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
    digest="88c6e08805c076d8ab86a89d90898edab828e982529d4b583e1ed22c171b0b5f",
    nulls=(".",),
    defects=(
        Defect(
            "no_weighted_distance",
            "No distance by population: one of the two is a small territory without listed cities (a full "
            "stop stands for missing).",
            Action.FLAGGED,
            2215,
        ),
        Defect(
            "one_country_one_way",
            "The flag smctry is 1 in one direction and 0 in the other, often for pairs that never were one "
            "country (Jamaica and Belize, Korea and China): do not use it.",
            Action.FLAGGED,
            66,
        ),
        Defect(
            "itself",
            "A country and itself: an internal distance by area, no dyad.",
            Action.FLAGGED,
            224,
        ),
        Defect(
            "not_a_state",
            "One of the two is no state of the system.",
            Action.FLAGGED,
            14076,
        ),
        Defect(
            "codes_of_2002",
            "Codes are those of about 2002 (ROM, ZAR, TMP, YUG), and borders, languages and colonies are "
            "those of then at every date.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark what is missing, what contradicts its mirror image, and pairs that are no dyads."""
    back = table.select(iso_o="iso_d", iso_d="iso_o", back="smctry")
    both = table.join(back, on=["iso_o", "iso_d"], how="left", maintain_order="left")
    states = code_table()["code"].unique().to_list()
    rules = {
        "no_weighted_distance": pl.col("distw").is_null(),
        "one_country_one_way": pl.col("smctry") != pl.col("back"),
        "itself": pl.col("iso_o") == pl.col("iso_d"),
        "not_a_state": ~(pl.col("iso_o").is_in(states) & pl.col("iso_d").is_in(states)),
    }
    return both.with_columns(marks(rules)).drop("back")
