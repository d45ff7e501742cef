from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from arviz_stats.base.array import array_stats
from scipy import integrate
from scipy.stats import multivariate_t

from gaiatsu.inference.importance import importance, propose, refit, resample, tail_shape
from gaiatsu.inference.laplace import laplace
from gaiatsu.inference.targets import AutomaticTarget

COVARIANCE = np.array([[1.0, 0.6], [0.6, 2.0]])


def skewed(z: Any, m: Any) -> Any:
    """Gamma law of shape m on the log scale: skewed, with a known integral."""
    import jax.numpy as jnp

    return jnp.sum(m * z - jnp.exp(z))


def banana(z: Any, m: Any) -> Any:
    """A bent density whose integral is known because the bend is a shear."""
    return -0.5 * z[0] ** 2 - 0.5 * ((z[1] - m[0] * z[0] ** 2) / 0.5) ** 2


def test_the_evidence_of_a_normal_law_is_exact(gaussian: Any, rng: np.random.Generator) -> None:
    target = gaussian(np.array([[1.0, -2.0]] * 3), COVARIANCE, level=-7.0)
    result = importance(target, laplace(target), rng=rng, draws=4000)

    np.testing.assert_allclose(result.log_evidence, -7.0, atol=5 * result.log_evidence_se.max())
    assert (result.k_hat < 0.3).all()
    assert (result.ess > 2500).all()


@pytest.mark.parametrize("shape", [0.8, 2.0, 9.0])
def test_the_evidence_of_a_skewed_law_agrees_with_quadrature(shape: float, rng: np.random.Generator) -> None:
    target = AutomaticTarget(skewed, 1, (np.array([[shape]]),))
    result = importance(target, laplace(target), rng=rng, draws=8000)
    truth = np.log(integrate.quad(lambda z: np.exp(shape * z - np.exp(z)), -60, 8)[0])

    assert result.log_evidence[0] == pytest.approx(truth, abs=4 * result.log_evidence_se[0])
    assert result.log_evidence_se[0] < 0.02


def test_the_standard_error_of_the_evidence_is_its_spread_over_repetitions() -> None:
    target = AutomaticTarget(skewed, 1, (np.full((200, 1), 1.5),))
    result = importance(target, laplace(target), rng=np.random.default_rng(4), draws=400)

    assert result.log_evidence.std() == pytest.approx(result.log_evidence_se.mean(), rel=0.25)


def test_a_bent_density_raises_the_alarm_and_the_refit_lowers_it() -> None:
    target = AutomaticTarget(banana, 2, (np.full((8, 1), 2.0),))
    first = importance(target, laplace(target), rng=np.random.default_rng(6), draws=4000, refits=0)
    again = importance(target, laplace(target), rng=np.random.default_rng(6), draws=4000, refits=2)

    assert first.k_hat.mean() > 0.7
    assert again.k_hat.mean() < first.k_hat.mean() - 0.02
    assert (again.k_hat <= first.k_hat).all()


@pytest.mark.parametrize("shape", [0.25, 0.5, 0.9])
def test_k_hat_finds_the_tail_of_pareto_weights(shape: float, rng: np.random.Generator) -> None:
    ratios = rng.uniform(size=200_000) ** -shape

    assert tail_shape(np.log(ratios)) == pytest.approx(shape, abs=0.1)


def k_hat_of_arviz(log_weights: np.ndarray) -> float:
    statistics: Any = array_stats
    return float(statistics.psislw(-log_weights)[1])  # it takes log likelihoods, the negatives of log ratios


@pytest.mark.parametrize("draws", [100, 225, 226, 4000])
@pytest.mark.parametrize("degrees", [3.0, 8.0, 30.0])
def test_k_hat_is_that_of_arviz(draws: int, degrees: float, rng: np.random.Generator) -> None:
    log_weights = rng.standard_t(degrees, (20, draws))
    theirs = [k_hat_of_arviz(row) for row in log_weights]

    np.testing.assert_allclose([tail_shape(row) for row in log_weights], theirs, rtol=0, atol=1e-12)


def test_k_hat_is_that_of_arviz_where_most_draws_carry_nothing(rng: np.random.Generator) -> None:
    log_weights = np.where(np.arange(1000) < 700, -np.inf, rng.standard_normal(1000))
    theirs = k_hat_of_arviz(np.where(np.isfinite(log_weights), log_weights, -1e300))

    assert tail_shape(log_weights) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize(
    "log_weights",
    [
        np.repeat([0.0, 1.0], [500, 500]),  # the largest are all alike
        np.repeat([-np.inf, 0.0], [999, 1]),  # one carries everything
        np.arange(24.0),  # too few for a tail
    ],
)
def test_a_tail_that_cannot_be_fitted_is_the_worst(log_weights: np.ndarray) -> None:
    assert tail_shape(log_weights) == np.inf


def test_weights_that_are_all_alike_have_no_tail() -> None:
    assert tail_shape(np.full(1000, -3.0)) == 0.0


def test_weights_that_are_all_zero_have_the_worst_tail() -> None:
    assert tail_shape(np.full(1000, -np.inf)) == np.inf


def test_resampling_returns_each_position_by_its_weight(rng: np.random.Generator) -> None:
    weights = np.array([0.5, 0.0, 0.3, 0.2])
    with np.errstate(divide="ignore"):
        positions = resample(np.log(weights), rng, 1000)

    np.testing.assert_allclose(np.bincount(positions, minlength=4) / 1000, weights, atol=1.01e-3)


def test_a_problem_does_not_depend_on_its_neighbors(gaussian: Any) -> None:
    alone = gaussian(np.array([[1.0, -2.0]]), COVARIANCE)
    company = gaussian(np.array([[1.0, -2.0], [9.0, 9.0]]), COVARIANCE)
    parts = [importance(t, laplace(t), rng=np.random.default_rng(1), draws=100) for t in (alone, company)]

    np.testing.assert_allclose(parts[0].points[0], parts[1].points[0], atol=1e-9)


def test_a_proposal_has_the_density_of_the_t_law_and_is_met_again_by_its_own_draws() -> None:
    center, factor = np.array([1.0, -2.0]), np.array([[0.5, 0.0], [0.4, 1.5]])
    points, density = propose(center, factor, rng=np.random.default_rng(3), draws=20_000)
    mean, again = refit(points, np.zeros(len(points)), factor)

    np.testing.assert_allclose(density, multivariate_t(center, factor @ factor.T, df=12).logpdf(points))
    np.testing.assert_allclose(mean, center, atol=0.05)
    np.testing.assert_allclose(again @ again.T, 1.2 * factor @ factor.T, rtol=0.05)  # variance 12/10


def test_a_refit_keeps_the_present_scale_where_one_draw_carries_the_weight() -> None:
    points = np.array([[0.0, 0.0], [5.0, 1.0], [-3.0, 2.0]])
    mean, factor = refit(points, np.array([0.0, -800.0, -800.0]), np.eye(2))

    assert mean.tolist() == [0.0, 0.0]
    np.testing.assert_allclose(factor @ factor.T, 2.0 / 3.0 * np.eye(2))
