"""Prior laws as plain records: density, sampling, and the unconstrained scale that engines work on.

Engines never see a bounded parameter. Each prior maps a number z on the whole line to its parameter so
that, under the prior, z is standard normal ("normal scores"; the beta law uses the log odds instead). With
few cases a posterior stays close to its prior, hence close to normal on this scale, which is what makes
importance sampling from a Laplace approximation work.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, lgamma, log, pi, sqrt
from typing import Any

import array_api_compat
import numpy as np
import scipy.special
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.special import Array, log_expit, namespace, normal_cdf

__all__ = [
    "Prior",
    "beta",
    "half_normal",
    "log_normal",
    "normal",
    "rescale",
    "truncated_normal",
    "uniform",
]

FloatArray = NDArray[np.float64]

_HALF_LOG_2PI = 0.5 * log(2 * pi)
_SMALLEST = 1e-300
_LARGEST = 1.0 - 2.0**-53
FAMILIES = ("normal", "half_normal", "truncated_normal", "log_normal", "beta", "uniform")


@dataclass(frozen=True)
class Prior:
    """A prior law of one real parameter.

    Make one with :func:`normal`, :func:`half_normal`, :func:`truncated_normal`, :func:`log_normal`,
    :func:`beta` or :func:`uniform`.

    Parameters
    ----------
    family
        One of the six names.
    first, second
        Location and scale; for ``log_normal`` those of the logarithm; for ``beta`` the two shapes; for
        ``uniform`` the two ends.
    lower, upper
        Ends of the support.

    Raises
    ------
    InvalidSpecification
        If the family is unknown, a scale or shape is not positive, or the support is empty.

    Examples
    --------
    >>> print(normal(1, 0.5), half_normal(0.7), truncated_normal(0.3, 0.3, lower=0), sep="; ")
    N(1, 0.5); half-normal(0.7); N(0.3, 0.3) on [0, inf]
    """

    family: str
    first: float
    second: float
    lower: float = -inf
    upper: float = inf

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            msg = f"No prior family is called {self.family!r}."
            raise InvalidSpecification(msg, expected=", ".join(FAMILIES))
        if not (isfinite(self.first) and isfinite(self.second)) or not self.lower < self.upper:
            msg = f"{self!r} is not a law."
            raise InvalidSpecification(msg, expected="finite parameters and lower < upper")
        if self.second <= 0 and self.family != "uniform":
            msg = f"{self!r} has a scale of {self.second:g}."
            raise InvalidSpecification(msg, expected="a positive scale")
        if self.family == "beta" and self.first <= 0:
            msg = f"{self!r} has a shape of {self.first:g}."
            raise InvalidSpecification(msg, expected="positive shapes")

    def __str__(self) -> str:
        a, b = f"{self.first:g}", f"{self.second:g}"
        return {
            "normal": f"N({a}, {b})",
            "half_normal": f"half-normal({b})",
            "truncated_normal": f"N({a}, {b}) on [{self.lower:g}, {self.upper:g}]",
            "log_normal": f"log-normal({a}, {b})",
            "beta": f"Beta({a}, {b})",
            "uniform": f"U({a}, {b})",
        }[self.family]

    @property
    def support(self) -> tuple[float, float]:
        """Ends of the interval that has density."""
        return (self.lower, self.upper)

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> FloatArray:
        """Draw from the law.

        Parameters
        ----------
        rng
            Generator to draw from.
        size
            Shape of the result.

        Examples
        --------
        >>> bool((half_normal(1.0).sample(np.random.default_rng(1), 100) > 0).all())
        True
        """
        if self.family == "beta":
            return rng.beta(self.first, self.second, size)
        return np.asarray(self.constrain(rng.standard_normal(size)), dtype=np.float64)

    def log_density(self, x: Array) -> Array:
        """Logarithm of the density at ``x``, minus infinity outside the support.

        Parameters
        ----------
        x
            Values, an array of NumPy or JAX, or a number.

        Examples
        --------
        >>> round(float(normal(0, 1).log_density(0.0)), 6)
        -0.918939
        """
        xp = namespace(x)
        x = xp.asarray(x)
        inside = (x >= self.lower) & (x <= self.upper)
        anchor = self._anchor()
        value = self._inner_log_density(xp, xp.where(inside, x, anchor))
        return xp.where(inside, value, -inf)

    def constrain(self, z: Array) -> Array:
        """Parameter that belongs to ``z`` on the unconstrained scale."""
        return constrain_column(self.family, z, self._row())

    def unconstrain(self, x: Array) -> Array:
        """Inverse of :meth:`constrain`, for values inside the support.

        Examples
        --------
        >>> prior = truncated_normal(0.3, 0.3, lower=0)
        >>> round(float(prior.constrain(prior.unconstrain(0.2))), 12)
        0.2
        """
        if self.family == "normal":
            return (x - self.first) / self.second
        xp = namespace(x)
        if self.family == "log_normal":
            return (xp.log(x) - self.first) / self.second
        if self.family == "beta":
            return xp.log(x) - xp.log1p(-x)
        if self.family == "uniform":
            return -normal_quantile((self.second - x) / (self.second - self.first))
        below, above = self._tails()
        tail = (normal_cdf(-(x - self.first) / self.second) - above) / (1.0 - below - above)
        return -normal_quantile(tail)

    def log_jacobian(self, z: Array) -> Array:
        """Logarithm of the derivative of :meth:`constrain` at ``z``."""
        return self.log_density_unconstrained(z) - self.log_density(self.constrain(z))

    def log_density_unconstrained(self, z: Array) -> Array:
        """Log density of ``z``: the prior's density at its parameter plus the log Jacobian."""
        if self.family != "beta":
            return -0.5 * z**2 - _HALF_LOG_2PI
        a, b = self.first, self.second
        return a * log_expit(z) + b * log_expit(-z) - _log_beta(a, b)

    def _row(self) -> tuple[float, float, float, float]:
        return (self.first, self.second, *self._tails())

    def _tails(self) -> tuple[float, float]:
        return tail_masses(self)

    def _anchor(self) -> float:
        low = self.lower if isfinite(self.lower) else self.upper - 1.0
        high = self.upper if isfinite(self.upper) else self.lower + 1.0
        return 0.5 * (low + high) if isfinite(low) or isfinite(high) else self.first

    def _inner_log_density(self, xp: Any, x: Array) -> Array:
        a, b = self.first, self.second
        if self.family == "uniform":
            return xp.zeros_like(x) - log(b - a)
        if self.family == "beta":
            return (a - 1) * xp.log(x) + (b - 1) * xp.log1p(-x) - _log_beta(a, b)
        if self.family == "log_normal":
            return -0.5 * ((xp.log(x) - a) / b) ** 2 - xp.log(x) - log(b) - _HALF_LOG_2PI
        below, above = self._tails()
        return -0.5 * ((x - a) / b) ** 2 - log(b) - _HALF_LOG_2PI - log(1.0 - below - above)


def normal(location: float, scale: float) -> Prior:
    """Make a normal law on the whole line.

    Parameters
    ----------
    location
        Center.
    scale
        Standard deviation, positive.

    Returns
    -------
    Prior

    Examples
    --------
    >>> normal(0, 1.5).support
    (-inf, inf)
    """
    return Prior("normal", location, scale)


def half_normal(scale: float) -> Prior:
    """Make the right half of a normal law centered at zero: an effect whose sign the theory fixes.

    Examples
    --------
    >>> half_normal(0.7).support
    (0.0, inf)
    """
    return Prior("half_normal", 0.0, scale, lower=0.0)


def truncated_normal(location: float, scale: float, *, lower: float = -inf, upper: float = inf) -> Prior:
    """Make a normal law that is cut off at one or both ends.

    Parameters
    ----------
    location, scale
        Center and standard deviation before it is cut.
    lower, upper
        Ends; unbounded where left out.

    Returns
    -------
    Prior

    Examples
    --------
    >>> truncated_normal(0.3, 0.3, lower=0).support
    (0, inf)
    """
    return Prior("truncated_normal", location, scale, lower, upper)


def log_normal(location: float, scale: float) -> Prior:
    """Make the law of a positive number whose logarithm is normal.

    Parameters
    ----------
    location, scale
        Mean and standard deviation of the logarithm.

    Returns
    -------
    Prior

    Examples
    --------
    >>> log_normal(-0.7, 0.5).support
    (0.0, inf)
    """
    return Prior("log_normal", location, scale, lower=0.0)


def beta(a: float, b: float) -> Prior:
    """Make a beta law of a probability.

    Parameters
    ----------
    a, b
        Shapes, positive; the mean is a / (a + b).

    Returns
    -------
    Prior

    Examples
    --------
    >>> beta(8, 2).support
    (0.0, 1.0)
    """
    return Prior("beta", a, b, lower=0.0, upper=1.0)


def uniform(lower: float, upper: float) -> Prior:
    """Make a law of equal density between two ends.

    Parameters
    ----------
    lower, upper
        The ends.

    Returns
    -------
    Prior

    Examples
    --------
    >>> uniform(0, 8).support
    (0, 8)
    """
    return Prior("uniform", lower, upper, lower=lower, upper=upper)


def rescale(prior: Prior, factor: float) -> Prior:
    """Find the law of a parameter multiplied by a positive number.

    Parameters
    ----------
    prior
        Law of the parameter; a beta law has a scale that cannot change.
    factor
        What the parameter is multiplied by.

    Returns
    -------
    Prior
        Of the same family.

    Raises
    ------
    InvalidSpecification
        If the factor is not positive, or the law is a beta law.

    Examples
    --------
    >>> print(rescale(truncated_normal(0.4, 0.2, lower=0), 0.5))
    N(0.2, 0.1) on [0, inf]
    """
    if not factor > 0 or prior.family == "beta":
        msg = f"{prior} cannot be multiplied by {factor:g}."
        raise InvalidSpecification(msg, expected="a positive number and a law other than a beta law")
    if prior.family == "log_normal":
        return log_normal(prior.first + log(factor), prior.second)
    ends = (prior.lower * factor, prior.upper * factor)
    return Prior(prior.family, prior.first * factor, prior.second * factor, *ends)


def tail_masses(prior: Prior) -> tuple[float, float]:
    """Mass that truncation cuts off below and above (zero for laws that are not truncated)."""
    if prior.family not in {"half_normal", "truncated_normal"}:
        return (0.0, 0.0)
    below = float(normal_cdf((prior.lower - prior.first) / prior.second))
    above = float(normal_cdf(-(prior.upper - prior.first) / prior.second))
    return (below, above)


def normal_quantile(p: Array) -> Array:
    """Quantile function of the standard normal law, for NumPy and JAX arrays."""
    if array_api_compat.is_jax_array(p):
        import jax.scipy.special

        return jax.scipy.special.ndtri(p)
    return scipy.special.ndtri(p)


def constrain_column(family: str, z: Array, row: tuple[Array, Array, Array, Array]) -> Array:
    """Map normal scores (or log odds, for the beta law) to parameters of one family.

    Parameters
    ----------
    family
        Name of the family.
    z
        Unconstrained values.
    row
        First and second parameter and the masses cut off below and above; each broadcasts against ``z``.
    """
    first, second, below, above = row
    if family == "normal":
        return first + second * z
    xp = namespace(z)
    if family == "log_normal":
        return xp.exp(first + second * z)
    if family == "beta":
        return xp.exp(log_expit(z))
    if family == "uniform":
        return first + (second - first) * normal_cdf(z)
    # The upper tail is the argument, so that large z keep their digits.
    tail = (1.0 - below) * normal_cdf(-z) + above * normal_cdf(z)
    return first - second * normal_quantile(xp.clip(tail, _SMALLEST, _LARGEST))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def normal_density(z: FloatArray) -> FloatArray:
    """Density of the standard normal law."""
    return np.exp(-0.5 * z**2) / sqrt(2 * pi)
