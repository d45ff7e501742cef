"""The search against the computed optimum, against every strategy of the library, and against itself."""

from __future__ import annotations

import importlib.util
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gaiatsu.dynamics import draw_parameters, run
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.climb import SearchBudget, climb
from gaiatsu.strategy.evaluate import Assessment, discounted, evaluate
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.strategy.optimum import refine, solve
from gaiatsu.strategy.package import Package
from gaiatsu.strategy.play import Terms, arena, play
from gaiatsu.strategy.reduced import reduce_to
from gaiatsu.strategy.rules import MENU, rule_of, rule_size, simple_rules
from gaiatsu.strategy.search import SearchOptions, search

_SPEC = importlib.util.spec_from_file_location("reduced_games", Path(__file__).parent / "reduced_games.py")
assert _SPEC is not None
assert _SPEC.loader is not None
GAMES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(GAMES)

SETTING, DRAWS = quiet_setting(1970, 1985), draw_parameters(150, seed=3)
TERMS = Terms(1972, beyond=2)


@pytest.fixture(scope="module")
def found() -> Any:
    budget = SearchBudget(tries=160, round=32)
    return search(SETTING, DRAWS, seed=3, terms=TERMS, options=SearchOptions(budget))


def test_the_search_comes_near_the_computed_optimum_and_never_above_it() -> None:
    """A rule chooses what becomes of its threats, so the optimum must choose too; here that is worth much."""
    small = GAMES.small_setting(8)
    dear = replace(small, demands=((1970, replace(small.demands[0][1], own_cost=1.0)),))
    reduced = reduce_to(dear, GAMES.small_parameters(), keeps=("trust",))
    sure = [replace(tactic, carry_out=carry) for tactic in GAMES.MENU[1:] for carry in (0.0, 1.0)]
    exact = refine(reduced, (*GAMES.MENU, *sure), stakes=GAMES.STAKES, points=5)
    same = reduced.copies(500).constants.parameters
    terms = Terms(1970, stakes=GAMES.STAKES)
    options = SearchOptions(SearchBudget(tries=160, round=20), menu=GAMES.MENU)
    rule = search(reduced.setting, same, seed=5, terms=terms, options=options).policy
    # judged on luck on which it was not chosen
    brought = play(
        arena(reduced.setting, reduced.copies(4000).constants.parameters, seed=6, terms=terms), rule
    )
    mean, error = brought.sender.mean(), brought.sender.std() / math.sqrt(4000)

    assert mean < exact.limit + 3.0 * error + exact.error
    assert mean > 0.97 * exact.limit - 3.0 * error
    assert mean > solve(reduced, GAMES.MENU, stakes=GAMES.STAKES, points=17).value + 3.0 * error


def test_on_other_luck_and_other_draws_no_strategy_of_the_library_is_worth_more(found: Any) -> None:
    field = arena(SETTING, draw_parameters(1200, seed=8), seed=9, terms=TERMS)
    best = play(field, found.policy).sender[0]
    shortfalls = {}
    for name, strategy in LIBRARY.items():
        less = play(field, strategy.policy).sender[0] - best
        shortfalls[name] = less.mean() / (less.std() / math.sqrt(less.size))

    assert {name: value for name, value in shortfalls.items() if value > 2.0} == {}
    assert min(shortfalls.values()) < -10.0


def test_the_trace_never_falls_and_counts_the_tries(found: Any) -> None:
    values, tried = [step.best for step in found.trace], [step.tried for step in found.trace]

    assert values == sorted(values)
    assert values[-1] == found.value
    assert tried == [28, 60, 92, 124, 156]


def test_the_same_seed_finds_the_same_rule_to_the_bit_and_tells_of_each_round() -> None:
    told: list[int] = []
    budget = SearchBudget(tries=44, round=8)
    options = [
        SearchOptions(budget, progress=lambda step: told.append(step.tried)),
        SearchOptions(budget),
    ]
    one, other = (
        search(quiet_setting(1970, 1974), DRAWS, seed=4, terms=Terms(1970), options=each) for each in options
    )

    assert one.value == other.value
    assert np.array_equal(one.policy.scores, other.policy.scores)
    assert told == [36, 44]


def test_many_rules_tried_side_by_side_are_each_worth_what_they_are_alone() -> None:
    rules = simple_rules(len(MENU))[[0, 5, 12, 27]]
    menu = tuple(MENU.values())
    beside = arena(SETTING, DRAWS, seed=3, terms=TERMS, copies=4)
    each = np.repeat(rules.T, beside.sets, axis=1)
    together = play(beside, rule_of(each, menu)).sender
    alone = [
        play(arena(SETTING, DRAWS, seed=3, terms=TERMS), rule_of(point, menu)).sender[0] for point in rules
    ]

    assert np.allclose(together, alone, rtol=0.0, atol=1e-12)


def test_a_play_is_worth_what_the_evaluation_of_the_same_strategy_says() -> None:
    terms, policy = Terms(1975, beyond=3), LIBRARY["opportunist"].policy
    (known,) = evaluate(SETTING, DRAWS, {"one": policy}, seed=3, assessment=Assessment(1975, beyond=3))
    played = play(arena(SETTING, DRAWS, seed=3, terms=terms), policy).sender[0]

    assert np.allclose(played, discounted(known.payoffs, terms.stakes.discount), rtol=0.0, atol=1e-12)


def test_a_play_meets_the_luck_of_a_run() -> None:
    quiet = Terms(1970, stakes=replace(TERMS.stakes, stretch_gain=0.0, breach_loss=0.0, backlash_cost=0.0))
    played = play(arena(SETTING, DRAWS, seed=3, terms=quiet), LIBRARY["quiet"].policy).sender[0]
    grades = np.maximum(run(SETTING, DRAWS, seed=3, policy=LIBRARY["quiet"].policy)["concession"], 0) / 3.0

    assert np.allclose(played, discounted(grades, 0.9), rtol=0.0, atol=1e-12)


def test_the_simplest_rules_do_what_they_say() -> None:
    menu = tuple(MENU.values())
    rules = [rule_of(point, menu) for point in simple_rules(len(menu))]
    field = arena(SETTING, DRAWS, seed=3, terms=TERMS)
    by_name = {"ask quietly": 0, "threaten with everything": 12}
    expected = {
        "ask quietly": Package(threatens="never", stretch=1 / (1 + math.exp(6.0))),
        "threaten with everything": replace(
            menu[3], stretch=1 / (1 + math.exp(6.0)), carry_out=1 / (1 + math.exp(6.0))
        ),
    }

    assert rule_size(len(menu)) == simple_rules(len(menu)).shape[1] == 36
    for name, place in by_name.items():
        assert np.array_equal(play(field, rules[place]).sender, play(field, expected[name]).sender)
    assert len(list(rules[0].lines())) == len(menu) + 3


def test_a_climb_keeps_its_best_and_stays_within_its_budget() -> None:
    asked: list[int] = []

    def value_of(points: np.ndarray) -> np.ndarray:
        asked.append(len(points))
        return -np.abs(points - 3.0).sum(axis=1)

    found = climb(
        value_of, np.zeros((1, 2)), rng=np.random.default_rng(2), budget=SearchBudget(300, round=20)
    )

    assert sum(asked) <= 300
    assert max(asked) <= 20
    assert found.value == pytest.approx(0.0, abs=0.2)
    assert found.value == -np.abs(found.point - 3.0).sum()


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: SearchBudget(tries=3), "cannot be spent"),
        (lambda: Terms(1970, beyond=-1), "-1 years"),
        (lambda: arena(SETTING, DRAWS, seed=1, terms=Terms(1900)), "begin in 1900"),
        (lambda: rule_of(np.zeros(3), tuple(MENU.values())), "given 3 weights"),
    ],
)
def test_what_cannot_be_searched_is_refused_with_its_value(make: Any, text: str) -> None:
    with pytest.raises(InvalidSpecification, match=text):
        make()
