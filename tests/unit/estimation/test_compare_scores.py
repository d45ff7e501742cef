"""Proper scores, paired differences and the number of cases a comparison needs."""

import numpy as np
import pytest
from scipy.stats import entropy, ttest_rel

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.scores import (
    cases_needed,
    log_scores,
    paired_difference,
    ranked_probability_scores,
)


def test_the_log_score_is_the_log_of_what_was_given_to_the_outcome() -> None:
    probabilities = np.array([[0.1, 0.2, 0.7], [0.5, 0.25, 0.25]])

    assert log_scores(probabilities, np.array([2, 0])) == pytest.approx(np.log([0.7, 0.5]))


def test_the_ranked_score_of_two_grades_is_the_brier_score() -> None:
    p = np.array([0.1, 0.6, 0.9])
    probabilities = np.stack([1 - p, p], axis=1)
    outcomes = np.array([0, 1, 0])

    assert ranked_probability_scores(probabilities, outcomes) == pytest.approx((p - outcomes) ** 2)


def test_the_ranked_score_punishes_a_near_miss_less_than_a_far_one() -> None:
    sure_of_none = np.array([[1.0, 0.0, 0.0, 0.0]] * 3)

    assert ranked_probability_scores(sure_of_none, np.array([1, 2, 3])) == pytest.approx([1 / 3, 2 / 3, 1.0])


@pytest.mark.parametrize("score", [log_scores, lambda p, y: -ranked_probability_scores(p, y)])
def test_no_forecast_beats_the_truth_on_average(score) -> None:
    truth = np.array([0.5, 0.2, 0.1, 0.2])
    outcomes = np.arange(4)
    rng = np.random.default_rng(3)

    honest = truth @ score(np.tile(truth, (4, 1)), outcomes)
    for other in rng.dirichlet(np.ones(4), size=200):
        assert truth @ score(np.tile(other, (4, 1)), outcomes) < honest


def test_a_paired_difference_is_the_paired_t_statistic() -> None:
    rng = np.random.default_rng(8)
    first, second = rng.normal(size=15), rng.normal(size=15)

    difference = paired_difference(first, second)

    assert difference.total / difference.standard_error == pytest.approx(ttest_rel(first, second).statistic)


@pytest.mark.parametrize(
    ("second", "verdict"),
    [([1.0, 1.1, 0.9], "better"), ([3.0, 3.1, 2.9], "worse"), ([5.0, 2.0, -1.0], "cannot tell")],
)
def test_a_difference_counts_from_two_standard_errors(second: list[float], verdict: str) -> None:
    assert paired_difference(np.array([2.0, 2.0, 2.0]), np.array(second)).verdict == verdict


def test_one_case_decides_nothing() -> None:
    assert paired_difference(np.array([0.0]), np.array([-9.0])).verdict == "cannot tell"


def test_cases_needed_follow_from_the_divergence_of_the_predictions() -> None:
    truth, rival = np.array([[0.3, 0.7]]), np.array([[0.6, 0.4]])
    ratio = np.log(truth[0] / rival[0])
    mean = entropy(truth[0], rival[0])
    deviation = np.sqrt(truth[0] @ (ratio - mean) ** 2)

    assert cases_needed(truth, rival) == pytest.approx((2 * deviation / mean) ** 2)


def test_models_that_say_the_same_can_never_be_told_apart() -> None:
    same = np.array([[0.3, 0.7], [0.5, 0.5]])

    assert cases_needed(same, same) == np.inf


def test_simulated_evidence_reaches_two_standard_errors_at_the_number_of_cases_needed() -> None:
    truth, rival = np.array([[0.2, 0.8], [0.7, 0.3]]), np.array([[0.4, 0.6], [0.5, 0.5]])
    needed = round(cases_needed(truth, rival))
    rng = np.random.default_rng(1)
    rows = rng.integers(0, 2, size=(4000, needed))
    y = (rng.random(rows.shape) < truth[rows, 1]).astype(int)
    lead = (np.log(truth[rows, y]) - np.log(rival[rows, y])).sum(axis=1)

    assert lead.mean() / lead.std() == pytest.approx(2.0, abs=0.08)


def test_predictions_that_do_not_match_the_outcomes_are_refused() -> None:
    with pytest.raises(InvalidSpecification, match="scored against 3 outcomes"):
        log_scores(np.full((2, 2), 0.5), np.array([0, 1, 1]))
    with pytest.raises(InvalidSpecification, match="do not sum to 1"):
        ranked_probability_scores(np.full((2, 2), 0.6), np.array([0, 1]))
