"""Approximation of a posterior that is normal but for one weak direction, along which it may bend.

Data that barely tell two constants apart leave a curved ridge: across it the posterior is close to normal at
every place, along it wide and skewed. One normal law at the mode misses that. Here the ridge is followed
in small steps, the other directions are maximized out at each, and the law along the ridge is what Laplace's
approximation across it leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.inference.laplace import Laplace
from gaiatsu.inference.targets import Differentiable

__all__ = ["Ridge", "Straight", "follow_ridge"]

FloatArray = NDArray[np.float64]

STEP: Final = 0.5
"""Places on the ridge are this far apart, in standard deviations of the weakest direction at the mode."""

DEPTH: Final = 14.0
"""The ridge is followed until the law along it has fallen by this many powers of e."""

MOST_PLACES: Final = 40
"""Places on either side."""

_NEWTON: Final = 12
_FINE: Final = 2001
_FARTHEST: Final = 5.0


@dataclass(frozen=True, eq=False)
class Straight:
    """The map of one normal law: what is left where there is no ridge to follow.

    Parameters
    ----------
    mode
        Its center.
    factor
        A with A A' = covariance.
    """

    mode: FloatArray
    factor: FloatArray

    def points(self, w: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Points that belong to scores (draw, parameter), and the logs of the map's Jacobians."""
        return self.mode + w @ self.factor.T, np.full(len(w), np.linalg.slogdet(self.factor)[1])

    def gradient(self, w: FloatArray, slope: FloatArray) -> FloatArray:
        """Differentiate by the scores a function plus the log Jacobian, given its slope by the points."""
        return np.asarray(slope.reshape(w.shape) @ self.factor)


@dataclass(frozen=True, eq=False)
class Ridge:
    """A map from standard normal scores to points near the ridge.

    Parameters
    ----------
    mode
        Top of the ridge.
    along
        Weakest direction, one of its standard deviations long.
    across
        The other directions, likewise; parameters by directions.
    ends
        Least and greatest place that was followed, in units of ``along``.
    bend
        Spline: where the ridge stands across, by place.
    width
        Spline: lower triangular factor of the covariance across, by place.
    place
        Spline: place by normal score.
    """

    mode: FloatArray
    along: FloatArray
    across: FloatArray
    ends: tuple[float, float]
    bend: Any
    width: Any
    place: Any

    def points(self, w: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Points that belong to scores (draw, parameter), and the logs of the map's Jacobians."""
        s, rate, _ = self._places(w[:, 0])
        center, factor = self._across(s)
        inner = center[0] + np.einsum("dij,dj->di", factor[0], w[:, 1:])
        points = self.mode + s[:, None] * self.along + inner @ self.across.T
        return points, np.log(rate) + _log_det(factor[0]) + self._log_scale()

    def gradient(self, w: FloatArray, slope: FloatArray) -> FloatArray:
        """Differentiate by the scores a function plus the log Jacobian, given its slope by the points."""
        s, rate, growth = self._places(w[:, 0])
        center, factor = self._across(s)
        inner = slope @ self.across
        found = np.empty_like(w)
        found[:, 1:] = np.einsum("dji,dj->di", factor[0], inner)
        moves = center[1] + np.einsum("dij,dj->di", factor[1], w[:, 1:])
        spread = np.einsum("dii,dii->d", factor[1], 1.0 / (factor[0] + (factor[0] == 0.0)))
        found[:, 0] = rate * (slope @ self.along + np.einsum("di,di->d", moves, inner) + spread) + growth
        return found

    def _places(self, score: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Place by score, its derivative, and the derivative of the log of that; straight beyond the ends."""
        low, high = float(self.place.x[0]), float(self.place.x[-1])
        held = np.clip(score, low, high)
        rate = self.place(held, 1)
        inside = (score > low) & (score < high)
        growth = np.where(inside, self.place(held, 2) / rate, 0.0)
        return self.place(held) + rate * (score - held), rate, growth

    def _across(self, s: FloatArray) -> tuple[tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
        """Center and factor across the ridge, each with its derivative; beyond the ends the factor stays."""
        held = np.clip(s, *self.ends)
        turn = self.bend(held, 1)
        center = self.bend(held) + turn * (s - held)[:, None]
        inside = (s == held)[:, None, None]
        return (center, turn), (self.width(held), np.where(inside, self.width(held, 1), 0.0))

    def _log_scale(self) -> float:
        """Log volume of the directions."""
        return float(np.linalg.slogdet(np.column_stack([self.along, self.across]))[1])


@dataclass(frozen=True, eq=False)
class _Place:
    """One place on the ridge."""

    s: float
    inner: FloatArray
    factor: FloatArray
    log_mass: float


def follow_ridge(target: Differentiable, approximation: Laplace) -> Ridge | None:
    r"""Follow the weakest direction of a posterior away from its mode.

    Parameters
    ----------
    target
        A stack of one log density.
    approximation
        Its Laplace approximation.

    Returns
    -------
    Ridge or None
        None where there is one parameter only, or the log density is not curved downwards at the mode, or
        breaks off within a step of it.

    Notes
    -----
    With the place ``s`` along and the other directions ``r`` maximized out,

    .. math:: \log p(s) \approx \max_r f(s, r) - \tfrac12 \log\det(-f_{rr}) + \mathrm{const}

    which is the approximation of a marginal posterior by Tierney and Kadane. The place is tied to a normal
    score by its distribution function, and ``r`` given ``s`` to the others by the conditional normal law.

    References
    ----------
    tierney_kadane1986

    Examples
    --------
    >>> from gaiatsu.inference.laplace import laplace
    >>> from gaiatsu.inference.targets import AutomaticTarget
    >>> bent = AutomaticTarget(lambda z: -z[0] ** 2 / 8.0 - 2.0 * (z[1] - z[0] ** 2 / 4.0) ** 2, 2, ())
    >>> ridge = follow_ridge(bent, laplace(bent))
    >>> points, log_jacobian = ridge.points(np.array([[0.0, 0.0], [1.5, 0.0], [1.5, 1.0]]))
    >>> abs(points.round(2))
    array([[0.  , 0.  ],
           [3.  , 2.25],
           [3.  , 2.75]])
    >>> (bent.log_density(points[None], np.array([0]))[0] + log_jacobian).round(2)  # 0, -9/8, -13/8
    array([ 0.  , -1.13, -1.63])
    """
    if target.dimension < 2:
        return None
    values, vectors = np.linalg.eigh(approximation.factor[0] @ approximation.factor[0].T)
    directions = vectors * np.sqrt(np.maximum(values, 1e-300))
    frame = _Frame(target, approximation.mode[0], directions[:, -1], directions[:, :-1])
    top = frame.settle(0.0, np.zeros(frame.across.shape[1]))
    if top is None:
        return None
    places = [*frame.walk(top, -STEP)[::-1], top, *frame.walk(top, STEP)]
    if len(places) < 4 or places[0] is top or places[-1] is top:
        return None
    return _joined(frame, places)


@dataclass(frozen=True, eq=False)
class _Frame:
    """A log density seen along and across its weakest direction."""

    target: Differentiable
    mode: FloatArray
    along: FloatArray
    across: FloatArray

    def walk(self, top: _Place, step: float) -> list[_Place]:
        """Places on one side, until the mass is spent or the ridge breaks off."""
        found, here, slope = [], top, np.zeros_like(top.inner)
        for _ in range(MOST_PLACES):
            there = self.settle(here.s + step, here.inner + slope)
            if there is None:
                break
            found.append(there)
            if there.log_mass < top.log_mass - DEPTH:
                break
            here, slope = there, there.inner - here.inner
        return found

    def settle(self, s: float, inner: FloatArray) -> _Place | None:
        """Maximize across the ridge at one place."""
        value, gradient, hessian = self._at(s, inner)
        for _ in range(_NEWTON):
            step = _ascent(gradient, hessian)
            if step is None or not np.isfinite(value):
                return None
            if float(gradient @ step) < 1e-6:
                factor = np.linalg.cholesky(np.linalg.inv(-hessian))
                return _Place(s, inner, factor, value + float(np.log(np.diag(factor)).sum()))
            scale = 1.0
            trial = self._at(s, inner + step)
            while not trial[0] > value and scale > 1e-3:
                scale *= 0.5
                trial = self._at(s, inner + scale * step)
            if not trial[0] > value:
                return None
            inner = inner + scale * step
            value, gradient, hessian = trial
        return None

    def _at(self, s: float, inner: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        point = self.mode + s * self.along + self.across @ inner
        value, gradient, hessian = self.target.derivatives(point[None], np.array([0]))
        return float(value[0]), gradient[0] @ self.across, self.across.T @ hessian[0] @ self.across


def _ascent(gradient: FloatArray, hessian: FloatArray) -> FloatArray | None:
    """Newton's step, or None where the function is not curved downwards."""
    if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
        return None
    if np.linalg.eigvalsh(hessian)[-1] >= 0.0:
        return None
    return np.asarray(np.linalg.solve(-hessian, gradient))


def _joined(frame: _Frame, places: list[_Place]) -> Ridge:
    from scipy.interpolate import CubicSpline, PchipInterpolator
    from scipy.special import ndtri

    s = np.array([place.s for place in places])
    fine = np.linspace(s[0], s[-1], _FINE)
    log_mass = CubicSpline(s, [place.log_mass for place in places])(fine)
    mass = np.exp(log_mass - log_mass.max())
    share = np.concatenate([[0.0], np.cumsum(0.5 * (mass[1:] + mass[:-1]))])
    with np.errstate(divide="ignore"):  # the ends have infinite scores and are dropped
        upper = np.concatenate([np.cumsum((0.5 * (mass[1:] + mass[:-1]))[::-1])[::-1], [0.0]])
        low, high = ndtri(share / share[-1]), -ndtri(upper / upper[0])
    score = np.where(share < upper, low, high)
    used = abs(score) < _FARTHEST
    return Ridge(
        mode=frame.mode,
        along=frame.along,
        across=frame.across,
        ends=(float(s[0]), float(s[-1])),
        bend=CubicSpline(s, np.array([place.inner for place in places])),
        width=CubicSpline(s, np.array([place.factor for place in places])),
        place=PchipInterpolator(score[used], fine[used]),
    )


def _log_det(factor: FloatArray) -> FloatArray:
    return np.asarray(np.log(abs(np.diagonal(factor, axis1=1, axis2=2))).sum(axis=1))
