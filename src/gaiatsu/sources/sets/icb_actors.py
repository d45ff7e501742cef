"""Actors in international crises since 1918, one row an actor in a crisis."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "OUTCOMES", "mend"]

OUTCOMES = {1: "victory", 2: "compromise", 3: "stalemate", 4: "defeat", 5: "other"}
LAST_DAY = 31
UNKNOWN = -99
DAYS = ("system_day", "start_day", "response_day", "end_day")
SIZED = ("decision_size", "decision_structure")
OUTSIDE = (219, 671, 672)
ENDED, LAST_YEAR = {260: 255, 678: 679}, 1990
CODES = (
    ("trigger", "kind of the trigger", "triggr"),
    ("trigger_entity", "who set it off; 995-997 are no states", "trigent"),
    ("threatener", "main adversary; 997 is no state", "southv"),
    ("threatener_power", "standing of the adversary", "southpow"),
    ("decision_size", "size of the decision unit", "sizedu"),
    ("decision_structure", "structure of the decision unit", "strcdu"),
    ("response", "major response", "majres"),
    ("management", "main technique, 1 negotiation to 8 violence", "crismg"),
    ("severity", "severity of violence", "sevvio"),
    ("violence", "1 none to 4 full-scale war", "viol"),
    ("usa", "content of U.S. activity", "usinv"),
    ("usa_favored", "whether U.S. activity was favored", "usfavr"),
    ("global_activity", "what a global organization did; 3 and more: something", "globact"),
    ("regional_activity", "what a regional organization did; 3 and more: something", "regact"),
    ("outcome_code", "outcome, as seen by the actor", "outcom"),
    ("form", "form of the outcome", "outfor"),
    ("satisfaction", "satisfaction with the outcome", "outevl"),
    ("tension", "tension in the five years after", "outesr"),
    ("region", "where", "geog"),
    ("protracted", "part of a protracted conflict", "pc"),
    ("conflict", "number of the protracted conflict", "pcid"),
    ("power_gap", "power discrepancy, -179 to 179", "powdis"),
    ("age", "age of the state", "age"),
    ("regime", "regime, 1 democratic to 5 military", "regime"),
    ("alliance", "alliance with a great power", "allycap"),
    ("nuclear", "nuclear capability", "nuclear"),
    ("standing", "standing of the actor", "powsta"),
    ("issue", "kind of issue", "issue"),
    ("gravity", "gravest threat, 0 economic to 6 existence", "gravty"),
    ("economy", "economic distress", "econdt"),
)


def _moment(name: str, words: str, *, year: str, month: str, day: str) -> tuple[Column, ...]:
    return (
        Column(f"{name}_year", Kind.INTEGER, f"year {words}", source=year, lowest=1918, highest=2100),
        Column(f"{name}_month", Kind.INTEGER, f"month {words}", source=month, lowest=1, highest=12),
        Column(f"{name}_day", Kind.INTEGER, f"day {words}", source=day, lowest=1, highest=99),
    )


INFO = DatasetInfo(
    name="icb_actors",
    title="International Crisis Behavior 14, crisis actors",
    file="cases/icb/icb2v14.csv",
    columns=(
        Column("crisis", Kind.INTEGER, "number of the crisis", source="crisno"),
        Column("record", Kind.INTEGER, "number of the actor's record", source="cracno"),
        Column("ccode", Kind.INTEGER, "the actor", source="cracid"),
        Column("actor", Kind.TEXT, "abbreviation of the actor"),
        Column("name", Kind.TEXT, "name of the crisis", source="crisname"),
        *_moment("system", "the crisis began", year="systrgyr", month="systrgmo", day="systrgda"),
        *_moment("start", "it began for the actor", year="yrtrig", month="motrig", day="datrig"),
        *_moment("response", "of the major response", year="yerres", month="monres", day="dayres"),
        *_moment("end", "it ended for the actor", year="yrterm", month="moterm", day="daterm"),
        *(Column(name, Kind.INTEGER, text, source=source) for name, text, source in CODES),
    ),
    key=("record",),
    rows=1078,
    first_year=1918,
    last_year=2017,
    version="14",
    licence="MIT for the repository it was taken from (its licence names nobody); free with citation",
    citation="brecher2021",
    where="https://sites.duke.edu/icbdata/data-collections/",
    digest="ccffd1fa3bbe8be1394e7e5199c78b161fdc498f0ea7d4faebe0634b621be5ba",
    country_columns=("ccode",),
    extra_codes=frozenset(OUTSIDE),
    defects=(
        Defect(
            "nothing_coded",
            "Saudi Arabia in the Houthi rebellion (474): nothing is coded, left out.",
            Action.LEFT_OUT,
            1,
        ),
        Defect(
            "actor_twice",
            "The same actor has several records in one crisis, one for each new threat (Czechoslovakia in "
            "1921, Yugoslavia in 1941): a join by crisis and actor doubles rows.",
            Action.FLAGGED,
            41,
        ),
        Defect(
            "day_unknown",
            "66, 77 or 88 in a day stand for a part of the month: read as missing.",
            Action.CORRECTED,
            103,
        ),
        Defect(
            "answered_before_trigger",
            "The major response lies before the trigger (Israel in March 1970 for April, Iraq in January "
            "1990 for November).",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "unit_unknown",
            "-99 in size or structure of the decision unit: read as missing.",
            Action.CORRECTED,
            34,
        ),
        Defect(
            "another_start",
            "The year or month in which the crisis began differs from that in icb_crises for crises 15 and "
            "425.",
            Action.NOTED,
        ),
        Defect(
            "state_of_the_past",
            "Germany is coded 260 (Federal Republic) in 1999, 2003 and 2015, and Yemen 678 in 1995: read as "
            "255 and 679, which they were by then.",
            Action.CORRECTED,
            4,
        ),
        Defect(
            "outcomes_without_labels",
            "The file has numbers without labels for the outcome: read as 1 victory, 2 compromise, 3 "
            "stalemate, 4 defeat, 5 other, each as seen by the actor; 9 is in no label and left open. The "
            "codebook was not at hand; the file bears the reading out: who won and who lost in the Gulf in "
            "1990-91, the Falklands, Cuba in 1962 and the Mayaguez, and agreements (forms 1 to 3) end 68 % "
            "of the crises coded 2 against 38 % of those coded 3.",
            Action.NOTED,
            rests_on=("brecher2021",),
        ),
        Defect(
            "outside_the_system",
            "Hijaz, Najd and Vichy France are coded 671, 672 and 219, which no state of the system is.",
            Action.FLAGGED,
            3,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset what stands for unknown; name outcomes; mark repeated actors and impossible orders."""
    past = (pl.col("ccode").is_in(list(ENDED)) & (pl.col("start_year") > LAST_YEAR)).fill_null(value=False)
    unknown = pl.any_horizontal(pl.col(DAYS) > LAST_DAY).fill_null(value=False)
    months = {name: pl.col(f"{name}_year") * 12 + pl.col(f"{name}_month") for name in ("start", "response")}
    rules = {
        "nothing_coded": pl.col("start_year").is_null(),
        "actor_twice": pl.struct("crisis", "ccode").is_duplicated(),
        "day_unknown": unknown,
        "answered_before_trigger": (months["response"] < months["start"]).fill_null(value=False),
        "unit_unknown": pl.any_horizontal(pl.col(SIZED) == UNKNOWN).fill_null(value=False),
        "state_of_the_past": past,
        "outside_the_system": pl.col("ccode").is_in(OUTSIDE),
    }
    return table.with_columns(marks(rules)).with_columns(
        *(pl.when(pl.col(name) <= LAST_DAY).then(pl.col(name)).alias(name) for name in DAYS),
        *(pl.when(pl.col(name) != UNKNOWN).then(pl.col(name)).alias(name) for name in SIZED),
        pl.col("outcome_code")
        .replace_strict(OUTCOMES, default=None, return_dtype=pl.String)
        .alias("outcome"),
        pl.when(past).then(pl.col("ccode").replace(ENDED)).otherwise("ccode").alias("ccode"),
    )
