"""Every strategy of the target does what it declares, on what it does and not on how it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gaiatsu.claims import bibliography
from gaiatsu.dynamics import Answer, Call, draw_parameters, quantal_answer, run
from gaiatsu.dynamics.answer import context_payoff
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.errors import UnknownName
from gaiatsu.strategy.answers import best_grade, simple_target_rules, target_rule_of
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.strategy.payoffs import Stakes
from gaiatsu.strategy.play import Terms, arena, play
from gaiatsu.strategy.targets import TARGETS, find_target

SIZE = 600
DRAWS = draw_parameters(SIZE, seed=21)
CHANCES = np.random.default_rng(5).random((10, SIZE))
EVERY = pytest.mark.parametrize("name", TARGETS)


@pytest.fixture(scope="module")
def call() -> Call:
    """What targets meet in one year of threats of the usual kind."""
    seen: list[Call] = []

    def watching(call: Call, chances: np.ndarray) -> Answer:
        seen.append(call)
        return quantal_answer(call, chances)

    run(quiet_setting(1970, 1971), DRAWS, seed=4, policy=LIBRARY["tit-for-tat"].policy, target=watching)
    quiet = seen[0]
    always = np.ones(SIZE, dtype=bool)
    return replace(quiet, asked=always)


def with_(call: Call, **changes: Any) -> Call:
    """The same call with another pressure or issue, and the payoff that follows."""
    pressure = call.pressure._replace(**{k: v for k, v in changes.items() if k in call.pressure._fields})
    issue = replace(
        call.issue,
        **{k: v for k, v in changes.items() if k in ("trust_of_sender", "credibility", "hierarchy")},
    )
    payoff = context_payoff(pressure, issue, call.constants.payoff_weights)
    threatened = np.broadcast_to(np.asarray(pressure.threatened) > 0.0, (SIZE,))
    return replace(call, pressure=pressure, issue=issue, payoff=payoff, threatened=threatened)


def pressed(call: Call, *, legitimacy: float = 0.5) -> Call:
    ones = np.ones(SIZE)
    return with_(
        call,
        threatened=ones,
        threatened_cost=0.6 * ones,
        public_posture=0.6 * ones,
        legitimacy=legitimacy * ones,
    )


@EVERY
def test_an_answer_has_a_grade_a_backlash_and_a_chance_of_breach(name: str, call: Call) -> None:
    for one in (call, pressed(call)):
        answer = TARGETS[name].policy(one, CHANCES)

        assert set(np.unique(answer.grade).tolist()) <= {0, 1, 2, 3}
        assert set(np.unique(answer.backlash).tolist()) <= {0, 1, 2}
        assert answer.grade.dtype == answer.backlash.dtype == np.int8
        assert np.all((np.asarray(answer.breach) >= 0.0) & (np.asarray(answer.breach) <= 1.0))


@EVERY
def test_sure_means_that_chance_has_no_part(name: str, call: Call) -> None:
    target, other = TARGETS[name], np.random.default_rng(6).random((10, SIZE))
    same = []
    for one in (call, pressed(call)):
        first, second = (target.policy(one, chances) for chances in (CHANCES, other))
        same.append(np.array_equal(first.grade, second.grade))

    assert all(same) is target.properties.sure


@EVERY
def test_bending_to_threats_means_conceding_more_under_one_and_never_less(name: str, call: Call) -> None:
    target = TARGETS[name]
    more = target.policy(pressed(call), CHANCES).grade - target.policy(call, CHANCES).grade

    assert bool(more.min() >= 0 and more.max() > 0) is target.properties.bends_to_threats


@EVERY
def test_hitting_back_means_that_some_threat_is_answered_so(name: str, call: Call) -> None:
    backlash = [
        TARGETS[name].policy(pressed(call, legitimacy=level), CHANCES).backlash.max() for level in (0.0, 0.5)
    ]

    assert bool(max(backlash) > 0) is TARGETS[name].properties.hits_back


@EVERY
def test_keeping_deals_means_no_chance_of_breach_whatever_trust_is(name: str, call: Call) -> None:
    breaches = [
        np.max(TARGETS[name].policy(with_(call, trust_of_sender=np.full(SIZE, level)), CHANCES).breach)
        for level in (0.05, 0.95)
    ]

    assert bool(max(breaches) == 0.0) is TARGETS[name].properties.keeps_deals


@EVERY
def test_heeding_rules_means_that_legitimacy_changes_some_answer(name: str, call: Call) -> None:
    answers = [
        TARGETS[name].policy(with_(call, legitimacy=np.full(SIZE, level)), CHANCES).grade
        for level in (0.1, 0.9)
    ]

    assert (not np.array_equal(*answers)) is TARGETS[name].properties.heeds_rules


@EVERY
def test_heeding_trust_means_that_trust_of_the_sender_changes_some_answer(name: str, call: Call) -> None:
    answers = [
        TARGETS[name].policy(with_(call, trust_of_sender=np.full(SIZE, level)), CHANCES).grade
        for level in (0.05, 0.95)
    ]

    assert (not np.array_equal(*answers)) is TARGETS[name].properties.heeds_trust


@EVERY
def test_an_entry_of_the_index_has_a_sentence_and_works_that_can_be_found(name: str) -> None:
    entry = TARGETS[name]

    assert entry.name == name
    assert entry.summary.endswith(".")
    assert set(entry.literature) <= set(bibliography())


def test_an_unknown_target_is_refused_with_a_name_that_is_near() -> None:
    with pytest.raises(UnknownName, match=r"called .legalists"):
        find_target("legalists")


def test_the_best_grade_is_that_of_the_largest_worth_tried_one_by_one(call: Call) -> None:
    place = np.zeros(SIZE, dtype=np.intp)
    one = replace(
        call,
        issue=replace(call.issue, faced=replace(call.issue.faced, factors=call.constants.factors_of(place))),
    )
    alpha = DRAWS.thresholds[0]
    worth = np.stack([grade * one.payoff - alpha[:grade].sum(axis=0) for grade in range(4)])

    assert np.array_equal(best_grade(one), worth.argmax(axis=0))


def test_a_calculating_target_is_worth_most_to_itself_in_a_single_year() -> None:
    once = Terms(1970, stakes=Stakes(breach_gain=0.0))
    field = arena(quiet_setting(1970, 1971), DRAWS, seed=4, terms=once)
    worth = {
        name: play(field, LIBRARY["materialist"].policy, one.policy).target[0]
        for name, one in TARGETS.items()
    }

    assert all(np.all(worth["calculating"] >= other - 1e-9) for other in worth.values())
    assert sum(np.any(worth["calculating"] > other + 1e-6) for other in worth.values()) == len(TARGETS) - 1


def test_a_rule_of_zeros_calculates_and_the_simplest_rules_yield_or_refuse(call: Call) -> None:
    rules = simple_target_rules()
    zero = target_rule_of(np.zeros(16))(call, CHANCES)
    yields, refuses = (target_rule_of(rules[place])(call, CHANCES) for place in (4, 8))

    assert np.array_equal(zero.grade, best_grade(call))
    assert np.asarray(zero.breach).tolist() == [0.5] * SIZE
    assert yields.grade.mean() > 2.9
    assert refuses.grade.mean() < 0.1
