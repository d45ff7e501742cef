"""Who is at the top."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.context.elites import OCCUPATION_END
from gaiatsu.theory.norm_change.seniority import (
    half_weight_date,
    mean_identity,
    senior_weight,
    seniority_weights,
)


@pytest.mark.parametrize(("year", "weight"), [(1985.0, 0.42), (1990.0, 0.05)])
def test_the_occupation_cohort_at_the_dates_the_theory_names(year: float, weight: float) -> None:
    assert round(float(senior_weight(OCCUPATION_END, year, mean=32.0, spread=3.5)), 2) == weight


def test_its_weight_falls_below_one_half_in_april_1984() -> None:
    date = half_weight_date(OCCUPATION_END, mean=32.0)

    assert 1984.25 < date < 1984.34
    assert senior_weight(OCCUPATION_END, date, mean=32.0, spread=3.5) == pytest.approx(0.5)


def test_the_weight_against_simulated_careers(rng: np.random.Generator) -> None:
    """Careers that start evenly over the years and reach the top when their kernel says."""
    entry = rng.uniform(1900.0, 2000.0, 2_000_000)
    top = entry + rng.normal(32.0, 3.5, entry.size)
    there = (top > 1984.5) & (top < 1985.5)

    simulated = np.mean(entry[there] < OCCUPATION_END)
    assert senior_weight(OCCUPATION_END, 1985.0, mean=32.0, spread=3.5) == pytest.approx(simulated, abs=0.01)


def test_cohort_weights_sum_to_one_and_agree_with_the_cumulative_weight() -> None:
    edges = np.asarray([1920.0, OCCUPATION_END, 1960.0, 1970.0, 1980.0])
    dates = np.asarray([1978.0, 1985.0, 1990.0])
    weights = seniority_weights(edges, dates, mean=32.0, spread=3.5)

    np.testing.assert_allclose(weights.sum(axis=-1), 1.0)
    np.testing.assert_allclose(
        weights[:, 0], senior_weight(OCCUPATION_END, dates, mean=32.0, spread=3.5), rtol=1e-9
    )


def test_a_cohort_that_has_not_entered_has_no_weight() -> None:
    edges = np.asarray([1920.0, 1952.0, 1970.0, 1980.0, 1990.0])
    weights = seniority_weights(edges, np.asarray([1975.0]), mean=5.0, spread=8.0)

    assert weights[0, 3] == 0.0
    assert weights[0, 2] > 0.0


def test_kernels_may_differ_by_draw() -> None:
    weights = seniority_weights(
        np.asarray([1920.0, 1952.0, 1970.0]),
        np.asarray([1985.0, 1990.0]),
        mean=np.asarray([32.0, 40.0])[:, None, None],
        spread=np.full((2, 1, 1), 3.5),
    )

    assert weights.shape == (2, 2, 2)
    assert weights[1, 0, 0] > weights[0, 0, 0]


def test_hierarchy_is_the_weighted_mean() -> None:
    assert mean_identity(np.asarray([0.25, 0.75]), np.asarray([0.8, 0.4])) == pytest.approx(0.5)
