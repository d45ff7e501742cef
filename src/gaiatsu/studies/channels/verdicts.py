"""From numbers to words: the rules of the plan of the channel test, each a function of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = [
    "CHANNEL",
    "HOLDS",
    "INDEPENDENT",
    "PLACE",
    "REPUTATION",
    "channel_word",
    "holds_word",
    "independence_word",
    "place_word",
    "reputation_word",
]

SUPPORTED, AGAINST, UNKNOWN = "supported", "against", "cannot tell"

CHANNEL: Final = "Social terms raise what conceding is worth once threat and credibility are in"
INDEPENDENT: Final = "Social and material terms act independently (F1)"
REPUTATION: Final = "Reputation acts, and through credibility alone (F2)"
PLACE: Final = "Social terms belong in the payoff from conceding and not in that from standing firm"
HOLDS: Final = "A verdict holds beyond the first choice of sample, coding, placement and selection"

Thresholds = Mapping[str, float]


def channel_word(p: float, above: float, beyond: float, thresholds: Thresholds, *, agreed: int = 12) -> str:
    """Answer whether the social terms raise what conceding is worth.

    Parameters
    ----------
    p
        Of the test of all social terms.
    above, beyond
        Probability that the composite exceeds 0, and the margin.
    thresholds
        Of the plan.
    agreed
        Starts that reached the summit, the fewest of the fits compared.

    Returns
    -------
    str
        ``supported``, ``against`` or ``cannot tell``.

    Examples
    --------
    >>> limits = {"level": 0.05, "probability": 0.95, "agreeing_starts": 3}
    >>> channel_word(0.01, 0.97, 0.4, limits), channel_word(0.01, 0.97, 0.4, limits, agreed=2)
    ('supported', 'cannot tell')
    """
    if agreed < thresholds["agreeing_starts"]:
        return UNKNOWN
    if p < thresholds["level"] and above >= thresholds["probability"]:
        return SUPPORTED
    return AGAINST if beyond <= 1.0 - thresholds["probability"] + 1e-12 else UNKNOWN


def independence_word(
    interval: tuple[float, float], narrow: tuple[float, float], thresholds: Thresholds, *, agreed: int = 12
) -> str:
    """Answer whether social and material terms act independently (F1).

    Parameters
    ----------
    interval, narrow
        95 % and 90 % interval of gamma.
    thresholds
        Of the plan.
    agreed
        Starts that reached the summit.

    Returns
    -------
    str

    Examples
    --------
    >>> limits = {"margin": 0.1, "agreeing_starts": 3}
    >>> independence_word((0.01, 0.08), (0.02, 0.07), limits)
    'against'
    """
    if agreed < thresholds["agreeing_starts"]:
        return UNKNOWN
    if interval[0] > 0.0 or interval[1] < 0.0:
        return AGAINST
    inside = -thresholds["margin"] < narrow[0] and narrow[1] < thresholds["margin"]
    return SUPPORTED if inside else UNKNOWN


def reputation_word(above: float, p_direct: float, thresholds: Thresholds, *, agreed: int = 12) -> str:
    """Answer whether reputation acts, and through credibility alone (F2).

    Parameters
    ----------
    above
        Probability that its coefficient in the sender's payoff from standing firm exceeds 0.
    p_direct
        Of the test of the direct path.
    thresholds
        Of the plan.
    agreed
        Starts that reached the summit.

    Returns
    -------
    str

    Examples
    --------
    >>> limits = {"level": 0.05, "probability": 0.95, "agreeing_starts": 3}
    >>> reputation_word(0.97, 0.5, limits), reputation_word(0.97, 0.01, limits)
    ('supported', 'against')
    """
    if agreed < thresholds["agreeing_starts"]:
        return UNKNOWN
    if above <= 1.0 - thresholds["probability"] + 1e-12 or p_direct < thresholds["level"]:
        return AGAINST
    return SUPPORTED if above >= thresholds["probability"] else UNKNOWN


def place_word(z: float, p: float, thresholds: Thresholds, *, agreed: int = 12) -> str:
    """Answer whether the social terms stand where the theory puts them.

    Parameters
    ----------
    z, p
        Vuong's statistic, positive where it favors the theory's place, and its p-value.
    thresholds
        Of the plan.
    agreed
        Starts that reached the summit.

    Returns
    -------
    str

    Examples
    --------
    >>> place_word(2.5, 0.01, {"level": 0.05, "agreeing_starts": 3})
    'supported'
    """
    if agreed < thresholds["agreeing_starts"] or not p < thresholds["level"]:
        return UNKNOWN
    return SUPPORTED if z > 0.0 else AGAINST


def holds_word(first: str, others: Mapping[str, str]) -> str:
    """Answer whether the first verdict holds beyond the first choices.

    Parameters
    ----------
    first
        The first verdict.
    others
        The word of each sensitivity analysis.

    Returns
    -------
    str
        ``cannot tell`` where there is no first verdict to hold; ``against`` where one gives the opposite.

    Examples
    --------
    >>> holds_word("supported", {"years": "cannot tell"}), holds_word("supported", {"years": "against"})
    ('supported', 'against')
    """
    if first == UNKNOWN:
        return UNKNOWN
    return AGAINST if {SUPPORTED: AGAINST, AGAINST: SUPPORTED}[first] in others.values() else SUPPORTED
