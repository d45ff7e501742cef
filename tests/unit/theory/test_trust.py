"""Trust between negotiators and the two-strike rule."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.numerics.special import expit, logit
from gaiatsu.theory.norm_change.trust import (
    evidence_of_honoring,
    evidence_of_violation,
    trust_from_record,
    trust_step,
    two_strike_interval,
    two_strike_rule,
)


def bayes(trust: float, deals: list[bool], *, e: float, w: float) -> float:
    """Posterior of the honest type by Bayes' rule itself."""
    honest, cheat = trust, 1.0 - trust
    for honored in deals:
        honest *= (1 - e) if honored else e
        cheat *= (1 - w) if honored else w
    return honest / (honest + cheat)


@pytest.mark.parametrize("deals", [[True], [False], [True, False, False], [False, True, True, True, False]])
def test_without_fading_it_is_two_type_bayes(deals: list[bool]) -> None:
    up = evidence_of_honoring(0.1, cheat_rate=0.5)
    down = evidence_of_violation(0.1, cheat_rate=0.5)
    x = start = float(logit(0.8))
    for honored in deals:
        x = trust_step(x, start, memory=1.0, evidence=up if honored else -down)

    assert expit(x) == pytest.approx(bayes(0.8, deals, e=0.1, w=0.5), rel=1e-12)


def test_the_worked_example_of_two_violations() -> None:
    """.90 falls to .64 and to .26 at psi = 1, e = .1, w = .5."""
    strike = float(evidence_of_violation(0.1, cheat_rate=0.5))
    trust = trust_from_record(
        np.asarray([1986.0, 1988.0, 1995.0]),
        np.asarray([1987.0, 1994.0]),
        resting=float(logit(0.9)),
        evidence=np.asarray([-strike, -strike]),
        memory=1.0,
    )

    assert [round(float(x), 2) for x in trust] == [0.9, 0.64, 0.26]


def test_trust_returns_to_where_it_rests() -> None:
    trust = trust_from_record(
        np.asarray([2100.0]), np.asarray([1987.0]), resting=1.3, evidence=np.asarray([-3.0]), memory=0.9
    )

    assert float(trust[0]) == pytest.approx(float(expit(1.3)), abs=1e-5)


def test_reading_a_record_in_one_go_equals_stepping_through_it() -> None:
    events, evidence = np.asarray([1983.5, 1987.2, 1990.0]), np.asarray([0.6, -1.6, 0.6])
    x, now = 1.5, 1980.0
    for date, gained in zip(events, evidence, strict=True):
        x = trust_step(x, 1.5, memory=0.9, evidence=gained, years=date - now)
        now = float(date)
    x = trust_step(x, 1.5, memory=0.9, evidence=0.0, years=1996.0 - now)

    read = trust_from_record(np.asarray([1996.0]), events, resting=1.5, evidence=evidence, memory=0.9)

    assert float(read[0]) == pytest.approx(float(expit(x)), rel=1e-13)


def simulated_rule(trust: float, threshold: float, *, strength: float, psi: float, gap: int) -> bool:
    """Brute force: live through the years one by one and watch the threshold."""
    rest, floor = float(logit(trust)), float(logit(threshold))
    x = trust_step(rest, rest, memory=psi, evidence=-strength, years=0.0)
    if x <= floor:
        return False
    for _ in range(gap):
        x = trust_step(x, rest, memory=psi, evidence=0.0)
        if x <= floor:
            return False
    return bool(trust_step(x, rest, memory=psi, evidence=-strength, years=0.0) < floor)


def test_the_two_strike_interval_against_brute_force(rng: np.random.Generator) -> None:
    trust, threshold, psi = rng.uniform(0.05, 0.98, (3, 4000))
    strength, gap = rng.exponential(1.5, 4000), rng.integers(0, 15, 4000)
    rule = two_strike_rule(trust, threshold, violation_evidence=strength, memory=psi, gap=gap)
    lived = [
        simulated_rule(*case[:2], strength=case[2], psi=case[3], gap=int(case[4]))
        for case in zip(trust, threshold, strength, psi, gap, strict=True)
    ]

    assert rule.tolist() == lived
    assert 0.02 < rule.mean() < 0.5


def test_the_lower_bound_is_half_the_distance_only_without_fading() -> None:
    low, high = two_strike_interval(0.9, 0.5, memory=1.0, gap=7.0)
    fading, _ = two_strike_interval(0.9, 0.5, memory=0.9, gap=7.0)

    assert low == pytest.approx(high / 2)
    assert fading > low


def test_the_interval_is_empty_when_trust_never_clears_the_threshold() -> None:
    strengths = np.linspace(0.0, 5.0, 51)

    assert not np.any(two_strike_rule(0.4, 0.5, violation_evidence=strengths, memory=0.9, gap=5.0))


def test_an_uninformative_deal_moves_nothing() -> None:
    assert evidence_of_honoring(0.3, cheat_rate=0.3) == pytest.approx(0.0)
    assert evidence_of_violation(0.3, cheat_rate=0.3) == pytest.approx(0.0)
