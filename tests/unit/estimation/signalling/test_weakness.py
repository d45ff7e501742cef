"""What the data hardly see is said in words; estimates that run to infinity are caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.design import GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.likelihood import evaluate, log_likelihoods
from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.estimation.signalling.weakness import (
    Runaway,
    runaway,
    weak_coefficients,
    weak_directions,
)
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import equilibria

if TYPE_CHECKING:
    from conftest import Sanctions, Simulated

RULE = Selection.MOST_LIKELY
OUTCOMES = {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"}
TRUTH = np.array([0.2, 0.4, -1.5, -1.2])


def _with_dummy(*, separated: bool) -> GameDesign:
    """A dummy in the target's payoff from war; separated: no target concedes where it is 1."""
    rng = stream(21, "separation")
    table = {name: np.ones(120) for name in OUTCOMES.values()} | {"d": np.repeat([0.0, 1.0], 60)}
    formulas = GameFormulas(
        {"target_stand_firm": "d", "sender_stand_firm": "1", "sender_back_down": "1"},
        {"sender_prize": 1.0, "target_prize": 1.0},
        OUTCOMES,
    )
    design = game_design(table, formulas)
    found = equilibria(design.payoffs(TRUTH))
    chances = np.exp(found.log_outcomes[np.unique(found.game, return_index=True)[1]])
    counts = rng.multinomial(30, chances / chances.sum(axis=1, keepdims=True)).astype(float)
    if separated:
        counts[60:, 2] += counts[60:, 1]
        counts[60:, 1] = 0.0
    return design.with_counts(counts)


def _runaway(design: GameDesign, point: NDArray[np.float64], hessian: NDArray[np.float64]) -> Runaway | None:
    return runaway(
        design, point, hessian, value=lambda there: float(log_likelihoods(design, there, RULE).sum())
    )


def test_information_about_a_direction_is_the_curvature_along_it(few_plays: Simulated) -> None:
    here = evaluate(few_plays.design, few_plays.truth, RULE)
    assert weak_directions(few_plays.design, here.hessian) == ()
    assert weak_coefficients(few_plays.design, here.hessian) == ()
    faint = np.array(here.hessian) / 1e5
    found = weak_directions(few_plays.design, faint)
    assert found[0].information <= found[-1].information < 0.25
    assert found[0].standard_error == pytest.approx(found[0].information ** -0.5)


def test_a_made_up_ridge_is_found_and_put_in_words(few_plays: Simulated) -> None:
    design = few_plays.design
    ridge = np.zeros(len(design.names))
    ridge[[1, 4]] = 0.6, 0.8
    names = (design.names[1], design.names[4])
    sizes = np.concatenate([np.sqrt((block**2).mean(axis=0)) for block in design.blocks])
    hessian = -(50.0 * (np.eye(5) - np.outer(ridge, ridge)) + 0.04 * np.outer(ridge, ridge))
    (found,) = weak_directions(design, hessian * np.outer(sizes, sizes))
    assert found.information == pytest.approx(0.04)
    assert [name for name, _ in found.weights] == [names[1], names[0]]
    assert str(found).endswith("are, along one line, weakly identified: the standard error along it is 5.0.")
    assert set(weak_coefficients(design, hessian * np.outer(sizes, sizes))) == set(names)


def test_separated_outcomes_are_caught_and_the_dummy_is_named() -> None:
    design = _with_dummy(separated=True)
    found = climb(design, TRUTH, RULE)
    away = _runaway(design, found.coefficients, found.evaluation.hessian)
    assert away is not None
    assert away.names == ("target_stand_firm: d",)
    assert "infinite" in str(away)


def test_the_same_dummy_with_concessions_does_not_run_away() -> None:
    design = _with_dummy(separated=False)
    found = climb(design, TRUTH, RULE)
    assert found.status.ok
    assert _runaway(design, found.coefficients, found.evaluation.hessian) is None
    faint = found.evaluation.hessian * 1e-6  # even where every direction is looked at
    assert _runaway(design, found.coefficients, faint) is None


@pytest.mark.data
def test_the_published_specification_has_one_weak_direction(sanctions: Sanctions) -> None:
    found = climb(sanctions.design, sanctions.estimate("nested"), RULE)
    (weak,) = weak_directions(sanctions.design, found.evaluation.hessian)
    assert weak.information == pytest.approx(0.0251, abs=1e-4)
    assert [name for name, _ in weak.weights] == [
        "target_stand_firm: constant",
        "target_concession: constant",
    ]
    named = weak_coefficients(sanctions.design, found.evaluation.hessian)
    assert all(name.startswith(("target_concession", "target_stand_firm")) for name in named)
    assert _runaway(sanctions.design, found.coefficients, found.evaluation.hessian) is None
