"""Extent of a cause's movement."""

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.extent import Periods, extent, idle_fall, movement, weighted_quantile

LATER = np.array([False, False, False, True, True])


def test_the_idle_fall_is_the_largest_over_all_pairs_in_order() -> None:
    values = np.random.default_rng(0).normal(size=12)
    brute = max(values[i] - values[j] for i in range(12) for j in range(i, 12))

    assert idle_fall(values) == pytest.approx(brute)


def test_a_series_that_fell_before_and_stood_still_after_has_a_small_ratio() -> None:
    moved = movement(np.array([8.8, 5.0, 3.3, 3.3, 3.0]), LATER)

    assert moved.across == pytest.approx(17.1 / 3 - 3.15)
    assert moved.idle == pytest.approx(5.5)
    assert moved.ratio < 1.0
    assert moved.spent == 1.0


def test_a_step_between_the_periods_moved_only_there() -> None:
    assert movement(np.array([1.0, 1.0, 1.0, 0.0, 0.0]), LATER).ratio == np.inf


def test_an_uncertain_series_is_spent_in_the_draws_in_which_it_is() -> None:
    draws = np.array([[8.0, 5.0, 3.0, 3.0, 3.0], [1.0, 1.0, 1.0, 0.0, 0.0], [1.0, 1.0, 1.0, 0.0, 0.0]])

    assert movement(draws, LATER).spent == pytest.approx(1 / 3)


def test_a_series_that_rose_moved_the_wrong_way() -> None:
    assert movement(np.array([0.0, 0.0, 0.0, 1.0, 1.0]), LATER).across == -1.0


def test_one_period_has_no_movement_between_periods() -> None:
    with pytest.raises(InvalidSpecification, match="one period"):
        movement(np.ones(3), np.zeros(3, dtype=bool))


def test_a_model_that_reproduces_the_means_implies_the_whole_fall() -> None:
    outcomes = np.array([3, 2, 3, 0, 1])
    expected = np.tile(outcomes.astype(float), (10, 1))

    implied = extent(expected, outcomes, Periods(LATER))

    assert implied.share == pytest.approx(1.0)
    assert implied.enough == 1.0
    assert (implied.low, implied.high) == pytest.approx((implied.observed, implied.observed))


def test_weights_move_the_implied_fall() -> None:
    outcomes = np.array([3, 3, 3, 0, 0])
    expected = np.array([[3.0, 3, 3, 3, 3], [3.0, 3, 3, 0, 0]])

    weighed = extent(expected, outcomes, Periods(LATER), weights=np.array([0.75, 0.25]))
    assert weighed.share == pytest.approx(0.25)
    assert weighed.enough == pytest.approx(0.25)


def test_equal_weights_give_the_inverted_distribution_function() -> None:
    values = np.random.default_rng(5).normal(size=101)

    for probability in (0.05, 0.5, 0.95):
        assert weighted_quantile(values, np.full(101, 1 / 101), probability) == pytest.approx(
            np.quantile(values, probability, method="inverted_cdf")
        )


def test_outcomes_that_did_not_fall_have_no_share() -> None:
    same = extent(np.ones((4, 5)), np.ones(5, int), Periods(LATER))

    assert np.isnan(same.share)


def test_how_much_is_enough_can_be_asked_otherwise() -> None:
    outcomes = np.array([3, 3, 3, 0, 0])
    expected = np.array([[3.0, 3, 3, 2, 2], [3.0, 3, 3, 1, 1]])

    assert extent(expected, outcomes, Periods(LATER)).enough == pytest.approx(0.5)
    assert extent(expected, outcomes, Periods(LATER, required=0.3)).enough == pytest.approx(1.0)
