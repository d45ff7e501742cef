"""Candidates who won a seat in Japan's lower house for the first time, 1947-2020."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

TYPED_WRONG = {"ト部政巳": "卜部政巳"}  # the first letter is the syllable to, not the character urabe

INFO = DatasetInfo(
    name="jhred_winners",
    title="First-time winners of seats in Japan's House of Representatives",
    file="context/jhred_first_time_winners_1947_2020.parquet",
    columns=(
        Column("pid", Kind.INTEGER, "number of the candidate"),
        Column("name_jp", Kind.TEXT, "name in Japanese"),
        Column("name_en", Kind.TEXT, "name in Latin letters"),
        Column("election", Kind.INTEGER, "number of the general election", source="legis", lowest=23),
        Column("year", Kind.INTEGER, "year of the election won", lowest=1947, highest=2100),
        Column("district", Kind.TEXT, "district", source="kuname"),
        Column("party_jp", Kind.TEXT, "party in Japanese"),
        Column("party", Kind.TEXT, "party", source="party_en"),
        Column("result", Kind.INTEGER, "how the seat was won; codes not documented in the file"),
        Column("byelection", Kind.INTEGER, "1 for a by-election", lowest=0, highest=1),
        Column("birth_year", Kind.INTEGER, "year of birth", source="byear", lowest=1840, highest=2010),
        Column("age", Kind.INTEGER, "age at the election", "years", lowest=20, highest=100),
        Column("female", Kind.INTEGER, "1 for a woman", lowest=0, highest=1),
        Column("bureaucrat", Kind.INTEGER, "1 if formerly of a ministry", source="bcrat"),
        Column("military", Kind.INTEGER, "1 if formerly of the military", source="mili"),
        Column("secretary", Kind.INTEGER, "1 if formerly secretary to a member", source="sec"),
        Column("dynasty", Kind.INTEGER, "1 if related to a former member", lowest=0, highest=1),
        Column("depurged", Kind.INTEGER, "1 if purged in the occupation", source="depurgee"),
        Column("wins_before_1947", Kind.INTEGER, "seats won before 1947", source="prewwins", lowest=0),
        Column("background", Kind.TEXT, "earlier career", source="background_eng"),
    ),
    key=("pid",),
    rows=3126,
    first_year=1947,
    last_year=2020,
    version="from the Reed-Smith data set",
    licence="no licence stated where it was taken; the full set is on Harvard Dataverse",
    citation="smith_reed2018",
    where="https://doi.org/10.7910/DVN/QFEPXD",
    digest="875398c7579588bbb4894485e96dbeee9a21b49df2bdf4d4830ea4788c1fd5d2",
    defects=(
        Defect(
            "member_before_1947",
            "The winner had sat in the house before 1947, many of them returning from the purge in 1952-55: "
            "first-time only since 1947, and of an older political generation.",
            Action.FLAGGED,
            190,
        ),
        Defect(
            "age_contradicted",
            "The age differs by more than a year from that by the year of birth (by 3 and 10 years).",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "background_not_coded",
            "The earlier career is not coded, all in 2017.",
            Action.FLAGGED,
            35,
        ),
        Defect(
            "name_mistyped",
            "The first character of a name is a syllable that looks like it; it is replaced.",
            Action.CORRECTED,
            1,
        ),
        Defect(
            "no_stock",
            "Only first wins are listed, not who sat in a given year nor when a member left: the share of a "
            "cohort among the members needs an assumption about survival, and the number of seats, which the "
            "file shows for 1947 alone (466 winners).",
            Action.NOTED,
            rests_on=("statistics_bureau2012",),
        ),
        Defect(
            "one_party_name_two_parties",
            "Two parties were called Nippon Ishin no Kai: the English names JRP (2012) and Ishin tell them "
            "apart.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark members of the old house, contradicted ages and missing careers."""
    gap = (pl.col("year") - pl.col("birth_year") - pl.col("age")).abs()
    rules = {
        "member_before_1947": pl.col("wins_before_1947") > 0,
        "age_contradicted": gap > 1,
        "background_not_coded": pl.col("bureaucrat").is_null(),
        "name_mistyped": pl.col("name_jp").is_in(list(TYPED_WRONG)),
    }
    return table.with_columns(marks(rules)).with_columns(pl.col("name_jp").replace(TYPED_WRONG))
