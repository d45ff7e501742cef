"""Sanction threats by directed dyad and five years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.sources.dyad_periods import Cut, describe, mend_cut

if TYPE_CHECKING:
    import polars as pl

__all__ = ["INFO", "mend"]

CUT = Cut(
    "sigint_5years",
    "five years",
    "cases/sigint_replication/SanctionsDataSet_5years.csv",
    "fiveyear",
    60,
    "months",
    561,
    "18656782cb1931880b0426cd5906ba45babfda4b3eb4597ceeac5be383428de8",
    (348, 5, 82, 27),
    1995,
)
INFO = describe(CUT)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset the alliance variable where it was not measured; mark short periods and gaps."""
    return mend_cut(table, CUT)
