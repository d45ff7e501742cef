"""Trust between negotiators: deals honored and stretched, and when the second strike decides (eq. 7)."""

from __future__ import annotations

from gaiatsu.numerics.special import Array, expit, logit, namespace
from gaiatsu.theory.norm_change.reputation import decayed_sum

__all__ = [
    "evidence_of_honoring",
    "evidence_of_violation",
    "trust_from_record",
    "trust_step",
    "two_strike_interval",
    "two_strike_rule",
]


def evidence_of_honoring(honest_error: Array, *, cheat_rate: Array) -> Array:
    """Log likelihood ratio of an honored deal for the honest type, ``ln[(1 - e)/(1 - w)]``.

    Parameters
    ----------
    honest_error
        e, 0-1: how often an honest partner is seen to break a deal.
    cheat_rate
        w, above e, below 1: how often a cheating partner does.

    Returns
    -------
    array
        At least 0 wherever ``w >= e``.

    References
    ----------
    kydd2005

    Examples
    --------
    >>> round(float(evidence_of_honoring(0.1, cheat_rate=0.5)), 4)
    0.5878
    """
    xp = namespace(honest_error, cheat_rate)
    return xp.log1p(-xp.asarray(honest_error)) - xp.log1p(-xp.asarray(cheat_rate))


def evidence_of_violation(honest_error: Array, *, cheat_rate: Array) -> Array:
    """Log likelihood ratio of a stretched deal for the cheating type, ``ln(w / e)``.

    Parameters
    ----------
    honest_error, cheat_rate
        e and w as in `evidence_of_honoring`.

    Returns
    -------
    array
        At least 0 wherever ``w >= e``.

    References
    ----------
    kydd2005

    Examples
    --------
    >>> round(float(evidence_of_violation(0.1, cheat_rate=0.5)), 4)
    1.6094
    """
    xp = namespace(honest_error, cheat_rate)
    return xp.log(xp.asarray(cheat_rate)) - xp.log(xp.asarray(honest_error))


def trust_step(
    log_odds: Array, resting: Array, *, memory: Array, evidence: Array, years: Array = 1.0
) -> Array:
    """Log odds of trust after some years and what was observed at their end (eq. 7).

    Parameters
    ----------
    log_odds
        x before.
    resting
        xbar, the log odds that trust returns to.
    memory
        psi, 0-1 a year.
    evidence
        Sum of log likelihood ratios: honored deals times `evidence_of_honoring`, less violations times
        `evidence_of_violation`.
    years
        Length of the interval.

    Returns
    -------
    array
        x after; its logistic function is the trust.

    Notes
    -----
    ``x' = xbar + psi^years (x - xbar) + evidence``: Bayes' rule for two types, with a belief that fades back.

    References
    ----------
    kydd2005

    Examples
    --------
    Two violations by a partner trusted at .90:

    >>> start, strike = float(logit(0.9)), -float(evidence_of_violation(0.1, cheat_rate=0.5))
    >>> first = trust_step(start, start, memory=1.0, evidence=strike)
    >>> second = trust_step(first, start, memory=1.0, evidence=strike)
    >>> round(float(expit(first)), 2), round(float(expit(second)), 2)
    (0.64, 0.26)
    """
    return resting + memory**years * (log_odds - resting) + evidence


def trust_from_record(
    dates: Array, event_dates: Array, *, resting: Array, evidence: Array, memory: Array
) -> Array:
    """Trust at dates, from a dated record of deals (eq. 7 applied event by event from ``x = xbar``).

    Parameters
    ----------
    dates
        Decimal years, shape ``(T,)``.
    event_dates
        Decimal years, shape ``(E,)``.
    resting
        xbar, shape ``(..., 1)``.
    evidence
        Signed evidence of each event, shape ``(..., 1, E)``.
    memory
        psi, shape ``(..., 1, 1)``.

    Returns
    -------
    array
        Trust at each date, shape ``(..., T)``, between 0 and 1.

    References
    ----------
    kydd2005

    Examples
    --------
    >>> import numpy as np
    >>> tau = trust_from_record(np.asarray([1986.0, 1990.0]), np.asarray([1987.0]), memory=1.0,
    ...                         resting=float(logit(0.9)), evidence=np.asarray([-np.log(5.0)]))
    >>> [round(float(t), 2) for t in tau]
    [0.9, 0.64]
    """
    return expit(resting + decayed_sum(dates, event_dates, weights=evidence, memory=memory))


def two_strike_interval(trust: Array, threshold: Array, *, memory: Array, gap: Array) -> tuple[Array, Array]:
    """Bounds between which one violation is excused and the second, ``gap`` years later, decides.

    Parameters
    ----------
    trust
        tau_0, the trust the relationship rests at.
    threshold
        tau*, the trust below which a deal is not worth making.
    memory
        psi, 0-1 a year.
    gap
        Years between the two violations, with no honored deal between them.

    Returns
    -------
    tuple of arrays
        Lower and upper bound of ``ln(w / e)``; empty where the threshold is not below the trust.

    Notes
    -----
    With ``D = logit tau_0 - logit tau*`` the bounds are ``D / (1 + psi^gap)`` and ``D``.

    References
    ----------
    schoppa1999; kydd2005

    Examples
    --------
    >>> low, high = two_strike_interval(0.9, 0.5, memory=1.0, gap=6.0)
    >>> round(float(low / high), 3)
    0.5
    """
    distance = logit(trust) - logit(threshold)
    return distance / (1.0 + memory**gap), distance


def two_strike_rule(
    trust: Array, threshold: Array, *, violation_evidence: Array, memory: Array, gap: Array
) -> Array:
    """Whether the first violation is excused and the second is decisive (claim MC1).

    Parameters
    ----------
    trust, threshold, memory, gap
        As in `two_strike_interval`.
    violation_evidence
        ``ln(w / e)``.

    Returns
    -------
    array of bool

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> bool(two_strike_rule(0.9, 0.5, violation_evidence=1.6, memory=1.0, gap=6.0))
    True
    >>> bool(two_strike_rule(0.9, 0.5, violation_evidence=2.5, memory=1.0, gap=6.0))
    False
    """
    low, high = two_strike_interval(trust, threshold, memory=memory, gap=gap)
    return (low < violation_evidence) & (violation_evidence < high)
