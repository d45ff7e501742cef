"""Constrained maximum likelihood: equilibrium as a constraint, beliefs as unknowns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.chain import curvature_by_coefficients, scores_by_game
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.likelihood import in_range
from gaiatsu.estimation.signalling.maximum import regressor_scales
from gaiatsu.estimation.signalling.pseudo import refuse_grades
from gaiatsu.inference.status import Status
from gaiatsu.theory.crisis_game import NAMES
from gaiatsu.theory.crisis_game.derivatives import Jet, at_belief

__all__ = ["Constrained", "constrained_likelihood"]

FloatArray = NDArray[np.float64]

FEASIBLE: Final = 1e-9
"""Largest distance between a belief and the answer to it, in probits, that counts as an equilibrium."""

SMALLEST_GAIN: Final = 1e-9
MOST_STEPS: Final = 100
MOST_POINTS: Final = 150
"""Points tried on one search; those that converge on published data take 40 to 100."""

_SOFTNESS: Final = 1e-8
_STRIDES: Final = (2.0, 0.5)
_LARGEST_SHIFT: Final = 1e8
_MEMORY: Final = 8
_HALVINGS: Final = 8
_CORRECTIONS: Final = 2


@dataclass(frozen=True, eq=False)
class Constrained:
    """Where the constrained search ended.

    Parameters
    ----------
    coefficients
        In the order of `GameDesign.names`.
    z
        Probit of resistance in each game.
    multipliers
        What the log likelihood would gain if a game's answer might exceed its belief; by game.
    value
        Log likelihood at the beliefs.
    distance
        Largest distance between a belief and the answer to it, in probits.
    steps
        Newton steps.
    status
        Whether it is a maximum in equilibrium.
    """

    coefficients: FloatArray
    z: FloatArray
    multipliers: FloatArray
    value: float
    distance: float
    steps: int
    status: Status


@dataclass(frozen=True, eq=False)
class _Point:
    """Minus log likelihood and constraints at some coefficients and beliefs, with derivatives by game."""

    theta: FloatArray
    z: FloatArray
    loss: float
    gap: FloatArray
    ends: Jet
    answer: Jet

    def merit(self, price: float) -> float:
        return self.loss + price * float(abs(self.gap).sum())


@dataclass(frozen=True, eq=False)
class _Step:
    theta: FloatArray
    z: FloatArray
    multipliers: FloatArray
    descent: float


def constrained_likelihood(design: GameDesign, start: FloatArray, z: FloatArray) -> Constrained:
    r"""Maximize over coefficients and beliefs at once, subject to equilibrium.

    No equilibrium is solved for on the way, so that the likelihood has no ledges: a search may pass
    through beliefs that answer nobody. It is a check on full maximum likelihood, and a source of starts.

    Parameters
    ----------
    design
        Counts and regressors.
    start
        Coefficients to begin with.
    z
        Beliefs to begin with, probits of resistance; `first_stage` has some.

    Returns
    -------
    Constrained
        Coefficients, equilibria, multipliers and status.

    Raises
    ------
    InvalidSpecification
        If the design grades concessions.

    Notes
    -----
    .. math:: \max_{\theta, z} \sum_g \ell_g(\theta, z_g) \quad \text{subject to} \quad
        G_g(z_g, \theta) = z_g

    Newton's method on the first-order conditions with exact second derivatives. A game's belief and
    multiplier meet only the coefficients, so that each pair is eliminated in closed form and a system of
    the size of the coefficients is left. It is regularized until the step descends; steps are shortened by
    the exact penalty :math:`-\ell + \nu \sum |G - z|`, corrected to second order when the constraint bends.
    A search that fails is begun again with shorter strides.

    References
    ----------
    su_judd2012; crismancox_gibilisco2021; nocedal_wright2006
    """
    refuse_grades(design)
    here = _at(design, start, np.asarray(z, dtype=float))
    if here is None:
        return Constrained(start, z, np.zeros(design.games), -np.inf, np.inf, 0, Status.NOT_FINITE)
    found = [_search(design, here, _STRIDES[0])]
    for stride in _STRIDES[1:]:
        if found[-1].status.ok:
            break
        found.append(_search(design, here, stride))
    return max(found, key=lambda end: (end.status.ok, -end.distance))


def _search(design: GameDesign, here: _Point, stride: float) -> Constrained:
    """Newton's method with steps no longer than the stride, until it converges or gives up."""
    scale, multipliers, tried = regressor_scales(design), np.zeros(design.games), 0
    shift, price, past = 0.0, 1.0, [np.inf]
    for number in range(MOST_STEPS):
        step, shift = _descending(design, here, (multipliers, scale), shift)
        if step is None:
            return _ended(here, multipliers, number, Status.NOT_CONVERGED)
        far = float(abs(here.gap).max())
        if shift <= _SOFTNESS and far <= FEASIBLE and step.descent <= SMALLEST_GAIN:
            return _ended(here, step.multipliers, number, Status.CONVERGED)
        wanted = float(abs(step.multipliers).max())
        if price < wanted or price > 20.0 * wanted:
            price, past = 2.0 * wanted + 1e-3, [np.inf]
        past = [*past[-_MEMORY:], here.merit(price)]
        ceiling = max(merit for merit in past if np.isfinite(merit))
        there, share, points = _shortened(design, here, step, (price, ceiling, stride / _length(step, scale)))
        tried += points
        if there is None or tried > MOST_POINTS:
            return _ended(here, multipliers, number, Status.NOT_CONVERGED)
        multipliers = multipliers + share * (step.multipliers - multipliers)
        here = there
    return _ended(here, multipliers, MOST_STEPS, Status.NOT_CONVERGED)


def _ended(here: _Point, multipliers: FloatArray, steps: int, status: Status) -> Constrained:
    far = float(abs(here.gap).max())
    return Constrained(here.theta, here.z, -multipliers, -here.loss, far, steps, status)


def _at(design: GameDesign, theta: FloatArray, z: FloatArray) -> _Point | None:
    """Everything at a point, or None where it is not finite."""
    game = design.payoffs(theta)
    if not in_range(game) or abs(z).max() > 1e3:
        return None
    found = at_belief(z, game)
    slope = np.zeros((design.games, 1 + len(NAMES)))
    curvature = np.zeros((design.games, 1 + len(NAMES), 1 + len(NAMES)))
    value = np.zeros(design.games)
    for seen, end in zip(design.counts.T, found.ends(), strict=True):
        some = np.flatnonzero(seen > 0.0)
        value[some] -= seen[some] * end.value[some]
        slope[some] -= seen[some, None] * end.slope[some]
        curvature[some] -= seen[some, None, None] * end.curvature[some]
    answer = found.answer
    answer.slope[:, 0] -= 1.0
    gap = answer.value - z
    finite = all(
        np.isfinite(part).all() for part in (value, slope, curvature, answer.slope, answer.curvature)
    )
    if not finite:
        return None
    return _Point(theta, z, float(value.sum()), gap, Jet(value, slope, curvature), answer)


def _descending(
    design: GameDesign, here: _Point, state: tuple[FloatArray, FloatArray], shift: float
) -> tuple[_Step | None, float]:
    """Newton step with the least regularization, among powers of 4, that makes it descend."""
    step = _newton(design, here, state, 0.0)
    shift = max(0.25 * shift, 1e-4)
    used = 0.0
    while step is None and shift < _LARGEST_SHIFT:
        used, step = shift, _newton(design, here, state, shift)
        shift *= 4.0
    return step, used


def _newton(
    design: GameDesign, here: _Point, state: tuple[FloatArray, FloatArray], shift: float
) -> _Step | None:
    """Step of the regularized first-order conditions, or None where it would not descend."""
    multipliers, scale = state
    curved = here.ends.curvature + multipliers[:, None, None] * here.answer.curvature
    w, a = curved[:, 0, 0], here.answer.slope[:, 0]
    w = w + np.where(w * _SOFTNESS + a**2 > 0.5 * a**2 + _SOFTNESS, 0.0, abs(w) + 1.0) + shift
    up = scores_by_game(design, curved[:, 0, 1:]) / scale
    down = scores_by_game(design, here.answer.slope[:, 1:]) / scale
    size = w * _SOFTNESS + a**2
    right_up, right_down = -here.ends.slope[:, 0], -here.gap - _SOFTNESS * multipliers
    # the inverse of [[w, a], [a, -softness]], applied to the rows of each game
    solved_up = (_SOFTNESS * up.T + a * down.T) / size
    solved_down = (a * up.T - w * down.T) / size
    whole = curvature_by_coefficients(design, curved[:, 1:, 1:]) / np.outer(scale, scale)
    whole = whole + shift * np.eye(scale.size) - solved_up @ up - solved_down @ down
    gradient = scores_by_game(design, here.ends.slope[:, 1:]).sum(axis=0) / scale
    right = -gradient - solved_up @ right_up - solved_down @ right_down
    values, vectors = np.linalg.eigh(0.5 * (whole + whole.T))
    if values[0] <= 1e-10 * max(1.0, values[-1]) or not (size > 0.0).all():
        return None
    theta = vectors @ ((vectors.T @ right) / values)
    rest_up, rest_down = right_up - up @ theta, right_down - down @ theta
    z = (_SOFTNESS * rest_up + a * rest_down) / size
    new = (a * rest_up - w * rest_down) / size
    slope = float(gradient @ theta + here.ends.slope[:, 0] @ z)
    return _Step(theta / scale, z, new, -slope)


def _length(step: _Step, scale: FloatArray) -> float:
    """Largest move of a payoff or a belief."""
    return max(float(abs(step.theta * scale).max()), float(abs(step.z).max()), 1e-300)


def _shortened(
    design: GameDesign, here: _Point, step: _Step, terms: tuple[float, float, float]
) -> tuple[_Point | None, float, int]:
    """Shorten the step until the penalty falls enough: the point, the share of the step, points tried."""
    price, ceiling, longest = terms
    share, tried = min(1.0, longest), 0
    fall = step.descent + price * float(abs(here.gap).sum())
    for _ in range(_HALVINGS):
        bound = ceiling - 1e-4 * share * fall + 1e-10 * abs(ceiling)
        there = _at(design, here.theta + share * step.theta, here.z + share * step.z)
        for turn in range(1 + _CORRECTIONS):
            tried += 1
            if there is None:
                break
            if there.merit(price) <= bound:
                return there, share, tried
            if turn < _CORRECTIONS:
                there = _corrected(design, there)
        share *= 0.5
    return None, 0.0, tried


def _corrected(design: GameDesign, there: _Point) -> _Point | None:
    """Move the beliefs of a trial point towards the answers to them, where the map is not near a fold."""
    a = there.answer.slope[:, 0]
    step = np.where(abs(a) > 0.05, -there.gap / np.where(abs(a) > 0.05, a, 1.0), 0.0)
    return _at(design, there.theta, there.z + np.clip(step, -0.5, 0.5))
