"""Beliefs that may jump: a tree splits the games where their reactions differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.first_stage import Beliefs, beliefs_from_probabilities
from gaiatsu.estimation.signalling.pseudo import PseudoFit, pseudo_likelihood, updated

__all__ = ["BeliefTree", "belief_tree", "half_renewed_pseudo_likelihood"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
Counts = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, eq=False)
class BeliefTree:
    """Beliefs by two trees.

    Parameters
    ----------
    beliefs
        What each side holds about the other; one number a game.
    resist_leaves, stand_firm_leaves
        Groups of games that share a belief about resistance, and about standing firm.
    """

    beliefs: Beliefs
    resist_leaves: int
    stand_firm_leaves: int


def belief_tree(design: GameDesign) -> BeliefTree:
    r"""Guess beliefs by splitting the games where the frequencies of reactions differ.

    Where a game has several equilibria, its neighbor may play another, and beliefs jump although no payoff
    does. A smooth first stage (`first_stage`) averages over the jump, and the search that starts from it
    puts games into equilibria that they do not play. A tree can follow a jump.

    Parameters
    ----------
    design
        Counts and regressors.

    Returns
    -------
    BeliefTree
        Beliefs of every game. One leaf says that reactions do not differ by any regressor.

    Notes
    -----
    A group of games is split at the value of a regressor that most raises the binomial log likelihood of
    its reactions, as long as that gains more than :math:`\log n`, with ``n`` the reactions of all games:
    what the Bayesian information criterion asks for a frequency and a place. A leaf's frequency is pulled to
    that of all games by the weight of one reaction, and that to one half by the same.

    References
    ----------
    breiman1984; schwarz1978; crismancox_gibilisco2021

    Examples
    --------
    >>> from gaiatsu.estimation.signalling.design import GameFormulas, game_design
    >>> table = {"sq": [9] * 4, "cd": [8, 9, 1, 0], "sf": [1, 1, 5, 5], "bd": [1, 0, 4, 5], "x": [0, 1, 2, 3]}
    >>> design = game_design({name: np.array(column) for name, column in table.items()}, GameFormulas(
    ...     {"target_stand_firm": "x"}, {}, dict(
    ...     status_quo="sq", concession="cd", stand_firm="sf", back_down="bd")))
    >>> belief_tree(design).beliefs.resist.round(2)
    array([0.17, 0.17, 0.93, 0.93])
    """
    x = _regressors(design)
    concession, firm, back = design.counts[:, 1], design.counts[:, 2], design.counts[:, 3]
    resist, resist_leaves = _frequencies(x, (firm + back, concession))
    stand, stand_leaves = _frequencies(x, (firm, back))
    return BeliefTree(beliefs_from_probabilities(resist, stand), resist_leaves, stand_leaves)


def half_renewed_pseudo_likelihood(design: GameDesign, beliefs: Beliefs) -> PseudoFit:
    """Pseudo-likelihood with the target's belief renewed once and the sender's kept.

    What the target expects of the sender is the weak spot of two steps: only challenges that were resisted
    tell of it, its odds enter as a regressor, and noise in a regressor pulls the target's prize to 0. The
    sender's payoffs do not depend on it. So they are estimated first, and say what the target should expect.
    The sender's belief is kept: renewing it too, as nested pseudo-likelihood does, leaves every
    equilibrium that is unstable. A start for full likelihood that goes around its ledges.

    Parameters
    ----------
    design
        Counts and regressors.
    beliefs
        From a first stage.

    Returns
    -------
    PseudoFit
        With the beliefs that it was maximized at.

    References
    ----------
    aguirregabiria_mira2007; crismancox_gibilisco2021

    Examples
    --------
    >>> from gaiatsu.estimation.signalling.design import GameFormulas, game_design
    >>> table = {"sq": [9] * 4, "cd": [8, 9, 1, 0], "sf": [1, 1, 5, 5], "bd": [1, 0, 4, 5], "x": [0, 1, 2, 3]}
    >>> design = game_design({name: np.array(column) for name, column in table.items()}, GameFormulas(
    ...     {"sender_stand_firm": "1", "target_stand_firm": "1"}, {"sender_prize": 1.0}, dict(
    ...     status_quo="sq", concession="cd", stand_firm="sf", back_down="bd")))
    >>> tree = belief_tree(design).beliefs
    >>> bool((half_renewed_pseudo_likelihood(design, tree).beliefs.z == tree.z).all())
    True
    """
    first = pseudo_likelihood(design, beliefs)
    answer = updated(design, first.coefficients, beliefs)
    return pseudo_likelihood(design, Beliefs(beliefs.z, answer.log_odds), start=first.coefficients)


def _regressors(design: GameDesign) -> FloatArray:
    columns = [column for block in design.blocks for column in block.T if np.ptp(column) > 0.0]
    return np.column_stack(columns) if columns else np.empty((design.games, 0))


def _frequencies(x: FloatArray, counts: Counts) -> tuple[FloatArray, int]:
    """Frequency of the first reaction in the leaf of each game, and the number of leaves."""
    yes, total = counts[0], counts[0] + counts[1]
    price = float(np.log(max(total.sum(), 2.0)))
    overall = (yes.sum() + 0.5) / (total.sum() + 1.0)
    found, waiting, leaves = np.empty(yes.size), [np.arange(yes.size)], 0
    while waiting:
        group = waiting.pop()
        halves = _split(x, (yes, total), group, price)
        if halves is not None:
            waiting += halves
        else:
            leaves += 1
            found[group] = (yes[group].sum() + overall) / (total[group].sum() + 1.0)
    return found, leaves


def _split(x: FloatArray, counts: Counts, group: IntArray, price: float) -> list[IntArray] | None:
    """Two halves of the group with the greatest gain, or None where no gain is worth its price."""
    yes, total = counts[0][group], counts[1][group]
    whole, best, halves = float(_log_likelihood(yes.sum(), total.sum())), price, None
    for column in x[group].T:
        order = np.argsort(column, kind="stable")
        low_yes, low_total = np.cumsum(yes[order])[:-1], np.cumsum(total[order])[:-1]
        gain = _log_likelihood(low_yes, low_total) - whole
        gain += _log_likelihood(yes.sum() - low_yes, total.sum() - low_total)
        gain[np.diff(column[order]) <= 0.0] = -np.inf
        place = int(gain.argmax()) if gain.size else -1
        if place >= 0 and gain[place] > best:
            best, halves = float(gain[place]), [group[order[: place + 1]], group[order[place + 1 :]]]
    return halves


def _log_likelihood(yes: FloatArray, total: FloatArray) -> FloatArray:
    """Binomial log likelihood at its own frequency."""
    from scipy.special import xlogy

    share = np.divide(yes, total, out=np.zeros(np.shape(total)), where=np.asarray(total) > 0.0)
    return np.asarray(xlogy(yes, share) + xlogy(total - yes, 1.0 - share))
