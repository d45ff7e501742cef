"""A logit of success on circumstances, with standard errors that allow cases of one target to go together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.ordinal import OrdinalDesign, fit_penalized
from gaiatsu.estimation.ordinal.likelihood import step_derivatives
from gaiatsu.estimation.results import Fit
from gaiatsu.numerics.special import expit

__all__ = ["Contrast", "clustered", "contrast", "fitted"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Contrast:
    """Average chance of success with a circumstance and without it, the others as they are.

    Parameters
    ----------
    with_it, without
        The two average chances.
    difference, error
        Their difference and its standard error.
    log_ratio, log_ratio_error
        Logarithm of their ratio and its standard error.
    """

    with_it: float
    without: float
    difference: float
    error: float
    log_ratio: float
    log_ratio_error: float


def fitted(
    y: FloatArray, X: FloatArray, terms: tuple[str, ...], *, categories: int = 2
) -> Fit[OrdinalDesign]:
    """Fit the penalized logit, or for more than two grades the adjacent-category logit.

    Parameters
    ----------
    y
        Grades of the cases, all known.
    X
        (case, term).
    terms
        Names of the columns.
    categories
        Number of grades.

    Returns
    -------
    Fit
        Estimates of weights and thresholds; finite even where the cases separate.
    """
    design = OrdinalDesign(y.astype(np.int64), X, terms, categories=categories)
    return fit_penalized(design, "logit" if categories == 2 else "adjacent")


def clustered(fit: Fit[OrdinalDesign], clusters: NDArray[np.int64]) -> FloatArray:
    """Covariance of the estimates when cases of one cluster may go together.

    Parameters
    ----------
    fit
        Of `fitted`.
    clusters
        Cluster of each case.

    Returns
    -------
    numpy.ndarray
        Sandwich of the inverse penalized information and the sums of the scores by cluster, with the usual
        factor G/(G-1) (N-1)/(N-k). It is too small for a term that varies in one cluster only.

    References
    ----------
    liang_zeger1986
    """
    design, k = fit.design, len(fit.design.terms)
    link = fit.specification.link
    steps = (design.X @ fit.estimate[:k])[None, :] - fit.estimate[k:, None]
    inner, _ = step_derivatives(link, steps, design.y)
    scores = np.column_stack([inner.sum(axis=0)[:, None] * design.X, -inner.T])
    names, place = np.unique(clusters, return_inverse=True)
    sums = np.zeros((len(names), scores.shape[1]))
    np.add.at(sums, place, scores)
    groups, n, parameters = len(names), len(design.y), scores.shape[1]
    factor = groups / max(groups - 1, 1) * (n - 1) / max(n - parameters, 1)
    return np.asarray(factor * fit.covariance @ (sums.T @ sums) @ fit.covariance)


def contrast(
    fit: Fit[OrdinalDesign], with_it: FloatArray, without: FloatArray, *, covariance: FloatArray
) -> Contrast:
    """Average the chance of success over cases with a circumstance switched on and off.

    Parameters
    ----------
    fit
        A logit with two grades.
    with_it, without
        Terms of the cases, (case, term), with the circumstance and without it.
    covariance
        Of the estimates.

    Returns
    -------
    Contrast
        By the delta method.
    """
    sides = [_average(fit, X) for X in (with_it, without)]
    (on, slope_on), (off, slope_off) = sides
    gradient = slope_on - slope_off
    ratio = slope_on / on - slope_off / off
    return Contrast(
        on,
        off,
        on - off,
        float(np.sqrt(gradient @ covariance @ gradient)),
        float(np.log(on / off)),
        float(np.sqrt(ratio @ covariance @ ratio)),
    )


def _average(fit: Fit[OrdinalDesign], X: FloatArray) -> tuple[float, FloatArray]:
    """Average chance, and its derivative in the estimates."""
    extended = np.column_stack([X, -np.ones(len(X))])
    chance = expit(extended @ fit.estimate)
    slope = (chance * (1 - chance))[:, None] * extended
    return float(chance.mean()), np.asarray(slope.mean(axis=0))
