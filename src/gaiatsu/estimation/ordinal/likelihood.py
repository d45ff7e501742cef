"""Likelihoods of a graded outcome as functions of its steps.

All three links see a case only through its steps tau_k = eta - alpha_k, one for each threshold. The same
functions serve NumPy, which samples, and JAX, which differentiates for Markov chains.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gaiatsu.numerics.special import Array, expit, log_expit, namespace, normal_log_cdf

__all__ = ["case_log_likelihood", "category_log_probabilities", "probability_slopes", "step_derivatives"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_FAR = 1e4
"""A step so large that its probability is one to the last digit."""


def case_log_likelihood(link: str, steps: Sequence[Array], y: Array) -> Array:
    """Log probability of each case's grade.

    Parameters
    ----------
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``.
    steps
        eta - alpha_k for k = 1 .. K - 1, each of shape (..., case).
    y
        Grades, broadcasting against the steps.

    Returns
    -------
    array
        Shape (..., case).

    Notes
    -----
    Adjacent-category logit: log P(y) = sum_{k <= y} tau_k - log sum_m exp sum_{k <= m} tau_k.
    Cumulative links: P(y >= k) = F(tau_k), hence P(y) = F(tau_y) - F(tau_{y+1}).

    References
    ----------
    agresti2010, mccullagh1980

    Examples
    --------
    >>> steps = [np.array([0.0]), np.array([-1.0])]
    >>> float(np.exp(case_log_likelihood("logit", steps, np.array([0])))[0])
    0.5
    """
    return _adjacent(steps, y) if link == "adjacent" else _cumulative(link, steps, y)


def category_log_probabilities(link: str, steps: Sequence[Array]) -> Array:
    """Log probability of every grade.

    Parameters
    ----------
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``.
    steps
        eta - alpha_k, each of shape (..., case).

    Returns
    -------
    array
        Shape (..., case, category).

    Examples
    --------
    >>> steps = [np.array([0.0]), np.array([0.0])]
    >>> np.exp(category_log_probabilities("adjacent", steps))[0].round(4).tolist()
    [0.3333, 0.3333, 0.3333]
    """
    xp = namespace(*steps)
    grades = [case_log_likelihood(link, steps, xp.asarray(m)) for m in range(len(steps) + 1)]
    return xp.stack(grades, axis=-1)


def step_derivatives(link: str, steps: FloatArray, y: IntArray) -> tuple[FloatArray, FloatArray]:
    """First and second derivatives of the cases' log likelihoods with respect to their steps.

    Parameters
    ----------
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``.
    steps
        (..., step, case).
    y
        Grades, (..., case).

    Returns
    -------
    tuple
        Gradient (..., step, case) and Hessian (..., step, step, case).
    """
    return _adjacent_derivatives(steps, y) if link == "adjacent" else _cumulative_derivatives(link, steps, y)


def probability_slopes(link: str, steps: Sequence[FloatArray]) -> FloatArray:
    """Differentiate each grade's probability with respect to eta.

    Parameters
    ----------
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``.
    steps
        eta - alpha_k, each of shape (..., case).

    Returns
    -------
    array
        Shape (..., case, category).

    Examples
    --------
    >>> probability_slopes("logit", [np.array([0.0])])[0].tolist()
    [-0.25, 0.25]
    """
    if link == "adjacent":
        probabilities = np.exp(np.asarray(category_log_probabilities(link, steps)))
        grades = np.arange(len(steps) + 1.0)
        return np.asarray(probabilities * (grades - (probabilities @ grades)[..., None]))
    rates = [np.exp(_log_density(link, step)) for step in steps]
    edge = np.zeros_like(rates[0])
    ladder = itertools.pairwise([edge, *rates, edge])
    return np.stack([below - above for below, above in ladder], axis=-1)


def _adjacent(steps: Sequence[Array], y: Array) -> Array:
    xp = namespace(*steps)
    scores = [xp.zeros_like(steps[0])]
    for step in steps:
        scores.append(scores[-1] + step)
    peak = scores[0]
    for score in scores[1:]:
        peak = xp.maximum(peak, score)
    total = sum(xp.exp(score - peak) for score in scores)
    chosen = sum(xp.where(y == k, score, 0.0) for k, score in enumerate(scores))
    return chosen - peak - xp.log(total)


def _ends(steps: Sequence[Array], y: Array) -> tuple[Array, Array]:
    """Find the steps that enclose the grade: tau_y and tau_{y+1}."""
    xp = namespace(*steps)
    upper = xp.zeros_like(steps[0]) + _FAR
    lower = xp.zeros_like(steps[0]) - _FAR
    for k, step in enumerate(steps, start=1):
        upper = xp.where(y == k, step, upper)
        lower = xp.where(y == k - 1, step, lower)
    return upper, lower


def _cumulative(link: str, steps: Sequence[Array], y: Array) -> Array:
    xp = namespace(*steps)
    upper, lower = _ends(steps, y)
    ordered = upper > lower
    gap = xp.where(ordered, upper - lower, 1.0)
    if link == "logit":
        value = log_expit(upper) + log_expit(-lower) + xp.log(-xp.expm1(-gap))
    else:
        right = upper + lower > 0
        near, far = xp.where(right, -lower, upper), xp.where(right, -upper, lower)
        far = xp.where(ordered, far, near - 1.0)
        log_near = normal_log_cdf(near)
        value = log_near + xp.log(-xp.expm1(normal_log_cdf(far) - log_near))
    return xp.where(ordered, value, -np.inf)


def _adjacent_derivatives(steps: FloatArray, y: IntArray) -> tuple[FloatArray, FloatArray]:
    count = steps.shape[-2]
    scores = np.concatenate([np.zeros_like(steps[..., :1, :]), np.cumsum(steps, axis=-2)], axis=-2)
    scores = np.exp(scores - scores.max(axis=-2, keepdims=True))
    probabilities = scores / scores.sum(axis=-2, keepdims=True)
    at_least = np.flip(np.cumsum(np.flip(probabilities[..., 1:, :], axis=-2), axis=-2), axis=-2)
    grades = np.arange(1, count + 1)[:, None]
    gradient = (y[..., None, :] >= grades) - at_least
    larger = np.maximum.outer(np.arange(count), np.arange(count))
    joint = at_least[..., larger, :]
    hessian = at_least[..., :, None, :] * at_least[..., None, :, :] - joint
    return gradient, hessian


def _cumulative_derivatives(link: str, steps: FloatArray, y: IntArray) -> tuple[FloatArray, FloatArray]:
    count = steps.shape[-2]
    columns = [steps[..., k, :] for k in range(count)]
    upper, lower = _ends(columns, y)
    log_mass = np.asarray(_cumulative(link, columns, y))
    rates = [np.exp(_log_density(link, end) - log_mass) for end in (upper, lower)]
    slopes = [_density_slope(link, end) * rate for end, rate in zip((upper, lower), rates, strict=True)]
    first = [rates[0], -rates[1]]
    second = [slopes[0] - rates[0] ** 2, -slopes[1] - rates[1] ** 2]
    grades = np.arange(count)[:, None]
    masks = [
        (y[..., None, :] == grades + 1).astype(np.float64),
        (y[..., None, :] == grades).astype(np.float64),
    ]
    gradient = sum(mask * part[..., None, :] for mask, part in zip(masks, first, strict=True))
    hessian = sum(
        (mask * part[..., None, :])[..., :, None, :] * np.eye(count)[:, :, None]
        for mask, part in zip(masks, second, strict=True)
    )
    cross = (rates[0] * rates[1])[..., None, None, :] * masks[0][..., :, None, :] * masks[1][..., None, :, :]
    return np.asarray(gradient), np.asarray(hessian + cross + np.swapaxes(cross, -3, -2))


def _log_density(link: str, x: FloatArray) -> FloatArray:
    if link == "logit":
        return np.asarray(log_expit(x) + log_expit(-x))
    return np.asarray(-0.5 * x**2 - 0.5 * np.log(2 * np.pi))


def _density_slope(link: str, x: FloatArray) -> FloatArray:
    """f'(x) / f(x) of the link's density."""
    return np.asarray(1.0 - 2.0 * expit(x)) if link == "logit" else np.asarray(-x)
