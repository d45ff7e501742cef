"""What the fitted game says of outcomes: their probabilities, and what each variable does to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.changes import Change, changes
from gaiatsu.estimation.signalling.design import Columns, GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.likelihood import in_range
from gaiatsu.estimation.signalling.selection import Played, Selection, played
from gaiatsu.inference.status import Status
from gaiatsu.theory.crisis_game import OUTCOMES, Payoffs, equilibria
from gaiatsu.theory.crisis_game.derivatives import along_equilibrium, at_belief

__all__ = [
    "GameEffects",
    "Predictions",
    "SimulatedEffects",
    "marginal_effects",
    "predictions",
    "simulated_effects",
]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Predictions:
    """Outcomes that the fitted game expects.

    Parameters
    ----------
    probability
        Of each of `OUTCOMES` in each game; under the mixture, the mean over its equilibria.
    resist
        Probability that a challenged target resists, likewise.
    count
        How many equilibria each game has.
    stable
        Whether play returns to the equilibrium used (all of them, under the mixture).
    """

    probability: FloatArray
    resist: FloatArray
    count: NDArray[np.intp]
    stable: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class GameEffects:
    """What a change in each variable does to the probability of each outcome, averaged over games.

    Parameters
    ----------
    variables
        Columns of the data.
    what
        The change: ``"per unit"`` or from where to where.
    effect
        Changes by `OUTCOMES`; a row sums to 0.
    standard_error
        By the delta method.
    low, high
        Ends of the normal interval.
    status
        `Status.NOT_FINITE` where a game stands at a fold, at which nothing has a derivative.
    """

    variables: tuple[str, ...]
    what: tuple[str, ...]
    effect: FloatArray
    standard_error: FloatArray
    low: FloatArray
    high: FloatArray
    status: Status


@dataclass(frozen=True, eq=False)
class SimulatedEffects:
    """The same effects over draws of the coefficients.

    Parameters
    ----------
    variables, what
        As in `GameEffects`.
    draws
        Draws by changes by outcomes.
    low, high
        Ends of the central interval of the draws.
    left_out
        Draws whose payoffs leave the range of the solver, or that stand at a fold.
    """

    variables: tuple[str, ...]
    what: tuple[str, ...]
    draws: FloatArray
    low: FloatArray
    high: FloatArray
    left_out: int


@dataclass(frozen=True, eq=False)
class _Outcome:
    """Probabilities with derivatives by the payoffs, one row an equilibrium used."""

    value: FloatArray
    slope: FloatArray
    curvature: FloatArray


def predictions(design: GameDesign, coefficients: FloatArray, selection: Selection) -> Predictions:
    """Give the probability of each outcome in each game, and the equilibrium behind it.

    Parameters
    ----------
    design
        Counts and regressors. Counts matter under rules that look at outcomes.
    coefficients
        In the order of `GameDesign.names`.
    selection
        Which equilibrium a game is taken to play.

    Returns
    -------
    Predictions
        Probabilities, resistance, number of equilibria, stability.

    References
    ----------
    crismancox_gibilisco2021

    Examples
    --------
    >>> table = {name: np.array([1.0]) for name in ("sq", "cd", "sf", "bd")}
    >>> fixed = dict(sender_prize=1.0, sender_stand_firm=-1.9, sender_back_down=-1.2, target_prize=1.0)
    >>> formulas = GameFormulas({"target_stand_firm": "1"}, fixed, dict(
    ...     status_quo="sq", concession="cd", stand_firm="sf", back_down="bd"))
    >>> found = predictions(game_design(table, formulas), np.array([-2.2]), Selection.MOST_LIKELY)
    >>> found.resist.round(4).tolist(), found.count.tolist()
    ([0.9764], [1])
    """
    from scipy.special import ndtr

    game = design.payoffs(coefficients)
    rows = _rows(design, game, coefficients, selection)
    ends = at_belief(rows.z, game.at(rows.game)).ends()
    chances = np.exp(np.column_stack([end.value for end in ends]))
    weight = np.exp(rows.log_weight)
    probability, resist = np.zeros((design.games, len(OUTCOMES))), np.zeros(design.games)
    np.add.at(probability, rows.game, weight[:, None] * chances)
    np.add.at(resist, rows.game, weight * ndtr(rows.z))
    unstable = np.bincount(rows.game, weights=~rows.stable, minlength=design.games)
    return Predictions(probability, resist, rows.count, unstable == 0.0)


def marginal_effects(
    data: Columns,
    formulas: GameFormulas,
    *,
    coefficients: FloatArray,
    covariance: FloatArray,
    selection: Selection,
    level: float = 0.95,
) -> GameEffects:
    r"""Average over the games what a change in each variable does to each outcome.

    A coefficient of the game moves one payoff, in units that nobody observes, and a variable may enter
    several. What can be compared with the record is what the variable does to the outcomes, through all
    payoffs and through what each side believes of the other.

    Parameters
    ----------
    data
        The table the game was fitted to.
    formulas
        Its specification.
    coefficients
        Estimates, in the order of `GameDesign.names`.
    covariance
        Of the estimates.
    selection
        Which equilibrium a game is taken to play.
    level
        Of the intervals, between 0 and 1.

    Returns
    -------
    GameEffects
        Effects in probability, with delta-method standard errors.

    Raises
    ------
    InvalidSpecification
        If the level is no probability.

    Notes
    -----
    With regressors :math:`X_k(v)` of payoff ``k``, coefficients :math:`b_k`, and equilibrium probabilities
    :math:`p_o` as functions of the payoffs ``u``,

    .. math:: \frac{dp_o}{dv} = \sum_k \frac{\partial p_o}{\partial u_k}\, \frac{dX_k}{dv} b_k

    The first factor is exact, with the equilibrium moving. The second is a central difference of the data
    through the formula, so that roots, products and categories need no special care. Variables with two
    values or of words, and those whose derivative is infinite somewhere, are changed outright: the
    equilibrium after the change is the one nearest to the one before.

    References
    ----------
    crismancox_gibilisco2021

    Examples
    --------
    >>> table = {name: np.array([1.0, 1.0, 1.0]) for name in ("sq", "cd", "sf", "bd")}
    >>> table["trade"] = np.array([0.0, 1.0, 2.0])
    >>> formulas = GameFormulas({"target_concession": "trade - 1"}, {"sender_prize": 1.0}, dict(
    ...     status_quo="sq", concession="cd", stand_firm="sf", back_down="bd"))
    >>> found = marginal_effects(table, formulas, coefficients=np.array([0.5]),
    ...                          covariance=np.array([[0.01]]), selection=Selection.MOST_LIKELY)
    >>> found.variables, bool(found.effect[0, 1] > 0)  # what makes conceding worth more makes it likelier
    (('trade',), True)
    """
    from scipy.special import ndtri

    if not 0.0 < level < 1.0:
        msg = f"The level of the intervals is {level:g}."
        raise InvalidSpecification(msg, expected="a number between 0 and 1, such as 0.95")
    design, made = game_design(data, formulas), changes(data, formulas)
    game = design.payoffs(coefficients)
    rows = _rows(design, game, coefficients, selection)
    here = _outcomes(rows.z, game.at(rows.game))
    pairs = [_effect(design, coefficients, change, rows, here=here) for change in made]
    effect = np.array([value for value, _ in pairs]).reshape(len(made), len(OUTCOMES))
    jacobian = np.array([turn for _, turn in pairs]).reshape(len(made), len(OUTCOMES), coefficients.size)
    variance = np.einsum("coi,ij,coj->co", jacobian, covariance, jacobian)
    error = np.sqrt(np.maximum(variance, 0.0))
    reach = float(ndtri(0.5 * (1.0 + level))) * error
    status = Status.CONVERGED if np.isfinite(effect).all() else Status.NOT_FINITE
    names, what = _labels(made)
    return GameEffects(names, what, effect, error, effect - reach, effect + reach, status)


def simulated_effects(
    data: Columns,
    formulas: GameFormulas,
    *,
    draws: FloatArray,
    selection: Selection,
    level: float = 0.95,
) -> SimulatedEffects:
    """Give the same effects for draws of the coefficients, and their central intervals.

    Parameters
    ----------
    data
        The table the game was fitted to.
    formulas
        Its specification.
    draws
        Coefficients, one row a draw: from the normal approximation, a bootstrap or a posterior.
    selection
        Which equilibrium a game is taken to play; solved anew at every draw.
    level
        Of the intervals, between 0 and 1.

    Returns
    -------
    SimulatedEffects
        Intervals that need not be symmetric, for effects that bend with the coefficients.

    References
    ----------
    krinsky_robb1986
    """
    design, made = game_design(data, formulas), changes(data, formulas)
    found = []
    for coefficients in draws:
        game = design.payoffs(coefficients)
        if in_range(game):
            rows = _rows(design, game, coefficients, selection)
            here = _outcomes(rows.z, game.at(rows.game))
            effect = [_effect(design, coefficients, change, rows, here=here)[0] for change in made]
            if np.isfinite(effect).all():
                found.append(effect)
    kept = np.reshape(found, (len(found), len(made), len(OUTCOMES)))
    tail = 0.5 * (1.0 - level)
    empty = np.full((2, len(made), len(OUTCOMES)), np.nan)
    low, high = np.quantile(kept, (tail, 1.0 - tail), axis=0) if found else empty
    names, what = _labels(made)
    return SimulatedEffects(names, what, kept, low, high, len(draws) - len(found))


def _labels(made: Sequence[Change]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(change.variable for change in made), tuple(change.what for change in made)


def _rows(design: GameDesign, game: Payoffs, coefficients: FloatArray, selection: Selection) -> Played:
    steps = coefficients[design.slices[-1].stop :]
    grades = None if design.depths is None else (design.depths, steps)
    return played(game, design.counts, selection, grades=grades)


def _outcomes(z: FloatArray, game: Payoffs) -> tuple[_Outcome, ...]:
    """Probabilities along an equilibrium, no longer in logs."""
    found = []
    for end in along_equilibrium(z, game).ends():
        value = np.exp(end.value)
        square = end.slope[:, :, None] * end.slope[:, None, :]
        curvature = value[:, None, None] * (end.curvature + square)
        found.append(_Outcome(value, value[:, None] * end.slope, curvature))
    return tuple(found)


def _effect(
    design: GameDesign,
    coefficients: FloatArray,
    change: Change,
    rows: Played,
    *,
    here: tuple[_Outcome, ...],
) -> tuple[FloatArray, FloatArray]:
    """Effect on each outcome and its derivatives by the coefficients."""
    weight = np.exp(rows.log_weight) / design.games
    if change.width is None:
        low, high = (
            _counterfactual(design, coefficients, blocks, rows) for blocks in (change.low, change.high)
        )
        pairs = list(zip(low, high, strict=True))
        effect = [weight @ (after.value - before.value) for before, after in pairs]
        turn = [
            _by_coefficients(design, change.high, rows, weight[:, None] * after.slope)
            - _by_coefficients(design, change.low, rows, weight[:, None] * before.slope)
            for before, after in pairs
        ]
        return np.array(effect), np.array(turn)
    slopes = change.slopes()
    parts = zip(slopes, design.slices, strict=True)
    move = np.column_stack([slope @ coefficients[part] for slope, part in parts])[rows.game]
    effect = [weight @ (end.slope * move).sum(axis=1) for end in here]
    turn = [
        _by_coefficients(design, slopes, rows, weight[:, None] * end.slope)
        + _by_coefficients(
            design, design.blocks, rows, weight[:, None] * np.einsum("rkl,rl->rk", end.curvature, move)
        )
        for end in here
    ]
    return np.array(effect), np.array(turn)


def _by_coefficients(
    design: GameDesign, blocks: tuple[FloatArray, ...], rows: Played, slope: FloatArray
) -> FloatArray:
    """Sum of slopes by the payoffs times regressors; 0 for what is no coefficient of a payoff."""
    parts = [block[rows.game].T @ slope[:, place] for place, block in enumerate(blocks)]
    return np.concatenate([*parts, np.zeros(len(design.names) - sum(map(len, parts)))])


def _counterfactual(
    design: GameDesign, coefficients: FloatArray, blocks: tuple[FloatArray, ...], rows: Played
) -> tuple[_Outcome, ...]:
    """Outcomes with other regressors, in the equilibrium nearest to the one that was played."""
    game = replace(design, blocks=blocks).payoffs(coefficients)
    z = _nearest(game, rows)
    return _outcomes(z, game.at(rows.game))


def _nearest(game: Payoffs, rows: Played) -> FloatArray:
    found = equilibria(game)
    first = np.searchsorted(found.game, np.arange(found.games))
    many = np.bincount(found.game, minlength=found.games)
    best = found.z[first[rows.game]]
    for place in range(1, int(many.max())):
        other = found.z[np.minimum(first[rows.game] + place, found.z.size - 1)]
        closer = (place < many[rows.game]) & (abs(other - rows.z) < abs(best - rows.z))
        best = np.where(closer, other, best)
    return best
