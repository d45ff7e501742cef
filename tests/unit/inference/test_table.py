from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from gaiatsu.inference import priors
from gaiatsu.inference.table import PriorTable

ROW = [
    priors.normal(0.5, 1.0),
    priors.half_normal(0.7),
    priors.truncated_normal(0.3, 0.3, lower=0),
    priors.log_normal(-0.7, 0.5),
    priors.beta(8, 2),
    priors.uniform(0, 8),
]
TABLE = PriorTable.of([ROW, ROW[::-1]])
POINTS = np.random.default_rng(3).normal(size=(2, 5, 6))


def test_columns_map_as_their_records_do() -> None:
    x = TABLE.constrain(POINTS)

    for j, prior in enumerate(ROW):
        np.testing.assert_allclose(x[0, :, j], prior.constrain(POINTS[0, :, j]), rtol=1e-14)
        np.testing.assert_allclose(x[1, :, 5 - j], prior.constrain(POINTS[1, :, 5 - j]), rtol=1e-14)


def test_log_densities_add_up() -> None:
    each = [prior.log_density_unconstrained(POINTS[0, :, j]) for j, prior in enumerate(ROW)]

    np.testing.assert_allclose(TABLE.log_density(POINTS)[0], np.sum(each, axis=0), rtol=1e-12)


def test_derivatives_are_those_of_finite_differences() -> None:
    z, step = POINTS[:, 0, :], 1e-5
    slope, bend, gradient, curvature = TABLE.derivatives(z)
    up, here, down = (TABLE.constrain(z + shift) for shift in (step, 0.0, -step))

    np.testing.assert_allclose(slope, (up - down) / (2 * step), rtol=1e-7)
    np.testing.assert_allclose(bend, (up - 2 * here + down) / step**2, atol=2e-5)
    for j in range(6):
        shift = np.zeros_like(z)
        shift[:, j] = step
        values = [TABLE.log_density((z + sign * shift)[:, None, :])[:, 0] for sign in (1, 0, -1)]
        np.testing.assert_allclose(gradient[:, j], (values[0] - values[2]) / (2 * step), rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(
            curvature[:, j], (values[0] - 2 * values[1] + values[2]) / step**2, atol=1e-4
        )


def test_samples_follow_each_law(rng: np.random.Generator) -> None:
    x = TABLE.sample(rng, 4000)

    laws = (
        scipy.stats.norm(0.5, 1.0),
        scipy.stats.halfnorm(scale=0.7),
        scipy.stats.truncnorm(-1, np.inf, 0.3, 0.3),
    )
    laws += (scipy.stats.lognorm(0.5, scale=np.exp(-0.7)), scipy.stats.beta(8, 2), scipy.stats.uniform(0, 8))
    for j, law in enumerate(laws):
        assert scipy.stats.kstest(x[0, :, j], law.cdf).pvalue > 0.01


def test_rows_keep_their_problem() -> None:
    assert TABLE.rows(np.array([1])).constrain(POINTS[1:]) == pytest.approx(TABLE.constrain(POINTS)[1:])
