"""Whether the likelihood is higher where games have several equilibria: no start of a fit looks there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.design import CONSTANT, GameDesign
from gaiatsu.estimation.signalling.likelihood import evaluate
from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.theory.crisis_game import equilibria

__all__ = ["SEVERAL", "Elsewhere", "elsewhere", "three_equilibria"]

FloatArray = NDArray[np.float64]

SEVERAL: Final[Mapping[str, float]] = {
    "sender_prize": 1.63,
    "target_concession": 8.78,
    "sender_stand_firm": -2.80,
    "target_stand_firm": 13.12,
    "sender_back_down": -3.12,
}
"""Constants at which one game has three equilibria, with crises as rare as sanctions are."""

GAIN: Final = 1.0
"""Rise of the log likelihood that is worth a remark."""


@dataclass(frozen=True)
class Elsewhere:
    """A likelihood above that of the estimates, where games have several equilibria.

    Parameters
    ----------
    log_likelihood
        Where the climb was stopped, which is not its end.
    several
        Games with several equilibria there.
    games
        All of them.
    """

    log_likelihood: float
    several: int
    games: int

    def __str__(self) -> str:
        """Say it as a remark on a fit."""
        return (
            f"The log likelihood is higher still, at least {self.log_likelihood:.2f}, at payoffs with which "
            f"{self.several:,} of {self.games:,} games have several equilibria and each is matched with the "
            "one that fits its outcomes. The likelihoods of all that a game could have shown then sum to "
            "more than 1, and such a gain is no evidence."
        )


def three_equilibria(design: GameDesign) -> FloatArray:
    """Give coefficients at which every game has the same three equilibria.

    Where games have several equilibria and each plays the one that fits its outcomes best, the likelihood
    can be higher than where it has one. A search that never begins there does not see it.

    Parameters
    ----------
    design
        Counts and regressors.

    Returns
    -------
    array
        Constants at fixed values, everything else at 0. A payoff that is held elsewhere, or has no
        constant, can leave the games with one equilibrium.
    """
    found = np.zeros(len(design.names))
    for place, name in enumerate(design.names):
        payoff, _, regressor = name.partition(": ")
        if regressor == CONSTANT:
            found[place] = SEVERAL.get(payoff, 0.0)
    return found


def elsewhere(design: GameDesign, selection: Selection, log_likelihood: float) -> Elsewhere | None:
    """Climb from where every game has three equilibria, and say whether that ends above the estimates.

    Parameters
    ----------
    design
        Counts and regressors.
    selection
        Which equilibrium a game is taken to play. Only under `Selection.MOST_LIKELY` is there something to
        look for.
    log_likelihood
        That of the estimates.

    Returns
    -------
    Elsewhere or None
        None where the climb ends less than 1 higher, or among games with one equilibrium each.

    References
    ----------
    crismancox_gibilisco2021
    """
    start = three_equilibria(design)
    if selection is not Selection.MOST_LIKELY or _several(design, start) < design.games:
        return None
    if not np.isfinite(evaluate(design, start, selection).value):
        return None
    with np.errstate(all="ignore"):  # far out a climb may overflow; it then stops, and says so
        found = climb(design, start, selection, enough=log_likelihood + GAIN)
    several = _several(design, found.coefficients)
    if several == 0 or found.evaluation.value <= log_likelihood + GAIN:
        return None
    return Elsewhere(found.evaluation.value, several, design.games)


def _several(design: GameDesign, coefficients: FloatArray) -> int:
    return int((equilibria(design.payoffs(coefficients)).count > 1).sum())
