"""The target's answer, drawn: eq. 1 and 2 in the form that a simulation needs, without logarithms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.plan import Faced, Plan
from gaiatsu.theory.response import payoff, payoff_terms
from gaiatsu.theory.social import legitimacy_term, procedural_legitimacy

__all__ = [
    "SATISFIED",
    "GradeWeights",
    "Issue",
    "Pressure",
    "context_payoff",
    "context_payoffs",
    "draw_grade",
    "draw_ordered",
    "expected_grade",
    "grade_factors",
    "grade_weights",
    "legitimacy_of",
    "refusal",
]

Floats = NDArray[np.float64]

SATISFIED: Final = 2
"""Grade of concession from which the sender is satisfied: partly successful."""

_OF_ISSUE: Final = ("domestic_support", "hierarchy", "trust", "depth")
_OF_PRESSURE: Final = ("material", "legitimacy", "public_posture", "reactance")
"""Terms of eq. 2: what a demand meets however it is made, and what comes from how it is pressed."""

_STEEP: Final = 150.0
"""Log odds beyond which a probability is 0 or 1 to the last bit; keeps exponentials finite."""


class GradeWeights(NamedTuple):
    """Weights of the grades 1, 2 and 3 against a weight of 1 for grade 0, and the sum of all four.

    Parameters
    ----------
    first, second, third
        Weights, at least 0.
    total
        Their sum and 1.
    """

    first: Floats
    second: Floats
    third: Floats
    total: Floats


class Pressure(NamedTuple):
    """How a demand is pressed.

    Parameters
    ----------
    threatened
        1 with a threat, 0 without.
    threatened_cost, public_posture
        M and A, 0 without a threat.
    legitimacy
        l.
    """

    threatened: Floats | float
    threatened_cost: Floats | float
    public_posture: Floats | float
    legitimacy: Floats | float


@dataclass(frozen=True, eq=False)
class Issue:
    """What a demand meets, however it is pressed; arrays of shape ``(n,)``.

    Parameters
    ----------
    asymmetry
        a_t.
    faced
        What the demand meets: N, sigma_d, D.
    hierarchy, trust_of_sender, credibility
        H, tau, q, 0-1.
    """

    asymmetry: float
    faced: Faced
    hierarchy: Floats
    trust_of_sender: Floats
    credibility: Floats


def context_payoff(pressure: Pressure, issue: Issue, weights: Mapping[str, Floats]) -> Floats:
    """Payoff of one grade more, eta of eq. 2; a quiet demand meets no reactance.

    Parameters
    ----------
    pressure
        How the demand is pressed.
    issue
        What it meets.
    weights
        Weights of eq. 2 by term, shape ``(n,)`` each.

    Returns
    -------
    array
        Shape ``(n,)``.

    References
    ----------
    schoppa1999
    """
    terms = _terms(pressure, issue)
    return _part(_OF_ISSUE, terms, weights) + _part(_OF_PRESSURE, terms, weights)


def context_payoffs(
    pressed: Pressure, quiet: Pressure, issue: Issue, weights: Mapping[str, Floats]
) -> tuple[Floats, Floats]:
    """Payoff of one grade more if a demand is pressed, and if it is made quietly.

    Parameters
    ----------
    pressed
        How the demand would be pressed.
    quiet
        The same demand without threat and posture; of it only the legitimacy counts.
    issue
        What it meets either way.
    weights
        Weights of eq. 2 by term, shape ``(n,)`` each.

    Returns
    -------
    tuple of arrays
        What `context_payoff` gives for each, with what they share computed once.
    """
    terms = _terms(pressed, issue)
    shared = _part(_OF_ISSUE, terms, weights)
    alone = weights["legitimacy"] * legitimacy_term(quiet.legitimacy)
    return shared + _part(_OF_PRESSURE, terms, weights), shared + alone


def _terms(pressure: Pressure, issue: Issue) -> dict[str, Floats]:
    terms = payoff_terms(
        tactic={
            "threatened_cost": pressure.threatened_cost,
            "public_posture": pressure.public_posture,
            "depth": issue.faced.depth,
        },
        setting={
            "asymmetry": issue.asymmetry,
            "domestic_support": issue.faced.domestic_support,
            "exposure": issue.faced.exposure,
        },
        state={
            "credibility": issue.credibility,
            "hierarchy": issue.hierarchy,
            "legitimacy": pressure.legitimacy,
            "trust_of_sender": issue.trust_of_sender,
        },
    )
    return {**terms, "reactance": np.asarray(-pressure.threatened)}


def _part(names: tuple[str, ...], terms: Mapping[str, Floats], weights: Mapping[str, Floats]) -> Floats:
    chosen = ({name: one[name] for name in names} for one in (terms, weights))
    return np.asarray(payoff(*chosen))


def legitimacy_of(
    plan: Plan, threatened: Floats | float, dispute_settlement: float, violation_elsewhere: float
) -> Floats:
    """Procedural legitimacy of a demand (eq. 10); neutral or better without a threat.

    Parameters
    ----------
    plan
        The demand.
    threatened
        1 with the threat, 0 without.
    dispute_settlement, violation_elsewhere
        DSM_t and Z.

    Returns
    -------
    array
        l, 0-1, shape ``(n,)``.

    References
    ----------
    schoppa1999
    """
    return np.asarray(
        procedural_legitimacy(
            target_in_violation=plan.target_in_violation,
            authorized=plan.authorized * threatened,
            unilateral=plan.unilateral * threatened,
            violation_elsewhere=violation_elsewhere,
            dispute_settlement=dispute_settlement,
        )
    )


def grade_factors(thresholds: Floats) -> Floats:
    """Part of the grades' weights that the thresholds fix, ``exp(-sum_{j <= k} alpha_j)``.

    Parameters
    ----------
    thresholds
        alpha, the steps on the axis before the last, shape ``(..., 3, n)``.

    Returns
    -------
    array
        Same shape.
    """
    return np.exp(np.clip(-np.cumsum(thresholds, axis=-2), -_STEEP, _STEEP))


def grade_weights(payoff: Floats, factors: tuple[Floats, Floats, Floats]) -> GradeWeights:
    """Weights proportional to the probabilities of the grades (eq. 1).

    Parameters
    ----------
    payoff
        eta, shape ``(n,)``.
    factors
        From `grade_factors`, for each of the three steps.

    Returns
    -------
    GradeWeights

    Notes
    -----
    ``P(y = k) = exp(k eta - sum_{j <= k} alpha_j) / total``: the law of
    `gaiatsu.theory.response.concession_probabilities`, with one exponential instead of eight.

    References
    ----------
    mckelvey_palfrey1995; agresti2010
    """
    odds = np.exp(np.clip(payoff, -_STEEP, _STEEP))
    first = odds * factors[0]
    squared = odds * odds
    second = squared * factors[1]
    third = squared * odds * factors[2]
    return GradeWeights(first, second, third, 1.0 + first + second + third)


def expected_grade(weights: GradeWeights) -> Floats:
    """Mean grade of concession, 0-3."""
    return (weights.first + 2.0 * weights.second + 3.0 * weights.third) / weights.total


def refusal(weights: GradeWeights) -> Floats:
    """Chance that the concession does not satisfy the sender."""
    return (1.0 + weights.first) / weights.total


def draw_grade(weights: GradeWeights, chance: Floats) -> NDArray[np.int8]:
    """Grade of concession that a uniform number stands for.

    Parameters
    ----------
    weights
        From `grade_weights`.
    chance
        Uniform on [0, 1), shape ``(n,)``.

    Returns
    -------
    array of int8
        0-3.

    Examples
    --------
    >>> even = grade_weights(np.zeros(3), (np.ones(3), np.ones(3), np.ones(3)))
    >>> draw_grade(even, np.asarray([0.1, 0.3, 0.9])).tolist()
    [0, 1, 3]
    """
    level = chance * weights.total
    below = 1.0 + weights.first
    grade = (level >= 1.0).astype(np.int8)
    grade += level >= below
    grade += level >= below + weights.second
    return grade


def draw_ordered(index: Floats, cuts: tuple[Floats, Floats], noise: Floats) -> NDArray[np.int8]:
    """Level of an ordered logit that logistic noise stands for.

    Parameters
    ----------
    index
        Index of the logit, shape ``(n,)``.
    cuts
        Two increasing cut points.
    noise
        Log odds of a uniform number.

    Returns
    -------
    array of int8
        0-2: how many cut points lie below ``index - noise``.

    References
    ----------
    mccullagh1980

    Examples
    --------
    >>> draw_ordered(np.asarray([0.0, 3.0]), (np.asarray(0.5), np.asarray(2.0)), np.zeros(2)).tolist()
    [0, 2]
    """
    reach = index - noise
    level = (reach > cuts[0]).astype(np.int8)
    level += reach > cuts[1]
    return level
