"""Modes and curvatures of a stack of log densities by damped Newton steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.inference.status import Status
from gaiatsu.inference.targets import Differentiable, Target

__all__ = ["Laplace", "laplace", "maximize"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_FIRST_DAMPING = 1e-3
_LARGEST_DAMPING = 1e12
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Laplace:
    """Normal approximations of a stack of posteriors at their modes.

    Parameters
    ----------
    mode
        Maximum of each log density, (problem, parameter).
    factor
        A with A A' = covariance, (problem, parameter, parameter).
    log_density
        Value at the mode, (problem,).
    log_evidence
        Laplace's approximation of the log integral, (problem,).
    iterations
        Newton steps taken, (problem,).
    status
        How each search ended.
    """

    mode: FloatArray
    factor: FloatArray
    log_density: FloatArray
    log_evidence: FloatArray
    iterations: IntArray
    status: tuple[Status, ...]


def maximize(
    target: Differentiable, *, start: FloatArray | None = None, tolerance: float = 1e-9, steps: int = 100
) -> tuple[FloatArray, FloatArray, IntArray, tuple[Status, ...]]:
    """Find the maximum of every log density of a stack at once.

    Newton's step is damped towards the gradient (Levenberg-Marquardt) wherever it does not raise the log
    density, so that directions in which the density is not curved downwards do no harm.

    Parameters
    ----------
    target
        The stack.
    start
        Where to begin, (problem, parameter); the origin when left out.
    tolerance
        The search ends when half the squared Newton decrement falls below this.
    steps
        Largest number of steps.

    Returns
    -------
    tuple
        Modes (problem, parameter), Hessians there, steps taken, statuses.
    """
    points = (
        np.zeros((target.problems, target.dimension)) if start is None else np.array(start, dtype=np.float64)
    )
    everything = np.arange(target.problems)
    value, gradient, hessian = (np.array(part) for part in target.derivatives(points, everything))
    finite = _whole(value, gradient, hessian)
    damping = np.full(target.problems, _FIRST_DAMPING)
    done = ~finite
    count = np.zeros(target.problems, dtype=np.int64)
    for _ in range(steps):  # sanctioned solver loop
        active = np.flatnonzero(~done)
        if not active.size:
            break
        step, gain = _damped_step(gradient[active], hessian[active], damping[active])
        moved = points[active] + step
        with np.errstate(all="ignore"):  # a step that is too long may overflow; it is refused below
            new_value, new_gradient, new_hessian = target.derivatives(moved, active)
        better = (
            _whole(new_value, new_gradient, new_hessian)
            & (new_value >= value[active] - _ROUNDING * np.abs(value[active]))
            & (gain >= 0)
        )
        kept = active[better]
        points[kept], value[kept] = moved[better], new_value[better]
        gradient[kept], hessian[kept] = new_gradient[better], new_hessian[better]
        damping[active] = np.where(better, damping[active] * 0.1, damping[active] * 10.0)
        count[active] += 1
        done[active] = better & (0.5 * gain < tolerance) | (damping[active] > _LARGEST_DAMPING)
    status = tuple(_status(*parts) for parts in zip(finite, gradient, hessian, strict=True))
    return points, hessian, count, status


def laplace(target: Target, *, start: FloatArray | None = None) -> Laplace:
    """Approximate every posterior of a stack by a normal law at its mode.

    Parameters
    ----------
    target
        The stack.
    start
        Where the search for the modes begins; the origin when left out.

    Returns
    -------
    Laplace
        Modes, factors of the covariances, log evidences, statuses.

    References
    ----------
    tierney_kadane1986

    Examples
    --------
    >>> from gaiatsu.inference.targets import AutomaticTarget
    >>> approximation = laplace(AutomaticTarget(lambda z: -0.5 * (z[0] - 2.0) ** 2, 1, ()))
    >>> round(float(approximation.mode[0, 0]), 6), round(float(approximation.log_evidence[0]), 6)
    (2.0, 0.918939)
    """
    mode, hessian, count, status = maximize(target, start=start)
    value = target.log_density(mode[:, None, :], np.arange(target.problems))[:, 0]
    factor = np.stack([_factor(matrix) for matrix in hessian])
    log_scale = np.log(np.abs(np.diagonal(factor, axis1=1, axis2=2))).sum(axis=1)
    evidence = value + 0.5 * target.dimension * np.log(2 * np.pi) + log_scale
    return Laplace(mode, factor, value, evidence, count, status)


def _whole(value: FloatArray, gradient: FloatArray, hessian: FloatArray) -> NDArray[np.bool_]:
    """Whether a value has come with all its derivatives; at a jump it may not."""
    slopes = np.isfinite(gradient).all(axis=1) & np.isfinite(hessian).all(axis=(1, 2))
    return np.asarray(np.isfinite(value) & slopes)


def _damped_step(
    gradient: FloatArray, hessian: FloatArray, damping: FloatArray
) -> tuple[FloatArray, FloatArray]:
    size = gradient.shape[1]
    scale = np.maximum(np.abs(np.diagonal(hessian, axis1=1, axis2=2)), _ROUNDING)
    matrix = -hessian + (damping[:, None] * scale)[:, :, None] * np.eye(size)
    step = _solve(matrix, gradient)
    return step, np.einsum("pd,pd->p", gradient, step)


def _solve(matrix: FloatArray, vector: FloatArray) -> FloatArray:
    try:
        return np.asarray(np.linalg.solve(matrix, vector[..., None])[..., 0], dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.asarray(np.einsum("pij,pj->pi", np.linalg.pinv(matrix), vector), dtype=np.float64)


def _status(finite: bool, gradient: FloatArray, hessian: FloatArray) -> Status:
    if not finite:
        return Status.NOT_FINITE
    curvature = np.linalg.eigvalsh(-hessian)
    if curvature[0] <= 1e-10 * max(float(curvature[-1]), _ROUNDING):
        return Status.NOT_IDENTIFIED
    decrement = float(gradient @ np.linalg.solve(-hessian, gradient))
    return Status.CONVERGED if decrement < 1e-6 else Status.NOT_CONVERGED


def _factor(hessian: FloatArray) -> FloatArray:
    """Triangular A with A A' = inverse of minus the Hessian; flat directions are given unit curvature."""
    curvature = -hessian if np.isfinite(hessian).all() else np.eye(len(hessian))
    try:
        return np.asarray(np.linalg.inv(np.linalg.cholesky(curvature)).T, dtype=np.float64)
    except np.linalg.LinAlgError:
        values, vectors = np.linalg.eigh(curvature)
        values = np.where(values > 1e-8 * max(float(np.abs(values).max()), _ROUNDING), values, 1.0)
        return np.asarray(np.linalg.qr((vectors / np.sqrt(values)).T)[1].T, dtype=np.float64)
