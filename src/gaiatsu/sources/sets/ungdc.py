"""Speeches in the general debate of the United Nations, of 17 countries."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.codes import code_table
from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

CHINA, TAIWAN, TAIWAN_SINCE, SEATED = 710, 713, 1949, 1971
GARBLED = {
    "â€œ": "“",
    "â€\u009d": "”",
    "â€™": "’",
    "â€˜": "‘",
    "â€”": "—",
    "â€“": "–",
    "â€¦": "…",
    "Ã©": "é",
    "Ã¨": "è",
}
SIGN = "â€|Ã©|Ã¨"

INFO = DatasetInfo(
    name="ungdc",
    title="United Nations General Debate Corpus, 17 countries",
    file="context/ungdc_17_countries.parquet",
    columns=(
        Column("iso3", Kind.TEXT, "country, ISO 3166", source="iso3c"),
        Column("session", Kind.INTEGER, "session of the General Assembly", lowest=1),
        Column("year", Kind.INTEGER, "calendar year", lowest=1946, highest=2100),
        Column("text", Kind.TEXT, "the speech in English"),
    ),
    key=("iso3", "year"),
    rows=1178,
    first_year=1946,
    last_year=2022,
    version="1946-2022",
    licence="GPL-2 for the repository it was taken from; speeches are public records of the United Nations",
    citation="baturo2017",
    where="https://doi.org/10.7910/DVN/0TJX8Y",
    digest="389dde8dc11049824ef7644dc7d763f48b857ff216c75d1eba2622cfa37dda0c",
    defects=(
        Defect(
            "seat_of_china",
            "China's seat was held by the Republic of China until 1970, under CHN as well: ccode is 713 "
            "from 1949 to 1970, and 710 otherwise.",
            Action.CORRECTED,
            24,
        ),
        Defect(
            "garbled_signs",
            "Quotation marks and dashes were read in the wrong encoding (speeches of 1998): mended where "
            "the sign can be told.",
            Action.CORRECTED,
            5,
        ),
        Defect(
            "broken_words",
            "Words are broken by a hyphen at the end of a line: join them before counting.",
            Action.FLAGGED,
            307,
        ),
        Defect(
            "years_missing",
            "No speech for France 1960-64, Mexico 1950-52, 1954-56 and 1959-61, Thailand 1948-53 and "
            "others: not spoken, or not in the corpus. Japan has one for every year since 1957.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Give each speech its state; mend garbled signs; mark broken words."""
    spells = code_table().rename({"code": "iso3"})
    joined = table.join(spells, on="iso3", how="left", maintain_order="left").filter(
        pl.col("year").is_between("first_year", "last_year")
    )
    taiwan = (pl.col("ccode") == CHINA) & (pl.col("year") < SEATED)
    rules = {
        "seat_of_china": taiwan,
        "garbled_signs": pl.col("text").str.contains(SIGN),
        "broken_words": pl.col("text").str.contains(r"\w-\n\w"),
    }
    held = pl.when(taiwan & (pl.col("year") >= TAIWAN_SINCE)).then(TAIWAN).otherwise("ccode")
    text = pl.col("text").str.replace_many(list(GARBLED), list(GARBLED.values()))
    return joined.with_columns(marks(rules), held.alias("ccode"), text).drop("first_year", "last_year")
