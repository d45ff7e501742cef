"""The textbook way that goes wrong: one root a game, from one guess, and a search without derivatives."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.inference.status import Status
from gaiatsu.theory.crisis_game import Payoffs

__all__ = ["single_root_likelihood", "single_root_maximum"]

FloatArray = NDArray[np.float64]

FIRST_GUESS: Final = 0.5
FLOOR: Final = float(np.sqrt(np.finfo(float).eps))
"""Probabilities below this are taken for it, as the published program does."""

ROUNDS: Final = 100
SETTLED: Final = 1e-8
_TINY: Final = 1e-12


def single_root_likelihood(design: GameDesign, coefficients: FloatArray) -> float:
    """Log likelihood at whichever equilibrium Newton's method meets from one half.

    Parameters
    ----------
    design
        Counts and regressors.
    coefficients
        In the order of `GameDesign.names`.

    Returns
    -------
    float
        It jumps where the method turns to another root, and is wrong where it meets none.

    References
    ----------
    crismancox_gibilisco2021
    """
    game = design.payoffs(coefficients)
    with np.errstate(all="ignore"):
        resist = _one_root(game)
        challenge, firm, _ = _sender(game, resist)
    ends = (
        1.0 - challenge,
        challenge * (1.0 - resist),
        challenge * resist * firm,
        challenge * resist * (1.0 - firm),
    )
    chances = np.nan_to_num(np.column_stack(ends), nan=FLOOR)
    return float((design.counts * np.log(np.maximum(chances, FLOOR))).sum())


def single_root_maximum(
    design: GameDesign, start: FloatArray, *, evaluations: int
) -> tuple[FloatArray, float, Status]:
    """Climb that likelihood by the simplex method from one start.

    Parameters
    ----------
    design
        Counts and regressors.
    start
        Coefficients to begin with.
    evaluations
        Most evaluations of the likelihood.

    Returns
    -------
    tuple
        Coefficients, log likelihood as this estimator sees it, and status.

    References
    ----------
    crismancox_gibilisco2021; nelder_mead1965
    """
    from scipy.optimize import minimize

    size = start.size
    edge = 0.1 * max(float(abs(start).max()), 0.1)
    simplex = np.vstack([start, start + edge * np.eye(size)])
    at_start = abs(single_root_likelihood(design, start))
    options = {
        "maxfev": evaluations,
        "xatol": np.inf,
        "fatol": 1e-8 * (at_start + 1e-8),
        "initial_simplex": simplex,
    }
    found = minimize(
        lambda point: -single_root_likelihood(design, point), start, method="Nelder-Mead", options=options
    )
    status = Status.CONVERGED if found.success else Status.NOT_CONVERGED
    return np.asarray(found.x), -float(found.fun), status


def _one_root(game: Payoffs) -> FloatArray:
    """Newton's method from one half in every game; those that have settled are left alone."""
    p = np.full(game.games, FIRST_GUESS)
    active = np.arange(game.games)
    for _ in range(ROUNDS):
        if not active.size:
            break
        moved = np.clip(p[active] + np.nan_to_num(_step(game.at(active), p[active])), _TINY, 1.0 - _TINY)
        far = abs(moved - p[active]) > SETTLED
        p[active] = moved
        active = active[far]
    return p


def _step(game: Payoffs, p: FloatArray) -> FloatArray:
    from scipy.special import ndtr

    premium = game.target_prize - game.target_concession
    gain = game.sender_prize - game.sender_status_quo
    _, firm, pace = _sender(game, p)
    index = game.target_stand_firm - game.target_concession + premium * (1.0 - firm) / firm
    density = np.exp(-0.5 * index**2) / np.sqrt(2.0 * np.pi)
    slope = -density * premium / firm**2 * pace * gain / p**2
    return np.asarray((ndtr(index) - p) / (1.0 - slope))


def _sender(game: Payoffs, p: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Chance of a challenge, of standing firm after one, and how fast the latter moves with the cutoff."""
    from scipy.special import ndtr

    cutoff = (game.sender_status_quo - (1.0 - p) * game.sender_prize) / p
    firm, back = game.sender_stand_firm - cutoff, game.sender_back_down - cutoff
    below_firm, below_back = ndtr(-firm), ndtr(-back)
    challenge = np.maximum(1.0 - below_firm * below_back, np.finfo(float).eps)
    both = _both((game.sender_stand_firm - game.sender_back_down) / np.sqrt(2.0), firm)
    density_firm = np.exp(-0.5 * firm**2) / np.sqrt(2.0 * np.pi)
    density_back = np.exp(-0.5 * back**2) / np.sqrt(2.0 * np.pi)
    falls, all_fall = density_firm * below_back, density_back * below_firm
    share = np.clip(both / challenge, _TINY, 1.0)
    return challenge, share, (share * (falls + all_fall) - falls) / challenge


def _both(h: FloatArray, k: FloatArray) -> FloatArray:
    """Bivariate normal law at correlation the root of one half, by Owen's function."""
    from scipy.special import ndtr, owens_t

    h, k = np.where(h == 0.0, _TINY, h), np.where(k == 0.0, _TINY, k)
    root = np.sqrt(0.5)
    apart = np.where(h * k > 0.0, 0.0, 0.5)
    tails = owens_t(h, (k / h - root) / root) + owens_t(k, (h / k - root) / root)
    return np.asarray(0.5 * (ndtr(h) + ndtr(k)) - tails - apart)
