"""American troops by country and year: the material side of the security guarantee."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

PARTS = ("army", "navy", "air_force", "marines")
SPIKE_YEARS = (2008, 2015)
EARLIER = ((255, 260, 1950, 1989), (816, 817, 1954, 1975), (679, 678, 1950, 1989))
AREAS = frozenset({6, *range(1001, 1043), 10000, 10100, 10101})

INFO = DatasetInfo(
    name="us_troops",
    title="U.S. troop deployments by country and year",
    file="context/us_troops_country_year.parquet",
    columns=(
        Column("country", Kind.TEXT, "country or area", source="countryname"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1950, highest=2100),
        Column("ccode", Kind.INTEGER, "country; codes above 1000 are areas outside the state system"),
        Column("troops", Kind.INTEGER, "active-duty troops", "persons", source="troops_ad", lowest=0),
        Column("army", Kind.INTEGER, "of these, army", "persons", source="army_ad"),
        Column("navy", Kind.INTEGER, "of these, navy", "persons", source="navy_ad"),
        Column("air_force", Kind.INTEGER, "of these, air force", "persons", source="air_force_ad"),
        Column("marines", Kind.INTEGER, "of these, marines", "persons", source="marine_corps_ad"),
    ),
    key=("ccode", "year"),
    rows=13135,
    first_year=1950,
    last_year=2024,
    version="troopdata rebuild, to 2024",
    licence="GPL-3 or later for the package; the counts are U.S. government work",
    citation="allen2022",
    where="https://github.com/meflynn/troopdata",
    digest="83dc6c0e6a61df5d76e8b9fdc2bdf19f7be22336f7444e03b814216dea0db957",
    country_columns=("ccode",),
    extra_codes=AREAS,
    defects=(
        Defect(
            "same_as_1952",
            "1951 repeats 1952 in every one of the 185 countries and areas.",
            Action.FLAGGED,
            370,
        ),
        Defect(
            "reporting_spike",
            "The count is more than 1.3 times the mean of the two neighboring years and more than 2,500 "
            "above it, in 2008 or 2015: counts about doubled by a change of reporting, not of deployment "
            "(in 2008 Japan, Korea, Germany, Italy and Britain; in 2015 Japan).",
            Action.FLAGGED,
            11,
        ),
        Defect(
            "code_of_a_later_state",
            "Germany stands under 255 before 1990, when the host was the Federal Republic (260); Vietnam "
            "under 816, the North, in 1954-75, when the host was the Republic of Vietnam (817: 537,377 "
            "soldiers in 1968); Yemen under 679 before 1990 (678). A join by code would lose or misplace "
            "them: the state of the day is read.",
            Action.CORRECTED,
            65,
        ),
        Defect(
            "troops_at_home",
            "The rows of the United States count troops at home, with 0 in 1951 and 1952: the panel leaves "
            "them missing.",
            Action.NOTED,
        ),
        Defect(
            "empty_twin",
            "The same code and year stands twice under two spellings of the country's name, one of them "
            "empty: the empty row is left out.",
            Action.LEFT_OUT,
            32,
        ),
        Defect(
            "parts_do_not_add_up",
            "The services do not add up to the total (sailors afloat, unlisted services, services not "
            "reported). Only the total is used.",
            Action.FLAGGED,
            2733,
        ),
        Defect(
            "negative_part",
            "A service counts fewer than no marines (six countries in 1959): the part is read as missing.",
            Action.CORRECTED,
            6,
        ),
        Defect(
            "area_not_state",
            "An area outside the state system, with a code of the producer's.",
            Action.FLAGGED,
            946,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark repeated years, reporting spikes, empty twins and totals that their parts do not reach."""
    twin = pl.struct("ccode", "year").is_duplicated()
    later = pl.any_horizontal(
        (pl.col("ccode") == code) & pl.col("year").is_between(first, last) for code, _, first, last in EARLIER
    )
    coded = table.with_columns(later.alias("later")).with_columns(_state_of_the_day().alias("ccode"))
    ordered = coded.with_columns(
        (twin & (pl.col("troops") < pl.col("troops").max().over("ccode", "year"))).alias("empty_twin")
    ).sort("ccode", "year", "empty_twin")
    before = pl.col("troops").shift(1).over("ccode", order_by="year")
    after = pl.col("troops").shift(-1).over("ccode", order_by="year")
    neighbors = (before + after) / 2
    spike = (pl.col("troops") > 1.3 * neighbors) & (pl.col("troops") > neighbors + 2500)
    rules = {
        "same_as_1952": pl.col("year").is_in([1951, 1952]),
        "reporting_spike": pl.col("year").is_in(SPIKE_YEARS) & spike,
        "code_of_a_later_state": pl.col("later"),
        "empty_twin": pl.col("empty_twin"),
        "parts_do_not_add_up": pl.sum_horizontal(PARTS) != pl.col("troops"),
        "negative_part": pl.min_horizontal(PARTS) < 0,
        "area_not_state": pl.col("ccode").is_in(sorted(AREAS)),
    }
    positive = (pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in PARTS)
    return ordered.with_columns(marks(rules)).with_columns(*positive).drop("empty_twin", "later").sort("row")


def _state_of_the_day() -> pl.Expr:
    code = pl.col("ccode")
    for now, then, first, last in EARLIER:
        code = (
            pl.when((pl.col("ccode") == now) & pl.col("year").is_between(first, last))
            .then(then)
            .otherwise(code)
        )
    return code
