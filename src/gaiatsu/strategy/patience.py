"""Patience: from which discount factor on one stream of payoffs beats another, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import comb, inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Order", "Patience", "patience", "unit_roots"]

Floats = NDArray[np.float64]

_DEEPEST: Final = 50
"""Halvings of an interval; roots nearer than 2^-50 count as one place."""


class Order(Enum):
    """How the better of two strategies depends on patience."""

    ALWAYS = "better at any patience"
    FROM = "better from a patience on"
    UNTIL = "better up to a patience"
    NEVER = "worse at any patience"
    SEVERAL = "better in several ranges of patience"
    SAME = "the same"


@dataclass(frozen=True, eq=False)
class Patience:
    """How patient the sender must be for one strategy to beat another, for each set of parameters.

    Parameters
    ----------
    threshold
        delta*, the smallest patience above which the first is always better: 0 where it is at any patience,
        infinite where it is not even at the end.
    crossings
        Patiences in (0, 1) at which the better one changes, one tuple a set.
    orders
        In words, one a set.
    """

    threshold: Floats
    crossings: tuple[tuple[float, ...], ...]
    orders: tuple[Order, ...]

    def share(self, order: Order) -> float:
        """Share of the sets with an order."""
        return sum(one is order for one in self.orders) / len(self.orders)

    def below(self, discount: float) -> float:
        """``P(delta* < discount)``."""
        return float(np.mean(self.threshold < discount))


def patience(gain: Floats) -> Patience:
    """Find every patience at which the better of two strategies changes.

    Discounted to the start, the difference between two streams of payoffs is a polynomial in the discount
    factor, so the patience that the article's advice takes is a root of it.

    Parameters
    ----------
    gain
        First stream less the second, years on the first axis, shape ``(years, sets)``.

    Returns
    -------
    Patience

    Notes
    -----
    ``f(delta) = sum_t d_t delta^t``. All its roots in (0, 1) with a change of sign are isolated by the
    variations of sign of its Bernstein coefficients and halving, so that none is missed on a grid.

    Examples
    --------
    >>> found = patience(np.asarray([[-1.0, 1.0], [2.0, 1.0]]))
    >>> found.threshold.tolist(), [order.name for order in found.orders]
    ([0.5, 0.0], ['FROM', 'ALWAYS'])
    """
    threshold, crossings, orders = [], [], []
    for stream in gain.T:
        roots = unit_roots(stream)
        order = _order(stream, roots)
        orders.append(order)
        crossings.append(roots)
        threshold.append(_threshold(order, roots, stream))
    return Patience(np.asarray(threshold, dtype=float), tuple(crossings), tuple(orders))


def unit_roots(coefficients: Floats) -> tuple[float, ...]:
    """Roots of a polynomial in (0, 1) at which it changes sign, in order.

    Parameters
    ----------
    coefficients
        From the constant term on.

    Returns
    -------
    tuple of float

    Examples
    --------
    >>> [round(root, 12) for root in unit_roots(np.asarray([0.08, -0.6, 1.0]))]
    [0.2, 0.4]
    """
    nonzero = np.flatnonzero(coefficients)
    if nonzero.size < 2:
        return ()
    kept = np.asarray(coefficients[nonzero[0] : nonzero[-1] + 1], dtype=float)
    kept = kept / np.abs(kept).max()
    open_parts = [(0.0, 1.0, _bernstein(kept.size) @ kept, 0)]
    found: list[float] = []
    while open_parts:
        low, high, shape, depth = open_parts.pop()
        changes = _variations(shape)
        if changes == 0:
            continue
        if depth == _DEEPEST:
            found += [0.5 * (low + high)] * (changes % 2)
        elif changes == 1 and shape[0] * shape[-1] < 0.0:
            found.append(_bisected(kept, low, high))
        else:
            left, right = _halves(shape)
            middle = 0.5 * (low + high)
            open_parts += [(low, middle, left, depth + 1), (middle, high, right, depth + 1)]
            if right[0] == 0.0 and _crosses(kept, middle):
                found.append(middle)
    return tuple(sorted(found))


def _order(stream: Floats, roots: tuple[float, ...]) -> Order:
    nonzero = stream[np.flatnonzero(stream)]
    if nonzero.size == 0:
        return Order.SAME
    begins = bool(nonzero[0] > 0.0)
    if not roots:
        return Order.ALWAYS if begins else Order.NEVER
    if len(roots) > 1:
        return Order.SEVERAL
    return Order.UNTIL if begins else Order.FROM


def _threshold(order: Order, roots: tuple[float, ...], stream: Floats) -> float:
    nonzero = stream[np.flatnonzero(stream)]
    if nonzero.size == 0:
        return inf
    better_at_last = (nonzero[0] > 0.0) != (len(roots) % 2 == 1)
    if not better_at_last:
        return inf
    return 0.0 if order is Order.ALWAYS else roots[-1]


@lru_cache(maxsize=64)
def _bernstein(size: int) -> Floats:
    """Matrix from the powers to Bernstein's basis on the unit interval."""
    degree = size - 1
    return np.asarray(
        [[comb(i, j) / comb(degree, j) if j <= i else 0.0 for j in range(size)] for i in range(size)]
    )


def _variations(shape: Floats) -> int:
    signs = np.sign(shape)
    signs = signs[signs != 0.0]
    return int(np.count_nonzero(signs[1:] != signs[:-1]))


def _halves(shape: Floats) -> tuple[Floats, Floats]:
    """Coefficients on either half, by de Casteljau's construction."""
    left, right, row = np.empty_like(shape), np.empty_like(shape), shape
    for place in range(shape.size):
        left[place], right[shape.size - 1 - place] = row[0], row[-1]
        row = 0.5 * (row[1:] + row[:-1])
    return left, right


def _value(coefficients: Floats, at: float) -> float:
    total = 0.0
    for one in coefficients[::-1].tolist():
        total = total * at + one
    return total


def _crosses(coefficients: Floats, at: float) -> bool:
    step = 2.0**-_DEEPEST
    return _value(coefficients, at - step) * _value(coefficients, at + step) < 0.0


def _bisected(coefficients: Floats, low: float, high: float) -> float:
    """Find the one root between two places of opposite sign."""
    from scipy.optimize import brentq

    ends = _value(coefficients, low), _value(coefficients, high)
    if ends[0] * ends[1] >= 0.0:  # within rounding of an end
        return low if abs(ends[0]) < abs(ends[1]) else high
    return float(brentq(lambda at: _value(coefficients, at), low, high, xtol=1e-14, rtol=1e-14))
