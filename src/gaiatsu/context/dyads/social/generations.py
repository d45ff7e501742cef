"""Generations at the top: leaders, Japan's members of parliament, America's diplomats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from gaiatsu.context.cohorts import (
    PERIODS,
    POLITICIANS,
    TENURE_SHAPES,
    formed_shares,
    seats_in,
    sitting_weights,
)
from gaiatsu.context.dyads.leaders import reign_spells, with_successors
from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable, Years
from gaiatsu.context.elites import OCCUPATION_END
from gaiatsu.numerics.special import normal_cdf

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITION", "diet_years", "diplomat_years", "leader_years", "officials_weight"]

Numbers = NDArray[np.float64]
JAPAN, AMERICA = 740, 2
SHOWN: Final = PERIODS[:2]
MIDDLE_SHAPE: Final = 1.0
OCCUPIED: Final = (1945, 1952)
ARCHIGOS_ENDS, REIGN_ENDS = 2015, 2020
DIET_YEARS: Final = Years(1947, 2020)
LAST_ELECTION_UNDER_OCCUPATION: Final = 1949
POST_YEARS: Final = 3
"""Years a diplomat without a recorded end is taken to have served, the usual tour."""

KERNELS: Final = ((28.0, 5.4), (32.0, 3.5), (36.0, 3.5))
"""Mean and spread in years from entry to the top: America's ambassadors, the theory's, a slower one."""


def leader_years(spells: pl.DataFrame, traits: pl.DataFrame, years: Years) -> pl.DataFrame:
    """Describe what formed the leader who was in office on 1 July.

    Parameters
    ----------
    spells
        Columns id, ccode, start, end (dates), birth_year; one row a spell in office.
    traits
        Columns id, military, combat, rebel (1 if so, before taking office).
    years
        Years wanted.

    Returns
    -------
    polars.DataFrame
        Columns ccode, year, leader_formed_<period> for the periods shown, leader_military, leader_combat,
        leader_rebel. Of spells that share the day the later one counts.

    References
    ----------
    goemans2009

    Examples
    --------
    >>> from datetime import date
    >>> spells = pl.DataFrame({"id": ["JPN-1991"], "ccode": [740], "start": [date(1991, 11, 6)],
    ...                        "end": [date(1993, 8, 9)], "birth_year": [1919]})
    >>> traits = pl.DataFrame({"id": ["JPN-1991"], "military": [0], "combat": [0], "rebel": [0]})
    >>> leader_years(spells, traits, Years(1991, 1993)).select("year", "leader_formed_wartime").rows()
    [(1992, 1.0), (1993, 1.0)]
    """
    dated = spells.drop_nulls(["start", "end"])
    grid = pl.DataFrame({"year": range(years.first, years.last + 1)}, schema={"year": pl.Int64})
    held = dated.join(grid, how="cross").filter(
        pl.date(pl.col("year"), 7, 1).is_between(pl.col("start"), pl.col("end"))
    )
    latest = held.sort("ccode", "year", "start").unique(["ccode", "year"], keep="last", maintain_order=True)
    shares = formed_shares(latest["birth_year"].cast(pl.Float64).fill_null(float("nan")).to_numpy())
    columns = {f"leader_formed_{p.id}": pl.Series(shares[:, n]).fill_nan(None) for n, p in enumerate(SHOWN)}
    joined = latest.select("id", "ccode", "year").with_columns(**columns).join(traits, on="id", how="left")
    renamed = {name: f"leader_{name}" for name in ("military", "combat", "rebel")}
    return joined.rename(renamed).select("ccode", "year", *columns, *renamed.values())


def _leader_table(tables: Tables, years: Years) -> pl.DataFrame:
    """Leaders of Archigos; after it ends those of REIGN; none for occupied Japan, whose generals it lists."""
    traits = _traits(tables["lead"].table)
    first = leader_years(
        with_successors(tables["archigos"].table), traits, Years(years.first, min(years.last, ARCHIGOS_ENDS))
    )
    occupied = (pl.col("ccode") == JAPAN) & pl.col("year").is_between(*OCCUPIED)
    later = Years(max(years.first, ARCHIGOS_ENDS + 1), min(years.last, REIGN_ENDS))
    told = [first.filter(~occupied)]
    if later.first <= later.last:
        spells = reign_spells(tables).with_columns(
            pl.concat_str(pl.lit("reign"), "ccode", "leader").alias("id")
        )
        told.append(leader_years(spells, traits, later))
    return pl.concat(told)


def _traits(lead: pl.DataFrame) -> pl.DataFrame:
    return lead.select("id", pl.col("military_service").alias("military"), "combat", "rebel")


def diet_years(winners: pl.DataFrame, years: Years) -> pl.DataFrame:
    """Estimate which generations sat in Japan's House of Representatives, from first elections alone.

    Parameters
    ----------
    winners
        Columns year (of first election since 1947), birth_year, wins_before_1947; one row a member.
    years
        Years wanted.

    Returns
    -------
    polars.DataFrame
        Columns ccode, year and, for the shares formed in each period shown and for ``entered_early``, a
        middle value under a constant rate of leaving and the lowest and highest over ``TENURE_SHAPES``. In
        the columns ``senior_...`` members count by the chance that they had reached the top by then, if
        careers are those of prime ministers (``POLITICIANS``).

    Examples
    --------
    >>> winners = pl.DataFrame({"year": [1947] * 466 + [1983] * 466, "wins_before_1947": [0] * 932,
    ...                         "birth_year": [1900] * 466 + [1940] * 466})
    >>> found = diet_years(winners, Years(1983, 1983))
    >>> round(found["diet_formed_wartime"].item(), 2)
    0.09
    """
    entry = winners["year"].to_numpy().astype(float)
    formed = formed_shares(winners["birth_year"].to_numpy().astype(float))
    returned = winners["wins_before_1947"].to_numpy() > 0
    early = ((entry <= LAST_ELECTION_UNDER_OCCUPATION) | returned).astype(float)
    what = {f"formed_{p.id}": formed[:, n] for n, p in enumerate(SHOWN)} | {"entered_early": early}
    rows = []
    for year in range(max(years.first, DIET_YEARS.first), min(years.last, DIET_YEARS.last) + 1):
        row: dict[str, float] = {"ccode": JAPAN, "year": year}
        weights = {
            shape: sitting_weights(entry, year=year, seats=seats_in(year), shape=shape)
            for shape in TENURE_SHAPES
        }
        senior = normal_cdf((year - entry - POLITICIANS[0]) / POLITICIANS[1])
        for name, mark in what.items():
            row |= _bounds(f"diet_{name}", mark, weights)
        for period in SHOWN:
            raised = {shape: w * senior for shape, w in weights.items()}
            row |= _bounds(f"senior_formed_{period.id}", what[f"formed_{period.id}"], raised)
        rows.append(row)
    schema = {"ccode": pl.Int64, "year": pl.Int64} | dict.fromkeys(_diet_columns(), pl.Float64)
    return pl.DataFrame(rows, schema=schema)


def _bounds(name: str, mark: Numbers, weights: dict[float, Numbers]) -> dict[str, float]:
    shares = {shape: float((w * mark).sum() / w.sum()) for shape, w in weights.items()}
    values = (shares[MIDDLE_SHAPE], min(shares.values()), max(shares.values()))
    return dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))


def _diet_columns() -> tuple[str, ...]:
    periods = [f"formed_{period.id}" for period in SHOWN]
    names = (*(f"diet_{p}" for p in periods), "diet_entered_early", *(f"senior_{p}" for p in periods))
    return tuple(f"{name}{bound}" for name in names for bound in ("", "_low", "_high"))


def _diet_table(tables: Tables, years: Years) -> pl.DataFrame:
    return diet_years(tables["jhred_winners"].table, years)


def diplomat_years(services: pl.DataFrame, people: pl.DataFrame, years: Years) -> pl.DataFrame:
    """Say which generations held America's diplomatic posts on 1 July, from dated services.

    Parameters
    ----------
    services
        Columns person, started, ended (dates); a missing end is read as ``POST_YEARS`` later.
    people
        Columns person, birth_year.
    years
        Years wanted.

    Returns
    -------
    polars.DataFrame
        Columns ccode, year, envoys (people in post) and, for each period shown, the share formed in it
        with bounds for those whose year of birth is unknown; in the columns ``envoys_senior_...`` people
        count by the years since their first post.

    Examples
    --------
    >>> from datetime import date
    >>> services = pl.DataFrame({"person": ["a", "b"], "started": [date(1950, 1, 1)] * 2,
    ...                          "ended": [date(1953, 1, 1), None]})
    >>> people = pl.DataFrame({"person": ["a", "b"], "birth_year": [1900, None]})
    >>> diplomat_years(services, people, Years(1951, 1951)).row(0)[:7]
    (2, 1951, 2, 0.5, 1.0, 0.0, 0.5)
    """
    ends = pl.coalesce("ended", pl.col("started").dt.offset_by(f"{POST_YEARS}y"))
    grid = pl.DataFrame({"year": range(years.first, years.last + 1)}, schema={"year": pl.Int64})
    day = pl.date(pl.col("year"), 7, 1)
    dated = services.filter(pl.col("started").is_not_null())
    held = (
        dated.with_columns(ends.alias("until"))
        .join(grid, how="cross")
        .filter((pl.col("started") <= day) & (pl.col("until") > day))
        .unique(["person", "year"], keep="first", maintain_order=True)
        .join(people, on="person", how="left")
        .join(dated.group_by("person").agg(first_post=pl.col("started").min()), on="person", how="left")
        .with_columns(alike=pl.lit(1.0), served=(day - pl.col("first_post")).dt.total_days().cast(pl.Float64))
    )
    shares = formed_shares(held["birth_year"].cast(pl.Float64).fill_null(float("nan")).to_numpy())
    marked = held.with_columns(pl.Series(f"s{n}", shares[:, n]).fill_nan(None) for n in range(len(SHOWN)))
    bounds = {}
    for name, weight in (("envoys_formed", pl.col("alike")), ("envoys_senior", pl.col("served"))):
        for n, period in enumerate(SHOWN):
            known = (pl.col(f"s{n}") * weight).sum() / weight.sum()
            unknown = weight.filter(pl.col(f"s{n}").is_null()).sum() / weight.sum()
            bounds[f"{name}_{period.id}_low"] = known.fill_nan(None)
            bounds[f"{name}_{period.id}_high"] = (known + unknown).fill_nan(None)
    grouped = marked.group_by("year").agg(envoys=pl.len().cast(pl.Int64), **bounds).sort("year")
    return grouped.select(pl.lit(AMERICA, dtype=pl.Int64).alias("ccode"), "year", "envoys", *bounds)


def _diplomat_table(tables: Tables, years: Years) -> pl.DataFrame:
    wanted = ("person", "started", "ended")
    missions, principals = tables["us_diplomats_missions"].table, tables["us_diplomats_principals"].table
    services = pl.concat([missions.select(wanted), principals.select(wanted)])
    return diplomat_years(services, tables["us_diplomats_people"].table.select("person", "birth_year"), years)


def officials_weight(years: Years) -> pl.DataFrame:
    """Weigh Japan's officials who had entered by the end of the occupation, under assumed careers.

    No set holds the careers of the ministries' officials, on which the article's claim rests. What can be
    computed is what careers of a stated length would imply.

    Parameters
    ----------
    years
        Years wanted.

    Returns
    -------
    polars.DataFrame
        Columns ccode, year, officials_early (the theory's kernel) and its lowest and highest over
        ``KERNELS``, on 1 July.

    Notes
    -----
    ``1 - Phi((t - 1952.32 - mean) / spread)``.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> round(officials_weight(Years(1985, 1985))["officials_early"].item(), 2)
    0.37
    """
    when = np.arange(years.first, years.last + 1)
    by_kernel = [normal_cdf((mean + OCCUPATION_END - (when + 0.5)) / spread) for mean, spread in KERNELS]
    stacked = np.stack(by_kernel)
    return pl.DataFrame(
        {
            "ccode": np.full(when.size, JAPAN),
            "year": when,
            "officials_early": by_kernel[1],
            "officials_early_low": stacked.min(axis=0),
            "officials_early_high": stacked.max(axis=0),
        }
    )


def _officials_table(tables: Tables, years: Years) -> pl.DataFrame:
    del tables
    return officials_weight(years)


# --- what the codebook says ------------------------------------------------------------------------------

NOT_BELIEF: Final = "When someone was young is not what they learned, nor whether they defer."
LEADERS, LEAD, JHRED = ("archigos", "reign_leaders"), ("lead", "archigos"), ("jhred_winners",)
DIPLOMATS: Final = ("us_diplomats_missions", "us_diplomats_principals", "us_diplomats_people")
SHARE: Final = "0-1"

_LEADERS = (
    *(
        Variable(
            f"leader_formed_{period.id}",
            f"share of the leader's years of age 20-25 in: {period.label}",
            SHARE,
            Nature.SOCIAL,
            LEADERS,
            "leader in office on 1 July; from the year of birth; Archigos to 2015, REIGN to 2020",
            "a year of birth that is off by one moves it by 1/6",
            NOT_BELIEF + " Japan in 1945-52 is missing: its leaders in the list are the American generals",
        )
        for period in SHOWN
    ),
    *(
        Variable(
            f"leader_{name}",
            f"1 if the leader in office on 1 July had {words} before",
            "0 or 1",
            Nature.SOCIAL,
            LEAD,
            "as the producer codes it",
            "biographies are thin for short terms of office",
            "What was done, not what was learned from it. Ends in 2015",
        )
        for name, words in (
            ("military", "served in the military"),
            ("combat", "been in combat"),
            ("rebel", "been a rebel"),
        )
    ),
)


def _diet(name: str, words: str) -> tuple[Variable, ...]:
    kinds = {
        "": "leaving at a constant rate",
        "_low": "lowest over three shapes of tenure",
        "_high": "highest over three shapes of tenure",
    }
    return tuple(
        Variable(
            f"{name}{bound}",
            f"share of Japan's lower house {words}; {kind}",
            SHARE,
            Nature.SOCIAL,
            JHRED,
            "first elections only are listed; tenure follows a Weibull law (shape .6, 1 or 2) whose scale "
            "fills the known number of seats in each year",
            "the bounds hold the assumption about tenure, not those who left and returned",
            NOT_BELIEF + " Members of parliament are not the officials the article speaks of. Japan only",
        )
        for bound, kind in kinds.items()
    )


_DIET = (
    *(v for p in SHOWN for v in _diet(f"diet_formed_{p.id}", f"formed in: {p.label}")),
    *_diet("diet_entered_early", "first elected before the end of the occupation, or before 1947"),
    *(
        v
        for p in SHOWN
        for v in _diet(
            f"senior_formed_{p.id}",
            f"weighted by seniority (prime ministers' careers: 25 years, spread 8), formed in: {p.label}",
        )
    ),
)
_DIPLOMATS = (
    Variable(
        "envoys",
        "chiefs of mission and principal officers of the Department of State in post on 1 July",
        "people",
        Nature.SOCIAL,
        DIPLOMATS,
        f"from dated services; an end that is not recorded is read as {POST_YEARS} years after the start",
    ),
    *(
        Variable(
            f"envoys_formed_{period.id}_{bound}",
            f"share of America's diplomats in post formed in: {period.label}, at {words}",
            SHARE,
            Nature.SOCIAL,
            DIPLOMATS,
            "from years of birth; every post counts alike",
            "the bounds hold years of birth that are not recorded",
            NOT_BELIEF + " The United States only; political appointees are in it",
        )
        for period in SHOWN
        for bound, words in (("low", "least"), ("high", "most"))
    ),
    *(
        Variable(
            f"envoys_senior_{period.id}_{bound}",
            f"share of America's diplomats in post formed in: {period.label}, by seniority, at {words}",
            SHARE,
            Nature.SOCIAL,
            DIPLOMATS,
            "each counts by the years since the first post on record, in a mission or at the Department",
            "the bounds hold years of birth that are not recorded",
            NOT_BELIEF + " Years of service below these posts are in no set, so careers look short",
        )
        for period in SHOWN
        for bound, words in (("low", "least"), ("high", "most"))
    ),
)
_OFFICIALS = tuple(
    Variable(
        f"officials_early{bound}",
        f"weight at the top of Japan's officials who entered by April 1952: {words}",
        SHARE,
        Nature.SOCIAL,
        (),
        "no data: careers from entry to the top take a normal time, " + how,
        "the bounds hold the length of careers, not the shape of the law or the size of the cohorts",
        "No set holds entry cohorts of MITI, MOF or MOFA. This is what an assumption implies. Japan only",
    )
    for bound, words, how in (
        ("", "the theory's careers", "32 years with spread 3.5"),
        ("_low", "least", "the lowest over 28 (5.4), 32 (3.5) and 36 (3.5) years"),
        ("_high", "most", "the highest over 28 (5.4), 32 (3.5) and 36 (3.5) years"),
    )
)

ADDITION: Final = Addition(
    "generations",
    "Generations at the top: leaders, Japan's lower house, America's diplomats",
    needs=("archigos", "reign_leaders", "lead", "jhred_winners", *DIPLOMATS),
    parts=(
        Part(Level.STATE_YEAR, _LEADERS, _leader_table),
        Part(Level.STATE_YEAR, _DIET, _diet_table),
        Part(Level.STATE_YEAR, _DIPLOMATS, _diplomat_table),
        Part(Level.STATE_YEAR, _OFFICIALS, _officials_table),
    ),
    notes=(
        "Entry cohorts of Japan's ministries, on which the article's claim rests, are in no set read here.",
        (
            "America's legislators are listed with years of birth but without dates of service, so no share "
            "of a generation in Congress can be computed."
        ),
    ),
)
