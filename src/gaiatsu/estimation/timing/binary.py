"""When a yes became a no: breaks and trends in dated binary outcomes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.special import betaln, expit, ndtri

from gaiatsu.errors import InvalidSpecification

__all__ = ["BinaryFit", "BinaryShapes", "BreakGap", "compare_binary", "probability_less"]

Array = NDArray[np.float64]
Direction = Literal["down", "up"]
BreakPrior = Literal["time", "gaps"]
NODES = 200
SPREAD_OF_TWO_RATES = math.sqrt(2 / 3) * math.pi


@dataclass(frozen=True)
class BinaryFit:
    """One account of the outcomes.

    Parameters
    ----------
    name
        "constant" (one rate), "trend" (log odds linear in time) or "step" (two rates).
    probability
        Posterior probability when the three accounts start equal.
    log_evidence
        Natural log of the marginal likelihood.
    log_bayes_factor
        The same less that of the constant.
    """

    name: str
    probability: float
    log_evidence: float
    log_bayes_factor: float


@dataclass(frozen=True)
class BreakGap:
    """An interval between two dated outcomes in which the break may lie.

    Parameters
    ----------
    last_before, first_after
        Dates of the outcomes on either side.
    prior, probability
        Prior and posterior probability that the break lies here, given that there is one.
    rate_before, rate_after
        Posterior mean rates of success if it does, whatever direction was required.
    """

    last_before: float
    first_after: float
    prior: float
    probability: float
    rate_before: float
    rate_after: float


@dataclass(frozen=True)
class BinaryShapes:
    """Accounts of dated outcomes, and the posterior of the break date.

    Parameters
    ----------
    fits
        Constant, trend and step.
    gaps
        Posterior of the break date, gap by gap; within a gap the outcomes cannot tell.
    rate_before, rate_after
        Posterior mean rates under the step, averaged over its date.
    direction_probability
        Posterior probability, under the step without any required direction, that the rate fell.
    direction
        "down" or "up" where a change in that direction was required, else ``None``.
    n
        Outcomes.
    """

    fits: tuple[BinaryFit, ...]
    gaps: tuple[BreakGap, ...]
    rate_before: float
    rate_after: float
    direction_probability: float
    direction: Direction | None
    n: int

    @property
    def mode(self) -> BreakGap:
        """The gap in which the break most probably lies."""
        return max(self.gaps, key=lambda gap: gap.probability)

    def probability_before(self, date: float) -> float:
        """Posterior probability that the break lies before a date, given that there is one.

        Parameters
        ----------
        date
            Decimal year.
        """
        total = 0.0
        for gap in self.gaps:
            share = (date - gap.last_before) / (gap.first_after - gap.last_before)
            total += gap.probability * min(1.0, max(0.0, share))
        return total


def compare_binary(
    dates: ArrayLike,
    outcomes: ArrayLike,
    *,
    direction: Direction | None = None,
    prior: tuple[float, float] = (1.0, 1.0),
    break_prior: BreakPrior = "time",
) -> BinaryShapes:
    """Weigh one rate, a drifting rate and two rates for dated yes-or-no outcomes.

    The article reads fifteen outcomes as a break at the turn of 1993. This gives the probability
    of a break at every other date, and of no break.

    Parameters
    ----------
    dates
        Decimal years, in any order; at least two different ones.
    outcomes
        Zeros and ones, or booleans.
    direction
        Require the rate to fall ("down") or rise ("up").
    prior
        Beta prior of every rate.
    break_prior
        "time": every moment between the first and the last outcome is as likely to hold the
        break; "gaps": every gap between successive dates is.

    Returns
    -------
    BinaryShapes
        Probabilities of the accounts and of the dates.

    Raises
    ------
    InvalidSpecification
        If an outcome is neither 0 nor 1, the lengths differ, or all dates coincide.

    Notes
    -----
    Given a break, the marginal likelihood is B(a + s1, b + f1) B(a + s2, b + f2) / B(a, b)^2 for s
    successes and f failures on either side; a required direction multiplies it by twice the
    posterior probability of that direction. The trend has a uniform prior on the rate in the
    middle of the span, and a normal one on the change in log odds over the span, as wide as the
    difference in log odds between two uniform rates.

    References
    ----------
    kass_raftery1995

    Examples
    --------
    >>> result = compare_binary([1986, 1988, 1990, 1992, 1994, 1996], [1, 1, 1, 0, 0, 0])
    >>> result.mode.last_before, result.mode.first_after, round(result.mode.probability, 2)
    (1990.0, 1992.0, 0.56)
    """
    t, y = _checked(dates, outcomes)
    moments = np.unique(t)
    width = np.diff(moments) if break_prior == "time" else np.ones(len(moments) - 1)
    weights = width / width.sum()
    counts = [_counts(t, y, moment) for moment in moments[:-1]]
    falls = np.array([_fall(sides, prior) for sides in counts])
    free = np.array([sum(_log_beta(side, prior) for side in sides) for sides in counts]) + np.log(weights)
    required = {None: np.full(len(falls), 0.5), "down": falls, "up": 1 - falls}[direction]
    logs = free + np.log(2 * np.maximum(required, 1e-300))
    evidence = {
        "constant": _log_beta((float(y.sum()), float(len(y) - y.sum())), prior),
        "trend": _trend_evidence(t, y, direction),
        "step": float(np.logaddexp.reduce(logs)),
    }
    chances = np.exp(logs - np.logaddexp.reduce(logs))
    rates = np.array([[(prior[0] + s) / (sum(prior) + s + f) for s, f in sides] for sides in counts])
    shares = np.exp(free - np.logaddexp.reduce(free))
    return BinaryShapes(
        fits=_fits(evidence),
        gaps=tuple(
            BreakGap(*map(float, (moments[i], moments[i + 1], weights[i], chances[i], *rates[i])))
            for i in range(len(chances))
        ),
        rate_before=float(chances @ rates[:, 0]),
        rate_after=float(chances @ rates[:, 1]),
        direction_probability=float(shares @ falls),
        direction=direction,
        n=len(y),
    )


def probability_less(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Probability that one Beta variable is below another, independent one.

    Parameters
    ----------
    first, second
        Their two positive shape parameters.

    Returns
    -------
    float
        P(first < second).

    Examples
    --------
    >>> round(probability_less((1.0, 2.0), (2.0, 1.0)), 4)
    0.8333
    """
    (a1, b1), (a2, b2) = first, second
    if a2 == int(a2):
        i = np.arange(int(a2))
        logs = betaln(a1 + i, b1 + b2) - np.log(b2 + i) - betaln(1 + i, b2) - betaln(a1, b1)
        return float(np.exp(logs).sum())
    nodes, weights = _legendre()
    return float(weights @ stats.beta.cdf(stats.beta.ppf(nodes, a2, b2), a1, b1))


def _checked(dates: ArrayLike, outcomes: ArrayLike) -> tuple[Array, Array]:
    t, y = np.asarray(dates, dtype=float), np.asarray(outcomes, dtype=float)
    if t.ndim != 1 or t.shape != y.shape or not np.isin(y, (0.0, 1.0)).all():
        msg = f"Dates of shape {t.shape} and outcomes of shape {y.shape} cannot be used."
        raise InvalidSpecification(msg, expected="equally long lists, the outcomes zeros and ones")
    if len(t) < 2 or not np.isfinite(t).all() or np.ptp(t) == 0:
        msg = "A break needs outcomes at two different dates."
        raise InvalidSpecification(msg, expected="at least two different dates")
    return t, y


def _counts(t: Array, y: Array, moment: float) -> tuple[tuple[float, float], tuple[float, float]]:
    early = t <= moment
    before, after = float(y[early].sum()), float(y[~early].sum())
    return (before, float(early.sum()) - before), (after, float((~early).sum()) - after)


def _log_beta(side: tuple[float, float], prior: tuple[float, float]) -> float:
    return float(betaln(prior[0] + side[0], prior[1] + side[1]) - betaln(*prior))


def _fall(sides: tuple[tuple[float, float], tuple[float, float]], prior: tuple[float, float]) -> float:
    before, after = ((prior[0] + s, prior[1] + f) for s, f in sides)
    return probability_less(after, before)


def _trend_evidence(t: Array, y: Array, direction: Direction | None) -> float:
    """Marginal likelihood of log odds linear in time, by Gauss-Legendre in both directions."""
    nodes, weights = _legendre()
    low, high = {None: (0.0, 1.0), "down": (0.0, 0.5), "up": (0.5, 1.0)}[direction]
    changes = SPREAD_OF_TWO_RATES * ndtri(low + (high - low) * nodes)
    middle = np.log(nodes / (1 - nodes))
    position = (t - (t.min() + t.max()) / 2) / np.ptp(t)
    rates = expit(middle[:, None, None] + changes[:, None] * position)
    likelihood = np.where(y == 1, rates, 1 - rates).prod(axis=2)
    return math.log(float(weights @ likelihood @ weights))


def _legendre() -> tuple[Array, Array]:
    """Nodes and weights of Gauss-Legendre quadrature on the unit interval."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return (nodes + 1) / 2, weights / 2


def _fits(evidence: dict[str, float]) -> tuple[BinaryFit, ...]:
    total = float(np.logaddexp.reduce(list(evidence.values())))
    return tuple(
        BinaryFit(name, math.exp(value - total), value, value - evidence["constant"])
        for name, value in evidence.items()
    )
