"""The social half of the target's payoff: hierarchy, procedural legitimacy, trust (eq. 2 and 10).

No function here takes a threat's size or its credibility. That is the article's claim of independence as an
interface: a social term cannot be multiplied by the threat because it never sees one.
"""

from __future__ import annotations

from dataclasses import dataclass

from gaiatsu.numerics.special import Array, namespace

__all__ = [
    "SOCIAL_MECHANISMS",
    "Mechanism",
    "excuse_for_unilateralism",
    "expected_stretching",
    "legitimacy_term",
    "linked_hierarchy",
    "procedural_legitimacy",
    "social_payoff",
]


@dataclass(frozen=True)
class Mechanism:
    """A social mechanism that can be scored beside the material rivals.

    Parameters
    ----------
    id
        Its name in tables.
    title
        Its name in prose.
    claim
        Id of the claim it belongs to.
    state
        The column of the relationship's state that carries it.
    sign
        Direction of its effect on concessions, +1 or -1.
    lag_range
        Years by which the effect may follow the cause: 0, because the state is already remembered history.
    """

    id: str
    title: str
    claim: str
    state: str
    sign: int
    lag_range: tuple[float, float] = (0.0, 0.0)


SOCIAL_MECHANISMS: tuple[Mechanism, ...] = (
    Mechanism("hierarchy", "Hierarchy: elites see their state as the junior partner", "H2", "hierarchy", 1),
    Mechanism("legitimacy", "Procedural legitimacy of the tactic", "H3", "legitimacy", 1),
    Mechanism("trust", "Trust that the sender will not stretch the deal", "H4T", "trust_of_sender", 1),
    Mechanism("reputation", "Reputation for following through", "H1", "resolve", 1),
    Mechanism("generation", "Seniority weight of the occupation cohort", "MC3", "occupation_weight", 1),
)
"""The social mechanisms, each with the state column that carries it and the sign the article gives it."""


def excuse_for_unilateralism(dispute_settlement: Array, *, violation_elsewhere: Array) -> Array:
    """How far a weak regime and the target's own record excuse acting alone, X of eq. 10.

    Parameters
    ----------
    dispute_settlement
        DSM_t, 0-1: how far the regime lets a complainant prevail (0 under GATT, 1 from 1995).
    violation_elsewhere
        Z, 0 or 1: the target stands in violation on some other issue.

    Returns
    -------
    array
        0 (no excuse) to 1 (a full one).

    Notes
    -----
    ``X = (1 - DSM_t) (1 + Z) / 2``.

    References
    ----------
    schoppa1999; schott1994

    Examples
    --------
    >>> excuse_for_unilateralism(0.0, violation_elsewhere=1)
    1.0
    >>> excuse_for_unilateralism(1.0, violation_elsewhere=1)
    0.0
    """
    return (1.0 - dispute_settlement) * (1.0 + violation_elsewhere) / 2.0


def procedural_legitimacy(
    *,
    target_in_violation: Array,
    authorized: Array,
    unilateral: Array,
    violation_elsewhere: Array,
    dispute_settlement: Array,
) -> Array:
    """Procedural legitimacy of a tactic, coded before outcomes are seen (eq. 10).

    Parameters
    ----------
    target_in_violation
        V, 0 or 1: the target breaks a rule at the issue in dispute.
    authorized
        G, 0 or 1: the regime authorizes the sanction. Excludes ``unilateral``.
    unilateral
        U, 0 or 1: the sender threatens on its own authority.
    violation_elsewhere
        Z, 0 or 1: the target breaks rules at other issues.
    dispute_settlement
        DSM_t, 0-1.

    Returns
    -------
    array
        0 (illegitimate) to 1 (legitimate); one half is neutral.

    Notes
    -----
    ``l = clip(1/2 + V/2 + G/2 - U (1 - X)/2, 0, 1)`` with X from `excuse_for_unilateralism`.

    References
    ----------
    schoppa1999; pruitt_carnevale1993; tedeschi_lindskold1976

    Examples
    --------
    A unilateral threat over an issue where no rule is broken: under GATT, while the target breaks other
    rules, and from 1995 on:

    >>> case = {"target_in_violation": 0, "authorized": 0, "unilateral": 1}
    >>> float(procedural_legitimacy(**case, violation_elsewhere=1, dispute_settlement=0.0))
    0.5
    >>> float(procedural_legitimacy(**case, violation_elsewhere=0, dispute_settlement=1.0))
    0.0
    """
    xp = namespace(target_in_violation, authorized, unilateral, violation_elsewhere, dispute_settlement)
    excuse = excuse_for_unilateralism(dispute_settlement, violation_elsewhere=violation_elsewhere)
    raw = 0.5 + 0.5 * target_in_violation + 0.5 * authorized - 0.5 * unilateral * (1.0 - excuse)
    return xp.minimum(xp.maximum(xp.asarray(raw), 0.0), 1.0)


def legitimacy_term(legitimacy: Array) -> Array:
    """Legitimacy as it enters eq. 2: its distance from neutral, ``l - 1/2``.

    Examples
    --------
    >>> legitimacy_term(0.25)
    -0.25
    """
    return legitimacy - 0.5


def expected_stretching(trust_of_sender: Array, exposure: Array) -> Array:
    """Loss to expect from a deal that the sender later stretches, ``(1 - tau) sigma_d`` of eq. 2.

    Parameters
    ----------
    trust_of_sender
        tau, 0-1.
    exposure
        sigma_d, 0-1: how much of the deal can be stretched; numeric targets most.

    Returns
    -------
    array
        0-1; enters the payoff with a negative sign.

    References
    ----------
    schoppa1999; kydd2005

    Examples
    --------
    >>> round(expected_stretching(0.75, 1.0), 2)
    0.25
    """
    return (1.0 - trust_of_sender) * exposure


def linked_hierarchy(security: Array, economic: Array, *, security_share: Array) -> Array:
    """Deference that negotiators bring to an economic issue (eq. 9, social linkage).

    Deference learned on the security side is carried over by the officials who serve on both; nothing is
    traded for it.

    Parameters
    ----------
    security, economic
        Seniority-weighted hierarchy in the two domains, 0-1.
    security_share
        chi, 0-1: share of officials with a security career in economic posts.

    Returns
    -------
    array
        ``chi H_security + (1 - chi) H_economic``.

    References
    ----------
    schoppa1999; wendt_friedheim1995

    Examples
    --------
    >>> round(linked_hierarchy(0.8, 0.5, security_share=1 / 3), 6)
    0.6
    """
    return security_share * security + (1.0 - security_share) * economic


def social_payoff(
    *,
    hierarchy: Array,
    legitimacy: Array,
    stretching: Array,
    weights: tuple[Array, Array, Array],
) -> Array:
    """Sum of the social terms of eq. 2.

    Parameters
    ----------
    hierarchy
        H, 0-1.
    legitimacy
        l, 0-1.
    stretching
        ``(1 - tau) sigma_d`` from `expected_stretching`, 0-1.
    weights
        beta_H, beta_L, beta_tau.

    Returns
    -------
    array
        ``beta_H H + beta_L (l - 1/2) - beta_tau (1 - tau) sigma_d``.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> round(social_payoff(hierarchy=0.5, legitimacy=1.0, stretching=0.25, weights=(1.0, 1.0, 2.0)), 6)
    0.5
    """
    beta_H, beta_L, beta_tau = weights
    return beta_H * hierarchy + beta_L * legitimacy_term(legitimacy) - beta_tau * stretching
