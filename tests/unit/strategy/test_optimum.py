"""The computed optimum against a tree by hand, a closed form, the engine and its own refinement."""

from __future__ import annotations

import importlib.util
import math
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.follow import follow
from gaiatsu.strategy.optimum import best_in, kind_of, limit_of, refine, solve
from gaiatsu.strategy.package import Package
from gaiatsu.strategy.payoffs import Stakes
from gaiatsu.strategy.reduced import cells_of, lattice_of, reduce_to

_PLACE = Path(__file__).parent / "reduced_games.py"
_SPEC = importlib.util.spec_from_file_location("reduced_games", _PLACE)
assert _SPEC is not None
assert _SPEC.loader is not None
GAMES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(GAMES)
MENU, STAKES = GAMES.MENU, GAMES.STAKES


def logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


class Tree:
    """The small relationship with moving trust, from the equations, over the whole tree of events."""

    def __init__(self, years: int) -> None:
        self.years, self.setting = years, GAMES.small_setting(years)
        draws = GAMES.small_parameters()
        self.demands = self.setting.demands[0][1]
        self.p = {name: float(column[0]) for name, column in draws.values.items()}
        self.alpha = draws.thresholds[0, :, 0].tolist()
        start = reduce_to(self.setting, draws, keeps=("trust",)).start
        self.rest, self.hierarchy = start[0], start[3]
        error, cheat = self.p["honest_error"], self.p["cheat_rate"]
        self.honor, self.strike = math.log((1 - error) / (1 - cheat)), math.log(cheat / error)
        self.value = cache(self.worth)

    def worth(self, t: int, x: float, grade: int) -> float:
        if t == self.years:
            return 0.0
        rate, both = self.demands.per_year, (0, 1)
        idle = max(self.fate(x, grade, stretch, partial(self.wait, t)) for stretch in both)
        total = (1 - rate) * idle
        for violation, chance in ((1, 0.3), (0, 0.7)):
            for own, odds in ((1, 0.8), (0, 0.2)):
                best = max(
                    self.fate(x, grade, stretch, partial(self.press, t, x, (violation, own, move)))
                    for move in range(4)
                    for stretch in both
                )
                total += rate * chance * odds * best
        return total

    def wait(self, t: int, later: float) -> float:
        return STAKES.discount * self.value(t + 1, later, 0)

    def fate(self, x: float, grade: int, stretch: int, then: Any) -> float:
        """Let the last deal be honored or stretched; ``then`` takes trust before backlash."""
        faded = self.rest + self.p["trust_memory"] * (x - self.rest)
        if grade == 0:
            return then(faded)
        sigma = self.demands.exposure[0]
        odds = stretch * sigma
        kept = grade / 3 * (STAKES.stretch_gain * sigma * odds - STAKES.breach_loss * self.demands.breach)
        return kept + odds * then(faded - self.strike) + (1 - odds) * then(faded + self.honor)

    def press(self, t: int, x: float, how: tuple[int, int, int], later: float) -> float:
        (violation, own, move), p = how, self.p
        a, dsm = self.setting.asymmetry[t], self.setting.dispute_settlement[t]
        threat = (0, 1, 1, int(violation and dsm > 0.5))[move]
        M, A = threat * (0, 0.6, 1.0, 0.6)[move], threat * (0, 0.4, 1.0, 0.0)[move]
        U, G = threat * (0, own, 1, 0)[move], threat * (move == 3)
        excuse = (1 - dsm) * (1 + self.setting.violation_elsewhere[t]) / 2
        legitimacy = min(max(0.5 + violation / 2 + G / 2 - U * (1 - excuse) / 2, 0.0), 1.0)
        tau, R = logistic(x), p["resolve_prior"]
        q = logistic(math.log(R / (1 - R)) + p["posture_credibility"] * A - p["own_cost_credibility"] * 0.1)
        eta = (
            p["material"] * q * M * a
            + p["domestic_support"] * self.demands.domestic_support[0]
            + p["hierarchy"] * self.hierarchy
            + p["legitimacy"] * (legitimacy - 0.5)
            - p["trust"] * (1 - tau) * self.demands.exposure[0]
            - p["depth"] * logistic(p["depth_results"])
            - p["public_posture"] * A
            - p["reactance"] * threat
        )
        weights = [math.exp(y * eta - sum(self.alpha[:y])) for y in range(4)]
        index = p["backlash_public_posture"] * A + p["backlash_threat"] * M - p["backlash_trust"] * tau
        index -= p["backlash_legitimacy"] * (legitimacy - 0.5) + p["backlash_hierarchy"] * self.hierarchy
        first = p["backlash_first"]
        reached = [threat * logistic(index - cut) for cut in (first, first + p["backlash_gap"])]
        at_least = [1.0, *reached, 0.0]
        total = 0.0
        for y in range(4):
            carry = q * threat * (y < 2)
            for b in range(1 + 2 * threat):
                odds = weights[y] / sum(weights) * (at_least[b] - at_least[b + 1])
                after = later - b / 2 * p["backlash_distrust"] * self.strike
                now = y / 3 - 0.1 * carry - STAKES.backlash_cost * b / 2
                total += odds * (now + STAKES.discount * self.value(t + 1, after, y))
        return total


def small(years: int = 3, *, keeps: tuple[str, ...] = ("trust",)) -> Any:
    return reduce_to(GAMES.small_setting(years), GAMES.small_parameters(), keeps=keeps)


@pytest.fixture(scope="module")
def exact() -> float:
    tree = Tree(3)
    return tree.value(0, tree.rest, 0)


def test_the_lattice_finds_the_value_of_the_whole_tree_by_hand(exact: float) -> None:
    found = refine(small(), MENU, stakes=STAKES, points=17)

    assert found.limit == pytest.approx(exact, abs=2e-4)
    assert abs(found.values[-1] - exact) <= found.error


def test_twice_the_points_leave_less_than_half_the_error(exact: float) -> None:
    errors = [abs(solve(small(), MENU, stakes=STAKES, points=size).value - exact) for size in (9, 17, 33)]

    assert errors[0] > 2.0 * errors[1] > 4.0 * errors[2]


def test_without_memory_the_value_is_one_year_over_and_over() -> None:
    year, four = (solve(small(years, keeps=()), MENU[:1], stakes=STAKES, points=2).value for years in (1, 4))
    demands = small().setting.demands[0][1]
    # nothing is lost by stretching, so every deal is; each is worth what its year brought
    kept = STAKES.stretch_gain * demands.exposure[0] ** 2 - STAKES.breach_loss * demands.breach
    total = sum(STAKES.discount**t * year for t in range(4))
    total += kept * sum(STAKES.discount ** (t + 1) * year for t in range(3))

    assert four == pytest.approx(total, abs=1e-12)


@pytest.mark.parametrize("keeps", [("trust", "hierarchy"), ("resolve",)])
def test_the_engine_with_the_best_policy_brings_the_value_of_the_lattice(keeps: tuple[str, ...]) -> None:
    found = refine(small(5, keeps=keeps), MENU, stakes=STAKES, points=4)
    brought = follow(found.finest, seed=11, size=2000)
    error = brought.std() / math.sqrt(brought.size)

    assert abs(brought.mean() - found.limit) < 3.0 * error + found.error
    assert error < 0.02 * found.limit


def test_the_check_sees_a_value_that_is_too_high() -> None:
    found = solve(small(5), MENU, stakes=STAKES, points=9)
    brought = follow(found, seed=11, size=1000)
    wrong = solve(small(5), MENU, stakes=replace(STAKES, stretch_gain=1.0), points=5)

    assert wrong.value - brought.mean() > 6.0 * brought.std() / math.sqrt(brought.size)


def test_the_best_conduct_depends_on_trust_and_the_best_tactic_on_the_regime() -> None:
    reduced = small(20)
    found = solve(reduced, MENU, stakes=STAKES, points=17)
    states = np.tile(np.asarray(reduced.start)[:, None], (1, 2))
    states[0] = -1.0, 4.0
    before, after = (best_in(found, states, year) for year in (1975, 1983))
    broken = [cell.spans[1][0] == 0.0 and cell.asked for cell in cells_of(reduced.setting.demands[0][1], 1.0)]

    assert before.stretches[kind_of(0, 3), 0].tolist() == [False, True]
    assert set(before.moves[0][1:].ravel().tolist()) == {2}
    assert set(after.moves[0][broken].ravel().tolist()) == {3}


def test_more_tactics_to_choose_from_are_never_worth_less() -> None:
    values = [solve(small(4), MENU[:size], stakes=STAKES, points=9).value for size in (1, 2, 3, 4)]

    assert values == sorted(values)
    assert values[0] < values[-1]


def test_the_chances_of_the_situations_add_up_to_one_and_tell_every_draw_apart() -> None:
    demands = GAMES.small_setting(4).demands[0][1]
    chances = np.random.default_rng(3).random((10, 500))
    for settlement in (0.0, 0.4, 1.0):
        cells = cells_of(demands, settlement)
        held = np.stack([cell.holds(chances, demands.per_year) for cell in cells])

        assert sum(cell.probability for cell in cells) == pytest.approx(1.0)
        assert held.sum(axis=0).tolist() == [1] * 500


def test_every_state_that_is_reached_lies_inside_the_lattice() -> None:
    reduced = small(10, keeps=("trust", "resolve", "hierarchy"))
    low, high = (np.asarray([end(axis) for axis in lattice_of(reduced, 5).axes]) for end in (np.min, np.max))
    found = solve(reduced, MENU[1:2], stakes=STAKES, points=3)
    reached = GAMES.states_reached(found, seed=2, size=500)

    assert np.all(reached >= low[:, None] - 1e-9)
    assert np.all(reached <= high[:, None] + 1e-9)


def test_an_order_and_a_limit_are_found_only_where_values_approach_one() -> None:
    assert limit_of((2.0, 1.5, 1.25)) == (1.0, 1.0, 0.25)
    assert limit_of((1.0, 1.0, 1.0)) == pytest.approx((math.nan, 1.0, 0.0), nan_ok=True)
    assert limit_of((1.0, 1.1, 0.9)) == pytest.approx((math.nan, 0.9, 0.2), nan_ok=True)


def test_a_tactic_that_draws_lots_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="1 of which draw lots"):
        solve(small(), (Package(),), stakes=Stakes(), points=5)
    with pytest.raises(InvalidSpecification, match="1 sets of parameters"):
        small(keeps=("luck",))
    with pytest.raises(InvalidSpecification, match="0 relationships"):
        follow(solve(small(), MENU, stakes=STAKES, points=3), seed=1, size=0)
