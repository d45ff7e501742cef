"""Scales made of several indicators, and slopes whose outcomes are partly unknown."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["coefficient_alpha", "mean_of_known", "slope_bounds", "standardized"]

FloatArray = NDArray[np.float64]


def standardized(values: ArrayLike) -> FloatArray:
    """Subtract the mean of the known values and divide by their standard deviation.

    Parameters
    ----------
    values
        Values of one indicator; NaN where it is not known.

    Returns
    -------
    array
        NaN where it was NaN; zeros where the indicator does not vary.

    Examples
    --------
    >>> standardized([1.0, 3.0, np.nan]).tolist()
    [-1.0, 1.0, nan]
    """
    known = np.asarray(values, dtype=float)
    centered = known - np.nanmean(known)
    spread = float(np.nanstd(known))
    return np.asarray(centered / spread if spread > 0 else centered)


def mean_of_known(items: ArrayLike) -> FloatArray:
    """Average the indicators that are known, case by case.

    Parameters
    ----------
    items
        Standardized indicators, shape (case, indicator).

    Returns
    -------
    array
        NaN where none is known.

    Examples
    --------
    >>> mean_of_known([[1.0, 3.0], [np.nan, 2.0]]).tolist()
    [2.0, 2.0]
    """
    table = np.asarray(items, dtype=float)
    known = np.isfinite(table)
    count = known.sum(axis=1)
    total = np.where(known, table, 0.0).sum(axis=1)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def coefficient_alpha(items: ArrayLike) -> float:
    """Estimate the reliability of a mean of indicators by coefficient alpha.

    A proxy that is mostly noise has no effect anywhere; its reliability says how far an absent effect is the
    proxy's fault.

    Parameters
    ----------
    items
        Indicators on one scale, shape (case, indicator); cases with an unknown one are left out.

    Returns
    -------
    float
        At most 1; below 0 where the indicators contradict each other, NaN where they cannot be compared.

    Notes
    -----
    ``k/(k-1) (1 - sum of variances / variance of the sum)``.

    References
    ----------
    cronbach1951

    Examples
    --------
    >>> coefficient_alpha([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
    1.0
    """
    table = np.asarray(items, dtype=float)
    complete = table[np.isfinite(table).all(axis=1)]
    k = table.shape[1]
    if len(complete) < 2 or k < 2:
        return float("nan")
    total = float(complete.sum(axis=1).var(ddof=1))
    if total == 0.0:
        return float("nan")
    return float(k / (k - 1) * (1.0 - complete.var(axis=0, ddof=1).sum() / total))


def slope_bounds(outcomes: ArrayLike, term: ArrayLike, controls: ArrayLike) -> tuple[float, float]:
    """Find the smallest and largest least-squares slope over every filling of the unknown outcomes.

    Parameters
    ----------
    outcomes
        0, 1, or NaN where nobody coded the outcome.
    term
        The term whose slope is asked for.
    controls
        Other terms, shape (case, control); a constant is added.

    Returns
    -------
    tuple of float
        Lowest and highest slope; equal where every outcome is known.

    Raises
    ------
    InvalidSpecification
        If the term does not vary once the controls are held constant.

    Notes
    -----
    With r the residual of the term on the controls the slope is ``sum r y / sum r^2``: linear in each
    outcome, so its maximum puts 1 where r > 0 and 0 elsewhere.

    References
    ----------
    manski1990

    Examples
    --------
    >>> slope_bounds([0.0, 1.0, np.nan], [-1.0, 1.0, 0.0], np.empty((3, 0)))
    (0.5, 0.5)
    >>> low, high = slope_bounds([0.0, np.nan], [-1.0, 1.0], np.empty((2, 0)))
    >>> round(low, 3), round(high, 3)
    (0.0, 0.5)
    """
    y, x = np.asarray(outcomes, dtype=float), np.asarray(term, dtype=float)
    held = np.column_stack([np.ones(len(x)), np.asarray(controls, dtype=float).reshape(len(x), -1)])
    residual = x - held @ np.linalg.lstsq(held, x, rcond=None)[0]
    total = float(residual @ residual)
    if not total > 1e-12 * max(float(x @ x), 1.0):
        msg = f"The term has no variation left beside {held.shape[1] - 1} controls."
        raise InvalidSpecification(msg, expected="a term that the controls do not determine")
    known = np.isfinite(y)
    base = float(residual[known] @ y[known])
    free = residual[~known]
    return (base + float(free[free < 0].sum())) / total, (base + float(free[free > 0].sum())) / total
