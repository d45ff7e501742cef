"""Quiet: asks and never threatens, the yardstick of what threats add."""

from __future__ import annotations

from typing import Final

from gaiatsu.strategy.package import Package
from gaiatsu.strategy.records import Properties, Strategy

__all__ = ["QUIET"]

QUIET: Final = Strategy(
    name="quiet",
    title="Quiet asking",
    summary="Asks for the usual things, never threatens, and honors its deals.",
    literature=("powers_altman2023",),
    properties=Properties(opens_with_threat=False, honors_deals=True),
    policy=Package(threatens="never", stretch=0.0),
)
