"""Scales of several indicators, and slopes whose outcomes are partly unknown."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.scales import coefficient_alpha, mean_of_known, slope_bounds, standardized


def test_bounds_equal_the_extremes_over_every_filling(rng: np.random.Generator) -> None:
    term, controls = rng.normal(size=12), rng.normal(size=(12, 2))
    outcomes = (rng.random(12) < 0.5).astype(float)
    outcomes[[1, 4, 7, 9]] = np.nan
    design = np.column_stack([np.ones(12), term, controls])
    slopes = []
    for filling in product((0.0, 1.0), repeat=4):
        filled = outcomes.copy()
        filled[np.isnan(filled)] = filling
        slopes.append(np.linalg.lstsq(design, filled, rcond=None)[0][1])

    assert slope_bounds(outcomes, term, controls) == pytest.approx((min(slopes), max(slopes)))


def test_bounds_meet_where_every_outcome_is_known(rng: np.random.Generator) -> None:
    term = rng.normal(size=20)
    low, high = slope_bounds((rng.random(20) < 0.5).astype(float), term, rng.normal(size=(20, 1)))

    assert low == pytest.approx(high)


def test_a_term_that_the_controls_determine_has_no_slope() -> None:
    with pytest.raises(InvalidSpecification, match="no variation left"):
        slope_bounds([0.0, 1.0, 1.0], [1.0, 2.0, 3.0], [[2.0], [4.0], [6.0]])


def test_alpha_recovers_the_reliability_of_parallel_items() -> None:
    rng = np.random.default_rng(7)
    truth = rng.normal(size=20_000)
    items = truth[:, None] + rng.normal(size=(20_000, 4))

    assert coefficient_alpha(items) == pytest.approx(4 / 5, abs=0.01)


def test_alpha_equals_the_formula_in_correlations(rng: np.random.Generator) -> None:
    items = rng.normal(size=(50, 3)) + rng.normal(size=(50, 1))
    covariance = np.cov(items.T)

    assert coefficient_alpha(items) == pytest.approx(1.5 * (1 - np.trace(covariance) / covariance.sum()))


def test_alpha_is_not_a_number_where_nothing_can_be_compared() -> None:
    assert np.isnan(coefficient_alpha([[1.0], [2.0]]))
    assert np.isnan(coefficient_alpha([[1.0, np.nan], [2.0, 1.0]]))
    assert np.isnan(coefficient_alpha([[1.0, 2.0], [1.0, 2.0]]))


def test_standardizing_leaves_gaps_and_constants_alone() -> None:
    assert standardized([2.0, 2.0]).tolist() == [0.0, 0.0]
    assert np.isnan(standardized([1.0, np.nan, 2.0])[1])


def test_a_case_without_any_indicator_has_no_mean() -> None:
    assert np.isnan(mean_of_known([[np.nan, np.nan]])[0])
