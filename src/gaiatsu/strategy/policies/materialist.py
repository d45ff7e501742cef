"""Materialist: the article's first package, which raises leverage, links, stretches and postures."""

from __future__ import annotations

from typing import Final

from gaiatsu.strategy.package import Package
from gaiatsu.strategy.records import Properties, Strategy

__all__ = ["MATERIALIST"]

MATERIALIST: Final = Strategy(
    name="materialist",
    title="Materialist package",
    summary="Threatens with everything it has, the alliance among it, in public and on its own authority, "
    "and stretches every deal as far as its terms allow.",
    literature=("schoppa1999", "wagner1988"),
    properties=Properties(opens_with_threat=True, acts_alone=True, goes_public=True, links=True),
    policy=Package(
        threatens="always",
        channel="alone",
        threatened_cost=1.0,
        public_posture=1.0,
        linkage=1.0,
        stretch=1.0,
    ),
)
