"""Equilibria of a crisis game followed along one payoff: branches, folds, and the direction that is known."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.numerics.sections import last_true
from gaiatsu.studies.game_grid import Grid
from gaiatsu.theory.crisis_game import Equilibria, equilibria
from gaiatsu.theory.crisis_game.statics import resistance_direction

__all__ = ["Direction", "Fold", "Segment", "Trace", "check_direction", "trace_line"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]

JUMP: Final = 0.1
"""Probits of resistance between neighbors above which a place between them is looked at too."""

CLOSEST: Final = 1e-10
"""Distance, as a share of the range, to which folds are narrowed."""

_NEAREST: Final = 1e-7
_FARTHEST: Final = 8.0
_ROUNDS: Final = 40
_STILL: Final = 1e-9


@dataclass(frozen=True)
class Fold:
    """A value of the payoff at which two equilibria meet and vanish, or appear.

    Parameters
    ----------
    value
        The payoff.
    p_resist
        Probability of resistance where they meet.
    before, after
        Number of equilibria below and above the value.
    """

    value: float
    p_resist: float
    before: int
    after: int


@dataclass(frozen=True)
class Segment:
    """A stretch of the payoff on which the number of equilibria stays the same.

    Parameters
    ----------
    low, high
        Its ends.
    equilibria
        How many there are.
    """

    low: float
    high: float
    equilibria: int


@dataclass(frozen=True)
class Direction:
    """What is known beforehand about the effect of the payoff on resistance, and what was found.

    Parameters
    ----------
    expected
        1 where a higher payoff raises resistance in stable equilibria, -1 where it lowers it, 0 where it
        does nothing; ``None`` where the direction turns within the range.
    steps
        Steps between neighbors on a branch for which the direction is known.
    as_expected
        How many of them went that way; on unstable branches the opposite way.
    """

    expected: int | None
    steps: int
    as_expected: int


@dataclass(frozen=True, eq=False)
class Trace:
    """Every equilibrium along a payoff.

    Parameters
    ----------
    grid
        The games asked for.
    values
        Values of the payoff that were solved: those asked for, and more where equilibria meet or jump.
    found
        Their equilibria.
    branch
        Which branch each equilibrium belongs to, from 1; 0 for near tangencies.
    folds
        Where equilibria meet.
    segments
        Numbers of equilibria from the low end to the high one.
    """

    grid: Grid
    values: FloatArray
    found: Equilibria
    branch: IntArray
    folds: tuple[Fold, ...]
    segments: tuple[Segment, ...]

    @property
    def undecided(self) -> int:
        """Near tangencies that are not one of the folds."""
        places = self.values[self.found.game[~self.found.certified]]
        folds = np.array([fold.value for fold in self.folds])
        near = 1e-6 * (self.grid.along.high - self.grid.along.low)
        return int((abs(places[:, None] - folds) > near).all(axis=1).sum())


def trace_line(grid: Grid) -> Trace:
    """Solve the games of a line, look closer where their equilibria change, and join them to branches.

    What a payoff does to a crisis is not one number: it differs by equilibrium, and where two equilibria meet
    a small change of the payoff can turn concession into resistance at once.

    Parameters
    ----------
    grid
        Games that differ in one payoff.

    Returns
    -------
    Trace
        Equilibria, branches, and folds to a ten-billionth of the range.

    Notes
    -----
    Equilibria of one game are sorted by resistance and branches cannot cross, so neighbors with as many
    equilibria are joined in order. Where the number differs a search by sections on the certified number
    finds the change. Where resistance jumps by more than .1 probits the step is halved, so that two folds
    inside one step are seen unless resistance hardly moves between them.

    Examples
    --------
    >>> from gaiatsu.studies.game_grid import grid, parse_range
    >>> text = "sender_status_quo=0,sender_prize=1,target_concession=0,sender_stand_firm=-1.9," + (
    ...     "sender_back_down=-1.2,target_prize=1")
    >>> trace = trace_line(grid(text, [parse_range("target_stand_firm=-4:0:30")]))
    >>> [(round(fold.value, 4), fold.before, fold.after) for fold in trace.folds]
    [(-2.9469, 1, 3), (-2.747, 3, 1)]
    """
    values = grid.along.values()
    found = equilibria(grid.at(values))
    span = grid.along.high - grid.along.low
    for _ in range(_ROUNDS):
        more = _closer(grid, values, found, span=span)
        if not more.size:
            break
        found, values = _merged((found, values), (equilibria(grid.at(more)), more))
    links = _Links(found)
    folds = tuple(_folds(values, found, CLOSEST * span))
    return Trace(grid, values, found, links.branches(), folds, _segments(grid, folds, found))


def _closer(grid: Grid, values: FloatArray, found: Equilibria, *, span: float) -> FloatArray:
    """Places to look at next: both sides of a change in number, and the middle of a jump."""
    count, width = found.count, np.diff(values)
    changed = np.flatnonzero((count[1:] != count[:-1]) & (width > 2.0 * CLOSEST * span))
    more = [np.empty(0)]
    if changed.size:
        want = count[changed][:, None]

        def same(places: FloatArray) -> NDArray[np.bool_]:
            solved = equilibria(grid.at(places.ravel()))
            return np.asarray(solved.count.reshape(places.shape) == want)

        more += last_true(same, values[changed], values[changed + 1], width=CLOSEST * span)
    jump = _jumps(found) & (count[1:] == count[:-1]) & (width > _NEAREST * span)
    more.append(0.5 * (values[:-1] + values[1:])[jump])
    return np.setdiff1d(np.concatenate(more), values)


def _jumps(found: Equilibria) -> NDArray[np.bool_]:
    """Whether some equilibrium moves far from one game to the next that has as many."""
    certain = np.flatnonzero(found.certified)
    game, z = found.game[certain], np.clip(found.z[certain], -_FARTHEST, _FARTHEST)
    start = np.searchsorted(game, np.arange(found.games + 1))
    count = np.diff(start)
    rank = np.arange(game.size) - start[game]
    row = np.flatnonzero((game < found.games - 1) & (rank < np.append(count[1:], 0)[game]))
    other = start[game[row] + 1] + rank[row]
    far = abs(z[other] - z[row]) > JUMP
    return np.asarray(np.bincount(game[row][far], minlength=found.games)[: found.games - 1] > 0)


def _merged(
    one: tuple[Equilibria, FloatArray], other: tuple[Equilibria, FloatArray]
) -> tuple[Equilibria, FloatArray]:
    values = np.concatenate([one[1], other[1]])
    order = np.argsort(values, kind="stable")
    place = np.empty(values.size, dtype=np.intp)
    place[order] = np.arange(values.size)
    game = place[np.concatenate([one[0].game, other[0].game + one[1].size])]
    rows = np.argsort(game, kind="stable")
    columns = {
        field.name: np.concatenate([getattr(one[0], field.name), getattr(other[0], field.name)])[rows]
        for field in fields(Equilibria)
        if field.name not in {"games", "game"}
    }
    return Equilibria(games=values.size, game=game[rows], **columns), values[order]


class _Links:
    """Joins equilibria of neighbors to branches."""

    def __init__(self, found: Equilibria) -> None:
        self._found = found
        certain = np.flatnonzero(found.certified)
        cuts = np.searchsorted(found.game[certain], np.arange(1, found.games))
        self._rows = np.split(certain, cuts)

    def branches(self) -> IntArray:
        branch = np.zeros(self._found.game.size, dtype=np.intp)
        last = 0
        for number, rows in enumerate(self._rows):
            if number:
                left, right = self._joined(self._rows[number - 1], rows)
                branch[right] = branch[left]
            new = rows[branch[rows] == 0]
            branch[new] = last + 1 + np.arange(new.size)
            last += new.size
        return branch

    def _joined(self, left: IntArray, right: IntArray) -> tuple[IntArray, IntArray]:
        while left.size > right.size:
            left = self._without_pair(left)
        while right.size > left.size:
            right = self._without_pair(right)
        return left, right

    def _without_pair(self, rows: IntArray) -> IntArray:
        """Leave out the two that are closest: they met."""
        if rows.size < 2:
            return rows[:0]
        place = int(np.argmin(np.diff(self._found.z[rows])))
        return np.delete(rows, [place, place + 1])


def _folds(values: FloatArray, found: Equilibria, width: float) -> list[Fold]:
    from scipy.special import ndtr

    count = found.count
    folds: list[Fold] = []
    for number in np.flatnonzero(count[1:] != count[:-1]):
        many = number if count[number] > count[number + 1] else number + 1
        z = found.z[(found.game == many) & found.certified]
        place = int(np.argmin(np.diff(z))) if z.size > 1 else 0
        meet = 0.5 * (z[place] + z[min(place + 1, z.size - 1)])
        value = float(0.5 * (values[number] + values[number + 1]))
        if folds and value - folds[-1].value < 4.0 * width:  # the change and a near tangency beside it
            folds[-1] = Fold(value, float(ndtr(meet)), folds[-1].before, int(count[number + 1]))
        else:
            folds.append(Fold(value, float(ndtr(meet)), int(count[number]), int(count[number + 1])))
    return [fold for fold in folds if fold.before != fold.after]


def _segments(grid: Grid, folds: tuple[Fold, ...], found: Equilibria) -> tuple[Segment, ...]:
    ends = [grid.along.low, *(fold.value for fold in folds), grid.along.high]
    counts = [folds[0].before if folds else int(found.count[0]), *(fold.after for fold in folds)]
    return tuple(Segment(low, high, n) for low, high, n in zip(ends, ends[1:], counts, strict=False))


def check_direction(trace: Trace) -> Direction:
    """Compare the way resistance moves along each branch with the direction that is known beforehand.

    Parameters
    ----------
    trace
        Equilibria along a payoff.

    Returns
    -------
    Direction
        What was expected, and in how many steps it was found.

    References
    ----------
    jo2011

    Examples
    --------
    >>> from gaiatsu.studies.game_grid import grid, parse_range
    >>> text = "sender_status_quo=0,sender_prize=1,target_concession=0,sender_stand_firm=-1.9," + (
    ...     "sender_back_down=-1.2,target_prize=1")
    >>> found = check_direction(trace_line(grid(text, [parse_range("target_stand_firm=-4:0:30")])))
    >>> found.expected, found.steps == found.as_expected
    (1, True)
    """
    found, game = trace.found, trace.grid.at(trace.values)
    signs = resistance_direction(trace.grid.along.name, game)
    inner = signs[1:-1] if signs.size > 2 else signs  # at an end alone the direction may be undefined
    expected = int(inner[0]) if (inner == inner[0]).all() else None
    order = np.lexsort((found.game, trace.branch))
    order = order[trace.branch[order] > 0]
    one, other = order[:-1], order[1:]
    beyond = found.slope > 1.0
    joined = (trace.branch[one] == trace.branch[other]) & (beyond[one] == beyond[other])
    at = signs[found.game]
    known = joined & (at[one] == at[other]) & (at[one] != 0.0)
    moved = found.z[other] - found.z[one]
    told = known & (abs(moved) > _STILL * (1.0 + abs(found.z[one])))
    right = np.sign(moved) == at[one] * np.where(beyond[one], -1.0, 1.0)
    return Direction(expected, int(told.sum()), int((told & right).sum()))
