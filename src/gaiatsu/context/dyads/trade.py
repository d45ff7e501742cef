"""Trade between two states against what each produces and sells elsewhere: who could do without whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Derived, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import inside, turned, with_ccode

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION", "REGIONS"]

TRADE, GDP, BOTH = ("cow_trade",), ("wb_gdp",), ("cow_trade", "wb_gdp")
MILLION = "current US$ million"
# Regions by the first digits of the codes; Asia is South, East and Southeast Asia, the Maghreb is in Africa.
REGIONS = {
    "americas": ("the Americas", 2, 199),
    "europe": ("Europe", 200, 399),
    "africa": ("Africa", 400, 626),
    "middle_east": ("the Middle East", 630, 699),
    "asia": ("Asia", 700, 899),
    "oceania": ("Oceania", 900, 999),
}
SHARES = tuple(f"exports_to_{region}" for region in REGIONS)
TOTALS = ("imports_total", "exports_total", *SHARES, "export_partners")
# West Germany, East Germany, Yugoslavia, North Yemen: two or three partners are left in these years.
LOST = ((260, 1960, 1990), (265, 1990, 1990), (345, 1993, 1996), (678, 1990, 1990))
PARTNER_LOST = (1960, 1989)
NO_TRADE, NO_PARTNER = "partners_lost", "no_west_germany"
USD_PER_MILLION = 1e6
FREIGHT = "flows are what the importer reports, insurance and freight included"


def _flows(tables: Tables, years: Years) -> pl.DataFrame:
    """List what each state buys from and sells to each other one, in both directions."""
    half = inside(tables["cow_trade"].table, years).select(
        "ccode1",
        "ccode2",
        "year",
        pl.col("imports1").alias("imports"),
        pl.col("imports2").alias("exports"),
        "quality",
    )
    return pl.concat([half, turned(half, {"ccode1": "ccode2", "imports": "exports"})])


def _totals(tables: Tables, years: Years) -> pl.DataFrame:
    """Sum a state's trade over its partners, and its exports over those of each region."""
    flows = _flows(tables, years)
    sold = pl.col("exports")
    sums = flows.group_by(pl.col("ccode1").alias("ccode"), "year").agg(
        pl.col("imports").sum().alias("imports_total"),
        sold.sum().alias("exports_total"),
        *(
            sold.filter(pl.col("ccode2").is_between(first, last)).sum().alias(f"exports_to_{region}")
            for region, (_, first, last) in REGIONS.items()
        ),
        (sold.is_not_null() & (sold > 0)).sum().alias("export_partners"),
    )
    total = pl.col("exports_total")
    finite = sums.with_columns(
        pl.when(total > 0).then(pl.col(share) / total).alias(share) for share in SHARES
    )
    lost, short = _lost(), pl.col("year").is_between(*PARTNER_LOST)
    marks = pl.when(lost).then(pl.lit(NO_TRADE)).when(short).then(pl.lit(NO_PARTNER)).otherwise(pl.lit(""))
    sound = (pl.when(~lost).then(name).alias(name) for name in TOTALS)
    return finite.with_columns(*sound, marks.alias("quality"))


def _lost() -> pl.Expr:
    """State-years in which the data set keeps two or three partners of a state that had over a hundred."""
    return pl.any_horizontal(
        (pl.col("ccode") == code) & pl.col("year").is_between(first, last) for code, first, last in LOST
    )


def _gdp(tables: Tables, years: Years) -> pl.DataFrame:
    table = inside(tables["wb_gdp"].table, years).filter(~pl.col("quality").str.contains("group"))
    return with_ccode(table, "iso3", "iso3").select(
        "ccode", "year", (pl.col("gdp") / USD_PER_MILLION).alias("gdp_usd")
    )


def _over_gdp(flow: str, side: str) -> pl.Expr:
    """Flow over the GDP of one side, seen from that side."""
    seen = {"1": flow, "2": {"exports": "imports", "imports": "exports"}[flow]}[side]
    return pl.col(seen) / pl.col(f"gdp_usd{side}")


def _elsewhere(side: str) -> pl.Expr:
    sold = pl.col({"1": "exports", "2": "imports"}[side])
    total = pl.col(f"exports_total{side}")
    return pl.when(total > 0).then(1 - sold / total)


def _derived() -> tuple[Derived, ...]:
    other = {"1": "the target", "2": "the sender"}
    own = {"1": "sender", "2": "target"}
    towards = {"exports": "to", "imports": "from"}
    over = tuple(
        Derived(
            Variable(
                f"{flow}_gdp{side}",
                f"{flow} of the {own[side]} {towards[flow]} {other[side]} over its GDP",
                "share",
                Nature.MATERIAL,
                BOTH,
                limits=f"{FREIGHT}; the article's Table 1 divides exports by GDP and is lower",
            ),
            lambda flow=flow, side=side: _over_gdp(flow, side),  # type: ignore[misc]
        )
        for flow in ("exports", "imports")
        for side in ("1", "2")
    )
    elsewhere = tuple(
        Derived(
            Variable(
                f"alternative_markets{side}",
                f"share of the exports of the {own[side]} that go elsewhere than to {other[side]}",
                "share",
                Nature.MATERIAL,
                TRADE,
                method=f"1 - exports to {other[side]} / exports to all",
                limits="partners outside the state system (Hong Kong) are missing from the total",
            ),
            lambda side=side: _elsewhere(side),  # type: ignore[misc]
        )
        for side in ("1", "2")
    )
    ratio = Derived(
        Variable(
            "dependence_ratio",
            "dependence of the target on the sender's market over that of the sender on the target's",
            "ratio; above one the target depends more",
            Nature.MATERIAL,
            BOTH,
            method="exports_gdp2 / exports_gdp1",
        ),
        lambda: _ratio(_over_gdp("exports", "2"), _over_gdp("exports", "1")),
    )
    return (*over, *elsewhere, ratio)


def _ratio(above: pl.Expr, below: pl.Expr) -> pl.Expr:
    return pl.when(below > 0).then(above / below)


ADDITION = Addition(
    "trade",
    "Trade, dependence on each other's market, alternative markets",
    needs=BOTH,
    parts=(
        Part(
            Level.DIRECTED,
            (
                Variable("imports", "imports of the sender from the target", MILLION, Nature.MATERIAL, TRADE),
                Variable(
                    "exports",
                    "exports of the sender to the target",
                    MILLION,
                    Nature.MATERIAL,
                    TRADE,
                    method="the target's imports from the sender",
                    limits=FREIGHT,
                ),
            ),
            _flows,
        ),
        Part(
            Level.STATE_YEAR,
            (
                Variable("imports_total", "imports from all states", MILLION, Nature.MATERIAL, TRADE),
                Variable("exports_total", "exports to all states", MILLION, Nature.MATERIAL, TRADE),
                *(
                    Variable(
                        f"exports_to_{region}",
                        f"share of the exports that goes to {name}",
                        "share",
                        Nature.MATERIAL,
                        TRADE,
                        method=f"partners with codes {first} to {last}, the other side among them",
                        limits="partners outside the state system (Hong Kong) are missing",
                    )
                    for region, (name, first, last) in REGIONS.items()
                ),
                Variable(
                    "export_partners",
                    "states that report imports from it",
                    "states",
                    Nature.MATERIAL,
                    TRADE,
                    limits="reporting grew over time: part of the rise is better reporting",
                ),
            ),
            _totals,
        ),
        Part(
            Level.STATE_YEAR,
            (
                Variable(
                    "gdp_usd",
                    "GDP at current prices and exchange rates",
                    MILLION,
                    Nature.MATERIAL,
                    GDP,
                    limits="from 1960; the German Democratic Republic and others are missing",
                ),
            ),
            _gdp,
        ),
    ),
    derived=_derived(),
    notes=(
        "Shares of GDP use what the partner reports as imports, because the data set holds imports only.",
        "Trade of 1959 and 1967 between the United States and Japan is the same in both directions: marked.",
        "Nearly all trade of West Germany in 1960-89 is lost: its dyads and totals are missing.",
        "Totals of all other states leave West Germany out in 1960-89 (no_west_germany) and jump in 1990.",
    ),
)
