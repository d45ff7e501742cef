"""Who owes whom: foreign assets and the current account over GDP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import inside, with_ccode

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION"]

SOURCES = ("lmf_external_wealth",)
LIMITS = "against the rest of the world; what the two owe each other is in no set"


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    table = with_ccode(inside(tables["lmf_external_wealth"].table, years), "ifs", "ifs")
    ratios = {
        "net_assets_gdp": "net_assets",
        "liabilities_gdp": "liabilities",
        "current_account_gdp": "current_account",
    }
    shares = (
        pl.when(pl.col("gdp") > 0).then(pl.col(column) / pl.col("gdp")).alias(name)
        for name, column in ratios.items()
    )
    return table.select("ccode", "year", *shares, "quality")


ADDITION = Addition(
    "capital",
    "Capital flows: foreign assets, liabilities, current account",
    needs=SOURCES,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable(
                    "net_assets_gdp",
                    "net foreign assets over GDP",
                    "share",
                    Nature.MATERIAL,
                    SOURCES,
                    limits=LIMITS,
                ),
                Variable(
                    "liabilities_gdp",
                    "foreign liabilities over GDP",
                    "share",
                    Nature.MATERIAL,
                    SOURCES,
                    limits=LIMITS,
                ),
                Variable(
                    "current_account_gdp",
                    "current account over GDP",
                    "share",
                    Nature.MATERIAL,
                    SOURCES,
                    limits=LIMITS,
                ),
            ),
            _table,
        ),
    ),
    notes=("1970-2011. Where estimate and official position differ by more than a tenth of GDP, marked.",),
)
