"""What is simulated: the published designs, with one equilibrium and with three, and the sanctions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.covariance import simulated
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import equilibria

__all__ = ["DESIGNS", "TRUTHS", "Cell", "Truth", "World", "sanctions_world", "small_world"]

FloatArray = NDArray[np.float64]

COEFFICIENTS: Final = (
    "sender_prize: constant",
    "sender_stand_firm: constant",
    "target_stand_firm: constant",
    "target_stand_firm: x",
    "sender_back_down: constant",
    "target_prize: constant",
)


@dataclass(frozen=True)
class Truth:
    """Names and true values of the coefficients of a design.

    Parameters
    ----------
    names, values
        In one order.
    """

    names: tuple[str, ...]
    values: tuple[float, ...]


TRUTHS: Final[Mapping[str, Truth]] = MappingProxyType(
    {
        "unique": Truth(COEFFICIENTS, (1.0, -1.8, -2.45, 0.1, -1.2, 1.0)),
        "multiple": Truth(COEFFICIENTS, (1.0, -1.9, -2.9, 0.1, -1.2, 1.0)),
    }
)
"""Published truths, see crismancox_gibilisco2021. Every game of ``multiple`` has three equilibria."""

DESIGNS: Final = ("unique", "multiple", "sanctions")


@dataclass(frozen=True)
class Cell:
    """One cell of the study.

    Parameters
    ----------
    design
        One of `DESIGNS`.
    games, plays
        Games, and how often each is played.
    replicates
        Simulated data sets.
    slow
        The first so many of them are handed to the slow estimators too.
    extra
        Slow estimators that all of them are handed to.
    sampled
        From the first so many of them the posterior mean is drawn.
    """

    design: str
    games: int
    plays: int
    replicates: int
    slow: int
    extra: tuple[str, ...] = ()
    sampled: int = 0

    @property
    def name(self) -> str:
        """Name in files and streams."""
        return f"{self.design}-{self.games}-{self.plays}"


@dataclass(frozen=True, eq=False)
class World:
    """A simulated data set and the truth behind it.

    Parameters
    ----------
    design
        Counts and regressors.
    truth
        Coefficients.
    """

    design: GameDesign
    truth: FloatArray


def small_world(cell: Cell, seed: int, replicate: int) -> World:
    """Draw one data set of a published design.

    Its games play the equilibrium with the least resistance where x is below a third, the middle one (which
    is unstable) up to two thirds, and the one with the most above.

    Parameters
    ----------
    cell
        The cell.
    seed
        Of the whole study.
    replicate
        Number of the data set, from 0.

    Returns
    -------
    World

    References
    ----------
    crismancox_gibilisco2021

    Examples
    --------
    >>> small_world(Cell("multiple", 3, 10, 1, 0), 1, 0).design.counts.sum()
    np.float64(30.0)
    """
    rng = stream(seed, cell.name, replicate)
    truth = np.array(TRUTHS[cell.design].values)
    design = _small_design(rng.uniform(size=cell.games), cell.plays)
    found = equilibria(design.payoffs(truth))
    third = np.minimum((3.0 * design.blocks[4][:, 1]).astype(int), 2)
    first = np.searchsorted(found.game, np.arange(cell.games))
    rows = first + np.where(found.count == 3, third, 0)
    chances = np.exp(found.log_outcomes[rows])
    counts = rng.multinomial(cell.plays, chances / chances.sum(axis=1, keepdims=True))
    return World(design.with_counts(counts.astype(float)), truth)


def sanctions_world(base: World, cell: Cell, seed: int, replicate: int) -> World:
    """Draw outcomes for the games of a real data set, as the published estimates would have them.

    Parameters
    ----------
    base
        The data and the estimates taken for true; each game plays the equilibrium likeliest in the data.
    cell
        The cell.
    seed
        Of the whole study.
    replicate
        Number of the data set, from 0.

    Returns
    -------
    World

    References
    ----------
    crismancox_gibilisco2021
    """
    rng = stream(seed, cell.name, replicate)
    return World(simulated(base.design, base.truth, Selection.MOST_LIKELY, rng=rng), base.truth)


def _small_design(x: FloatArray, plays: int) -> GameDesign:
    one, none = np.ones((x.size, 1)), np.empty((x.size, 0))
    blocks = (none, one, none, one, np.column_stack([one, x]), one, one)
    counts = np.tile([float(plays), 0.0, 0.0, 0.0], (x.size, 1))
    return GameDesign(counts, blocks, np.zeros(len(blocks)), COEFFICIENTS, np.arange(x.size))
