"""National elections with their dates, for the distance to the next one."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

MISCODED = {533: 553}
GERMANY, UNITED = 255, 1990

INFO = DatasetInfo(
    name="reign_elections",
    title="REIGN list of elections, March 2021",
    file="context/reign_elections.parquet",
    columns=(
        Column("ccode", Kind.INTEGER, "country"),
        Column("number", Kind.INTEGER, "number of the record in its country", source="electionnumber"),
        Column("country", Kind.TEXT, "name of the country"),
        Column("year", Kind.INTEGER, "year of the event", source="elec_year", lowest=1900, highest=2100),
        Column("month", Kind.INTEGER, "month of the event", source="elec_month", lowest=1, highest=12),
        Column("day", Kind.INTEGER, "day of the event", source="elec_day", lowest=1, highest=31),
        Column("sequence", Kind.INTEGER, "number of the election the event belongs to"),
        Column("event", Kind.TEXT, "what happened: a vote, an announcement, a deadline"),
        Column("type", Kind.TEXT, "L for a legislature, X for an executive, R for a referendum"),
        Column("victory", Kind.TEXT, "Y if the incumbent's side won"),
    ),
    key=("ccode", "sequence", "number"),
    rows=4351,
    first_year=1915,
    last_year=2021,
    version="2021-03",
    licence="free with citation (repository: MIT for its template)",
    citation="bell2016",
    where="https://oefdatascience.github.io/REIGN.github.io/",
    digest="60003edaaccb5ed985734ac52a0bacc14ad84e82053bafda6619ce8ac0541be2",
    country_columns=("ccode",),
    extra_codes=frozenset(MISCODED),
    defects=(
        Defect(
            "not_a_vote",
            "Announcements, deadlines, delays and annulments stand among the elections: left out.",
            Action.LEFT_OUT,
            1407,
        ),
        Defect(
            "still_to_come",
            "An election that lay ahead when the list closed, with a guessed date (the U.S. election of "
            "2024 two days early): left out.",
            Action.LEFT_OUT,
            141,
        ),
        Defect("no_day", "The day is not recorded: the middle of the month is read.", Action.FLAGGED, 166),
        Defect(
            "recorded_twice",
            "The German election of 25 January 1987 stands under 260, the Federal Republic, and again under "
            "255, which was no state then: the second is left out.",
            Action.LEFT_OUT,
            1,
        ),
        Defect(
            "malawi_miscoded",
            "One record of Malawi is coded 533, which no state is: read as 553.",
            Action.CORRECTED,
            1,
        ),
        Defect(
            "legislature_not_listed",
            "The list follows votes on whoever governs. Where the latest one was on a president, elections "
            "to the legislature are not in it (the U.S. Congress ever; France since 1965): the panel "
            "leaves them missing, not 0.",
            Action.NOTED,
        ),
        Defect(
            "no_midterms",
            "The list holds no U.S. midterm elections and no elections to Japan's upper house.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Keep the votes; date them; mark those without a day."""
    event = pl.col("event").str.strip_chars().str.to_lowercase()
    vote, ahead = event.str.starts_with("vote"), event.str.starts_with("upcoming")
    rules = {"not_a_vote": ~vote & ~ahead, "still_to_come": ahead, "no_day": vote & pl.col("day").is_null()}
    rules["recorded_twice"] = (pl.col("ccode") == GERMANY) & (pl.col("year") < UNITED)
    rules["malawi_miscoded"] = pl.col("ccode").is_in(list(MISCODED))
    share = (pl.col("month") - 1 + (pl.col("day").fill_null(15) - 1) / 31) / 12
    code = pl.col("ccode").replace(MISCODED)
    return table.with_columns(marks(rules), (pl.col("year") + share).alias("date"), code)
