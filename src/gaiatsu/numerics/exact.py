"""Exact conditional inference on 2x2 tables that share one odds ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

__all__ = ["ConditionalSum", "ExactTest", "PValues", "conditional_sum", "exact_p", "exact_test"]

Margins = tuple[int, int, int]
LARGEST_LOG_ODDS = 700.0


@dataclass(frozen=True)
class ConditionalSum:
    """Distribution of the successes in the first row of every table, all margins held fixed.

    Parameters
    ----------
    low
        Smallest possible sum.
    weights
        For ``low``, ``low + 1``, ...: the number of ways to reach the sum. Whole numbers, so that
        equal probabilities are equal and not merely close.
    """

    low: int
    weights: tuple[int, ...]

    @property
    def high(self) -> int:
        """Largest possible sum."""
        return self.low + len(self.weights) - 1

    def log_probabilities(self, log_odds_ratio: float = 0.0) -> np.ndarray:
        """Log probability of each sum when every table has this log odds ratio."""
        logs = np.array([math.log(weight) for weight in self.weights])
        logs = logs + log_odds_ratio * np.arange(len(logs))
        return np.asarray(logs - np.logaddexp.reduce(logs))


@dataclass(frozen=True)
class PValues:
    """Exact p-values of no association, that is of a common odds ratio of one.

    Parameters
    ----------
    greater
        Probability of at least as many successes in the first row as observed.
    less
        Probability of at most as many.
    two_sided
        Probability of all sums that are no more probable than the observed one (the
        point-probability rule, which R and SciPy use too).
    two_sided_doubled
        Twice the smaller one-sided value, at most 1: the test that belongs to the interval.
    mid_greater, mid_less, mid_two_sided
        The same with half the probability of the observed sum left out; the two-sided one is
        doubled. Less conservative, no longer guaranteed.
    """

    greater: float
    less: float
    two_sided: float
    two_sided_doubled: float
    mid_greater: float
    mid_less: float
    mid_two_sided: float


@dataclass(frozen=True)
class ExactTest:
    """Exact conditional test and intervals for the common odds ratio of K tables.

    Parameters
    ----------
    observed
        Successes in the first row, summed over tables.
    low, high
        Smallest and largest sum that the margins allow.
    expected
        The sum expected when nothing is associated.
    p
        The p-values.
    odds_ratio
        Conditional maximum-likelihood estimate; 0 or infinite when the observed sum stands at an
        end of its range, not a number when the margins leave no choice.
    interval
        Exact interval for the odds ratio with at least the stated coverage (equal tails);
        its ends may be 0 and infinity.
    mid_p_interval
        The narrower mid-p interval, whose coverage is near the stated one on average.
    level
        Coverage of the intervals.
    """

    observed: int
    low: int
    high: int
    expected: float
    p: PValues
    odds_ratio: float
    interval: tuple[float, float]
    mid_p_interval: tuple[float, float]
    level: float


def exact_test(tables: ArrayLike, *, level: float = 0.95) -> ExactTest:
    """Test whether one odds ratio shared by several 2x2 tables is one, by enumeration.

    Comparing like with like means comparing within each type of demand and adding up. With cells
    this small no approximation is safe, and none is needed: given the margins, the sum of the
    first cells has a known distribution.

    Parameters
    ----------
    tables
        Whole numbers of shape (K, 2, 2), or (2, 2) for one table: rows are groups, columns are
        success and failure.
    level
        Coverage of the intervals, between 0 and 1.

    Returns
    -------
    ExactTest
        p-values, estimate and intervals.

    Raises
    ------
    InvalidSpecification
        If the tables are not of that shape, or hold anything but whole numbers from 0.

    Notes
    -----
    P(S = s) is proportional to w(s) psi^s, where w is the convolution over tables of
    C(row 1, s_k) C(row 2, column 1 - s_k) and psi the common odds ratio.

    References
    ----------
    gart1970, agresti2013

    Examples
    --------
    >>> result = exact_test([[8, 0], [1, 6]])
    >>> round(result.p.two_sided, 4), result.odds_ratio
    (0.0014, inf)
    >>> round(result.interval[0], 2)
    2.92
    """
    margins, observed = _margins(tables)
    if not 0 < level < 1:
        msg = f"The level {level} cannot be used."
        raise InvalidSpecification(msg, expected="a number between 0 and 1")
    law = _convolve(margins)
    sums = np.arange(law.low, law.high + 1)
    return ExactTest(
        observed=observed,
        low=law.low,
        high=law.high,
        expected=float(sums @ np.exp(law.log_probabilities())),
        p=_p_values(law, observed),
        odds_ratio=_estimate(law, observed),
        interval=_interval(law, observed, tail=(1 - level) / 2, share=1.0),
        mid_p_interval=_interval(law, observed, tail=(1 - level) / 2, share=0.5),
        level=level,
    )


def exact_p(tables: ArrayLike) -> PValues:
    """Compute the p-values of `exact_test` alone; meant for thousands of tables.

    Parameters
    ----------
    tables
        As for `exact_test`.

    Returns
    -------
    PValues
        Exact p-values.

    Raises
    ------
    InvalidSpecification
        As for `exact_test`.

    Examples
    --------
    >>> figure_2 = [[[3, 0], [0, 3]], [[2, 0], [1, 1]], [[3, 0], [0, 2]]]
    >>> round(exact_p(figure_2).greater, 6)
    0.0025
    """
    margins, observed = _margins(tables)
    return _p_values(_convolve(margins), observed)


def conditional_sum(tables: ArrayLike) -> ConditionalSum:
    """Enumerate the conditional distribution that `exact_test` rests on.

    Parameters
    ----------
    tables
        As for `exact_test`.

    Returns
    -------
    ConditionalSum
        Possible sums and the number of ways to reach each.

    Raises
    ------
    InvalidSpecification
        As for `exact_test`.

    Examples
    --------
    >>> conditional_sum([[2, 0], [1, 1]])
    ConditionalSum(low=1, weights=(2, 2))
    """
    return _convolve(_margins(tables)[0])


def _margins(tables: ArrayLike) -> tuple[tuple[Margins, ...], int]:
    cells = np.asarray(tables)
    if cells.ndim == 2:
        cells = cells[np.newaxis]
    if cells.ndim != 3 or cells.shape[1:] != (2, 2) or len(cells) == 0:
        msg = f"Tables of shape {cells.shape} cannot be tested."
        raise InvalidSpecification(msg, expected="shape (K, 2, 2) with at least one table")
    if cells.dtype.kind not in "iuf" or np.any(cells < 0) or np.any(cells != np.floor(cells)):
        msg = f"The tables hold {cells.tolist()}."
        raise InvalidSpecification(msg, expected="whole numbers from 0")
    whole = [[[int(cell) for cell in row] for row in table] for table in cells]
    margins = tuple((sum(first), sum(second), first[0] + second[0]) for first, second in whole)
    return margins, sum(first[0] for first, _ in whole)


@lru_cache(maxsize=65536)
def _convolve(margins: tuple[Margins, ...]) -> ConditionalSum:
    low, weights = 0, [1]
    for first, second, successes in margins:
        start, stop = max(0, successes - second), min(first, successes)
        cell = [math.comb(first, s) * math.comb(second, successes - s) for s in range(start, stop + 1)]
        total = [0] * (len(weights) + len(cell) - 1)
        for i, left in enumerate(weights):
            for j, right in enumerate(cell):
                total[i + j] += left * right
        low, weights = low + start, total
    return ConditionalSum(low, tuple(weights))


def _p_values(law: ConditionalSum, observed: int) -> PValues:
    weights, here = law.weights, observed - law.low
    total = sum(weights)
    greater, less, point = sum(weights[here:]), sum(weights[: here + 1]), weights[here]
    mid_greater, mid_less = 2 * greater - point, 2 * less - point
    return PValues(
        greater=greater / total,
        less=less / total,
        two_sided=sum(weight for weight in weights if weight <= point) / total,
        two_sided_doubled=min(1.0, 2 * min(greater, less) / total),
        mid_greater=mid_greater / (2 * total),
        mid_less=mid_less / (2 * total),
        mid_two_sided=min(1.0, min(mid_greater, mid_less) / total),
    )


def _estimate(law: ConditionalSum, observed: int) -> float:
    if law.low == law.high:
        return math.nan
    if observed in (law.low, law.high):
        return 0.0 if observed == law.low else math.inf
    steps = np.arange(len(law.weights))
    excess = observed - law.low

    def distance(log_odds_ratio: float) -> float:
        return float(steps @ np.exp(law.log_probabilities(log_odds_ratio)) - excess)

    return math.exp(_root(distance))


def _interval(law: ConditionalSum, observed: int, *, tail: float, share: float) -> tuple[float, float]:
    """Invert the two one-sided tests, counting ``share`` of the observed sum's probability."""
    here = observed - law.low

    def above(log_odds_ratio: float) -> float:
        mass = np.exp(law.log_probabilities(log_odds_ratio))
        return float(mass[here + 1 :].sum() + share * mass[here]) - tail

    def below(log_odds_ratio: float) -> float:
        mass = np.exp(law.log_probabilities(log_odds_ratio))
        return float(mass[:here].sum() + share * mass[here]) - tail

    lower = 0.0 if observed == law.low else math.exp(_root(above))
    upper = math.inf if observed == law.high else math.exp(_root(below))
    return lower, upper


def _root(function: Callable[[float], float]) -> float:
    width = 4.0
    while function(-width) * function(width) > 0 and width < LARGEST_LOG_ODDS:
        width *= 2
    return float(brentq(function, -width, width, xtol=1e-13, rtol=1e-13))
