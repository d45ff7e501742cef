"""Functions the array API standard lacks, for NumPy and JAX arrays alike.

The mechanisms of the theory are written once, for any array library. The standard has ``exp`` and
``log`` but no logistic function and no normal law, so these few names look at the array they are given
and call SciPy or JAX.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import array_api_compat

__all__ = [
    "Array",
    "expit",
    "log_expit",
    "logit",
    "logsumexp",
    "namespace",
    "normal_cdf",
    "normal_log_cdf",
    "normal_pdf",
]

_PLAIN = frozenset({"numpy", "builtins"})  # looked at first: asking a library costs more than small arrays do
_TAIL_TERMS = 10  # JAX stops its tail series after 3 terms by default, which is wrong by 2e-10 at x = -20

Array = Any
"""An array of any library that follows the Python array API standard, or a Python number beside one."""


def namespace(*values: Array) -> Any:
    """Array namespace of the values: JAX where one of them is a JAX array, otherwise the library they share.

    A mechanism may be asked for numbers, NumPy data and JAX parameters in one call (data are NumPy, the
    parameters that an engine differentiates are JAX); JAX then wins, and numbers alone are NumPy's.

    Examples
    --------
    >>> namespace(0.5, 2).asarray([1.0]).dtype
    dtype('float64')
    """
    if all(type(value).__module__ in _PLAIN for value in values):
        return _numpy()
    arrays = [value for value in values if array_api_compat.is_array_api_obj(value)]
    traced = [value for value in arrays if array_api_compat.is_jax_array(value)]
    if traced:
        return array_api_compat.array_namespace(*traced)
    if arrays:
        return array_api_compat.array_namespace(*arrays)
    return _numpy()


@cache
def _numpy() -> Any:
    import array_api_compat.numpy as numpy_namespace

    return numpy_namespace


@cache
def _scipy_special() -> Any:
    import scipy.special

    return scipy.special


@cache
def _jax_special() -> Any:
    import jax.scipy.special

    return jax.scipy.special


def _special(*values: Array) -> Any:
    if all(type(value).__module__ in _PLAIN for value in values):
        return _scipy_special()
    traced = any(array_api_compat.is_jax_array(value) for value in values)
    return _jax_special() if traced else _scipy_special()


def expit(x: Array) -> Array:
    """Logistic function, the inverse of the log odds.

    Examples
    --------
    >>> float(expit(0.0))
    0.5
    """
    return _special(x).expit(x)


def log_expit(x: Array) -> Array:
    """Logarithm of the logistic function, exact where the function itself underflows.

    Examples
    --------
    >>> float(log_expit(-800.0))
    -800.0
    """
    special = _special(x)
    if hasattr(special, "log_expit"):
        return special.log_expit(x)
    xp = namespace(x)
    return -xp.logaddexp(xp.zeros_like(x), -x)


def logit(p: Array) -> Array:
    """Log odds of a probability.

    Examples
    --------
    >>> round(float(logit(0.9)), 6)
    2.197225
    """
    return _special(p).logit(p)


def normal_cdf(x: Array) -> Array:
    """Distribution function of the standard normal law.

    Examples
    --------
    >>> round(float(normal_cdf(1.959964)), 6)
    0.975
    """
    return _special(x).ndtr(x)


def normal_log_cdf(x: Array) -> Array:
    """Logarithm of the standard normal distribution function, exact far in the left tail.

    Examples
    --------
    >>> round(float(normal_log_cdf(-40.0)), 4)
    -804.6084
    """
    special = _special(x)
    if special is _scipy_special():
        return special.log_ndtr(x)
    return special.log_ndtr(x, series_order=_TAIL_TERMS)


def normal_pdf(x: Array) -> Array:
    """Density of the standard normal law.

    Examples
    --------
    >>> round(float(normal_pdf(0.0)), 6)
    0.398942
    """
    xp = namespace(x)
    return xp.exp(-0.5 * xp.asarray(x) ** 2) / 2.5066282746310002


def logsumexp(x: Array, *, axis: int = -1) -> Array:
    """Logarithm of a sum of exponentials along an axis, without overflow.

    Parameters
    ----------
    x
        Logarithms.
    axis
        Axis that is summed over.

    Returns
    -------
    Array
        Logarithm of the sum, without that axis.

    Examples
    --------
    >>> import numpy as np
    >>> round(float(logsumexp(np.asarray([1000.0, 1000.0]))), 6)
    1000.693147
    """
    xp = namespace(x)
    peak = xp.max(x, axis=axis, keepdims=True)
    total = xp.log(xp.sum(xp.exp(x - peak), axis=axis, keepdims=True))
    return xp.squeeze(peak + total, axis=axis)
