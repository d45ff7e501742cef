"""Two implementations of the same integrals: points of the prior, and importance sampling with refits."""

import numpy as np
import pytest

from gaiatsu.estimation.compare.explanation import Course, fit_base_rate, fit_course
from gaiatsu.estimation.compare.integral import Cases, integrate, prior_nodes
from gaiatsu.estimation.ordinal.bayes import fit_bayes, log_evidence
from gaiatsu.estimation.ordinal.design import OrdinalDesign, PriorSet
from gaiatsu.estimation.ordinal.scores import leave_one_out
from gaiatsu.inference.priors import half_normal
from gaiatsu.theory.parameters import PRIOR_SETS

OUTCOMES = np.array([2, 2, 3, 2, 3, 3, 3, 2, 0, 1, 1, 2, 1, 0, 0])
STRATA = np.array([0, 1, 2, 0, 2, 0, 1, 1, 0, 0, 1, 2, 1, 2, 1])
COURSE = np.array([4.6, 6.6, 6.6, 5.7, 4.0, 3.5, 3.2, 3.3, 3.3, 3.3, 3.3, 2.7, 2.7, 2.7, 2.7])
CASES = Cases(OUTCOMES, STRATA, 4)
SCALED = Course(np.log(COURSE)[None]).scaled(0)[0]
PRIORS = PriorSet("one", {**PRIOR_SETS["default"], "cause": half_normal(1.0)})


@pytest.fixture(scope="module")
def design() -> OrdinalDesign:
    return OrdinalDesign(OUTCOMES, SCALED[:, None], ("cause",), group=STRATA)


def test_the_evidence_agrees(design: OrdinalDesign) -> None:
    points = prior_nodes(CASES, slopes=1, rng=np.random.default_rng(5), exponent=13)
    mine = integrate(CASES, points, np.abs(points.slopes) * SCALED)

    other = log_evidence(fit_bayes(design, "adjacent", PRIORS, rng=np.random.default_rng(6), draws=20_000))

    error = 4.0 * np.hypot(mine.log_evidence_se, other.standard_error)
    assert error < 0.15
    assert mine.log_evidence == pytest.approx(other.value, abs=error)


def test_left_out_predictions_agree_with_exact_refits(design: OrdinalDesign) -> None:
    points = prior_nodes(CASES, slopes=1, rng=np.random.default_rng(7), exponent=13)
    fit = fit_course(
        CASES,
        points,
        Course(np.log(COURSE)[None]),
        base=fit_base_rate(CASES, points),
        priors={"even": half_normal(1.0)},
    )

    refits = leave_one_out(design, "adjacent", PRIORS, rng=np.random.default_rng(8), draws=8_000)

    assert np.max(np.abs(fit.predictions - refits.probabilities)) < 0.02
    assert fit.log_scores.sum() == pytest.approx(refits.log_score.sum(), abs=0.15)
    assert fit.ranked_scores == pytest.approx(refits.rps, abs=0.01)
