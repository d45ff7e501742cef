"""Status quo: what the sender is supposed to do in the scenario."""

from __future__ import annotations

from typing import Final

from gaiatsu.dynamics import observed_policy
from gaiatsu.strategy.records import Properties, Strategy

__all__ = ["STATUS_QUO"]

STATUS_QUO: Final = Strategy(
    name="status-quo",
    title="Status quo",
    summary="Asks for the usual things, threatens where that seems to pay, and keeps its usual conduct.",
    literature=("schoppa1999", "mckelvey_palfrey1995"),
    properties=Properties(opens_with_threat=True, acts_alone=True, goes_public=True),
    policy=observed_policy,
)
