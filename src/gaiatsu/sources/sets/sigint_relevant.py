"""Sanction threats by directed dyad and decade, politically relevant dyads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.sources.dyad_periods import Cut, describe, mend_cut
from gaiatsu.sources.records import Action, Defect

if TYPE_CHECKING:
    import polars as pl

__all__ = ["INFO", "mend"]

CUT = Cut(
    "sigint_relevant",
    "decade, politically relevant dyads",
    "cases/sigint_replication/SanctionsDataSet_prelevant.csv",
    "tenyear",
    120,
    "months",
    1174,
    "d9a0a82e0d87e754e3598576cd01b38db1853cdf271e412d5bf3d05d7170ab39",
    (772, 30, 162, 68),
    1990,
    extra=(
        Defect(
            "one_month_of_a_decade",
            "Dyads with South Yemen in the 1990s count a single month, since it ended in May 1990.",
            Action.NOTED,
        ),
    ),
)
INFO = describe(CUT)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset the alliance variable where it was not measured; mark short periods and gaps."""
    return mend_cut(table, CUT)
