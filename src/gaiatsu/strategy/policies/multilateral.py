"""Multilateral only: threats go through the regime or are not made."""

from __future__ import annotations

from typing import Final

from gaiatsu.strategy.package import Package
from gaiatsu.strategy.records import Properties, Strategy

__all__ = ["MULTILATERAL_ONLY"]

MULTILATERAL_ONLY: Final = Strategy(
    name="multilateral-only",
    title="Multilateral only",
    summary="Asks for the usual things and treats its deals as usual, but threatens only with the regime's "
    "authority.",
    literature=("pelc2010", "martin1993"),
    properties=Properties(opens_with_threat=True, uses_regime=True, goes_public=True),
    policy=Package(threatens="with authority", channel="the regime"),
)
