"""Sanction threats by directed dyad and decade, all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.sources.dyad_periods import Cut, describe, mend_cut

if TYPE_CHECKING:
    import polars as pl

__all__ = ["INFO", "mend"]

CUT = Cut(
    "sigint_decade",
    "decade, all",
    "cases/sigint_replication/SanctionsDataSet.csv",
    "tenyear",
    120,
    "months",
    495,
    "b666ad0c1bc15d88857a058fe1e3595d97b878da069789143d24306758cd233e",
    (310, 16, 77, 25),
    1990,
)
INFO = describe(CUT)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset the alliance variable where it was not measured; mark short periods and gaps."""
    return mend_cut(table, CUT)
