from __future__ import annotations

from typing import Any

import numpy as np

from gaiatsu.inference.targets import AutomaticTarget

MEANS = np.array([[0.0, 1.0], [2.0, -1.0]])


def bowl(z: Any, m: Any) -> Any:
    """A log density with known derivatives."""
    return -((z[0] - m[0]) ** 2) - 3.0 * (z[1] - m[1]) ** 2 + z[0] * z[1]


def test_derivatives_are_exact() -> None:
    target = AutomaticTarget(bowl, 2, (MEANS,))
    points = np.array([[0.5, 0.5], [1.0, 2.0]])
    value, gradient, hessian = target.derivatives(points, np.array([0, 1]))

    np.testing.assert_allclose(value, [bowl(z, m) for z, m in zip(points, MEANS, strict=True)])
    np.testing.assert_allclose(gradient, [[-0.5, 3.5], [4.0, -17.0]])
    np.testing.assert_allclose(hessian, [[[-2.0, 1.0], [1.0, -6.0]]] * 2)


def test_the_index_chooses_the_problem() -> None:
    target = AutomaticTarget(bowl, 2, (MEANS,))
    point = np.array([[[0.3, 0.7]]])

    assert target.log_density(point, np.array([1]))[0, 0] == bowl(point[0, 0], MEANS[1])
    assert float(target.potential(1)(point[0, 0])) == -bowl(point[0, 0], MEANS[1])


def test_a_density_without_data_is_a_stack_of_one() -> None:
    target = AutomaticTarget(lambda z: -(z**2).sum(), 3, ())

    assert target.problems == 1
    assert target.log_density(np.ones((1, 2, 3)), np.array([0])).tolist() == [[-3.0, -3.0]]
