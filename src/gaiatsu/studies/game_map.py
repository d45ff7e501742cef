"""Equilibria of a crisis game over two payoffs, and tables of equilibria."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.studies.game_grid import Grid
from gaiatsu.theory.crisis_game import NAMES, OUTCOMES, Equilibria, Payoffs, equilibria

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from gaiatsu.studies.game_explore import Trace

__all__ = ["SELECTIONS", "GameMap", "line_table", "solve_map"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]

SELECTIONS: Final = {
    "least-resistance": Selection.LEAST_RESISTANCE,
    "most-resistance": Selection.MOST_RESISTANCE,
}
"""Rules that choose an equilibrium without outcomes."""

CHUNK: Final = 65_536


@dataclass(frozen=True, eq=False)
class GameMap:
    """Games over two payoffs.

    Parameters
    ----------
    grid
        The games; arrays below have the payoff along as columns and the payoff across as rows.
    selection
        Which equilibrium the two probabilities are those of.
    count
        Certified equilibria of each game.
    open
        Near tangencies of each game.
    p_resist, p_concession
        Probability that a challenged target resists, and that the crisis ends in concession.
    """

    grid: Grid
    selection: Selection
    count: IntArray
    open: IntArray
    p_resist: FloatArray
    p_concession: FloatArray

    def by_count(self) -> dict[int, int]:
        """Games by their number of equilibria."""
        numbers, games = np.unique(self.count, return_counts=True)
        return {int(number): int(size) for number, size in zip(numbers, games, strict=True)}


def solve_map(
    grid: Grid,
    selection: Selection,
    *,
    table: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[GameMap, pl.DataFrame | None]:
    """Solve every game of a grid over two payoffs.

    Parameters
    ----------
    grid
        The games.
    selection
        `LEAST_RESISTANCE` or `MOST_RESISTANCE`: where a game has several equilibria no number stands for
        all of them.
    table
        Whether to return every equilibrium too.
    progress
        Called as each part begins, with its name, number and the number of parts.

    Returns
    -------
    tuple
        The map, and every equilibrium as a table or ``None``.

    Raises
    ------
    InvalidSpecification
        If the rule needs outcomes to choose by.

    Examples
    --------
    >>> from gaiatsu.studies.game_grid import grid, parse_range
    >>> text = "sender_status_quo=0,sender_prize=1,target_concession=0,sender_stand_firm=-1.9,target_prize=1"
    >>> ranges = [parse_range("target_stand_firm=-3:-2:9"), parse_range("sender_back_down=-1.3:-1.1:3")]
    >>> solve_map(grid(text, ranges), SELECTIONS["most-resistance"])[0].by_count()
    {1: 25, 3: 2}
    """
    if selection not in SELECTIONS.values():
        msg = f"The rule {selection.value!r} cannot choose for a map."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(SELECTIONS)}", todo="Change --select.")
    parts = -(-grid.games // CHUNK)
    solved, tables = [], []
    for number, game in enumerate(grid.chunks(CHUNK)):
        if progress is not None:
            progress(f"games {number * CHUNK + 1:,} to {number * CHUNK + game.games:,}", number + 1, parts)
        found = equilibria(game)
        solved.append(_chosen(found, selection))
        if table:
            tables.append(_table(found, _varied(grid, game)))
    columns = [np.concatenate(column) for column in zip(*solved, strict=True)]
    across = 1 if grid.across is None else grid.across.points
    count, unsure, resist, concession = (column.reshape(across, grid.along.points) for column in columns)
    whole = GameMap(grid, selection, count.astype(np.intp), unsure.astype(np.intp), resist, concession)
    return whole, _stacked(tables) if table else None


def _chosen(found: Equilibria, selection: Selection) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    certain = np.flatnonzero(found.certified)
    game = found.game[certain]
    least = selection is Selection.LEAST_RESISTANCE
    place = np.searchsorted(game, np.arange(found.games), side="left" if least else "right")
    place = np.clip(place - (0 if least else 1), 0, game.size - 1)
    row = certain[place]
    there = found.game[row] == np.arange(found.games)  # a game may hold a near tangency and nothing else
    concession = np.exp(found.log_outcomes[row, OUTCOMES.index("concession")])
    return (
        found.count,
        found.open,
        np.where(there, found.resist[row], np.nan),
        np.where(there, concession, np.nan),
    )


def _varied(grid: Grid, game: Payoffs) -> dict[str, FloatArray]:
    names = {grid.along.name} | ({grid.across.name} if grid.across is not None else set())
    return {name: getattr(game, name) for name in NAMES if name in names}


def _stacked(tables: list[pl.DataFrame]) -> pl.DataFrame:
    import polars as pl

    return pl.concat(tables)


def line_table(trace: Trace) -> pl.DataFrame:
    """Give every equilibrium along a payoff as a row.

    Parameters
    ----------
    trace
        The equilibria.

    Returns
    -------
    polars.DataFrame
        The payoff, ``equilibrium`` (from the least resistance of its game), ``branch`` (0 for a near
        tangency), ``p_challenge``, ``p_resist``, ``p_stand_firm`` (of a sender that met resistance), the
        probabilities of the four outcomes, ``slope``, ``stable`` and ``certificate``.
    """
    return _table(trace.found, {trace.grid.along.name: trace.values}, branch=trace.branch)


def _table(
    found: Equilibria, varied: Mapping[str, FloatArray], branch: IntArray | None = None
) -> pl.DataFrame:
    import polars as pl

    start = np.searchsorted(found.game, np.arange(found.games))
    columns: dict[str, Any] = {name: values[found.game] for name, values in varied.items()}
    columns["equilibrium"] = np.arange(found.game.size) - start[found.game] + 1
    if branch is not None:
        columns["branch"] = branch
    columns |= {
        "p_challenge": np.exp(found.log_challenge),
        "p_resist": found.resist,
        "p_stand_firm": np.exp(found.log_stand_firm),
    }
    columns |= {name: np.exp(found.log_outcomes[:, place]) for place, name in enumerate(OUTCOMES)}
    columns |= {"slope": found.slope, "stable": found.stable}
    columns["certificate"] = [reason.value for reason in found.reasons()]
    return pl.DataFrame(columns)
