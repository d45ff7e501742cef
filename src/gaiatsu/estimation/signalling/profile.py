"""Intervals from the likelihood itself: one coefficient held, the others fitted anew."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.likelihood import Evaluation, evaluate
from gaiatsu.estimation.signalling.maximum import AGREES, Climb, ascend, regressor_scales
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.inference.status import Status

__all__ = ["End", "Profile", "ProfilePoint", "climb_with_held", "profile"]

FloatArray = NDArray[np.float64]

FARTHEST: Final = 100.0
"""Moves beyond this many standard deviations of the shocks, for a regressor of common size, are open ends."""

CLOSE: Final = 1e-3
"""How near the fall of the log likelihood has to come to the one sought."""

SETTLED: Final = 1e-4
"""What the other coefficients may still promise at an end."""

ROUNDING: Final = 1e-14
"""A block whose least eigenvalue is this small a part of its greatest is singular to the solver."""

MOST_POINTS: Final = 40
MOST_NEWTON_STEPS: Final = 16


class End(Enum):
    """How one end of a profile interval was found."""

    FOUND = "the likelihood falls to the level there"
    OPEN = "the likelihood does not fall to the level however far the coefficient goes"
    LEDGE = "the likelihood jumps across the level there: an equilibrium vanishes"
    HIGHER = "the likelihood rose above the maximum that was handed in"
    UNSURE = "the search for the other coefficients did not converge near this end"


@dataclass(frozen=True, eq=False)
class ProfilePoint:
    """The likelihood with one coefficient held.

    Parameters
    ----------
    value
        Where the coefficient was held.
    log_likelihood
        The greatest over the other coefficients.
    coefficients
        All of them.
    converged
        Whether the search for the others converged.
    """

    value: float
    log_likelihood: float
    coefficients: FloatArray
    converged: bool


@dataclass(frozen=True, eq=False)
class Profile:
    """Profile likelihood interval of one coefficient.

    Parameters
    ----------
    name
        ``payoff: regressor``.
    estimate
        At the maximum.
    level
        Of the interval.
    low, high
        Its ends; infinite where open.
    ends
        How they were found.
    points
        Every point at which the others were fitted, sorted by value.
    status
        `Status.NOT_CONVERGED` where an end is unsure; `Status.NOT_THE_MAXIMUM` where a point lies above the
        maximum that was handed in.
    """

    name: str
    estimate: float
    level: float
    low: float
    high: float
    ends: tuple[End, End]
    points: tuple[ProfilePoint, ...]
    status: Status

    def __str__(self) -> str:
        low = f"[{self.low:.3f}" if np.isfinite(self.low) else "(-inf"
        high = f"{self.high:.3f}]" if np.isfinite(self.high) else "inf)"
        return f"{self.name}: {self.estimate:.3f} {low}, {high}"


@dataclass(frozen=True, eq=False)
class _Task:
    design: GameDesign
    selection: Selection
    place: int
    top: ProfilePoint
    hessian: FloatArray
    error: float
    sought: float


def climb_with_held(design: GameDesign, start: FloatArray, selection: Selection, *, held: int) -> Climb:
    """Climb the likelihood with one coefficient held where the start has it.

    Parameters
    ----------
    design
        Counts and regressors.
    start
        Coefficients to begin with.
    selection
        Which equilibrium a game is taken to play.
    held
        Place of the coefficient that does not move.

    Returns
    -------
    Climb
        All coefficients; scores and Hessian are those of all of them.

    References
    ----------
    nocedal_wright2006
    """
    free = np.delete(np.arange(start.size), held)
    if not free.size:
        return Climb("held", start, evaluate(design, start, selection), 1, Status.CONVERGED)
    seen: dict[bytes, Evaluation] = {}

    def whole(point: FloatArray) -> FloatArray:
        return np.insert(point, held, start[held])

    def objective(point: FloatArray) -> Evaluation:
        found = evaluate(design, whole(point), selection)
        seen[point.tobytes()] = found
        return Evaluation(found.value, found.scores[:, free], found.hessian[np.ix_(free, free)], found.played)

    scale = regressor_scales(design)[free]
    inner = ascend(objective, start[free], scale=scale, name="held")
    there = seen.get(inner.coefficients.tobytes())
    full = whole(inner.coefficients)
    found = evaluate(design, full, selection) if there is None else there
    return Climb("held", full, found, inner.steps, inner.status)


def profile(
    design: GameDesign,
    coefficients: FloatArray,
    name: str,
    *,
    selection: Selection,
    level: float = 0.95,
) -> Profile:
    r"""Give the interval of one coefficient by its profile likelihood.

    A standard error takes the log likelihood for a parabola. Where it is not one, as where two payoffs can
    hardly be told apart, the interval that keeps its promise follows the likelihood itself; it may have no
    end.

    Parameters
    ----------
    design
        Counts and regressors.
    coefficients
        At the maximum, in the order of `GameDesign.names`.
    name
        ``payoff: regressor`` of the coefficient.
    selection
        Which equilibrium a game is taken to play.
    level
        Of the interval, between 0 and 1.

    Returns
    -------
    Profile
        Ends, how they were found, and the points in between.

    Raises
    ------
    InvalidSpecification
        If there is no such coefficient, or the level is no probability.

    Notes
    -----
    All ``b`` with :math:`2\,(\ell(\hat\theta) - \max_{\theta: \theta_j = b} \ell(\theta))` at most the
    quantile of :math:`\chi^2_1`. The ends are found by Newton steps on the signed root of the left side,
    which is nearly linear in ``b``; its slope is the score of the held coefficient. Each search begins where
    the last one's tangent leads. Before that, Newton steps on all equations of the end at once are tried,
    which need less work where the likelihood is smooth. The local maximum is followed from the
    estimate: a different summit far away is seen only if the path leads there.

    References
    ----------
    venzon_moolgavkar1988

    Examples
    --------
    >>> from gaiatsu.estimation.signalling.design import GameFormulas, game_design
    >>> from gaiatsu.estimation.signalling.maximum import climb
    >>> table = {"sq": np.array([5]), "cd": np.array([3]), "sf": np.array([4]), "bd": np.array([4])}
    >>> formulas = GameFormulas({"target_stand_firm": "1"}, {"sender_prize": 1.0}, dict(
    ...     status_quo="sq", concession="cd", stand_firm="sf", back_down="bd"))
    >>> design = game_design(table, formulas)
    >>> best = climb(design, np.zeros(1), Selection.MOST_LIKELY)
    >>> found = profile(design, best.coefficients, design.names[0], selection=Selection.MOST_LIKELY)
    >>> bool(found.low < found.estimate < found.high)
    True
    """
    if name not in design.names:
        msg = f"There is no coefficient {name!r}."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(design.names)}", todo="Mend the name.")
    if not 0.0 < level < 1.0:
        msg = f"The level of the interval is {level:g}."
        raise InvalidSpecification(msg, expected="a number between 0 and 1, such as 0.95")
    task = _task(design, coefficients, selection, place=design.names.index(name), level=level)
    (low, first, left), (high, second, right) = (_end(task, sign) for sign in (-1.0, 1.0))
    points = tuple(sorted([*left, task.top, *right], key=lambda point: point.value))
    above = max(point.log_likelihood for point in points) > task.top.log_likelihood + AGREES
    unsure = End.UNSURE in (first, second)
    status = Status.NOT_THE_MAXIMUM if above else Status.NOT_CONVERGED if unsure else Status.CONVERGED
    return Profile(name, task.top.value, level, low, high, (first, second), points, status)


def _task(
    design: GameDesign, coefficients: FloatArray, selection: Selection, *, place: int, level: float
) -> _Task:
    from scipy.special import chdtri

    here = evaluate(design, coefficients, selection)
    curvature = _held_curvature(here.hessian, place)
    error = 1.0 / np.sqrt(curvature) if curvature > 0.0 else 1.0 / regressor_scales(design)[place]
    top = ProfilePoint(float(coefficients[place]), here.value, coefficients, True)
    return _Task(
        design, selection, place, top, here.hessian, float(error), 0.5 * float(chdtri(1, 1.0 - level))
    )


def _held_curvature(hessian: FloatArray, place: int) -> float:
    """Curvature of the profile: what is left of the information when the others follow."""
    cross = np.delete(hessian[place], place)
    return float(-hessian[place, place] - cross @ _tangent(hessian, place))


def _tangent(hessian: FloatArray, place: int) -> FloatArray:
    """How the other coefficients move with the held one, near a maximum."""
    free = np.delete(np.arange(hessian.shape[0]), place)
    block, cross = hessian[np.ix_(free, free)], hessian[free, place]
    if not free.size:
        return np.empty(0)
    return np.asarray(-np.linalg.lstsq(block, cross, rcond=1e-14)[0])


def _end(task: _Task, sign: float) -> tuple[float, End, list[ProfilePoint]]:
    """Walk from the estimate one way until the likelihood has fallen by what is sought."""
    quick = _newton_end(task, sign)
    if quick is not None:
        return quick.value, End.FOUND, [quick]
    root = np.sqrt(2.0 * task.sought)
    farthest = FARTHEST / regressor_scales(task.design)[task.place]
    inside, outside = 0.0, np.inf
    last, hessian = task.top, task.hessian
    step = min(root * task.error, 0.5 * farthest)
    points: list[ProfilePoint] = []
    while len(points) < MOST_POINTS:
        found = _held(task, task.top.value + sign * step, (last, hessian))
        point = _point(task, found)
        points.append(point)
        fall = task.top.log_likelihood - point.log_likelihood
        if fall < -AGREES:
            return point.value, End.HIGHER, points
        if abs(fall - task.sought) < CLOSE:
            return point.value, End.FOUND if point.converged else End.UNSURE, points
        inside, outside = (step, outside) if fall < task.sought else (inside, step)
        if fall < task.sought:
            last, hessian = point, found.evaluation.hessian
            if step >= farthest:
                return sign * np.inf, End.OPEN, points
        if outside - inside < 1e-6 * (task.error + outside):
            rough = not all(p.converged for p in points[-3:])
            return task.top.value + sign * inside, End.UNSURE if rough else End.LEDGE, points
        pace = -sign * found.evaluation.gradient[task.place]
        step = min(_next(step, (fall, pace), root, (inside, outside)), farthest)
    return task.top.value + sign * inside, End.UNSURE, points


def _newton_end(task: _Task, sign: float) -> ProfilePoint | None:
    """Solve for level and scores at once; None where that does not settle.

    The level is taken to second order, which keeps the step from leaping where it is curved.
    """
    place = task.place
    free = np.delete(np.arange(task.top.coefficients.size), place)
    turn = np.insert(_tangent(task.hessian, place), place, 1.0)
    good = task.top.coefficients
    point = good + sign * np.sqrt(2.0 * task.sought) * task.error * turn
    for _ in range(MOST_NEWTON_STEPS):
        here = evaluate(task.design, point, task.selection)
        block = -here.hessian[np.ix_(free, free)]
        if not _is_hill(here.value, block):
            point = 0.5 * (point + good)
            continue
        catch_up = np.insert(np.linalg.solve(block, here.gradient[free]), place, 0.0)
        gain = 0.5 * float(catch_up @ here.gradient)
        excess = task.top.log_likelihood - here.value - gain - task.sought
        forward = sign * (point[place] - task.top.value) > 0.0
        if abs(excess) < CLOSE and gain < SETTLED and forward:
            return ProfilePoint(float(point[place]), here.value, point, True)
        turn = np.insert(_tangent(here.hessian, place), place, 1.0)
        move = _move_to_level(excess, float(here.gradient @ turn), _held_curvature(here.hessian, place), sign)
        if move is None or not forward:
            return None
        good, point = point, point + catch_up + move * turn
    return None


def _is_hill(value: float, block: FloatArray) -> bool:
    """Whether the likelihood is defined and curves down in the other coefficients."""
    if not (np.isfinite(value) and np.isfinite(block).all()):
        return False
    if not block.size:
        return True
    values = np.linalg.eigvalsh(block)
    return bool(values[0] > ROUNDING * values[-1])


def _move_to_level(excess: float, slope: float, curvature: float, sign: float) -> float | None:
    """Move of the held coefficient after which the profile, taken for a parabola, is at the level."""
    pace = -sign * slope
    if pace <= 0.0:
        return None
    if curvature <= 0.0:
        return -sign * excess / pace
    inner = pace**2 - 2.0 * curvature * excess
    return -sign * excess / pace if inner < 0.0 else sign * float(np.sqrt(inner) - pace) / curvature


def _next(step: float, here: tuple[float, float], root: float, bracket: tuple[float, float]) -> float:
    """Newton step on the signed root of twice the fall, kept inside the bracket."""
    fall, pace = here
    inside, outside = bracket
    wanted = np.inf
    if np.isfinite(fall) and fall > 0.0 and pace > 0.0:
        height = np.sqrt(2.0 * fall)
        wanted = step + (root - height) * height / pace
    if np.isinf(outside):
        return float(np.clip(wanted, 1.05 * step, 4.0 * step))
    margin = 0.02 * (outside - inside)
    middle = 0.5 * (inside + outside)
    return float(wanted if inside + margin < wanted < outside - margin else middle)


def _held(task: _Task, value: float, last: tuple[ProfilePoint, FloatArray]) -> Climb:
    """Fit the others with the coefficient held, from the tangent and, if that fails, from the last point."""
    point, hessian = last
    plain = point.coefficients.copy()
    plain[task.place] = value
    ahead = plain + np.insert(_tangent(hessian, task.place), task.place, 0.0) * (value - point.value)
    first = climb_with_held(task.design, ahead, task.selection, held=task.place)
    if first.status.ok:
        return first
    second = climb_with_held(task.design, plain, task.selection, held=task.place)
    return max(first, second, key=lambda climb: climb.evaluation.value)


def _point(task: _Task, found: Climb) -> ProfilePoint:
    return ProfilePoint(
        float(found.coefficients[task.place]), found.evaluation.value, found.coefficients, found.status.ok
    )
