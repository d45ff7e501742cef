"""Covariances against differences, closed forms, and what was published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import norm

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.covariance import (
    Bootstrap,
    CovarianceKind,
    covariance,
    parametric_bootstrap,
    simulated,
)
from gaiatsu.estimation.signalling.likelihood import evaluate
from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.inference.status import Status
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import NAMES, equilibria
from gaiatsu.theory.crisis_game.derivatives import along_equilibrium, at_belief

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conftest import Sanctions, Simulated
    from gaiatsu.estimation.signalling.design import GameDesign

RULE = Selection.MOST_LIKELY


def test_the_hessian_is_that_of_central_differences_of_the_score(few_plays: Simulated) -> None:
    design, point = few_plays.design, few_plays.truth
    here = evaluate(design, point, RULE)
    for place, step in enumerate(1e-5 * np.eye(point.size)):
        up, down = (evaluate(design, point + sign * step, RULE).gradient for sign in (1.0, -1.0))
        np.testing.assert_allclose(here.hessian[place], (up - down) / 2e-5, rtol=1e-5, atol=1e-3)


def test_the_inverse_hessian_and_both_sandwiches_are_the_formulas_by_hand(few_plays: Simulated) -> None:
    dyads = np.arange(few_plays.design.games) // 3
    design = replace(few_plays.design, cluster=dyads)
    here = evaluate(design, few_plays.truth, RULE)
    bread = np.linalg.inv(-here.hessian)
    by_game = sum(np.outer(score, score) for score in here.scores)
    sums = [here.scores[dyads == dyad].sum(axis=0) for dyad in range(50)]
    by_dyad = sum(np.outer(score, score) for score in sums)
    wanted = {
        CovarianceKind.HESSIAN: bread,
        CovarianceKind.SANDWICH: bread @ by_game @ bread,
        CovarianceKind.CLUSTERED: 50 / 49 * bread @ by_dyad @ bread,
    }
    for kind, matrix in wanted.items():
        np.testing.assert_allclose(covariance(design, here, kind).matrix, matrix, rtol=1e-8)


def test_the_sandwich_of_single_games_as_dyads_differs_by_its_factor_only(few_plays: Simulated) -> None:
    here = evaluate(few_plays.design, few_plays.truth, RULE)
    sandwich, clustered = (
        covariance(few_plays.design, here, kind).matrix
        for kind in (CovarianceKind.SANDWICH, CovarianceKind.CLUSTERED)
    )
    np.testing.assert_allclose(clustered, sandwich * 150 / 149, rtol=1e-12)


def test_one_dyad_cannot_be_clustered(few_plays: Simulated) -> None:
    design = replace(few_plays.design, cluster=np.zeros(few_plays.design.games, dtype=np.intp))
    here = evaluate(design, few_plays.truth, RULE)
    with pytest.raises(InvalidSpecification, match="all 150 games are of 1 dyad"):
        covariance(design, here, CovarianceKind.CLUSTERED)


def test_a_flat_direction_has_no_standard_error(few_plays: Simulated) -> None:
    here = evaluate(few_plays.design, few_plays.truth, RULE)
    flat = replace(here, hessian=np.zeros_like(here.hessian))
    found = covariance(few_plays.design, flat, CovarianceKind.HESSIAN)
    assert found.status is Status.NOT_IDENTIFIED
    assert np.isnan(found.standard_errors).all()


def test_a_bootstrap_is_not_had_from_one_evaluation(few_plays: Simulated) -> None:
    here = evaluate(few_plays.design, few_plays.truth, RULE)
    with pytest.raises(InvalidSpecification, match="parametric bootstrap"):
        covariance(few_plays.design, here, CovarianceKind.BOOTSTRAP)


def test_simulated_outcomes_have_the_frequencies_of_the_equilibrium(few_plays: Simulated) -> None:
    many = few_plays.design.with_counts(few_plays.design.counts * 5000.0)
    drawn = simulated(many, few_plays.truth, RULE, rng=stream(3, "frequencies"))
    found = equilibria(many.payoffs(few_plays.truth))
    total = many.counts.sum(axis=1, keepdims=True)
    np.testing.assert_array_equal(drawn.counts.sum(axis=1, keepdims=True), total)
    chances = np.exp(found.log_outcomes)
    error = np.sqrt(chances * (1 - chances) / total)
    assert (abs(drawn.counts / total - chances) < 5 * error).all()


def _fitted(design: GameDesign, truth: NDArray[np.float64]) -> tuple[NDArray[np.float64], Status]:
    found = climb(design, truth, RULE)
    return found.coefficients, found.status


def test_the_bootstrap_agrees_with_the_hessian_where_plays_are_many(few_plays: Simulated) -> None:
    design = few_plays.design.with_counts(few_plays.design.counts * 4.0)
    here = evaluate(design, few_plays.truth, RULE)
    told: list[int] = []
    found = parametric_bootstrap(
        lambda rng: simulated(design, few_plays.truth, RULE, rng=rng),
        lambda drawn: _fitted(drawn, few_plays.truth),
        rng=stream(4, "bootstrap"),
        draws=40,
        progress=told.append,
    )
    assert told == list(range(1, 41))
    assert found.failed == 0
    ratio = (
        found.covariance().standard_errors / covariance(design, here, CovarianceKind.HESSIAN).standard_errors
    )
    assert (
        abs(ratio - 1.0) < 0.35
    ).all()  # five standard deviations of a standard deviation from 60 draws is .46


def test_draws_that_do_not_converge_are_counted_and_left_out() -> None:
    outcomes = iter([Status.CONVERGED, Status.NOT_CONVERGED, Status.CONVERGED])
    found = parametric_bootstrap(
        lambda rng: rng,  # type: ignore[arg-type, return-value]
        lambda rng: (np.full(1, rng.normal()), next(outcomes)),  # type: ignore[attr-defined]
        rng=stream(5, "failures"),
        draws=3,
    )
    assert found.failed == 1
    assert found.estimates.shape == (2, 1)
    assert "1 more without an estimate" in found.covariance().remark


def test_fewer_draws_than_coefficients_give_no_covariance() -> None:
    found = Bootstrap(np.zeros((2, 3)), 0).covariance()
    assert found.status is Status.FEW_EFFECTIVE_DRAWS
    assert np.isnan(found.matrix).all()


def test_no_draws_are_refused() -> None:
    with pytest.raises(InvalidSpecification, match="0 draws"):
        parametric_bootstrap(
            lambda rng: rng,  # type: ignore[arg-type, return-value]
            lambda design: (np.zeros(1), Status.CONVERGED),
            rng=stream(6, "none"),
            draws=0,
        )


@pytest.mark.data
def test_the_published_standard_errors_are_ours_less_a_curvature_and_with_a_sign(
    sanctions: Sanctions,
) -> None:
    """Why they are smaller: their bordered Hessian has no curvature of the constraint, and a sign is wrong.

    The archive differentiates outcomes by coefficients and logits of resistance, takes the Hessian of the
    likelihood alone, and gives the concession's score by ``S_A`` the wrong sign in one of its two terms
    (``gradientFunctions.r``). Both put back, all 20 printed numbers return to within rounding.
    """
    design = sanctions.design
    found = climb(design, sanctions.estimate("nested"), RULE)
    here, game = found.evaluation, design.payoffs(found.coefficients)
    assert here.played is not None
    z = here.played.z
    belief = along_equilibrium(z, game).answer
    inside = at_belief(z, game)
    by_belief = sum(seen * end.slope[:, 0] for seen, end in zip(design.counts.T, inside.ends(), strict=True))
    chance = norm.cdf(z)
    pace = norm.pdf(z) / (chance * (1.0 - chance))
    bend = -z * pace - pace**2 * (1.0 - 2.0 * chance)
    square = belief.slope[:, :, None] * belief.slope[:, None, :]
    left_out = by_belief[:, None, None] * (belief.curvature + (bend / pace)[:, None, None] * square)

    def wrong(values: NDArray[np.float64], logit: NDArray[np.float64]) -> NDArray[np.float64]:
        status_quo, prize, _, firm, _, back, _ = values
        cutoff = status_quo - (prize - status_quo) * np.exp(-logit)
        challenge = 1.0 - norm.cdf(cutoff - firm) * norm.cdf(cutoff - back)
        density = norm.cdf(cutoff - firm) * norm.pdf(cutoff - back)
        return np.asarray(design.counts[:, 1] * 2.0 * (1.0 + np.exp(-logit)) * density / challenge)

    values, logit, step = (
        np.array([getattr(game, name) for name in NAMES]),
        np.log(chance / (1 - chance)),
        1e-6,
    )
    turn = pace[:, None] * belief.slope
    by_logit = (wrong(values, logit + step) - wrong(values, logit - step)) / (2 * step)
    sign = np.zeros_like(square)
    for place, move in enumerate(step * np.eye(len(NAMES))[:, :, None]):
        own = (wrong(values + move, logit) - wrong(values - move, logit)) / (2 * step)
        sign[:, 0, place] = own + by_logit * turn[:, place]
    change = sign - left_out  # not symmetric: theirs is no matrix of second derivatives
    added = [
        [left.T @ (change[:, i, j, None] * right) for j, right in enumerate(design.blocks)]
        for i, left in enumerate(design.blocks)
    ]
    theirs = here.hessian + np.block(added)
    printed = np.array(sanctions.published["constrained"]["standard_error"])
    np.testing.assert_allclose(np.sqrt(np.diag(np.linalg.inv(-theirs))), printed, atol=0.0055)
    ours = covariance(design, here, CovarianceKind.HESSIAN).standard_errors
    ratio = dict(zip(design.names, ours / printed, strict=True))
    assert ratio["target_concession: constant"] == pytest.approx(1.636, abs=0.01)
    assert ratio["target_stand_firm: constant"] == pytest.approx(1.748, abs=0.01)
    assert ratio["sender_prize: constant"] > 4.0
