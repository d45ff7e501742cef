"""The logit, its clustered errors and what is filled in agree with statsmodels and with known truths."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from gaiatsu.studies.field.legitimacy_models import linear
from gaiatsu.studies.field.legitimacy_rates import risk_difference
from gaiatsu.studies.field.logit import clustered, contrast, fitted
from gaiatsu.studies.field.missing import Question, imputed, weighted


@pytest.fixture
def data(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    clusters = rng.integers(0, 40, 3000)
    shared = rng.normal(0, 0.7, 40)[clusters]
    X = np.column_stack([rng.integers(0, 2, 3000), rng.normal(size=3000)]).astype(float)
    y = (rng.random(3000) < 1 / (1 + np.exp(-(0.8 * X[:, 0] - 0.5 * X[:, 1] + shared)))).astype(float)
    return y, X, clusters


def test_clustered_errors_are_those_of_statsmodels(data: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    y, X, clusters = data
    fit = fitted(y, X, ("a", "b"))
    theirs = sm.Logit(y, sm.add_constant(X)).fit(disp=0, cov_type="cluster", cov_kwds={"groups": clusters})

    assert fit.estimate[:2] == pytest.approx(theirs.params[1:], abs=0.01)
    assert np.sqrt(np.diag(clustered(fit, clusters)))[:2] == pytest.approx(theirs.bse[1:], rel=0.01)


def test_an_average_difference_is_that_of_statsmodels(
    data: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    y, X, _ = data
    fit = fitted(y, X, ("a", "b"))
    on, off = X.copy(), X.copy()
    on[:, 0], off[:, 0] = 1, 0
    found = contrast(fit, on, off, covariance=fit.covariance)
    theirs = sm.Logit(y, sm.add_constant(X)).fit(disp=0).get_margeff(dummy=True)

    assert found.difference == pytest.approx(theirs.margeff[0], abs=0.002)
    assert found.error == pytest.approx(theirs.margeff_se[0], rel=0.01)
    assert found.log_ratio == pytest.approx(np.log(found.with_it / found.without))


def test_the_error_of_a_log_ratio_is_the_delta_method(
    data: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    y, X, _ = data
    fit = fitted(y[:300], X[:300], ("a", "b"))
    on, off = X[:300].copy(), X[:300].copy()
    on[:, 0], off[:, 0] = 1, 0

    def log_ratio(point: np.ndarray) -> float:
        chance = [1 / (1 + np.exp(-(side @ point[:2] - point[2]))) for side in (on, off)]
        return float(np.log(chance[0].mean() / chance[1].mean()))

    step = 1e-6 * np.eye(3)
    slope = np.array([(log_ratio(fit.estimate + h) - log_ratio(fit.estimate - h)) / 2e-6 for h in step])
    found = contrast(fit, on, off, covariance=fit.covariance)

    assert found.log_ratio_error == pytest.approx(np.sqrt(slope @ fit.covariance @ slope), rel=1e-5)


def test_a_linear_model_is_that_of_statsmodels(data: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    y, X, _ = data
    weights, t, degrees = linear(y, X)
    theirs = sm.OLS(y, sm.add_constant(X)).fit()

    assert weights == pytest.approx(theirs.params[1:])
    assert t == pytest.approx(theirs.tvalues[1:])
    assert degrees == theirs.df_resid


def test_without_missing_outcomes_every_filling_is_the_plain_answer(rng: np.random.Generator) -> None:
    y, cells = rng.integers(0, 2, 60).astype(float), rng.integers(0, 2, 60)
    question = Question(y, cells, (-1.0, 1.0), np.zeros((60, 0)))
    plain = y[cells == 1].mean() - y[cells == 0].mean()

    assert weighted(question).value == pytest.approx(plain)
    assert imputed(question, rng=rng, draws=5).value == pytest.approx(plain)
    assert imputed(question, rng=rng, draws=5).extra == 0


def test_outcomes_missing_at_random_are_put_right(rng: np.random.Generator) -> None:
    n = 40_000
    seen = rng.integers(0, 2, n).astype(float)
    cells = (rng.random(n) < 0.2 + 0.6 * seen).astype(int)
    y = (rng.random(n) < 0.3 + 0.4 * seen).astype(float)
    coded = np.where(rng.random(n) < np.where((cells == 1) & (seen == 1), 0.2, 0.9), y, np.nan)
    truth = y[cells == 1].mean() - y[cells == 0].mean()
    plain = np.nanmean(coded[cells == 1]) - np.nanmean(coded[cells == 0])
    question = Question(coded, cells, (-1.0, 1.0), np.column_stack([seen, seen * cells]))

    assert abs(plain - truth) > 0.05
    assert weighted(question).value == pytest.approx(truth, abs=0.02)
    assert imputed(question, rng=rng, draws=20).value == pytest.approx(truth, abs=0.02)


def test_imputation_covers_the_truth(rng: np.random.Generator) -> None:
    covered = 0
    for _ in range(60):
        cells = np.repeat([0, 1], 60)
        y = (rng.random(120) < np.where(cells == 1, 0.6, 0.4)).astype(float)
        y[rng.random(120) < 0.3] = np.nan
        found = imputed(Question(y, cells, (-1.0, 1.0), np.zeros((120, 0))), rng=rng, draws=40)
        covered += abs(found.value - 0.2) < 1.96 * found.error

    assert covered >= 52


def test_imputation_is_as_unsure_as_the_coded_cases_alone(rng: np.random.Generator) -> None:
    cells = np.repeat([0, 1], 3000)
    y = (rng.random(6000) < np.where(cells == 1, 0.6, 0.4)).astype(float)
    y[rng.random(6000) < 0.4] = np.nan
    known = [y[(cells == cell) & ~np.isnan(y)] for cell in (0, 1)]
    alone = np.sqrt(sum(values.mean() * (1 - values.mean()) / len(values) for values in known))
    found = imputed(Question(y, cells, (-1.0, 1.0), np.zeros((6000, 0))), rng=rng, draws=400)

    assert found.error == pytest.approx(alone, rel=0.06)
    assert found.extra == pytest.approx(0.4, abs=0.06)


def test_a_difference_within_strata_has_the_error_of_simulation(rng: np.random.Generator) -> None:
    sizes = np.array([[30, 50], [12, 80], [40, 20]])
    rates = np.array([[0.7, 0.5], [0.4, 0.2], [0.9, 0.7]])
    found = []
    for _ in range(3000):
        wins = rng.binomial(sizes, rates)
        found.append(risk_difference(np.stack([wins, sizes - wins], axis=2))[0])
    wins = np.round(sizes * rates).astype(int)
    value, error = risk_difference(np.stack([wins, sizes - wins], axis=2))

    assert value == pytest.approx(0.2, abs=0.02)
    assert np.mean(found) == pytest.approx(0.2, abs=0.01)
    assert np.std(found) == pytest.approx(error, rel=0.06)
