"""Full maximum likelihood: climb from many starts with exact Hessians, and say how many agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.likelihood import Evaluation, evaluate
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.inference.status import Status

__all__ = ["Climb", "Summit", "ascend", "climb", "regressor_scales", "summit"]

FloatArray = NDArray[np.float64]

AGREES: Final = 1e-4
"""Log likelihoods this close are one maximum."""

SMALLEST_GAIN: Final = 1e-8
MOST_STEPS: Final = 150
PATIENCE: Final = 25
"""Evaluations without a gain of `AGREES` after which a climb is taken to stand on a ledge."""


@dataclass(frozen=True, eq=False)
class Climb:
    """Where one start led.

    Parameters
    ----------
    start
        Where it began.
    coefficients
        Where it ended.
    evaluation
        Likelihood, scores and Hessian there.
    steps
        Evaluations of the likelihood.
    status
        Whether the gradient vanished.
    """

    start: str
    coefficients: FloatArray
    evaluation: Evaluation
    steps: int
    status: Status


@dataclass(frozen=True, eq=False)
class Summit:
    """The best of many climbs.

    Parameters
    ----------
    best
        The climb with the greatest likelihood.
    climbs
        All of them.
    """

    best: Climb
    climbs: tuple[Climb, ...]

    @property
    def agreed(self) -> int:
        """Climbs that reached the same likelihood as the best."""
        top = self.best.evaluation.value
        return sum(abs(climb.evaluation.value - top) < AGREES for climb in self.climbs)


def climb(
    design: GameDesign,
    start: FloatArray,
    selection: Selection,
    *,
    name: str = "given",
    enough: float = np.inf,
) -> Climb:
    r"""Climb the likelihood from one start by a trust region with exact second derivatives.

    Parameters
    ----------
    design
        Counts and regressors.
    start
        Coefficients to begin with.
    selection
        Which equilibrium a game is taken to play.
    name
        What the start is called in reports.
    enough
        Log likelihood above which the climb need not go on.

    Returns
    -------
    Climb
        Coefficients, likelihood and status. The likelihood jumps where equilibria appear or vanish, so
        that a climb may stop at a ledge: begin from several starts (`summit`).

    Notes
    -----
    Steps maximize the quadratic model within the region; coefficients are measured by the size of
    their regressors. The end has Newton decrement :math:`\tfrac12 g^T (-H)^{-1} g` below ``1e-8``.

    References
    ----------
    nocedal_wright2006
    """
    return ascend(
        lambda point: evaluate(design, point, selection),
        start,
        name=name,
        scale=regressor_scales(design),
        enough=enough,
    )


def ascend(
    objective: Callable[[FloatArray], Evaluation],
    start: FloatArray,
    *,
    scale: FloatArray,
    name: str = "given",
    enough: float = np.inf,
) -> Climb:
    """Climb any objective that comes with exact first and second derivatives.

    Parameters
    ----------
    objective
        From coefficients to a value, scores by game and the Hessian; minus infinity where it is not defined.
    start
        Coefficients to begin with.
    scale
        Size of each coefficient's regressor: steps are measured in its units.
    name
        What the start is called in reports.
    enough
        Value above which the climb need not go on.

    Returns
    -------
    Climb
        Where it ended, and whether the gradient vanished.

    References
    ----------
    nocedal_wright2006
    """
    seen: dict[bytes, Evaluation] = {}

    def at(point: FloatArray) -> Evaluation:
        key = point.tobytes()
        if key not in seen:
            seen[key] = objective(point / scale)
        return seen[key]

    point, here = start * scale, at(start * scale)
    if not np.isfinite(here.value):
        return Climb(name, start, here, 1, Status.NOT_FINITE)
    radius, marks = 1.0, [here.value]
    while len(marks) < MOST_STEPS:
        gradient, hessian = here.gradient / scale, here.hessian / np.outer(scale, scale)
        if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            return Climb(name, point / scale, here, len(seen), Status.NOT_CONVERGED)
        step, promised = _step(gradient, hessian, radius)
        if promised < SMALLEST_GAIN and _concave(hessian):
            return Climb(name, point / scale, here, len(seen), Status.CONVERGED)
        stuck = len(marks) > PATIENCE and here.value - marks[-PATIENCE] < AGREES
        if stuck or radius < 1e-10 or here.value > enough:
            break
        there = at(point + step)
        kept = (there.value - here.value) / promised if np.isfinite(there.value) else -1.0
        length = float(np.linalg.norm(step))
        radius = 0.25 * length if kept < 0.25 else max(radius, 2.5 * length) if kept > 0.7 else radius
        if kept > 1e-4:
            point, here = point + step, there
        marks.append(here.value)
    return Climb(name, point / scale, here, len(seen), Status.NOT_CONVERGED)


def summit(design: GameDesign, starts: Iterator[tuple[str, FloatArray]], selection: Selection) -> Summit:
    """Climb from every start and keep the best of those that arrived, or the best where none did.

    Where each game plays its likeliest equilibrium, payoffs that run away can raise the likelihood without
    end; a search that did not arrive is listed, not believed.

    Parameters
    ----------
    design
        Counts and regressors.
    starts
        Names and coefficients.
    selection
        Which equilibrium a game is taken to play.

    Returns
    -------
    Summit
        Best climb, and all of them.
    """
    climbs = tuple(climb(design, start, selection, name=name) for name, start in starts)
    return Summit(max(climbs, key=lambda found: (found.status.ok, found.evaluation.value)), climbs)


def regressor_scales(design: GameDesign) -> FloatArray:
    """Root mean square of the regressor of each coefficient; 1 for a regressor that is always 0."""
    columns = [np.sqrt((block**2).mean(axis=0)) for block in design.blocks]
    size = np.concatenate([*columns, np.ones(len(design.names) - sum(map(len, columns)))])
    return np.where(size > 0.0, size, 1.0)


def _concave(hessian: FloatArray) -> bool:
    return bool(np.linalg.eigvalsh(hessian)[-1] < 0.0)


def _step(gradient: FloatArray, hessian: FloatArray, radius: float) -> tuple[FloatArray, float]:
    """Best step of the quadratic model within the radius, and the gain the model promises."""
    values, vectors = np.linalg.eigh(-hessian)
    along = vectors.T @ gradient
    with np.errstate(divide="ignore", invalid="ignore"):
        free = along / values
    fits = values[0] > 0.0 and np.linalg.norm(free) <= radius
    step = free if fits else _bounded(values, along, radius)
    promised = float(along @ step - 0.5 * (values * step**2).sum())
    return vectors @ step, promised


def _bounded(values: FloatArray, along: FloatArray, radius: float) -> FloatArray:
    """Step of length `radius`: ``along / (values + shift)`` with the shift found by root search."""
    from scipy.optimize import brentq

    least = max(0.0, -values[0])
    floor = least + 1e-14 * (1.0 + abs(values).max())

    def excess(log_shift: float) -> float:
        return float(np.log(np.linalg.norm(along / (values + floor + np.exp(log_shift)))) - np.log(radius))

    low, high = -40.0, np.log(np.linalg.norm(along) / radius + abs(values).max() + 1.0) + 1.0
    if excess(low) <= 0.0:  # the gradient has nothing along the worst direction: add it
        step = along / (values + floor + np.exp(low))
        rest = max(radius**2 - float(step @ step), 0.0)
        step[0] += np.copysign(np.sqrt(rest), step[0] or 1.0)
        return np.asarray(step)
    return np.asarray(along / (values + floor + np.exp(brentq(excess, low, high, xtol=1e-10))))
