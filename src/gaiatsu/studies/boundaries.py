"""The boundary between two periods, moved to every other date."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.robustness import Outcome, cached_p, conclusions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["PlaceboBoundary", "PlaceboStudy", "placebo"]

MOST_ARRANGEMENTS = 200_000


@dataclass(frozen=True)
class PlaceboBoundary:
    """The comparison with the boundary of the two periods moved.

    Parameters
    ----------
    last_before, first_after
        Dates between which the boundary falls.
    n_before, n_after
        Episodes on either side.
    stratified_one_sided, unstratified_one_sided
        Exact p-values of a decline at this boundary.
    is_actual
        Whether this boundary divides the episodes as the case set does.
    """

    last_before: float
    first_after: float
    n_before: int
    n_after: int
    stratified_one_sided: float
    unstratified_one_sided: float
    is_actual: bool


@dataclass(frozen=True)
class PlaceboStudy:
    """All boundaries, and what the best is worth once the choice among them is paid for.

    Parameters
    ----------
    boundaries
        In order of date.
    actual_rank_stratified, actual_rank_unstratified
        Rank of the actual boundary (1 is the smallest p-value; ties share the better rank);
        ``None`` where the case set's division is not a division by date.
    selected_p_stratified, selected_p_unstratified
        Probability that the best of all boundaries looks at least as good when outcomes are
        dealt at random to the dates (within types of demand for the stratified test), by
        enumeration; ``None`` beyond 200,000 arrangements.
    arrangements_stratified, arrangements_unstratified
        Number of equally likely arrangements.
    """

    boundaries: tuple[PlaceboBoundary, ...]
    actual_rank_stratified: int | None
    actual_rank_unstratified: int | None
    selected_p_stratified: float | None
    selected_p_unstratified: float | None
    arrangements_stratified: int
    arrangements_unstratified: int


def placebo(outcomes: Sequence[Outcome]) -> PlaceboStudy:
    """Move the boundary between the periods to every other date.

    A break that is real should be sharpest where the theory puts it. The selected p-values ask
    how sharp the sharpest of all boundaries would be by luck.

    Parameters
    ----------
    outcomes
        The episodes, at least two dates among them.

    Returns
    -------
    PlaceboStudy
        Boundaries, rank of the actual one, and p-values that pay for the choice.

    Raises
    ------
    InvalidSpecification
        If all outcomes share one date.
    """
    ordered = sorted(outcomes, key=lambda one: one.date)
    dates = sorted({one.date for one in ordered})
    if len(dates) < 2:
        msg = "All episodes share one date, so no boundary can be drawn."
        raise InvalidSpecification(msg, expected="at least two dates")
    cuts = [sum(one.date <= date for one in ordered) for date in dates[:-1]]
    boundaries = tuple(_boundary(ordered, cut) for cut in cuts)
    stratified = [one.stratified_one_sided for one in boundaries]
    unstratified = [one.unstratified_one_sided for one in boundaries]
    actual = next((i for i, one in enumerate(boundaries) if one.is_actual), None)
    strata = [one.stratum for one in ordered]
    selected, arrangements = _selected(ordered, strata, cuts, min(stratified))
    selected_pooled, arrangements_pooled = _selected(ordered, [""] * len(ordered), cuts, min(unstratified))
    return PlaceboStudy(
        boundaries=boundaries,
        actual_rank_stratified=None if actual is None else _rank(stratified, actual),
        actual_rank_unstratified=None if actual is None else _rank(unstratified, actual),
        selected_p_stratified=selected,
        selected_p_unstratified=selected_pooled,
        arrangements_stratified=arrangements,
        arrangements_unstratified=arrangements_pooled,
    )


def _boundary(ordered: Sequence[Outcome], cut: int) -> PlaceboBoundary:
    moved = [replace(one, after=i >= cut) for i, one in enumerate(ordered)]
    p = conclusions(moved)
    return PlaceboBoundary(
        last_before=ordered[cut - 1].date,
        first_after=ordered[cut].date,
        n_before=cut,
        n_after=len(ordered) - cut,
        stratified_one_sided=p.stratified_one_sided,
        unstratified_one_sided=p.unstratified_one_sided,
        is_actual=all(one.after == other.after for one, other in zip(moved, ordered, strict=True)),
    )


def _rank(values: Sequence[float], index: int) -> int:
    return 1 + sum(value < values[index] for value in values)


def _selected(
    ordered: Sequence[Outcome], strata: Sequence[str], cuts: Sequence[int], best: float
) -> tuple[float | None, int]:
    """Probability that the smallest p-value over all cuts is at most ``best`` by chance."""
    groups = [[i for i, name in enumerate(strata) if name == one] for one in dict.fromkeys(strata)]
    successes = [sum(ordered[i].success for i in group) for group in groups]
    total = math.prod(math.comb(len(group), k) for group, k in zip(groups, successes, strict=True))
    if total > MOST_ARRANGEMENTS:
        return None, total
    dealt = np.array(list(_arrangements(groups, successes, len(ordered))), dtype=np.int64)
    smallest = np.ones(total)
    for cut in cuts:
        smallest = np.minimum(smallest, _greater_p(dealt, groups, cut))
    return float(np.mean(smallest <= best * (1 + 1e-12))), total


def _greater_p(dealt: np.ndarray, groups: Sequence[Sequence[int]], cut: int) -> np.ndarray:
    early = [[i for i in group if i < cut] for group in groups]
    counts = np.stack([dealt[:, list(group)].sum(axis=1) for group in early], axis=1)
    distinct, inverse = np.unique(counts, axis=0, return_inverse=True)
    totals = dealt[0]
    values = []
    for row in distinct:
        tables = []
        for got, first, group in zip(row.tolist(), early, groups, strict=True):
            later = int(totals[list(group)].sum()) - got
            tables.append(((got, len(first) - got), (later, len(group) - len(first) - later)))
        values.append(cached_p(tuple(tables)).greater)
    return np.array(values)[inverse.ravel()]


def _arrangements(
    groups: Sequence[Sequence[int]], successes: Sequence[int], size: int
) -> Iterator[list[int]]:
    choices = [itertools.combinations(group, k) for group, k in zip(groups, successes, strict=True)]
    for picks in itertools.product(*choices):
        row = [0] * size
        for pick in picks:
            for i in pick:
                row[i] = 1
        yield row
