"""What the sender does in a year: the record of a tactic, what it is decided on, and the default policy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.answer import (
    Issue,
    Pressure,
    context_payoffs,
    expected_grade,
    grade_weights,
    legitimacy_of,
    refusal,
)
from gaiatsu.dynamics.constants import Constants
from gaiatsu.dynamics.plan import Faced, Plan
from gaiatsu.dynamics.setting import Demands
from gaiatsu.dynamics.state import Answered
from gaiatsu.theory.material import credibility
from gaiatsu.theory.tactics import demand_depth, threat_probability, threat_value

__all__ = [
    "Chance",
    "Outlook",
    "Policy",
    "Tactic",
    "faced_by",
    "observed_policy",
    "threat_gain",
    "usual_plan",
]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Chance(IntEnum):
    """Rows of the uniform numbers of a year; a policy reads the first five."""

    ASKED = 0
    DEMAND = 1
    VIOLATION = 2
    CHANNEL = 3
    THREAT = 4
    CONCESSION = 5
    CARRY = 6
    BACKLASH = 7
    STRETCH = 8
    BREACH = 9


@dataclass(frozen=True, eq=False)
class Outlook:
    """What the sender goes by: the context as it perceives it, which may be years old, and the setting.

    Parameters
    ----------
    year
        The year.
    hierarchy, trust_of_sender, resolve
        H, tau and R as perceived, 0-1, shape ``(n,)``.
    trust_of_target
        The sender's own trust, as it is now, 0-1.
    asymmetry, dispute_settlement, violation_elsewhere
        The setting in the year.
    demands
        What is asked for and how one would press.
    constants
        The parameters of the target as the sender knows them.
    answered
        What the target did last year.
    """

    year: int
    hierarchy: Floats
    trust_of_sender: Floats
    resolve: Floats
    trust_of_target: Floats
    asymmetry: float
    dispute_settlement: float
    violation_elsewhere: float
    demands: Demands
    constants: Constants
    answered: Answered


@dataclass(frozen=True, eq=False)
class Tactic:
    """What the sender does in a year.

    Parameters
    ----------
    plan
        The demand and the threat that could go with it.
    threatened
        Whether the threat is made.
    stretch
        Chance of stretching an open deal of exposure 1, 0-1.
    carry_out
        Chance of carrying a threat out if it is resisted, 0-1; the threat's credibility when left out, or
        where it is not a number.
    """

    plan: Plan
    threatened: Flags
    stretch: Floats | float
    carry_out: Floats | None = None


class Policy(Protocol):
    """The sender's choice in a year, a pure function of what it perceives and of the numbers handed in."""

    def __call__(self, outlook: Outlook, chances: Floats, /) -> Tactic:
        """Choose; ``chances`` has a row for each `Chance` and a column a relationship."""
        ...


def observed_policy(outlook: Outlook, chances: Floats, /) -> Tactic:
    """Ask for the usual mix of things, and threaten where that seems to pay (eq. 4).

    Parameters
    ----------
    outlook
        What the sender perceives.
    chances
        Uniform numbers, a row for each `Chance`.

    Returns
    -------
    Tactic

    References
    ----------
    schoppa1999; mckelvey_palfrey1995
    """
    plan = usual_plan(outlook, chances)
    gain = threat_gain(outlook, plan)
    likely = threat_probability(gain, sensitivity=outlook.constants.parameters["threat_sensitivity"])
    threatened = plan.asked & (chances[Chance.THREAT] < likely)
    return Tactic(plan, threatened, outlook.demands.stretch)


def usual_plan(outlook: Outlook, chances: Floats) -> Plan:
    """Draw a demand from the mix, with the pressure that usually goes with its type.

    Parameters
    ----------
    outlook
        What the sender perceives; its demands say what is usual.
    chances
        Uniform numbers, a row for each `Chance`.

    Returns
    -------
    Plan
    """
    demands, usual = outlook.demands, outlook.demands.by_type
    demand = np.zeros(chances.shape[1], dtype=np.intp)
    for edge in usual["edges"]:
        demand += chances[Chance.DEMAND] >= edge
    channel = chances[Chance.CHANNEL]
    alone = usual["unilateral"].take(demand)
    with_regime = alone + usual["authorized"].take(demand)
    unilateral = channel < alone
    authorized = ~unilateral & (channel < with_regime)
    return Plan(
        asked=chances[Chance.ASKED] < demands.per_year,
        demand=demand,
        threatened_cost=usual["threatened_cost"].take(demand),
        public_posture=usual["public_posture"].take(demand),
        unilateral=unilateral.astype(float),
        authorized=authorized.astype(float),
        linkage=usual["linkage"].take(demand),
        faced=faced_by(outlook, demand),
        target_in_violation=(chances[Chance.VIOLATION] < usual["target_in_violation"].take(demand)).astype(
            float
        ),
    )


def faced_by(outlook: Outlook, demand: NDArray[np.intp]) -> Faced:
    """Say what demands of some types meet however they are pressed (eq. 1 and 2).

    Parameters
    ----------
    outlook
        Setting, and the sender's trust, which sets how deep its demands are.
    demand
        Place of each demand's type in ``DEMAND_TYPES``, shape ``(n,)``.

    Returns
    -------
    Faced
    """
    constants, usual = outlook.constants, outlook.demands.by_type
    return Faced(
        domestic_support=usual["domestic_support"].take(demand),
        exposure=usual["exposure"].take(demand),
        depth=np.asarray(
            demand_depth(
                outlook.trust_of_target,
                base=constants.depth_of(demand),
                weight=constants.parameters["sender_trust"],
            )
        ),
        factors=constants.factors_of(demand),
    )


def threat_gain(outlook: Outlook, plan: Plan) -> Floats:
    """Gain that the sender expects from pressing a demand rather than making it quietly (eq. 4).

    Parameters
    ----------
    outlook
        The context as the sender perceives it.
    plan
        The demand and the threat that could go with it.

    Returns
    -------
    array
        Shape ``(n,)``, in the unit of the prize; positive where the threat seems to pay.

    Notes
    -----
    A quiet demand has no threat and no posture, its legitimacy is ``1/2 + V/2`` and it meets no reactance.
    """
    constants, demands = outlook.constants, outlook.demands
    believed = credibility(
        outlook.resolve,
        public_posture=plan.public_posture,
        stake=demands.stake,
        own_cost=demands.own_cost,
        weights=constants.credibility_weights,
    )
    issue = Issue(
        asymmetry=outlook.asymmetry,
        faced=plan.faced,
        hierarchy=outlook.hierarchy,
        trust_of_sender=outlook.trust_of_sender,
        credibility=believed,
    )
    pressed = Pressure(
        1.0,
        np.minimum(plan.threatened_cost + plan.linkage, 1.0),
        plan.public_posture,
        legitimacy_of(plan, 1.0, outlook.dispute_settlement, outlook.violation_elsewhere),
    )
    quiet = Pressure(0.0, 0.0, 0.0, 0.5 + 0.5 * plan.target_in_violation)
    with_threat, without = (
        grade_weights(payoff, plan.faced.factors)
        for payoff in context_payoffs(pressed, quiet, issue, constants.payoff_weights)
    )
    return np.asarray(
        threat_value(
            expected_grade(with_threat) / 3.0,
            expected_grade(without) / 3.0,
            prize=demands.prize,
            resistance=refusal(with_threat),
            own_cost=demands.own_cost * believed,
        )
    )
