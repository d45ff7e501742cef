"""Integrals over the prior, against quadrature, closed forms and true refits."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit
from scipy.stats import norm

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.integral import (
    Cases,
    Nodes,
    ThresholdPrior,
    integrate,
    prior_nodes,
    reweigh,
)
from gaiatsu.inference.priors import half_normal, normal

OUTCOMES = np.array([3, 2, 3, 2, 3, 1, 0, 0, 2, 0])
STRATA = np.array([0, 1, 0, 1, 1, 0, 0, 1, 1, 0])
COVARIATE = np.array([1.0, 0.8, 0.9, 0.6, 0.7, 0.3, 0.2, 0.1, 0.4, 0.0])
GRADED = Cases(OUTCOMES, STRATA, 4)
FIXED = ThresholdPrior(departure=normal(0.0, 1e-9))


def nodes(cases: Cases, *, seed: int = 5, exponent: int = 12, prior: ThresholdPrior | None = None) -> Nodes:
    return prior_nodes(cases, slopes=1, rng=np.random.default_rng(seed), exponent=exponent, prior=prior)


def test_the_evidence_of_a_coin_is_the_integral_over_its_one_threshold() -> None:
    cases = Cases(np.array([1, 1, 0, 1, 1]), np.zeros(5, int), 2)

    result = integrate(cases, nodes(cases, prior=FIXED), np.zeros((1, 1)))

    def density(alpha: float) -> float:
        return float(norm.pdf(alpha, 0.2, 1.5) * expit(-alpha) ** 4 * expit(alpha))

    exact = np.log(quad(density, -12, 12)[0])
    assert result.log_evidence == pytest.approx(exact, abs=1e-3)


def test_a_slope_is_integrated_with_the_threshold() -> None:
    cases = Cases(np.array([1, 1, 1, 0, 0]), np.zeros(5, int), 2)
    x = np.array([1.0, 0.5, 0.0, -0.5, -1.0])
    points = nodes(cases, prior=FIXED)

    result = integrate(cases, points, np.abs(points.slopes) * x)

    alpha, beta = np.linspace(-8, 8, 1201)[:, None], np.linspace(0, 6, 1201)[None, :]
    likelihood = np.ones((1201, 1201))
    for y, value in zip(cases.outcomes, x, strict=True):
        likelihood *= expit((2 * y - 1) * (beta * value - alpha))
    weight = norm.pdf(alpha, 0.2, 1.5) * 2 * norm.pdf(beta)
    exact = np.log(np.trapezoid(np.trapezoid(weight * likelihood, beta[0], axis=1), alpha[:, 0]))
    assert result.log_evidence == pytest.approx(exact, abs=3e-3)


def test_every_left_out_prediction_is_that_of_a_refit_without_the_case() -> None:
    points = nodes(GRADED)
    slope = np.abs(points.slopes)
    result = integrate(GRADED, points, slope * COVARIATE)

    for case in range(GRADED.size):
        kept = np.arange(GRADED.size) != case
        rest = Cases(OUTCOMES[kept], STRATA[kept], 4)
        refit = integrate(rest, points, slope * COVARIATE[kept])
        both = [
            integrate(replace(GRADED, outcomes=np.where(kept, OUTCOMES, grade)), points, slope * COVARIATE)
            for grade in range(4)
        ]

        assert result.left_out[case] == pytest.approx(refit.log_evidence, abs=1e-10)
        expected = [np.exp(one.log_evidence - refit.log_evidence) for one in both]
        assert result.predictions[case] == pytest.approx(expected, abs=1e-10)


def test_the_numerical_error_is_the_one_that_is_reported() -> None:
    results = []
    for seed in range(30):
        points = nodes(GRADED, seed=seed, exponent=8)
        results.append(integrate(GRADED, points, np.abs(points.slopes) * COVARIATE))

    spread = np.std([one.log_evidence for one in results], ddof=1)
    assert spread == pytest.approx(np.mean([one.log_evidence_se for one in results]), rel=0.5)


def test_points_weighed_anew_give_the_evidence_of_the_other_prior() -> None:
    points = nodes(GRADED, exponent=13)
    wide, narrow = half_normal(1.0), half_normal(0.4)
    slope = np.asarray(wide.constrain(points.slopes))
    first = integrate(GRADED, points, slope * COVARIATE)

    log_evidence, weights = reweigh(first, narrow.log_density(slope[:, 0]) - wide.log_density(slope[:, 0]))

    other = integrate(GRADED, points, np.asarray(narrow.constrain(points.slopes)) * COVARIATE)
    assert log_evidence == pytest.approx(other.log_evidence, abs=0.02)
    assert weights.sum() == pytest.approx(1.0)
    assert weights @ slope[:, 0] == pytest.approx(other.weights @ (0.4 * slope[:, 0]), rel=0.05)


def test_expected_grades_are_those_of_the_model_at_each_point() -> None:
    points = nodes(GRADED, exponent=4)
    eta = points.slopes * COVARIATE
    result = integrate(GRADED, points, eta)

    weight = points.base[:, 3, STRATA[2]] * np.exp(np.arange(4) * eta[3, 2])
    assert result.expected[3, 2] == pytest.approx(float(weight @ np.arange(4) / weight.sum()))


def test_many_cases_leave_few_points_and_the_effective_number_says_so() -> None:
    large = Cases(np.tile(OUTCOMES, 20), np.tile(STRATA, 20), 4)
    few = integrate(large, nodes(large), np.zeros((1, 1))).effective
    many = integrate(GRADED, nodes(GRADED), np.zeros((1, 1))).effective

    assert few < 0.1 * many


def test_the_thresholds_follow_their_prior() -> None:
    points = nodes(GRADED, exponent=13, prior=FIXED)
    thresholds = -np.diff(np.log(points.base[:, :, 0]), axis=0).T

    assert thresholds[:, 0].mean() == pytest.approx(0.2, abs=0.01)
    assert thresholds[:, 0].std() == pytest.approx(1.5, abs=0.02)
    assert np.log(np.diff(thresholds, axis=1)).mean() == pytest.approx(-0.7, abs=0.01)
    assert np.log(np.diff(thresholds, axis=1)).std() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("outcomes", "strata", "categories"),
    [([0, 1], [0], 2), ([0, 2], [0, 0], 2), ([0, 1], [0, -1], 2), ([1], [0], 2)],
)
def test_cases_that_cannot_be_weighed_are_refused(
    outcomes: list[int], strata: list[int], categories: int
) -> None:
    with pytest.raises(InvalidSpecification):
        Cases(np.array(outcomes), np.array(strata), categories)
