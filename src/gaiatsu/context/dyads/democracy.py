"""Regime type: what a leader at home may have to answer for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import columns_of

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION"]

SOURCES = ("democracy",)


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    names = {"polity": "polity2"} | {name: name for name in ("ccode", "year", "polyarchy", "uds")}
    return columns_of(tables, "democracy", years, names)


ADDITION = Addition(
    "democracy",
    "Regime type, a proxy of audience costs",
    needs=SOURCES,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable("polity", "democracy less autocracy", "-10 to 10", Nature.CONTROL, SOURCES),
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
    ),
    notes=("A democracy is no measure of audience costs, only a condition under which theory expects them.",),
)
