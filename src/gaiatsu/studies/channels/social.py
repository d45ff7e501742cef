"""Indicators of the social context of a dyad on the eve of a period, from the panel of dyad-years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gaiatsu.context.dyads.build import build
from gaiatsu.context.dyads.records import Years
from gaiatsu.context.dyads.spec import PanelSpec, Unit

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITIONS", "CONCEPTS", "INDICATORS", "Indicator", "indicators"]

ADDITIONS: Final = (
    "alliance",
    "gatt_wto",
    "igo",
    "hierarchy",
    "hierarchy_social",
    "procedure",
    "troops",
    "rivalry",
    "record",
    "democracy",
)
UNITED_STATES: Final = 2
PREDECESSORS: Final = {255: (260, 1990), 679: (678, 1990)}
"""Germany and Yemen on the eve of their first year are read under the code they had then."""

FEWEST_OTHERS: Final = 20
"""States to compare a distance with, at least."""


@dataclass(frozen=True)
class Indicator:
    """One observable trace of a concept.

    Parameters
    ----------
    name
        Column.
    concept
        What it is a trace of.
    means
        What is measured.
    sign
        Why more of it should mean more pressure to concede, or a more credible or costlier threat.
    limits
        What it does not measure, and for whom it is missing.
    indexed
        Whether the index of the concept uses it.
    """

    name: str
    concept: str
    means: str
    sign: str
    limits: str
    indexed: bool = True


_EVE: Final = "on the eve of the period (the year before)"
_DEFERENCE: Final = "a subordinate owes deference (H in eq. 2)"
_COMMON: Final = "common rules give a demand grounds that the target accepts (l in eq. 2)"
_TRUST: Final = "trust lowers the expected loss from a deal that is stretched (tau in eq. 2)"

INDICATORS: Final = (
    Indicator(
        "protection",
        "hierarchy",
        f"defense owed by the sender {_EVE} (ATOP): 0 none, 1 mutual, 2 not returned",
        _DEFERENCE,
        "a treaty's text; nearly all obligations are mutual, so it is close to an alliance",
    ),
    Indicator(
        "troops",
        "hierarchy",
        f"log of 1 + U.S. troops for 100,000 inhabitants {_EVE}",
        _DEFERENCE,
        "missing unless the United States sends: troops of others are in no set read here",
    ),
    Indicator(
        "economic_hierarchy",
        "hierarchy",
        f"Lake's index of economic hierarchy {_EVE}",
        _DEFERENCE,
        "missing unless the United States sends; made of trade dependence and the exchange-rate regime, so "
        "partly material",
    ),
    Indicator(
        "closeness",
        "hierarchy",
        f"nearness of the ideal points in the General Assembly {_EVE}, against all states in their distance "
        "from the same sender in the same year",
        _DEFERENCE,
        "votes are cheap; missing for states without a seat (both Germanies to 1973, both Koreas to 1991)",
    ),
    Indicator(
        "closeness_among_allies",
        "hierarchy",
        f"less of the distance from the sender than its other allies keep {_EVE}",
        _DEFERENCE,
        "only where the sender owes the target and at least three others defense: a quarter of the rows",
        indexed=False,
    ),
    Indicator(
        "both_members",
        "legitimacy",
        f"1 if both are in the GATT or WTO {_EVE}",
        _COMMON,
        "says that rules bind, not that the demand is grounded in them; a unilateral threat breaks them too",
    ),
    Indicator(
        "common_bodies",
        "legitimacy",
        f"log of 1 + organizations of which both are members {_EVE}",
        _COMMON,
        "grows with wealth, age and region",
    ),
    Indicator(
        "trade_agreement",
        "legitimacy",
        f"1 if a trade agreement surely binds both {_EVE}",
        _COMMON,
        "years of entry into force are often missing: read as five years after signing",
    ),
    Indicator(
        "no_settlement",
        "procedure",
        f"1 less the strength of dispute settlement between the two {_EVE} (DSM of eq. 10); 1 where no "
        "regime binds both",
        "where a procedure binds, acting alone has no excuse (X in eq. 10)",
        "1 in every row before December 1993, and so in every decade",
    ),
    Indicator(
        "trust_record",
        "trust",
        "tau of eq. 7 on the first day, from deals between the two that stood or "
        "were reopened by the sender within five years",
        _TRUST,
        "most dyads have no deal on record and stand at the prior; a deal presupposes a concession, so the "
        "record of dyads that often conceded is longer; who broke what is not coded",
    ),
    Indicator(
        "no_dispute",
        "amity",
        "less of log 1 + militarized disputes begun in the ten years before",
        _TRUST,
        "hostility is the scope of the theory as much as a lack of trust",
    ),
    Indicator(
        "no_rivalry",
        "amity",
        f"1 unless strategic rivals {_EVE}",
        _TRUST,
        "hostility is the scope of the theory as much as a lack of trust",
    ),
    Indicator(
        "resolve",
        "reputation",
        "R of eq. 6 on the first day: threats of the sender that were carried out "
        "against those dropped, forgetting, others' at a quarter",
        "a sender that follows through is expected to do so again (q in eq. 3)",
        "leading senders only; a dropped threat needs a coded outcome and an imposed one does not, so R is "
        "too high where outcomes are missing",
    ),
    Indicator(
        "resolve_elsewhere",
        "reputation",
        "the same from threats against all others, at full weight",
        "as resolve",
        "free of the dyad's own past, but the same for all targets but one",
        indexed=False,
    ),
    Indicator(
        "sender_polity",
        "accountability",
        f"Polity score of the sender {_EVE}",
        "whoever answers to voters loses more by backing down (audience costs)",
        "a condition under which theory expects audience costs, not their measure",
    ),
    Indicator(
        "sender_polyarchy",
        "accountability",
        f"electoral democracy of the sender {_EVE} (V-Dem)",
        "as sender_polity",
        "as sender_polity",
    ),
)

CONCEPTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        concept: tuple(item.name for item in INDICATORS if item.concept == concept and item.indexed)
        for concept in dict.fromkeys(item.concept for item in INDICATORS)
    }
)
"""Indicators that the index of each concept is made of."""


def indicators(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Look up the indicators of each row in the panel, none later than the eve of its period.

    Parameters
    ----------
    rows
        Columns ccode1 (sender), ccode2 (target), period (first year).
    tables
        Data sets by name, as `ADDITIONS` need them.

    Returns
    -------
    polars.DataFrame
        The indicators that come from the panel, ``alliance`` (any pact on the list of the Correlates of War),
        ``past_threats`` (of the sender against the target, known before the period) and ``open_threats``
        (those whose end is not known), in the order of the rows.
    """
    import polars as pl

    eve = _panel(rows, ADDITIONS[:-2] + ADDITIONS[-1:], tables, lag=1)
    day = _panel(rows, ("record",), tables, lag=0)
    american = pl.col("ccode1") == UNITED_STATES
    pacts = ("cow_defense", "cow_neutrality", "cow_nonaggression", "cow_entente")
    held = eve.select(
        pl.max_horizontal(pl.col(name).cast(pl.Float64) for name in pacts).alias("alliance"),
        pl.col("protection").cast(pl.Float64),
        pl.when(american).then((1 + 100 * pl.col("us_troops_per_thousand2")).log()).alias("troops"),
        pl.when(american).then("lake_economic2").alias("economic_hierarchy"),
        (-pl.col("distance_minus_allies_mean")).alias("closeness_among_allies"),
        _both("gatt_or_wto").alias("both_members"),
        pl.col("joint_igos").cast(pl.Float64).log1p().alias("common_bodies"),
        pl.col("trade_agreement_low").cast(pl.Float64).alias("trade_agreement"),
        _no_settlement().alias("no_settlement"),
        (1.0 - pl.col("rivalry")).cast(pl.Float64).alias("no_rivalry"),
        pl.col("polity1").cast(pl.Float64).alias("sender_polity"),
        pl.col("polyarchy1").cast(pl.Float64).alias("sender_polyarchy"),
    )
    made, open_ = pl.col("threats_made"), pl.sum_horizontal(f"threats_{k}_low" for k in _ENDED)
    past = day.select(
        (-pl.col("disputes_10").cast(pl.Float64).log1p()).alias("no_dispute"),
        made.cast(pl.Float64).alias("past_threats"),
        (made - open_).cast(pl.Float64).alias("open_threats"),
    )
    near = _closeness(rows, tables["unga_idealpoints"].table)
    return pl.concat([held, past, near.to_frame()], how="horizontal")


_ENDED: Final = ("carried", "dropped", "met")


def _panel(rows: pl.DataFrame, additions: tuple[str, ...], tables: Tables, *, lag: int) -> pl.DataFrame:
    spec = PanelSpec(Unit.EPISODE, _span(rows), additions, lag=lag, cases="ties")
    return build(spec, tables, _keys(rows)).frame


def _span(rows: pl.DataFrame) -> Years:
    years = rows["period"].to_list()
    return Years(min(years), max(years))


def _keys(rows: pl.DataFrame) -> pl.DataFrame:
    """Keys as the panel wants them; a state in its first year under the code that it had the year before."""
    import polars as pl

    def code(name: str) -> pl.Expr:
        found = pl.col(name)
        for new, (old, last) in PREDECESSORS.items():
            found = pl.when((pl.col(name) == new) & (pl.col("period") <= last)).then(old).otherwise(found)
        return found.cast(pl.Int64).alias(name)

    return rows.select(code("ccode1"), code("ccode2"), pl.col("period").cast(pl.Int64).alias("year"))


def _both(name: str) -> pl.Expr:
    """1 if both have it, missing where either was no state yet (the panel's own is 0 beside a non-member)."""
    import polars as pl

    return (pl.col(f"{name}1") * pl.col(f"{name}2")).cast(pl.Float64)


def _no_settlement() -> pl.Expr:
    import polars as pl

    known = pl.col("both_gatt").is_not_null()
    return pl.when(known).then(1.0 - pl.col("dispute_settlement_end").fill_null(0.0))


def _closeness(rows: pl.DataFrame, points: pl.DataFrame) -> pl.Series:
    """Nearness of target and sender in standard deviations of all states' distances from the sender."""
    import polars as pl

    known = points.drop_nulls("ideal_point").select("ccode", "year", "ideal_point")
    keys = _keys(rows).with_row_index("place").with_columns(year=pl.col("year") - 1)
    senders = keys.select(ccode="ccode1", year="year").unique().join(known, on=["ccode", "year"])
    pairs = senders.rename({"ccode": "ccode1", "ideal_point": "own"}).join(known, on="year")
    apart = (pl.col("own") - pl.col("ideal_point")).abs()
    group = ["ccode1", "year"]
    scored = (
        pairs.filter(pl.col("ccode1") != pl.col("ccode"))
        .with_columns(apart=apart)
        .with_columns(
            closeness=(pl.col("apart").mean().over(group) - pl.col("apart"))
            / pl.col("apart").std().over(group),
            others=pl.len().over(group),
        )
    )
    found = scored.filter(pl.col("others") > FEWEST_OTHERS).select(
        "ccode1", "year", pl.col("ccode").alias("ccode2"), "closeness"
    )
    joined = keys.join(found, on=["ccode1", "ccode2", "year"], how="left").sort("place")
    return joined["closeness"]
