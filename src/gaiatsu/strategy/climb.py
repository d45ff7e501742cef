"""A search among rules that are written as numbers: the cross-entropy method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["Climb", "ClimbStep", "Progress", "SearchBudget", "climb"]

Floats = NDArray[np.float64]


class ClimbStep(NamedTuple):
    """A round of a search.

    Parameters
    ----------
    tried
        Rules tried so far.
    best
        Best value so far.
    mean
        Mean value of the round's elite.
    spread
        Mean standard deviation from which the next round is drawn.
    """

    tried: int
    best: float
    mean: float
    spread: float


Progress = Callable[[ClimbStep], None]
"""What is told after each round."""


@dataclass(frozen=True)
class SearchBudget:
    """How long a search lasts.

    Parameters
    ----------
    tries
        Rules tried in all.
    round
        Rules tried in a round.
    elite
        Share of a round from which the next is drawn, 0-1.
    spread
        Standard deviation at first.
    keep
        Share of the last round's center and spread that is kept, 0-1.

    Raises
    ------
    InvalidSpecification
        Fewer tries than a round, or an elite of fewer than two.
    """

    tries: int = 480
    round: int = 32
    elite: float = 0.25
    spread: float = 1.5
    keep: float = 0.3

    def __post_init__(self) -> None:
        if not 4 <= self.round <= self.tries or self.elite * self.round < 2 or not 0.0 <= self.keep < 1.0:
            msg = f"The budget {self!r} cannot be spent."
            raise InvalidSpecification(
                msg, expected="rounds of at least four, an elite of at least two, keep below 1"
            )


class Climb(NamedTuple):
    """Where a search arrived.

    Parameters
    ----------
    point
        Best point tried, shape ``(d,)``.
    value
        Its value on the luck on which it was chosen, so rather too high.
    trace
        The rounds.
    """

    point: Floats
    value: float
    trace: tuple[ClimbStep, ...]


def climb(
    value_of: Callable[[Floats], Floats],
    starts: Floats,
    *,
    rng: np.random.Generator,
    budget: SearchBudget,
    progress: Progress | None = None,
) -> Climb:
    """Search for the point of the highest value.

    Parameters
    ----------
    value_of
        Values of points, from shape ``(k, d)`` to ``(k,)``; never asked for more than ``budget.round``.
    starts
        Points tried first, shape ``(k, d)``; the search is centered on the best.
    rng
        Random numbers.
    budget
        How long.
    progress
        Told after each round.

    Returns
    -------
    Climb

    Notes
    -----
    Each round is drawn from independent normal laws; their means and standard deviations then move to those
    of the round's elite. The best point so far is kept in every elite.

    References
    ----------
    rubinstein1999

    Examples
    --------
    >>> bowl = lambda points: -((points - 2.0) ** 2).sum(axis=1)
    >>> found = climb(bowl, np.zeros((1, 3)), rng=np.random.default_rng(1), budget=SearchBudget(960))
    >>> bool(np.abs(found.point - 2.0).max() < 0.1)
    True
    """
    best, value, tried = starts[0], -np.inf, 0
    for first in range(0, len(starts), budget.round):
        values = value_of(starts[first : first + budget.round])
        tried += values.size
        if values.max() > value:
            best, value = starts[first + int(values.argmax())], float(values.max())
    center, spread = best, np.full(best.size, budget.spread)
    trace = [ClimbStep(tried, value, value, budget.spread)]
    while tried + budget.round <= budget.tries:
        points = center + spread * rng.standard_normal((budget.round, best.size))
        values = value_of(points)
        tried += budget.round
        order = np.argsort(-values)[: int(budget.elite * budget.round)]
        if values[order[0]] > value:
            best, value = points[order[0]], float(values[order[0]])
        elite = np.vstack([points[order], best])
        center = budget.keep * center + (1.0 - budget.keep) * elite.mean(axis=0)
        spread = budget.keep * spread + (1.0 - budget.keep) * elite.std(axis=0)
        trace.append(ClimbStep(tried, value, float(values[order].mean()), float(spread.mean())))
        if progress is not None:
            progress(trace[-1])
    return Climb(best, value, tuple(trace))
