"""Log likelihoods summed over cases, the inner loop of importance sampling.

The links are those of :mod:`gaiatsu.estimation.ordinal.likelihood`, arranged so that a draw costs as few
exponentials as it can. Where a step is so long that the arrangement would overflow, ``None`` is returned
and the plain functions take over.
"""

from __future__ import annotations

import numpy as np
import scipy.special
from numpy.typing import NDArray

__all__ = ["adjacent_total", "enclosing_rows", "logit_total", "probit_total"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_LONGEST = 200.0
_FARTHEST = 30.0
_CERTAIN = 40.0


def adjacent_total(steps: FloatArray, y: IntArray, counts: FloatArray) -> FloatArray | None:
    """Sum the log likelihoods of the adjacent-category logit.

    Parameters
    ----------
    steps
        eta - alpha_k, (problem, draw, step, case).
    y, counts
        Grades and weights, (problem, case).

    Returns
    -------
    numpy.ndarray or None
        (problem, draw).

    Notes
    -----
    The normalizer is 1 + e_1 (1 + e_2 (1 + ...)) with e_k = exp(tau_k).

    Examples
    --------
    >>> round(float(adjacent_total(np.zeros((1, 1, 2, 2)), np.array([[0, 2]]), np.ones((1, 2)))[0, 0]), 6)
    -2.197225
    """
    if not np.abs(steps).max(initial=0.0) * steps.shape[2] < 3 * _LONGEST:
        return None
    normalizer = np.exp(steps[:, :, -1])
    for k in range(steps.shape[2] - 2, -1, -1):
        normalizer += 1.0
        normalizer *= np.exp(steps[:, :, k])
    normalizer += 1.0
    total = -_sum(np.log(normalizer, out=normalizer), counts)
    for k in range(steps.shape[2]):
        total += _sum(steps[:, :, k], counts * (y > k))
    return total


def logit_total(ends: FloatArray, gaps: FloatArray, y: IntArray, counts: FloatArray) -> FloatArray | None:
    """Sum the log likelihoods of the ordered logit.

    Parameters
    ----------
    ends
        Steps above and below each case's grade, (problem, draw, 2, case), zero where there is none.
    gaps
        Distances between neighboring thresholds, (problem, draw, gap).
    y, counts
        Grades and weights, (problem, case).

    Returns
    -------
    numpy.ndarray or None
        (problem, draw).

    Notes
    -----
    P(y = k) = (1 - exp(-(alpha_{k+1} - alpha_k))) / ((1 + exp(-tau_k)) (1 + exp(tau_{k+1}))); an end that
    does not exist contributes a factor of 2, which is taken out again.

    Examples
    --------
    >>> y, ones = np.array([[0, 1]]), np.ones((1, 2))
    >>> round(float(logit_total(np.zeros((1, 1, 2, 2)), np.zeros((1, 1, 0)), y, ones)[0, 0]), 6)
    -1.386294
    """
    if not np.abs(ends).max(initial=0.0) < _LONGEST:
        return None
    product = np.exp(-ends[:, :, 0])
    product += 1.0
    product *= 1.0 + np.exp(ends[:, :, 1])
    last = gaps.shape[2] + 1
    missing = (counts * ((y == 0).astype(np.float64) + (y == last))).sum(axis=1)
    total = missing[:, None] * np.log(2.0) - _sum(np.log(product, out=product), counts)
    for k in range(gaps.shape[2]):
        inside = (counts * (y == k + 1)).sum(axis=1)
        total += inside[:, None] * np.log(-np.expm1(-gaps[:, :, k]))
    return np.asarray(total)


def probit_total(ends: FloatArray, y: IntArray, counts: FloatArray, *, last: int) -> FloatArray | None:
    """Sum the log likelihoods of the ordered probit.

    Parameters
    ----------
    ends
        As in :func:`logit_total`.
    y, counts
        Grades and weights, (problem, case).
    last
        The highest grade.

    Returns
    -------
    numpy.ndarray or None
        (problem, draw).

    Examples
    --------
    >>> y, ones = np.array([[0, 1]]), np.ones((1, 2))
    >>> round(float(probit_total(np.zeros((1, 1, 2, 2)), y, ones, last=1)[0, 0]), 6)
    -1.386294
    """
    upper = ends[:, :, 0] + _CERTAIN * (y == 0)[:, None, :]
    lower = ends[:, :, 1] - _CERTAIN * (y == last)[:, None, :]
    right = upper + lower > 0
    near = np.where(right, -lower, upper)
    if not near.min(initial=0.0) > -_FARTHEST:
        return None
    mass = scipy.special.ndtr(near) - scipy.special.ndtr(np.where(right, -upper, lower))
    if not mass.min(initial=1.0) > 0:
        return None
    return _sum(np.log(mass, out=mass), counts)


def enclosing_rows(steps: FloatArray, y: IntArray) -> FloatArray:
    """Pick from the rows that give all steps those that enclose each case's grade.

    Parameters
    ----------
    steps
        (problem, step, case, parameter).
    y
        Grades, (problem, case).

    Returns
    -------
    numpy.ndarray
        (problem, 2, case, parameter): the step above which the grade lies and the one below; zeros where
        there is none.
    """
    rows = np.zeros((steps.shape[0], 2, *steps.shape[2:]))
    for k in range(steps.shape[1]):
        rows[:, 0] += np.where((y == k + 1)[..., None], steps[:, k], 0.0)
        rows[:, 1] += np.where((y == k)[..., None], steps[:, k], 0.0)
    return rows


def _sum(cases: FloatArray, counts: FloatArray) -> FloatArray:
    return np.asarray(np.matmul(cases, counts[:, :, None])[..., 0])
