"""Dates of change: posteriors of dates, and how far two of them agree.

The article's first test of an explanation is timing: the cause has to move when the outcome does. Both dates
are uncertain, so the test is a probability: that the two moves lie within a year of each other, that the
cause came earlier, that it came later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["DateAgreement", "DatePosterior", "compare_dates", "event_date", "split_dates"]

EXACT = 1e-3
"""Width in years given to a date that is known to the day."""


@dataclass(frozen=True)
class DatePosterior:
    """Where a change lies in time, as a mixture of intervals.

    Parameters
    ----------
    starts, ends
        Edges of the intervals, decimal years; a known date is an interval of no width.
    masses
        Probability of each interval; they sum to one.

    Examples
    --------
    >>> starts, ends = np.array([1986.0, 1992.0]), np.array([1988.0, 1993.0])
    >>> posterior = DatePosterior(starts, ends, np.array([0.2, 0.8]))
    >>> posterior.quantile(0.5)
    1992.375
    """

    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    masses: NDArray[np.float64]

    def __post_init__(self) -> None:
        shapes = {self.starts.shape, self.ends.shape, self.masses.shape}
        if len(shapes) != 1 or self.starts.ndim != 1 or self.starts.size == 0:
            what = f"A posterior of dates was given arrays of shapes {shapes}."
            raise InvalidSpecification(
                what,
                expected="starts, ends and masses of one common length, at least 1",
            )
        total = float(self.masses.sum())
        turned = bool(np.any(self.ends < self.starts))
        if turned or np.any(self.masses < 0.0) or abs(total - 1.0) > 1e-9:
            what = f"A posterior of dates has masses that sum to {total:.6g} or an interval turned round."
            raise InvalidSpecification(what, expected="starts <= ends and masses >= 0 that sum to 1")

    @property
    def mean(self) -> float:
        """Expected date, decimal year."""
        return float(np.sum(self.masses * (self.starts + self.ends)) / 2.0)

    def cdf(self, date: float) -> float:
        """Probability that the change came at or before a date."""
        widths = np.maximum(self.ends - self.starts, EXACT)
        return float(np.sum(self.masses * np.clip((date - self.starts) / widths, 0.0, 1.0)))

    def quantile(self, probability: float) -> float:
        """Date before which the change came with the given probability (bisection to 1e-9 years)."""
        low, high = float(self.starts.min()), float(self.ends.max()) + EXACT
        while high - low > 1e-9:
            middle = (low + high) / 2.0
            low, high = (low, middle) if self.cdf(middle) >= probability else (middle, high)
        return round((low + high) / 2.0, 6)

    def interval(self, probability: float = 0.9) -> tuple[float, float]:
        """Central interval that holds the given probability."""
        return self.quantile((1.0 - probability) / 2.0), self.quantile((1.0 + probability) / 2.0)


def event_date(date: float) -> DatePosterior:
    """Posterior of a change whose date is on record.

    Examples
    --------
    >>> event_date(1989.86).interval()
    (1989.86005, 1989.86095)
    """
    return DatePosterior(np.array([date]), np.array([date]), np.array([1.0]))


def split_dates(dates: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Intervals of time in which a break would divide the episodes in one and the same way.

    A break between two neighboring episodes cannot be dated any closer than by those two, so the intervals
    between the distinct dates are all that a record of episodes can tell apart.

    Parameters
    ----------
    dates
        Dates of the episodes, decimal years, in any order.

    Returns
    -------
    tuple
        Starts and ends of the intervals, each one shorter than the number of distinct dates.

    Examples
    --------
    >>> split_dates(np.array([1986.0, 1978.0, 1986.0, 1990.0]))
    (array([1978., 1986.]), array([1986., 1990.]))
    """
    distinct = np.unique(np.asarray(dates, dtype=float))
    if distinct.size < 2:
        what = f"A break was looked for among episodes of {distinct.size} distinct date(s)."
        raise InvalidSpecification(
            what,
            expected="episodes of at least two dates",
        )
    return distinct[:-1], distinct[1:]


@dataclass(frozen=True)
class DateAgreement:
    """How two dated changes lie to each other.

    Parameters
    ----------
    within
        Probability that they lie no more than ``tolerance`` years apart.
    cause_earlier, cause_later
        Probability that the cause moved more than ``tolerance`` years before or after the outcome.
    lead
        Expected years by which the cause precedes the outcome (negative: it follows).
    tolerance
        Years of difference that count as the same time.
    """

    within: float
    cause_earlier: float
    cause_later: float
    lead: float
    tolerance: float


def compare_dates(cause: DatePosterior, outcome: DatePosterior, *, tolerance: float = 1.0) -> DateAgreement:
    """Set the date of a cause's change against the date of the outcome's.

    A cause that moved years earlier needs a lag to be the cause; one that moved later is not one.

    Parameters
    ----------
    cause, outcome
        Posteriors of the two dates, independent of each other.
    tolerance
        Years of difference that count as the same time.

    Returns
    -------
    DateAgreement
        Three probabilities that sum to one, and the expected lead.

    Notes
    -----
    For uniform A on [a0, a1] and B on [b0, b1] the law of B - A is trapezoidal, so that with
    G(x) = max(x, 0)^2 / 2

        P(B - A <= d) = [G(d + a1 - b0) - G(d + a0 - b0) - G(d + a1 - b1) + G(d + a0 - b1)] / (|A| |B|),

    and the posterior probability is the mixture of these over all pairs of intervals.

    Examples
    --------
    >>> agreement = compare_dates(event_date(1988.0), event_date(1993.0))
    >>> round(agreement.cause_earlier, 6), agreement.lead
    (1.0, 5.0)
    """
    later = 1.0 - _difference_cdf(cause, outcome, tolerance)
    earlier = _difference_cdf(cause, outcome, -tolerance)
    return DateAgreement(
        within=max(0.0, 1.0 - later - earlier),
        cause_earlier=later,
        cause_later=earlier,
        lead=outcome.mean - cause.mean,
        tolerance=tolerance,
    )


def _difference_cdf(cause: DatePosterior, outcome: DatePosterior, limit: float) -> float:
    """P(outcome - cause <= limit) over all pairs of intervals."""
    origin = cause.mean
    a0, a1 = _widened(cause, origin)
    b0, b1 = _widened(outcome, origin)
    a0, a1, b0, b1 = a0[:, None], a1[:, None], b0[None, :], b1[None, :]
    area = _ramp(limit + a1 - b0) - _ramp(limit + a0 - b0) - _ramp(limit + a1 - b1) + _ramp(limit + a0 - b1)
    pairs = area / ((a1 - a0) * (b1 - b0))
    return float(np.clip(cause.masses @ pairs @ outcome.masses, 0.0, 1.0))


def _widened(posterior: DatePosterior, origin: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    middle = (posterior.starts + posterior.ends) / 2.0 - origin
    half = np.maximum(posterior.ends - posterior.starts, EXACT) / 2.0
    return middle - half, middle + half


def _ramp(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(x, 0.0) ** 2 / 2.0
