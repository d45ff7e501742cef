"""Sanction threats by directed dyad and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.sources.dyad_periods import Cut, describe, mend_cut
from gaiatsu.sources.records import Action, Defect

if TYPE_CHECKING:
    import polars as pl

__all__ = ["INFO", "mend"]

CUT = Cut(
    "sigint_1year",
    "year",
    "cases/sigint_replication/SanctionsDataSet1year.csv",
    "year",
    12,
    "months",
    666,
    "a53699d88cb745bf7be91952cc56d897354a794ecae7ecc04fc3edfb1e1c93d3",
    (390, 0, 89, 29),
    1999,
    extra=(
        Defect(
            "only_years_with_threats",
            "Every row has at least one threat: years of quiet are left out, so that rates cannot be "
            "computed from the file alone.",
            Action.NOTED,
        ),
    ),
    also=("cases/sigint_replication/SanctionsDataSet_1yearsT12.csv",),
)
INFO = describe(CUT)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset the alliance variable where it was not measured; mark short periods and gaps."""
    return mend_cut(table, CUT)
