"""A way to bargain written as data: what is asked, when it is pressed, how, and what becomes of the deal."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics import DEMAND_TYPES, Tactic
from gaiatsu.dynamics.plan import Plan
from gaiatsu.dynamics.policy import Chance, faced_by, threat_gain, usual_plan
from gaiatsu.errors import InvalidSpecification
from gaiatsu.terms import DemandType
from gaiatsu.theory.tactics import threat_probability

if TYPE_CHECKING:
    from gaiatsu.dynamics import Outlook

__all__ = ["Asks", "Channel", "Package", "Threatens"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

Asks = Literal["the usual", "rules and allies"]
Threatens = Literal["where it seems to pay", "where it pays", "always", "never", "with authority"]
Channel = Literal["the usual", "alone", "the regime"]

_RESULTS: Final = DEMAND_TYPES.index(DemandType.RESULTS)
_RULE: Final = DEMAND_TYPES.index(DemandType.RULE)
_WORDS: Final = {"asks": Asks, "threatens": Threatens, "channel": Channel}
_SHARES: Final = ("threatened_cost", "public_posture", "linkage", "stretch", "carry_out")


@dataclass(frozen=True)
class Package:
    """A package of tactics; ``None`` stands for what is usual in the scenario.

    Parameters
    ----------
    asks
        ``the usual`` mix, or ``rules and allies``: a rule that the target breaks where there is one,
        otherwise what most in the target want themselves, and never results.
    threatens
        ``where it seems to pay`` (eq. 4, a quantal response), ``where it pays`` (whenever the expected gain
        is above 0), ``always``, ``never``, or only ``with authority`` of the regime.
    channel
        ``the usual``, ``alone`` (U = 1), or ``the regime``: authority is sought against a broken rule, and
        had with the chance that dispute settlement works; without it the sender does not claim any.
    threatened_cost, public_posture, linkage
        M, A and L of a threat, 0-1.
    stretch
        Chance of stretching a deal of exposure 1, 0-1.
    carry_out
        Chance of carrying out a threat that is resisted, 0-1; its credibility when left out.

    Raises
    ------
    InvalidSpecification
        An unknown word, or a number outside 0-1.
    """

    asks: Asks = "the usual"
    threatens: Threatens = "where it seems to pay"
    channel: Channel = "the usual"
    threatened_cost: float | None = None
    public_posture: float | None = None
    linkage: float | None = None
    stretch: float | None = None
    carry_out: float | None = None

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name in _WORDS and value not in get_args(_WORDS[one.name]):
                words = ", ".join(map(repr, get_args(_WORDS[one.name])))
                msg = f"{one.name} of the package is {value!r}."
                raise InvalidSpecification(msg, expected=f"one of {words}")
            if one.name in _SHARES and value is not None and not 0.0 <= value <= 1.0:
                msg = f"{one.name} of the package is {value!r}."
                raise InvalidSpecification(msg, expected="a number from 0 to 1, or nothing for the usual")

    def __call__(self, outlook: Outlook, chances: Floats, /) -> Tactic:
        """Choose what to ask, whether to threaten and how; see `gaiatsu.dynamics.Policy`."""
        plan = self._plan(outlook, chances)
        return Tactic(
            plan,
            plan.asked & self._threatened(outlook, plan, chances),
            outlook.demands.stretch if self.stretch is None else self.stretch,
            None if self.carry_out is None else np.full(plan.asked.shape, self.carry_out),
        )

    def _plan(self, outlook: Outlook, chances: Floats) -> Plan:
        usual, demands = usual_plan(outlook, chances), outlook.demands
        changed = self.asks != "the usual"
        demand = _rules_and_allies(outlook, chances) if changed else usual.demand
        violation = (chances[Chance.VIOLATION] < np.take(demands.target_in_violation, demand)).astype(float)
        alone, authorized = self._channel(outlook, demand, violation=violation, chances=chances)

        def cost(name: str) -> Floats:
            given: float | None = getattr(self, name)
            if given is None:
                return np.asarray(np.take(getattr(demands, name), demand))
            return np.full(demand.shape, given)

        return Plan(
            asked=usual.asked,
            demand=demand,
            threatened_cost=cost("threatened_cost"),
            public_posture=cost("public_posture"),
            unilateral=alone,
            authorized=authorized,
            linkage=cost("linkage"),
            faced=faced_by(outlook, demand) if changed else usual.faced,
            target_in_violation=violation,
        )

    def _channel(
        self, outlook: Outlook, demand: Places, *, violation: Floats, chances: Floats
    ) -> tuple[Floats, Floats]:
        """U and G of a threat."""
        chance, demands = chances[Chance.CHANNEL], outlook.demands
        if self.channel == "alone":
            return np.ones(demand.shape), np.zeros(demand.shape)
        usual = np.take(demands.authorized, demand)
        if self.channel == "the regime":
            works = np.maximum(usual, outlook.dispute_settlement)
            return np.zeros(demand.shape), violation * (chance < works)
        alone = np.take(demands.unilateral, demand)
        acts = chance < alone
        return acts.astype(float), (~acts & (chance < alone + usual)).astype(float)

    def _threatened(self, outlook: Outlook, plan: Plan, chances: Floats) -> Flags:
        if self.threatens == "always":
            return np.ones(plan.asked.shape, dtype=bool)
        if self.threatens == "never":
            return np.zeros(plan.asked.shape, dtype=bool)
        if self.threatens == "with authority":
            return np.asarray(plan.authorized > 0.0)
        gain = threat_gain(outlook, plan)
        if self.threatens == "where it pays":
            return np.asarray(gain > 0.0)
        likely = threat_probability(gain, sensitivity=outlook.constants.parameters["threat_sensitivity"])
        return np.asarray(chances[Chance.THREAT] < likely)


def _rules_and_allies(outlook: Outlook, chances: Floats) -> Places:
    """Ask for a rule that the target breaks, otherwise for what most in the target want; never results."""
    demands = outlook.demands
    others = [place for place, share in enumerate(demands.mix) if share > 0.0 and place != _RESULTS]
    if not others:
        return np.asarray(usual_plan(outlook, chances).demand)
    allied = max(others, key=lambda place: demands.domestic_support[place])
    breaks = chances[Chance.VIOLATION] < demands.target_in_violation[_RULE]
    return np.where(breaks & (_RULE in others), _RULE, allied).astype(np.intp)
