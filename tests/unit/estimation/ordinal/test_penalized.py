from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.miscmodels.ordinal_model import OrderedModel

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal import LINKS, OrdinalDesign, fit_penalized
from gaiatsu.inference.status import Status

CUTS = (-0.8, 0.3, 1.2)
WEIGHTS = (1.0, -0.6)


@pytest.mark.parametrize("link", ["probit", "logit"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_penalty_it_is_statsmodels(link: str, seed: int, simulate: Any) -> None:
    design = simulate(link, WEIGHTS, CUTS, n=300, seed=seed)
    fit = fit_penalized(design, link, strength=0)
    model = OrderedModel(design.y, design.X, distr=link)
    peer = model.fit(method="bfgs", disp=False, maxiter=2000, gtol=1e-9)
    to_cuts = np.eye(5)
    to_cuts[3:, 3], to_cuts[4, 4] = np.exp(peer.params[3]), np.exp(peer.params[4])
    to_cuts[3, 2], to_cuts[4, 2] = 1.0, 1.0
    covariance = to_cuts @ peer.cov_params() @ to_cuts.T

    assert fit.log_likelihood == pytest.approx(peer.llf, abs=1e-7)
    np.testing.assert_allclose(fit.estimate[:2], peer.params[:2], rtol=1e-5)
    np.testing.assert_allclose(
        fit.estimate[2:], model.transform_threshold_params(peer.params)[1:-1], rtol=1e-5
    )
    np.testing.assert_allclose(fit.standard_error, np.sqrt(np.diag(covariance)), rtol=1e-4)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_adjacent_link_is_a_poisson_log_linear_model(seed: int, simulate: Any) -> None:
    design = simulate("adjacent", WEIGHTS, CUTS, n=60, seed=seed)
    fit = fit_penalized(design, "adjacent", strength=0)
    grades = np.arange(4)
    counts = (design.y[:, None] == grades).astype(float).ravel()
    cases = np.kron(np.eye(60), np.ones((4, 1)))
    association = np.kron(design.X, grades[:, None])
    levels = np.kron(np.ones((60, 1)), np.tri(4)[:, 1:])
    peer = sm.GLM(counts, np.column_stack([association, levels, cases]), family=sm.families.Poisson()).fit(
        tol=1e-12
    )

    np.testing.assert_allclose(fit.estimate, peer.params[:5] * [1, 1, -1, -1, -1], rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(fit.standard_error, peer.bse[:5], rtol=1e-5)


@pytest.mark.parametrize("link", LINKS)
def test_the_penalty_vanishes_with_its_strength(link: str, simulate: Any) -> None:
    design = simulate(link, WEIGHTS, CUTS, n=80)
    plain = fit_penalized(design, link, strength=0).estimate
    distance = [
        np.abs(fit_penalized(design, link, strength=m).estimate - plain).max() for m in (1.0, 0.1, 0.01)
    ]

    assert distance[1] == pytest.approx(distance[0] / 10, rel=0.2)
    assert distance[2] == pytest.approx(distance[1] / 10, rel=0.2)


@pytest.mark.parametrize("link", LINKS)
def test_simulation_recovers_the_parameters(link: str, simulate: Any) -> None:
    fit = fit_penalized(simulate(link, WEIGHTS, CUTS, n=20_000), link)

    assert (np.abs(fit.estimate - [*WEIGHTS, *CUTS]) < 3.5 * fit.standard_error).all()


@pytest.mark.parametrize("link", LINKS)
def test_standard_errors_are_the_spread_of_repeated_estimates(link: str, simulate: Any) -> None:
    fits = [fit_penalized(simulate(link, WEIGHTS, CUTS, n=200, seed=s), link, strength=0) for s in range(200)]

    spread = np.std([fit.estimate for fit in fits], axis=0)
    np.testing.assert_allclose(np.mean([fit.standard_error for fit in fits], axis=0), spread, rtol=0.2)


SEPARATED = OrdinalDesign(
    np.array([0, 0, 0, 1, 1, 2, 2, 3, 3]), np.arange(9.0)[:, None] / 3.0, ("x",), categories=4
)


@pytest.mark.parametrize("link", LINKS)
def test_complete_separation_gives_finite_numbers_and_says_so(link: str) -> None:
    fit = fit_penalized(SEPARATED, link)

    assert fit.status is Status.COMPLETELY_SEPARATED
    assert np.isfinite(fit.standard_error).all()
    assert 0.5 < fit["x"] < 10
    assert (np.diff(fit.estimate[1:]) > 0).all()


def test_statsmodels_calls_separation_converged() -> None:
    y, x = np.array([0, 0, 0, 1, 1, 1]), np.array([1.0, 2.0, 3.0, 6.0, 7.0, 8.0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = OrderedModel(y, x[:, None], distr="logit").fit(method="bfgs", disp=False)
    ours = fit_penalized(OrdinalDesign(y, x[:, None], ("x",), categories=2), "logit")

    assert peer.params[0] > 5 * ours["x"]
    assert peer.bse[0] > 50 * ours.standard_error[0]
    assert ours.status is Status.COMPLETELY_SEPARATED


@pytest.mark.parametrize("link", LINKS)
def test_a_grade_without_cases_and_a_constant_term_do_no_harm(link: str) -> None:
    y = np.array([0, 3, 0, 3, 1, 3, 0, 1])
    X = np.column_stack([np.array([0.1, 0.9, 0.7, 0.3, 0.5, 0.8, 0.2, 0.6]), -np.ones(8)])
    fit = fit_penalized(OrdinalDesign(y, X, ("x", "constant"), categories=4), link)

    assert np.isfinite(fit.estimate).all()
    assert np.isfinite(fit.standard_error).all()


def test_terms_that_cannot_be_told_apart_are_called_so_without_penalty() -> None:
    X = np.column_stack([np.arange(8.0), 2 * np.arange(8.0)])
    design = OrdinalDesign(np.array([0, 1, 0, 1, 1, 0, 1, 1]), X, ("x", "twice"), categories=2)
    fit = fit_penalized(design, "logit", strength=0)

    assert fit.status is Status.NOT_IDENTIFIED
    assert np.isnan(fit.standard_error).all()
    assert fit_penalized(design, "logit").status is Status.CONVERGED


def test_weights_count_cases() -> None:
    y, x = np.array([0, 1, 2, 1]), np.array([[0.1], [0.4], [0.3], [0.9]])
    counts = np.array([3.0, 2.0, 1.0, 4.0])
    weighted = fit_penalized(OrdinalDesign(y, x, ("x",), categories=3, weights=counts), "logit")
    rows = np.repeat(np.arange(4), counts.astype(int))
    repeated = fit_penalized(OrdinalDesign(y[rows], x[rows], ("x",), categories=3), "logit")

    np.testing.assert_allclose(weighted.estimate, repeated.estimate, rtol=1e-8)


def test_a_negative_strength_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="strength of -1"):
        fit_penalized(SEPARATED, "logit", strength=-1)


@pytest.mark.parametrize("link", LINKS)
def test_ties_at_the_boundary_are_called_quasi_separation(link: str) -> None:
    design = OrdinalDesign(
        np.array([0, 0, 1, 1]), np.array([[1.0], [2.0], [2.0], [3.0]]), ("x",), categories=2
    )
    fit = fit_penalized(design, link)

    assert fit.status is Status.QUASI_SEPARATED
    assert np.isfinite(fit.standard_error).all()


@pytest.mark.parametrize("link", LINKS)
def test_plain_likelihood_under_separation_runs_away_and_says_so(link: str) -> None:
    plain, penalized = (fit_penalized(SEPARATED, link, strength=m) for m in (0.0, 1.0))

    assert plain.status is Status.COMPLETELY_SEPARATED
    assert plain["x"] > 3 * penalized["x"]
