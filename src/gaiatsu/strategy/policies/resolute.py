"""Resolute: few threats, every one carried out, and every deal honored."""

from __future__ import annotations

from typing import Final

from gaiatsu.strategy.package import Package
from gaiatsu.strategy.records import Properties, Strategy

__all__ = ["RESOLUTE"]

RESOLUTE: Final = Strategy(
    name="resolute",
    title="Resolute",
    summary="Threatens only where the expected gain is above zero, carries out every threat that is "
    "resisted, and honors every deal: a reputation for resolve is what it invests in.",
    literature=("schelling1966", "fearon1994"),
    properties=Properties(opens_with_threat=True, honors_deals=True, acts_alone=True, goes_public=True),
    policy=Package(threatens="where it pays", stretch=0.0, carry_out=1.0),
)
