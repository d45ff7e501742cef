"""Sensitivity to unseen causes and to a poor proxy: published examples, and simulated errors."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.sensitivity import (
    corrected_difference,
    e_value,
    partial_r2,
    predictive_values,
    robustness_value,
)


def test_the_e_values_of_the_published_example() -> None:
    found = e_value(3.9, 1.8, 8.7)  # VanderWeele and Ding (2017), breastfeeding and respiratory death

    assert round(found.estimate, 1) == 7.3
    assert round(found.interval, 1) == 3.0


def test_a_protective_ratio_has_the_e_value_of_its_inverse() -> None:
    assert e_value(0.8, 0.71, 0.91).estimate == pytest.approx(e_value(1 / 0.8, 1 / 0.91, 1 / 0.71).estimate)
    assert e_value(0.8, 0.71, 0.91).interval == pytest.approx(e_value(1 / 0.8, 1 / 0.91, 1 / 0.71).interval)


def test_an_interval_that_contains_one_needs_no_unseen_cause() -> None:
    assert e_value(1.2, 0.9, 1.6).interval == 1.0


@pytest.mark.parametrize("ratio", [(0.0, 0.0, 1.0), (2.0, 2.5, 3.0), (-1.0, -2.0, 0.5)])
def test_a_ratio_outside_its_interval_is_refused(ratio: tuple[float, float, float]) -> None:
    with pytest.raises(InvalidSpecification, match="cannot be used"):
        e_value(*ratio)


def test_the_robustness_values_of_the_published_example() -> None:
    t = 0.097316 / 0.023257  # Cinelli and Hazlett (2020), Darfur: .139, .076, partial R2 .022

    assert robustness_value(t, 783) == pytest.approx(0.1388, abs=5e-4)
    assert robustness_value(t, 783, critical=1.963) == pytest.approx(0.0763, abs=5e-4)
    assert partial_r2(t, 783) == pytest.approx(0.0219, abs=5e-4)


def test_a_weak_estimate_has_no_robustness() -> None:
    assert robustness_value(1.0, 100, critical=1.98) == 0.0


@pytest.mark.parametrize(("sensitivity", "specificity"), [(0.8, 0.95), (0.6, 1.0), (1.0, 0.9)])
def test_errors_of_the_proxy_are_put_right(
    sensitivity: float, specificity: float, rng: np.random.Generator
) -> None:
    n = 400_000
    truth = rng.random(n) < 0.3
    marked = np.where(truth, rng.random(n) < sensitivity, rng.random(n) > specificity)
    y = rng.random(n) < np.where(truth, 0.7, 0.4)
    ppv, npv = predictive_values(marked.mean(), sensitivity, specificity)
    found = corrected_difference(
        y[marked].mean(),
        y[~marked].mean(),
        prevalence=marked.mean(),
        sensitivity=sensitivity,
        specificity=specificity,
    )

    assert (ppv, npv) == pytest.approx((truth[marked].mean(), 1 - truth[~marked].mean()), abs=0.01)
    assert found == pytest.approx(0.3, abs=0.015)


def test_errors_that_cannot_have_been_are_no_number() -> None:
    assert np.isnan(predictive_values(0.05, 0.9, 0.8)[0])
    assert np.isnan(corrected_difference(0.9, 0.1, prevalence=0.5, sensitivity=0.6, specificity=0.6))
