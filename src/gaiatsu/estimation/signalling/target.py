"""The posterior of the crisis game as a log density that samplers can climb and explore."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.likelihood import evaluate
from gaiatsu.estimation.signalling.priors import CoefficientPrior
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.estimation.signalling.slopes import Anchor, AtPoints, at_points
from gaiatsu.inference.ridge import Ridge, Straight
from gaiatsu.inference.table import PriorTable
from gaiatsu.numerics.special import Array

__all__ = ["GameTarget", "game_target"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_TOGETHER = 8192
"""Games solved in one call where many points are wanted."""

_INSIDE = 6.0
"""Starts are held within this many standard deviations of the prior, on the scale of normal scores."""


@dataclass(frozen=True, eq=False)
class GameTarget:
    """A stack of one posterior, on the scale where every prior is standard normal.

    Parameters
    ----------
    design
        Counts and regressors.
    selection
        Which equilibrium a game is taken to play.
    table
        Laws of the priors, one row.
    factors
        What each law is multiplied by to give the coefficient.
    near
        Equilibria from which those at other points are searched; they change the time, not the result.
    """

    design: GameDesign
    selection: Selection
    table: PriorTable
    factors: FloatArray
    near: Anchor | None = None

    @property
    def problems(self) -> int:
        """Number of posteriors."""
        return 1

    @property
    def dimension(self) -> int:
        """Number of coefficients."""
        return self.factors.size

    def coefficients(self, points: FloatArray) -> FloatArray:
        """Coefficients that belong to points (..., parameter)."""
        flat = points.reshape(1, -1, self.dimension)
        return np.asarray(np.asarray(self.table.constrain(flat)).reshape(points.shape) * self.factors)

    def log_prior(self, points: FloatArray) -> FloatArray:
        """Log density of the priors at points (draw, parameter)."""
        return np.asarray(np.asarray(self.table.log_density(points[None, :, :]))[0])

    def log_density(self, points: FloatArray, index: IntArray) -> FloatArray:
        """Log posterior up to the evidence at points (problem, draw, parameter)."""
        flat = points.reshape(-1, self.dimension)
        return np.asarray((self.each(flat)[0].sum(axis=1) + self.log_prior(flat)).reshape(index.size, -1))

    def derivatives(self, points: FloatArray, index: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Value, gradient and Hessian at one point (problem, parameter)."""
        points = points.reshape(index.size, self.dimension)
        here = evaluate(self.design, self.coefficients(points)[0], self.selection)
        slope, bend, pull, curve = self.table.derivatives(points)
        slope, bend = slope * self.factors, bend * self.factors
        hessian = here.hessian * slope[0, :, None] * slope[0, None, :]
        hessian += np.diag((bend * here.gradient + curve)[0])
        value = here.value + self.log_prior(points)
        return value, here.gradient[None, :] * slope + pull, hessian[None]

    def slopes(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Values (draw,) and gradients (draw, parameter), all points solved as one set of games."""
        here = self.at(points)
        found = np.empty_like(points)
        for place, point in enumerate(points):
            slope, _, pull, _ = self.table.derivatives(point[None, :])
            found[place] = here.gradients[place] * slope[0] * self.factors + pull[0]
        return here.log_likelihoods.sum(axis=1) + self.log_prior(points), found

    def each(self, points: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Log likelihood of each game at points (draw, parameter), and whether it has several equilibria."""
        chunk = max(1, _TOGETHER // self.design.games)
        parts = [self.at(points[i : i + chunk]) for i in range(0, len(points), chunk)]
        likelihoods = np.concatenate([part.log_likelihoods for part in parts])
        return likelihoods, np.concatenate([part.several for part in parts])

    def at(self, points: FloatArray) -> AtPoints:
        """Likelihood of each game at points (draw, parameter), with gradients by the coefficients."""
        with np.errstate(all="ignore"):  # far out it may overflow; what is not finite is refused
            return at_points(self.design, self.coefficients(points), self.selection, near=self.near)

    def potential(self, problem: int) -> Callable[[Array], Array]:
        """Minus the log density for JAX, which calls back for value and gradient."""
        centers = np.zeros((self.problems, self.dimension))
        return self.mapped(Straight(centers[problem], np.eye(self.dimension)))

    def mapped(self, scores: Ridge | Straight) -> Callable[[Array], Array]:
        """Minus the log density of the scores that a map turns into points, for JAX."""
        return _callback(partial(_potential_and_slope, self, scores))

    def points(self, coefficients: FloatArray) -> FloatArray:
        """Point that belongs to coefficients, or the nearest the priors allow."""
        found = np.zeros(self.dimension)
        for place, value in enumerate(coefficients / self.factors):
            found[place] = _score(self.table, place, float(value))
        return found


def game_target(design: GameDesign, priors: tuple[CoefficientPrior, ...], selection: Selection) -> GameTarget:
    """Join a likelihood and priors.

    Parameters
    ----------
    design
        Counts and regressors.
    priors
        One a coefficient, in the order of `GameDesign.names`.
    selection
        Which equilibrium a game is taken to play.

    Returns
    -------
    GameTarget

    Raises
    ------
    InvalidSpecification
        If the priors are not those of the design's coefficients, in their order.
    """
    given = tuple(prior.name for prior in priors)
    if given != design.names:
        pairs = zip((*given, "none"), (*design.names, "none"), strict=False)
        first, wanted = next((pair for pair in pairs if pair[0] != pair[1]), ("none", "none"))
        msg = f"{len(given)} priors were given for {len(design.names)} coefficients; {first!r} stands where "
        msg += f"{wanted!r} should."
        raise InvalidSpecification(msg, expected="one prior a coefficient, in the order of the design")
    factors = np.array([prior.factor for prior in priors])
    return GameTarget(design, selection, PriorTable.of([[prior.law for prior in priors]]), factors)


def _score(table: PriorTable, place: int, value: float) -> float:
    """Find the normal score of a value under one law by bisection: parameters rise with their scores."""
    low, high = -_INSIDE, _INSIDE
    one = PriorTable(
        *(getattr(table, name)[:, place : place + 1] for name in PriorTable.__dataclass_fields__)
    )
    for _ in range(60):
        middle = 0.5 * (low + high)
        above = float(np.asarray(one.constrain(np.array([[[middle]]])))[0, 0, 0]) > value
        low, high = (low, middle) if above else (middle, high)
    return 0.5 * (low + high)


def _potential_and_slope(
    target: GameTarget, scores: Ridge | Straight, w: FloatArray
) -> tuple[FloatArray, FloatArray]:
    flat = w.reshape(-1, target.dimension)
    with np.errstate(all="ignore"):  # a trajectory may overshoot; the sampler refuses what is not finite
        points, log_jacobian = scores.points(flat)
        values, slopes = target.slopes(points)
        values, slopes = values + log_jacobian, scores.gradient(flat, slopes)
    lost = ~(np.isfinite(values) & np.isfinite(slopes).all(axis=1))
    values, slopes = np.where(lost, -np.inf, values), np.where(lost[:, None], 0.0, slopes)
    return -values.reshape(w.shape[:-1]), -slopes.reshape(w.shape)


def _callback(host: Callable[[FloatArray], tuple[FloatArray, FloatArray]]) -> Callable[[Array], Array]:
    """Make a function of NumPy, which knows its own gradient, one that JAX can differentiate once.

    JAX rounds what crosses a callback to single precision unless the whole process asked for double, so
    the numbers cross as the pairs of integers that their bits spell.
    """
    import jax

    def across(bits: Any) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        words = np.ascontiguousarray(np.asarray(bits, dtype=np.int32))
        value, slope = host(words.view(np.float64)[..., 0])
        return _bits(value), _bits(slope)

    def both(w: Array) -> tuple[Array, Array]:
        struct: Any = jax.ShapeDtypeStruct
        shapes = tuple(struct((*shape, 2), np.int32) for shape in (w.shape[:-1], w.shape))
        bits = jax.lax.bitcast_convert_type(w, np.int32)
        found = jax.pure_callback(across, shapes, bits, vmap_method="expand_dims")
        value, slope = (jax.lax.bitcast_convert_type(part, np.float64) for part in found)
        return value, slope

    @jax.custom_vjp
    def potential(w: Array) -> Array:
        return both(w)[0]

    def backward(slope: Array, weight: Array) -> tuple[Array]:
        return (weight * slope,)

    potential.defvjp(both, backward)
    return potential


def _bits(values: FloatArray) -> NDArray[np.int32]:
    return np.ascontiguousarray(values)[..., None].view(np.int32)
