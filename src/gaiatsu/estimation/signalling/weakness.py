"""Directions of the coefficients that the data hardly see, and estimates that run to infinity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.maximum import regressor_scales

__all__ = ["Runaway", "WeakDirection", "runaway", "weak_coefficients", "weak_directions"]

FloatArray = NDArray[np.float64]

LEAST_INFORMATION: Final = 0.25
"""Information about a direction, in standardized regressors, below which it counts as weakly identified.

Payoffs are in standard deviations of the private shocks. At this information the standard error along the
direction is 2, so that a 95 % interval spans 8: from hardly ever to nearly always.
"""

SHARE_OF_VARIANCE: Final = 0.5
VISIBLE: Final = 0.15
FLAT: Final = 1e-3
FAR: Final = 30.0


@dataclass(frozen=True)
class WeakDirection:
    """A direction of the coefficients about which the data say little.

    Parameters
    ----------
    information
        Curvature of the log likelihood along it, in standardized regressors.
    weights
        Coefficients that make it up and their weights, greatest first; weights below .15 are left out.
    """

    information: float
    weights: tuple[tuple[str, float], ...]

    @property
    def standard_error(self) -> float:
        """Standard error along the direction, in standard deviations of the shocks."""
        return float(1.0 / np.sqrt(self.information)) if self.information > 0.0 else float("inf")

    def __str__(self) -> str:
        parts = [f"{name} ({weight:+.2f})" for name, weight in self.weights]
        listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
        verb = "is" if len(parts) == 1 else "are, along one line,"
        return f"{listed} {verb} weakly identified: the standard error along it is {self.standard_error:.1f}."


@dataclass(frozen=True)
class Runaway:
    """A direction in which the likelihood does not fall, so that estimates are infinite.

    Parameters
    ----------
    names
        Coefficients that run away.
    length
        How far it was followed, in standardized regressors.
    fall
        What the log likelihood lost on the way.
    """

    names: tuple[str, ...]
    length: float
    fall: float

    def __str__(self) -> str:
        listed = ", ".join(self.names)
        return (
            f"The regressors sort some outcome without error: the log likelihood falls by {self.fall:.1g} "
            f"only when {listed} move by {self.length:g} standard deviations, so that estimates are infinite."
        )


def weak_directions(design: GameDesign, hessian: FloatArray) -> tuple[WeakDirection, ...]:
    """Find the directions about which a likelihood says little.

    A small standard error of one coefficient tells nothing about a sum of two. Where the target's payoffs
    from conceding and from war rise together no outcome changes by much, and every channel that enters one
    of them is read off the other.

    Parameters
    ----------
    design
        Counts and regressors.
    hessian
        Second derivatives of the log likelihood at its maximum.

    Returns
    -------
    tuple of WeakDirection
        Weakest first; empty where every direction carries enough information.

    Notes
    -----
    Eigenvectors of the information with every regressor scaled to a root mean square of 1. Their weights
    have the sign that makes the greatest positive.

    References
    ----------
    belsley1980
    """
    values, vectors = _spectrum(design, hessian)
    found = []
    for value, vector in zip(values, vectors.T, strict=True):
        if value < LEAST_INFORMATION:
            turned = vector * np.sign(vector[abs(vector).argmax()])
            order = np.argsort(-abs(turned))
            weights = [(design.names[i], float(turned[i])) for i in order if abs(turned[i]) >= VISIBLE]
            found.append(WeakDirection(float(value), tuple(weights)))
    return tuple(found)


def weak_coefficients(design: GameDesign, hessian: FloatArray) -> tuple[str, ...]:
    r"""Name the coefficients whose variance is mostly that of weakly identified directions.

    Parameters
    ----------
    design
        Counts and regressors.
    hessian
        Second derivatives of the log likelihood at its maximum.

    Returns
    -------
    tuple of str
        For these a table prints profile intervals and no stars.

    Notes
    -----
    With eigenvalues :math:`\lambda_i` and vectors :math:`v_i`, coefficient ``j`` is named where
    :math:`\sum_{weak} v_{ij}^2/\lambda_i` exceeds half of :math:`\sum_i v_{ij}^2/\lambda_i`.

    References
    ----------
    belsley1980
    """
    values, vectors = _spectrum(design, hessian)
    floor = max(float(abs(values).max()) * 1e-14, 1e-300)
    parts = vectors**2 / np.maximum(values, floor)
    share = parts[:, values < LEAST_INFORMATION].sum(axis=1) / parts.sum(axis=1)
    return tuple(name for name, part in zip(design.names, share, strict=True) if part > SHARE_OF_VARIANCE)


def runaway(
    design: GameDesign,
    coefficients: FloatArray,
    hessian: FloatArray,
    *,
    value: Callable[[FloatArray], float],
) -> Runaway | None:
    """Look for a direction in which the likelihood does not fall however far one goes.

    Parameters
    ----------
    design
        Counts and regressors.
    coefficients
        Where a search ended.
    hessian
        Second derivatives there.
    value
        The log likelihood (or pseudo-likelihood) of any coefficients; minus infinity out of range.

    Returns
    -------
    Runaway or None
        None where the likelihood falls along every direction that carries little information.

    Notes
    -----
    Maximization stops where gains get small, and takes that for a maximum. Here each weakly identified
    direction, and each such coefficient alone, is followed to 30 standard deviations both ways; a fall
    below .001 counts as none.

    References
    ----------
    albert_anderson1984
    """
    scale = regressor_scales(design)
    values, vectors = _spectrum(design, hessian)
    weak = weak_coefficients(design, hessian)
    axes = [np.eye(scale.size)[design.names.index(name)] for name in weak]
    top = value(coefficients)
    for vector in [*vectors.T[values < LEAST_INFORMATION], *axes]:
        for sign in (1.0, -1.0):
            fall = _fall(value, coefficients, sign * vector / scale, top=top)
            if fall < FLAT:
                names = [n for n, w in zip(design.names, vector, strict=True) if abs(w) >= VISIBLE]
                return Runaway(tuple(names), FAR, max(fall, 0.0))
    return None


def _fall(
    value: Callable[[FloatArray], float], point: FloatArray, direction: FloatArray, *, top: float
) -> float:
    """Greatest fall of the log likelihood along a line, tried at growing distances."""
    worst = 0.0
    for length in (1.0, 3.0, 10.0, FAR):
        worst = max(worst, top - value(point + length * direction))
        if worst >= FLAT:
            break
    return worst


def _spectrum(design: GameDesign, hessian: FloatArray) -> tuple[FloatArray, FloatArray]:
    scale = regressor_scales(design)
    values, vectors = np.linalg.eigh(-hessian / np.outer(scale, scale))
    return np.asarray(values), np.asarray(vectors)
