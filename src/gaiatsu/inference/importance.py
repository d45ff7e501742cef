"""Importance sampling from heavy-tailed approximations of a posterior, with its own alarm.

The proposal is a multivariate t law around the mode. The largest weights are fitted by a generalized Pareto
law whose shape k-hat says whether their variance exists; up to 0.7 the summaries are reliable (Vehtari and
others 2024). Where k-hat is too high the proposal is fitted anew to the weighted draws, once or twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from gaiatsu.inference.laplace import Laplace
from gaiatsu.inference.targets import Target

__all__ = ["Weighted", "importance", "propose", "refit", "resample", "tail_shape"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

DEGREES = 12.0
K_HAT_LIMIT = 0.7
_FEW = 225
"""Draws up to which the tail is a fifth of them."""
_SHORTEST = 5
_GRID = 30
_PRIOR = 10.0
_CHUNK = 2**17
"""Numbers handed to a log density at a time: few enough to stay in a processor's cache."""


@dataclass(frozen=True, eq=False)
class Weighted:
    """Weighted draws from a stack of posteriors.

    Parameters
    ----------
    points
        Draws, (problem, draw, parameter).
    log_weights
        Log importance ratios, (problem, draw).
    k_hat
        Pareto shape of the largest weights, (problem,).
    ess
        Effective number of draws, (problem,).
    log_evidence
        Log of the mean ratio, (problem,).
    log_evidence_se
        Its Monte Carlo standard error, (problem,).
    """

    points: FloatArray
    log_weights: FloatArray
    k_hat: FloatArray
    ess: FloatArray
    log_evidence: FloatArray
    log_evidence_se: FloatArray


def importance(
    target: Target, approximation: Laplace, *, rng: np.random.Generator, draws: int = 4000, refits: int = 2
) -> Weighted:
    """Draw from every posterior of a stack, weighted.

    Parameters
    ----------
    target
        The stack.
    approximation
        Its Laplace approximation.
    rng
        Source of the draws, problem after problem.
    draws
        Number of draws a problem.
    refits
        How often the proposal may be fitted anew where k-hat is above 0.7; the draws with the lowest
        k-hat are kept.

    Returns
    -------
    Weighted
        Draws, log weights, k-hat, effective draws, log evidence with its standard error.

    References
    ----------
    vehtari2024
    """
    everything = np.arange(target.problems)
    center, factor = approximation.mode.copy(), approximation.factor.copy()
    result = _round(target, everything, center, factor, rng, draws)
    for _ in range(refits):
        poor = np.flatnonzero(~(result.k_hat <= K_HAT_LIMIT))
        if not poor.size:
            break
        for problem in poor:
            drawn = (result.points[problem], result.log_weights[problem])
            center[problem], factor[problem] = refit(*drawn, factor[problem])
        again = _round(target, poor, center[poor], factor[poor], rng, draws)
        result = _replace(result, poor[again.k_hat < result.k_hat[poor]], poor, again)
    return result


def tail_shape(log_weights: FloatArray) -> float:
    """Pareto k-hat of importance weights.

    Parameters
    ----------
    log_weights
        Log importance ratios of one problem.

    Returns
    -------
    float
        The shape; plus infinity when the largest weights are too few, or too much alike, to be fitted.

    Notes
    -----
    The largest 3 sqrt(S) of S weights, or a fifth where S is at most 225, less the one below them, are fitted
    by the weighted mean of a grid of scales (Zhang and Stephens 2009). The shape is drawn to 0.5 as if by
    ten more weights.

    References
    ----------
    vehtari2024

    Examples
    --------
    >>> bool(tail_shape(np.log(np.random.default_rng(1).pareto(10.0, 4000) + 1.0)) < 0.4)
    True
    """
    return float(_tail_shapes(np.asarray(log_weights)[None, :])[0])


def _tail_shapes(log_weights: FloatArray) -> FloatArray:
    """Pareto k-hat of every row, (problem, draw)."""
    draws = log_weights.shape[1]
    size = int(3.0 * sqrt(draws)) if draws > _FEW else draws // 5
    if size < _SHORTEST:
        return np.full(len(log_weights), np.inf)
    top = np.sort(np.partition(log_weights, draws - size - 1, axis=1)[:, draws - size - 1 :], axis=1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratios = np.exp(top - top[:, -1:])
        excess = ratios[:, 1:] - ratios[:, :1]
        step = max(1, _CHUNK // (size * (_GRID + int(sqrt(size)))))
        fitted = [_fit_tails(excess[i : i + step]) for i in range(0, len(excess), step)]
        alike = np.ptp(log_weights, axis=1) < 1e-12
    shapes = np.concatenate(fitted)
    return np.where(alike, 0.0, np.where(np.isfinite(shapes), shapes, np.inf))


def _fit_tails(excess: FloatArray) -> FloatArray:
    """Shape of the generalized Pareto law of each row of rising numbers, (problem, weight)."""
    size = excess.shape[1]
    points = _GRID + int(sqrt(size))
    ladder = 1.0 - np.sqrt(points / (np.arange(1, points + 1) - 0.5))
    scales = ladder / (3.0 * excess[:, int(size / 4 + 0.5) - 1, None]) + 1.0 / excess[:, -1:]
    slopes = np.log1p(-scales[:, :, None] * excess[:, None, :]).mean(axis=2)
    fit = size * (np.log(-scales / slopes) - slopes - 1.0)
    weights = np.exp(fit - fit.max(axis=1, keepdims=True))
    scale = (scales * weights).sum(axis=1) / weights.sum(axis=1)
    shape = np.log1p(-scale[:, None] * excess).mean(axis=1)
    return np.asarray((size * shape + 0.5 * _PRIOR) / (size + _PRIOR))


def resample(log_weights: FloatArray, rng: np.random.Generator, draws: int) -> IntArray:
    """Positions of equally weighted draws, by systematic resampling.

    Parameters
    ----------
    log_weights
        Log weights of one problem.
    rng
        Source of the one uniform number this needs.
    draws
        How many positions to return.

    Returns
    -------
    numpy.ndarray
        Positions in rising order, each as often as its weight asks.

    Examples
    --------
    >>> resample(np.log([0.5, 0.25, 0.25]), np.random.default_rng(1), 4).tolist()
    [0, 0, 1, 2]
    """
    weights = _normalize(log_weights)
    ladder = np.cumsum(weights)
    ladder[-1] = 1.0
    return np.searchsorted(ladder, (np.arange(draws) + rng.random()) / draws).astype(np.int64)


def propose(
    center: FloatArray, factor: FloatArray, *, rng: np.random.Generator, draws: int
) -> tuple[FloatArray, FloatArray]:
    """Draw from a multivariate t law with 12 degrees of freedom.

    Parameters
    ----------
    center, factor
        Its center, and A with A A' = scale.
    rng
        Source of the draws.
    draws
        How many.

    Returns
    -------
    tuple
        Points (draw, parameter) and their log densities.
    """
    noise = _t_noise(rng, draws, center.size)
    return center + noise @ factor.T, _t_log_density(noise) - np.linalg.slogdet(factor)[1]


def refit(points: FloatArray, log_weights: FloatArray, factor: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fit a proposal to weighted draws.

    Parameters
    ----------
    points, log_weights
        Draws of one problem (draw, parameter).
    factor
        The present proposal's.

    Returns
    -------
    tuple
        Weighted mean, and a factor of the covariance, shrunk to the present one the more, the fewer draws
        carry the weight.
    """
    weights = _normalize(log_weights)
    mean = weights @ points
    centered = points - mean
    covariance = (centered * weights[:, None]).T @ centered
    trust = 1.0 / (1.0 + points.shape[1] * float((weights**2).sum()))
    return mean, np.linalg.cholesky(trust * covariance + (1.0 - trust) * factor @ factor.T)


def _round(
    target: Target,
    index: IntArray,
    center: FloatArray,
    factor: FloatArray,
    rng: np.random.Generator,
    draws: int,
) -> Weighted:
    drawn = [propose(*law, rng=rng, draws=draws) for law in zip(center, factor, strict=True)]
    points, proposal = (np.stack(parts) for parts in zip(*drawn, strict=True))
    chunk = max(1, _CHUNK // (draws * max(target.dimension, 1)))
    values = [
        target.log_density(points[i : i + chunk], index[i : i + chunk]) for i in range(0, len(index), chunk)
    ]
    log_weights = np.concatenate(values) - proposal
    log_weights = np.where(np.isfinite(log_weights), log_weights, -np.inf)
    return _weigh(points, log_weights)


def _weigh(points: FloatArray, log_weights: FloatArray) -> Weighted:
    draws = log_weights.shape[1]
    total = logsumexp(log_weights, axis=1)
    weights = np.exp(log_weights - total[:, None])
    ess = 1.0 / (weights**2).sum(axis=1)
    error = np.sqrt(np.maximum(draws / ess - 1.0, 0.0) / draws)
    return Weighted(points, log_weights, _tail_shapes(log_weights), ess, total - log(draws), error)


def _t_noise(rng: np.random.Generator, draws: int, dimension: int) -> FloatArray:
    radius = np.sqrt(DEGREES / rng.chisquare(DEGREES, (draws, 1)))
    return np.asarray(rng.standard_normal((draws, dimension)) * radius, dtype=np.float64)


def _t_log_density(noise: FloatArray) -> FloatArray:
    size = noise.shape[-1]
    constant = lgamma((DEGREES + size) / 2) - lgamma(DEGREES / 2) - 0.5 * size * log(DEGREES * pi)
    square = np.einsum("...d,...d->...", noise, noise)
    return np.asarray(constant - 0.5 * (DEGREES + size) * np.log1p(square / DEGREES), dtype=np.float64)


def _normalize(log_weights: FloatArray) -> FloatArray:
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def _replace(old: Weighted, chosen: IntArray, poor: IntArray, new: Weighted) -> Weighted:
    rows = np.searchsorted(poor, chosen)
    names = ("points", "log_weights", "k_hat", "ess", "log_evidence", "log_evidence_se")
    parts = []
    for name in names:
        array = getattr(old, name).copy()
        array[chosen] = getattr(new, name)[rows]
        parts.append(array)
    return Weighted(*parts)
