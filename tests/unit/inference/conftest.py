"""Log densities with known answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest


@dataclass(frozen=True, eq=False)
class Gaussian:
    """Normal laws with given means and one covariance; the log evidence is ``level``."""

    means: np.ndarray
    covariance: np.ndarray
    level: float = 0.0

    @property
    def problems(self) -> int:
        return len(self.means)

    @property
    def dimension(self) -> int:
        return self.means.shape[1]

    def log_density(self, points: np.ndarray, index: np.ndarray) -> np.ndarray:
        centered = points - self.means[index][:, None, :]
        square = np.einsum("psi,ij,psj->ps", centered, np.linalg.inv(self.covariance), centered)
        return self.level - 0.5 * square - 0.5 * np.linalg.slogdet(2 * np.pi * self.covariance)[1]

    def derivatives(self, points: np.ndarray, index: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        precision = np.linalg.inv(self.covariance)
        gradient = -(points - self.means[index]) @ precision
        hessian = np.broadcast_to(-precision, (len(points), *precision.shape)).copy()
        return self.log_density(points[:, None, :], index)[:, 0], gradient, hessian

    def potential(self, problem: int) -> Callable[[Any], Any]:
        precision, mean = np.linalg.inv(self.covariance), self.means[problem]
        return lambda z: 0.5 * (z - mean) @ precision @ (z - mean)


@pytest.fixture
def gaussian() -> type[Gaussian]:
    """The class of normal laws, to be made with means, covariance and log evidence."""
    return Gaussian
