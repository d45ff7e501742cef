"""Opportunist: whatever pays best this year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.policy import threat_gain
from gaiatsu.strategy.mixing import merge
from gaiatsu.strategy.package import Package
from gaiatsu.strategy.records import Properties, Strategy

if TYPE_CHECKING:
    from gaiatsu.dynamics import Outlook, Tactic

__all__ = ["OPPORTUNIST", "opportunist"]

Floats = NDArray[np.float64]

_QUIET: Final = Package(threatens="never", stretch=1.0)
_MENU: Final = (
    Package(threatens="where it pays", stretch=1.0),
    Package(
        threatens="where it pays",
        channel="alone",
        threatened_cost=1.0,
        public_posture=1.0,
        linkage=1.0,
        stretch=1.0,
    ),
    Package(threatens="where it pays", channel="the regime", public_posture=0.0, stretch=1.0),
)


def opportunist(outlook: Outlook, chances: Floats, /) -> Tactic:
    """Take the threat that promises most this year, or none where none pays, and stretch every deal.

    Parameters
    ----------
    outlook
        What the sender perceives.
    chances
        Uniform numbers, a row for each `gaiatsu.dynamics.policy.Chance`.

    Returns
    -------
    Tactic
        Of the usual threat, the heaviest one and a discreet one through the regime, the one with the largest
        expected gain (eq. 4).

    References
    ----------
    schoppa1999; williamson1985
    """
    best = _QUIET(outlook, chances)
    most = np.zeros(best.threatened.shape)
    for package in _MENU:
        tactic = package(outlook, chances)
        gain = threat_gain(outlook, tactic.plan)
        best = merge(gain > most, tactic, best)
        most = np.maximum(gain, most)
    return best


OPPORTUNIST: Final = Strategy(
    name="opportunist",
    title="Opportunist",
    summary="Makes the threat that promises most this year, heavy, usual or through the regime, and "
    "stretches every deal; what the future will make of it does not count.",
    literature=("williamson1985", "schoppa1999"),
    properties=Properties(
        opens_with_threat=True, uses_regime=True, acts_alone=True, goes_public=True, links=True
    ),
    policy=opportunist,
)
