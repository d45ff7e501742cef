"""Likelihood of the crisis game with its score and Hessian, at all equilibria or at selected ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.chain import curvature_by_coefficients, scores_by_game
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.selection import Played, Selection, played
from gaiatsu.theory.crisis_game import NAMES, Payoffs
from gaiatsu.theory.crisis_game.derivatives import Jet, along_equilibrium
from gaiatsu.theory.crisis_game.payoffs import MOST

__all__ = ["Evaluation", "evaluate", "in_range", "log_likelihoods"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Log likelihood at some coefficients.

    Parameters
    ----------
    value
        Log likelihood; minus infinity where the payoffs leave the range of the solver.
    scores
        Derivatives by game; games by coefficients.
    hessian
        Second derivatives.
    played
        Equilibria that stand behind it.
    """

    value: float
    scores: FloatArray
    hessian: FloatArray
    played: Played | None

    @property
    def gradient(self) -> FloatArray:
        """Derivatives by the coefficients."""
        return np.asarray(self.scores.sum(axis=0))


def log_likelihoods(design: GameDesign, coefficients: FloatArray, selection: Selection) -> FloatArray:
    """Log likelihood of each game.

    Parameters
    ----------
    design
        Counts and regressors.
    coefficients
        In the order of `GameDesign.names`.
    selection
        Which equilibrium a game is taken to play.

    Returns
    -------
    array
        One number a game; minus infinity where the payoffs leave the range of the solver.

    References
    ----------
    crismancox_gibilisco2021
    """
    game = design.payoffs(coefficients)
    if not in_range(game):
        return np.full(design.games, -np.inf)
    return played(game, design.counts, selection).log_likelihoods(design.games)


def evaluate(design: GameDesign, coefficients: FloatArray, selection: Selection) -> Evaluation:
    r"""Log likelihood, scores and Hessian, in closed form.

    Parameters
    ----------
    design
        Counts and regressors.
    coefficients
        In the order of `GameDesign.names`.
    selection
        Which equilibrium a game is taken to play.

    Returns
    -------
    Evaluation
        Value, scores by game, Hessian and the equilibria used.

    Notes
    -----
    .. math:: \ell = \sum_g \log \sum_e w_{ge} \exp \Bigl( \sum_o n_{go} \log p_o(e, x_g) \Bigr)

    over the equilibria ``e`` that the selection lets game ``g`` play with weights ``w``. Every outcome
    probability is a logarithm throughout; none is floored.

    References
    ----------
    crismancox_gibilisco2021
    """
    game = design.payoffs(coefficients)
    size = len(design.names)
    if not in_range(game):
        return Evaluation(-np.inf, np.zeros((design.games, size)), np.zeros((size, size)), None)
    rows = played(game, design.counts, selection)
    here = _weighted(rows, game, design.counts)
    share = rows.shares(design.games)
    slope = _scatter(rows, share[:, None] * here.slope, design.games)
    square = here.slope[:, :, None] * here.slope[:, None, :]
    curvature = _scatter(rows, share[:, None, None] * (here.curvature + square), design.games)
    curvature -= slope[:, :, None] * slope[:, None, :]
    value = float(rows.log_likelihoods(design.games).sum())
    return Evaluation(
        value, scores_by_game(design, slope), curvature_by_coefficients(design, curvature), rows
    )


def in_range(game: Payoffs) -> bool:
    """Whether every payoff is within the range of the solver."""
    return all(bool((abs(getattr(game, name)) <= MOST).all()) for name in NAMES)


def _weighted(rows: Played, game: Payoffs, counts: FloatArray) -> Jet:
    """Log likelihood of each row by its payoffs. Outcomes never seen add nothing, whatever their slope."""
    outcomes = along_equilibrium(rows.z, game.at(rows.game))
    seen = counts[rows.game]
    slope = np.zeros((rows.game.size, len(NAMES)))
    curvature = np.zeros((rows.game.size, len(NAMES), len(NAMES)))
    for place, end in enumerate(outcomes.ends()):
        slope += seen[:, place, None] * end.slope
        curvature += seen[:, place, None, None] * end.curvature
    return Jet(rows.log_likelihood, slope, curvature)


def _scatter(rows: Played, values: FloatArray, games: int) -> FloatArray:
    if rows.game.size == games:
        return values
    found = np.zeros((games, *values.shape[1:]))
    np.add.at(found, rows.game, values)
    return found
