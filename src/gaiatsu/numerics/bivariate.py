"""The bivariate normal law with correlation from 0 to 1, right to the last digits far out in its tails."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["bivariate_normal_cdf", "bivariate_normal_log_cdf", "bivariate_normal_log_gradient", "log_density"]

FloatArray = NDArray[np.float64]

FALL: Final = 38.0
"""The integral stops where the integrand has fallen by this many powers of e."""

NODES: Final = 40
CHUNK: Final = 2048
LARGEST: Final = 1e8
"""Arguments beyond this are taken for it: the law has long stopped changing there."""


def bivariate_normal_log_cdf(h: ArrayLike, k: ArrayLike, correlation: float) -> FloatArray:
    r"""Log of the probability that two correlated standard normal variables lie below ``h`` and ``k``.

    A sender stands firm when two things hold at once: it gains from challenging, and more from war than
    from backing down. Both depend on the same shock, hence the correlation.

    Parameters
    ----------
    h, k
        Upper ends, any real number or infinity; they broadcast.
    correlation
        At least 0 and below 1.

    Returns
    -------
    array
        At most 0; minus infinity only where an end is minus infinity.

    Raises
    ------
    InvalidSpecification
        If the correlation is outside its range.

    Notes
    -----
    .. math:: \Phi_2(h, k; \rho) = \Phi(h)\Phi(k) + \frac{1}{2\pi} \int_0^{\arcsin\rho}
        \exp\Bigl(-\frac{h^2 + k^2 - 2hk\sin\theta}{2\cos^2\theta}\Bigr) d\theta

    No term is negative, so nothing cancels. The integrand has one peak; the quadrature (Gauss-Legendre)
    covers the part within ``exp(-38)`` of it, whose ends are the roots of a quadratic equation.

    References
    ----------
    drezner_wesolowsky1990

    Examples
    --------
    >>> float(bivariate_normal_log_cdf(0.0, 0.0, 0.5).round(6))  # log(1/3)
    -1.098612
    """
    if not 0.0 <= correlation < 1.0:
        msg = f"The correlation {correlation!r} cannot be used."
        todo = "Turn the sign of one variable where the correlation is negative."
        raise InvalidSpecification(msg, expected="at least 0 and below 1", todo=todo)
    left, right = np.broadcast_arrays(np.asarray(h, dtype=float), np.asarray(k, dtype=float))
    flat_h, flat_k = left.ravel(), right.ravel()
    found = np.empty(flat_h.shape)
    for start in range(0, flat_h.size, CHUNK):
        part = slice(start, start + CHUNK)
        found[part] = _log_cdf(flat_h[part], flat_k[part], correlation)
    return found.reshape(left.shape)


def bivariate_normal_cdf(h: ArrayLike, k: ArrayLike, correlation: float) -> FloatArray:
    """Probability that two correlated standard normal variables lie below ``h`` and ``k``.

    Parameters
    ----------
    h, k
        Upper ends, any real number or infinity; they broadcast.
    correlation
        At least 0 and below 1.

    Returns
    -------
    array
        0-1.

    Examples
    --------
    >>> float(bivariate_normal_cdf(0.0, 0.0, 0.5).round(12))
    0.333333333333
    """
    return np.exp(bivariate_normal_log_cdf(h, k, correlation))


def bivariate_normal_log_gradient(
    h: ArrayLike, k: ArrayLike, correlation: float
) -> tuple[FloatArray, FloatArray]:
    r"""Differentiate the log probability by ``h`` and ``k``.

    Parameters
    ----------
    h, k
        Upper ends, finite; they broadcast.
    correlation
        At least 0 and below 1.

    Returns
    -------
    tuple
        By ``h`` and by ``k``; both positive.

    Notes
    -----
    .. math:: \partial \Phi_2 / \partial h = \varphi(h)\,
        \Phi\bigl((k - \rho h) / \sqrt{1 - \rho^2}\bigr)

    Examples
    --------
    >>> by_h, by_k = bivariate_normal_log_gradient(0.0, 0.0, 0.5)
    >>> bool(by_h == by_k), float(by_h.round(6))
    (True, 0.598413)
    """
    from scipy.special import log_ndtr

    h, k = np.asarray(h, dtype=float), np.asarray(k, dtype=float)
    whole = bivariate_normal_log_cdf(h, k, correlation)
    spread = np.sqrt(1.0 - correlation**2)
    by_h = log_density(h) + log_ndtr((k - correlation * h) / spread) - whole
    by_k = log_density(k) + log_ndtr((h - correlation * k) / spread) - whole
    return np.exp(by_h), np.exp(by_k)


def log_density(x: Any) -> Any:
    """Log of the standard normal density."""
    return -0.5 * x * x - 0.5 * np.log(2.0 * np.pi)


@cache
def _nodes() -> tuple[FloatArray, FloatArray]:
    places, weights = np.polynomial.legendre.leggauss(NODES)
    return 0.5 * (places[:, None] + 1.0), 0.5 * weights


def _log_cdf(h: FloatArray, k: FloatArray, correlation: float) -> FloatArray:
    from scipy.special import log_ndtr

    apart = log_ndtr(h) + log_ndtr(k)
    if correlation == 0.0:
        return np.asarray(apart)
    joint = np.logaddexp(apart, _log_excess(_finite(h), _finite(k), correlation))
    return np.where(np.isneginf(apart), -np.inf, np.minimum(joint, np.minimum(log_ndtr(h), log_ndtr(k))))


def _finite(x: FloatArray) -> FloatArray:
    return np.clip(x, -LARGEST, LARGEST)


def _log_excess(h: FloatArray, k: FloatArray, correlation: float) -> FloatArray:
    """Log of the integral: what the correlation adds to the product of the two margins."""
    outer, inner = np.where(abs(h) >= abs(k), h, k), np.where(abs(h) >= abs(k), k, h)
    ratio = np.divide(inner, outer, out=np.zeros_like(outer), where=outer != 0.0)
    peak = np.clip(ratio, 0.0, correlation)
    least = (inner - outer * peak) ** 2 / (1.0 - peak**2)
    low, high = _reach(outer, inner, peak, correlation=correlation)
    places, weights = _nodes()
    sine = np.sin(low + (high - low) * places)
    fall = 0.5 * ((inner - outer * sine) ** 2 / (1.0 - sine * sine) - least)
    area = np.einsum("ij,i->j", np.exp(-fall), weights) * (high - low)
    return np.asarray(-0.5 * (outer * outer + least) + np.log(area / (2.0 * np.pi)))


def _reach(
    outer: FloatArray, inner: FloatArray, peak: FloatArray, *, correlation: float
) -> tuple[FloatArray, FloatArray]:
    """Angles between which the integrand is within ``exp(-FALL)`` of its peak."""
    away = 2.0 * FALL + (inner - outer * peak) ** 2 / (1.0 - peak**2)
    other = 2.0 * FALL + (outer - inner * peak) ** 2 / (1.0 - peak**2)
    root = np.sqrt(away) * np.sqrt(other)
    level = away + outer * outer
    low = np.clip((outer * inner - root) / level, 0.0, peak)
    high = np.clip((outer * inner + root) / level, peak, correlation)
    return np.arcsin(low), np.arcsin(high)
