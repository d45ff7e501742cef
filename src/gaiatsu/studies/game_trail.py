"""The trail of a result on crisis games: payoffs with their digest, seed and works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gaiatsu.studies.provenance import Input, Provenance, rows_digest, trace
from gaiatsu.theory.crisis_game import NAMES, Payoffs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gaiatsu.studies.game_grid import Grid

__all__ = ["WORKS", "game_trace", "grid_rows", "payoff_rows"]

WORKS = ("schoppa1999", "lewis_schultz2003", "jo2011", "crismancox_gibilisco2021")
"""Works that the game and its solution come from."""


def game_trace(
    function: Callable[..., Any], inputs: Mapping[str, list[dict[str, Any]]], *, seed: int | None = None
) -> Provenance:
    """Record that a function computed a result from typed or read games.

    Parameters
    ----------
    function
        The function.
    inputs
        Rows by the name of where they came from.
    seed
        Seed of the random stream, if there was one.

    Returns
    -------
    Provenance
        The trail.

    Examples
    --------
    >>> game_trace(payoff_rows, {"payoffs": [{"sender_prize": 1.0}]}).inputs[0].name
    'payoffs'
    """
    read = [Input(name, rows_digest(rows)) for name, rows in inputs.items()]
    return trace(function, *read, seed=seed, citations=WORKS)


def payoff_rows(game: Payoffs) -> list[dict[str, Any]]:
    """Give one row a game, as a table of payoffs would hold them."""
    columns = [getattr(game, name).tolist() for name in NAMES]
    return [dict(zip(NAMES, row, strict=True)) for row in zip(*columns, strict=True)]


def grid_rows(grid: Grid) -> list[dict[str, Any]]:
    """Give the payoffs that stay and the ranges of those that vary."""
    ranges = [one for one in (grid.along, grid.across) if one is not None]
    return [dict(grid.fixed), *(vars(one) for one in ranges)]
