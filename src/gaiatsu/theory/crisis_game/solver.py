"""All equilibria of any number of crisis games at once, each with its certificate."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import ComputationError
from gaiatsu.theory.crisis_game.belief import Response, response_to
from gaiatsu.theory.crisis_game.certificate import Brackets, Certificate, between, isolate, slope
from gaiatsu.theory.crisis_game.payoffs import FloatArray, Payoffs

__all__ = ["OUTCOMES", "Equilibria", "equilibria"]

OUTCOMES: Final = ("status_quo", "concession", "stand_firm", "back_down")
"""Ends of a crisis, in the order of the columns of `Equilibria.log_outcomes`."""

CLOSE_ENOUGH: Final = 1e-13
ANSWERS_ITSELF: Final = 1e-10
BATCH: Final = 16384
WORKERS: Final = 2

_ROUNDS: Final = 400
_NEWTON_ROUNDS: Final = 60


@dataclass(frozen=True)
class Equilibria:
    """Equilibria of some games, one row each, sorted by game and resistance.

    Parameters
    ----------
    games
        Number of games.
    game
        Which game a row belongs to, from 0.
    z
        Probit of the probability of resistance.
    log_challenge
        Log probability that the sender challenges.
    log_stand_firm
        Log probability that a sender who met resistance stands firm.
    slope
        Slope of the best response; the equilibrium is stable where it is below 1 in modulus.
    log_outcomes
        Log probabilities of status quo, concession, standing firm and backing down; rows by columns.
    certificate
        Place of the reason in `Certificate`.
    low, high
        Interval of ``z`` that holds it alone; for a near-tangency, the interval that could not be decided.
    """

    games: int
    game: NDArray[np.intp]
    z: FloatArray
    log_challenge: FloatArray
    log_stand_firm: FloatArray
    slope: FloatArray
    log_outcomes: FloatArray
    certificate: NDArray[np.int8]
    low: FloatArray
    high: FloatArray

    @property
    def resist(self) -> FloatArray:
        """Probability that a challenged target resists."""
        from scipy.special import ndtr

        return np.asarray(ndtr(self.z))

    @property
    def stable(self) -> NDArray[np.bool_]:
        """Whether beliefs that follow the last best response return to it."""
        return np.asarray(abs(self.slope) < 1.0) & self.certified

    @property
    def certified(self) -> NDArray[np.bool_]:
        """Whether a row is an equilibrium for certain, and not an open near-tangency."""
        return np.asarray(self.certificate != list(Certificate).index(Certificate.NEAR_TANGENCY))

    @property
    def count(self) -> NDArray[np.intp]:
        """Certified equilibria of each game."""
        return np.bincount(self.game[self.certified], minlength=self.games)

    @property
    def open(self) -> NDArray[np.intp]:
        """Near-tangencies of each game that could be neither discarded nor certified."""
        return np.bincount(self.game[~self.certified], minlength=self.games)

    def reasons(self) -> list[Certificate]:
        """Certificate of each row."""
        kinds = list(Certificate)
        return [kinds[code] for code in self.certificate]


def equilibria(game: Payoffs) -> Equilibria:
    """Find every equilibrium of every game, and say why none was missed.

    With incomplete information the same payoffs can support a crisis that is met with resistance and one
    that is not. A statement about coercion that rests on one of them has to say which.

    Parameters
    ----------
    game
        Payoffs of any number of games.

    Returns
    -------
    Equilibria
        One row an equilibrium, and one for each place that could not be decided (`Certificate`).

    Raises
    ------
    ComputationError
        If a game's certified equilibria break the index theorem, or one does not answer itself; either would
        be a defect of this program.

    Notes
    -----
    Fixed points of ``G``, see `response_to`. ``G`` is monotone. Where it falls there is one. Where it rises,
    an interval is discarded when its image misses it or when bounds on the slope keep the map off the
    diagonal; an interval with slopes on one side of 1 holds one or none; the rest is halved. Floating-point
    errors are granted ``1e-11``, relative.

    References
    ----------
    lewis_schultz2003; jo2011; crismancox_gibilisco2021

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import payoffs
    >>> found = equilibria(payoffs({
    ...     "sender_status_quo": 0, "sender_prize": 1, "target_concession": 0, "sender_stand_firm": -1.9,
    ...     "target_stand_firm": [-2.9, -2.2], "sender_back_down": -1.2, "target_prize": 1,
    ... }))
    >>> found.game.tolist(), found.resist.round(4).tolist(), found.stable.tolist()
    ([0, 0, 0, 1], [0.2511, 0.5947, 0.8133, 0.9764], [True, False, True, True])
    """
    starts = range(0, max(game.games, 1), BATCH)
    batches = [(game.at(np.arange(start, min(start + BATCH, game.games))), start) for start in starts]
    if len(batches) == 1:
        return _solve(*batches[0])
    with ThreadPoolExecutor(WORKERS) as pool:  # NumPy and SciPy let go of the interpreter inside their loops
        return _joined(list(pool.map(lambda batch: _solve(*batch), batches)))


def _solve(game: Payoffs, offset: int) -> Equilibria:
    brackets = isolate(game)
    chosen = game.at(brackets.game)
    at = _refined(brackets, chosen)
    _check_index(brackets, games=game.games)
    return _rows(brackets, at, chosen, (game.games, offset))


def _refined(brackets: Brackets, game: Payoffs) -> Response:
    """Newton's method held inside each interval; halving where it would leave."""
    low, high = brackets.low.copy(), brackets.high.copy()
    z = between(low, high)
    rises = response_to(low, game).best > low  # whether z - G(z) is negative at the lower end
    active = np.flatnonzero(brackets.certificate != list(Certificate).index(Certificate.NEAR_TANGENCY))
    for turn in range(_ROUNDS):
        if not active.size:
            break
        some = game.at(active)
        at = response_to(z[active], some)
        excess = at.best - at.z
        left = (excess > 0.0) == rises[active]
        low[active] = np.where(left, at.z, low[active])
        high[active] = np.where(left, high[active], at.z)
        target = at.z + excess / (1.0 - slope(at, some))
        inside = (target >= low[active]) & (target <= high[active])
        # a short step on a cliff of the map is no sign of a root: halve instead
        inside &= (abs(target - at.z) > 1e-6) | (abs(excess) < 1e-6 * (1.0 + abs(at.z)))
        inside &= turn < _NEWTON_ROUNDS
        moved = np.where(inside, target, between(low[active], high[active]))
        far = abs(moved - at.z) > CLOSE_ENOUGH * (1.0 + abs(at.z))
        z[active] = moved
        active = active[far]
    found = response_to(z, game)
    _check_roots(brackets, found, slope(found, game), width=high - low)
    return found


def _check_roots(brackets: Brackets, at: Response, steepness: FloatArray, *, width: FloatArray) -> None:
    """Refuse a row that neither answers itself nor is held between two ends of opposite sign."""
    size = 1.0 + abs(at.z)
    answers = abs(at.best - at.z) <= ANSWERS_ITSELF * size * (1.0 + abs(steepness))
    held = width <= 4.0 * CLOSE_ENOUGH * size
    open_ones = brackets.certificate == list(Certificate).index(Certificate.NEAR_TANGENCY)
    wrong = ~(answers | held | open_ones)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        msg = (
            f"Game {brackets.game[row] + 1} of its batch was given the root {at.z[row]:.6g} (probit of "
            f"resistance), to which the best answer is {at.best[row]:.6g}."
        )
        todo = "This is a defect of the program: report the payoffs."
        raise ComputationError(msg, expected="a root that answers itself", todo=todo)


def _check_index(brackets: Brackets, *, games: int) -> None:
    open_codes = brackets.certificate == list(Certificate).index(Certificate.NEAR_TANGENCY)
    count = np.bincount(brackets.game[~open_codes], minlength=games)
    unsure = np.bincount(brackets.game[open_codes], minlength=games) > 0
    wrong = (count % 2 == 0) & ~unsure
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        msg = f"Game {place + 1} was given {count[place]} equilibria."
        todo = "This is a defect of the program: report the payoffs."
        raise ComputationError(msg, expected="an odd number", todo=todo)


def _rows(brackets: Brackets, at: Response, game: Payoffs, batch: tuple[int, int]) -> Equilibria:
    from scipy.special import log_ndtr

    games, offset = batch
    challenge = np.logaddexp(at.log_firm, at.log_back)
    resist, concede = log_ndtr(at.z), log_ndtr(-at.z)
    outcomes = (at.log_stay, challenge + concede, at.log_firm + resist, at.log_back + resist)
    return Equilibria(
        games=games,
        game=brackets.game + offset,
        z=at.z,
        log_challenge=challenge,
        log_stand_firm=at.log_firm - challenge,
        slope=slope(at, game),
        log_outcomes=np.column_stack(outcomes),
        certificate=brackets.certificate,
        low=brackets.low,
        high=brackets.high,
    )


def _joined(parts: list[Equilibria]) -> Equilibria:
    names = [name for name in Equilibria.__dataclass_fields__ if name != "games"]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return Equilibria(games=sum(part.games for part in parts), **columns)
