from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from gaiatsu.estimation.ordinal import LINKS, PriorSet, fit_bayes, fit_penalized, marginal_effects
from gaiatsu.estimation.ordinal.likelihood import category_log_probabilities

CUTS = (-0.8, 0.3, 1.2)


def _average(link: str, X: np.ndarray, theta: np.ndarray) -> np.ndarray:
    k = X.shape[1]
    steps = list((X @ theta[:k])[None, :] - theta[k:, None])
    return np.exp(category_log_probabilities(link, steps)).mean(axis=0)


def _effects(link: str, X: np.ndarray, theta: np.ndarray, h: float = 1e-5) -> np.ndarray:
    shifts = h * np.eye(X.shape[1])
    return np.stack([(_average(link, X + s, theta) - _average(link, X - s, theta)) / (2 * h) for s in shifts])


@pytest.mark.parametrize("link", LINKS)
def test_effects_are_the_slopes_of_average_probabilities(link: str, simulate: Any) -> None:
    design = simulate(link, (1.0, -0.6), CUTS, n=60)
    fit = fit_penalized(design, link)

    np.testing.assert_allclose(
        marginal_effects(fit).effect, _effects(link, design.X, fit.estimate), atol=1e-9
    )


@pytest.mark.parametrize("link", LINKS)
def test_standard_errors_are_those_of_a_numerical_delta_method(link: str, simulate: Any) -> None:
    design = simulate(link, (1.0, -0.6), CUTS, n=60)
    fit = fit_penalized(design, link)
    h = 1e-4
    shifts = h * np.eye(5)
    jacobian = np.stack(
        [
            (_effects(link, design.X, fit.estimate + s) - _effects(link, design.X, fit.estimate - s))
            / (2 * h)
            for s in shifts
        ],
        axis=-1,
    )
    variance = np.einsum("jkd,de,jke->jk", jacobian, fit.covariance, jacobian)

    np.testing.assert_allclose(marginal_effects(fit).standard_error, np.sqrt(variance), rtol=1e-4)


def test_two_grades_are_statsmodels_average_marginal_effects(simulate: Any) -> None:
    design = simulate("logit", (1.0, -0.6), (0.2,), n=150)
    effects = marginal_effects(fit_penalized(design, "logit", strength=0))
    peer = sm.Logit(design.y, sm.add_constant(design.X)).fit(disp=False, tol=1e-12).get_margeff()

    np.testing.assert_allclose(effects.effect[:, 1], peer.margeff, rtol=1e-6)
    np.testing.assert_allclose(effects.standard_error[:, 1], peer.margeff_se, rtol=1e-5)


@pytest.mark.parametrize("link", LINKS)
def test_effects_of_a_posterior_with_many_cases_are_those_of_maximum_likelihood(
    link: str, priors: PriorSet, simulate: Any
) -> None:
    design = simulate(link, (0.8, 0.5), CUTS, n=1500)
    bayes = marginal_effects(fit_bayes(design, link, priors, rng=np.random.default_rng(1)))
    plain = marginal_effects(fit_penalized(design, link, strength=0))

    np.testing.assert_allclose(bayes.effect, plain.effect, atol=0.005)
    np.testing.assert_allclose(bayes.standard_error, plain.standard_error, rtol=0.15)


def test_effects_with_groups_sum_to_zero(priors: PriorSet, simulate: Any) -> None:
    design = simulate("adjacent", (1.0, 0.5), CUTS, n=15, groups=3)
    effects = marginal_effects(fit_bayes(design, "adjacent", priors, rng=np.random.default_rng(2)))

    np.testing.assert_allclose(effects.effect.sum(axis=1), 0.0, atol=1e-12)
