"""Orders, best answers and exploitability, on games whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.dynamics import draw_parameters
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.strategy.climb import SearchBudget
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.strategy.play import Terms, arena, play
from gaiatsu.strategy.search import SearchOptions, search, search_answer
from gaiatsu.strategy.targets import TARGETS
from gaiatsu.strategy.tournament import Games, mutual_best, resample, round_robin, standings

SETTING, TERMS = quiet_setting(1970, 1978), Terms(1970)
TRAINED, JUDGED = draw_parameters(100, seed=31), draw_parameters(500, seed=32)
OPTIONS = SearchOptions(SearchBudget(tries=96, round=32))
FIELD = arena(SETTING, JUDGED, seed=33, terms=TERMS)


def test_a_clear_leader_is_sure_and_a_tie_is_shared() -> None:
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(4, 200))
    worth = np.stack([noise[0], noise[0] + 5.0, noise[1], noise[1]])
    found = {one.name: one for one in standings(("low", "high", "same", "twin"), worth, resample(200, rng))}

    assert (found["high"].rank, found["high"].first, found["high"].best_in) == (1, 1.0, 1.0)
    assert found["same"].rank == found["twin"].rank
    assert found["low"].rank_low >= 2
    assert found["high"].error == pytest.approx(noise[0].std(ddof=1) / np.sqrt(200))


def test_two_strategies_that_differ_by_less_than_chance_share_the_first_place() -> None:
    rng = np.random.default_rng(2)
    worth = rng.normal(size=(2, 400))
    shares = [
        one.first
        for one in standings(("one", "other"), worth - worth.mean(axis=1, keepdims=True), resample(400, rng))
    ]

    assert 0.3 < min(shares) <= max(shares) < 0.7


def test_the_pair_of_mutual_best_answers_of_a_known_game_is_found_and_no_other() -> None:
    # the second column is better for the target in every row, the first row for the sender in that column
    sender = np.asarray([[1.0, 2.0], [3.0, 0.0]])
    target = np.asarray([[0.0, 1.0], [0.0, 2.0]])
    games = Games(
        ("up", "down"), ("left", "right"), *(np.repeat(side[..., None], 50, 2) for side in (sender, target))
    )
    found = mutual_best(games, resample(50, np.random.default_rng(3)))

    assert [(pair.sender, pair.target, pair.share) for pair in found] == [("up", "right", 1.0)]
    assert (found[0].sender_worth, found[0].target_worth) == (2.0, 1.0)


def test_a_game_without_such_a_pair_has_none() -> None:
    pennies = np.asarray([[1.0, -1.0], [-1.0, 1.0]])
    games = Games(
        ("a", "b"), ("c", "d"), *(np.repeat(side[..., None], 20, 2) for side in (pennies, -pennies))
    )

    assert mutual_best(games, resample(20, np.random.default_rng(4))) == ()


def test_every_pair_is_played_in_the_same_relationships() -> None:
    senders = {name: LIBRARY[name].policy for name in ("quiet", "materialist")}
    targets = {name: TARGETS[name].policy for name in ("quantal", "defiant")}
    told: list[str] = []
    games = round_robin(FIELD, senders, targets, progress=told.append)

    assert told == ["quiet", "materialist"]
    assert np.array_equal(games.sender[0, 0], play(FIELD, senders["quiet"]).sender[0])
    # nobody who asks quietly meets defiance
    assert np.array_equal(games.sender[0, 0], games.sender[0, 1])
    assert games.sender[1, 1].mean() < games.sender[1, 0].mean()


def test_a_poor_index_is_beaten_and_one_that_holds_the_best_answer_is_not() -> None:
    yielding = TARGETS["yielding"].policy
    rule = search(SETTING, TRAINED, seed=34, terms=TERMS, options=OPTIONS, target=yielding).policy
    brought = play(FIELD, rule, yielding).sender[0]
    poor, best = (
        brought - play(FIELD, LIBRARY[name].policy, yielding).sender[0] for name in ("quiet", "materialist")
    )

    # against a target that yields to threats nothing is worth more than threatening always
    assert poor.mean() > 10.0 * poor.std() / np.sqrt(poor.size)
    assert abs(best.mean()) < 0.05 * brought.mean()


def test_the_targets_search_beats_a_target_that_yields_and_calculates_at_least_as_well() -> None:
    sender = LIBRARY["materialist"].policy
    rule = search_answer(SETTING, TRAINED, seed=34, terms=TERMS, sender=sender, options=OPTIONS).policy
    brought = play(FIELD, sender, rule).target[0]
    gains = {
        name: brought - play(FIELD, sender, TARGETS[name].policy).target[0]
        for name in ("yielding", "calculating")
    }
    errors = {name: gain.std() / np.sqrt(gain.size) for name, gain in gains.items()}

    assert gains["yielding"].mean() > 10.0 * errors["yielding"]
    assert gains["calculating"].mean() >= -3.0 * errors["calculating"]
