"""Priors of coefficients: units, signs, names."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.design import GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.priors import (
    CoefficientPrior,
    TheoryTerm,
    independent_priors,
    theory_priors,
)
from gaiatsu.inference.priors import normal
from gaiatsu.theory.parameters import PRIOR_SETS

OUTCOMES = {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"}
SCALE = np.pi / np.sqrt(3.0)


def _design() -> GameDesign:
    columns = {name: np.array([2.0, 2.0]) for name in ("sq", "cd", "sf", "bd")}
    columns |= {"legit": np.array([0.0, 1.0]), "cost": np.array([1.0, 5.0])}
    formulas = GameFormulas(
        {"target_concession": "legit", "target_stand_firm": "cost - 1", "sender_back_down": "legit - 1"},
        {"sender_prize": 1.0},
        OUTCOMES,
    )
    return game_design(columns, formulas)


def test_an_independent_prior_is_one_of_the_effect_of_a_standard_deviation() -> None:
    found = {prior.name: prior for prior in independent_priors(_design(), effect=1.5, level=3.0)}

    assert found["target_concession: constant"].factor == 3.0
    assert found["target_concession: legit"].factor == pytest.approx(1.5 / 0.5)
    assert found["target_stand_firm: cost"].factor == pytest.approx(1.5 / 2.0)


def test_units_of_a_coefficient_change_with_those_of_its_regressor_and_its_effect_does_not() -> None:
    design = _design()
    wide = GameDesign(
        design.counts,
        tuple(10.0 * block for block in design.blocks),
        design.fixed,
        design.names,
        design.cluster,
    )
    pairs = zip(independent_priors(design), independent_priors(wide), strict=True)

    assert all(
        one.factor == pytest.approx(10.0 * other.factor) for one, other in pairs if "legit" in one.name
    )


def test_a_social_term_raises_the_worth_of_conceding_and_a_threat_lowers_that_of_war() -> None:
    terms = {
        "target_concession: legit": TheoryTerm("legitimacy"),
        "target_stand_firm: cost": TheoryTerm("material", units=0.25),
    }
    found = {prior.name: prior for prior in theory_priors(_design(), terms, prior_set="article")}

    assert found["target_concession: legit"].factor == pytest.approx(1.0 / SCALE)
    assert found["target_concession: legit"].law == PRIOR_SETS["article"]["legitimacy"]
    assert found["target_stand_firm: cost"].factor == pytest.approx(-0.25 / SCALE)
    assert found["sender_back_down: legit"].why.startswith("independent")


def test_what_hardens_the_target_counts_the_other_way() -> None:
    terms = {"target_concession: legit": TheoryTerm("public_posture")}
    found = theory_priors(_design(), terms, prior_set="default")

    assert found[1].factor == pytest.approx(-1.0 / SCALE)


def test_log_steps_between_grades_have_the_gaps_of_the_theory_in_standard_deviations() -> None:
    columns = {name: np.array([9.0]) for name in ("sq", "cd", "sf", "bd")} | {
        name: np.array([1.0]) for name in ("n", "p", "l")
    }
    formulas = GameFormulas({"target_prize": "1"}, {}, OUTCOMES, depths=("n", "p", "l"))
    last = independent_priors(game_design(columns, formulas))[-1]

    assert np.exp(last.law.first) == pytest.approx(np.exp(-0.7) / SCALE)
    assert last.law.second == 0.5


@pytest.mark.parametrize(
    ("terms", "prior_set", "message"),
    [
        ({}, "hopeful", "No prior set is called 'hopeful'"),
        ({"target_concession: x": TheoryTerm("trust")}, "default", "No coefficient is called"),
        ({"target_concession: legit": TheoryTerm("charm")}, "default", "cannot stand for 'charm'"),
        ({"sender_back_down: legit": TheoryTerm("trust")}, "default", "eq. 2 is about what the target does"),
    ],
)
def test_what_the_theory_does_not_say_is_refused(
    terms: dict[str, TheoryTerm], prior_set: str, message: str
) -> None:
    with pytest.raises(InvalidSpecification, match=message):
        theory_priors(_design(), terms, prior_set=prior_set)


def test_a_factor_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="has the factor 0"):
        CoefficientPrior("target_prize: constant", normal(0, 1), 0.0, "test")
