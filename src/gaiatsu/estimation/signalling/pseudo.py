"""Pseudo-likelihood and nested pseudo-likelihood: each side's choices given what it expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.chain import curvature_by_coefficients, scores_by_game
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.first_stage import Beliefs
from gaiatsu.estimation.signalling.likelihood import Evaluation, in_range
from gaiatsu.estimation.signalling.maximum import ascend, regressor_scales
from gaiatsu.inference.status import Status
from gaiatsu.numerics.bivariate import log_density
from gaiatsu.theory.crisis_game import NAMES, Payoffs
from gaiatsu.theory.crisis_game.derivatives import Jet, sender_at_belief

__all__ = [
    "PseudoFit",
    "evaluate_pseudo",
    "nested_pseudo_likelihood",
    "pseudo_likelihood",
    "pseudo_terms",
    "refuse_grades",
    "updated",
]

FloatArray = NDArray[np.float64]

ARGUMENTS: Final = 2 + len(NAMES)
"""The two beliefs, then the payoffs."""

SETTLED: Final = 1e-7
"""Largest move of a coefficient or a belief (a probability) at which the beliefs have settled."""

MOST_ROUNDS: Final = 200
LEAST_DAMPING: Final = 1.0 / 32.0

_WINDOW: Final = 6
_HIGHEST_LOG: Final = 200.0
_CONCESSION, _WAR, _PRIZE = (
    2 + NAMES.index(name) for name in ("target_concession", "target_stand_firm", "target_prize")
)


@dataclass(frozen=True, eq=False)
class PseudoFit:
    """A maximum of the pseudo-likelihood.

    Parameters
    ----------
    coefficients
        In the order of `GameDesign.names`.
    evaluation
        Pseudo-likelihood, scores by game and Hessian with the beliefs held.
    beliefs
        What it was maximized at. After nested pseudo-likelihood they answer each other.
    rounds
        Times the beliefs were renewed; 0 for plain pseudo-likelihood.
    moved
        Largest move in the last round; 0 for plain pseudo-likelihood.
    status
        Whether the maximum was found and the beliefs settled.
    """

    coefficients: FloatArray
    evaluation: Evaluation
    beliefs: Beliefs
    rounds: int
    moved: float
    status: Status


def pseudo_terms(design: GameDesign, coefficients: FloatArray, beliefs: Beliefs) -> Jet:
    r"""Log pseudo-likelihood of each game with derivatives by both beliefs and the payoffs.

    Parameters
    ----------
    design
        Counts and regressors.
    coefficients
        In the order of `GameDesign.names`.
    beliefs
        What each side expects of the other.

    Returns
    -------
    Jet
        Arguments are ``z``, the log odds of backing down, and the payoffs in the order of `NAMES`.

    Notes
    -----
    The sender acts on its belief ``z``, see `sender_at_belief`. The target resists with probability

    .. math:: \Phi\bigl(W_B - C_B + (V_B - C_B)\, o\bigr)

    at the odds ``o`` that it holds. Everything is summed in logs; nothing is floored.

    References
    ----------
    crismancox_gibilisco2021; aguirregabiria_mira2007
    """
    game = design.payoffs(coefficients)
    challenge = _sender_part(game, design.counts, beliefs.z)
    answer = _target_part(game, design.counts, beliefs.log_odds)
    return challenge + answer


def evaluate_pseudo(design: GameDesign, coefficients: FloatArray, beliefs: Beliefs) -> Evaluation:
    """Pseudo-likelihood, scores and Hessian at held beliefs.

    Parameters
    ----------
    design
        Counts and regressors.
    coefficients
        In the order of `GameDesign.names`.
    beliefs
        What each side expects of the other.

    Returns
    -------
    Evaluation
        Without equilibria: nobody's choice has to answer the other's.

    References
    ----------
    crismancox_gibilisco2021
    """
    size = len(design.names)
    if not in_range(design.payoffs(coefficients)):
        return Evaluation(-np.inf, np.zeros((design.games, size)), np.zeros((size, size)), None)
    with np.errstate(over="ignore", invalid="ignore"):  # wild beliefs; the climb's status says so
        terms = pseudo_terms(design, coefficients, beliefs)
        return Evaluation(
            float(terms.value.sum()),
            scores_by_game(design, terms.slope[:, 2:]),
            curvature_by_coefficients(design, terms.curvature[:, 2:, 2:]),
            None,
        )


def pseudo_likelihood(design: GameDesign, beliefs: Beliefs, *, start: FloatArray | None = None) -> PseudoFit:
    """Maximize the likelihood of each side's choices at held beliefs, by exact Newton steps.

    A shortcut around equilibria: with beliefs in hand the two sides are two ordinary choice models. It is
    only as good as the beliefs, which two steps never mend.

    Parameters
    ----------
    design
        Counts and regressors.
    beliefs
        From `first_stage`, or from elsewhere.
    start
        Coefficients to begin with; zeros where None.

    Returns
    -------
    PseudoFit
        Coefficients and pseudo-likelihood.

    Raises
    ------
    InvalidSpecification
        If the design grades concessions.

    References
    ----------
    crismancox_gibilisco2021; hotz_miller1993
    """
    refuse_grades(design)
    begin = np.zeros(len(design.names)) if start is None else start
    found = ascend(
        lambda point: evaluate_pseudo(design, point, beliefs), begin, scale=regressor_scales(design)
    )
    return PseudoFit(found.coefficients, found.evaluation, beliefs, 0, 0.0, found.status)


def nested_pseudo_likelihood(
    design: GameDesign, beliefs: Beliefs, *, start: FloatArray | None = None
) -> PseudoFit:
    """Maximize the pseudo-likelihood, let each side answer the other, and repeat until beliefs settle.

    Parameters
    ----------
    design
        Counts and regressors.
    beliefs
        To begin with.
    start
        Coefficients to begin with; zeros where None.

    Returns
    -------
    PseudoFit
        Where it settles every game is in equilibrium, but the likelihood is not at its maximum: the effect
        of the coefficients on the beliefs is left out. Unstable equilibria cannot be reached.

    Raises
    ------
    InvalidSpecification
        If the design grades concessions.

    Notes
    -----
    Both beliefs are renewed at once. When the moves of six rounds do not get smaller, the beliefs
    go half as far as before.

    References
    ----------
    aguirregabiria_mira2007; crismancox_gibilisco2021
    """
    here = pseudo_likelihood(design, beliefs, start=start)
    damping, moves = 1.0, [np.inf]
    for number in range(1, MOST_ROUNDS + 1):
        if here.status is Status.NOT_FINITE:
            return here
        renewed = _between(here.beliefs, updated(design, here.coefficients, here.beliefs), damping)
        there = pseudo_likelihood(design, renewed, start=here.coefficients)
        moves.append(_move(here, there) / damping)
        here = PseudoFit(
            there.coefficients, there.evaluation, renewed, number, moves[-1], _nested_status(there, moves[-1])
        )
        if moves[-1] <= SETTLED:
            break
        if len(moves) > _WINDOW and min(moves[-3:]) > 0.98 * min(moves[:-3]) and damping > LEAST_DAMPING:
            damping, moves = 0.5 * damping, [np.inf]
    return here


def refuse_grades(design: GameDesign) -> None:
    """Refuse graded concessions, which only full maximum likelihood and Bayesian estimation know."""
    if design.depths is not None:
        msg = "The design grades concessions in three depths, which this method does not know."
        todo = "Fit by full maximum likelihood, or drop the columns of depths."
        raise InvalidSpecification(msg, expected="a design of four outcomes", todo=todo)


def updated(design: GameDesign, coefficients: FloatArray, beliefs: Beliefs) -> Beliefs:
    """Let each side answer what it holds about the other.

    Parameters
    ----------
    design
        Regressors.
    coefficients
        In the order of `GameDesign.names`.
    beliefs
        What each side holds.

    Returns
    -------
    Beliefs
        What each side would do; the same where the beliefs are an equilibrium.
    """
    game = design.payoffs(coefficients)
    sender = sender_at_belief(beliefs.z, game)
    odds = np.exp(np.minimum(beliefs.log_odds, _HIGHEST_LOG))
    premium = game.target_prize - game.target_concession
    answer = game.target_stand_firm - game.target_concession + premium * odds
    return Beliefs(answer, sender.back_down.value - sender.stand_firm.value)


def _nested_status(fit: PseudoFit, moved: float) -> Status:
    return fit.status if moved <= SETTLED or not fit.status.ok else Status.BELIEFS_UNSETTLED


def _between(old: Beliefs, new: Beliefs, share: float) -> Beliefs:
    return Beliefs(old.z + share * (new.z - old.z), old.log_odds + share * (new.log_odds - old.log_odds))


def _move(old: PseudoFit, new: PseudoFit) -> float:
    steps = (
        new.coefficients - old.coefficients,
        new.beliefs.resist - old.beliefs.resist,
        new.beliefs.stand_firm - old.beliefs.stand_firm,
    )
    return float(max(abs(step).max() for step in steps))


def _sender_part(game: Payoffs, counts: FloatArray, z: FloatArray) -> Jet:
    sender = sender_at_belief(z, game)
    ends = (sender.stay, sender.challenge, sender.stand_firm, sender.back_down)
    value = np.zeros(z.size)
    slope, curvature = np.zeros((z.size, ARGUMENTS)), np.zeros((z.size, ARGUMENTS, ARGUMENTS))
    places = np.array([0, *range(2, ARGUMENTS)])
    for seen, end in zip(counts.T, ends, strict=True):
        some = np.flatnonzero(seen > 0.0)  # an end never seen adds nothing, however unlikely it is
        weight = seen[some]
        value[some] += weight * end.value[some]
        slope[np.ix_(some, places)] += weight[:, None] * end.slope[some]
        curvature[np.ix_(some, places, places)] += weight[:, None, None] * end.curvature[some]
    return Jet(value, slope, curvature)


def _target_part(game: Payoffs, counts: FloatArray, log_odds: FloatArray) -> Jet:
    """Probit of resistance among the challenged."""
    from scipy.special import log_ndtr

    conceded, resisted = counts[:, 1], counts[:, 2] + counts[:, 3]
    odds = np.exp(np.minimum(log_odds, _HIGHEST_LOG))
    premium = game.target_prize - game.target_concession
    index = game.target_stand_firm - game.target_concession + premium * odds
    up = np.exp(np.minimum(log_density(index) - log_ndtr(index), _HIGHEST_LOG))
    down = np.exp(np.minimum(log_density(index) - log_ndtr(-index), _HIGHEST_LOG))
    first = resisted * up - conceded * down
    second = -resisted * up * (index + up) - conceded * down * (down - index)
    turn = np.zeros((index.size, ARGUMENTS))
    turn[:, 1], turn[:, _PRIZE] = premium * odds, odds
    turn[:, _CONCESSION], turn[:, _WAR] = -(1.0 + odds), 1.0
    bend = np.zeros((index.size, ARGUMENTS, ARGUMENTS))
    bend[:, 1, 1] = premium * odds
    bend[:, 1, _CONCESSION] = bend[:, _CONCESSION, 1] = -odds
    bend[:, 1, _PRIZE] = bend[:, _PRIZE, 1] = odds
    curvature = second[:, None, None] * turn[:, :, None] * turn[:, None, :] + first[:, None, None] * bend
    value = _seen(conceded, log_ndtr(-index)) + _seen(resisted, log_ndtr(index))
    return Jet(value, first[:, None] * turn, curvature)


def _seen(counts: FloatArray, log: FloatArray) -> FloatArray:
    return np.where(counts > 0.0, counts * np.where(counts > 0.0, log, 0.0), 0.0)
