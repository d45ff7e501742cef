"""What no crisis can show is refused by name: shared regressors, dependent columns, unseen outcomes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.design import SENDER, TARGET, GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.identification import (
    FlawKind,
    check_identified,
    flaws,
    shared_directions,
)
from gaiatsu.estimation.signalling.likelihood import evaluate
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import NAMES, equilibria, payoffs

OUTCOMES = {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"}
FINE = {"target_stand_firm": "x + y", "sender_stand_firm": "x", "sender_back_down": "y"}


def _table(**changed: NDArray[Any]) -> dict[str, NDArray[Any]]:
    rng = stream(1, "identification")
    table: dict[str, NDArray[Any]] = {name: rng.integers(1, 9, 12) for name in OUTCOMES.values()}
    table |= {"x": rng.normal(size=12), "y": rng.normal(size=12)}
    table["both"] = 3.0 * table["x"] - table["y"] + 2.0
    return table | changed


def _design(formulas: dict[str, str], **changed: NDArray[Any]) -> GameDesign:
    return game_design(_table(**changed), GameFormulas(formulas, {"sender_prize": 1.0}, OUTCOMES))


@pytest.mark.parametrize("side", [SENDER, TARGET])
def test_a_number_added_to_every_payoff_of_one_side_changes_no_outcome(side: tuple[str, ...]) -> None:
    rng = stream(2, "shared")
    plain = {name: rng.normal(-1.0, 1.0, 200) for name in NAMES}
    shift = rng.normal(0.0, 3.0, 200)
    moved = {name: value + shift * (name in side) for name, value in plain.items()}
    before, after = equilibria(payoffs(plain)), equilibria(payoffs(moved))
    assert before.game.tolist() == after.game.tolist()
    np.testing.assert_allclose(after.z, before.z, rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(after.log_outcomes, before.log_outcomes, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("side", [SENDER, TARGET])
def test_a_number_added_to_all_but_one_payoff_changes_outcomes(side: tuple[str, ...]) -> None:
    plain = dict.fromkeys(NAMES, -0.5) | {"sender_prize": 1.0, "target_prize": 0.8}
    moved = plain | {name: plain[name] + 0.5 for name in side[1:]}
    before, after = equilibria(payoffs(plain)), equilibria(payoffs(moved))
    assert abs(after.log_outcomes - before.log_outcomes).max() > 0.1


def test_a_sound_design_has_no_flaw() -> None:
    assert flaws(_design(FINE)) == ()
    check_identified(_design(FINE))


@pytest.mark.parametrize("side", ["sender", "target"])
def test_a_regressor_in_every_payoff_of_a_side_is_named_with_its_payoffs(side: str) -> None:
    members = SENDER if side == "sender" else TARGET
    design = _design(dict.fromkeys(members, "x - 1"))
    (flaw,) = flaws(design)
    assert flaw.kind is FlawKind.SHARED_BY_A_SIDE
    assert flaw.names == tuple(f"{member}: x" for member in members)
    with pytest.raises(InvalidSpecification, match=rf"regressor x stands in every payoff of the {side}"):
        check_identified(design)


def test_the_flat_direction_is_flat_in_the_likelihood() -> None:
    design = _design(dict.fromkeys(TARGET, "x") | {"sender_stand_firm": "1"})
    directions = shared_directions(design, "target")
    assert directions.shape == (2, len(design.names))  # the constant and x
    point = np.linspace(-1.0, 0.5, len(design.names))
    here = evaluate(design, point, Selection.MOST_LIKELY)
    for row in directions:
        there = evaluate(design, point + 2.0 * row, Selection.MOST_LIKELY)
        assert there.value == pytest.approx(here.value, rel=1e-9)
        assert abs(here.hessian @ row).max() < 1e-6 * abs(here.hessian).max()


def test_two_shared_regressors_are_two_flaws() -> None:
    found = flaws(_design(dict.fromkeys(TARGET, "x")))
    assert [flaw.names[0] for flaw in found] == ["target_concession: constant", "target_concession: x"]


def test_a_combination_shared_under_different_names_is_found() -> None:
    formulas = {"target_concession": "x + y", "target_stand_firm": "both - 1", "target_prize": "x + y"}
    (flaw,) = flaws(_design(formulas))
    assert flaw.kind is FlawKind.SHARED_BY_A_SIDE
    assert "both" in flaw.what
    assert "combination" in flaw.what


def test_a_payoff_without_regressors_leaves_the_side_identified() -> None:
    formulas = {"target_concession": "x", "target_stand_firm": "x"}
    assert flaws(_design(formulas)) == ()


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("x + y + both", "both of sender_back_down is a combination of constant, x, y"),
        ("x + I(0 * x)", "is 0 in every game"),
    ],
)
def test_a_dependent_column_is_named(formula: str, sentence: str) -> None:
    (flaw,) = flaws(_design({"sender_back_down": formula}))
    assert flaw.kind is FlawKind.DEPENDENT_COLUMN
    assert sentence in flaw.what


def test_a_nearly_constant_regressor_on_a_far_level_is_no_combination() -> None:
    year = 1950.0 + np.arange(12)
    assert flaws(_design({"sender_back_down": "year"}, year=year)) == ()


def test_an_outcome_that_was_never_seen_is_named() -> None:
    (flaw,) = flaws(_design(FINE, cd=np.zeros(12)))
    assert flaw.kind is FlawKind.NEVER_OBSERVED
    assert flaw.names == ("concession",)


def test_one_outcome_only_is_named() -> None:
    (flaw,) = flaws(_design(FINE, cd=np.zeros(12), sf=np.zeros(12), bd=np.zeros(12)))
    assert flaw.kind is FlawKind.ALWAYS_OBSERVED
    assert "status_quo" in flaw.what


def test_a_design_without_coefficients_says_so() -> None:
    (flaw,) = flaws(_design({}))
    assert flaw.kind is FlawKind.NO_COEFFICIENT
