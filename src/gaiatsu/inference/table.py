"""Priors of many parameters, and of many problems, as columns of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.special
from numpy.typing import NDArray

from gaiatsu.inference.priors import FAMILIES, Prior, constrain_column, normal_density, tail_masses
from gaiatsu.numerics.special import Array, log_expit, namespace

__all__ = ["PriorTable"]

FloatArray = NDArray[np.float64]
_HALF_LOG_2PI = 0.5 * np.log(2 * np.pi)


@dataclass(frozen=True, eq=False)
class PriorTable:
    """Priors of a stack of problems, one row a problem and one column a parameter.

    Parameters
    ----------
    family
        Index into the six families, (problem, parameter).
    first, second
        Parameters of the laws, (problem, parameter).
    below, above
        Mass cut off at either end, (problem, parameter).
    """

    family: NDArray[np.int64]
    first: FloatArray
    second: FloatArray
    below: FloatArray
    above: FloatArray

    @classmethod
    def of(cls, rows: Sequence[Sequence[Prior]]) -> PriorTable:
        """Gather prior records, one sequence a problem."""
        family = np.array([[FAMILIES.index(prior.family) for prior in row] for row in rows])
        first = np.array([[prior.first for prior in row] for row in rows], dtype=np.float64)
        second = np.array([[prior.second for prior in row] for row in rows], dtype=np.float64)
        tails = np.array([[tail_masses(prior) for prior in row] for row in rows], dtype=np.float64)
        return cls(family, first, second, tails[..., 0], tails[..., 1])

    def rows(self, index: NDArray[np.int64]) -> PriorTable:
        """Select the problems named by ``index``."""
        return PriorTable(
            self.family[index], self.first[index], self.second[index], self.below[index], self.above[index]
        )

    def constrain(self, z: Array) -> Array:
        """Parameters that belong to unconstrained values (problem, ..., parameter)."""
        xp = namespace(z)
        return xp.stack([self._column(z, j) for j in range(self.family.shape[1])], axis=-1)

    def log_density(self, z: Array) -> Array:
        """Log density of unconstrained values, summed over parameters."""
        xp = namespace(z)
        size = self.family.shape[1]
        is_beta = self.family == FAMILIES.index("beta")
        value = -0.5 * xp.sum(z**2, axis=-1) - size * _HALF_LOG_2PI
        for j in np.flatnonzero(is_beta.any(axis=0)):
            a, b = self._spread(self.first[:, j], z), self._spread(self.second[:, j], z)
            mask = self._spread(is_beta[:, j], z)
            column = z[..., int(j)]
            law = a * log_expit(column) + b * log_expit(-column) - scipy.special.betaln(abs(a), abs(b))
            value = value + xp.where(mask, law + 0.5 * column**2 + _HALF_LOG_2PI, 0.0)
        return value

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Draw parameters from the priors, (problem, draw, parameter)."""
        problems, size = self.family.shape
        z = rng.standard_normal((problems, draws, size))
        for problem, j in np.argwhere(self.family == FAMILIES.index("beta")):
            share = rng.beta(self.first[problem, j], self.second[problem, j], draws)
            z[problem, :, j] = scipy.special.logit(share)
        return np.asarray(self.constrain(z), dtype=np.float64)

    def derivatives(self, z: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """First and second derivatives, at one point a problem, of the map and of the log density.

        Parameters
        ----------
        z
            Unconstrained values, (problem, parameter).

        Returns
        -------
        tuple
            x', x'', and the gradient and diagonal Hessian of the log density, each (problem, parameter).
        """
        x = np.asarray(self.constrain(z))
        slope, bend = self.second.copy(), np.zeros_like(z)
        gradient, curvature = -z, -np.ones_like(z)
        for name, parts in _DERIVATIVES.items():
            mask = self.family == FAMILIES.index(name)
            if mask.any():
                mass = 1.0 - self.below[mask] - self.above[mask]
                at = _Point(z[mask], x[mask], self.first[mask], self.second[mask], mass)
                slope[mask], bend[mask] = parts(at)
        mask = self.family == FAMILIES.index("beta")
        a, b, x_beta = self.first[mask], self.second[mask], x[mask]
        gradient[mask] = a * (1.0 - x_beta) - b * x_beta
        curvature[mask] = -(a + b) * x_beta * (1.0 - x_beta)
        return slope, bend, gradient, curvature

    def _column(self, z: Array, j: int) -> Array:
        families = np.unique(self.family[:, j])
        row = [self._spread(array[:, j], z) for array in (self.first, self.second, self.below, self.above)]
        columns = [(FAMILIES[code], self._spread(self.family[:, j] == code, z)) for code in families]
        value = constrain_column(columns[0][0], z[..., j], (row[0], row[1], row[2], row[3]))
        xp = namespace(z)
        for name, mask in columns[1:]:
            value = xp.where(mask, constrain_column(name, z[..., j], (row[0], row[1], row[2], row[3])), value)
        return value

    @staticmethod
    def _spread(array: NDArray[np.generic], z: Array) -> NDArray[np.generic]:
        return array.reshape(array.shape + (1,) * (z.ndim - 2))


@dataclass(frozen=True, eq=False)
class _Point:
    """Where a map is differentiated: unconstrained and constrained values, and the law's parameters."""

    z: FloatArray
    x: FloatArray
    first: FloatArray
    second: FloatArray
    mass: FloatArray


def _truncated(at: _Point) -> tuple[FloatArray, FloatArray]:
    score = (at.x - at.first) / at.second
    slope = at.mass * at.second * np.exp(0.5 * (score**2 - at.z**2))
    return slope, slope * (slope * score / at.second - at.z)


def _uniform(at: _Point) -> tuple[FloatArray, FloatArray]:
    slope = (at.second - at.first) * normal_density(at.z)
    return slope, -at.z * slope


def _log_normal(at: _Point) -> tuple[FloatArray, FloatArray]:
    return at.second * at.x, at.second**2 * at.x


def _beta(at: _Point) -> tuple[FloatArray, FloatArray]:
    slope = at.x * (1.0 - at.x)
    return slope, slope * (1.0 - 2.0 * at.x)


_DERIVATIVES = {
    "half_normal": _truncated,
    "truncated_normal": _truncated,
    "log_normal": _log_normal,
    "beta": _beta,
    "uniform": _uniform,
}
