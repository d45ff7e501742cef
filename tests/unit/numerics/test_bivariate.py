"""The bivariate normal law against quadrature in another variable, SciPy's, and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.bivariate import (
    bivariate_normal_cdf,
    bivariate_normal_log_cdf,
    bivariate_normal_log_gradient,
)
from gaiatsu.numerics.streams import stream

HALF = math.sqrt(0.5)
PLACES, WEIGHTS = np.polynomial.legendre.leggauss(60)


def by_other_integral(h: float, k: float, correlation: float) -> float:
    """Log of the integral of the conditional law over the first variable, in pieces about its peak."""
    spread = math.sqrt(1 - correlation**2)

    def height(x: np.ndarray) -> np.ndarray:
        inner = special.log_ndtr((k - correlation * x) / spread)
        return -0.5 * x * x - 0.5 * math.log(2 * math.pi) + inner

    grid = np.linspace(min(h, k, 0.0) - 60.0, min(h, 40.0), 20001)
    heights = height(grid)
    top = heights.max()
    near = grid[heights > top - 45.0]
    edges = np.linspace(max(near[0] - 0.1, grid[0]), min(h, near[-1] + 0.1), 41)
    half = 0.5 * np.diff(edges)[:, None]
    x = half * (PLACES + 1.0) + edges[:-1, None]
    return float(top + np.log(np.sum(half * WEIGHTS * np.exp(height(x) - top))))


@pytest.mark.parametrize("scale", [1.0, 3.0, 10.0, 25.0])
@pytest.mark.parametrize("correlation", [0.2, HALF, 0.95])
def test_the_law_is_right_to_1e_12_far_into_the_tails(scale: float, correlation: float) -> None:
    ends = stream(1, f"bivariate-{scale}").normal(size=(12, 2)) * scale

    ours = bivariate_normal_log_cdf(ends[:, 0], ends[:, 1], correlation)
    theirs = np.asarray([by_other_integral(h, k, correlation) for h, k in ends])

    np.testing.assert_allclose(np.expm1(ours - theirs), 0.0, atol=1e-12 + 1e-15 * abs(theirs).max())


def test_the_check_sees_an_error_of_2e_12() -> None:
    assert abs(by_other_integral(-3.0, -2.0, HALF) - float(bivariate_normal_log_cdf(-3, -2, HALF))) < 1e-12
    assert abs(by_other_integral(-3.0, -2.0 + 1e-12, HALF) - by_other_integral(-3.0, -2.0, HALF)) > 1e-13


def test_the_law_equals_scipys_where_that_is_accurate() -> None:
    ends = stream(2, "bivariate").normal(size=(40, 2))
    theirs = stats.multivariate_normal([0, 0], [[1, HALF], [HALF, 1]]).cdf(ends)

    np.testing.assert_allclose(bivariate_normal_cdf(ends[:, 0], ends[:, 1], HALF), theirs, atol=1e-10)


def test_the_law_equals_owens_formula_for_equal_ends() -> None:
    h = np.linspace(-4, 4, 33)
    slope = math.sqrt((1 - HALF) / (1 + HALF))

    theirs = special.ndtr(h) - 2 * special.owens_t(h, slope)

    np.testing.assert_allclose(bivariate_normal_cdf(h, h, HALF), theirs, rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize("correlation", [0.0, 0.3, HALF, 0.99])
def test_the_quadrant_has_its_closed_form(correlation: float) -> None:
    expected = 0.25 + math.asin(correlation) / (2 * math.pi)

    assert float(bivariate_normal_cdf(0.0, 0.0, correlation)) == pytest.approx(expected, rel=1e-14)


def test_infinite_ends_leave_the_other_margin() -> None:
    k = np.asarray([-30.0, -1.0, 2.0])

    np.testing.assert_allclose(bivariate_normal_log_cdf(np.inf, k, HALF), special.log_ndtr(k), rtol=1e-15)
    assert (bivariate_normal_cdf(-np.inf, k, HALF) == 0.0).all()


def test_the_two_variables_can_change_places() -> None:
    h, k = stream(3, "bivariate").normal(size=(2, 200)) * 6

    left, right = bivariate_normal_log_cdf(h, k, HALF), bivariate_normal_log_cdf(k, h, HALF)

    np.testing.assert_allclose(left, right, rtol=1e-14, atol=1e-14)


def test_the_gradient_equals_differences() -> None:
    h, k = stream(4, "bivariate").normal(size=(2, 50)) * 3
    step = 1e-5

    by_h, by_k = bivariate_normal_log_gradient(h, k, HALF)

    for found, (dh, dk) in ((by_h, (step, 0.0)), (by_k, (0.0, step))):
        ahead = bivariate_normal_log_cdf(h + dh, k + dk, HALF)
        behind = bivariate_normal_log_cdf(h - dh, k - dk, HALF)
        np.testing.assert_allclose(found, (ahead - behind) / (2 * step), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("correlation", [-0.1, 1.0, math.nan])
def test_a_correlation_out_of_range_is_refused(correlation: float) -> None:
    with pytest.raises(InvalidSpecification, match="at least 0 and below 1"):
        bivariate_normal_cdf(0.0, 0.0, correlation)
