"""What a comparison of periods would say if its first column left failures out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gaiatsu.studies.robustness import Cells, Conclusions, StratumTable, compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["BreakEven", "Selection", "SelectionCell", "selection"]

RATES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)


@dataclass(frozen=True)
class SelectionCell:
    """One supposition about the earlier period and the p-values it gives.

    Parameters
    ----------
    before_total
        Supposed number of earlier episodes, shown ones included.
    unobserved
        How many of them the case set does not show.
    rate
        The rate of concession that was supposed.
    before_conceded
        Whole number of concessions nearest to it, but never fewer than the case set shows.
    attainable
        Whether that number gives the supposed rate to within half an episode; it does not where
        the concessions shown already exceed it.
    one_sided, two_sided
        Fisher's p-values of the pooled table so enlarged, the later period left as it is.
    """

    before_total: int
    unobserved: int
    rate: float
    before_conceded: int
    attainable: bool
    one_sided: float
    two_sided: float


@dataclass(frozen=True)
class BreakEven:
    """The rate of concession before, at or below which the conclusion is lost.

    Parameters
    ----------
    before_total
        Supposed number of earlier episodes.
    unobserved
        How many of them the case set does not show.
    rate_one_sided, rate_two_sided
        Highest rate at which the p-value is no longer below the threshold; ``None`` where even
        refusals alone among the unobserved leave the conclusion standing.
    """

    before_total: int
    unobserved: int
    rate_one_sided: float | None
    rate_two_sided: float | None


@dataclass(frozen=True)
class Selection:
    """How many unseen refusals the conclusion survives.

    The earlier column of Figure 2 holds only concessions, although Figure 1 scatters widely over
    the same years, so it may have been picked for them.

    Parameters
    ----------
    grid
        p-values by supposed number of earlier episodes and supposed rate of concession.
    example
        The supposition printed as an example: 12 concessions in 20 earlier episodes where the
        set shows 8, otherwise the same rate in two and a half times the episodes shown.
    break_even
        By supposed number of earlier episodes, the rate at which the conclusion is lost.
    refusals_one_sided, refusals_two_sided
        Fewest unseen refusals (with no unseen concession) that lift the pooled p-value to the
        threshold; ``None`` if more than ``refusals_tried``.
    refusals_stratified
        The same for the stratified one-sided p-value with the unseen refusals in the types of
        demand where they hurt most.
    refusals_stratified_at
        Where they then stand: pairs of type and number.
    refusals_tried
        Largest number tried.
    alpha
        Threshold of the conclusion.
    """

    grid: tuple[SelectionCell, ...]
    example: SelectionCell
    break_even: tuple[BreakEven, ...]
    refusals_one_sided: int | None
    refusals_two_sided: int | None
    refusals_stratified: int | None
    refusals_stratified_at: tuple[tuple[str, int], ...]
    refusals_tried: int
    alpha: float


def selection(tables: Sequence[StratumTable], *, alpha: float = 0.05, most: int = 24) -> Selection:
    """Enlarge the earlier period by cases that were not shown.

    Parameters
    ----------
    tables
        A table for each type of demand.
    alpha
        Threshold of the conclusion, between 0 and 1.
    most
        Largest number of unseen cases.

    Returns
    -------
    Selection
        Grid, break-even rates and fewest unseen refusals.

    Notes
    -----
    A supposed rate r among N earlier episodes means round(r N) concessions in all; the shown
    episodes are part of the N, and the unseen ones make up the rest. The later period is taken
    as complete.

    Examples
    --------
    >>> shown = [StratumTable("all", 8, 0, 1, 6)]
    >>> example = selection(shown).example
    >>> example.before_conceded, example.before_total
    (12, 20)
    >>> round(example.one_sided, 3), round(example.two_sided, 3)
    (0.048, 0.077)
    """
    before, after = _pooled(tables)
    shown = sum(before)
    totals = range(shown, shown + most + 1)
    grid = tuple(_cell(before, after, total, rate) for total in totals for rate in RATES)
    one, two, stratified = (_fewest(tables, alpha, most, test) for test in _REFUSAL_TESTS)
    return Selection(
        grid=grid,
        example=_cell(before, after, round(2.5 * shown), 0.6),
        break_even=tuple(_break_even(before, after, total, alpha) for total in totals),
        refusals_one_sided=one[0],
        refusals_two_sided=two[0],
        refusals_stratified=stratified[0],
        refusals_stratified_at=stratified[1],
        refusals_tried=most,
        alpha=alpha,
    )


_REFUSAL_TESTS = ("unstratified_one_sided", "unstratified_two_sided", "stratified_one_sided")


def _pooled(tables: Sequence[StratumTable]) -> Cells:
    before = sum(t.before_conceded for t in tables), sum(t.before_refused for t in tables)
    return before, (sum(t.after_conceded for t in tables), sum(t.after_refused for t in tables))


def _cell(before: tuple[int, int], after: tuple[int, int], total: int, rate: float) -> SelectionCell:
    shown_conceded, shown_refused = before
    wanted = round(rate * total)
    conceded = min(max(wanted, shown_conceded), total - shown_refused)
    p = compare([((conceded, total - conceded), after)])
    return SelectionCell(
        before_total=total,
        unobserved=total - sum(before),
        rate=rate,
        before_conceded=conceded,
        attainable=conceded == wanted,
        one_sided=p.unstratified_one_sided,
        two_sided=p.unstratified_two_sided,
    )


def _break_even(before: tuple[int, int], after: tuple[int, int], total: int, alpha: float) -> BreakEven:
    highest: list[float | None] = [None, None]
    for conceded in range(before[0], total - before[1] + 1):
        p = compare([((conceded, total - conceded), after)])
        for i, test in enumerate(_REFUSAL_TESTS[:2]):
            if not p.holds(test, alpha):
                highest[i] = conceded / total
    return BreakEven(total, total - sum(before), highest[0], highest[1])


def _fewest(
    tables: Sequence[StratumTable], alpha: float, most: int, test: str
) -> tuple[int | None, tuple[tuple[str, int], ...]]:
    for refusals in range(most + 1):
        trials = [(_with(tables, split), split) for split in _splits(refusals, len(tables))]
        if all(p.holds(test, alpha) for p, _ in trials):
            continue
        _, split = max(trials, key=lambda trial: float(getattr(trial[0], test)))
        names = (table.stratum for table in tables)
        return refusals, tuple((name, k) for name, k in zip(names, split, strict=True) if k)
    return None, ()


def _with(tables: Sequence[StratumTable], refusals: Sequence[int]) -> Conclusions:
    larger = [
        replace(table, before_refused=table.before_refused + k)
        for table, k in zip(tables, refusals, strict=True)
    ]
    return compare([table.cells for table in larger])


def _splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _splits(total - first, parts - 1):
            yield (first, *rest)
