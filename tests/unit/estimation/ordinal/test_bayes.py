from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.special
import scipy.stats
from scipy import integrate

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal import (
    LINKS,
    OrdinalDesign,
    PriorSet,
    fit_bayes,
    fit_bayes_many,
    fit_penalized,
    log_evidence,
    prior_predictive,
)
from gaiatsu.estimation.ordinal.bayes import sample_many
from gaiatsu.estimation.ordinal.likelihood import case_log_likelihood
from gaiatsu.inference.priors import beta, half_normal, log_normal, normal

CUTS = (-0.3, 0.4, 1.2)
SMALL = OrdinalDesign(
    np.array([0, 1, 1, 0, 1, 1]), np.array([[0.1], [0.5], [0.9], [0.4], [0.7], [-0.2]]), ("b",), categories=2
)


def _brute_force(link: str, design: OrdinalDesign, priors: PriorSet) -> tuple[float, float]:
    """Log evidence and posterior mean of the one weight, by quadrature over weight and threshold."""

    def density(cut: float, weight: float) -> float:
        steps = [design.X[:, 0] * weight - cut]
        likelihood = case_log_likelihood(link, steps, design.y).sum()
        prior = priors["b"].log_density(np.asarray(weight)) + priors["threshold_first"].log_density(
            np.asarray(cut)
        )
        return float(np.exp(likelihood + prior))

    box = ((0.0, 6.0), (-8.0, 8.0))
    total = integrate.dblquad(density, *box[0], *box[1], epsabs=1e-10)[0]
    first = integrate.dblquad(lambda c, w: w * density(c, w), *box[0], *box[1], epsabs=1e-10)[0]
    return float(np.log(total)), first / total


@pytest.mark.parametrize("link", LINKS)
def test_the_evidence_and_the_mean_are_those_of_quadrature(link: str, priors: PriorSet) -> None:
    fit = fit_bayes(SMALL, link, priors, rng=np.random.default_rng(1), draws=20_000)
    evidence, mean = _brute_force(link, SMALL, priors)

    assert log_evidence(fit).value == pytest.approx(evidence, abs=4 * log_evidence(fit).standard_error)
    assert log_evidence(fit).standard_error < 0.01
    assert fit["b"] == pytest.approx(mean, abs=0.02)


def test_no_data_gives_back_the_prior(priors: PriorSet) -> None:
    design = OrdinalDesign(np.array([1]), np.ones((1, 3)), ("a", "b", "c"), weights=np.zeros(1))
    fit = fit_bayes(design, "adjacent", priors, rng=np.random.default_rng(2), draws=8000)
    assert fit.draws is not None
    weights, cuts = fit.draws.flat("beta"), fit.draws.flat("alpha")

    assert log_evidence(fit).value == pytest.approx(0.0, abs=4 * log_evidence(fit).standard_error)
    for j, law in enumerate(
        (
            scipy.stats.norm(0.5, 1),
            scipy.stats.halfnorm(scale=0.7),
            scipy.stats.truncnorm(-1, np.inf, 0.3, 0.3),
        )
    ):
        np.testing.assert_allclose(
            np.quantile(weights[:, j], [0.1, 0.5, 0.9]), law.ppf([0.1, 0.5, 0.9]), atol=0.06
        )
    np.testing.assert_allclose(np.median(np.diff(cuts, axis=1), axis=0), np.exp(-0.7), atol=0.03)


@pytest.mark.parametrize("link", LINKS)
def test_the_evidence_of_a_group_that_repeats_another_is_that_of_one_group(link: str, simulate: Any) -> None:
    tight = PriorSet(
        "tight",
        {
            "a": normal(0, 1),
            "threshold_first": normal(0, 1),
            "threshold_gap": log_normal(-0.7, 0.5),
            "threshold_by_demand": normal(0, 1e-6),
        },
    )
    grouped = simulate(link, (1.0,), CUTS, n=20, groups=2)
    plain = OrdinalDesign(grouped.y, grouped.X, grouped.terms)
    fits = [fit_bayes(d, link, tight, rng=np.random.default_rng(3), draws=8000) for d in (grouped, plain)]
    gap = log_evidence(fits[0]).value - log_evidence(fits[1]).value

    assert abs(gap) < 4 * np.hypot(*(log_evidence(fit).standard_error for fit in fits))


@pytest.mark.parametrize("link", LINKS)
def test_many_cases_give_the_estimate_of_maximum_likelihood(
    link: str, priors: PriorSet, simulate: Any
) -> None:
    design = simulate(link, (0.8, 0.5), CUTS, n=3000)
    bayes = fit_bayes(design, link, priors, rng=np.random.default_rng(4))
    plain = fit_penalized(design, link, strength=0)

    np.testing.assert_allclose(bayes.estimate, plain.estimate, atol=0.4 * plain.standard_error.max())
    np.testing.assert_allclose(np.sqrt(np.diag(bayes.covariance)), plain.standard_error, rtol=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("link", LINKS)
def test_chains_and_importance_sampling_agree(link: str, priors: PriorSet, simulate: Any) -> None:
    design = simulate(link, (1.0, 0.5, 0.2), CUTS, n=15, groups=3)
    fits = [
        fit_bayes(design, link, priors, rng=np.random.default_rng(5), draws=draws, method=method)
        for method, draws in (("importance", 8000), ("nuts", 2000))
    ]
    assert fits[0].draws is not None
    assert fits[1].draws is not None
    ess = min(fit.draws.diagnostics.ess for fit in fits if fit.draws is not None)
    scale = np.sqrt(np.diag(fits[0].covariance))

    assert [fit.status.name for fit in fits] == ["CONVERGED", "CONVERGED"]
    assert (np.abs(fits[0].estimate - fits[1].estimate) < 4 * scale * np.sqrt(2 / ess)).all()
    for name in ("beta", "alpha", "departure"):
        spreads = [fit.draws.flat(name).std(axis=0) for fit in fits if fit.draws is not None]
        np.testing.assert_allclose(spreads[0], spreads[1], rtol=0.15)


def test_many_fits_are_the_fits_one_by_one(priors: PriorSet, simulate: Any) -> None:
    designs = [simulate("adjacent", (1.0, 0.5)[:k], CUTS, n=n, seed=n) for k, n in ((1, 8), (2, 15), (2, 12))]
    together = fit_bayes_many(designs, "adjacent", priors, rng=np.random.default_rng(6), draws=8000)

    for design, fit in zip(designs, together, strict=True):
        alone = fit_bayes(design, "adjacent", priors, rng=np.random.default_rng(7), draws=8000)
        error = np.hypot(log_evidence(fit).standard_error, log_evidence(alone).standard_error)
        assert log_evidence(fit).value == pytest.approx(log_evidence(alone).value, abs=4 * error)
        np.testing.assert_allclose(fit.estimate, alone.estimate, atol=0.1)
        assert fit.names == alone.names


def test_the_same_generator_gives_the_same_fit(priors: PriorSet) -> None:
    fits = [fit_bayes(SMALL, "probit", priors, rng=np.random.default_rng(8), draws=200) for _ in range(2)]

    assert fits[0].estimate.tolist() == fits[1].estimate.tolist()


def test_bare_samples_are_the_draws_of_the_fits(priors: PriorSet) -> None:
    sample, place = sample_many([SMALL, SMALL], "logit", priors, rng=np.random.default_rng(9), draws=300)
    fits = fit_bayes_many([SMALL, SMALL], "logit", priors, rng=np.random.default_rng(9), draws=300)

    assert fits[1].draws is not None
    np.testing.assert_array_equal(place.weights(sample.points[1]), fits[1].draws.flat("beta"))
    np.testing.assert_array_equal(place.cuts(sample.points[1]), fits[1].draws.flat("alpha"))


def test_the_prior_predictive_is_what_simulation_from_the_priors_gives(priors: PriorSet) -> None:
    predictive = prior_predictive(SMALL, "logit", priors, rng=np.random.default_rng(10), draws=40_000)
    rng = np.random.default_rng(11)
    weight, cut = priors["b"].sample(rng, 40_000), priors["threshold_first"].sample(rng, 40_000)
    p = scipy.special.expit(weight[:, None] * SMALL.X[:, 0] - cut[:, None])

    np.testing.assert_allclose(predictive.probabilities.mean(axis=0)[:, 1], p.mean(axis=0), atol=0.01)
    assert predictive.concentrated == pytest.approx(
        (np.maximum(p.mean(axis=1), 1 - p.mean(axis=1)) > 0.9).mean(), abs=0.01
    )


def test_a_beta_prior_can_be_put_on_a_weight() -> None:
    bounded = PriorSet(
        "bounded",
        {
            "b": beta(2, 3),
            "threshold_first": normal(0, 1),
            "threshold_gap": log_normal(-0.7, 0.5),
            "threshold_by_demand": normal(0, 0.5),
        },
    )
    fit = fit_bayes(SMALL, "logit", bounded, rng=np.random.default_rng(12), draws=20_000)

    def density(cut: float, weight: float) -> float:
        value = case_log_likelihood("logit", [SMALL.X[:, 0] * weight - cut], SMALL.y).sum()
        return float(np.exp(value) * scipy.stats.beta.pdf(weight, 2, 3) * scipy.stats.norm.pdf(cut))

    truth = np.log(integrate.dblquad(density, 0, 1, -8, 8)[0])
    assert log_evidence(fit).value == pytest.approx(truth, abs=4 * log_evidence(fit).standard_error)


def test_each_design_may_have_its_own_priors(priors: PriorSet) -> None:
    other = PriorSet("other", {**priors.priors, "b": half_normal(0.1)})
    fits = fit_bayes_many([SMALL, SMALL], "logit", [priors, other], rng=np.random.default_rng(13))

    assert [fit.specification.prior for fit in fits] == ["test", "other"]
    assert fits[1]["b"] < 0.2 < fits[0]["b"]


def test_prior_sets_and_designs_must_match_in_number(priors: PriorSet) -> None:
    with pytest.raises(InvalidSpecification, match="2 prior sets were given for 1 designs"):
        fit_bayes_many([SMALL], "logit", [priors, priors], rng=np.random.default_rng(1))


def test_a_penalized_fit_has_no_evidence() -> None:
    with pytest.raises(InvalidSpecification, match="A penalized fit has no evidence"):
        log_evidence(fit_penalized(SMALL, "logit"))
