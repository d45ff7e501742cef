"""Constrained likelihood against the published optimum, SciPy and full maximum likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import NonlinearConstraint, minimize

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.constrained import FEASIBLE, constrained_likelihood
from gaiatsu.estimation.signalling.first_stage import first_stage
from gaiatsu.estimation.signalling.likelihood import evaluate
from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.inference.status import Status
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game.derivatives import at_belief

if TYPE_CHECKING:
    from conftest import Sanctions, Simulated

MOST_LIKELY = Selection.MOST_LIKELY


@pytest.mark.data
@pytest.mark.parametrize("method", ["nested", "pseudo"])
def test_the_published_optimum_is_reached(sanctions: Sanctions, method: str) -> None:
    z = first_stage(sanctions.design).beliefs.z
    found = constrained_likelihood(sanctions.design, sanctions.estimate(method), z)
    published = sanctions.published["constrained"]

    assert found.status is Status.CONVERGED
    assert found.value == pytest.approx(published["log_likelihood"], abs=1e-5)
    np.testing.assert_allclose(found.coefficients, sanctions.estimate("constrained"), atol=0.0051)
    assert found.steps < published["iterations"]


@pytest.mark.data
def test_random_starts_reach_it_too(sanctions: Sanctions) -> None:
    """Naive climbs from such starts stop at ledges."""
    z = first_stage(sanctions.design).beliefs.z
    ends = [
        constrained_likelihood(sanctions.design, 0.05 * stream(seed, "naive").normal(size=20), z)
        for seed in range(4)
    ]

    assert sum(end.status.ok and end.value > -3927.9096 for end in ends) >= 3


@pytest.mark.data
def test_full_maximum_likelihood_stays_where_it_ends(sanctions: Sanctions) -> None:
    z = first_stage(sanctions.design).beliefs.z
    found = constrained_likelihood(sanctions.design, sanctions.estimate("nested"), z)
    full = climb(sanctions.design, found.coefficients, MOST_LIKELY)

    assert full.steps == 1
    assert full.evaluation.value == pytest.approx(found.value, abs=1e-9)
    assert full.evaluation.played is not None
    np.testing.assert_allclose(full.evaluation.played.z, found.z, atol=1e-8)


def test_it_agrees_with_scipy(few_plays: Simulated) -> None:
    """Another program's optimizer over coefficients and beliefs of a small data set."""
    design = few_plays.design.at(np.arange(12))
    size = few_plays.truth.size
    z = few_plays.z[:12]

    def loss(point: np.ndarray) -> float:
        ends = at_belief(point[size:], design.payoffs(point[:size])).ends()
        return -sum(float(seen @ end.value) for seen, end in zip(design.counts.T, ends, strict=True))

    def gap(point: np.ndarray) -> np.ndarray:
        return at_belief(point[size:], design.payoffs(point[:size])).answer.value - point[size:]

    peer = minimize(
        loss,
        np.append(few_plays.truth, z),
        method="SLSQP",
        constraints=NonlinearConstraint(gap, 0.0, 0.0),
        options={"ftol": 1e-12, "maxiter": 300},
    )
    found = constrained_likelihood(design, few_plays.truth, z)

    assert found.status is Status.CONVERGED
    assert found.value == pytest.approx(-peer.fun, abs=1e-5)
    np.testing.assert_allclose(found.coefficients, peer.x[:size], atol=5e-3)


def test_the_end_is_an_equilibrium_with_a_gradient_of_zero(simulated: Simulated) -> None:
    found = constrained_likelihood(
        simulated.design, np.zeros(simulated.truth.size), first_stage(simulated.design).beliefs.z
    )
    full = evaluate(simulated.design, found.coefficients, MOST_LIKELY)
    error = np.sqrt(np.diag(np.linalg.inv(-full.hessian)))

    assert found.status is Status.CONVERGED
    assert found.distance <= FEASIBLE
    assert found.value == pytest.approx(full.value, abs=1e-6)
    assert (abs(full.gradient) * error < 1e-3).all()
    assert (abs(found.coefficients - simulated.truth) < 3.5 * error).all()


def test_a_multiplier_is_what_a_firmer_target_would_gain(few_plays: Simulated) -> None:
    """The target's stakes enter the likelihood through the constraint alone: the score is the multiplier."""
    design = few_plays.design.at(np.arange(40))
    found = constrained_likelihood(design, few_plays.truth, few_plays.z[:40])
    place = int(np.argmax(abs(found.multipliers)))

    assert found.status is Status.CONVERGED
    by_payoff = evaluate(design, found.coefficients, MOST_LIKELY).scores
    direct = at_belief(found.z, design.payoffs(found.coefficients)).answer
    own = direct.slope[place, 5] * found.multipliers[place]
    assert own == pytest.approx(by_payoff[place, 2], rel=1e-5)  # the score of the constant of W_B


def test_unusable_starts_have_a_status(simulated: Simulated) -> None:
    z = np.zeros(simulated.design.games)
    far = constrained_likelihood(simulated.design, np.full(simulated.truth.size, 1e6), z)

    assert far.status is Status.NOT_FINITE


def test_graded_concessions_are_refused(simulated: Simulated) -> None:
    graded = simulated.design.with_counts(simulated.design.counts, np.zeros((simulated.design.games, 3)))

    with pytest.raises(InvalidSpecification, match="grades concessions"):
        constrained_likelihood(graded, simulated.truth, simulated.z)
