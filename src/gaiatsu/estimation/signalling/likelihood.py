"""Likelihood of the crisis game with its score and Hessian, at all equilibria or at selected ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.chain import curvature_by_coefficients, scores_by_game
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.selection import Played, Selection, played
from gaiatsu.theory.crisis_game import NAMES, Payoffs
from gaiatsu.theory.crisis_game.depth import log_depths
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
    return _played(design, game, coefficients, selection).log_likelihoods(design.games)


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
    rows = _played(design, game, coefficients, selection)
    with np.errstate(over="ignore", invalid="ignore"):  # far from any data; a climb looks at what is finite
        here = _weighted(rows, game, design, _steps(design, coefficients))
        return _evaluation(design, rows, here)


def _evaluation(design: GameDesign, rows: Played, here: Jet) -> Evaluation:
    """Weigh the equilibria of each game and go on from payoffs to coefficients."""
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


def _steps(design: GameDesign, coefficients: FloatArray) -> FloatArray:
    """Coefficients after those of the payoffs: the log steps between grades of concession, or none."""
    return coefficients[design.slices[-1].stop :]


def _played(design: GameDesign, game: Payoffs, coefficients: FloatArray, selection: Selection) -> Played:
    grades = None if design.depths is None else (design.depths, _steps(design, coefficients))
    return played(game, design.counts, selection, grades=grades)


def _weighted(rows: Played, game: Payoffs, design: GameDesign, steps: FloatArray) -> Jet:
    """Log likelihood of each row by its payoffs and by the steps between grades."""
    outcomes = along_equilibrium(rows.z, game.at(rows.game))
    size = len(NAMES) + steps.size
    slope, curvature = np.zeros((rows.game.size, size)), np.zeros((rows.game.size, size, size))
    inner = slice(len(NAMES))
    for seen, end in zip(design.counts[rows.game].T, outcomes.ends(), strict=True):
        slope[:, inner] += seen[:, None] * end.slope
        curvature[:, inner, inner] += seen[:, None, None] * end.curvature
    if design.depths is not None:
        turn = _belief_and_steps(outcomes.answer, steps.size)
        for seen, grade in zip(design.depths[rows.game].T, log_depths(rows.z, steps), strict=True):
            slope += seen[:, None] * np.einsum("ga,gax->gx", grade.slope, turn)
            bend = np.einsum("gax,gab,gby->gxy", turn, grade.curvature, turn, optimize=True)
            bend[:, inner, inner] += grade.slope[:, :1, None] * outcomes.answer.curvature
            curvature += seen[:, None, None] * bend
    return Jet(rows.log_likelihood, slope, curvature)


def _belief_and_steps(belief: Jet, steps: int) -> FloatArray:
    """How the belief and the steps move with the payoffs and the steps."""
    turn = np.zeros((belief.value.size, 1 + steps, len(NAMES) + steps))
    turn[:, 0, : len(NAMES)] = belief.slope
    for step in range(steps):
        turn[:, 1 + step, len(NAMES) + step] = 1.0
    return turn


def _scatter(rows: Played, values: FloatArray, games: int) -> FloatArray:
    if rows.game.size == games:
        return values
    found = np.zeros((games, *values.shape[1:]))
    np.add.at(found, rows.game, values)
    return found
