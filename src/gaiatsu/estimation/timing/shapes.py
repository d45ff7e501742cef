"""Constant, trend, step or bend: which shape a short series has, and when it changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr

from gaiatsu.errors import InvalidSpecification

__all__ = ["BreakPosterior", "Errors", "ShapeComparison", "ShapeFit", "Sign", "compare_shapes"]

Array = NDArray[np.float64]
Errors = Literal["independent", "ar1"]
Sign = Literal["negative", "positive"]
SHAPES = ("constant", "trend", "step", "bend")
AUTOCORRELATIONS = np.linspace(0.0, 0.95, 20)


@dataclass(frozen=True)
class ShapeFit:
    """One shape fitted to the series.

    Parameters
    ----------
    name
        "constant", "trend" (a straight line), "step" (two levels) or "bend" (two straight lines
        that meet).
    probability
        Posterior probability when the four shapes start equal; exact under the stated priors.
    log_bayes_factor
        Natural log of the Bayes factor against the constant.
    bic, bic_weight
        Schwarz criterion at the best fit, and exp(-BIC / 2) normalized over the shapes; the best
        break date counts as a parameter.
    break_time
        Last time before the break (step) or time of the bend at the best fit; ``None`` without.
    coefficients
        At the best fit: level at the middle of the series, then slope, jump, or slope and change
        of slope.
    r_squared
        Share of the variance described at the best fit, before any whitening.
    autocorrelation
        Autocorrelation of the errors at the best fit; zero where errors are independent.
    """

    name: str
    probability: float
    log_bayes_factor: float
    bic: float
    bic_weight: float
    break_time: float | None
    coefficients: tuple[float, ...]
    r_squared: float
    autocorrelation: float


@dataclass(frozen=True)
class BreakPosterior:
    """Posterior of the date of a step or a bend, given that there is one.

    Parameters
    ----------
    times
        Candidate dates: the last time before a step, the time of a bend.
    probabilities
        Posterior probability of each; the prior is uniform over them.
    mode
        Most probable date.
    credible
        First and last date of the smallest set that holds at least ``level``.
    level
        Probability of that set.
    """

    times: tuple[float, ...]
    probabilities: tuple[float, ...]
    mode: float
    credible: tuple[float, float]
    level: float


@dataclass(frozen=True)
class ShapeComparison:
    """The shapes side by side.

    Parameters
    ----------
    fits
        In the order constant, trend, step, bend.
    step, bend
        Posterior of the date under each of the two shapes that have one.
    n
        Observations.
    errors
        "independent", or "ar1" for errors that resemble their predecessors.
    sign
        Direction required of the slope, the jump, or the slope after the bend; ``None`` where
        either was allowed.
    """

    fits: tuple[ShapeFit, ...]
    step: BreakPosterior
    bend: BreakPosterior
    n: int
    errors: Errors
    sign: Sign | None

    @property
    def best(self) -> ShapeFit:
        """The shape with the highest posterior probability."""
        return max(self.fits, key=lambda fit: fit.probability)

    def fit(self, name: str) -> ShapeFit:
        """Look up one shape by name."""
        return next(fit for fit in self.fits if fit.name == name)


class _Fits(NamedTuple):
    """A shape at every break date and one autocorrelation: (date,), and coefficients (date, coefficient)."""

    log_evidence: Array
    log_likelihood: Array
    coefficients: Array


@dataclass(frozen=True)
class _Cell:
    """One shape at one break date and one autocorrelation."""

    break_time: float | None
    autocorrelation: float
    log_evidence: float
    log_likelihood: float
    coefficients: Array


def compare_shapes(
    times: ArrayLike,
    values: ArrayLike,
    *,
    errors: Errors = "independent",
    sign: Sign | None = None,
    shortest: int = 2,
    level: float = 0.95,
) -> ShapeComparison:
    """Weigh a constant, a trend, a step and a bend against each other.

    A cause that drifts cannot by itself explain an outcome that snaps. Which of the two a short
    series did is a question of degree, so the answer is a probability, with the date's own.

    Parameters
    ----------
    times, values
        The series, in order of time, at least six points.
    errors
        "independent", or "ar1" to integrate over autocorrelations from 0 to .95. A short
        persistent series imitates steps and trends; the second choice charges for that.
    sign
        Require the change to go one way.
    shortest
        Fewest observations on either side of a break.
    level
        Probability of the credible set of dates.

    Returns
    -------
    ShapeComparison
        Fits, probabilities and dates.

    Raises
    ------
    InvalidSpecification
        If there are too few points, they are not in order, or all values are equal.

    Notes
    -----
    Given date and autocorrelation, level and variance have the flat prior and the p coefficients
    of the shape Zellner's prior with g = n (the information of one observation), so that the Bayes
    factor against a constant is (1 + g)^((n-1-p)/2) / (1 + g (1 - R^2))^((n-1)/2). Dates and
    autocorrelations are summed over with equal weights. A sign multiplies the Bayes factor by the
    posterior over the prior probability of that sign, the latter one half.

    References
    ----------
    liang2008, kass_raftery1995

    Examples
    --------
    >>> years = range(1980, 1992)
    >>> result = compare_shapes(years, [5, 5.2, 4.9, 5.1, 5, 4.8, 3, 3.1, 2.9, 3.2, 3, 2.9])
    >>> result.best.name, result.step.mode
    ('step', 1985.0)
    """
    t, y = _checked(times, values, shortest)
    cells = {name: list(_cells(name, t, y, errors, sign, shortest)) for name in SHAPES}
    evidence = {name: _mean_log([cell.log_evidence for cell in found]) for name, found in cells.items()}
    tops = {name: max(found, key=lambda cell: cell.log_likelihood) for name, found in cells.items()}
    bics = {name: _bic(top, len(t), errors) for name, top in tops.items()}
    chances, weights = _normalized(evidence), _normalized({name: -bic / 2 for name, bic in bics.items()})
    fits = tuple(
        ShapeFit(
            name=name,
            probability=chances[name],
            log_bayes_factor=evidence[name] - evidence["constant"],
            bic=bics[name],
            bic_weight=weights[name],
            break_time=tops[name].break_time,
            coefficients=tuple(float(value) for value in tops[name].coefficients),
            r_squared=_r_squared(name, t, y, tops[name]),
            autocorrelation=tops[name].autocorrelation,
        )
        for name in SHAPES
    )
    return ShapeComparison(
        fits, _dates(cells["step"], level), _dates(cells["bend"], level), len(t), errors, sign
    )


def _checked(times: ArrayLike, values: ArrayLike, shortest: int) -> tuple[Array, Array]:
    t, y = np.asarray(times, dtype=float), np.asarray(values, dtype=float)
    if t.ndim != 1 or t.shape != y.shape or len(t) < max(6, 2 * shortest):
        msg = f"Shapes cannot be told apart with times of shape {t.shape} and values of shape {y.shape}."
        raise InvalidSpecification(msg, expected="two equally long lists of at least six numbers")
    if not np.isfinite(y).all() or not np.all(np.diff(t) > 0):
        msg = "Shapes cannot be told apart in a series with missing values or times out of order."
        raise InvalidSpecification(msg, expected="finite values at increasing times")
    if np.ptp(y) == 0:
        msg = f"All values equal {y[0]:g}, so there is no shape to find."
        raise InvalidSpecification(msg, expected="at least two different values")
    return t, y


def _columns(name: str, t: Array, breaks: Array) -> Array:
    """Regressors of a shape besides the level, one sheet a break date: (date, time, regressor)."""
    line: Array = np.broadcast_to(t - t.mean(), (len(breaks), len(t)))
    if name == "constant":
        return np.empty((len(breaks), len(t), 0))
    if name == "trend":
        return line[:, :, None]
    after: Array = t - breaks[:, None]
    if name == "step":
        return np.where(after > 0, 1.0, 0.0)[:, :, None]
    return np.stack([line, np.maximum(after, 0.0)], axis=2)


def _cells(
    name: str, t: Array, y: Array, errors: Errors, sign: Sign | None, shortest: int
) -> Iterator[_Cell]:
    dated = name in ("step", "bend")
    breaks: Array = t[shortest - 1 : len(t) - shortest] if dated else np.full(1, np.nan)
    columns = _columns(name, t, breaks)
    rhos = AUTOCORRELATIONS if errors == "ar1" else np.zeros(1)
    for rho in rhos.tolist():
        whiten = _whitener(t, rho)
        found = _fit(whiten @ y, whiten @ np.ones(len(t)), whiten @ columns, sign=sign)
        jacobian = float(np.log(np.diag(whiten)).sum())
        rows = (part.tolist() for part in (breaks, found.log_evidence, found.log_likelihood))
        for (at, evidence, likelihood), beta in zip(zip(*rows, strict=True), found.coefficients, strict=True):
            yield _Cell(at if dated else None, rho, evidence + jacobian, likelihood + jacobian, beta)


def _whitener(t: Array, rho: float) -> Array:
    """Lower-triangular matrix that makes first-order autoregressive errors independent.

    Gaps in the record count as so many steps, so the matrix serves uneven times as well.
    """
    step = np.diff(t) / np.min(np.diff(t))
    carry = rho**step if rho > 0 else np.zeros(len(step))
    scale = 1 / np.sqrt(1 - carry**2)
    matrix = np.diag(np.concatenate([[1.0], scale]))
    matrix[np.arange(1, len(t)), np.arange(len(t) - 1)] = -carry * scale
    return matrix


def _fit(y: Array, ones: Array, columns: Array, *, sign: Sign | None) -> _Fits:
    """Fit a whitened series by each sheet of regressors, (date, time, regressor)."""
    n, p = columns.shape[1:]
    weight = float(ones @ ones)
    centered = y - ones * float(ones @ y) / weight
    design = columns - ones[:, None] * (ones @ columns)[:, None, :] / weight
    total = float(centered @ centered)
    basis, triangle = np.linalg.qr(design)
    beta = np.linalg.solve(triangle, np.swapaxes(basis, 1, 2) @ centered[:, None])
    residual = centered - (design @ beta)[..., 0]
    rss = np.maximum(np.sum(residual**2, axis=1), 1e-24 * total)
    evidence = np.full(len(rss), -math.log(weight) / 2 - (n - 1) / 2 * math.log(total))
    if p:
        evidence += (n - 1 - p) / 2 * math.log1p(n) - (n - 1) / 2 * np.log1p(n * rss / total)
    if p and sign is not None:
        found = _above_zero(beta[..., 0], triangle, total - n / (1 + n) * (total - rss), n)
        chance = found if sign == "positive" else 1 - found
        evidence += np.log(2 * np.maximum(chance, 1e-300))
    likelihood = -n / 2 * (np.log(2 * math.pi * rss / n) + 1)
    level = (y - (columns @ beta)[..., 0]) @ ones / weight
    return _Fits(evidence, likelihood, np.column_stack([level, beta[..., 0]]))


def _above_zero(beta: Array, triangle: Array, left: Array, n: int) -> Array:
    """Posterior probability that the slope, the jump or the slope after the bend is positive.

    Each is the sum of the coefficients; with X = QR, the sum's variance is in proportion to |R'^-1 1|^2.
    """
    ones = np.ones((*beta.shape, 1))
    spread = np.sum(np.linalg.solve(np.swapaxes(triangle, 1, 2), ones)[..., 0] ** 2, axis=1)
    shrink = n / (1 + n)
    scale = np.sqrt(shrink * spread * left / (n - 1))
    return np.asarray(stdtr(n - 1, shrink * beta.sum(axis=1) / scale))


def _bic(cell: _Cell, n: int, errors: Errors) -> float:
    parameters = len(cell.coefficients) + 1 + (cell.break_time is not None) + (errors == "ar1")
    return -2 * cell.log_likelihood + math.log(n) * parameters


def _mean_log(values: Sequence[float]) -> float:
    return float(np.logaddexp.reduce(values)) - math.log(len(values))


def _normalized(logs: dict[str, float]) -> dict[str, float]:
    total = float(np.logaddexp.reduce(list(logs.values())))
    return {name: math.exp(value - total) for name, value in logs.items()}


def _r_squared(name: str, t: Array, y: Array, cell: _Cell) -> float:
    at = np.full(1, np.nan if cell.break_time is None else cell.break_time)
    residual = y - cell.coefficients[0] - _columns(name, t, at)[0] @ cell.coefficients[1:]
    return 1 - float(residual @ residual) / float(np.sum((y - y.mean()) ** 2))


def _dates(cells: Sequence[_Cell], level: float) -> BreakPosterior:
    by_date: dict[float, list[float]] = {}
    for cell in cells:
        by_date.setdefault(float(cell.break_time or 0.0), []).append(cell.log_evidence)
    logs = np.array([np.logaddexp.reduce(values) for values in by_date.values()])
    chances = np.exp(logs - np.logaddexp.reduce(logs))
    times = np.array(list(by_date))
    order = np.argsort(-chances, kind="stable")
    inside = times[order[: 1 + int(np.searchsorted(np.cumsum(chances[order]), level))]]
    return BreakPosterior(
        times=tuple(times.tolist()),
        probabilities=tuple(chances.tolist()),
        mode=float(times[order[0]]),
        credible=(float(inside.min()), float(inside.max())),
        level=level,
    )
