"""Reputation for resolve: threats and promises followed through or dropped (eq. 6)."""

from __future__ import annotations

from gaiatsu.numerics.special import Array, namespace

__all__ = ["decayed_sum", "resolve", "resolve_from_record", "resolve_step"]


def resolve_step(
    count: Array, prior_count: Array, *, memory: Array, observed: Array, years: Array = 1.0
) -> Array:
    """One count of the Beta reputation after some years and an observation (eq. 6).

    Parameters
    ----------
    count
        a (followed through) or b (dropped) before, above 0.
    prior_count
        a0 or b0, above 0: what the count forgets towards.
    memory
        lam, 0-1 a year.
    observed
        Weight of what was observed at the end of the interval, at least 0; an observation in another dyad
        counts with its own weight w_x.
    years
        Length of the interval.

    Returns
    -------
    array
        The count after.

    Notes
    -----
    ``a' = a0 + lam^years (a - a0) + observed``. With ``lam = 1`` this is conjugate Beta updating.

    References
    ----------
    josang_ismail2002; crescenzi2007

    Examples
    --------
    >>> resolve_step(6.6, 6.6, memory=0.8, observed=1.0)
    7.6
    """
    return prior_count + memory**years * (count - prior_count) + observed


def resolve(followed_through: Array, dropped: Array) -> Array:
    """Reputation for resolve, the mean of the Beta law: ``R = a / (a + b)``.

    Parameters
    ----------
    followed_through, dropped
        a and b of the Beta law, above 0.

    Returns
    -------
    Array
        R, 0-1: how far the sender is expected to follow through.

    Examples
    --------
    >>> round(resolve(6.6, 3.4), 2)
    0.66
    """
    return followed_through / (followed_through + dropped)


def decayed_sum(dates: Array, event_dates: Array, *, weights: Array, memory: Array) -> Array:
    """Sum of what happened strictly before each date, fading by ``memory`` a year.

    This is what repeated steps of eq. 6 and eq. 7 add up to, so that a record of events is read in one go.

    Parameters
    ----------
    dates
        Decimal years, shape ``(..., T)``.
    event_dates
        Decimal years, shape ``(E,)``.
    weights
        Weight of each event, broadcastable to ``(..., 1, E)``.
    memory
        lam or psi, 0-1 a year, broadcastable to ``(..., 1, 1)``.

    Returns
    -------
    array
        Shape ``(..., T)``; an event on the date itself does not count.

    Examples
    --------
    >>> import numpy as np
    >>> seen = decayed_sum(np.asarray([1990.0, 1992.0]), np.asarray([1990.0]), weights=1.0, memory=0.5)
    >>> seen.tolist()
    [0.0, 0.25]
    """
    xp = namespace(dates, event_dates, weights, memory)
    age = xp.asarray(dates)[..., None] - xp.asarray(event_dates)
    past = age > 0.0
    faded = xp.asarray(memory) ** xp.where(past, age, xp.zeros_like(age))
    return xp.sum(xp.where(past, faded * weights, xp.zeros_like(faded * weights)), axis=-1)


def resolve_from_record(
    dates: Array,
    event_dates: Array,
    *,
    followed_through: Array,
    dropped: Array,
    prior: tuple[Array, Array],
    memory: Array,
) -> Array:
    """Reputation at dates, from a dated record of threats and promises (eq. 6 applied event by event).

    Parameters
    ----------
    dates
        Decimal years, shape ``(T,)``.
    event_dates
        Decimal years, shape ``(E,)``.
    followed_through, dropped
        Weight of each event on either side, at least 0, broadcastable to ``(..., 1, E)``.
    prior
        a0 and b0, each above 0, shape ``(..., 1)``.
    memory
        lam, shape ``(..., 1, 1)``.

    Returns
    -------
    array
        R at each date, shape ``(..., T)``, strictly between 0 and 1.

    References
    ----------
    josang_ismail2002; crescenzi2007

    Examples
    --------
    >>> import numpy as np
    >>> R = resolve_from_record(np.asarray([1990.0, 1991.5]), np.asarray([1991.0]), followed_through=1.0,
    ...                         dropped=0.0, prior=(6.6, 3.4), memory=1.0)
    >>> [round(float(r), 4) for r in R]
    [0.66, 0.6909]
    """
    a0, b0 = prior
    a = a0 + decayed_sum(dates, event_dates, weights=followed_through, memory=memory)
    b = b0 + decayed_sum(dates, event_dates, weights=dropped, memory=memory)
    return resolve(a, b)
