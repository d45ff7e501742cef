from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from gaiatsu.estimation.ordinal import LINKS
from gaiatsu.estimation.ordinal.likelihood import (
    case_log_likelihood,
    category_log_probabilities,
    probability_slopes,
    step_derivatives,
)
from gaiatsu.theory.response import concession_log_probabilities

RNG = np.random.default_rng(8)
ETA = RNG.normal(size=7) * 2
CUTS = np.array([-0.4, 0.3, 1.5])
STEPS = ETA - CUTS[:, None]
Y = RNG.integers(0, 4, 7)


@pytest.mark.parametrize("link", LINKS)
def test_probabilities_sum_to_one(link: str) -> None:
    np.testing.assert_allclose(
        np.exp(category_log_probabilities(link, list(STEPS))).sum(axis=1), 1.0, rtol=1e-13
    )


def test_the_adjacent_link_is_the_theorys_response() -> None:
    ours = category_log_probabilities("adjacent", list(STEPS))

    np.testing.assert_allclose(ours, concession_log_probabilities(ETA, CUTS), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(("link", "law"), [("probit", scipy.stats.norm), ("logit", scipy.stats.logistic)])
def test_cumulative_links_are_differences_of_the_distribution(
    link: str, law: scipy.stats.rv_continuous
) -> None:
    edges = np.column_stack([np.full(7, -np.inf), CUTS - ETA[:, None], np.full(7, np.inf)])

    np.testing.assert_allclose(
        np.exp(category_log_probabilities(link, list(STEPS))),
        np.diff(law.cdf(edges), axis=1),
        rtol=1e-9,
        atol=1e-15,
    )


def test_far_tails_keep_their_logarithm() -> None:
    steps = [np.array([60.0]), np.array([59.0])]

    assert case_log_likelihood("probit", steps, np.array([0]))[0] == pytest.approx(
        scipy.stats.norm.logsf(60.0)
    )
    middle = scipy.stats.norm.logsf(59.0) + np.log1p(
        -np.exp(scipy.stats.norm.logsf(60) - scipy.stats.norm.logsf(59))
    )
    assert case_log_likelihood("probit", steps, np.array([1]))[0] == pytest.approx(middle)
    assert case_log_likelihood("logit", steps, np.array([0]))[0] == pytest.approx(-60.0)


@pytest.mark.parametrize("link", ["probit", "logit"])
def test_thresholds_out_of_order_have_no_likelihood(link: str) -> None:
    assert case_log_likelihood(link, [np.array([0.0]), np.array([0.5])], np.array([1]))[0] == -np.inf


@pytest.mark.parametrize("link", LINKS)
def test_derivatives_are_those_of_automatic_differentiation(link: str) -> None:
    import jax

    def total(steps: jax.Array) -> jax.Array:
        return case_log_likelihood(link, [steps[k] for k in range(3)], Y).sum()

    gradient, hessian = step_derivatives(link, STEPS, Y)
    with jax.enable_x64(True):
        slopes, curves = jax.jit(lambda steps: (jax.grad(total)(steps), jax.hessian(total)(steps)))(STEPS)
    own = np.asarray(curves)[:, range(7), :, range(7)].transpose(1, 2, 0)

    np.testing.assert_allclose(gradient, slopes, rtol=1e-7, atol=1e-10)
    np.testing.assert_allclose(hessian, own, rtol=1e-6, atol=1e-9)
    assert np.abs(curves).sum() == pytest.approx(np.abs(own).sum())


@pytest.mark.parametrize("link", LINKS)
def test_slopes_are_those_of_finite_differences(link: str) -> None:
    up, down = (np.exp(category_log_probabilities(link, list(STEPS + h))) for h in (1e-6, -1e-6))

    np.testing.assert_allclose(probability_slopes(link, list(STEPS)), (up - down) / 2e-6, atol=1e-9)
