"""The article's two packages against each other: under which beliefs, and at what patience, which wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.strategy.evaluate import discounted
from gaiatsu.strategy.patience import Order, patience
from gaiatsu.strategy.regret import wilson
from gaiatsu.studies.advise.records import Duel, verdict_of

if TYPE_CHECKING:
    from gaiatsu.studies.advise.playing import Played

__all__ = ["PATIENCES", "duel"]

Floats = NDArray[np.float64]

PATIENCES: Final = tuple(round(step / 50, 2) for step in range(51))
"""Discount factors at which a curve is drawn; nothing else rests on this grid."""

_HALF: Final = 0.5


def duel(
    played: Played,
    *,
    names: tuple[str, str],
    discount: float,
    pair: tuple[str, str] = ("social", "materialist"),
    weights: Floats | None = None,
) -> Duel:
    """Set one strategy against another, draw by draw.

    Parameters
    ----------
    played
        Both, in the same relationships with the same luck.
    names
        Name and title of the beliefs.
    discount
        delta, 0-1.
    pair
        The strategies; the social package against the materialist one when left out.
    weights
        Weights of the draws, adding up to 1; even ones when left out.

    Returns
    -------
    Duel

    References
    ----------
    schoppa1999
    """
    one, other = (played.performances[name].payoffs for name in pair)
    gain = one - other
    sets = gain.shape[1]
    even = np.full(sets, 1.0 / sets) if weights is None else weights
    effective = round(float(1.0 / np.sum(even**2)), 6)
    better = float(even @ (discounted(gain, discount) > 0.0))
    found = patience(gain)
    low, high = wilson(better, round(effective))
    return Duel(
        against=pair[1],
        beliefs=names[0],
        title=names[1],
        better=better,
        low=low,
        high=high,
        below=float(even @ (found.threshold < discount)),
        threshold=_median(found.threshold, even),
        orders={
            order.value: float(even @ np.asarray([each is order for each in found.orders])) for order in Order
        },
        by_patience=tuple(float(even @ (discounted(gain, delta) > 0.0)) for delta in PATIENCES),
        patiences=PATIENCES,
        effective=effective,
        verdict=verdict_of(low, high),
    )


def _median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    reached = np.searchsorted(np.cumsum(weights[order]), _HALF)
    return float(values[order][min(int(reached), values.size - 1)])
