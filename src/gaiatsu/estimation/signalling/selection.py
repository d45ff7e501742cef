"""Which equilibrium a game is taken to play: the rule is named, never silent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gaiatsu.theory.crisis_game import Equilibria, Payoffs, equilibria
from gaiatsu.theory.crisis_game.depth import log_depths

__all__ = ["Played", "Selection", "played"]

FloatArray = NDArray[np.float64]


class Selection(Enum):
    """Rules that pick among several equilibria of one game."""

    MOST_LIKELY = "most likely"
    """Each game plays the equilibrium under which its own outcomes are likeliest (constrained likelihood)."""

    MOST_LIKELY_STABLE = "most likely stable"
    """The same among equilibria that play returns to."""

    LEAST_RESISTANCE = "least resistance"
    """Every game plays its equilibrium with the least resistance."""

    MOST_RESISTANCE = "most resistance"
    """Every game plays its equilibrium with the most resistance."""

    MIXTURE = "mixture"
    """A game may play any stable equilibrium; each is as likely as the next before the outcomes are seen."""

    MIXTURE_OF_ALL = "mixture of all"
    """The same with equilibria that play does not return to: for a record that may have caught one."""


@dataclass(frozen=True, eq=False)
class Played:
    """Equilibria that enter the likelihood, one row each, sorted by game.

    Parameters
    ----------
    game
        Which game a row belongs to.
    z
        Probit of resistance.
    log_weight
        Log of the weight a row has before the outcomes are seen.
    log_likelihood
        Log likelihood of the game's outcomes under the row.
    count
        How many equilibria each game has.
    stable
        Whether play returns to the row's equilibrium.
    """

    game: NDArray[np.intp]
    z: FloatArray
    log_weight: FloatArray
    log_likelihood: FloatArray
    count: NDArray[np.intp]
    stable: NDArray[np.bool_]

    def log_likelihoods(self, games: int) -> FloatArray:
        """Log likelihood of each game."""
        if self.game.size == games:
            return self.log_weight + self.log_likelihood
        found = np.full(games, -np.inf)
        np.logaddexp.at(found, self.game, self.log_weight + self.log_likelihood)
        return found

    def shares(self, games: int) -> FloatArray:
        """Weight of each row after the outcomes were seen; sums to 1 in a game."""
        if self.game.size == games:
            return np.ones(games)
        total = self.log_likelihoods(games)[self.game]
        return np.asarray(np.exp(self.log_weight + self.log_likelihood - total))


def played(
    game: Payoffs,
    counts: FloatArray,
    selection: Selection,
    *,
    grades: tuple[FloatArray, FloatArray] | None = None,
) -> Played:
    """Solve the games and keep the equilibria that the rule allows.

    Parameters
    ----------
    game
        Payoffs.
    counts
        Outcomes seen; games by outcomes.
    selection
        The rule.
    grades
        Graded concessions (games by three) and the log steps between grades, where outcomes are graded.

    Returns
    -------
    Played
        One row a game, or several under a mixture.

    References
    ----------
    crismancox_gibilisco2021; jo2011

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game import payoffs
    >>> game = payoffs({
    ...     "sender_status_quo": 0, "sender_prize": 1, "target_concession": 0, "sender_stand_firm": -1.9,
    ...     "target_stand_firm": -2.9, "sender_back_down": -1.2, "target_prize": 1,
    ... })
    >>> seen = np.array([[0.0, 9.0, 1.0, 0.0]])
    >>> [played(game, seen, rule).z.round(2).tolist() for rule in (Selection.MOST_LIKELY, Selection.MIXTURE)]
    [[-0.67], [-0.67, 0.89]]
    """
    found = equilibria(game)
    with np.errstate(invalid="ignore"):
        terms = counts[found.game] * found.log_outcomes
    likelihood = np.where(counts[found.game] > 0.0, terms, 0.0).sum(axis=1)
    if grades is not None:
        graded, log_steps = grades
        for column, grade in zip(graded[found.game].T, log_depths(found.z, log_steps), strict=True):
            likelihood += np.where(column > 0.0, column * grade.value, 0.0)
    keep = _kept(found, likelihood, selection)
    rows = found.game[keep]
    weight = -np.log(np.bincount(rows, minlength=found.games)[rows])
    return Played(rows, found.z[keep], weight, likelihood[keep], found.count, found.stable[keep])


def _kept(found: Equilibria, likelihood: FloatArray, selection: Selection) -> NDArray[np.intp]:
    if selection is Selection.MIXTURE_OF_ALL:
        return np.arange(found.game.size)
    if selection is Selection.MIXTURE:
        return np.flatnonzero(_stable_or_only(found))
    if selection is Selection.LEAST_RESISTANCE:
        return _best(found.game, -found.z)
    if selection is Selection.MOST_RESISTANCE:
        return _best(found.game, found.z)
    if selection is Selection.MOST_LIKELY_STABLE:
        return _best(found.game, np.where(_stable_or_only(found), likelihood, -np.inf))
    return _best(found.game, likelihood)


def _stable_or_only(found: Equilibria) -> NDArray[np.bool_]:
    """Stable equilibria, and all of a game that has no stable one."""
    some = np.bincount(found.game[found.stable], minlength=found.games) > 0
    return np.asarray(found.stable | ~some[found.game])


def _best(game: NDArray[np.intp], value: FloatArray) -> NDArray[np.intp]:
    """Row with the greatest value in each game."""
    order = np.lexsort((value, game))
    last = np.append(game[order][1:] != game[order][:-1], True)
    return np.asarray(order[last])
