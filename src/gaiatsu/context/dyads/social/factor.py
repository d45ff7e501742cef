"""A small measurement model: doubtful indicators of one thing, combined into an index with an interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidData

__all__ = ["LEAST_INDICATORS", "OneFactor", "composite_reliability", "factor_scores", "fit_one_factor"]

LEAST_INDICATORS: Final = 3
"""With two indicators one factor is not identified: any split of their correlation fits."""

LEAST_UNIQUE: Final = 0.05
"""Unique variance below this would make one indicator the thing itself (a Heywood case)."""

TOLERANCE: Final = 1e-9
MOST_STEPS: Final = 500


@dataclass(frozen=True, eq=False)
class OneFactor:
    """A fitted one-factor model of standardized indicators.

    Parameters
    ----------
    loadings
        Correlation of each indicator with the factor.
    unique
        Variance of each indicator that the factor leaves unexplained; at least ``LEAST_UNIQUE``.
    converged
        Whether the iteration came to rest.

    Notes
    -----
    ``z_j = loadings_j f + e_j`` with ``f ~ N(0, 1)``, ``e_j ~ N(0, unique_j)``, errors independent of each
    other and of ``f``.
    """

    loadings: NDArray[np.float64]
    unique: NDArray[np.float64]
    converged: bool


def fit_one_factor(correlations: NDArray[np.float64]) -> OneFactor:
    """Fit one factor to a matrix of correlations by maximum likelihood.

    The article's hierarchy is not observed. Obligations, troops and votes are traces of it, each with much
    that has nothing to do with it. The factor is what they share, and its error says how little that may be.

    Parameters
    ----------
    correlations
        Shape ``(K, K)``, K at least ``LEAST_INDICATORS``, ones on the diagonal.

    Returns
    -------
    OneFactor
        Loadings with the sign that makes their sum positive.

    Raises
    ------
    InvalidData
        Too few indicators, or a correlation that is missing.

    Notes
    -----
    For given unique variances ``u`` the best loadings are ``u^(1/2) (t_1 - 1)^(1/2) w_1`` with the first
    eigenvalue and eigenvector of ``u^(-1/2) R u^(-1/2)``; at the maximum ``u = 1 - l^2``, or ``u`` stands
    at ``LEAST_UNIQUE``. The fixed point is found by squared extrapolation (Varadhan and Roland 2008).

    References
    ----------
    joreskog1967; varadhan_roland2008

    Examples
    --------
    >>> import numpy as np
    >>> true = np.asarray([0.8, 0.6, 0.7])
    >>> r = np.outer(true, true); np.fill_diagonal(r, 1.0)
    >>> fit_one_factor(r).loadings.round(3).tolist()
    [0.8, 0.6, 0.7]
    """
    count = correlations.shape[0]
    if count < LEAST_INDICATORS or not np.isfinite(correlations).all():
        message = (
            f"One factor cannot be fitted to {count} indicators with these correlations: {correlations}."
        )
        raise InvalidData(
            message,
            expected=f"at least {LEAST_INDICATORS} indicators and every correlation known",
            todo="Leave out the indicator without overlap, or add one.",
        )
    unique, converged = _fixed_point(correlations)
    loadings = _conditional(unique, correlations)
    return OneFactor(loadings * (np.sign(loadings.sum()) or 1.0), unique, converged)


def _fixed_point(correlations: NDArray[np.float64]) -> tuple[NDArray[np.float64], bool]:
    """Find unique variances that the conditional loadings reproduce, by squared extrapolation."""

    def step(unique: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.clip(1.0 - _conditional(unique, correlations) ** 2, LEAST_UNIQUE, 1.0)

    now = np.full(correlations.shape[0], 0.5)
    for _ in range(MOST_STEPS):
        once = step(now)
        twice = step(once)
        move = once - now
        if np.abs(move).max() < TOLERANCE:
            return once, True
        bend = twice - once - move
        length = float(np.sqrt((move @ move) / max(float(bend @ bend), 1e-300)))
        ahead = now + 2.0 * length * move + length**2 * bend
        now = step(np.clip(ahead, LEAST_UNIQUE, 1.0))
    return now, False


def _conditional(unique: NDArray[np.float64], correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    """Best loadings for given unique variances."""
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlations / np.outer(root, root))
    loadings: NDArray[np.float64] = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1.0, 0.0))
    return loadings


def factor_scores(
    model: OneFactor, indicators: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Posterior mean and standard deviation of the factor, from the indicators that are there.

    Parameters
    ----------
    model
        The fitted model.
    indicators
        Standardized values, shape ``(N, K)``; a missing one is NaN and is passed over.

    Returns
    -------
    tuple of array
        Mean and standard deviation, each of shape ``(N,)``. Without any indicator they are the prior's, 0
        and 1. The error of the loadings is not in the standard deviation.

    Notes
    -----
    ``precision = 1 + sum l^2 / u``; ``mean = sum (l z / u) / precision``; over the observed indicators.

    References
    ----------
    joreskog1967

    Examples
    --------
    >>> import numpy as np
    >>> model = OneFactor(np.asarray([0.8, 0.6]), np.asarray([0.36, 0.64]), converged=True)
    >>> mean, sd = factor_scores(model, np.asarray([[1.0, np.nan]]))
    >>> round(float(mean[0]), 2), round(float(sd[0]), 2)
    (0.8, 0.6)
    """
    seen = np.isfinite(indicators)
    gain = np.where(seen, model.loadings / model.unique, 0.0)
    precision = 1.0 + (gain * model.loadings).sum(axis=1)
    mean = (gain * np.where(seen, indicators, 0.0)).sum(axis=1) / precision
    return mean, 1.0 / np.sqrt(precision)


def composite_reliability(model: OneFactor) -> float:
    """Share of the variance of the plain sum of indicators that is due to the factor (omega).

    Parameters
    ----------
    model
        The fitted model.

    Returns
    -------
    float
        0-1. Effects of an index are shrunk about in this proportion if its error is ignored.

    Notes
    -----
    ``(sum l)^2 / ((sum l)^2 + sum u)``.

    Examples
    --------
    >>> import numpy as np
    >>> round(composite_reliability(OneFactor(np.full(3, 0.7), np.full(3, 0.51), converged=True)), 2)
    0.74
    """
    shared = float(model.loadings.sum()) ** 2
    return shared / (shared + float(model.unique.sum()))
