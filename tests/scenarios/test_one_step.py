"""Scenarios in one-step.yaml, each a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from gaiatsu.context.elites import OCCUPATION_END
from gaiatsu.numerics.special import expit, logit
from gaiatsu.theory.material import credibility, material_position
from gaiatsu.theory.norm_change.identity import identity_step, plasticity
from gaiatsu.theory.norm_change.reputation import resolve, resolve_step
from gaiatsu.theory.norm_change.seniority import senior_weight
from gaiatsu.theory.norm_change.trust import evidence_of_honoring, evidence_of_violation, trust_step
from gaiatsu.theory.response import concession_probabilities, expected_concession, payoff, payoff_terms
from gaiatsu.theory.social import procedural_legitimacy
from gaiatsu.theory.tactics import backlash_index, backlash_probabilities, demand_depth

SCENARIOS = YAML(typ="safe").load(Path(__file__).with_name("one-step.yaml"))
TACTIC = {"threatened_cost": 0.5, "public_posture": 0.4, "depth": 0.6}
SETTING = {"asymmetry": 1.0, "domestic_support": 0.3, "exposure": 0.5}
STATE = {"credibility": 0.6, "hierarchy": 0.6, "legitimacy": 0.5, "trust_of_sender": 0.7}
WEIGHTS = {
    "material": 1.0,
    "domestic_support": 0.5,
    "hierarchy": 1.2,
    "legitimacy": 0.8,
    "trust": 1.5,
    "depth": 0.6,
    "public_posture": 0.6,
    "reactance": 0.3,
}


def trust(*, trust: float, honored: int, stretched: int) -> float:
    """Stretched deals first and last, honored ones between; nothing fades."""
    start = float(logit(trust))
    up = float(evidence_of_honoring(0.1, cheat_rate=0.5))
    down = float(evidence_of_violation(0.1, cheat_rate=0.5))
    return float(expit(trust_step(start, start, memory=1.0, evidence=honored * up - stretched * down)))


def reputation(*, carried_out: int, dropped: int) -> float:
    a = resolve_step(6.6, 6.6, memory=0.8, observed=carried_out)
    b = resolve_step(3.4, 3.4, memory=0.8, observed=dropped)
    return float(resolve(a, b))


def credible(*, reputation: float, public_posture: float) -> float:
    return float(credibility(reputation, public_posture=public_posture, weights=(0.5, 0.5, 0.5)))


def identity(*, identity: float, dependence_ratio: float, years: int, shocks: int) -> float:
    """Shocks on the first day, of the size the prior expects."""
    for year in range(years):
        g = plasticity(np.asarray([float(year)]), np.zeros(shocks), base=0.024, jump=0.3, decay=2.5)[0]
        identity = identity_step(identity, material_position(dependence_ratio), plasticity=g)
    return float(identity)


def legitimacy(
    *, unilateral: int, authorized: int, violation: int, elsewhere: int, dispute_settlement: float
) -> float:
    return float(
        procedural_legitimacy(
            target_in_violation=violation,
            authorized=authorized,
            unilateral=unilateral,
            violation_elsewhere=elsewhere,
            dispute_settlement=dispute_settlement,
        )
    )


def concession(**given: float) -> float:
    parts = [
        {name: given.get(name, value) for name, value in group.items()} for group in (TACTIC, SETTING, STATE)
    ]
    terms = payoff_terms(tactic=parts[0], setting=parts[1], state=parts[2])
    eta = np.asarray(payoff(terms, WEIGHTS))
    return float(expected_concession(concession_probabilities(eta, np.asarray([0.2, 0.7, 1.2]))))


def depth(*, trust_of_target: float) -> float:
    return float(demand_depth(trust_of_target, base=0.0, weight=1.0))


def backlash(**given: float) -> float:
    """Chance of more than words."""
    values = {
        "public_posture": 0.5,
        "threatened_cost": 0.5,
        "legitimacy": 0.5,
        "hierarchy": 0.5,
        "trust_of_sender": 0.5,
        **given,
    }
    index = backlash_index(**values, weights=(1.0, 1.0, 1.0, 1.0, 1.0))
    return float(1.0 - backlash_probabilities(np.asarray(index), np.asarray([0.5, 2.5]))[0])


def cohort(*, year: float) -> float:
    return float(senior_weight(OCCUPATION_END, year, mean=32.0, spread=3.5))


STEPS: dict[str, Callable[..., float]] = {
    "trust": trust,
    "reputation": reputation,
    "credibility": credible,
    "identity": identity,
    "legitimacy": legitimacy,
    "concession": concession,
    "depth": depth,
    "backlash": backlash,
    "cohort": cohort,
}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario["name"] for scenario in SCENARIOS])
def test_the_scenario_comes_true(scenario: dict[str, Any]) -> None:
    step, expected = STEPS[scenario["step"]], scenario["expect"]
    after = step(**scenario["after"])
    if not isinstance(expected, str):
        assert round(after, 2) == expected
        return

    change = after - step(**scenario["before"])
    assert {"rises": change > 1e-9, "falls": change < -1e-9, "stays": abs(change) <= 1e-9}[expected]


def test_every_step_has_a_scenario() -> None:
    assert {scenario["step"] for scenario in SCENARIOS} == set(STEPS)
