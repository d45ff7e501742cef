from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from gaiatsu.errors import InvalidSpecification
from gaiatsu.inference import priors
from gaiatsu.inference.priors import Prior

LAWS = {
    "normal": (priors.normal(0.4, 1.7), scipy.stats.norm(0.4, 1.7)),
    "half_normal": (priors.half_normal(0.7), scipy.stats.halfnorm(scale=0.7)),
    "cut_below": (priors.truncated_normal(0.3, 0.3, lower=0), scipy.stats.truncnorm(-1, np.inf, 0.3, 0.3)),
    "cut_above": (
        priors.truncated_normal(1.0, 2.0, upper=2.0),
        scipy.stats.truncnorm(-np.inf, 0.5, 1.0, 2.0),
    ),
    "cut_both": (priors.truncated_normal(0.0, 1.0, lower=-1.0, upper=2.0), scipy.stats.truncnorm(-1, 2)),
    "log_normal": (priors.log_normal(-0.7, 0.5), scipy.stats.lognorm(0.5, scale=np.exp(-0.7))),
    "beta": (priors.beta(8, 2), scipy.stats.beta(8, 2)),
    "uniform": (priors.uniform(1.0, 8.0), scipy.stats.uniform(1.0, 7.0)),
}
SCORES = np.linspace(-4.0, 4.0, 41)


@pytest.mark.parametrize("name", LAWS)
def test_densities_are_those_of_scipy(name: str) -> None:
    prior, law = LAWS[name]
    x = law.ppf(np.linspace(0.001, 0.999, 57))

    np.testing.assert_allclose(prior.log_density(x), law.logpdf(x), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", LAWS)
def test_draws_follow_the_law(name: str, rng: np.random.Generator) -> None:
    prior, law = LAWS[name]

    assert scipy.stats.kstest(prior.sample(rng, 5000), law.cdf).pvalue > 0.01


@pytest.mark.parametrize("name", [name for name in LAWS if name != "beta"])
def test_normal_scores_are_the_quantiles_of_the_law(name: str) -> None:
    prior, law = LAWS[name]

    np.testing.assert_allclose(
        prior.constrain(SCORES), law.ppf(scipy.stats.norm.cdf(SCORES)), rtol=1e-7, atol=1e-9
    )


@pytest.mark.parametrize("name", LAWS)
def test_unconstrain_undoes_constrain(name: str) -> None:
    prior, _ = LAWS[name]

    np.testing.assert_allclose(prior.unconstrain(prior.constrain(SCORES)), SCORES, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", LAWS)
def test_the_jacobian_is_the_slope_of_the_map(name: str) -> None:
    prior, _ = LAWS[name]
    z = np.linspace(-2.5, 2.5, 11)
    slope = (prior.constrain(z + 1e-6) - prior.constrain(z - 1e-6)) / 2e-6

    np.testing.assert_allclose(np.exp(prior.log_jacobian(z)), slope, rtol=1e-6)


@pytest.mark.parametrize("name", LAWS)
def test_the_unconstrained_density_integrates_to_one(name: str) -> None:
    prior, _ = LAWS[name]
    z = np.linspace(-40.0, 40.0, 80001)

    assert np.trapezoid(np.exp(prior.log_density_unconstrained(z)), z) == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("name", LAWS)
def test_jax_and_numpy_agree(name: str) -> None:
    import jax

    prior, law = LAWS[name]
    x = law.ppf(np.linspace(0.01, 0.99, 7))
    with jax.enable_x64(True):
        np.testing.assert_allclose(prior.log_density(jax.numpy.asarray(x)), prior.log_density(x), rtol=1e-12)
        np.testing.assert_allclose(
            prior.constrain(jax.numpy.asarray(SCORES)), prior.constrain(SCORES), rtol=1e-9
        )


def test_there_is_no_density_outside_the_support() -> None:
    assert priors.half_normal(1.0).log_density(np.array([-0.1]))[0] == -np.inf
    assert priors.uniform(0, 8).log_density(np.array([8.1]))[0] == -np.inf


def test_a_score_far_in_the_tail_keeps_its_digits() -> None:
    assert priors.half_normal(1.0).constrain(np.array([12.0]))[0] == pytest.approx(
        scipy.stats.halfnorm.isf(scipy.stats.norm.sf(12.0)), rel=1e-12
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("cauchy", 0.0, 1.0), "No prior family is called 'cauchy'"),
        (("normal", 0.0, -1.0), "scale of -1"),
        (("normal", np.nan, 1.0), "is not a law"),
        (("truncated_normal", 0.0, 1.0, 2.0, 1.0), "lower < upper"),
        (("beta", 0.0, 1.0, 0.0, 1.0), "shape of 0"),
    ],
)
def test_what_is_not_a_law_is_refused(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(InvalidSpecification, match=message):
        Prior(*arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [name for name in LAWS if name != "beta"])
def test_a_rescaled_law_is_that_of_the_multiplied_parameter(name: str) -> None:
    prior, law = LAWS[name]
    scaled = priors.rescale(prior, 0.4)
    x = law.ppf(np.linspace(0.01, 0.99, 9))

    np.testing.assert_allclose(scaled.log_density(0.4 * x), law.logpdf(x) - np.log(0.4), rtol=1e-11)


@pytest.mark.parametrize(("prior", "factor"), [(priors.beta(2, 2), 0.5), (priors.normal(0, 1), 0.0)])
def test_what_cannot_be_rescaled_is_refused(prior: Prior, factor: float) -> None:
    with pytest.raises(InvalidSpecification, match="cannot be multiplied"):
        priors.rescale(prior, factor)
