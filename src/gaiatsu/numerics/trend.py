"""A straight line through a short series, and three opinions on whether it slopes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from gaiatsu.errors import InvalidSpecification

__all__ = ["Trend", "default_lags", "linear_trend"]


@dataclass(frozen=True)
class Trend:
    """Least-squares line with its ordinary, autocorrelation-robust and rank tests.

    Parameters
    ----------
    n
        Observations.
    first, last
        Ends of the time axis.
    intercept
        Height of the line at time zero.
    slope
        Change per unit of time.
    standard_error, p
        Ordinary standard error and two-sided t test with n - 2 degrees of freedom; it trusts
        neighbouring errors to be independent.
    interval
        Ordinary interval for the slope at ``level``.
    hac_standard_error, hac_p, hac_lags
        Newey-West standard error with Bartlett weights, scaled by n / (n - 2), and its t test: it
        allows errors that resemble their neighbours, up to so many steps away.
    kendall_tau, kendall_p
        Mann-Kendall rank test of any monotone trend; indifferent to outliers and to the shape.
    theil_sen
        Median of the slopes between all pairs of points.
    residual_sd
        Residual standard deviation, n - 2 in the divisor.
    residual_autocorrelation
        First-order autocorrelation of the residuals; above about 2 / sqrt(n) the ordinary test
        is too sure of itself.
    level
        Coverage of the interval.
    """

    n: int
    first: float
    last: float
    intercept: float
    slope: float
    standard_error: float
    p: float
    interval: tuple[float, float]
    hac_standard_error: float
    hac_p: float
    hac_lags: int
    kendall_tau: float
    kendall_p: float
    theil_sen: float
    residual_sd: float
    residual_autocorrelation: float
    level: float


def linear_trend(
    times: ArrayLike, values: ArrayLike, *, lags: int | None = None, level: float = 0.95
) -> Trend:
    """Fit a line and test its slope in three ways.

    Whether a series falls steadily, or not at all until it collapses, decides which explanation
    its timing supports; a verdict that hangs on one test of one kind is no verdict.

    Parameters
    ----------
    times, values
        Equally long, at least three of each; time in years.
    lags
        Lags of the robust standard error; by default `default_lags` of the length.
    level
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    Trend
        The line and its tests.

    Raises
    ------
    InvalidSpecification
        If there are fewer than three points, the lengths differ, a value is not finite, or all
        times coincide.

    References
    ----------
    newey_west1987, mann1945

    Examples
    --------
    >>> trend = linear_trend([1, 2, 3, 4, 5], [1.0, 2.1, 2.9, 4.2, 4.8])
    >>> round(trend.slope, 3), round(trend.kendall_tau, 3)
    (0.97, 1.0)
    """
    t, y = _checked(times, values)
    n = len(t)
    lags = default_lags(n) if lags is None else min(lags, n - 1)
    centered = t - t.mean()
    spread = float(centered @ centered)
    slope = float(centered @ y) / spread
    intercept = float(y.mean()) - slope * float(t.mean())
    residuals = y - intercept - slope * t
    residuals = np.where(np.abs(residuals) <= 1e-12 * max(1.0, float(np.abs(y).max())), 0.0, residuals)
    sd = math.sqrt(float(residuals @ residuals) / (n - 2))
    error = sd / math.sqrt(spread)
    hac = math.sqrt(_long_run(centered * residuals, lags) * n / (n - 2)) / spread
    tau = stats.kendalltau(t, y) if np.ptp(y) > 0 else None
    reach = float(stats.t.ppf((1 + level) / 2, n - 2)) * error
    return Trend(
        n=n,
        first=float(t.min()),
        last=float(t.max()),
        intercept=intercept,
        slope=slope,
        standard_error=error,
        p=_t_p(slope, error, n - 2),
        interval=(slope - reach, slope + reach),
        hac_standard_error=hac,
        hac_p=_t_p(slope, hac, n - 2),
        hac_lags=lags,
        kendall_tau=float(tau.statistic) if tau else 0.0,
        kendall_p=float(tau.pvalue) if tau else 1.0,
        theil_sen=float(stats.theilslopes(y, t).slope),
        residual_sd=sd,
        residual_autocorrelation=_first_autocorrelation(residuals),
        level=level,
    )


def default_lags(n: int) -> int:
    """Lags of the robust standard error by the usual rule of thumb, 4 (n / 100)^(2/9).

    Parameters
    ----------
    n
        Observations.

    Returns
    -------
    int
        Whole lags.

    References
    ----------
    newey_west1987

    Examples
    --------
    >>> default_lags(16), default_lags(100)
    (2, 4)
    """
    return int(4 * (n / 100) ** (2 / 9))


def _checked(times: ArrayLike, values: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    t, y = np.asarray(times, dtype=float), np.asarray(values, dtype=float)
    if t.ndim != 1 or t.shape != y.shape or len(t) < 3:
        msg = f"A trend cannot be fitted to times of shape {t.shape} and values of shape {y.shape}."
        raise InvalidSpecification(msg, expected="two equally long lists of at least three numbers")
    if not (np.isfinite(t).all() and np.isfinite(y).all()):
        msg = "A trend cannot be fitted to values that are missing or infinite."
        raise InvalidSpecification(msg, todo="Leave those points out.")
    if np.ptp(t) == 0:
        msg = f"All points share the time {t[0]:g}, so no slope is defined."
        raise InvalidSpecification(msg, expected="at least two different times")
    return t, y


def _long_run(scores: np.ndarray, lags: int) -> float:
    total = float(scores @ scores)
    for lag in range(1, lags + 1):
        total += 2 * (1 - lag / (lags + 1)) * float(scores[lag:] @ scores[:-lag])
    return max(total, 0.0)


def _first_autocorrelation(residuals: np.ndarray) -> float:
    power = float(residuals @ residuals)
    return float(residuals[1:] @ residuals[:-1]) / power if power > 0 else 0.0


def _t_p(slope: float, error: float, degrees: int) -> float:
    if error == 0:
        return 1.0 if slope == 0 else 0.0
    return float(2 * stats.t.sf(abs(slope / error), degrees))
