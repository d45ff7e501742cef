"""The best policy of a reduced relationship, by backward induction over its lattice of states."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.answer import SATISFIED, grade_weights
from gaiatsu.dynamics.policy import Tactic, usual_plan
from gaiatsu.dynamics.setting import DEMAND_TYPES
from gaiatsu.dynamics.step import step
from gaiatsu.dynamics.target import Answer
from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.payoffs import Stakes, worth_of_answer, worth_of_deal
from gaiatsu.strategy.reduced import Cell, cells_of, lattice_of, points_of, state_at
from gaiatsu.theory.tactics import backlash_probabilities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaiatsu.dynamics.policy import Outlook
    from gaiatsu.dynamics.setting import Demands
    from gaiatsu.dynamics.step import Run
    from gaiatsu.dynamics.target import Call
    from gaiatsu.strategy.grid import Lattice
    from gaiatsu.strategy.package import Package
    from gaiatsu.strategy.reduced import Reduced

__all__ = ["DECIDED", "Best", "Optimum", "Refined", "best_in", "kind_of", "limit_of", "refine", "solve"]

Floats = NDArray[np.float64]

DECIDED: Final = ("always", "never", "with authority")
"""Ways to threaten that leave nothing to a lottery, as a menu must."""

_NONE: Final = 0
_HONORED: Final = 1
_STRETCHED: Final = 2
_FATES: Final = (_NONE, _HONORED, _STRETCHED)
"""What may have become of last year's deal."""

_CARRIED: Final = 1
_DROPPED: Final = 2

_KINDS: Final = 1 + len(DEMAND_TYPES) * 3
"""Kinds of last year's deal: none, or one of a demand type and a grade."""


class Best(NamedTuple):
    """The best that can be done in a year, by kind of last year's deal.

    Parameters
    ----------
    values
        Value of each state, shape ``(deals, n)``.
    moves
        Place in the menu of the best tactic in each situation, shape ``(deals, cells, n)``.
    stretches
        Whether stretching the deal is best, same shape.
    """

    values: Floats
    moves: NDArray[np.intp]
    stretches: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Optimum:
    """The best policy of a reduced relationship.

    Parameters
    ----------
    reduced
        The relationship.
    menu
        Tactics to choose from.
    stakes
        What counts.
    lattice
        States.
    values
        Value by year, kind of last year's deal and state, shape ``(years + 1, deals, states)``.
    value
        Value at the start.
    """

    reduced: Reduced
    menu: tuple[Package, ...]
    stakes: Stakes
    lattice: Lattice
    values: Floats
    value: float


@dataclass(frozen=True)
class Refined:
    """Values on lattices each twice as fine as the one before.

    Parameters
    ----------
    points
        Points along an axis.
    values
        Value at the start on each.
    order
        Order at which the values approach their limit, from the three finest; not a number where they do not
        approach one evenly.
    limit
        Value extrapolated to a lattice without end (Richardson); the finest where there is no order.
    error
        Bound on the error of the finest value: the larger of the last change and the distance to the limit.
    finest
        The optimum on the finest lattice.
    """

    points: tuple[int, ...]
    values: tuple[float, ...]
    order: float
    limit: float
    error: float
    finest: Optimum


def solve(reduced: Reduced, menu: tuple[Package, ...], *, stakes: Stakes, points: int) -> Optimum:
    """Compute the best policy by backward induction.

    Parameters
    ----------
    reduced
        The relationship.
    menu
        Tactics to choose from each year; whether to stretch is chosen beside them.
    stakes
        What counts.
    points
        Points along each axis of the lattice that moves.

    Returns
    -------
    Optimum
        What is worth having stops with the last year of the setting.

    Raises
    ------
    InvalidSpecification
        A tactic of the menu that leaves the threat to a lottery.

    Notes
    -----
    ``V_t(s, d) = E_z max_{j, S} E[u + delta V_{t+1}(s', d') | s, d, z, j, S]`` over states s, kinds of last
    year's deal d and situations z; tactics j, and stretching S. The expectation runs over grades, threats
    carried out, backlash and stretching, with the chances and the steps of the engine itself. Between the
    points of the lattice values are interpolated.

    References
    ----------
    bellman1957
    """
    odd = [one.threatens for one in menu if one.threatens not in DECIDED]
    if odd or not menu or points < 2:
        msg = f"{len(menu)} tactics, {len(odd)} of which draw lots, were to be solved on {points} points."
        raise InvalidSpecification(
            msg, expected=f"at least two points, and tactics that threaten {', '.join(DECIDED)}"
        )
    setting, lattice = reduced.setting, lattice_of(reduced, points)
    values = np.zeros((setting.stop - setting.start + 1, _KINDS, lattice.size))
    unsolved = Optimum(reduced, menu, stakes, lattice, values, np.nan)
    for row in range(setting.stop - setting.start - 1, -1, -1):
        values[row] = best_in(unsolved, lattice.points, setting.start + row).values
    start = lattice.locate(np.asarray(reduced.start)[:, None])
    return replace(unsolved, value=float(start.read(values[0, 0])[0]))


def refine(
    reduced: Reduced, menu: tuple[Package, ...], *, stakes: Stakes, points: int, times: int = 2
) -> Refined:
    """Solve on lattices that double, and bound what the finest leaves.

    Parameters
    ----------
    reduced, menu, stakes
        As for `solve`.
    points
        Points along an axis of the coarsest lattice.
    times
        How often the lattice is doubled, at least 2.

    Returns
    -------
    Refined

    Notes
    -----
    With values ``v1, v2, v3`` on the three finest lattices the order is ``log2 |v2 - v1| / |v3 - v2|`` and
    the limit ``v3 + (v3 - v2)/(2^p - 1)``.

    References
    ----------
    richardson1911
    """
    sizes = tuple((points - 1) * 2**number + 1 for number in range(times + 1))
    solved = [solve(reduced, menu, stakes=stakes, points=size) for size in sizes]
    values = tuple(one.value for one in solved)
    order, limit, error = limit_of(values)
    return Refined(sizes, values, order, limit, error, solved[-1])


def limit_of(values: tuple[float, ...]) -> tuple[float, float, float]:
    """Extrapolate values on lattices that double: order, limit, and a bound on the last value's error.

    Parameters
    ----------
    values
        At least three, the coarsest first.

    Returns
    -------
    tuple of float
        The bound is the larger of the last change and the distance to the limit; where the changes do not
        shrink there is no order, and the bound is the spread of the three finest.

    References
    ----------
    richardson1911

    Examples
    --------
    >>> limit_of((1.0 + 0.16, 1.0 + 0.04, 1.0 + 0.01))
    (2.0, 1.0, 0.03)
    """
    first, second, third = values[-3:]
    before, after = second - first, third - second
    if after == 0.0:
        return math.nan, third, abs(before) if before else 0.0
    if abs(after) >= abs(before):
        return math.nan, third, max(values[-3:]) - min(values[-3:])
    order = math.log2(abs(before) / abs(after))
    limit = third + after / (2.0**order - 1.0)
    return round(order, 9), round(limit, 12), round(max(abs(after), abs(limit - third)), 12)


def best_in(optimum: Optimum, states: Floats, year: int) -> Best:
    """Choose the best tactic for a year, given what the years after it are worth.

    Parameters
    ----------
    optimum
        Values of the later years.
    states
        Coordinates, shape ``(4, n)``.
    year
        The year.

    Returns
    -------
    Best
    """
    setting = optimum.reduced.setting
    demands, settlement = setting.demands_in(year), float(setting.dispute_settlement[year - setting.origin])
    cells = cells_of(demands, settlement)
    here = _Here(optimum, states, year, cells, _continuations(optimum, states, year))
    table = np.stack([_move(here, package) for package in optimum.menu], axis=1)
    values, moves, stretches = zip(*(_choose(here, table, kind) for kind in range(_KINDS)), strict=True)
    chance = np.asarray([cell.probability for cell in cells])
    expected = np.stack([np.tensordot(chance, one, axes=1) for one in values])
    return Best(expected, np.stack(moves), np.stack(stretches))


@dataclass(frozen=True, eq=False)
class _Here:
    """A year of some states, and the discounted worth of what can follow it.

    ``ahead`` is keyed by what became of the last deal and of the threat, and by backlash: ``(deals, n)``.
    """

    optimum: Optimum
    states: Floats
    year: int
    cells: tuple[Cell, ...]
    ahead: Mapping[tuple[int, ...], Floats]

    @property
    def demands(self) -> Demands:
        """What is usual in the year."""
        return self.optimum.reduced.setting.demands_in(self.year)


class _Law(NamedTuple):
    """Chances of the grades, of each backlash and of a resisted threat being carried out."""

    grades: Floats
    hits: Floats
    carry: Floats


def kind_of(demand: int, grade: int) -> int:
    """Find the place of a deal among the kinds of last year's deal, which are part of the state.

    Parameters
    ----------
    demand
        Place of the demand's type in ``DEMAND_TYPES``.
    grade
        Grade of the concession, 0-3.

    Returns
    -------
    int
        0 for no deal, else 1-12.

    Examples
    --------
    >>> kind_of(0, 0), kind_of(0, 3), kind_of(3, 3)
    (0, 3, 12)
    """
    return 1 + 3 * demand + grade - 1 if grade > 0 else 0


def _choose(here: _Here, table: Floats, kind: int) -> tuple[Floats, NDArray[np.intp], NDArray[np.bool_]]:
    """Best move and conduct for one kind of deal; ``table`` by cell, move, fate of the deal, state."""
    stakes, setting = here.optimum.stakes, here.optimum.reduced.setting
    if kind == 0:
        moves = table[:, :, _NONE]
        best = moves.argmax(axis=1)
        return moves.max(axis=1), best, np.zeros(best.shape, dtype=bool)
    demand, grade = (kind - 1) // 3, (kind - 1) % 3 + 1
    earlier = setting.demands_in(max(here.year - 1, setting.start))
    exposure, worth = earlier.exposure[demand], earlier.prize * grade / 3.0
    options = []
    for stretch in (0.0, 1.0):
        chance = stretch * exposure
        gained = worth_of_deal(worth, exposure, chance, lost=here.demands.breach, stakes=stakes)
        options.append((1.0 - chance) * table[:, :, _HONORED] + chance * table[:, :, _STRETCHED] + gained)
    both = np.stack(options, axis=2)
    flat = both.reshape(both.shape[0], -1, both.shape[-1])
    best = flat.argmax(axis=1)
    return flat.max(axis=1), best // 2, best % 2 == 1


def _continuations(optimum: Optimum, states: Floats, year: int) -> Mapping[tuple[int, ...], Floats]:
    later = optimum.values[year + 1 - optimum.reduced.setting.start]
    outcomes = tuple(product(range(3), repeat=3))
    after = optimum.lattice.locate(_forced(optimum.reduced, states, year, outcomes))
    worth = optimum.stakes.discount * after.read(later)
    return dict(zip(outcomes, np.split(worth, len(outcomes), axis=1), strict=True))


def _forced(reduced: Reduced, states: Floats, year: int, outcomes: tuple[tuple[int, ...], ...]) -> Floats:
    """States a year later for each way in which the last deal, the threat and the backlash come out."""
    size = states.shape[1]
    deal, threat, backlash = np.repeat(np.asarray(outcomes), size, axis=0).T
    grade = np.where(threat == _NONE, SATISFIED, 0).astype(np.int8)

    def policy(outlook: Outlook, chances: Floats, /) -> Tactic:
        stretch, carry = (deal == _STRETCHED).astype(float), (threat == _CARRIED).astype(float)
        return Tactic(usual_plan(outlook, chances), np.ones(deal.shape, dtype=bool), stretch, carry)

    def target(_call: Call, _chances: Floats, /) -> Answer:
        return Answer(grade, backlash.astype(np.int8), 0.0)

    run = _copies(reduced, deal.size)
    chances = Cell(1.0, asked=True).rows(deal.size)
    state = state_at(np.tile(states, len(outcomes)), run, year, open_deal=(deal != _NONE).astype(float))
    return points_of(step(state, run, policy, chances=chances, target=target)[0])


def _move(here: _Here, package: Package) -> Floats:
    """Worth of a tactic and of what follows, by situation, fate of the last deal and state."""
    size, cells = here.states.shape[1], here.cells
    run = _copies(here.optimum.reduced, size * len(cells))
    chances = np.concatenate([cell.rows(size) for cell in cells], axis=1)
    state = state_at(np.tile(here.states, len(cells)), run, here.year)
    _, done = step(state, run, package, chances=chances, target=_silent)
    place = np.maximum(done.demand, 0).astype(np.intp)
    weights = grade_weights(done.payoff, run.constants.factors_of(place))
    grades = np.stack([np.ones(place.size), weights.first, weights.second, weights.third]) / weights.total
    hits = backlash_probabilities(done.provocation, np.stack(run.constants.backlash_cuts, axis=-1)).T
    carry = done.credibility if package.carry_out is None else np.full(place.size, package.carry_out)
    found = []
    for number, cell in enumerate(cells):
        part = slice(number * size, (number + 1) * size)
        law = _Law(grades[:, part], hits[:, part], carry[part])
        pressed, demand = bool(done.threatened[part][0]), int(place[part][0])
        found.append(
            np.stack([_expected(here, law, demand, deal, pressed=pressed) for deal in _FATES])
            if cell.asked
            else np.stack([here.ahead[deal, _NONE, 0][0] for deal in _FATES])
        )
    return np.stack(found)


@lru_cache(maxsize=4)
def _copies(reduced: Reduced, size: int) -> Run:
    """Keep the last few sizes: the years of a lattice ask for the same ones."""
    return reduced.copies(size)


def _expected(here: _Here, law: _Law, demand: int, deal: int, *, pressed: bool) -> Floats:
    """Mean over grades, backlash and threats carried out, for one fate of the last deal."""
    demands, stakes = here.demands, here.optimum.stakes
    total = np.zeros(law.carry.shape)
    for grade, backlash in product(range(4), range(3 if pressed else 1)):
        hit = law.hits[backlash] if pressed else 1.0
        left = kind_of(demand, grade) if demands.exposure[demand] > 0.0 else 0

        def worth(threat: int) -> Floats:
            now = worth_of_answer(grade, threat == _CARRIED, backlash, demands, stakes)  # noqa: B023
            return np.asarray(now + here.ahead[deal, threat, backlash][left])  # noqa: B023

        if pressed and grade < SATISFIED:
            one = law.carry * worth(_CARRIED) + (1.0 - law.carry) * worth(_DROPPED)
        else:
            one = worth(_NONE)
        total += law.grades[grade] * hit * one
    return total


def _silent(_call: Call, chances: Floats, /) -> Answer:
    nothing = np.zeros(chances.shape[1], dtype=np.int8)
    return Answer(nothing, nothing, 0.0)
