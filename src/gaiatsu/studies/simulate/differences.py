"""Differences between histories that share their parameters and their chances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.histories import PARTS, STATES
from gaiatsu.dynamics.summaries import MEASURES, measure
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from gaiatsu.dynamics import Histories

__all__ = ["Difference", "difference", "totals"]

Floats = NDArray[np.float64]
Span = tuple[int, int]


@dataclass(frozen=True)
class Difference:
    """Mean of a measure in one place less that in another.

    Parameters
    ----------
    measure
        Name of a state, a part of change or an outcome.
    one, other
        The two means.
    mean
        ``one - other``.
    error
        Its simulation error: what another seed would change.
    low, high
        5 and 95 % quantiles, over the sets of parameters, of the difference of their own means. For outcomes
        it holds the luck of a set's replicates too.
    identical
        Whether every relationship has the same value in both.
    """

    measure: str
    one: float
    other: float
    mean: float
    error: float
    low: float
    high: float
    identical: bool


def difference(one: tuple[Histories, Span], other: tuple[Histories, Span], *, measure: str) -> Difference:
    """Compare a measure in two places, relationship by relationship.

    Parameters
    ----------
    one, other
        Histories, and first and last year.
    measure
        A state, a part of change (summed over the years), or an outcome.

    Returns
    -------
    Difference

    Raises
    ------
    InvalidSpecification
        No such measure, or no year of the span in the histories.
    """
    (sums, counts), (other_sums, other_counts) = totals(*one, measure), totals(*other, measure)
    means = [float(a.sum() / max(b.sum(), 1e-300)) for a, b in ((sums, counts), (other_sums, other_counts))]
    influence = (sums - means[0] * counts) / max(counts.mean(), 1e-300)
    influence = influence - (other_sums - means[1] * other_counts) / max(other_counts.mean(), 1e-300)
    both = (counts > 0.0) & (other_counts > 0.0)
    if not both.any():
        msg = f"Nothing to measure {measure} by happened in both places."
        raise InvalidSpecification(msg, todo="Use more draws, or a longer span of years.")
    single = sums[both] / counts[both] - other_sums[both] / other_counts[both]
    low, high = np.quantile(single, (0.05, 0.95))
    same = np.array_equal(sums, other_sums) and np.array_equal(counts, other_counts)
    return Difference(
        measure,
        means[0],
        means[1],
        means[0] - means[1],
        float(influence.std() / np.sqrt(influence.size)),
        float(low),
        float(high),
        bool(same),
    )


def totals(histories: Histories, span: Span, name: str, *, demand: str = "all") -> tuple[Floats, Floats]:
    """Sum and number of what is averaged, by set of parameters.

    Parameters
    ----------
    histories
        The histories.
    span
        First and last year.
    name
        A state, a part of change (summed over the years), or an outcome.
    demand
        Demand type of an outcome; all of them when left out.

    Returns
    -------
    tuple
        Sums, and how many values each is over; a set of parameters each.

    Raises
    ------
    InvalidSpecification
        No such measure, or no year of the span in the histories.
    """
    rows = (histories.years >= span[0]) & (histories.years <= span[1])
    if not rows.any():
        msg = f"The histories hold no year from {span[0]} to {span[1]}."
        raise InvalidSpecification(msg, expected=f"years from {histories.years[0]} to {histories.years[-1]}")
    if name in MEASURES:
        values, counted = measure(histories, name, demand=demand)
        sums, counts = (values * counted)[rows].sum(axis=0), counted[rows].sum(axis=0).astype(float)
    elif name in (*STATES, *PARTS):
        sums = np.asarray(histories[name], dtype=float)[rows].sum(axis=0)
        counts = np.full(sums.shape, 1.0 if name in PARTS else float(rows.sum()))
    else:
        msg = f"There is no measure {name!r}."
        raise InvalidSpecification(msg, expected=f"one of {', '.join((*MEASURES, *STATES, *PARTS))}")
    shape = (-1, histories.replicates)
    return sums.reshape(shape).sum(axis=1), counts.reshape(shape).sum(axis=1)
