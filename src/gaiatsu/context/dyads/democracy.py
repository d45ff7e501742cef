"""Regime type: what a leader at home may have to answer for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import columns_of, inside

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION"]

SOURCES = ("democracy",)
POLITY = ("democracy", "polity5")
ESTIMATES = ("audience_costs",)


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    names = {"polity": "polity2"} | {name: name for name in ("ccode", "year", "polyarchy", "uds")}
    scores = columns_of(tables, "democracy", years, names)
    own = inside(tables["polity5"].table, years).drop_nulls("ccode").select("ccode", "year", "polity2")
    filled = scores.join(own.unique(["ccode", "year"], keep="none"), on=["ccode", "year"], how="left")
    return filled.with_columns(pl.coalesce("polity", "polity2").alias("polity")).drop("polity2")


def _audience_costs(tables: Tables, years: Years) -> pl.DataFrame:
    """Hand over one estimate a country, without years; nothing where the set is not at hand."""
    del years
    schema = {
        "ccode": pl.Int64,
        "audience_cost": pl.Float64,
        "audience_cost_se": pl.Float64,
        "quality": pl.String,
    }
    if ESTIMATES[0] not in tables:
        return pl.DataFrame(schema=schema)
    table = tables[ESTIMATES[0]].table
    return table.select("ccode", "audience_cost", audience_cost_se="standard_error", quality="quality")


ADDITION = Addition(
    "democracy",
    "Regime type, a proxy of audience costs",
    needs=POLITY,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable(
                    "polity",
                    "democracy less autocracy",
                    "-10 to 10",
                    Nature.CONTROL,
                    POLITY,
                    method="the extract by state; where it has no score (Soviet Union, Vietnam after 1976, "
                    "Serbia), Polity5 itself, unless two polities share the state's code in that year",
                ),
                Variable("polyarchy", "electoral democracy (V-Dem)", "0-1", Nature.CONTROL, SOURCES),
                Variable(
                    "uds",
                    "extended Unified Democracy Score",
                    "standard deviations",
                    Nature.CONTROL,
                    SOURCES,
                    uncertainty="a posterior mean; its spread is not in this extract",
                ),
            ),
            _table,
        ),
        Part(
            Level.STATE,
            (
                Variable(
                    "audience_cost",
                    "estimated payoff of backing down from a sanction threat; the lower, the costlier",
                    "payoff",
                    Nature.CONTROL,
                    ESTIMATES,
                    uncertainty="audience_cost_se",
                    limits="one number a country, from threats of 1971-2000: it cannot explain a change, "
                    "and it has seen the outcomes",
                ),
                Variable(
                    "audience_cost_se", "standard error of the estimate", "payoff", Nature.CONTROL, ESTIMATES
                ),
            ),
            _audience_costs,
        ),
    ),
    optional=ESTIMATES,
    notes=("A democracy is no measure of audience costs, only a condition under which theory expects them.",),
)
