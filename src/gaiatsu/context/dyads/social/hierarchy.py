"""Hierarchy between two states, as far as obligations, troops and votes give traces of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable, Years
from gaiatsu.context.dyads.social.factor import LEAST_INDICATORS, OneFactor, factor_scores, fit_one_factor

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITION", "INDICATORS", "hierarchy_models", "ideal_gaps"]

DOMINANT: Final = 2
"""The one state whose troops, bases and subordinates are counted: the United States."""

TAIL: Final = 1.6448536269514722
"""The published interval runs from the fifth to the ninety-fifth percentile."""

BASES_LISTED: Final = 2015
LEAST_ALLIES: Final = 3
FIRST_INDEX_YEAR: Final = 1952
KEYS: Final = ("ccode1", "ccode2", "year")
INDICATORS: Final = ("defended", "log_troops", "economic", "closeness")
"""What the index is made of, within each year standardized over every possible target."""


def _years(years: Years) -> pl.Expr:
    return pl.col("year").is_between(years.first, years.last)


# --- obligations -----------------------------------------------------------------------------------------


def _obligations(atop: pl.DataFrame) -> pl.DataFrame:
    """Defense owed by the sender and owed back, every pair with a pact."""
    owed = atop.select(*KEYS, "defense")
    back = atop.select(
        pl.col("ccode2").alias("ccode1"), pl.col("ccode1").alias("ccode2"), "year", back="defense"
    )
    joined = owed.join(back, on=KEYS, how="full", coalesce=True)
    return joined.with_columns(pl.col("defense", "back").fill_null(0))


def _obligation_table(tables: Tables, years: Years) -> pl.DataFrame:
    pairs = _obligations(tables["atop"].table.filter(_years(years)))
    return pairs.select(
        *KEYS,
        (pl.col("defense") * (2 - pl.col("back"))).alias("protection"),
    )


# --- troops, bases, Lake's indices -----------------------------------------------------------------------


def _troops(tables: Tables) -> pl.DataFrame:
    """Troops per 1,000 inhabitants; the year before stands for a doubled count, nothing for a copied year."""
    people = tables["cow_nmc"].table.select("ccode", "year", people=pl.col("tpop"))
    counted = tables["us_troops"].table.filter(pl.col("ccode") < 1000).join(people, on=["ccode", "year"])
    spike = pl.col("quality").str.contains("reporting_spike")
    copied = pl.col("quality").str.contains("same_as_1952") & (pl.col("year") == 1951)
    rate = pl.when(pl.col("people") > 0).then(pl.col("troops") / pl.col("people"))
    before = pl.col("rate").shift(1).over("ccode", order_by="year")
    return counted.with_columns(rate=rate).select(
        pl.lit(DOMINANT, dtype=pl.Int64).alias("ccode1"),
        pl.col("ccode").alias("ccode2"),
        "year",
        pl.when(copied)
        .then(None)
        .when(spike)
        .then(before)
        .otherwise(pl.col("rate"))
        .alias("troops_per_1000"),
        pl.when(copied)
        .then(pl.lit("same_as_1952"))
        .when(spike)
        .then(pl.lit("reporting_spike"))
        .otherwise(pl.lit(""))
        .alias("quality"),
    )


def _troops_table(tables: Tables, years: Years) -> pl.DataFrame:
    return _troops(tables).filter(_years(years))


def _lake_table(tables: Tables, years: Years) -> pl.DataFrame:
    table = tables["lake_hierarchy"].table.filter(_years(years) & (pl.col("ccode") != DOMINANT))
    return table.select(
        pl.lit(DOMINANT, dtype=pl.Int64).alias("ccode1"),
        pl.col("ccode").alias("ccode2"),
        "year",
        pl.col("security").alias("lake_security"),
        pl.col("economic").alias("lake_economic"),
    )


def _base_table(tables: Tables, years: Years) -> pl.DataFrame:
    """Sites of the one list there is, from the year it describes on; zero for states without one."""
    sites = (
        tables["us_bases"]
        .table.group_by(pl.col("ccode").alias("ccode2"))
        .agg(us_base_sites=pl.len().cast(pl.Int64), us_large_bases=pl.col("large").sum().cast(pl.Int64))
    )
    rows = tables["cow_nmc"].table.filter(
        _years(years) & (pl.col("year") >= BASES_LISTED) & (pl.col("ccode") != DOMINANT)
    )
    keyed = rows.select(
        pl.lit(DOMINANT, dtype=pl.Int64).alias("ccode1"), pl.col("ccode").alias("ccode2"), "year"
    )
    joined = keyed.join(sites, on="ccode2", how="left")
    return joined.with_columns(pl.col("us_base_sites", "us_large_bases").fill_null(0))


# --- distance in votes, against comparable allies --------------------------------------------------------


def ideal_gaps(points: pl.DataFrame, pacts: pl.DataFrame) -> pl.DataFrame:
    """Distance of each protected ally from its protector, less the mean distance of the other allies.

    The distance to the United States rises for all its allies together, because the issues voted on and the
    American position change. A rise in one ally is a sign of that ally only as far as it exceeds the rise of
    the others.

    Parameters
    ----------
    points
        Columns ccode, year, ideal_point, low, high (fifth and ninety-fifth percentile).
    pacts
        Columns ccode1, ccode2, year: state 1 owes state 2 defense in that year. The comparison group of a
        pair is every other ccode2 of the same ccode1 and year that has an ideal point.

    Returns
    -------
    polars.DataFrame
        Columns ccode1, ccode2, year, ideal_distance, ideal_distance_se, distance_allies (size of the group),
        distance_minus_allies_mean, distance_minus_allies_se (error of the estimated points),
        distance_allies_sd (spread of the group). Differences are missing below ``LEAST_ALLIES`` other allies.

    Notes
    -----
    With ``d_i = |s - x_i|`` and ``g_i = sign(s - x_i)``, ``D_i = d_i - mean_j d_j``. Errors of the points
    are taken as independent: ``var D_i = v_i + sum_j v_j / m^2 + (g_i - mean_j g_j)^2 v_s``. The sender's own
    error cancels as far as all allies stand on the same side of it.

    References
    ----------
    bailey2017

    Examples
    --------
    >>> point = [3.0, 1.5, 2.0, 2.0, 2.0]
    >>> points = pl.DataFrame({"ccode": [2, 740, 20, 200, 220], "year": [1990] * 5, "ideal_point": point,
    ...                        "low": [x - 0.1 for x in point], "high": [x + 0.1 for x in point]})
    >>> pacts = pl.DataFrame({"ccode1": [2] * 4, "ccode2": [740, 20, 200, 220], "year": [1990] * 4})
    >>> gap = ideal_gaps(points, pacts).filter(pl.col("ccode2") == 740)
    >>> round(gap["distance_minus_allies_mean"].item(), 3), gap["distance_allies"].item()
    (0.5, 3)
    """
    known = points.filter(pl.col("ideal_point").is_not_null()).select(
        "ccode", "year", point="ideal_point", error=(pl.col("high") - pl.col("low")) / (2 * TAIL)
    )
    sender = known.select(pl.col("ccode").alias("ccode1"), "year", s="point", s_var=pl.col("error") ** 2)
    target = known.select(pl.col("ccode").alias("ccode2"), "year", x="point", v=pl.col("error") ** 2)
    pairs = pacts.select(KEYS).join(sender, on=["ccode1", "year"]).join(target, on=["ccode2", "year"])
    pairs = pairs.with_columns(d=(pl.col("s") - pl.col("x")).abs(), g=(pl.col("s") - pl.col("x")).sign())
    group = ("ccode1", "year")
    others = pl.len().over(group) - 1

    def mean_of_others(name: str) -> pl.Expr:
        return (pl.col(name).sum().over(group) - pl.col(name)) / others

    pairs = pairs.with_columns(
        m=others, d2=pl.col("d") ** 2, d_mean=mean_of_others("d"), g_mean=mean_of_others("g")
    ).with_columns(d2_mean=mean_of_others("d2"), v_mean=mean_of_others("v"))
    spread = (
        (pl.col("d2_mean") - pl.col("d_mean") ** 2).clip(lower_bound=0) * pl.col("m") / (pl.col("m") - 1)
    ).sqrt()
    error = (
        pl.col("v") + pl.col("v_mean") / pl.col("m") + (pl.col("g") - pl.col("g_mean")) ** 2 * pl.col("s_var")
    ).sqrt()
    enough = pl.col("m") >= LEAST_ALLIES
    return pairs.select(
        *KEYS,
        ideal_distance="d",
        ideal_distance_se=(pl.col("v") + pl.col("s_var")).sqrt(),
        distance_allies=pl.col("m").cast(pl.Int64),
        distance_minus_allies_mean=pl.when(enough).then(pl.col("d") - pl.col("d_mean")),
        distance_minus_allies_se=pl.when(enough).then(error),
        distance_allies_sd=pl.when(enough).then(spread),
    )


def _gap_table(tables: Tables, years: Years) -> pl.DataFrame:
    pacts = tables["atop"].table.filter(_years(years) & (pl.col("defense") == 1))
    return ideal_gaps(tables["unga_idealpoints"].table.filter(_years(years)), pacts)


# --- the index -------------------------------------------------------------------------------------------


def _indicator_frame(tables: Tables) -> pl.DataFrame:
    """Every possible target of the dominant state by year, with the raw indicators."""
    span = Years(FIRST_INDEX_YEAR, 10_000)
    points = tables["unga_idealpoints"].table.filter(_years(span))
    own = points.filter(pl.col("ccode") == DOMINANT).select("year", own="ideal_point")
    close = points.join(own, on="year").select(
        pl.col("ccode").alias("ccode2"), "year", closeness=-(pl.col("own") - pl.col("ideal_point")).abs()
    )
    pacts = tables["atop"].table.filter(_years(span) & (pl.col("ccode1") == DOMINANT))
    troops = _troops_table(tables, span).select(
        "ccode2", "year", "quality", log_troops=(1 + 100 * pl.col("troops_per_1000")).log()
    )
    lake = _lake_table(tables, span).select("ccode2", "year", economic="lake_economic")
    base = tables["cow_nmc"].table.filter(_years(span) & (pl.col("ccode") != DOMINANT))
    frame = base.select(pl.col("ccode").alias("ccode2"), "year")
    for part in (pacts.select("ccode2", "year", defended="defense"), troops, lake, close):
        frame = frame.join(part, on=["ccode2", "year"], how="left")
    last = tables["atop"].table["year"].max()
    known = pl.when(pl.col("year") <= last).then(pl.col("defended").fill_null(0).cast(pl.Float64))
    return frame.with_columns(known.alias("defended")).sort("year", "ccode2")


def _standardized(frame: pl.DataFrame) -> pl.DataFrame:
    """Each indicator less its mean of the year, over its standard deviation of the year."""
    scores = []
    for name in INDICATORS:
        deviation = pl.col(name).std().over("year")
        scores.append(
            pl.when(deviation > 0)
            .then((pl.col(name) - pl.col(name).mean().over("year")) / deviation)
            .alias(name)
        )
    return frame.with_columns(scores)


def hierarchy_models(standardized: pl.DataFrame) -> dict[int, OneFactor]:
    """Fit the measurement model of each year to that year and those before it, never to later ones.

    Parameters
    ----------
    standardized
        Columns year and ``INDICATORS``, standardized within the year, missing where not observed.

    Returns
    -------
    dict
        Model by year.

    Notes
    -----
    Correlations are taken over the pairs of indicators observed together in any year so far.
    """
    values = standardized.select(INDICATORS).to_numpy().astype(float)
    when = standardized["year"].to_numpy()
    shape = (len(INDICATORS), len(INDICATORS))
    products, left, right = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    models: dict[int, OneFactor] = {}
    for year in np.unique(when):
        block = values[when == year]
        seen = np.isfinite(block).astype(float)
        filled = np.where(seen > 0, block, 0.0)
        products += filled.T @ filled
        left += (filled**2).T @ seen
        right += seen.T @ (filled**2)
        correlations = products / np.sqrt(left * right)
        np.fill_diagonal(correlations, 1.0)
        models[int(year)] = fit_one_factor(correlations)
    return models


def _index_table(tables: Tables, years: Years) -> pl.DataFrame:
    standardized = _standardized(_indicator_frame(tables)).filter(pl.col("year") <= years.last)
    models = hierarchy_models(standardized)
    parts = []
    for year, model in models.items():
        if year < years.first:
            continue
        block = standardized.filter(pl.col("year") == year)
        values = block.select(INDICATORS).to_numpy().astype(float)
        mean, deviation = factor_scores(model, values)
        parts.append(
            block.select(
                pl.lit(DOMINANT, dtype=pl.Int64).alias("ccode1"),
                "ccode2",
                "year",
                hierarchy_index=pl.Series(mean),
                hierarchy_index_sd=pl.Series(deviation),
                hierarchy_indicators=pl.Series(np.isfinite(values).sum(axis=1)),
                quality="quality",
            )
        )
    table = pl.concat(parts) if parts else _EMPTY_INDEX
    return table.filter(pl.col("hierarchy_indicators") >= LEAST_INDICATORS)


_EMPTY_INDEX: Final = pl.DataFrame(
    schema={
        **dict.fromkeys(KEYS, pl.Int64),
        "hierarchy_index": pl.Float64,
        "hierarchy_index_sd": pl.Float64,
        "hierarchy_indicators": pl.Int64,
        "quality": pl.String,
    }
)


# --- what the codebook says ------------------------------------------------------------------------------

ATOP, VOTES = ("atop",), ("unga_idealpoints", "atop")
NOT_IDENTITY = (
    "Not how elites see their state: a stock of obligations and arms outlives the beliefs behind it"
)
ONLY_AMERICAN = "The United States as sender only; missing for every other sender"

_OBLIGATION = (
    Variable(
        "protection",
        "defense owed by the sender: 0 none, 1 mutual, 2 without return",
        "0-2",
        Nature.SOCIAL,
        ATOP,
        "defense owed times (2 less defense owed back); the equal steps are ours",
        "the order is an assumption: protection without return is taken as the more subordinate place",
        NOT_IDENTITY + ". The U.S.-Japan texts of 1951, which binds nobody to defend, and of 1960 are coded "
        "alike, so it cannot date a change",
        absent=0,
        covers=Years(1815, 2018),
    ),
)
_GAPS = (
    Variable(
        "ideal_distance",
        "distance between the ideal points of two states, the sender bound to defend the target",
        "standard deviations",
        Nature.SOCIAL,
        VOTES,
        "absolute difference; only for pairs in which the sender owes defense",
        "see ideal_distance_se",
        "Moves for all allies together when the agenda or the sender moves: use distance_minus_allies_mean",
    ),
    Variable(
        "ideal_distance_se",
        "standard error of ideal_distance",
        "standard deviations",
        Nature.SOCIAL,
        VOTES,
        "root of the sum of both variances, each (95th - 5th percentile) / 3.29",
        "errors of the two points taken as independent",
    ),
    Variable(
        "distance_allies",
        "other allies of the sender with a defense pact and an ideal point in that year",
        "states",
        Nature.SOCIAL,
        VOTES,
        "size of the comparison group",
    ),
    Variable(
        "distance_minus_allies_mean",
        "distance to the sender less the mean distance of its other allies",
        "standard deviations",
        Nature.SOCIAL,
        VOTES,
        "comparison group: every other state to which the sender owes defense in that year",
        "distance_minus_allies_se for the points, distance_allies_sd for how far allies differ",
        "Votes are cheap and seldom about the two states; agreement there is not deference in trade. The "
        "group holds Latin America's signatories of 1947 beside NATO",
    ),
    Variable(
        "distance_minus_allies_se",
        "standard error of distance_minus_allies_mean from the published intervals",
        "standard deviations",
        Nature.SOCIAL,
        VOTES,
        "errors of the points independent; the sender's own cancels where all allies are on one side of it",
    ),
    Variable(
        "distance_allies_sd",
        "spread of the distances of the other allies",
        "standard deviations",
        Nature.SOCIAL,
        VOTES,
        "standard deviation over the comparison group",
    ),
)
_BASES = tuple(
    Variable(
        name,
        meaning,
        "sites",
        Nature.SOCIAL,
        ("us_bases", "cow_nmc"),
        "count of the list; the same number in every year from 2015 on",
        "one list of about 2015 from public reports; two names may be one site",
        "A snapshot: missing before 2015, where it would be knowledge from the future, and stale later. "
        + NOT_IDENTITY,
    )
    for name, meaning in (
        ("us_base_sites", "American military sites in the target, of any size"),
        ("us_large_bases", "of these, bases of size"),
    )
)
_ALL = ("atop", "us_troops", "cow_nmc", "lake_hierarchy", "unga_idealpoints")
_INDEX = (
    Variable(
        "hierarchy_index",
        "what obligations, troops, Lake's economic index and votes share, the sender being dominant",
        "standard deviations over all states of the year",
        Nature.SOCIAL,
        _ALL,
        "one factor, maximum likelihood, on defense owed (0-1), log(1 + troops per 100,000), lake_economic "
        "and minus the distance between ideal points, each standardized within the year; loadings from that "
        "year and earlier ones",
        "hierarchy_index_sd; the error of the loadings is left out",
        "Assumes normal, independent errors. Whether defense is owed back is left out, because ATOP and COW "
        "code the same treaties differently. Relative to all states of the year, so a drift shared by all is "
        "not in it. After 2000 without Lake. " + NOT_IDENTITY + ". " + ONLY_AMERICAN,
    ),
    Variable(
        "hierarchy_index_sd",
        "posterior standard deviation of hierarchy_index",
        "standard deviations",
        Nature.SOCIAL,
        _ALL,
        "one less its square is the reliability of the index for that state and year",
    ),
    Variable(
        "hierarchy_indicators",
        "indicators that the index could use",
        "3 or 4",
        Nature.SOCIAL,
        _ALL,
        f"fewer than {LEAST_INDICATORS}: no index",
    ),
)

ADDITION: Final = Addition(
    "hierarchy_social",
    "Hierarchy: obligations, troops and votes as traces of who is the senior partner",
    needs=(*_ALL, "us_bases"),
    parts=(
        Part(Level.DIRECTED, _OBLIGATION, _obligation_table),
        Part(Level.DIRECTED, _GAPS, _gap_table),
        Part(Level.DIRECTED, _INDEX, _index_table),
        Part(Level.DIRECTED, _BASES, _base_table),
    ),
    notes=(
        "The sender is the possible senior partner.",
        "Troops, Lake's indices and obligations stand in the additions troops, hierarchy and alliance.",
        "Nothing here measures whether elites see their state as the junior partner.",
        "American bases are known from a single list of about 2015 and stand in no earlier year.",
    ),
)
