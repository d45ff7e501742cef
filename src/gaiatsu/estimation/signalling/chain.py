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
        Derivatives by the payoffs in the order of `NAMES`; games by payoffs.

    Returns
    -------
    array
        Games by coefficients.
    """
    parts = [block * slope[:, place, None] for place, block in enumerate(design.blocks)]
    return np.concatenate(parts, axis=1)


def curvature_by_coefficients(design: GameDesign, curvature: FloatArray) -> FloatArray:
    """Sum second derivatives by the payoffs to a Hessian by the coefficients.

    Parameters
    ----------
    design
        Regressors.
    curvature
        Second derivatives by the payoffs; games by payoffs by payoffs.

    Returns
    -------
    array
        Coefficients by coefficients.
    """
    size = len(design.names)
    found = np.empty((size, size))
    for i, (left, rows) in enumerate(zip(design.blocks, design.slices, strict=True)):
        for j, (right, columns) in enumerate(zip(design.blocks, design.slices, strict=True)):
            found[rows, columns] = left.T @ (curvature[:, i, j, None] * right)
    return found
