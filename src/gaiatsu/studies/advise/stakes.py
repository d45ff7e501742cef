"""Where weights of the payoff that nobody has measured would turn an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaiatsu.strategy.evaluate import discounted
from gaiatsu.studies.advise.records import BreakEven

if TYPE_CHECKING:
    from gaiatsu.strategy.payoffs import Stakes
    from gaiatsu.studies.advise.playing import Played

__all__ = ["break_evens"]

_BY_STAKE: Final = {"backlash_cost": "backlash", "stretch_gain": "stretching", "breach_loss": "breaches"}
"""Part of a payoff that is proportional to each weight."""


def break_evens(played: Played, stakes: Stakes, pairs: tuple[tuple[str, str], ...]) -> tuple[BreakEven, ...]:
    """Find the weight at which two strategies would be level on average.

    No strategy looks at these weights, so that a mean is a straight line in each of them.

    Parameters
    ----------
    played
        The strategies.
    stakes
        The weights that were used.
    pairs
        Pairs of strategies.

    Returns
    -------
    tuple of BreakEven
        One a pair and weight, the one that is ahead first; weights of zero are left out.
    """
    found = []
    for pair in pairs:
        whole = [played.performances[name].payoffs for name in pair]
        gap = float((discounted(whole[0] - whole[1], stakes.discount)).mean())
        one, other = pair if gap >= 0.0 else pair[::-1]
        for stake, part in _BY_STAKE.items():
            used = float(getattr(stakes, stake))
            if used > 0.0:
                columns = [played.performances[name].parts[part] for name in (one, other)]
                slope = float(discounted(columns[0] - columns[1], stakes.discount).mean()) / used
                found.append(BreakEven(stake, one, other, used, _level(abs(gap), slope, used)))
    return tuple(found)


def _level(gap: float, slope: float, used: float) -> float | None:
    """Weight at which ``gap + slope (weight - used)`` is zero, where one of at least 0 exists."""
    if slope == 0.0:
        return None
    weight = used - gap / slope
    return weight if weight >= 0.0 else None
