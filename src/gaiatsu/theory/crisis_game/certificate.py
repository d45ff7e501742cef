"""Where equilibria can be: intervals of belief, each discarded, certified to hold one, or left open."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.theory.crisis_game.belief import Response, direction, lowest_belief, response_to
from gaiatsu.theory.crisis_game.payoffs import FloatArray, Payoffs

__all__ = ["Brackets", "Certificate", "isolate", "slope", "slope_bounds"]

IntArray = NDArray[np.intp]

SLACK: Final = 1e-11
"""Relative error granted to every value of the map; the normal laws behind it are right to 1e-12."""

NARROWEST: Final = 1e-8
"""Intervals narrower than this, relative to ``1 + |z|``, are left open as near-tangencies."""

MOST_INTERVALS: Final = 20_000
"""Intervals examined at once, beside a hundred a game; with more of them, all are left open."""

_ROUNDS: Final = 200
_PAD: Final = 1e-9
_LOG_ERROR: Final = 4e-16
_LARGEST_EXPONENT: Final = 200.0
_STEEPEST: Final = 1e150


class Certificate(Enum):
    """Why an equilibrium is known to be there, and alone in its interval."""

    FALLING_MAP = "falling map"
    """The best response falls with the belief, or is flat: the game has this equilibrium and no other."""

    SLOPE_BOUND = "slope bound"
    """Bounds on the slope keep it on one side of 1 in the interval, and the ends lie on both sides."""

    NEAR_TANGENCY = "near tangency"
    """The map comes closer to the diagonal than rounding can tell: none, one or two equilibria here."""


@dataclass(frozen=True)
class Brackets:
    """Intervals that were not discarded.

    Parameters
    ----------
    game
        Number of the game, from 0; sorted.
    low, high
        Ends of the interval in probits of resistance; sorted within a game.
    certificate
        Place of the reason in `Certificate`.
    """

    game: IntArray
    low: FloatArray
    high: FloatArray
    certificate: NDArray[np.int8]


def slope(at: Response, game: Payoffs) -> FloatArray:
    r"""Slope of the best response, ``dG/dz``, which at an equilibrium is also the slope of ``f(p_R)``.

    Parameters
    ----------
    at
        The map at some beliefs.
    game
        Payoffs of the same games.

    Returns
    -------
    array
        Below 1 in modulus where play that follows the last belief returns to the equilibrium.

    Notes
    -----
    .. math:: G'(z) = (V_B - C_B)\,\frac{n}{N}\Bigl(o - \frac{m}{n}\Bigr)\,\frac{dc^*}{dz}

    with ``N`` the probability of standing firm, ``n`` and ``m`` the densities of just challenging by
    senders who would stand firm and back down, and ``o`` the odds of backing down.

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import NAMES, payoffs
    >>> game = payoffs(dict.fromkeys(NAMES, 0.0) | {"target_prize": 1.0})
    >>> abs(slope(response_to(np.array([0.3]), game), game))  # no prize to gain: the cutoff never moves
    array([0.])
    """
    premium = abs(game.target_prize - game.target_concession)
    size = premium * abs(at.odds - at.marginal_odds) * _exp(at.log_hazard + at.log_pace)
    return np.asarray(direction(game) * size)


def slope_bounds(low: Response, high: Response, game: Payoffs) -> tuple[FloatArray, FloatArray]:
    """Least and greatest modulus of the slope between two beliefs, from the ends alone.

    Each factor of the slope is monotone in the belief: the pace of the cutoff, the hazard of challengers
    who stand firm, their odds, and the odds at the margin.

    Parameters
    ----------
    low, high
        The map at both ends.
    game
        Payoffs of the same games.

    Returns
    -------
    tuple
        Lower and upper bound, neither negative.

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import payoffs
    >>> game = payoffs({
    ...     "sender_status_quo": 0, "sender_prize": 1, "target_concession": 0, "sender_stand_firm": -1.9,
    ...     "target_stand_firm": -2.9, "sender_back_down": -1.2, "target_prize": 1,
    ... })
    >>> ends = [response_to(np.array([z]), game) for z in (0.0, 0.1)]
    >>> least, greatest = slope_bounds(*ends, game)
    >>> bool((least < slope(ends[0], game)) & (slope(ends[1], game) < greatest))
    True
    """
    premium = abs(game.target_prize - game.target_concession)
    odds = np.minimum(low.odds, high.odds), np.maximum(low.odds, high.odds)
    margin = (
        np.minimum(low.marginal_odds, high.marginal_odds),
        np.maximum(low.marginal_odds, high.marginal_odds),
    )
    error = np.maximum(_relative(low), _relative(high)) * (odds[1] + margin[1])
    nearest = np.maximum(np.maximum(odds[0] - margin[1], margin[0] - odds[1]) - error, 0.0)
    farthest = np.maximum(odds[1] - margin[0], margin[1] - odds[0]) + error
    slow = np.minimum(low.log_hazard, high.log_hazard) + np.minimum(low.log_pace, high.log_pace)
    fast = np.maximum(low.log_hazard, high.log_hazard) + np.maximum(low.log_pace, high.log_pace)
    size = (1 + SLACK) * premium * farthest
    most = np.where((fast > _LARGEST_EXPONENT) & (size > 0.0), _STEEPEST, size * _exp(fast))
    return (1 - SLACK) * premium * nearest * _exp(slow), most


def isolate(game: Payoffs) -> Brackets:
    """Find intervals that together hold every equilibrium.

    Parameters
    ----------
    game
        Payoffs of any number of games.

    Returns
    -------
    Brackets
        Sorted intervals, each with the reason why it was kept.

    References
    ----------
    jo2011

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import payoffs
    >>> game = payoffs({
    ...     "sender_status_quo": 0, "sender_prize": 1, "target_concession": 0, "sender_stand_firm": -1.9,
    ...     "target_stand_firm": -2.9, "sender_back_down": -1.2, "target_prize": 1,
    ... })
    >>> isolate(game).game.tolist()
    [0, 0, 0]
    """
    ends = [response_to(np.full(game.games, end), game).best for end in (-np.inf, np.inf)]
    low, high = np.minimum(*ends), np.maximum(*ends)
    rising = direction(game) > 0
    low, high = low - _PAD * (1.0 + abs(low)), high + _PAD * (1.0 + abs(high))
    falling = np.flatnonzero(~rising)
    found = [Brackets(falling, low[falling], high[falling], _codes(falling.size, Certificate.FALLING_MAP))]
    many = np.flatnonzero(rising)
    if many.size:
        found += _search(many, (low[many], high[many]), game)
    return _sorted(found)


@dataclass(frozen=True)
class _Work:
    """Intervals under examination: their games and the map at both ends."""

    game: IntArray
    low: Response
    high: Response

    def where(self, mask: NDArray[np.bool_]) -> _Work:
        return _Work(self.game[mask], _take(self.low, mask), _take(self.high, mask))


def _search(games: IntArray, ends: tuple[FloatArray, FloatArray], all_games: Payoffs) -> list[Brackets]:
    payoffs = all_games.at(games)
    found, start = _flat_part(games, ends[0], payoffs)
    work = _Work(games, response_to(start, payoffs), response_to(ends[1], payoffs))
    for _ in range(_ROUNDS):
        if not work.game.size or work.game.size > MOST_INTERVALS + 100 * games.size:
            break
        payoffs = all_games.at(work.game)
        gone, alone, narrow, cut = _examine(work, payoffs)
        found += [_kept(work, alone, Certificate.SLOPE_BOUND), _kept(work, narrow, Certificate.NEAR_TANGENCY)]
        open_still = ~(gone | alone | narrow)
        rest = payoffs.at(np.flatnonzero(open_still))
        work = _divide(work.where(open_still), rest, (cut[0][open_still], cut[1][open_still]))
    found.append(_kept(work, np.full(work.game.shape, True), Certificate.NEAR_TANGENCY))
    return found


def _flat_part(games: IntArray, low: FloatArray, game: Payoffs) -> tuple[list[Brackets], FloatArray]:
    """Where nobody challenges the map is constant: its root there is its value; the rest is searched."""
    floor = lowest_belief(game)
    flat = np.flatnonzero(low < floor)
    if not flat.size:
        return [], low
    some = game.at(flat)
    value = response_to(floor[flat], some).best
    hit = value < floor[flat]
    pad = _PAD * (1.0 + abs(value[hit]))
    code = _codes(int(hit.sum()), Certificate.FALLING_MAP)
    root = Brackets(games[flat][hit], value[hit] - pad, value[hit] + pad, code)
    return [root], np.maximum(low, floor)


Verdicts = tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_], tuple[FloatArray, FloatArray]]


def _examine(work: _Work, payoffs: Payoffs) -> Verdicts:
    """Which intervals hold no equilibrium, exactly one, or cannot be told; and what is left of each."""
    low, high = work.low, work.high
    error_low, error_high = _error(low, payoffs), _error(high, payoffs)
    left, right = low.best - error_low, high.best + error_high
    before, after = low.z - low.best, high.z - high.best
    least, greatest = slope_bounds(low, high, payoffs)
    width = high.z - low.z
    up, down = width * np.maximum(greatest - 1.0, 0.0), width * np.maximum(1.0 - least, 0.0)
    error = np.maximum(error_low, error_high)
    above = (before > error) & (after > error) & ((before - error > up) | (after - error > down))
    below = (before < -error) & (after < -error) & ((-before - error > down) | (-after - error > up))
    missed = (left > high.z) | (right < low.z)
    one_sided = (greatest < 1.0) | (least > 1.0)
    crosses = (before >= 0.0) != (after >= 0.0)
    gone = missed | above | below | (one_sided & ~crosses)
    alone = one_sided & crosses & ~gone
    narrow = (width <= NARROWEST * (1.0 + abs(low.z))) & ~gone & ~alone
    return gone, alone, narrow, (np.maximum(left, low.z), np.minimum(right, high.z))


def _error(at: Response, payoffs: Payoffs) -> FloatArray:
    premium = abs(payoffs.target_prize - payoffs.target_concession)
    return np.asarray(SLACK * (1.0 + abs(at.z) + abs(at.best)) + _relative(at) * premium * at.odds)


def _relative(at: Response) -> FloatArray:
    """Relative error granted to odds: they are differences of logs, which lose digits far out."""
    return np.asarray(SLACK - _LOG_ERROR * (at.log_firm + at.log_back))


def _divide(work: _Work, payoffs: Payoffs, cut: tuple[FloatArray, FloatArray]) -> _Work:
    """Cut intervals to what the map leaves of them where that is less than half, halve the others."""
    shrinks = cut[1] - cut[0] < 0.5 * (work.high.z - work.low.z)
    few, others = payoffs.at(np.flatnonzero(shrinks)), payoffs.at(np.flatnonzero(~shrinks))
    small, large = work.where(shrinks), work.where(~shrinks)
    left, right = response_to(cut[0][shrinks], few), response_to(cut[1][shrinks], few)
    middle = response_to(between(large.low.z, large.high.z), others)
    return _Work(
        np.concatenate([small.game, large.game, large.game]),
        _join(left, large.low, middle),
        _join(right, middle, large.high),
    )


def between(low: FloatArray, high: FloatArray) -> FloatArray:
    """Midpoint on a scale that is level near 0 and logarithmic far out."""
    return np.asarray(np.sinh(0.5 * (np.arcsinh(low) + np.arcsinh(high))))


def _take(at: Response, mask: NDArray[np.bool_]) -> Response:
    return Response(*(getattr(at, field.name)[mask] for field in fields(Response)))


def _join(*parts: Response) -> Response:
    names = [field.name for field in fields(Response)]
    return Response(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _kept(work: _Work, mask: NDArray[np.bool_], why: Certificate) -> Brackets:
    number = int(mask.sum())
    return Brackets(work.game[mask], work.low.z[mask], work.high.z[mask], _codes(number, why))


def _codes(number: int, why: Certificate) -> NDArray[np.int8]:
    return np.full(number, list(Certificate).index(why), dtype=np.int8)


def _sorted(parts: list[Brackets]) -> Brackets:
    columns = [np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Brackets)]
    order = np.lexsort((columns[1], columns[0]))
    game, low, high, code = (column[order] for column in columns)
    return _merged(game, low, high, code)


def _merged(game: IntArray, low: FloatArray, high: FloatArray, code: NDArray[np.int8]) -> Brackets:
    """Make one interval of open intervals that touch."""
    tangent = code == list(Certificate).index(Certificate.NEAR_TANGENCY)
    touches = np.zeros(game.shape, dtype=bool)
    touches[1:] = tangent[1:] & tangent[:-1] & (game[1:] == game[:-1]) & (low[1:] <= high[:-1])
    first = np.flatnonzero(~touches)
    last = np.append(first[1:], game.size) - 1
    return Brackets(game[first], low[first], high[last] if game.size else high, code[first])


def _exp(log: FloatArray) -> FloatArray:
    return np.exp(np.minimum(log, _LARGEST_EXPONENT))
