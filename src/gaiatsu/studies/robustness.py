"""How much a like-with-like comparison of two periods owes to single codings, cases and choices."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.exact import PValues, exact_p

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "Conclusions",
    "Fragility",
    "LeftOut",
    "Outcome",
    "SingleFlip",
    "StratumTable",
    "cached_p",
    "compare",
    "conclusions",
    "fragility",
    "leave_one_out",
    "leave_one_stratum_out",
    "merge",
    "single_flips",
    "stratum_tables",
]

TESTS = (
    "stratified_one_sided",
    "stratified_two_sided",
    "unstratified_one_sided",
    "unstratified_two_sided",
)
Cells = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Outcome:
    """One episode reduced to what the comparison of periods uses.

    Parameters
    ----------
    id
        Name of the episode.
    stratum
        Type of demand, within which like is compared with like.
    date
        Decimal year in which the outcome was fixed.
    after
        Whether it falls in the later period.
    success
        Whether the target conceded.
    """

    id: str
    stratum: str
    date: float
    after: bool
    success: bool


@dataclass(frozen=True)
class StratumTable:
    """The 2x2 table of one type of demand.

    Parameters
    ----------
    stratum
        Type of demand.
    before_conceded, before_refused, after_conceded, after_refused
        Numbers of episodes.
    """

    stratum: str
    before_conceded: int
    before_refused: int
    after_conceded: int
    after_refused: int

    @property
    def cells(self) -> Cells:
        """Rows before and after, columns conceded and refused."""
        before = (self.before_conceded, self.before_refused)
        return before, (self.after_conceded, self.after_refused)


@dataclass(frozen=True)
class Conclusions:
    """Exact p-values of "concessions became rarer", by the four tests a reader might ask for.

    Parameters
    ----------
    stratified_one_sided, stratified_two_sided
        Like with like: one odds ratio shared by the types of demand.
    unstratified_one_sided, unstratified_two_sided
        Fisher's test on the pooled table. Two-sided values follow the point-probability rule.
    declined
        Whether the pooled rate of concession is lower after than before; a small two-sided value
        without it speaks for a rise.
    """

    stratified_one_sided: float
    stratified_two_sided: float
    unstratified_one_sided: float
    unstratified_two_sided: float
    declined: bool

    def holds(self, test: str, alpha: float) -> bool:
        """Whether the named test calls the decline significant at ``alpha``."""
        return self.declined and bool(getattr(self, test) < alpha)


@dataclass(frozen=True)
class SingleFlip:
    """What one changed coding does.

    Parameters
    ----------
    id
        Episode whose coding is reversed.
    becomes_success
        The new coding.
    p
        The p-values after it.
    """

    id: str
    becomes_success: bool
    p: Conclusions


@dataclass(frozen=True)
class LeftOut:
    """What the comparison says without one episode or one type of demand.

    Parameters
    ----------
    id
        What is left out.
    n
        Episodes that remain.
    p
        The p-values without it.
    """

    id: str
    n: int
    p: Conclusions


@dataclass(frozen=True)
class Fragility:
    """How many codings must change before one conclusion does.

    Parameters
    ----------
    test
        Name of the p-value, a field of `Conclusions`.
    alpha
        Threshold of the conclusion.
    holds_as_coded
        Whether the test calls the decline significant before any change.
    minimal_flips
        Fewest reversed codings that overturn ``holds_as_coded``; ``None`` when reversing any
        number up to the limit searched does not.
    searched
        Largest number of reversals tried.
    sets
        Every smallest set of episodes whose reversal overturns it.
    p_after
        The p-value after each of those sets, in the same order.
    tried
        Number of sets of that size; ``len(sets) / tried`` is the share that overturns it.
    """

    test: str
    alpha: float
    holds_as_coded: bool
    minimal_flips: int | None
    searched: int
    sets: tuple[tuple[str, ...], ...]
    p_after: tuple[float, ...]
    tried: int


def stratum_tables(outcomes: Sequence[Outcome]) -> tuple[StratumTable, ...]:
    """Count the outcomes by type of demand, in order of first appearance.

    Examples
    --------
    >>> stratum_tables([Outcome("a", "rule", 1986.0, False, True)])[0].cells
    ((1, 0), (0, 0))
    """
    counts = Counter((one.stratum, one.after, one.success) for one in outcomes)
    strata = dict.fromkeys(one.stratum for one in outcomes)
    cells = [(False, True), (False, False), (True, True), (True, False)]
    return tuple(StratumTable(name, *(counts[name, *cell] for cell in cells)) for name in strata)


def conclusions(outcomes: Sequence[Outcome]) -> Conclusions:
    """Compute the four exact p-values of a decline.

    Parameters
    ----------
    outcomes
        The episodes; at least one.

    Returns
    -------
    Conclusions
        p-values and direction.

    Raises
    ------
    InvalidSpecification
        If there are no outcomes.

    Examples
    --------
    >>> before = [Outcome(f"b{i}", "rule", 1986.0, False, True) for i in range(8)]
    >>> after = [Outcome(f"a{i}", "rule", 1995.0, True, i == 0) for i in range(7)]
    >>> round(conclusions(before + after).unstratified_two_sided, 4)
    0.0014
    """
    if not outcomes:
        msg = "There are no episodes to compare."
        raise InvalidSpecification(msg, expected="at least one episode")
    tables = [table.cells for table in stratum_tables(outcomes)]
    return compare(tables)


def compare(tables: Sequence[Cells]) -> Conclusions:
    """Compute the four p-values from tables of types of demand."""
    (bc, br), (ac, ar) = pooled = _pool(tables)
    stratified, unstratified = cached_p(tuple(tables)), cached_p((pooled,))
    return Conclusions(
        stratified_one_sided=stratified.greater,
        stratified_two_sided=stratified.two_sided,
        unstratified_one_sided=unstratified.greater,
        unstratified_two_sided=unstratified.two_sided,
        declined=bc * (ac + ar) > ac * (bc + br),
    )


@lru_cache(maxsize=65536)
def cached_p(tables: tuple[Cells, ...]) -> PValues:
    """Compute the p-values of `exact_p`, once for each distinct set of tables."""
    return exact_p(tables)


def single_flips(outcomes: Sequence[Outcome]) -> tuple[SingleFlip, ...]:
    """Reverse each coding in turn.

    Parameters
    ----------
    outcomes
        The episodes.

    Returns
    -------
    tuple of SingleFlip
        In the order of the episodes.
    """
    return tuple(
        SingleFlip(one.id, not one.success, conclusions(_flipped(outcomes, {one.id}))) for one in outcomes
    )


def leave_one_out(outcomes: Sequence[Outcome]) -> tuple[LeftOut, ...]:
    """Leave out each episode in turn."""
    return tuple(_without(outcomes, one.id, lambda other, gone: other.id == gone) for one in outcomes)


def leave_one_stratum_out(outcomes: Sequence[Outcome]) -> tuple[LeftOut, ...]:
    """Leave out each type of demand in turn."""
    strata = dict.fromkeys(one.stratum for one in outcomes)
    return tuple(_without(outcomes, name, lambda other, gone: other.stratum == gone) for name in strata)


def fragility(
    outcomes: Sequence[Outcome], *, alpha: float = 0.05, most_flips: int = 4
) -> tuple[Fragility, ...]:
    """Find the smallest sets of codings whose reversal overturns each conclusion.

    Fifteen codings by one reader carry the comparison; the reader of the result should know which
    of them it stands on.

    Parameters
    ----------
    outcomes
        The episodes.
    alpha
        Threshold, between 0 and 1.
    most_flips
        Largest number of reversals to try.

    Returns
    -------
    tuple of Fragility
        One for each of the four tests.

    References
    ----------
    walsh2014
    """
    return tuple(_fragility(outcomes, test, alpha, most_flips) for test in TESTS)


def merge(
    outcomes: Sequence[Outcome], ids: Sequence[str], *, success: bool, stratum: str | None = None
) -> tuple[Outcome, ...]:
    """Count several episodes of one negotiation once.

    Parameters
    ----------
    outcomes
        All episodes.
    ids
        Episodes that become one; it keeps the id, date and period of the last of them.
    success
        Outcome of the merged episode.
    stratum
        Its type of demand; by default that of the first named.

    Returns
    -------
    tuple of Outcome
        The other episodes in their order, and the merged one at the end.

    Raises
    ------
    InvalidSpecification
        If an id is not among the outcomes.
    """
    members = {one.id: one for one in outcomes if one.id in ids}
    if missing := [name for name in ids if name not in members]:
        msg = f"Episodes {missing} are not in the set."
        raise InvalidSpecification(msg, expected=f"ids among {[one.id for one in outcomes]}")
    last = max(members.values(), key=lambda one: one.date)
    merged = replace(last, success=success, stratum=stratum or members[ids[0]].stratum)
    return (*(one for one in outcomes if one.id not in members), merged)


def _pool(
    tables: Sequence[Cells],
) -> Cells:
    before = (sum(t[0][0] for t in tables), sum(t[0][1] for t in tables))
    return before, (sum(t[1][0] for t in tables), sum(t[1][1] for t in tables))


def _flipped(outcomes: Sequence[Outcome], ids: set[str]) -> list[Outcome]:
    return [replace(one, success=not one.success) if one.id in ids else one for one in outcomes]


def _without(outcomes: Sequence[Outcome], name: str, gone: Callable[[Outcome, str], bool]) -> LeftOut:
    rest = [one for one in outcomes if not gone(one, name)]
    return LeftOut(name, len(rest), conclusions(rest))


def _fragility(outcomes: Sequence[Outcome], test: str, alpha: float, most_flips: int) -> Fragility:
    holds = conclusions(outcomes).holds(test, alpha)
    for size in range(1, min(most_flips, len(outcomes)) + 1):
        tried, sets, p_after = 0, [], []
        for chosen in itertools.combinations(outcomes, size):
            tried += 1
            after = conclusions(_flipped(outcomes, {one.id for one in chosen}))
            if after.holds(test, alpha) != holds:
                sets.append(tuple(one.id for one in chosen))
                p_after.append(float(getattr(after, test)))
        if sets:
            return Fragility(test, alpha, holds, size, most_flips, tuple(sets), tuple(p_after), tried)
    return Fragility(test, alpha, holds, None, most_flips, (), (), 0)
