"""The marginal likelihood from draws of a posterior and draws of an approximation: bridge sampling."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from gaiatsu.inference.status import Status

__all__ = ["bridge"]

FloatArray = NDArray[np.float64]

_ROUNDS: Final = 500
_SETTLED: Final = 1e-10


def bridge(from_posterior: FloatArray, from_approximation: FloatArray, *, ess: float) -> tuple[float, Status]:
    r"""Estimate a log evidence from log ratios at both kinds of draws.

    Importance sampling needs an approximation with tails as heavy as the posterior's; a bridge only needs
    the two to overlap, and so checks it.

    Parameters
    ----------
    from_posterior
        Log of the unnormalized posterior over the approximation's density, at draws of the posterior.
    from_approximation
        The same at draws of the approximation.
    ess
        Effective number of the draws of the posterior.

    Returns
    -------
    tuple
        Log evidence, and whether the iteration settled.

    Notes
    -----
    With :math:`s_1 = n_1 / (n_1 + n_2)`, :math:`s_2 = 1 - s_1` and ratios ``l``, iterate

    .. math:: r \leftarrow \frac{n_2^{-1} \sum_j l_{2j} / (s_1 l_{2j} + s_2 r)}
        {n_1^{-1} \sum_i 1 / (s_1 l_{1i} + s_2 r)}

    References
    ----------
    meng_wong1996

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> inside, outside = rng.normal(0, 1, 4000), rng.normal(0, 1.5, 4000)
    >>> def ratio(x):  # exp(-x^2/2), whose integral is sqrt(2 pi), over N(0, 1.5)
    ...     return -0.5 * x**2 + 0.5 * (x / 1.5) ** 2 + np.log(1.5 * np.sqrt(2 * np.pi))
    >>> value, status = bridge(ratio(inside), ratio(outside), ess=4000.0)
    >>> round(value, 2), status.ok  # log sqrt(2 pi) = .919
    (0.92, True)
    """
    share = np.log(ess / (ess + from_approximation.size)), np.log1p(-ess / (ess + from_approximation.size))
    usable = from_approximation[np.isfinite(from_approximation)]
    here = float(logsumexp(usable) - np.log(from_approximation.size))
    for _ in range(_ROUNDS):
        above = logsumexp(usable - np.logaddexp(share[0] + usable, share[1] + here))
        below = logsumexp(-np.logaddexp(share[0] + from_posterior, share[1] + here))
        there = float(above - np.log(from_approximation.size) - below + np.log(from_posterior.size))
        moved, here = abs(there - here), there
        if moved < _SETTLED:
            return here, Status.CONVERGED
    return here, Status.NOT_CONVERGED
