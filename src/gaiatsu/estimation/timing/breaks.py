"""Multiple breaks in a regression by least squares, with an interval for each date."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import log_ndtr, ndtr

from gaiatsu.errors import InvalidSpecification

__all__ = ["BreakInterval", "BreakSearch", "Partition", "break_date_cdf", "break_intervals", "find_breaks"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Partition:
    """The best way to cut the series a given number of times.

    Parameters
    ----------
    breaks
        Last observation of each segment but the final one, counted from 1; a break at k says
        that observation k + 1 is the first of the new regime.
    rss
        Residual sum of squares over all segments.
    log_likelihood
        Normal log-likelihood at the fit.
    bic
        Schwarz criterion; each break date and the variance count as parameters.
    coefficients
        Regression coefficients, a tuple for each segment.
    """

    breaks: tuple[int, ...]
    rss: float
    log_likelihood: float
    bic: float
    coefficients: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class BreakSearch:
    """Best partitions for 0, 1, 2, ... breaks.

    Parameters
    ----------
    partitions
        Entry m holds the best partition with m breaks.
    minimal_segment
        Fewest observations allowed in a segment.
    n
        Observations.
    """

    partitions: tuple[Partition, ...]
    minimal_segment: int
    n: int

    @property
    def best(self) -> Partition:
        """The partition that the Schwarz criterion prefers."""
        return min(self.partitions, key=lambda partition: partition.bic)


@dataclass(frozen=True)
class BreakInterval:
    """Confidence interval for one break date.

    Parameters
    ----------
    estimate
        Last observation before the break, counted from 1.
    lower, upper
        Ends of the interval on the same scale; they may reach beyond the sample.
    level
        Coverage.
    """

    estimate: int
    lower: int
    upper: int
    level: float


def find_breaks(
    y: ArrayLike, regressors: ArrayLike | None = None, *, minimal_segment: int, most_breaks: int = 5
) -> BreakSearch:
    """Date breaks in a mean or a regression, globally and not one at a time.

    Whether leverage drifted or collapsed, and when, is what the rival explanations disagree
    about; a search that may place several breaks has no date to prove.

    Parameters
    ----------
    y
        Observations in order of time.
    regressors
        Array (n, k) that includes the constant if one is wanted; a column of ones when left out,
        which asks for breaks in the mean.
    minimal_segment
        Fewest observations in a segment, more than k.
    most_breaks
        Largest number of breaks; fewer are returned where the series is too short.

    Returns
    -------
    BreakSearch
        The best partition for each number of breaks.

    Raises
    ------
    InvalidSpecification
        If the segment is too short for the regression or too long for the series, or a value is
        missing.

    Notes
    -----
    Dynamic programming over segment ends minimizes the residual sum of squares for each number
    of breaks m. BIC = -2 log L + log(n) (k (m + 1) + m + 1).

    References
    ----------
    bai_perron2003

    Examples
    --------
    >>> search = find_breaks([0.1, -0.1, 0.0, 0.1, 2.0, 2.1, 1.9, 2.0], minimal_segment=2)
    >>> search.best.breaks
    (4,)
    """
    data, design = _checked(y, regressors)
    n, k = design.shape
    if not k < minimal_segment <= n // 2:
        msg = f"Segments of at least {minimal_segment} observations cannot be used."
        raise InvalidSpecification(msg, expected=f"more than {k} and at most {n // 2}")
    costs = _segment_costs(data, design, minimal_segment)
    ends = _best_ends(costs, min(most_breaks, n // minimal_segment - 1))
    partitions = tuple(_partition(data, design, breaks) for breaks in ends)
    return BreakSearch(partitions, minimal_segment, n)


def break_intervals(
    y: ArrayLike, regressors: ArrayLike | None = None, *, breaks: Sequence[int], level: float = 0.95
) -> tuple[BreakInterval, ...]:
    """Compute a confidence interval for each break date.

    Parameters
    ----------
    y, regressors
        As for `find_breaks`.
    breaks
        Estimated breaks, as `Partition.breaks` gives them.
    level
        Coverage, between 0 and 1.

    Returns
    -------
    tuple of BreakInterval
        In the order of the breaks. The interval is not symmetric where the regimes differ in
        variance or in their regressors.

    Raises
    ------
    InvalidSpecification
        If a segment is too short for the regression.

    Notes
    -----
    With d the change in coefficients, Q_i the mean of x x' and v_i the residual variance in
    regime i, the estimate less the true date, times (d' Q_1 d) / v_1, is distributed as the time at
    which a two-sided Brownian motion with drift peaks; `break_date_cdf` is its law. Ends are
    rounded outwards from the quantiles.

    References
    ----------
    bai1997

    Examples
    --------
    >>> y = [0.0, 0.5, -0.4, 0.2, -0.3, 3.1, 2.6, 3.4, 2.9, 3.2]
    >>> [(one.lower, one.upper) for one in break_intervals(y, breaks=[5])]
    [(4, 6)]
    """
    data, design = _checked(y, regressors)
    edges = [0, *breaks, len(data)]
    if any(later - earlier <= design.shape[1] for earlier, later in itertools.pairwise(edges)):
        msg = f"The breaks {list(breaks)} leave a segment too short to be fitted."
        raise InvalidSpecification(msg, expected=f"segments of more than {design.shape[1]} observations")
    return tuple(
        _interval(data, design, edges[i : i + 3], (1 - level) / 2, level) for i in range(len(breaks))
    )


def break_date_cdf(x: float, *, drift: float = 1.0, variance: float = 1.0) -> float:
    """Probability that a two-sided Brownian motion with drift peaks at or before ``x``.

    Parameters
    ----------
    x
        Time, negative before the true break.
    drift
        Downward drift after the break, relative to 1 before it (both are halved).
    variance
        Variance per unit of time after the break, relative to 1 before it.

    Returns
    -------
    float
        Probability.

    Notes
    -----
    The process is W1(-s) - |s| / 2 for s <= 0 and sqrt(variance) W2(s) - drift s / 2 for s > 0.

    References
    ----------
    bai1997

    Examples
    --------
    >>> round(break_date_cdf(0.0), 3), round(break_date_cdf(7.687), 3)
    (0.5, 0.95)
    """
    if x <= 0:
        return _tail(-x, drift / variance)
    return 1.0 - _tail(x * drift**2 / variance, variance / drift)


def _tail(s: float, rate: float) -> float:
    """Probability that the peak lies further than ``s`` on one side, in that side's own units.

    The highest point of the other side is exponential with this rate, that of this side with
    rate one.
    """
    root = math.sqrt(s)
    first = (1 + 2 * rate) / (rate * (1 + rate))
    third = (1 + 2 * rate) ** 2 / (rate * (1 + rate)) - 2 + s / 2
    second = math.exp(rate * (1 + rate) / 2 * s + float(log_ndtr(-(0.5 + rate) * root)))
    edge = math.sqrt(s / (2 * math.pi)) * math.exp(-s / 8)
    return third * float(ndtr(-root / 2)) - first * second - edge


def _quantile(p: float, drift: float, variance: float) -> float:
    reach = 1.0
    while (
        not break_date_cdf(-reach, drift=drift, variance=variance)
        < p
        < break_date_cdf(reach, drift=drift, variance=variance)
    ):
        reach *= 2

    def distance(x: float) -> float:
        return break_date_cdf(x, drift=drift, variance=variance) - p

    return float(brentq(distance, -reach, reach, xtol=1e-10))


def _interval(data: Array, design: Array, edges: Sequence[int], tail: float, level: float) -> BreakInterval:
    start, middle, stop = edges
    left, right = slice(start, middle), slice(middle, stop)
    first, rss_first = _fit(data[left], design[left])
    second, rss_second = _fit(data[right], design[right])
    before = np.mean((design[left] @ (second - first)) ** 2)
    after = np.mean((design[right] @ (second - first)) ** 2)
    variance_before, variance_after = rss_first / (middle - start), rss_second / (stop - middle)
    drift = float(after / before)
    variance = float(drift * variance_after / variance_before)
    scale = float(before / variance_before)
    low = _quantile(1 - tail, drift, variance) / scale
    high = _quantile(tail, drift, variance) / scale
    return BreakInterval(middle, middle - math.ceil(low), middle - math.floor(high), level)


def _checked(y: ArrayLike, regressors: ArrayLike | None) -> tuple[Array, Array]:
    data = np.asarray(y, dtype=float)
    design = np.ones((len(data), 1)) if regressors is None else np.asarray(regressors, dtype=float)
    if data.ndim != 1 or design.ndim != 2 or len(design) != len(data):
        msg = f"Observations of shape {data.shape} do not fit regressors of shape {design.shape}."
        raise InvalidSpecification(msg, expected="n observations and an array (n, k)")
    if not (np.isfinite(data).all() and np.isfinite(design).all()):
        msg = "Breaks cannot be dated in a series with missing or infinite values."
        raise InvalidSpecification(msg, todo="Leave those observations out.")
    return data, design


def _fit(data: Array, design: Array) -> tuple[Array, float]:
    coefficients = np.asarray(np.linalg.lstsq(design, data, rcond=None)[0], dtype=np.float64)
    residuals = data - design @ coefficients
    return coefficients, float(residuals @ residuals)


def _segment_costs(data: Array, design: Array, shortest: int) -> Array:
    """Residual sum of squares of every segment [i, j), infinite where it is too short."""
    n, k = design.shape
    basis = np.linalg.qr(design)[0] * math.sqrt(n)
    rest = data - basis @ (basis.T @ data) / n
    products = np.concatenate([np.zeros((1, k, k)), np.cumsum(basis[:, :, None] * basis[:, None, :], 0)])
    cross = np.concatenate([np.zeros((1, k)), np.cumsum(basis * rest[:, None], 0)])
    power = np.concatenate([[0.0], np.cumsum(rest**2)])
    costs = np.full((n + 1, n + 1), np.inf)
    for i in range(n - shortest + 1):
        ends = slice(i + shortest, n + 1)
        xy = cross[ends] - cross[i]
        inverse = np.linalg.pinv(products[ends] - products[i], rcond=1e-11, hermitian=True)
        explained = np.einsum("ta,tab,tb->t", xy, inverse, xy)
        costs[i, ends] = np.maximum(power[ends] - power[i] - explained, 0.0)
    return costs


def _best_ends(costs: Array, most: int) -> list[tuple[int, ...]]:
    n = len(costs) - 1
    best = costs[0].copy()
    previous: list[NDArray[np.intp]] = []
    found: list[tuple[int, ...]] = [()]
    for _ in range(most):
        joined = best[:, None] + costs
        last = np.argmin(joined, axis=0)
        best = joined[last, np.arange(n + 1)]
        previous.append(last)
        found.append(_trace(previous, n))
    return found


def _trace(previous: Sequence[NDArray[np.intp]], n: int) -> tuple[int, ...]:
    breaks, end = [], n
    for last in reversed(previous):
        end = int(last[end])
        breaks.append(end)
    return tuple(reversed(breaks))


def _partition(data: Array, design: Array, breaks: tuple[int, ...]) -> Partition:
    n, k = design.shape
    edges = [0, *breaks, n]
    pairs = list(itertools.pairwise(edges))
    fits = [_fit(data[i:j], design[i:j]) for i, j in pairs]
    rss = sum(cost for _, cost in fits)
    log_likelihood = -n / 2 * (math.log(2 * math.pi * rss / n) + 1) if rss > 0 else math.inf
    parameters = k * len(pairs) + len(breaks) + 1
    return Partition(
        breaks=breaks,
        rss=rss,
        log_likelihood=log_likelihood,
        bic=-2 * log_likelihood + math.log(n) * parameters,
        coefficients=tuple(tuple(float(c) for c in coefficients) for coefficients, _ in fits),
    )
