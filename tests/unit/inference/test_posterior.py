from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.inference.draws import Diagnostics
from gaiatsu.inference.posterior import chain_status, posterior
from gaiatsu.inference.status import Status
from gaiatsu.inference.targets import AutomaticTarget

COVARIANCE = np.array([[1.0, 0.6], [0.6, 2.0]])


def banana(z: Any, m: Any) -> Any:
    """A bent density that one t law cannot cover."""
    return -0.5 * z[0] ** 2 - 0.5 * ((z[1] - m[0] * z[0] ** 2) / 0.2) ** 2


def test_draws_of_a_normal_law_have_its_moments(gaussian: Any, rng: np.random.Generator) -> None:
    sample = posterior(gaussian(np.array([[1.0, -2.0], [3.0, 4.0]]), COVARIANCE), rng=rng, draws=8000)

    np.testing.assert_allclose(sample.points.mean(axis=1), [[1.0, -2.0], [3.0, 4.0]], atol=0.08)
    np.testing.assert_allclose(np.cov(sample.points[0], rowvar=False), COVARIANCE, atol=0.15)
    assert sample.status == (Status.CONVERGED, Status.CONVERGED)


def test_the_same_generator_gives_the_same_draws(gaussian: Any) -> None:
    target = gaussian(np.array([[1.0, -2.0]]), COVARIANCE)
    first, second = (posterior(target, rng=np.random.default_rng(3), draws=50) for _ in range(2))

    assert first.points.tolist() == second.points.tolist()


@pytest.mark.slow
def test_chains_take_over_where_the_weights_fail() -> None:
    target = AutomaticTarget(banana, 2, (np.array([[1.0]]),))
    sample = posterior(target, rng=np.random.default_rng(7), draws=4000)
    record = sample.diagnostics[0]

    assert record.method == "nuts"
    assert record.k_hat is not None
    assert record.k_hat > 0.7
    assert sample.points[0, :, 0].var() == pytest.approx(1.0, rel=0.2)
    assert sample.points[0, :, 1].mean() == pytest.approx(1.0, abs=0.2)


def test_uneven_weights_without_chains_are_named() -> None:
    target = AutomaticTarget(banana, 2, (np.array([[1.0]]),))
    sample = posterior(target, rng=np.random.default_rng(5), draws=4000, method="importance")

    assert sample.status == (Status.UNRELIABLE_WEIGHTS,)


def test_too_few_draws_are_named(gaussian: Any, rng: np.random.Generator) -> None:
    sample = posterior(gaussian(np.zeros((1, 2)), COVARIANCE), rng=rng, draws=60)

    assert sample.status == (Status.FEW_EFFECTIVE_DRAWS,)


def test_a_density_without_a_value_is_named(rng: np.random.Generator) -> None:
    sample = posterior(
        AutomaticTarget(lambda z, m: -(m[0] / z[0]), 1, (np.ones((1, 1)),)), rng=rng, draws=100
    )

    assert sample.status == (Status.NOT_FINITE,)


@pytest.mark.parametrize(
    ("record", "status"),
    [
        (Diagnostics("nuts", ess=900.0, r_hat=1.001, divergences=3), Status.DIVERGENT),
        (Diagnostics("nuts", ess=900.0, r_hat=1.2, divergences=0), Status.CHAINS_DISAGREE),
        (Diagnostics("nuts", ess=20.0, r_hat=1.0, divergences=0), Status.FEW_EFFECTIVE_DRAWS),
        (Diagnostics("nuts", ess=900.0, r_hat=1.001, divergences=0), Status.CONVERGED),
    ],
)
def test_chains_are_judged_by_divergences_then_r_hat_then_size(record: Diagnostics, status: Status) -> None:
    assert chain_status(record) is status


@pytest.mark.parametrize(("method", "draws"), [("metropolis", 100), ("auto", 0)])
def test_what_cannot_be_computed_is_refused(
    gaussian: Any, rng: np.random.Generator, method: str, draws: int
) -> None:
    with pytest.raises(InvalidSpecification, match="cannot be computed"):
        posterior(gaussian(np.zeros((1, 2)), COVARIANCE), rng=rng, draws=draws, method=method)
