"""The target's side of a year: the default is eq. 1 and 5, and another answer takes its place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gaiatsu.dynamics import Answer, Call, draw_parameters, quantal_answer, run
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.histories import COLUMNS

SETTING = quiet_setting(1970, 1990)
DRAWS = draw_parameters(200, seed=3)


def yielding(call: Call, chances: np.ndarray) -> Answer:
    """Concedes everything, never hits back, keeps every deal."""
    size = chances.shape[1]
    return Answer(np.full(size, 3, dtype=np.int8), np.zeros(size, dtype=np.int8), 0.0)


def test_the_default_target_named_or_not_gives_the_same_history_to_the_bit() -> None:
    left_out, named = run(SETTING, DRAWS, seed=3), run(SETTING, DRAWS, seed=3, target=quantal_answer)

    assert all(np.array_equal(left_out[name], named[name]) for name in COLUMNS)


def test_a_target_that_yields_concedes_every_demand_and_provokes_nothing() -> None:
    found = run(SETTING, DRAWS, seed=3, target=yielding)
    asked = found["demand"] >= 0

    assert np.unique(found["concession"][asked]).tolist() == [3]
    assert np.unique(found["concession"][~asked]).tolist() == [-1]
    assert found["backlash"].max() == 0
    assert found["carried_out"].max() == -1


def test_what_a_target_does_where_nothing_is_asked_has_no_effect() -> None:
    def pointless(call: Call, chances: np.ndarray) -> Answer:
        usual = quantal_answer(call, chances)
        grade = np.where(call.asked, usual.grade, 3).astype(np.int8)
        return replace(usual, grade=grade, backlash=np.where(call.threatened, usual.backlash, 2))

    # a grade without a demand would leave an open deal behind
    usual, other = (run(SETTING, DRAWS, seed=3, target=target) for target in (quantal_answer, pointless))

    assert all(np.array_equal(usual[name], other[name]) for name in COLUMNS)


def test_a_target_that_keeps_its_deals_is_trusted_more_than_one_that_breaks_them() -> None:
    def breaking(call: Call, chances: np.ndarray) -> Answer:
        return replace(quantal_answer(call, chances), breach=1.0)

    def keeping(call: Call, chances: np.ndarray) -> Answer:
        return replace(quantal_answer(call, chances), breach=0.0)

    trust = [
        run(SETTING, DRAWS, seed=3, target=target)["trust_of_target"][-1] for target in (keeping, breaking)
    ]

    assert np.mean(trust[0] - trust[1]) > 0.1


def test_the_target_is_shown_the_worth_and_the_provocation_that_it_answers_to() -> None:
    seen: list[Call] = []

    def watching(call: Call, chances: np.ndarray) -> Answer:
        seen.append(call)
        return quantal_answer(call, chances)

    run(quiet_setting(1970, 1971), DRAWS, seed=3, target=watching)
    (call,) = seen
    quiet = ~call.threatened

    assert call.payoff.shape == call.provocation.shape == (200,)
    assert np.all(call.pressure.public_posture[quiet] == 0.0)
    assert np.all(call.issue.trust_of_sender > 0.0)
