from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gaiatsu.inference.nuts import chain_diagnostics, nuts

COVARIANCE = np.array([[1.0, 0.6], [0.6, 2.0]])


@pytest.mark.slow
def test_chains_find_a_normal_law(gaussian: Any, rng: np.random.Generator) -> None:
    target = gaussian(np.array([[1.0, -2.0]]), COVARIANCE)
    chains = nuts(target.potential(0), rng.normal(size=(4, 2)), rng=rng, draws=1000, warmup=500)
    flat = chains.points.reshape(-1, 2)

    assert chains.divergences == 0
    assert chains.r_hat < 1.01
    error = 4 * np.sqrt(np.diag(COVARIANCE) / chains.ess)
    assert (np.abs(flat.mean(axis=0) - [1.0, -2.0]) < error).all()
    np.testing.assert_allclose(np.cov(flat, rowvar=False), COVARIANCE, atol=0.25)


def test_chains_that_never_meet_have_a_large_r_hat(rng: np.random.Generator) -> None:
    apart = rng.normal(size=(4, 500, 1)) + np.arange(4.0)[:, None, None]
    r_hat, ess = chain_diagnostics(apart)

    assert r_hat > 1.5
    assert ess < 20


def test_independent_draws_are_worth_their_number(rng: np.random.Generator) -> None:
    r_hat, ess = chain_diagnostics(rng.normal(size=(4, 1000, 2)))

    assert r_hat == pytest.approx(1.0, abs=0.005)
    assert ess == pytest.approx(4000, rel=0.15)
