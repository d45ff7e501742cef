"""Materialist: the article's first package, which raises leverage, links, stretches and postures."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gaiatsu.strategy.package import Package
from gaiatsu.strategy.records import Properties, Strategy

__all__ = ["MATERIALIST", "MATERIALIST_SELECTIVE"]

_PROPERTIES: Final = Properties(opens_with_threat=True, acts_alone=True, goes_public=True, links=True)
_HEAVY: Final = Package(
    threatens="always",
    channel="alone",
    threatened_cost=1.0,
    public_posture=1.0,
    linkage=1.0,
    stretch=1.0,
)

MATERIALIST: Final = Strategy(
    name="materialist",
    title="Materialist package",
    summary="Threatens with everything it has, the alliance among it, in public and on its own authority, "
    "and stretches every deal as far as its terms allow.",
    literature=("schoppa1999", "wagner1988"),
    properties=_PROPERTIES,
    policy=_HEAVY,
)

MATERIALIST_SELECTIVE: Final = Strategy(
    name="materialist-selective",
    title="Materialist where it pays",
    summary="The same threat and the same conduct in deals, but the threat is made only where its expected "
    "gain is above zero: what a materialist who reckons would do.",
    literature=("schoppa1999", "wagner1988"),
    properties=_PROPERTIES,
    policy=replace(_HEAVY, threatens="where it pays"),
)
