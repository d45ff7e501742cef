"""What the sender does and how the target answers back: threats, depth of demands, backlash (eq. 4 and 5)."""

from __future__ import annotations

from typing import NamedTuple

from gaiatsu.numerics.special import Array, expit, namespace

__all__ = [
    "BacklashFeedback",
    "backlash_feedback",
    "backlash_index",
    "backlash_probabilities",
    "demand_depth",
    "perceived",
    "threat_probability",
    "threat_value",
]


def perceived(dates: Array, values: Array, *, lag: Array) -> Array:
    """Context as the sender sees it: the truth of ``lag`` years ago (eq. 4).

    A sender that learns late keeps threatening for a while after the context has soured.

    Parameters
    ----------
    dates
        Decimal years, increasing, shape ``(T,)``.
    values
        The true context at those dates, shape ``(T,)``.
    lag
        s_S, years, at least 0.

    Returns
    -------
    array
        Perceived context at ``dates``, shape ``(T,)``. Before the series is old enough the first value is
        seen. Only values at or before ``date - lag`` are used, so the future is never perceived.

    Examples
    --------
    >>> import numpy as np
    >>> perceived(np.asarray([1990.0, 1991.0, 1992.0]), np.asarray([0.9, 0.6, 0.3]), lag=1.0).tolist()
    [0.9, 0.9, 0.6]
    """
    xp = namespace(dates, values, lag)
    when = xp.asarray(dates) - lag
    seen = xp.searchsorted(xp.asarray(dates), when, side="right") - 1
    return xp.take(xp.asarray(values), xp.clip(seen, 0, dates.shape[0] - 1))


def threat_value(
    concession: Array, status_quo: Array, *, prize: Array, resistance: Array, own_cost: Array
) -> Array:
    """Gain that the sender expects from threatening rather than asking (eq. 4).

    Parameters
    ----------
    concession, status_quo
        Concession expected with the threat and without it, 0-1 (a grade divided by 3), both in the
        perceived context.
    prize
        Worth of a full concession, at least 0.
    resistance
        Chance that the target holds out, 0-1.
    own_cost
        K, what carrying the threat out would cost the sender times the chance that it would, at least 0.

    Returns
    -------
    array
        In the unit of ``prize``; positive where the threat pays.

    Notes
    -----
    ``prize (concession - status_quo) - resistance own_cost``.

    Examples
    --------
    >>> round(threat_value(0.7, 0.2, prize=1.0, resistance=0.4, own_cost=0.5), 6)
    0.3
    """
    return prize * (concession - status_quo) - resistance * own_cost


def threat_probability(value: Array, *, sensitivity: Array) -> Array:
    """Chance that a threat is made: the logit quantal response to `threat_value` (eq. 4).

    Parameters
    ----------
    value
        Expected gain from threatening.
    sensitivity
        How sharply the sender follows it, at least 0.

    Returns
    -------
    array
        0-1; one half where the sender is indifferent.

    References
    ----------
    mckelvey_palfrey1995

    Examples
    --------
    >>> float(threat_probability(0.0, sensitivity=4.0))
    0.5
    """
    return expit(sensitivity * value)


def demand_depth(sender_trust: Array, *, base: Array, weight: Array) -> Array:
    """Depth of the demand: a sender that distrusts asks for more, and more exactly (eq. 2, D).

    The sender's distrust acts on the outcome only through what it asks for.

    Parameters
    ----------
    sender_trust
        tau_S, 0-1: trust of the target by the sender.
    base
        delta_d, log odds of the depth for the demand type under full trust.
    weight
        beta_S, at least 0 in the article's direction.

    Returns
    -------
    array
        D in (0, 1).

    Notes
    -----
    ``D = logistic(delta_d + beta_S (1 - tau_S))``.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> float(demand_depth(1.0, base=0.0, weight=2.0))
    0.5
    """
    return expit(base + weight * (1.0 - sender_trust))


def backlash_index(
    public_posture: Array,
    threatened_cost: Array,
    *,
    legitimacy: Array,
    hierarchy: Array,
    trust_of_sender: Array,
    weights: tuple[Array, Array, Array, Array, Array],
) -> Array:
    """Index of the backlash: rises with posture and threat, falls with a favorable context (eq. 5).

    Parameters
    ----------
    public_posture, threatened_cost
        A and M, 0-1.
    legitimacy, hierarchy, trust_of_sender
        l, H, tau, 0-1.
    weights
        Weights of A, M, l, H, tau, each at least 0.

    Returns
    -------
    array
        ``b_A A + b_M M - b_l (l - 1/2) - b_H H - b_tau tau``.

    References
    ----------
    schoppa1999; tedeschi_lindskold1976

    Examples
    --------
    >>> context = {"legitimacy": 0.5, "hierarchy": 0.0, "trust_of_sender": 0.0}
    >>> backlash_index(1.0, 1.0, **context, weights=(0.5, 0.5, 1.0, 1.0, 1.0))
    1.0
    """
    b_A, b_M, b_l, b_H, b_tau = weights
    provoked = b_A * public_posture + b_M * threatened_cost
    return provoked - b_l * (legitimacy - 0.5) - b_H * hierarchy - b_tau * trust_of_sender


def backlash_probabilities(index: Array, cuts: Array) -> Array:
    """Probabilities of no backlash, protest and counter-sanction: an ordered logit (eq. 5).

    Parameters
    ----------
    index
        From `backlash_index`, shape ``(...)``.
    cuts
        Two increasing cut points on the last axis, shape ``(..., 2)``.

    Returns
    -------
    array
        Shape ``(..., 3)``, summing to 1.

    Notes
    -----
    ``P(B >= k) = logistic(index - cut_k)``.

    References
    ----------
    mccullagh1980

    Examples
    --------
    >>> import numpy as np
    >>> [round(float(p), 3) for p in backlash_probabilities(np.asarray(0.0), np.asarray([0.0, 2.0]))]
    [0.5, 0.381, 0.119]
    """
    xp = namespace(index, cuts)
    at_least = expit(xp.asarray(index)[..., None] - cuts)
    first, second = at_least[..., :1], at_least[..., 1:]
    return xp.concat((1.0 - first, first - second, second), axis=-1)


class BacklashFeedback(NamedTuple):
    """What a backlash leaves behind.

    Parameters
    ----------
    evidence
        Evidence against the sender, to be added in `trust_step` (at most 0).
    hierarchy
        Identity of the target's elites after it, 0-1.
    """

    evidence: Array
    hierarchy: Array


def backlash_feedback(
    backlash: Array, hierarchy: Array, *, violation_evidence: Array, distrust: Array, defiance: Array
) -> BacklashFeedback:
    """Backlash as it feeds back on trust and identity (eq. 5).

    Parameters
    ----------
    backlash
        0, 1 or 2.
    hierarchy
        H before, 0-1.
    violation_evidence
        ``ln(w / e)``: evidence of one stretched deal.
    distrust
        Share of one violation that a counter-sanction counts for, 0-1; a protest counts half of it.
    defiance
        Share of the deference that a counter-sanction uses up, 0-1; a protest uses half of it.

    Returns
    -------
    BacklashFeedback

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> after = backlash_feedback(2, 0.6, violation_evidence=1.6, distrust=0.25, defiance=0.1)
    >>> round(after.evidence, 2), round(after.hierarchy, 2)
    (-0.4, 0.54)
    """
    share = backlash / 2.0
    return BacklashFeedback(-share * distrust * violation_evidence, hierarchy * (1.0 - share * defiance))
