"""A bent ridge is followed, its map is a change of variables, and its law is the marginal one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from gaiatsu.inference.bridge import bridge
from gaiatsu.inference.laplace import laplace
from gaiatsu.inference.ridge import Ridge, Straight, follow_ridge
from gaiatsu.inference.targets import AutomaticTarget

SKEW = 0.4


def _bent(z):
    """A skewed law along the first axis, and a normal law around a parabola across it."""
    import jax.numpy as jnp

    along = -(jnp.exp(SKEW * z[0]) - 1.0 - SKEW * z[0]) / SKEW**2 / 4.0
    across = -0.5 * ((z[1] - 0.3 * z[0] ** 2) ** 2 + (z[2] + 0.2 * z[0]) ** 2) / 0.3**2
    return along + across


@pytest.fixture(scope="module")
def target() -> AutomaticTarget:
    return AutomaticTarget(_bent, 3, ())


@pytest.fixture(scope="module")
def ridge(target: AutomaticTarget) -> Ridge:
    found = follow_ridge(target, laplace(target))
    assert found is not None
    return found


def test_scores_of_a_bent_posterior_are_standard_normal(target: AutomaticTarget, ridge: Ridge) -> None:
    w = np.random.default_rng(1).normal(size=(400, 3))
    points, log_jacobian = ridge.points(w)
    ratio = target.log_density(points[None], np.array([0]))[0] + log_jacobian - norm.logpdf(w).sum(axis=1)

    assert np.std(ratio) < 0.02  # one normal law at the mode leaves 1.5 and more
    straight = Straight(*(part[0] for part in (laplace(target).mode, laplace(target).factor)))
    points, log_jacobian = straight.points(w)
    plain = target.log_density(points[None], np.array([0]))[0] + log_jacobian - norm.logpdf(w).sum(axis=1)
    assert np.std(plain) > 1.0


def test_the_jacobian_and_the_gradient_are_those_of_differences(ridge: Ridge) -> None:
    w, width = np.array([[0.7, -0.4, 1.1]]), 1e-6
    direction = np.array([0.3, -1.0, 2.0])

    def value(score: np.ndarray) -> float:
        points, log_jacobian = ridge.points(score)
        return float((points @ direction)[0] + log_jacobian[0])

    steps = width * np.eye(3)
    by_difference = [(value(w + step) - value(w - step)) / (2 * width) for step in steps]
    turn = np.column_stack(
        [(ridge.points(w + s)[0] - ridge.points(w - s)[0])[0] / (2 * width) for s in steps]
    )

    np.testing.assert_allclose(ridge.gradient(w, direction[None])[0], by_difference, rtol=1e-6)
    assert ridge.points(w)[1][0] == pytest.approx(np.log(abs(np.linalg.det(turn))), abs=1e-7)


def test_one_parameter_has_no_ridge() -> None:
    one = AutomaticTarget(lambda z: -0.5 * (z**2).sum(), 1, ())

    assert follow_ridge(one, laplace(one)) is None


def test_a_bridge_between_laws_that_do_not_meet_says_so() -> None:
    rng = np.random.default_rng(2)
    near, far = rng.normal(size=500), rng.normal(30.0, 1.0, 500)

    def ratio(x: np.ndarray) -> np.ndarray:
        return np.asarray(-0.5 * x**2 - norm.logpdf(x, 30.0, 1.0))

    value, _ = bridge(ratio(near), ratio(far), ess=500.0)
    assert abs(value - 0.919) > 1.0  # no estimate at all, which the importance weights' k-hat tells
