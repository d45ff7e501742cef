"""The material half: leverage, credibility and the first term of the target's payoff (eq. 2 and 3)."""

from __future__ import annotations

from gaiatsu.context.material import asymmetry
from gaiatsu.numerics.special import Array, namespace

_STEEP = 700.0  # log odds beyond which an exponential is no longer finite

__all__ = [
    "asymmetry",
    "credibility",
    "expected_threat",
    "material_position",
]


def material_position(dependence_ratio: Array) -> Array:
    """Hierarchy that the material position by itself would suggest, h* of eq. 8.

    Parameters
    ----------
    dependence_ratio
        Target's dependence divided by the sender's, above 0.

    Returns
    -------
    array
        From 0 (equals, or the sender the more dependent) towards 1 (one-sided dependence).

    Notes
    -----
    ``h* = max(0, (ratio - 1) / (ratio + 1))``: the difference of the two dependences over their sum, so it
    has no free parameter.

    References
    ----------
    schoppa1999, Table 1; lake2009; hirschman1945

    Examples
    --------
    >>> float(material_position(3.0)), float(material_position(1.0))
    (0.5, 0.0)
    """
    xp = namespace(dependence_ratio)
    ratio = xp.asarray(dependence_ratio)
    return xp.clip((ratio - 1.0) / (ratio + 1.0), 0.0, 1.0)


def credibility(
    resolve: Array,
    *,
    public_posture: Array = 0.0,
    stake: Array = 0.0,
    own_cost: Array = 0.0,
    weights: tuple[Array, Array, Array] = (0.0, 0.0, 0.0),
) -> Array:
    """Chance that the target gives the threat of being carried out (eq. 3).

    A record of following through works here and nowhere else, which is what the hypothesis of a reputation
    for resolve says.

    Parameters
    ----------
    resolve
        Reputation R, strictly between 0 and 1.
    public_posture, stake, own_cost
        A, w and K, each 0-1: how publicly the sender committed itself, how much the issue matters to it and
        what carrying the threat out would cost it.
    weights
        phi_A, phi_W, phi_K, each at least 0.

    Returns
    -------
    array
        ``q`` in [0, 1].

    Notes
    -----
    ``q = logistic(logit R + phi_A A + phi_W w - phi_K K)``, computed without the logarithm: with c for the
    rest of the sum, ``R / (R + (1 - R) exp(-c))``.

    References
    ----------
    schoppa1999; fearon1994; martin1993

    Examples
    --------
    >>> round(float(credibility(0.66)), 2)
    0.66
    >>> round(float(credibility(0.66, public_posture=1.0, weights=(0.5, 0.0, 0.0))), 3)
    0.762
    """
    posture_weight, stake_weight, cost_weight = weights
    commitment = posture_weight * public_posture + stake_weight * stake - cost_weight * own_cost
    xp = namespace(resolve, commitment)
    doubt = xp.exp(xp.minimum(-xp.asarray(commitment), _STEEP))
    return resolve / (resolve + (1.0 - resolve) * doubt)


def expected_threat(credibility: Array, threatened_cost: Array, asymmetry: Array) -> Array:
    """First term of eq. 2 without its weight: credible cost times asymmetry of dependence.

    Parameters
    ----------
    credibility
        q, 0-1.
    threatened_cost
        M, 0-1.
    asymmetry
        a_t.

    Returns
    -------
    array
        ``q M a_t``.

    References
    ----------
    schoppa1999; hirschman1945

    Examples
    --------
    >>> round(expected_threat(0.5, 0.8, 0.5), 3)
    0.2
    """
    return credibility * threatened_cost * asymmetry
