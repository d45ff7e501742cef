"""What each side expected of the other, guessed from what was done: the first step of pseudo-likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.design import GameDesign

__all__ = ["Beliefs", "FirstStage", "beliefs_from_probabilities", "first_stage"]

FloatArray = NDArray[np.float64]

CONSTANT_PRECISION: Final = 1.0 / 25.0
"""Precision of the constant's normal prior: it keeps the fit finite where a reaction is never seen."""

LOWEST_PENALTY: Final = 1e-2
HIGHEST_PENALTY: Final = 1e4

_STEPS: Final = 100
_SMALLEST: Final = 1e-10


@dataclass(frozen=True, eq=False)
class Beliefs:
    """What each side holds about the other; one number a game.

    Parameters
    ----------
    z
        The sender's: probit of the probability that the target resists.
    log_odds
        The target's: log odds that a sender who challenged backs down rather than stands firm.
    """

    z: FloatArray
    log_odds: FloatArray

    @property
    def resist(self) -> FloatArray:
        """Probability that the target resists."""
        from scipy.special import ndtr

        return np.asarray(ndtr(self.z))

    @property
    def stand_firm(self) -> FloatArray:
        """Probability that a sender who met resistance stands firm."""
        from scipy.special import expit

        return np.asarray(expit(-self.log_odds))


@dataclass(frozen=True, eq=False)
class Logit:
    """One penalized logit of the first stage.

    Parameters
    ----------
    index
        Log odds of the reaction in each game.
    penalty
        Weight on the squared coefficients of the standardized regressors.
    regressors
        Games by coefficients.
    influence
        What each game contributes to the coefficients; games by coefficients.
    """

    index: FloatArray
    penalty: float
    regressors: FloatArray
    influence: FloatArray


@dataclass(frozen=True, eq=False)
class FirstStage:
    """Beliefs from two penalized logits, and how far they hang on each game.

    Parameters
    ----------
    beliefs
        The beliefs.
    resist
        Logit of resistance among challenges.
    stand_firm
        Logit of standing firm among challenges that were resisted.
    """

    beliefs: Beliefs
    resist: Logit
    stand_firm: Logit

    def slopes(self) -> tuple[FloatArray, FloatArray]:
        """Give derivatives of ``z`` and of the log odds by the coefficients of their logits."""
        from scipy.special import log_expit

        density = -0.5 * self.beliefs.z**2 - 0.5 * np.log(2.0 * np.pi)
        pace = np.exp(log_expit(self.resist.index) + log_expit(-self.resist.index) - density)
        return pace[:, None] * self.resist.regressors, -self.stand_firm.regressors


def beliefs_from_probabilities(resist: FloatArray, stand_firm: FloatArray) -> Beliefs:
    """Take beliefs from elsewhere, as probabilities.

    Parameters
    ----------
    resist
        Probability that the target resists a challenge; one a game, between 0 and 1.
    stand_firm
        Probability that a sender who met resistance stands firm.

    Returns
    -------
    Beliefs
        The same, without rounding near 0 and 1.

    Raises
    ------
    InvalidSpecification
        If a probability is 0, 1 or outside of them, or the lengths differ.

    Examples
    --------
    >>> beliefs_from_probabilities(np.array([0.5]), np.array([0.75])).log_odds.round(3)
    array([-1.099])
    """
    from scipy.special import logit, ndtri

    resist, stand_firm = np.asarray(resist, dtype=float), np.asarray(stand_firm, dtype=float)
    if resist.shape != stand_firm.shape:
        msg = f"There are {resist.size} beliefs about resistance and {stand_firm.size} about standing firm."
        raise InvalidSpecification(msg, expected="one of each a game", todo="Give both.")
    for name, values in (("resistance", resist), ("standing firm", stand_firm)):
        bad = np.flatnonzero(~((values > 0.0) & (values < 1.0)))
        if bad.size:
            msg = f"The belief about {name} is {values[bad[0]]:g} in game {bad[0] + 1}."
            raise InvalidSpecification(
                msg, expected="a probability above 0 and below 1", todo="Mend the value."
            )
    return Beliefs(np.asarray(ndtri(resist)), np.asarray(-logit(stand_firm)))


def first_stage(design: GameDesign, *, penalty: float | None = None) -> FirstStage:
    r"""Guess beliefs from the frequencies of reactions by penalized logits on all regressors.

    Pseudo-likelihood needs to know what the players expected before it knows their payoffs. Reactions are
    rare, and regressors are many, so that an unpenalized fit would believe in certainties.

    Parameters
    ----------
    design
        Counts and regressors. Every distinct regressor enters, and the square of each with more than two
        values; all are standardized.
    penalty
        Weight on the squared coefficients, from 0; None takes the one with the greatest evidence.

    Returns
    -------
    FirstStage
        Beliefs of every game, also of those in which nobody reacted.

    Raises
    ------
    InvalidSpecification
        If the penalty is negative or not a number.

    Notes
    -----
    The evidence of a penalty :math:`\lambda` is Laplace's approximation of the likelihood with the
    coefficients integrated out under a normal prior of variance :math:`1/\lambda`:

    .. math:: \ell(\hat\gamma) - \tfrac12 \hat\gamma^T \Lambda \hat\gamma
        + \tfrac12 \log |\Lambda| - \tfrac12 \log |X^T W X + \Lambda|

    References
    ----------
    crismancox_gibilisco2021; mackay1992

    Examples
    --------
    >>> from gaiatsu.estimation.signalling.design import GameFormulas, game_design
    >>> table = {"sq": [9, 8], "cd": [1, 0], "sf": [1, 2], "bd": [0, 1], "x": [0.0, 1.0]}
    >>> design = game_design({name: np.array(column) for name, column in table.items()}, GameFormulas(
    ...     {"target_stand_firm": "x"}, {}, dict(
    ...     status_quo="sq", concession="cd", stand_firm="sf", back_down="bd")))
    >>> first_stage(design, penalty=1.0).beliefs.resist.round(2)
    array([0.65, 0.88])
    """
    from scipy.special import log_expit, ndtri_exp

    if penalty is not None and not 0.0 <= penalty < np.inf:
        msg = f"The penalty of the first stage is {penalty}."
        raise InvalidSpecification(msg, expected="a finite number from 0", todo="Mend it or leave it out.")
    x = _regressors(design)
    concession, firm, back = design.counts[:, 1], design.counts[:, 2], design.counts[:, 3]
    resist = _logit(x, (firm + back, concession), penalty)
    stand = _logit(x, (firm, back), penalty)
    lower, upper = ndtri_exp(log_expit(resist.index)), -ndtri_exp(log_expit(-resist.index))
    z = np.where(resist.index < 0.0, lower, upper)
    return FirstStage(Beliefs(z, -stand.index), resist, stand)


def _regressors(design: GameDesign) -> FloatArray:
    """Constant, distinct regressors and their squares; standardized."""
    columns = [column for block in design.blocks for column in block.T]
    columns += [column**2 for column in columns if np.unique(column).size > 2]
    kept: list[FloatArray] = []
    for column in columns:
        spread = column.std()
        if spread <= 1e-12 * (1.0 + abs(column).max()):
            continue
        standard = (column - column.mean()) / spread
        if all(abs(standard @ other) < (1.0 - 1e-10) * design.games for other in kept):
            kept.append(standard)
    return np.column_stack([np.ones(design.games), *kept])


def _logit(x: FloatArray, counts: tuple[FloatArray, FloatArray], penalty: float | None) -> Logit:
    if penalty is None:
        penalty = _best_penalty(x, counts)
    gamma, information = _fitted(x, counts, penalty)
    index = x @ gamma
    score = x * _residual(index, counts)[:, None]
    influence = np.asarray(np.linalg.solve(information, score.T).T, dtype=np.float64)
    return Logit(index, float(penalty), x, influence)


def _best_penalty(x: FloatArray, counts: tuple[FloatArray, FloatArray]) -> float:
    from scipy.optimize import minimize_scalar

    def minus_evidence(log_penalty: float) -> float:
        penalty = np.exp(log_penalty)
        gamma, information = _fitted(x, counts, penalty)
        prior = _prior(x, penalty)
        half_log = 0.5 * np.log(prior).sum() - 0.5 * np.linalg.slogdet(information)[1]
        return -float(_value(x @ gamma, counts) - 0.5 * prior @ gamma**2 + half_log)

    bounds = (np.log(LOWEST_PENALTY), np.log(HIGHEST_PENALTY))
    found = minimize_scalar(minus_evidence, bounds=bounds, method="bounded", options={"xatol": 0.02})
    return float(np.exp(found.x))


def _fitted(
    x: FloatArray, counts: tuple[FloatArray, FloatArray], penalty: float
) -> tuple[FloatArray, FloatArray]:
    """Coefficients and penalized information by Newton's method with halved steps."""
    from scipy.special import expit

    prior = _prior(x, penalty)
    gamma = np.zeros(x.shape[1])
    total = counts[0] + counts[1]

    def objective(point: FloatArray) -> float:
        return float(_value(x @ point, counts) - 0.5 * prior @ point**2)

    value = objective(gamma)
    for _ in range(_STEPS):
        share = expit(x @ gamma)
        gradient = x.T @ _residual(x @ gamma, counts) - prior * gamma
        information = (x.T * (total * share * (1.0 - share))) @ x + np.diag(prior)
        step = np.linalg.lstsq(information, gradient, rcond=None)[0]
        while objective(gamma + step) < value - 1e-12 * abs(value) and abs(step).max() > _SMALLEST:
            step = 0.5 * step
        gamma, value = gamma + step, objective(gamma + step)
        if abs(step).max() <= _SMALLEST:
            break
    return gamma, information


def _prior(x: FloatArray, penalty: float) -> FloatArray:
    prior = np.full(x.shape[1], penalty)
    prior[0] = CONSTANT_PRECISION
    return prior


def _value(index: FloatArray, counts: tuple[FloatArray, FloatArray]) -> float:
    from scipy.special import log_expit

    return float(counts[0] @ log_expit(index) + counts[1] @ log_expit(-index))


def _residual(index: FloatArray, counts: tuple[FloatArray, FloatArray]) -> FloatArray:
    from scipy.special import expit

    return np.asarray(counts[0] * expit(-index) - counts[1] * expit(index))
