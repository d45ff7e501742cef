"""Who is at the top: seniority weights of entry cohorts (eq. 9)."""

from __future__ import annotations

from gaiatsu.numerics.special import Array, namespace, normal_cdf

__all__ = ["half_weight_date", "mean_identity", "senior_weight", "seniority_weights"]


def senior_weight(entered_by: Array, dates: Array, *, mean: Array, spread: Array) -> Array:
    """Weight at the top of everybody who had entered by a date.

    Top posts are reached a roughly normal time after entry, so the weight of those who entered by the end
    of the occupation falls along a normal curve.

    Parameters
    ----------
    entered_by
        Decimal year in which the cohort closes (28 April 1952 is 1952.32).
    dates
        Decimal years at which the top is looked at.
    mean
        Years from entry to the top posts, above 0.
    spread
        Its standard deviation, above 0.

    Returns
    -------
    array
        0-1.

    Notes
    -----
    ``1 - Phi((t - entered_by - mean)/spread)``.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> for year in (1985.0, 1990.0):
    ...     print(round(float(senior_weight(1952.32, year, mean=32.0, spread=3.5)), 2))
    0.42
    0.05
    """
    return normal_cdf((mean + entered_by - dates) / spread)


def half_weight_date(entered_by: Array, *, mean: Array) -> Array:
    """Date at which the weight of `senior_weight` is one half.

    Parameters
    ----------
    entered_by
        Date by which the cohort had entered, in years.
    mean
        Mean years from entry to the top.

    Returns
    -------
    Array
        Date in decimal years; later the cohort holds less than half of the weight.

    Examples
    --------
    >>> round(half_weight_date(1952.32, mean=32.0), 2)
    1984.32
    """
    return entered_by + mean


def seniority_weights(entry_edges: Array, dates: Array, *, mean: Array, spread: Array) -> Array:
    """Seniority weights of entry cohorts at dates, pi_c(t) of eq. 9.

    Parameters
    ----------
    entry_edges
        Decimal years that separate the cohorts, increasing, shape ``(C + 1,)``. The first cohort also holds
        everybody who entered before the first edge.
    dates
        Decimal years, shape ``(..., T)``, each after the first edge.
    mean, spread
        Years from entry to the top, shape ``(..., 1, 1)``.

    Returns
    -------
    array
        Weights, shape ``(..., T, C)``; they are at least 0 and sum to 1. A cohort that has not entered by
        the date has weight 0.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> import numpy as np
    >>> edges = np.asarray([1925.0, 1952.32, 1990.0])
    >>> pi = seniority_weights(edges, np.asarray([1985.0]), mean=32.0, spread=3.5)
    >>> [round(float(x), 2) for x in pi[0]]
    [0.42, 0.58]
    """
    xp = namespace(entry_edges, dates, mean, spread)
    edges, when = xp.asarray(entry_edges), xp.asarray(dates)[..., None]
    entered = xp.where(edges < when, edges, when)
    reached = normal_cdf((mean + entered - when) / spread)
    lower = xp.concat((xp.zeros_like(reached[..., :1]), reached[..., 1:-1]), axis=-1)
    weights = reached[..., 1:] - lower
    return weights / xp.sum(weights, axis=-1, keepdims=True)


def mean_identity(weights: Array, identities: Array) -> Array:
    """Hierarchy as the seniority-weighted mean of the cohorts' identities, ``H_t = sum_c pi_c(t) h_c``.

    Parameters
    ----------
    weights
        pi_c, shape ``(..., C)``, summing to 1.
    identities
        h_c, 0-1, shape ``(..., C)``.

    Returns
    -------
    array
        H_t, 0-1.

    Examples
    --------
    >>> import numpy as np
    >>> float(mean_identity(np.asarray([0.25, 0.75]), np.asarray([0.8, 0.4])))
    0.5
    """
    xp = namespace(weights, identities)
    return xp.sum(weights * identities, axis=-1)
