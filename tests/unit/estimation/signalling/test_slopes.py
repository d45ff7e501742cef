"""Many points at once give what each gives alone: unique equilibria, several, graded, and out of range."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.estimation.signalling.design import GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.likelihood import evaluate
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.estimation.signalling.slopes import anchor, at_points

OUTCOMES = {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"}
PAYOFFS = {
    "sender_status_quo": "x - 1",
    "sender_prize": "1",
    "target_concession": "x - 1",
    "sender_stand_firm": "y",
    "target_stand_firm": "x",
    "sender_back_down": "1",
    "target_prize": "1",
}
CENTER = np.array([0.1, 1.0, 0.2, -1.9, 0.1, -2.8, 0.2, -1.2, 1.0])


def _design(games: int, depths: tuple[str, ...] = ()) -> GameDesign:
    rng = np.random.default_rng(1)
    columns = {name: rng.integers(0, 9, games) for name in ("sq", "cd", "sf", "bd")}
    columns |= {name: rng.uniform(-1, 1, games) for name in ("x", "y")}
    columns["sq"] = columns["sq"] + 1
    columns["cd"] = columns["cd"] + 3
    columns |= {name: np.ones(games) for name in depths}
    return game_design(columns, GameFormulas(PAYOFFS, {}, OUTCOMES, depths=depths))


@pytest.mark.parametrize("selection", list(Selection))
def test_values_and_gradients_are_those_of_each_point_alone(selection: Selection) -> None:
    design = _design(60)
    spread = np.random.default_rng(2).normal(size=(5, CENTER.size)) * 0.3
    points = CENTER + spread
    points[3, [5, 7]] = points[3, [7, 5]]  # a sender who fights rather than backs down: the map falls
    found = at_points(design, points, selection)
    alone = [evaluate(design, point, selection) for point in points]

    assert found.several.any()
    assert not found.several.all()
    np.testing.assert_allclose(found.log_likelihoods.sum(axis=1), [one.value for one in alone], rtol=1e-10)
    for row, one in zip(found.gradients, alone, strict=True):
        np.testing.assert_allclose(row, one.gradient, rtol=1e-6, atol=1e-6 * abs(one.gradient).max())
    counts = np.array([one.played.count > 1 for one in alone if one.played is not None])
    np.testing.assert_array_equal(found.several, counts)


def test_where_the_search_begins_does_not_change_the_result() -> None:
    design = _design(40)
    near = anchor(design, CENTER + 0.1)
    twice = [
        at_points(design, CENTER[None], Selection.MIXTURE, near=start).log_likelihoods
        for start in (None, near)
    ]

    np.testing.assert_allclose(twice[0], twice[1], rtol=1e-9)


def test_graded_concessions_are_in_the_gradient() -> None:
    design = _design(20, ("nominal", "partial", "large"))
    point = np.append(CENTER, [-0.5, -0.2])
    found = at_points(design, point[None], Selection.MIXTURE)

    np.testing.assert_allclose(found.gradients[0], evaluate(design, point, Selection.MIXTURE).gradient)


def test_a_point_out_of_range_spoils_no_other() -> None:
    design = _design(10)
    far = CENTER.copy()
    far[1] = 5000.0
    found = at_points(design, np.array([far, CENTER]), Selection.MIXTURE)

    assert np.isneginf(found.log_likelihoods[0]).all()
    assert (found.gradients[0] == 0.0).all()
    alone = evaluate(design, CENTER, Selection.MIXTURE).value
    assert found.log_likelihoods[1].sum() == pytest.approx(alone, rel=1e-10)
