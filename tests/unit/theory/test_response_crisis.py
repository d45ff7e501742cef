"""The social context inside the crisis game against the terms of the graded answer and brute force."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import ndtri

from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import NAMES, Payoffs, equilibria, payoffs
from gaiatsu.theory.response.crisis import (
    CrisisContext,
    Placement,
    context_index,
    in_context,
    index_at_belief,
    refusal_thresholds,
)
from gaiatsu.theory.response.graded import payoff, payoff_terms

THREE = {
    "sender_status_quo": 0.0,
    "sender_prize": 1.0,
    "target_concession": 0.0,
    "sender_stand_firm": -1.9,
    "target_stand_firm": -2.9,
    "sender_back_down": -1.2,
    "target_prize": 1.0,
}
WEIGHTS = {"hierarchy": 0.7, "legitimacy": 1.1, "trust": 0.9, "public_posture": 0.4}
BOTH = pytest.mark.parametrize("placement", list(Placement))


def games(number: int, *, seed: int = 3) -> Payoffs:
    draws = stream(seed, "games").normal(size=(len(NAMES), number))
    draws[:2] = np.sort(draws[:2], axis=0)
    return payoffs(dict(zip(NAMES, draws, strict=True)))


def resistance(game: dict[str, float], index: float, placement: Placement) -> list[float]:
    shift = index if placement is Placement.TARGET_CONCESSION else -index
    moved = game | {placement.value: game[placement.value] + shift}
    return equilibria(payoffs(moved)).resist.tolist()


def test_the_index_is_the_social_part_of_the_graded_payoff() -> None:
    terms = payoff_terms(
        tactic={"threatened_cost": 0.0, "public_posture": 0.3, "depth": 0.0},
        setting={"asymmetry": 0.0, "domestic_support": 0.0, "exposure": 0.5},
        state={"credibility": 0.0, "hierarchy": 0.6, "legitimacy": 0.2, "trust_of_sender": 0.7},
    )
    graded = payoff({name: terms[name] for name in WEIGHTS}, WEIGHTS)
    context = CrisisContext(0.6, 0.2, 0.7, exposure=0.5, public_posture=0.3)

    assert float(context_index(context, WEIGHTS)) == pytest.approx(graded, abs=1e-15)


def test_each_channel_moves_its_own_payoff_and_no_other() -> None:
    game = payoffs(THREE)
    context = CrisisContext(0.6, 0.2, 0.7, exposure=0.5, public_posture=0.3, reputation=0.9)
    weights = WEIGHTS | {"reputation": 2.0, "audience_cost": 1.5}
    moved = in_context(game, context, weights, Placement.TARGET_CONCESSION)
    changes = {name: float((getattr(moved, name) - getattr(game, name))[0]) for name in NAMES}

    index = float(context_index(context, WEIGHTS))
    assert changes.pop("target_concession") == pytest.approx(index)
    assert changes.pop("sender_stand_firm") == pytest.approx(0.8)
    assert changes.pop("sender_back_down") == pytest.approx(-0.45)
    assert set(changes.values()) == {0.0}

    elsewhere = in_context(game, context, WEIGHTS, Placement.TARGET_STAND_FIRM)
    assert elsewhere.target_concession.tolist() == [0.0]
    assert elsewhere.target_stand_firm[0] == pytest.approx(-2.9 - index)


def test_a_neutral_context_leaves_the_game_as_it_is() -> None:
    context = CrisisContext(hierarchy=0.0, legitimacy=0.5, trust=1.0, exposure=1.0)
    weights = WEIGHTS | {"reputation": 2.0, "audience_cost": 1.5}

    assert in_context(payoffs(THREE), context, weights, Placement.TARGET_CONCESSION) == payoffs(THREE)


@BOTH
def test_the_game_read_backwards_and_forwards_agree(placement: Placement) -> None:
    every = games(200)
    z = stream(4, "beliefs").normal(size=200)
    index = index_at_belief(z, every, placement)
    for number in range(0, 200, 10):
        game = {name: float(getattr(every, name)[number]) for name in NAMES}
        found = np.asarray(resistance(game, float(index[number]), placement))
        assert abs(ndtri(found) - z[number]).min() < 1e-7


@BOTH
@pytest.mark.parametrize("level", [0.3, 0.5, 0.7])
def test_thresholds_are_the_turns_of_the_curve_on_a_dense_grid(placement: Placement, level: float) -> None:
    game = payoffs(THREE)
    found = refusal_thresholds(game, level, placement)
    cut = float(ndtri(level))
    below, above = np.linspace(-7.0, cut, 20_001), np.linspace(cut, 7.0, 20_001)
    indices = [
        index_at_belief(z, game.at(np.zeros(z.size, dtype=np.intp)), placement) for z in (below, above)
    ]

    assert found.always_below[0] == pytest.approx(indices[0].min(), abs=1e-6)
    assert found.never_above[0] == pytest.approx(indices[1].max(), abs=1e-6)
    assert found.always_below[0] <= found.crossing[0] <= found.never_above[0]


@BOTH
def test_equilibria_on_both_sides_of_each_threshold_are_as_it_says(placement: Placement) -> None:
    found = refusal_thresholds(payoffs(THREE), 0.5, placement)
    low, high = float(found.always_below[0]), float(found.never_above[0])

    assert min(resistance(THREE, low - 1e-6, placement)) > 0.5
    assert min(resistance(THREE, low + 1e-6, placement)) < 0.5 < max(resistance(THREE, low + 1e-6, placement))
    assert max(resistance(THREE, high - 1e-6, placement)) > 0.5
    assert max(resistance(THREE, high + 1e-6, placement)) < 0.5


def test_where_play_is_unique_the_three_thresholds_are_a_root_of_the_solved_game() -> None:
    single = THREE | {"sender_stand_firm": -1.0, "sender_back_down": -1.5, "target_stand_firm": -0.5}
    found = refusal_thresholds(payoffs(single), 0.5, Placement.TARGET_CONCESSION)
    root = brentq(lambda s: resistance(single, s, Placement.TARGET_CONCESSION)[0] - 0.5, -5, 5, xtol=1e-12)

    for end in (found.always_below, found.crossing, found.never_above):
        assert end[0] == pytest.approx(root, abs=1e-9)
