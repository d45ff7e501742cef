"""The target's answer: its payoff and the probability of each grade of concession (eq. 1 and 2)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import add
from typing import Final

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.special import Array, logsumexp, namespace
from gaiatsu.theory.material import expected_threat
from gaiatsu.theory.social import expected_stretching, legitimacy_term

__all__ = [
    "TERM_NAMES",
    "concession_log_probabilities",
    "concession_probabilities",
    "expected_concession",
    "payoff",
    "payoff_terms",
    "social_interaction",
]

TERM_NAMES: Final = (
    "material",
    "domestic_support",
    "hierarchy",
    "legitimacy",
    "trust",
    "depth",
    "public_posture",
    "reactance",
)
"""Terms of eq. 2 in order, each signed so that a positive weight is the theory's direction."""


def payoff_terms(
    *,
    tactic: Mapping[str, Array],
    setting: Mapping[str, Array],
    state: Mapping[str, Array],
) -> dict[str, Array]:
    """Terms of eq. 2, each signed so that every weight is positive in the theory's direction.

    Parameters
    ----------
    tactic
        ``threatened_cost`` M, ``public_posture`` A, ``depth`` D, each 0-1.
    setting
        ``asymmetry`` a_t, ``domestic_support`` N, ``exposure`` sigma_d.
    state
        ``credibility`` q, ``hierarchy`` H, ``legitimacy`` l, ``trust_of_sender`` tau, each 0-1.

    Returns
    -------
    dict
        A term for each of ``TERM_NAMES``.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> terms = payoff_terms(
    ...     tactic={"threatened_cost": 0.8, "public_posture": 0.5, "depth": 0.6},
    ...     setting={"asymmetry": 1.0, "domestic_support": 0.4, "exposure": 1.0},
    ...     state={"credibility": 0.5, "hierarchy": 0.7, "legitimacy": 0.25, "trust_of_sender": 0.9},
    ... )
    >>> {name: round(float(value), 2) for name, value in terms.items()}["material"]
    0.4
    """
    depth = tactic["depth"]
    xp = namespace(*tactic.values(), *setting.values(), *state.values())
    return {
        "material": expected_threat(state["credibility"], tactic["threatened_cost"], setting["asymmetry"]),
        "domestic_support": setting["domestic_support"],
        "hierarchy": state["hierarchy"],
        "legitimacy": legitimacy_term(state["legitimacy"]),
        "trust": -expected_stretching(state["trust_of_sender"], setting["exposure"]),
        "depth": -depth,
        "public_posture": -tactic["public_posture"],
        "reactance": -xp.ones_like(xp.asarray(depth)),
    }


def payoff(terms: Mapping[str, Array], weights: Mapping[str, Array]) -> Array:
    """Payoff of conceding one grade more, eta of eq. 2.

    Parameters
    ----------
    terms
        From `payoff_terms`.
    weights
        A weight for each term.

    Returns
    -------
    array
        ``eta``, the sum of weights times terms.

    Raises
    ------
    InvalidSpecification
        A term has no weight, or a weight has no term.

    Examples
    --------
    >>> payoff({"hierarchy": 0.5, "depth": -0.25}, {"hierarchy": 2.0, "depth": 1.0})
    0.75
    """
    if set(terms) != set(weights):
        odd = ", ".join(sorted(set(terms) ^ set(weights)))
        msg = f"Terms and weights of the payoff differ in {odd}."
        raise InvalidSpecification(msg, expected="a weight for each term and no other")
    return reduce(add, (weights[name] * terms[name] for name in terms))


def social_interaction(terms: Mapping[str, Array], weights: Mapping[str, Array], *, gamma: Array) -> Array:
    """Add ``gamma social (q M a_t)`` to the payoff: what the independence claim says is zero.

    Interaction is tested here, on payoffs. Outcome probabilities of any strategic game interact anyway.

    Parameters
    ----------
    terms, weights
        As in `payoff`.
    gamma
        Weight of the product; the article's claim is that it is 0.

    Returns
    -------
    array
        The term to add to `payoff`.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> terms = {"material": 0.5, "hierarchy": 0.4, "legitimacy": 0.0, "trust": -0.2}
    >>> round(social_interaction(terms, {"hierarchy": 1.0, "legitimacy": 1.0, "trust": 1.0}, gamma=2.0), 6)
    0.2
    """
    social = sum(weights[name] * terms[name] for name in ("hierarchy", "legitimacy", "trust"))
    return gamma * social * terms["material"]


def concession_log_probabilities(payoff: Array, thresholds: Array) -> Array:
    """Log probability of each grade of concession: an adjacent-category logit (eq. 1).

    The target chooses among grades with payoff ``y eta - sum_{k <= y} alpha_k`` plus extreme-value noise, so
    the model is the logit quantal response of the stage game and not merely a convenient link.

    Parameters
    ----------
    payoff
        eta, shape ``(...)``.
    thresholds
        alpha_k, cost of the k-th step of concession, shape ``(..., K)``.

    Returns
    -------
    array
        Shape ``(..., K + 1)``; exponentials sum to 1.

    Notes
    -----
    ``log P(y = k) - log P(y = k - 1) = eta - alpha_k``.

    References
    ----------
    mckelvey_palfrey1995; agresti2010

    Examples
    --------
    >>> import numpy as np
    >>> p = np.exp(concession_log_probabilities(np.asarray(1.0), np.asarray([0.0, 1.0, 2.0])))
    >>> [round(float(x), 4) for x in p]
    [0.1345, 0.3655, 0.3655, 0.1345]
    """
    xp = namespace(payoff, thresholds)
    steps = xp.asarray(payoff)[..., None] - thresholds
    first = xp.zeros_like(steps[..., :1])
    scores = xp.concat((first, xp.cumulative_sum(steps, axis=-1)), axis=-1)
    return scores - logsumexp(scores, axis=-1)[..., None]


def concession_probabilities(payoff: Array, thresholds: Array) -> Array:
    """Probability of each grade of concession, from `concession_log_probabilities`.

    Parameters
    ----------
    payoff
        eta of eq. 2, on the scale of log odds.
    thresholds
        alpha of each step from one grade to the next, along the last axis.

    Returns
    -------
    Array
        Probabilities of grades 0, 1, ...; the last axis adds up to 1.

    Examples
    --------
    >>> import numpy as np
    >>> float(concession_probabilities(np.asarray(0.0), np.asarray([0.0]))[0])
    0.5
    """
    log_probabilities = concession_log_probabilities(payoff, thresholds)
    return namespace(log_probabilities).exp(log_probabilities)


def expected_concession(probabilities: Array) -> Array:
    """Mean grade of concession.

    Parameters
    ----------
    probabilities
        Shape ``(..., K + 1)``.

    Returns
    -------
    array
        0 to K.

    Examples
    --------
    >>> import numpy as np
    >>> float(expected_concession(np.asarray([0.25, 0.25, 0.25, 0.25])))
    1.5
    """
    xp = namespace(probabilities)
    grades = xp.arange(probabilities.shape[-1], dtype=xp.float64)
    return xp.sum(probabilities * grades, axis=-1)
