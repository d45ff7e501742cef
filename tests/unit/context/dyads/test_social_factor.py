from __future__ import annotations

import numpy as np
import pytest
from statsmodels.multivariate.factor import Factor

from gaiatsu.context.dyads.social.factor import (
    LEAST_UNIQUE,
    OneFactor,
    composite_reliability,
    factor_scores,
    fit_one_factor,
)
from gaiatsu.errors import InvalidData


def implied(loadings: list[float]) -> np.ndarray:
    matrix = np.outer(loadings, loadings)
    np.fill_diagonal(matrix, 1.0)
    return matrix


def drawn(loadings: list[float], *, rows: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Factor and indicators from the model itself."""
    true = np.asarray(loadings)
    factor = rng.standard_normal(rows)
    noise = rng.standard_normal((rows, true.size)) * np.sqrt(1 - true**2)
    return factor, factor[:, None] * true + noise


def test_three_indicators_have_the_closed_form() -> None:
    r12, r13, r23 = 0.42, 0.30, 0.35
    found = fit_one_factor(np.asarray([[1, r12, r13], [r12, 1, r23], [r13, r23, 1]]))

    expected = np.sqrt([r12 * r13 / r23, r12 * r23 / r13, r13 * r23 / r12])
    assert found.converged
    np.testing.assert_allclose(found.loadings, expected, atol=1e-7)
    np.testing.assert_allclose(found.unique, 1 - expected**2, atol=1e-7)


def test_another_program_finds_the_same_loadings(rng: np.random.Generator) -> None:
    _, values = drawn([0.9, 0.5, 0.4, 0.6], rows=700, rng=rng)
    matrix = np.corrcoef(values.T)

    theirs = Factor(corr=matrix, n_factor=1, method="ml").fit().loadings[:, 0]
    np.testing.assert_allclose(fit_one_factor(matrix).loadings, theirs * np.sign(theirs.sum()), atol=2e-4)


def test_loadings_and_factor_are_recovered_from_simulation(rng: np.random.Generator) -> None:
    true = [0.85, 0.5, 0.4, 0.65]
    factor, values = drawn(true, rows=20_000, rng=rng)
    model = fit_one_factor(np.corrcoef(values.T))
    mean, deviation = factor_scores(model, values)

    np.testing.assert_allclose(model.loadings, true, atol=0.03)
    assert np.mean(np.abs(factor - mean) < 1.645 * deviation) == pytest.approx(0.90, abs=0.01)
    assert np.corrcoef(factor, mean)[0, 1] ** 2 == pytest.approx(1 - deviation[0] ** 2, abs=0.02)


def test_intervals_cover_when_indicators_are_missing(rng: np.random.Generator) -> None:
    factor, values = drawn([0.85, 0.5, 0.4, 0.65], rows=20_000, rng=rng)
    model = OneFactor(np.asarray([0.85, 0.5, 0.4, 0.65]), 1 - np.asarray([0.85, 0.5, 0.4, 0.65]) ** 2, True)
    holes = np.where(rng.random(values.shape) < 0.4, np.nan, values)
    mean, deviation = factor_scores(model, holes)

    assert np.mean(np.abs(factor - mean) < 1.645 * deviation) == pytest.approx(0.90, abs=0.01)
    assert deviation.min() < deviation.max()


def test_scores_are_the_regression_scores(rng: np.random.Generator) -> None:
    loadings = np.asarray([0.8, 0.6, 0.7])
    model = OneFactor(loadings, 1 - loadings**2, converged=True)
    _, values = drawn([0.8, 0.6, 0.7], rows=5, rng=rng)

    covariance = np.linalg.inv(implied([0.8, 0.6, 0.7]))
    mean, deviation = factor_scores(model, values)
    np.testing.assert_allclose(mean, values @ covariance @ loadings)
    np.testing.assert_allclose(deviation**2, 1 - loadings @ covariance @ loadings)


def test_without_indicators_only_the_prior_is_left() -> None:
    model = OneFactor(np.asarray([0.8, 0.6]), np.asarray([0.36, 0.64]), converged=True)
    mean, deviation = factor_scores(model, np.full((1, 2), np.nan))

    assert (mean[0], deviation[0]) == (0.0, 1.0)


def test_no_indicator_becomes_the_thing_itself() -> None:
    found = fit_one_factor(np.asarray([[1, 0.9, 0.9], [0.9, 1, 0.3], [0.9, 0.3, 1]]))

    assert found.unique.min() == LEAST_UNIQUE


def test_reliability_of_parallel_indicators_is_spearman_and_brown() -> None:
    reliability = composite_reliability(OneFactor(np.full(4, 0.6), np.full(4, 0.64), converged=True))

    assert reliability == pytest.approx(4 * 0.36 / (1 + 3 * 0.36))


def test_two_indicators_are_refused() -> None:
    with pytest.raises(InvalidData, match="at least 3 indicators"):
        fit_one_factor(implied([0.5, 0.5]))


def test_an_unknown_correlation_is_refused() -> None:
    matrix = implied([0.5, 0.5, 0.5])
    matrix[0, 1] = np.nan
    with pytest.raises(InvalidData, match="every correlation known"):
        fit_one_factor(matrix)
