"""International crises since 1918, one row a crisis."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

LAST_DAY = 31
MOST, MISCOUNTED = 7, (260, 331, 385, 399)
MISSPELLED = {"SYIRA CHEMICAL WEAPONS II": "SYRIA CHEMICAL WEAPONS II"}
DAYS = ("start_day", "end_day")
CODES = (
    ("trigger", "kind of the event that began it", "break"),
    ("trigger_entity", "who began it; 995-997 are no states", "trigent"),
    ("gravity", "what was at stake, 0 economic to 6 existence", "gravcr"),
    ("management", "main technique, 1 negotiation to 8 violence", "crismg"),
    ("violence", "1 none to 4 full-scale war", "viol"),
    ("actors", "crisis actors; 7 stands for more too", "cractr"),
    ("involved", "states involved", "noactr"),
    ("great_powers", "involvement of great powers", "gpinv"),
    ("superpowers", "involvement of superpowers", "powinv"),
    ("usa", "content of U.S. activity", "usinv"),
    ("soviet_union", "content of Soviet or Russian activity", "suinv"),
    ("global_body", "involvement of the global organization", "globorg"),
    ("regional_body", "involvement of a regional organization", "regorg"),
    ("substance", "clarity of the outcome", "subout"),
    ("form", "form of the outcome", "forout"),
    ("satisfaction", "satisfaction of the actors with the outcome", "exsat"),
    ("tension", "tension in the five years after", "outesr"),
    ("issues", "kinds of issues", "issues"),
    ("region", "where", "geog"),
    ("protracted", "part of a protracted conflict", "protrac"),
    ("conflict", "number of the protracted conflict", "pcid"),
    ("mediated", "whether there was mediation", "mediate"),
)

INFO = DatasetInfo(
    name="icb_crises",
    title="International Crisis Behavior 14, crises",
    file="cases/icb/icb1v14.csv",
    columns=(
        Column("crisis", Kind.INTEGER, "number of the crisis", source="crisno"),
        Column("name", Kind.TEXT, "name of the crisis", source="crisname"),
        Column("year", Kind.INTEGER, "year it began", source="yrtrig", lowest=1918, highest=2100),
        Column("start_month", Kind.INTEGER, "month it began", source="motrig", lowest=1, highest=12),
        Column("start_day", Kind.INTEGER, "day it began", source="datrig", lowest=1, highest=99),
        Column("end_year", Kind.INTEGER, "year it ended", source="yrterm", lowest=1918, highest=2100),
        Column("end_month", Kind.INTEGER, "month it ended", source="moterm", lowest=1, highest=12),
        Column("end_day", Kind.INTEGER, "day it ended", source="daterm", lowest=1, highest=99),
        Column("length", Kind.INTEGER, "length as printed", "days", source="brexit", lowest=1),
        *(Column(name, Kind.INTEGER, text, source=source) for name, text, source in CODES),
    ),
    key=("crisis",),
    rows=487,
    first_year=1918,
    last_year=2017,
    version="14",
    licence="MIT for the repository it was taken from (its licence names nobody); free with citation",
    citation="brecher2021",
    where="https://sites.duke.edu/icbdata/data-collections/",
    digest="f0115d16b6ca8266a471cf53c8db54de32a64ba8e5855d727a51ee699014db1f",
    defects=(
        Defect(
            "nothing_coded",
            "The Houthi rebellion (474) is listed and nothing is coded, not even the year: left out.",
            Action.LEFT_OUT,
            1,
        ),
        Defect(
            "day_unknown",
            "66, 77 or 88 in a day stand for a part of the month: read as missing.",
            Action.CORRECTED,
            48,
        ),
        Defect(
            "length_contradicted",
            "The printed length differs by more than a month from the two dates.",
            Action.FLAGGED,
            5,
        ),
        Defect(
            "one_name_two_crises",
            "Two crises are called Spratly Islands (1988 and 1995): join by number, never by name.",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "more_actors_than_states",
            "More crisis actors than states involved are counted.",
            Action.FLAGGED,
            1,
        ),
        Defect(
            "seven_or_more",
            "The count of actors stops at 7, though icb_actors has 21 for the entry into the Second World "
            "War and 10 to 13 for three others: count records instead.",
            Action.FLAGGED,
            8,
        ),
        Defect(
            "records_contradict_count",
            "In crises 331, 385 and 399 one actor fewer has a record in icb_actors than is counted, in "
            "crisis 260 one more.",
            Action.FLAGGED,
            4,
        ),
        Defect(
            "name_misspelled",
            "The name of crisis 486 differs from that in the file of actors (SYIRA): one spelling is read.",
            Action.CORRECTED,
            1,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset days that are none, leave the empty row out, date the crises where the day is known."""
    unknown = pl.any_horizontal(pl.col(DAYS) > LAST_DAY).fill_null(value=False)
    days = table.with_columns(
        unknown.alias("unknown"),
        *(pl.when(pl.col(name) <= LAST_DAY).then(pl.col(name)).alias(name) for name in DAYS),
    )
    dated = days.with_columns(
        pl.date("year", "start_month", "start_day").alias("start"),
        pl.date("end_year", "end_month", "end_day").alias("end"),
    )
    gap = (pl.col("end") - pl.col("start")).dt.total_days() + 1 - pl.col("length")
    rules = {
        "nothing_coded": pl.col("year").is_null(),
        "day_unknown": pl.col("unknown"),
        "length_contradicted": (gap.abs() > LAST_DAY).fill_null(value=False),
        "one_name_two_crises": pl.col("name").is_duplicated(),
        "seven_or_more": (pl.col("actors") >= MOST).fill_null(value=False),
        "records_contradict_count": pl.col("crisis").is_in(MISCOUNTED),
        "more_actors_than_states": (pl.col("actors") > pl.col("involved")).fill_null(value=False),
        "name_misspelled": pl.col("name").is_in(list(MISSPELLED)),
    }
    return dated.with_columns(marks(rules)).with_columns(pl.col("name").replace(MISSPELLED)).drop("unknown")
