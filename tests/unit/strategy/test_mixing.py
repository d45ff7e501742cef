"""Strategies made of others take each part from where it belongs."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import kstest

from gaiatsu.dynamics import Outlook, Policy, Tactic, draw_parameters, run
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.plan import Plan
from gaiatsu.dynamics.policy import Chance
from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.mixing import Blend, Condition, Switch, lottery, merge
from gaiatsu.strategy.package import Package

Floats = NDArray[np.float64]
SIZE = 400


@pytest.fixture(scope="module")
def year() -> tuple[Outlook, Floats]:
    """What a sender sees in 1975, and its luck."""
    kept: list[tuple[Outlook, Floats]] = []

    def listening(outlook: Outlook, chances: Floats, /) -> Tactic:
        kept.append((outlook, chances))
        return Package()(outlook, chances)

    run(quiet_setting(1970, 1976), draw_parameters(SIZE, seed=2), seed=2, policy=listening)
    return kept[-1]


def test_each_relationship_gets_one_whole_tactic(year: tuple[Outlook, Floats]) -> None:
    outlook, chances = year
    hard = Package(threatens="always", public_posture=1.0, stretch=1.0, carry_out=0.3)(outlook, chances)
    soft = Package(asks="rules and allies", threatens="never", stretch=0.0, carry_out=0.8)(outlook, chances)
    where = np.arange(SIZE) % 3 == 0
    mixed = merge(where, hard, soft)

    for field in fields(Plan):
        if field.name != "faced":
            expected = np.where(where, getattr(hard.plan, field.name), getattr(soft.plan, field.name))
            assert np.array_equal(getattr(mixed.plan, field.name), expected)
    assert np.array_equal(mixed.plan.faced.depth[where], hard.plan.faced.depth[where])
    assert np.array_equal(mixed.plan.faced.factors[2][~where], soft.plan.faced.factors[2][~where])
    assert np.array_equal(mixed.threatened, where & hard.plan.asked)
    assert np.array_equal(np.asarray(mixed.stretch), np.where(where, 1.0, 0.0))
    assert np.array_equal(np.asarray(mixed.carry_out), np.where(where, 0.3, 0.8))


def test_a_switch_that_never_switches_is_the_other_strategy_to_the_bit() -> None:
    """Also where the strategy not taken says what becomes of threats, and this one leaves it open."""
    setting, drawn = quiet_setting(1970, 1985), draw_parameters(SIZE, seed=2)
    never = Condition("year", below=0.0)
    open_fate = Package(threatens="always", stretch=0.9)
    switch = Switch(never, Package(threatens="always", carry_out=1.0), open_fate)
    plain, switched = (run(setting, drawn, seed=2, policy=policy) for policy in (open_fate, switch))

    for name in ("carried_out", "resolve", "concession"):
        assert np.array_equal(plain[name], switched[name])


def test_the_lottery_is_uniform_and_independent_of_the_threat_it_is_read_from() -> None:
    rows = np.random.default_rng(5).random((len(Chance), 20_000))
    drawn = lottery(rows)

    assert kstest(drawn, "uniform").pvalue > 0.001
    for low in (0.0, 0.25, 0.5, 0.75):
        part = drawn[(rows[Chance.THREAT] >= low) & (rows[Chance.THREAT] < low + 0.25)]
        assert kstest(part, "uniform").pvalue > 0.001


@pytest.mark.parametrize("weights", [(1.0, 2.0), (1.0, 1.0, 2.0)])
def test_a_lottery_inside_a_lottery_is_a_lottery_of_its_own(
    weights: tuple[float, ...], year: tuple[Outlook, Floats]
) -> None:
    """Where a part is drawn, what it would draw lots by is uniform; the chance of its threat is the same."""
    outlook, _ = year
    chances = np.random.default_rng(6).random((len(Chance), SIZE))
    heard: list[Floats] = []

    def part(place: int) -> Policy:
        def policy(outlook: Outlook, chances: Floats, /) -> Tactic:
            heard.append(chances)
            return Package(stretch=place / 10.0)(outlook, chances)

        return policy

    blend = Blend(tuple((weight, part(place)) for place, weight in enumerate(weights)))
    chosen = np.rint(10.0 * np.asarray(blend(outlook, chances).stretch))

    for place, rows in enumerate(heard):
        assert kstest(lottery(rows)[chosen == place], "uniform").pvalue > 0.001
        assert np.allclose(rows, chances, rtol=0.0, atol=2.0**-20)


def test_conditions_look_at_what_the_sender_perceives(year: tuple[Outlook, Floats]) -> None:
    outlook, _ = year

    assert np.array_equal(Condition("resolve", below=0.7).holds(outlook), outlook.resolve < 0.7)
    assert Condition("year", above=1974).holds(outlook).all()
    assert not Condition("year", below=1975).holds(outlook).any()
    refused = outlook.answered.concession == 0
    assert (Condition("provoked", above=0.5).holds(outlook) >= refused).all()
    assert refused.any()


@pytest.mark.parametrize("bounds", [{}, {"below": 1.0, "above": 0.0}])
def test_a_condition_has_one_bound(bounds: dict[str, float]) -> None:
    with pytest.raises(InvalidSpecification, match="bounds"):
        Condition("year", **bounds)


def test_a_blend_needs_weights_above_zero() -> None:
    with pytest.raises(InvalidSpecification, match="weights"):
        Blend(((0.0, Package()),))
