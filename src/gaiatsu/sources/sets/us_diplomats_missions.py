"""American chiefs of mission to countries and international bodies, with the days of their service."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.dates import no_day, whole_date
from gaiatsu.sources.names import ccodes_of_names
from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

DAYS = ("appointed", "started", "ended")
AMBASSADOR = "ambassador-e-p"

INFO = DatasetInfo(
    name="us_diplomats_missions",
    title="Chiefs of mission, Office of the Historian",
    file="context/us_diplomats_chiefs_of_mission.parquet",
    columns=(
        Column("kind", Kind.TEXT, "missions-countries or missions-orgs"),
        Column("territory", Kind.TEXT, "country or body", source="territory_id"),
        Column("id", Kind.TEXT, "name of the mission"),
        Column("person", Kind.TEXT, "the officer, as in us_diplomats_people", source="person_id"),
        Column("role", Kind.TEXT, "rank"),
        Column("then", Kind.TEXT, "the country as it was then", source="contemporary_territory"),
        Column("appointed", Kind.TEXT, "day of appointment", "ISO date"),
        Column("started", Kind.TEXT, "day the service began", "ISO date"),
        Column("ended", Kind.TEXT, "day it ended", "ISO date"),
        Column("ended_note", Kind.TEXT, "how it ended"),
        Column("note", Kind.TEXT, "remark"),
    ),
    key=("id", "role"),
    rows=5968,
    first_year=1778,
    last_year=2020,
    version="commit 44d2226",
    licence="public domain, CC0 1.0",
    citation="historian_pocom2025",
    where="https://github.com/HistoryAtState/pocom",
    digest="eaf939afbc5903fd392282a82c3e2848dba8042219675ac0dd93399476fdcb74",
    defects=(
        Defect(
            "recorded_twice",
            "One service stands twice, the second time without its end (Turkey 2014, El Salvador 2012): the "
            "incomplete record is left out.",
            Action.LEFT_OUT,
            2,
        ),
        Defect(
            "no_start",
            "No day on which the service began: most of these never took the post up.",
            Action.FLAGGED,
            664,
        ),
        Defect(
            "day_unknown",
            "Only month or year of a date is recorded: the middle is read.",
            Action.CORRECTED,
            307,
        ),
        Defect(
            "began_before_appointment",
            "The service began before the appointment (1854, 1885, 1942).",
            Action.FLAGGED,
            3,
        ),
        Defect(
            "overlapping_missions",
            "The ambassador began before the one before in the same country had ended: count one of the two.",
            Action.FLAGGED,
            15,
        ),
        Defect(
            "not_a_state",
            "The mission is to an international body, or to a country outside the system at that date "
            "(Texas, Hawaii, the Holy See): ccode is missing.",
            Action.FLAGGED,
            299,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Date the services, find the receiving state, mark records that contradict themselves."""
    unknown = pl.any_horizontal(no_day(name) for name in DAYS)
    dated = table.with_columns(unknown.alias("unknown"), *(whole_date(name) for name in DAYS))
    years = dated.select(pl.coalesce("started", "appointed", "ended").dt.year()).to_series()
    codes = ccodes_of_names(dated["then"], years).fill_null(ccodes_of_names(dated["territory"], years))
    twin = pl.struct("id", "role").is_duplicated() & pl.col("ended").is_null()
    rules = {
        "recorded_twice": twin,
        "no_start": pl.col("started").is_null(),
        "day_unknown": pl.col("unknown"),
        "began_before_appointment": (pl.col("started") < pl.col("appointed")).fill_null(value=False),
        "overlapping_missions": pl.col("overlaps"),
        "not_a_state": pl.col("ccode").is_null(),
    }
    marked = _with_overlaps(dated.with_columns(codes)).with_columns(marks(rules))
    return marked.drop("unknown", "overlaps").sort("row")


def _with_overlaps(dated: pl.DataFrame) -> pl.DataFrame:
    """Mark ambassadors who began while the one before, in the same country, was still there."""
    served = pl.all_horizontal(pl.col("started", "ended", "ccode").is_not_null())
    ambassador = (pl.col("role") == AMBASSADOR) & served
    ordered = dated.with_columns(ambassador.alias("counted")).sort("counted", "ccode", "started", "row")
    before = pl.col("ended").shift(1).over("counted", "ccode")
    overlaps = (pl.col("counted") & (pl.col("started") < before)).fill_null(value=False)
    return ordered.with_columns(overlaps.alias("overlaps")).drop("counted")
