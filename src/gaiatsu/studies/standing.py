"""How a statement stands to the numbers that bear on it."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["DECISIVE", "Standing", "by_probability"]

DECISIVE = 0.95
"""Share of draws, or probability, from which something counts as said."""


class Standing(StrEnum):
    """What numbers say about a statement."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    CANNOT_TELL = "cannot tell"
    DATA_NEEDED = "data needed"


def by_probability(probability: float) -> Standing:
    """Judge a statement by the probability that it is true.

    Examples
    --------
    >>> [by_probability(p).value for p in (0.99, 0.5, 0.01)]
    ['agrees', 'cannot tell', 'disagrees']
    """
    if probability >= DECISIVE:
        return Standing.AGREES
    return Standing.DISAGREES if probability <= 1 - DECISIVE else Standing.CANNOT_TELL
