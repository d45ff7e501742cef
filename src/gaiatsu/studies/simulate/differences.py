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
    from collections.abc import Iterable

    from gaiatsu.dynamics import Histories

__all__ = ["Difference", "Paired", "Totals", "average", "difference", "less", "paired", "told", "totals"]

Floats = NDArray[np.float64]
Span = tuple[int, int]
Totals = tuple[Floats, Floats]
"""Sums, and how many values each is over; a set of parameters each."""


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


@dataclass(frozen=True, eq=False)
class Paired:
    """What two places say of the same sets of parameters.

    Parameters
    ----------
    one, other
        The two means over all sets.
    influence
        What each set adds to the error of their difference, shape ``(n,)``.
    single
        The difference of each set's own means, shape ``(n,)``; not a number where it has none.
    identical
        Whether every set has the same values in both.
    """

    one: float
    other: float
    influence: Floats
    single: Floats
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
    found = paired(totals(*one, measure), totals(*other, measure))
    if found is None:
        msg = f"Nothing to measure {measure} by happened in both places."
        raise InvalidSpecification(msg, todo="Use more draws, or a longer span of years.")
    return told(measure, found)


def paired(one: Totals, other: Totals) -> Paired | None:
    """Pair what two places say of the same sets of parameters.

    Parameters
    ----------
    one, other
        Sums and numbers by set of parameters, from `totals`.

    Returns
    -------
    Paired or None
        ``None`` where no set has an event in both places.

    Examples
    --------
    >>> one, two = np.array([1.0, 2.0]), np.array([1.0, 1.0])
    >>> pair = paired((one, two), (np.array([1.0, 0.0]), two))
    >>> pair.one - pair.other, pair.single.tolist()
    (1.0, [0.0, 2.0])
    """
    (sums, counts), (other_sums, other_counts) = one, other
    both = (counts > 0.0) & (other_counts > 0.0)
    if not both.any():
        return None
    means = [float(a.sum() / b.sum()) for a, b in (one, other)]
    influence = (sums - means[0] * counts) / counts.mean()
    influence = influence - (other_sums - means[1] * other_counts) / other_counts.mean()
    single = np.full(both.shape, np.nan)
    single[both] = sums[both] / counts[both] - other_sums[both] / other_counts[both]
    same = np.array_equal(sums, other_sums) and np.array_equal(counts, other_counts)
    return Paired(means[0], means[1], influence, single, identical=bool(same))


def average(pairs: Iterable[Paired]) -> Paired | None:
    """Average several pairs of places over the same sets of parameters.

    Parameters
    ----------
    pairs
        The pairs; they are taken one after another, so that they need not fit into memory together.

    Returns
    -------
    Paired or None
        ``None`` of no pair. Its error knows that the pairs share their draws and their luck. A set's own
        difference is averaged over the pairs in which it has one.
    """
    several = iter(pairs)
    first = next(several, None)
    if first is None:
        return None
    one, other, influence, identical = first.one, first.other, first.influence.copy(), first.identical
    known = np.isfinite(first.single)
    total, had, number = np.where(known, first.single, 0.0), known.astype(float), 1
    for pair in several:
        one, other, influence = one + pair.one, other + pair.other, influence + pair.influence
        known = np.isfinite(pair.single)
        total, had = total + np.where(known, pair.single, 0.0), had + known
        identical, number = identical and pair.identical, number + 1
    single = np.full(total.shape, np.nan)
    np.divide(total, had, out=single, where=had > 0.0)
    return Paired(one / number, other / number, influence / number, single, identical=identical)


def less(one: Paired, other: Paired) -> Paired:
    """Take one difference from another: by how much what is changed matters more here than there.

    Parameters
    ----------
    one, other
        Pairs over the same sets of parameters.

    Returns
    -------
    Paired
        Its two means are the two differences.
    """
    return Paired(
        one.one - one.other,
        other.one - other.other,
        one.influence - other.influence,
        one.single - other.single,
        identical=bool(np.array_equal(one.influence, other.influence)),
    )


def told(measure: str, pair: Paired) -> Difference:
    """Say a paired difference with its simulation error and its quantiles.

    Parameters
    ----------
    measure
        What was measured.
    pair
        The pair.

    Returns
    -------
    Difference
    """
    single = pair.single[np.isfinite(pair.single)]
    low, high = np.quantile(single, (0.05, 0.95)) if single.size else (np.nan, np.nan)
    return Difference(
        measure,
        pair.one,
        pair.other,
        pair.one - pair.other,
        float(pair.influence.std() / np.sqrt(pair.influence.size)),
        float(low),
        float(high),
        pair.identical,
    )


def totals(histories: Histories, span: Span, name: str, *, demand: str = "all") -> Totals:
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
