"""From derivatives by the payoffs of each game to derivatives by the coefficients."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.design import GameDesign

__all__ = ["curvature_by_coefficients", "scores_by_game"]

FloatArray = NDArray[np.float64]


def scores_by_game(design: GameDesign, slope: FloatArray) -> FloatArray:
    """Turn slopes by the seven payoffs into scores, one row a game.

    Parameters
    ----------
    design
        Regressors.
    slope
        Derivatives by the payoffs in the order of `NAMES`, then by what is one coefficient in every game;
        games by arguments.

    Returns
    -------
    array
        Games by coefficients.
    """
    parts = [block * slope[:, place, None] for place, block in enumerate(_blocks(design, slope.shape[1]))]
    return np.concatenate(parts, axis=1)


def curvature_by_coefficients(design: GameDesign, curvature: FloatArray) -> FloatArray:
    """Sum second derivatives by the payoffs to a Hessian by the coefficients.

    Parameters
    ----------
    design
        Regressors.
    curvature
        Second derivatives by the same arguments; games by arguments by arguments, symmetric.

    Returns
    -------
    array
        Coefficients by coefficients.
    """
    blocks = _blocks(design, curvature.shape[1])
    ends = np.cumsum([0, *(block.shape[1] for block in blocks)])
    found = np.empty((ends[-1], ends[-1]))
    for i, left in enumerate(blocks):
        for j, right in enumerate(blocks[: i + 1]):
            part = left.T @ (curvature[:, i, j, None] * right)
            found[ends[i] : ends[i + 1], ends[j] : ends[j + 1]] = part
            found[ends[j] : ends[j + 1], ends[i] : ends[i + 1]] = part.T
    return found


def _blocks(design: GameDesign, arguments: int) -> list[FloatArray]:
    """Regressors of each argument: those of the payoffs, and a constant for every other."""
    ones = np.ones((design.games, 1))
    return [*design.blocks, *[ones] * (arguments - len(design.blocks))]
