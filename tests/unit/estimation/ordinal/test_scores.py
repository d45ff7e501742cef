from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.scores import log_scores, ranked_probability_scores
from gaiatsu.estimation.ordinal import (
    Fold,
    OrdinalDesign,
    PriorSet,
    fit_bayes,
    held_out,
    leave_one_out,
    leave_one_out_many,
    log_evidence,
)

CUTS = (-0.3, 0.4, 1.2)


def test_leaving_out_is_the_ratio_of_evidences(priors: PriorSet, simulate: Any) -> None:
    design = simulate("adjacent", (1.0, 0.5), CUTS, n=6)
    scores = leave_one_out(design, "adjacent", priors, rng=np.random.default_rng(1), draws=8000)
    whole = log_evidence(fit_bayes(design, "adjacent", priors, rng=np.random.default_rng(2), draws=20_000))

    for i in range(6):
        rest = design.take(np.array([j for j in range(6) if j != i]))
        part = log_evidence(
            fit_bayes(rest, "adjacent", priors, rng=np.random.default_rng(3 + i), draws=20_000)
        )
        assert scores.log_score[i] == pytest.approx(whole.value - part.value, abs=0.05)


def test_scores_are_those_of_the_comparison_room(priors: PriorSet, simulate: Any) -> None:
    design = simulate("probit", (1.0, 0.5), CUTS, n=10)
    scores = leave_one_out(design, "probit", priors, rng=np.random.default_rng(4))

    np.testing.assert_allclose(scores.log_score, log_scores(scores.probabilities, design.y))
    np.testing.assert_allclose(scores.rps, ranked_probability_scores(scores.probabilities, design.y))


def test_the_case_left_out_cannot_see_its_own_outcome(priors: PriorSet, simulate: Any) -> None:
    design = simulate("logit", (1.0,), CUTS, n=8)
    changed = design.with_outcomes(np.where(np.arange(8) == 3, 3 - design.y, design.y))
    first, second = (
        leave_one_out(d, "logit", priors, rng=np.random.default_rng(5)).probabilities[3]
        for d in (design, changed)
    )

    np.testing.assert_array_equal(first, second)


def test_many_models_at_once_are_the_models_one_by_one(priors: PriorSet, simulate: Any) -> None:
    designs = [simulate("adjacent", (1.0, 0.5), CUTS, n=9, seed=s) for s in (1, 2)]
    designs.append(designs[0].only(("a",)))
    together = leave_one_out_many(designs, "adjacent", priors, rng=np.random.default_rng(6), draws=4000)

    for design, scores in zip(designs, together, strict=True):
        alone = leave_one_out(design, "adjacent", priors, rng=np.random.default_rng(7), draws=4000)
        np.testing.assert_allclose(scores.probabilities, alone.probabilities, atol=0.04)


def test_folds_may_hold_out_several_cases(priors: PriorSet, simulate: Any) -> None:
    design = simulate("adjacent", (1.0,), CUTS, n=9)
    folds = [Fold((0, 1, 2, 3, 4), (5, 6)), Fold((0, 1, 2, 3, 4, 5, 6), (7, 8))]
    (scores,) = held_out([design], "adjacent", priors, folds=[folds], rng=np.random.default_rng(8))

    assert scores.cases == ("5", "6", "7", "8")
    np.testing.assert_allclose(scores.probabilities.sum(axis=1), 1.0)


def test_a_fold_may_not_score_what_it_learnt(priors: PriorSet, simulate: Any) -> None:
    design = simulate("adjacent", (1.0,), CUTS, n=4)

    with pytest.raises(InvalidSpecification, match="cannot be scored"):
        held_out([design], "adjacent", priors, folds=[[Fold((0, 1), (1, 2))]], rng=np.random.default_rng(1))


def test_folds_and_designs_must_match_in_number(priors: PriorSet) -> None:
    design = OrdinalDesign(np.array([0, 1]), np.zeros((2, 1)), ("a",))

    with pytest.raises(InvalidSpecification, match="do not match"):
        held_out([design], "adjacent", priors, folds=[], rng=np.random.default_rng(1))
