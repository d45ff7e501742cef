"""The depth of a concession: grades, their derivatives, and play by simulated targets."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from gaiatsu.theory.crisis_game.depth import log_depths

Z = np.array([-6.0, -1.3, 0.0, 0.7, 3.0, 9.0])
STEPS = np.array([-0.4, 0.3])


def test_grades_are_the_normal_law_between_the_cuts() -> None:
    cuts = np.array([0.0, np.exp(-0.4), np.exp(-0.4) + np.exp(0.3)])
    end = np.column_stack([-Z[:, None] - cuts, np.full(Z.size, -np.inf)])
    low, high = end[:, 1:], end[:, :-1]
    between = np.where(high > 0.0, norm.sf(low) - norm.sf(high), norm.cdf(high) - norm.cdf(low))
    by_hand = between / norm.cdf(-Z[:, None])
    found = np.exp(np.column_stack([grade.value for grade in log_depths(Z, STEPS)]))
    np.testing.assert_allclose(found, by_hand, rtol=1e-9)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-13)


def test_targets_that_draw_their_shock_concede_as_deep_as_the_law_says() -> None:
    margin = -(0.3 + np.random.default_rng(8).standard_normal(400_000))
    cuts = np.cumsum(np.exp(STEPS))
    grade = np.digitize(margin[margin > 0.0], cuts)
    seen = np.bincount(grade, minlength=3) / grade.size
    law = [float(np.exp(part.value[0])) for part in log_depths(np.array([0.3]), STEPS)]
    np.testing.assert_allclose(seen, law, atol=4 * np.sqrt(0.25 / grade.size))


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("grade", range(3))
def test_derivatives_are_those_of_central_differences(place: int, grade: int) -> None:
    width = 1e-5
    ends = []
    for sign in (1.0, -1.0):
        z, steps = Z[:5].copy(), STEPS.copy()
        if place == 0:
            z += sign * width
        else:
            steps[place - 1] += sign * width
        ends.append(log_depths(z, steps)[grade])
    here = log_depths(Z[:5], STEPS)[grade]
    slope = (ends[0].value - ends[1].value) / (2 * width)
    bend = (ends[0].slope - ends[1].slope) / (2 * width)
    np.testing.assert_allclose(here.slope[:, place], slope, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(here.curvature[:, place], bend, rtol=1e-5, atol=1e-7)


def test_far_tails_stay_finite() -> None:
    for grade in log_depths(np.array([-30.0, 30.0]), STEPS):
        assert np.isfinite(grade.value).all()
        assert np.isfinite(grade.slope).all()
        assert np.isfinite(grade.curvature).all()
