"""Sanction threats by directed dyad and decade, counted in quarters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.sources.dyad_periods import Cut, describe, mend_cut
from gaiatsu.sources.records import Action, Defect

if TYPE_CHECKING:
    import polars as pl

__all__ = ["INFO", "mend"]

CUT = Cut(
    "sigint_quarterly",
    "decade, counted in quarters",
    "cases/sigint_replication/SanctionsDataSet_quarterly.csv",
    "tenyear",
    40,
    "quarters",
    495,
    "4f18c5c295c05bbd8fcbf0834512f9678fce9bf778f59b13ccafdd171f96ae71",
    (310, 16, 77, 25),
    1990,
    extra=(
        Defect(
            "events_lost",
            "Two events in one quarter are counted as one: 148 concessions and 411 impositions, against 157 "
            "and 415 in the monthly file, in 11 dyad-decades.",
            Action.NOTED,
        ),
    ),
)
INFO = describe(CUT)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset the alliance variable where it was not measured; mark short periods and gaps."""
    return mend_cut(table, CUT)
