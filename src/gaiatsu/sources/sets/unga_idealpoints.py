"""Ideal points from votes in the United Nations General Assembly."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

SOUTH_YEMEN = 680
GARBLED = {name.encode().decode("latin-1"): name for name in ("Côte d’Ivoire", "São Tomé & Pr\u00edncipe")}

INFO = DatasetInfo(
    name="unga_idealpoints",
    title="Ideal points from votes in the UN General Assembly, July 2025",
    file="context/unga_idealpoints_2025.parquet",
    columns=(
        Column("ccode", Kind.INTEGER, "country"),
        Column("iso3", Kind.TEXT, "ISO 3166 code", source="iso3c"),
        Column("country", Kind.TEXT, "name of the country", source="countryname"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1946, highest=2100),
        Column(
            "ideal_point",
            Kind.NUMBER,
            "ideal point, all votes",
            "standard deviations",
            source="idealpointall",
        ),
        Column("low", Kind.NUMBER, "its fifth percentile", "standard deviations", source="q5all"),
        Column("high", Kind.NUMBER, "its ninety-fifth percentile", "standard deviations", source="q95all"),
        Column("votes", Kind.INTEGER, "votes cast", source="nvotesall", lowest=0),
    ),
    key=("ccode", "year"),
    rows=11440,
    first_year=1946,
    last_year=2023,
    version="2025-07",
    licence="CC0 as stated by the Dataverse; not stated where it was taken from",
    citation="bailey2017",
    where="https://doi.org/10.7910/DVN/LEJUQZ",
    digest="c4e8221e7b4f2280c2fa4ac095e9f33f0ef975a8b49b5d60338e2af5ef708f37",
    country_columns=("ccode",),
    defects=(
        Defect("no_estimate", "A row without an ideal point, among them all of 2024.", Action.FLAGGED, 208),
        Defect(
            "garbled_name",
            "The name was read in the wrong encoding (Ivory Coast, Sao Tome): it is mended.",
            Action.CORRECTED,
            105,
        ),
        Defect("no_name", "The row has a code and no name.", Action.FLAGGED, 17),
        Defect(
            "letters_of_another",
            "South Yemen stands under YAR, the letters of the North: join by ccode.",
            Action.FLAGGED,
            23,
        ),
        Defect("no_1964", "1964 is missing: the Assembly did not vote.", Action.NOTED),
        Defect(
            "moves_for_all_allies",
            "The distance to the United States rises for all its allies together, so the raw series of one "
            "ally says little about that ally.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark rows without an estimate or a name; mend garbled names."""
    rules = {
        "no_estimate": pl.col("ideal_point").is_null(),
        "garbled_name": pl.col("country").is_in(list(GARBLED)),
        "no_name": pl.col("country").fill_null("") == "",
        "letters_of_another": (pl.col("ccode") == SOUTH_YEMEN) & (pl.col("iso3") == "YAR"),
    }
    return table.with_columns(marks(rules)).with_columns(pl.col("country").replace(GARBLED))
