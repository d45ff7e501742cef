"""Graded concessions inform the same payoffs: derivatives, recovery, and what happens without grades."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.design import GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.likelihood import evaluate
from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.theory.crisis_game import equilibria
from gaiatsu.theory.crisis_game.depth import log_depths

OUTCOMES = {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"}
FORMULAS = GameFormulas(
    {"target_concession": "x - 1", "sender_stand_firm": "1", "target_stand_firm": "1"},
    {"sender_prize": 1.0, "sender_back_down": -1.2, "target_prize": 1.0},
    OUTCOMES,
    depths=("nominal", "partial", "large"),
)
TRUTH = np.array([0.8, -1.5, -1.6, np.log(0.5), np.log(0.9)])


def _played(games: int, plays: int, seed: int) -> GameDesign:
    rng = np.random.default_rng(seed)
    columns = {name: np.ones(games) for name in ("sq", "cd", "sf", "bd")}
    columns |= {"nominal": np.zeros(games), "partial": np.zeros(games), "large": np.zeros(games)}
    columns["x"] = rng.uniform(-1, 1, games)
    design = game_design(columns, FORMULAS)
    found = equilibria(design.payoffs(TRUTH))
    assert found.z.size == games  # one equilibrium each: nothing to select
    counts = rng.multinomial(plays, np.exp(found.log_outcomes)).astype(float)
    grades = np.exp(np.column_stack([grade.value for grade in log_depths(found.z, TRUTH[-2:])]))
    depths = rng.multinomial(counts[:, 1].astype(int), grades / grades.sum(axis=1, keepdims=True))
    return design.with_counts(counts, depths.astype(float))


def test_score_and_hessian_are_those_of_central_differences() -> None:
    design, width = _played(30, 20, 1), 1e-5
    here = evaluate(design, TRUTH, Selection.MOST_LIKELY)
    for place in range(TRUTH.size):
        step = width * np.eye(TRUTH.size)[place]
        up, down = (evaluate(design, TRUTH + s * step, Selection.MOST_LIKELY) for s in (1, -1))
        np.testing.assert_allclose(here.gradient[place], (up.value - down.value) / 2e-5, rtol=1e-5, atol=1e-4)
        np.testing.assert_allclose(
            here.hessian[place], (up.gradient - down.gradient) / 2e-5, rtol=1e-5, atol=1e-4
        )


def test_the_coefficients_and_the_steps_that_made_the_data_are_found_again() -> None:
    design = _played(400, 60, 2)
    found = climb(design, np.array([0.0, -1.0, -1.0, 0.0, 0.0]), Selection.MOST_LIKELY)
    error = np.sqrt(np.diag(np.linalg.inv(-found.evaluation.hessian)))
    assert found.status.ok
    assert (abs(found.coefficients - TRUTH) < 4 * error).all()
    assert (error[-2:] < 0.1).all()


def test_grades_sharpen_what_the_four_ends_say_of_the_payoffs() -> None:
    design = _played(200, 30, 3)
    graded = -evaluate(design, TRUTH, Selection.MOST_LIKELY).hessian
    plain = -evaluate(
        GameDesign(design.counts, design.blocks, design.fixed, design.names[:3], design.cluster),
        TRUTH[:3],
        Selection.MOST_LIKELY,
    ).hessian
    errors = np.sqrt(np.diag(np.linalg.inv(graded)))[:3], np.sqrt(np.diag(np.linalg.inv(plain)))
    assert (errors[0] < errors[1]).all()


def test_the_law_of_grades_is_normal_in_the_margin() -> None:
    design = _played(1, 10, 4)
    z = equilibria(design.payoffs(TRUTH)).z[0]
    one = design.with_counts(np.array([[0.0, 1.0, 0.0, 0.0]]), np.array([[0.0, 0.0, 1.0]]))
    bare = design.with_counts(np.array([[0.0, 1.0, 0.0, 0.0]]), np.zeros((1, 3)))
    gap = (
        evaluate(one, TRUTH, Selection.MOST_LIKELY).value - evaluate(bare, TRUTH, Selection.MOST_LIKELY).value
    )
    assert gap == pytest.approx(np.log(norm.cdf(-z - 1.4) / norm.cdf(-z)), rel=1e-9)


def test_more_grades_than_concessions_are_refused() -> None:
    columns = {name: np.array([1.0, 1.0]) for name in ("sq", "cd", "sf", "bd", "x", "nominal", "partial")}
    with pytest.raises(InvalidSpecification, match="Row 1 grades 2 concessions and counts 1"):
        game_design(columns | {"large": np.zeros(2)}, FORMULAS)
