"""Explanations fitted at each lag and mixed."""

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.explanation import Course, ModelFit, fit_base_rate, fit_course
from gaiatsu.estimation.compare.extent import Periods
from gaiatsu.estimation.compare.integral import Cases, prior_nodes
from gaiatsu.inference.priors import half_normal, normal

OUTCOMES = np.array([3, 3, 2, 3, 2, 3, 0, 1, 0, 0, 1, 0])
STRATA = np.array([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1])
LATER = np.arange(12) >= 6
CASES = Cases(OUTCOMES, STRATA, 4)
NODES = prior_nodes(CASES, slopes=1, rng=np.random.default_rng(2), exponent=11)
BASE = fit_base_rate(CASES, NODES)
CAUSE = (~LATER).astype(float)
NOISE = np.array([0.3, 0.9, 0.1, 0.7, 0.5, 0.2, 0.8, 0.4, 0.6, 0.1, 0.9, 0.3])
EVEN = {"even": half_normal(1.0), "sceptical": half_normal(0.5)}


def fitted(values: np.ndarray, lags: tuple[float, ...] = (0.0,), **options: object) -> ModelFit:
    course = Course(np.atleast_2d(values), lags, **options)
    return fit_course(CASES, NODES, course, base=BASE, priors=EVEN, periods=Periods(LATER))


def test_the_cause_is_preferred_to_noise_and_to_its_own_opposite() -> None:
    factors = {
        name: fitted(x).log_bayes_factors["even"]
        for name, x in (("cause", CAUSE), ("noise", NOISE), ("opposite", -CAUSE))
    }

    assert factors["cause"] > 3.0 > 1.0 > factors["noise"] > factors["opposite"]


def test_the_unit_of_the_covariate_does_not_matter() -> None:
    plain, stretched = fitted(NOISE), fitted(250.0 * NOISE - 40.0)

    assert stretched.log_evidence == pytest.approx(plain.log_evidence, abs=1e-9)
    assert stretched.predictions == pytest.approx(plain.predictions, abs=1e-9)


def test_a_constant_explains_nothing_and_costs_nothing() -> None:
    assert fitted(np.ones(12)).log_bayes_factors["even"] == pytest.approx(0.0, abs=1e-9)


def test_the_lag_at_which_the_cause_fits_is_found_and_the_others_are_paid_for() -> None:
    late = np.stack([NOISE, NOISE[::-1], CAUSE, -CAUSE])

    fit = fitted(late, (0.0, 1.0, 2.0, 3.0))

    alone = fitted(CAUSE)
    assert fit.best_lag.lag == 2.0
    assert fit.best_lag.weight > 0.9
    span = np.ptp(late)
    assert np.ptp(CAUSE) < span
    narrower = fit_course(
        CASES, NODES, Course(CAUSE[None]), base=BASE, priors={"even": half_normal(1.0 / span)}
    )
    assert fit.best_lag.log_score == pytest.approx(narrower.log_scores.sum(), abs=0.1)
    assert fit.log_evidence < alone.log_evidence
    assert sum(lag.weight for lag in fit.lags) == pytest.approx(1.0)


def test_the_cause_implies_most_of_the_fall_and_noise_next_to_none() -> None:
    cause, noise = fitted(CAUSE).implied, fitted(NOISE).implied

    assert cause is not None
    assert noise is not None
    assert cause.observed == pytest.approx(OUTCOMES[:6].mean() - OUTCOMES[6:].mean())
    assert cause.share > 0.6
    assert abs(noise.share) < 0.2


def test_an_uncertain_course_lies_between_its_draws() -> None:
    draws = np.stack([CAUSE, NOISE])

    mixed = fitted(draws, uncertain=True)

    together = np.exp([fitted(CAUSE).log_evidence, fitted(NOISE).log_evidence]).mean()
    span = np.ptp(draws.mean(axis=0))
    rescaled = [
        fit_course(
            CASES, NODES, Course(row[None]), base=BASE, priors={"even": half_normal(np.ptp(row) / span)}
        ).log_evidence
        for row in draws
    ]
    assert mixed.log_evidence == pytest.approx(np.log(np.mean(np.exp(rescaled))), abs=0.1)
    assert np.exp(mixed.log_evidence) > 0.2 * together


def test_draws_that_agree_are_a_course_without_uncertainty() -> None:
    assert fitted(np.tile(CAUSE, (7, 1)), uncertain=True).log_evidence == pytest.approx(
        fitted(CAUSE).log_evidence, abs=1e-9
    )


def test_an_explanation_without_a_sign_is_given_both() -> None:
    two_sided = {"even": normal(0.0, 1.0)}
    fits = [
        fit_course(CASES, NODES, Course(sign * CAUSE[None]), base=BASE, priors=two_sided)
        for sign in (1.0, -1.0)
    ]

    error = 4.0 * (fits[0].log_evidence_se + fits[1].log_evidence_se)
    assert fits[0].log_evidence == pytest.approx(fits[1].log_evidence, abs=error)
    half = np.logaddexp(fitted(CAUSE).log_evidence, fitted(-CAUSE).log_evidence) - np.log(2.0)
    assert fits[0].log_evidence == pytest.approx(half, abs=error)


def test_a_sceptic_moves_less() -> None:
    factors = fitted(CAUSE).log_bayes_factors

    assert 0.0 < factors["sceptical"] < factors["even"]


def test_rows_that_do_not_match_the_lags_are_refused() -> None:
    with pytest.raises(InvalidSpecification, match="came with 2 lags"):
        Course(CAUSE[None], (0.0, 1.0))
