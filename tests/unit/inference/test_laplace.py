from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from gaiatsu.inference.laplace import laplace, maximize
from gaiatsu.inference.status import Status
from gaiatsu.inference.targets import AutomaticTarget

COVARIANCE = np.array([[1.0, 0.6], [0.6, 2.0]])


def quartic(z: Any, m: Any) -> Any:
    """A log density that is flat at the top and skewed."""
    return -0.2 * (z[0] - m[0]) ** 4 - 0.1 * (z[0] - m[0]) ** 2 - (z[1] + 0.3 * z[0] ** 2 - m[1]) ** 2


def two_peaks(z: Any, m: Any) -> Any:
    """Not curved downwards between its peaks, at plus and minus three."""
    import jax.numpy as jnp

    return jnp.logaddexp(-0.5 * jnp.sum((z - 3.0) ** 2), m[0] - 0.5 * jnp.sum((z + 3.0) ** 2))


def test_a_normal_law_is_its_own_approximation(gaussian: Any) -> None:
    result = laplace(gaussian(np.array([[1.0, -2.0], [0.0, 5.0]]), COVARIANCE, level=3.0))

    np.testing.assert_allclose(result.mode, [[1.0, -2.0], [0.0, 5.0]], atol=1e-6)
    np.testing.assert_allclose(result.factor @ np.swapaxes(result.factor, 1, 2), [COVARIANCE] * 2, rtol=1e-9)
    np.testing.assert_allclose(result.log_evidence, 3.0, atol=1e-9)
    assert result.status == (Status.CONVERGED, Status.CONVERGED)


def test_modes_are_those_of_scipy() -> None:
    means = np.random.default_rng(2).normal(size=(6, 2)) * 3
    mode, _, _, status = maximize(AutomaticTarget(quartic, 2, (means,)))

    for problem, mean in enumerate(means):
        peer = minimize(lambda z, m=mean: -quartic(z, m), np.zeros(2), method="BFGS", options={"gtol": 1e-10})
        np.testing.assert_allclose(mode[problem], peer.x, atol=2e-4)
    assert set(status) == {Status.CONVERGED}


def test_a_start_between_two_peaks_still_climbs_to_one() -> None:
    mode, _, _, status = maximize(
        AutomaticTarget(two_peaks, 2, (np.array([[-0.5]]),)), start=np.full((1, 2), 0.05)
    )

    np.testing.assert_allclose(np.abs(mode), 3.0, atol=1e-3)
    assert status == (Status.CONVERGED,)


def test_a_flat_direction_is_called_not_identified() -> None:
    result = laplace(AutomaticTarget(lambda z, m: -((z[0] + z[1] - m[0]) ** 2), 2, (np.ones((1, 1)),)))

    assert result.status == (Status.NOT_IDENTIFIED,)
    assert np.isfinite(result.factor).all()


def test_a_density_without_a_value_at_the_start_says_so() -> None:
    _, _, _, status = maximize(AutomaticTarget(lambda z, m: -(m[0] / z[0]), 1, (np.ones((1, 1)),)))

    assert status == (Status.NOT_FINITE,)


def test_too_few_steps_are_called_not_converged() -> None:
    target = AutomaticTarget(quartic, 2, (np.array([[40.0, -30.0]]),))
    _, _, count, status = maximize(target, steps=2)

    assert status == (Status.NOT_CONVERGED,)
    assert count.tolist() == [2]


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_the_search_does_not_depend_on_units(gaussian: Any, scale: float) -> None:
    mode, _, count, _ = maximize(gaussian(np.array([[scale, -scale]]), COVARIANCE * scale**2))

    np.testing.assert_allclose(mode, [[scale, -scale]], rtol=1e-4)
    assert count[0] < 10


def test_a_step_to_where_the_density_has_no_slope_is_refused() -> None:
    """The top at 0 is seen from 3 only past a place without derivatives, as at a jump of a likelihood."""

    class Broken:
        problems, dimension = 1, 1

        def log_density(self, points: Any, index: Any) -> Any:
            return -0.5 * points[..., 0] ** 2

        def derivatives(self, points: Any, index: Any) -> Any:
            there = points[:, 0]
            slope = np.where(there < 1.0, np.nan, -there)
            return -0.5 * there**2, slope[:, None], np.full((1, 1, 1), -1.0)

        def potential(self, problem: int) -> Any:
            raise NotImplementedError

    mode, _, _, status = maximize(Broken(), start=np.array([[3.0]]))
    assert mode[0, 0] >= 1.0
    assert status == (Status.NOT_CONVERGED,)


def test_a_curvature_of_many_sizes_and_a_saddle_has_a_factor_all_the_same() -> None:
    turn = np.linalg.qr(np.random.default_rng(1).standard_normal((4, 4)))[0]
    curvature = (turn * np.array([1e17, 1e9, 3.0, -2.0])) @ turn.T
    target = AutomaticTarget(lambda z: -0.5 * z @ curvature @ z, 4, ())
    found = laplace(target)

    assert found.status == (Status.NOT_IDENTIFIED,)
    assert np.isfinite(found.factor).all()
    assert (np.triu(found.factor[0], 1) == 0.0).all() or (np.tril(found.factor[0], -1) == 0.0).all()
