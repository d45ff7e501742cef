"""One number of a field study, with its interval, and how rates are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import nan, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from gaiatsu.studies.field.outcomes import Cell
from gaiatsu.studies.shares import fisher

__all__ = [
    "Estimate",
    "above",
    "change",
    "exceeds",
    "holm",
    "normal_probability",
    "posterior_changes",
    "rate_error",
    "superiority",
]

FloatArray = NDArray[np.float64]

CENTRAL: Final = (0.025, 0.5, 0.975)
JEFFREYS: Final = 0.5
POINTS: Final = 4000


@dataclass(frozen=True)
class Estimate:
    """One number that a specification asked for.

    Parameters
    ----------
    estimator, coding, sample
        Names in the specification; empty where one does not apply.
    variant
        Which of several numbers of the same estimator; empty for the only one.
    value
        The number; differences of rates run from -1 to 1.
    low, high
        Ends of its 95 % interval; for bounds, its smallest and largest value.
    p
        Two-sided p-value of no difference, where there is a test.
    probability
        Probability that the number lies in the article's direction.
    n
        Cases behind it.
    details
        Other numbers, by name.
    note
        What to know about it.
    """

    estimator: str
    coding: str = ""
    sample: str = ""
    variant: str = ""
    value: float = nan
    low: float = nan
    high: float = nan
    p: float = nan
    probability: float = nan
    n: int = 0
    details: Mapping[str, float | int | str] = field(default_factory=dict)
    note: str = ""


def posterior_changes(cells: Sequence[Cell], *, rng: np.random.Generator, draws: int) -> FloatArray:
    """Draw rates from their posteriors under Jeffreys priors.

    Parameters
    ----------
    cells
        Independent samples; cases without an outcome are left out.
    rng
        Source of the draws.
    draws
        Number of draws.

    Returns
    -------
    numpy.ndarray
        (cell, draw).
    """
    shapes = [(cell.successes + JEFFREYS, cell.coded - cell.successes + JEFFREYS) for cell in cells]
    return np.stack([rng.beta(a, b, draws) for a, b in shapes])


def exceeds(first: Cell, second: Cell, margin: float = 0.0) -> float:
    """Probability that one rate exceeds another by a margin, each with its own Jeffreys prior.

    Computed and not drawn, so that no verdict hangs on a seed.

    Parameters
    ----------
    first, second
        Independent samples; cases without an outcome are left out.
    margin
        By how much, 0 to 1.

    Returns
    -------
    float
        0 to 1.

    Examples
    --------
    >>> round(exceeds(Cell(10, 14, 0), Cell(5, 10, 0)), 3), round(exceeds(Cell(3, 7, 0), Cell(3, 7, 0)), 3)
    (0.857, 0.5)
    """
    levels = (np.arange(POINTS) + 0.5) / POINTS
    rates = np.minimum(second.share.quantiles(levels) + margin, 1.0)
    return float(1 - first.share.below(rates).mean())


def change(before: Cell, after: Cell, rates: FloatArray) -> dict[str, float]:
    """Compare two rates: difference, interval and exact test.

    Parameters
    ----------
    before, after
        The two samples.
    rates
        Posterior draws of the two rates, of `posterior_changes`.

    Returns
    -------
    dict
        ``value``, ``low``, ``high`` and ``p``; the interval is that of the posterior.

    Examples
    --------
    >>> cells = Cell(8, 8, 0), Cell(1, 7, 0)
    >>> found = change(*cells, posterior_changes(cells, rng=np.random.default_rng(1), draws=4000))
    >>> round(found["value"], 2), round(found["p"], 4)
    (-0.86, 0.0014)
    """
    low, _, high = np.quantile(rates[1] - rates[0], CENTRAL)
    p = fisher(after.share, before.share) if min(before.coded, after.coded) > 0 else nan
    value = after.share.rate - before.share.rate
    return {"value": value, "low": float(low), "high": float(high), "p": p}


def above(value: float, error: float, threshold: float = 0.0) -> float:
    """Probability that a quantity exceeds a threshold, its estimate taken as normal.

    Parameters
    ----------
    value, error
        Estimate and standard error.
    threshold
        The threshold.

    Returns
    -------
    float
        0 to 1.

    Examples
    --------
    >>> round(above(0.2, 0.1), 3)
    0.977
    """
    return float(ndtr((value - threshold) / error)) if error > 0 else nan


def normal_probability(value: float, error: float) -> float:
    """Two-sided p-value of an estimate taken as normal.

    Parameters
    ----------
    value, error
        Estimate and standard error.

    Returns
    -------
    float
        0 to 1.

    Examples
    --------
    >>> round(normal_probability(1.96, 1.0), 3)
    0.05
    """
    return float(2 * ndtr(-abs(value) / error)) if error > 0 else nan


def superiority(first: FloatArray, second: FloatArray) -> float:
    """Chance that a case of the second sample scores higher than one of the first, ties counted half.

    Parameters
    ----------
    first, second
        Scores, of which only the order counts.

    Returns
    -------
    float
        0 to 1; one half where neither is higher. Not a number where a sample is empty.

    Notes
    -----
    The Mann-Whitney statistic over the number of pairs.

    References
    ----------
    mann_whitney1947

    Examples
    --------
    >>> superiority(np.array([1.0, 2.0]), np.array([2.0, 3.0]))
    0.875
    """
    if not (len(first) and len(second)):
        return nan
    ordered = np.sort(first)
    lower = np.searchsorted(ordered, second, side="left")
    upper = np.searchsorted(ordered, second, side="right")
    return float((lower + upper).sum() / 2 / (len(first) * len(second)))


def holm(values: Mapping[str, float]) -> dict[str, float]:
    """Adjust the p-values of a family by Holm's rule.

    Parameters
    ----------
    values
        p-values by name.

    Returns
    -------
    dict
        Adjusted p-values; the chance of any false call in the family stays below the level.

    References
    ----------
    holm1979

    Examples
    --------
    >>> holm({"a": 0.01, "b": 0.04, "c": 0.03})
    {'a': 0.03, 'c': 0.06, 'b': 0.06}
    """
    adjusted, largest = {}, 0.0
    ranked = sorted(values, key=lambda name: values[name])
    for place, name in enumerate(ranked):
        largest = max(largest, min(1.0, (len(ranked) - place) * values[name]))
        adjusted[name] = largest
    return adjusted


def rate_error(cells: Sequence[Cell]) -> float:
    """Find the standard error of a sum of independent rates, each shrunk by the Jeffreys prior."""
    rates = [(cell.successes + JEFFREYS) / (cell.coded + 1) for cell in cells]
    return sqrt(sum(rate * (1 - rate) / (cell.coded + 1) for rate, cell in zip(rates, cells, strict=True)))
