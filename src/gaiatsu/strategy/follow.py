"""The computed optimum followed in the engine: a check of the lattice by simulation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.run import CHUNK, chances_of
from gaiatsu.dynamics.step import begin, step
from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.mixing import merge
from gaiatsu.strategy.optimum import Best, best_in, kind_of
from gaiatsu.strategy.payoffs import LastDeal, deal_of, no_deal, sender_payoff
from gaiatsu.strategy.reduced import cells_of, points_of

if TYPE_CHECKING:
    from gaiatsu.dynamics.policy import Outlook, Policy, Tactic
    from gaiatsu.dynamics.setting import Demands
    from gaiatsu.strategy.optimum import Optimum
    from gaiatsu.strategy.package import Package

__all__ = ["follow"]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


def follow(optimum: Optimum, *, seed: int, size: int) -> Floats:
    """Follow the best policy in the engine itself, and count what it brings.

    The lattice says what the best policy is worth; the engine, run with that policy, knows nothing of the
    lattice. The mean of what it brings can only fall short of the value by the lattice's error and chance.

    Parameters
    ----------
    optimum
        The optimum of a reduced relationship.
    seed
        Seed of the named streams.
    size
        Number of relationships.

    Returns
    -------
    array
        Discounted worth to the sender, shape ``(size,)``.

    Raises
    ------
    InvalidSpecification
        More relationships than one chunk of streams holds.
    """
    if not 1 <= size <= CHUNK:
        msg = f"The optimum was to be followed in {size} relationships."
        raise InvalidSpecification(msg, expected=f"from 1 to {CHUNK}")
    run = optimum.reduced.copies(size)
    state, last, kind = begin(run), no_deal(size), np.zeros(size, dtype=np.intp)
    total = np.zeros(size)
    for row, year in enumerate(run.setting.years.tolist()):
        chances = chances_of(seed, 0, year)[:, :size]
        best = best_in(optimum, points_of(state), year)
        cell = _cells(run.setting.demands_in(year), _settlement(optimum, year), chances)
        policy = _choice(optimum.menu, best, kind, cell)
        state, done = step(state, run, policy, chances=chances)
        demands = run.setting.demands_in(year)
        total += optimum.stakes.discount**row * sender_payoff(done, demands, last, stakes=optimum.stakes)
        last, kind = deal_of(done, demands), _kinds(deal_of(done, demands), done.demand)
    return total


def _settlement(optimum: Optimum, year: int) -> float:
    setting = optimum.reduced.setting
    return float(setting.dispute_settlement[year - setting.origin])


def _cells(demands: Demands, dispute_settlement: float, chances: Floats) -> Places:
    """Place of the situation that each relationship is in."""
    place = np.zeros(chances.shape[1], dtype=np.intp)
    for number, cell in enumerate(cells_of(demands, dispute_settlement)):
        place[cell.holds(chances, demands.per_year)] = number
    return place


def _kinds(last: LastDeal, demand: NDArray[np.int8]) -> Places:
    """Kind of the deal that each relationship is left with."""
    exposed = np.where(last.exposure > 0.0, last.grade, 0.0)
    pairs = zip(demand.tolist(), exposed.astype(int).tolist(), strict=True)
    return np.asarray([kind_of(max(one, 0), grade) for one, grade in pairs], dtype=np.intp)


def _choice(menu: tuple[Package, ...], best: Best, kind: Places, cell: Places) -> Policy:
    """Policy of one year that plays the best move in each relationship."""
    everyone = np.arange(kind.size)
    move, stretch = best.moves[kind, cell, everyone], best.stretches[kind, cell, everyone]

    def policy(outlook: Outlook, chances: Floats, /) -> Tactic:
        tactic = menu[0](outlook, chances)
        for number, package in enumerate(menu[1:], start=1):
            tactic = merge(move == number, package(outlook, chances), tactic)
        return replace(tactic, stretch=stretch.astype(float))

    return policy
