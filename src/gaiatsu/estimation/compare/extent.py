"""Extent: did the cause move enough? The second half of the article's test, after timing.

Two questions, which a fitted slope alone hides: how much of the observed fall in concessions does the fitted
mechanism imply, and did the mechanism's series not fall as far before, while outcomes stood still?
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["Extent", "Movement", "Periods", "extent", "idle_fall", "movement", "weighted_quantile"]


@dataclass(frozen=True, eq=False)
class Periods:
    """Two periods between which something fell.

    Parameters
    ----------
    later
        Episodes of the second.
    required
        Share of the fall that an explanation has to imply to have moved enough.
    """

    later: NDArray[np.bool_]
    required: float = 0.5


@dataclass(frozen=True)
class Movement:
    """How far a series moved against the sender, and when.

    Parameters
    ----------
    across
        Mean over the earlier episodes minus mean over the later ones (positive: it moved as the mechanism
        requires), in the series' own unit; averaged over draws.
    idle
        Largest fall among the earlier episodes, from one to any later one; averaged over draws.
    ratio
        ``across / idle``; infinite when there was no idle fall.
    spent
        Share of draws in which the idle fall was the larger: the series had already fallen further
        without the outcomes following. 0 or 1 for a series without uncertainty.
    """

    across: float
    idle: float
    ratio: float
    spent: float


def movement(values: NDArray[np.float64], later: NDArray[np.bool_]) -> Movement:
    """Compare a series' movement between the two periods with its movement inside the first.

    Parameters
    ----------
    values
        The mechanism at each episode in date order, shape (draw, episode) or (episode,), signed so that more
        means more concession.
    later
        Which episodes belong to the second period.

    Returns
    -------
    Movement
        In the unit of ``values``.

    Examples
    --------
    >>> moved = movement(np.array([9.0, 3.0, 3.0, 2.0]), np.array([False, False, True, True]))
    >>> moved.idle, moved.ratio, moved.spent
    (6.0, 0.5833333333333334, 1.0)
    """
    _require_two_periods(later)
    rows = np.atleast_2d(values)
    across = rows[:, ~later].mean(axis=1) - rows[:, later].mean(axis=1)
    earlier = rows[:, ~later]
    idle = np.max(np.maximum.accumulate(earlier, axis=1) - earlier, axis=1)
    moved, fell = float(across.mean()), float(idle.mean())
    ratio = moved / fell if fell > 0.0 else float(np.copysign(np.inf, moved))
    return Movement(moved, fell, ratio, float(np.mean(idle > across)))


def idle_fall(values: NDArray[np.float64]) -> float:
    """Largest fall from a value to any later one; 0 for a series that never falls.

    Examples
    --------
    >>> idle_fall(np.array([4.0, 9.0, 6.0, 7.0, 3.0]))
    6.0
    """
    return float(np.max(np.maximum.accumulate(values) - values))


@dataclass(frozen=True)
class Extent:
    """The fall in concessions that a fitted mechanism implies, beside the one observed.

    Parameters
    ----------
    observed
        Mean concession in the first period minus mean in the second, grades.
    implied
        Posterior mean of the fall the model implies for the same episodes, grades.
    low, high
        Interval of the implied fall.
    share
        ``implied / observed``.
    share_low, share_high
        The interval as shares of the observed fall.
    enough
        Probability that the share is at least ``required``.
    required
        Share of the observed fall that counts as enough.
    """

    observed: float
    implied: float
    low: float
    high: float
    share: float
    share_low: float
    share_high: float
    enough: float
    required: float


def extent(
    expected: NDArray[np.float64],
    outcomes: NDArray[np.int64],
    periods: Periods,
    *,
    weights: NDArray[np.float64] | None = None,
    probability: float = 0.9,
) -> Extent:
    """Fall in concessions implied by posterior draws, against the observed fall.

    Parameters
    ----------
    expected
        Expected grade of each episode in each draw, shape (draw, episode).
    outcomes
        Observed grades.
    periods
        The two periods, and how much of the fall is enough.
    weights
        Weight of each draw, summing to one; equal when left out.
    probability
        Mass of the central interval.

    Returns
    -------
    Extent
        Implied and observed fall.

    Examples
    --------
    >>> draws = np.array([[3.0, 2.0], [3.0, 1.0]])
    >>> extent(draws, np.array([3, 0]), Periods(np.array([False, True]))).share
    0.5
    """
    later, required = periods.later, periods.required
    _require_two_periods(later)
    fall = expected[:, ~later].mean(axis=1) - expected[:, later].mean(axis=1)
    mass = np.full(fall.size, 1.0 / fall.size) if weights is None else weights
    observed = float(outcomes[~later].mean() - outcomes[later].mean())
    implied = float(np.sum(mass * fall))
    low = weighted_quantile(fall, mass, (1.0 - probability) / 2.0)
    high = weighted_quantile(fall, mass, (1.0 + probability) / 2.0)
    scale = 1.0 / observed if observed else float("nan")
    return Extent(
        observed,
        implied,
        low,
        high,
        implied * scale,
        low * scale,
        high * scale,
        float(np.sum(mass[fall >= required * observed])) if observed > 0.0 else float("nan"),
        required,
    )


def _require_two_periods(later: NDArray[np.bool_]) -> None:
    if later.all() or not later.any():
        what = "All episodes fall into one period."
        raise InvalidSpecification(what, expected="at least one episode in each of two periods")


def weighted_quantile(values: NDArray[np.float64], weights: NDArray[np.float64], probability: float) -> float:
    """Smallest value at which the weights up to it reach a probability.

    Parameters
    ----------
    values
        Values in any order.
    weights
        Weight of each value, not negative; they need not sum to one.
    probability
        Share of the whole weight to be reached, 0 to 1.

    Returns
    -------
    float
        One of ``values``.

    Examples
    --------
    >>> weighted_quantile(np.array([3.0, 1.0, 2.0]), np.array([0.2, 0.5, 0.3]), 0.6)
    2.0
    """
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    index = int(np.searchsorted(reached, probability * reached[-1] - 1e-12))
    return float(values[order][min(index, values.size - 1)])
