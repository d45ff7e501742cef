"""Log likelihoods and gradients at many coefficient vectors at once: what chains need, and no more.

Chains evaluate the likelihood tens of thousands of times. Where the best response falls, or rises by less
than 9 for 10 throughout, there is exactly one equilibrium, which Newton's method finds from a belief nearby:
``z - G(z)`` rises with slope .1 at least, so the residual bounds the error. Other games go to the solver.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.likelihood import evaluate, in_range
from gaiatsu.estimation.signalling.selection import Selection, played
from gaiatsu.numerics.bivariate import log_density
from gaiatsu.theory.crisis_game import NAMES, Payoffs
from gaiatsu.theory.crisis_game.belief import CORRELATION, Response, direction, response_to
from gaiatsu.theory.crisis_game.certificate import slope_bounds
from gaiatsu.theory.crisis_game.derivatives import along_equilibrium

__all__ = ["Anchor", "AtPoints", "anchor", "at_points"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_HIGHEST_LOG: Final = 200.0
_ROUNDS: Final = 12
_SETTLED: Final = 1e-9
_GENTLE: Final = 0.9
_FARTHEST: Final = 3.0
_RAREST: Final = 1e-6
"""Kinds of challenger rarer than this go to the solver: a difference of areas has too few digits for them."""


@dataclass(frozen=True, eq=False)
class Anchor:
    """Equilibria at one point, from which those nearby are searched.

    Parameters
    ----------
    game
        Payoffs there.
    z
        Probit of resistance in one equilibrium of each game.
    slope
        How it moves with the payoffs; games by payoffs.
    """

    game: Payoffs
    z: FloatArray
    slope: FloatArray

    def near(self, game: Payoffs) -> FloatArray:
        """Beliefs to begin from at other payoffs of the same games."""
        moves = [getattr(game, name) - getattr(self.game, name) for name in NAMES]
        turn = (self.slope * np.column_stack(moves)).sum(axis=1)
        return np.asarray(self.z + np.clip(turn, -_FARTHEST, _FARTHEST))


@dataclass(frozen=True, eq=False)
class AtPoints:
    """The likelihood at several points.

    Parameters
    ----------
    log_likelihoods
        Points by games; minus infinity outside the range of the solver.
    gradients
        Points by coefficients.
    several
        Points by games: whether a game has more than one equilibrium there.
    """

    log_likelihoods: FloatArray
    gradients: FloatArray
    several: BoolArray


def anchor(design: GameDesign, coefficients: FloatArray) -> Anchor:
    """Solve the games at one point, to begin from there at others.

    Parameters
    ----------
    design
        Counts and regressors.
    coefficients
        Where to solve, within the range of the solver.

    Returns
    -------
    Anchor
        The likeliest equilibrium of each game and how it moves.
    """
    game = design.payoffs(coefficients)
    z = played(game, design.counts, Selection.MOST_LIKELY).z
    slope = along_equilibrium(z, game).answer.slope
    return Anchor(game, z, np.where(np.isfinite(slope), slope, 0.0))


def at_points(
    design: GameDesign, coefficients: FloatArray, selection: Selection, *, near: Anchor | None = None
) -> AtPoints:
    r"""Log likelihoods and gradients at several coefficient vectors, solved as one set of games.

    Chains that run side by side ask for one point each; solving their games together shares every call.

    Parameters
    ----------
    design
        Counts and regressors.
    coefficients
        Points by coefficients.
    selection
        Which equilibrium a game is taken to play.
    near
        Equilibria to begin the search from; they change the time, not the result.

    Returns
    -------
    AtPoints
        Equal to `evaluate` at each point, but for the Hessian.

    Notes
    -----
    The equilibrium moves by :math:`z_x = G_x / (1 - G_z)`, so that

    .. math:: \frac{d\ell}{dx} = \ell_x + \frac{\ell_z}{1 - G_z}\, G_x

    and one number a game carries what the belief does.

    References
    ----------
    crismancox_gibilisco2021

    Examples
    --------
    >>> from gaiatsu.estimation.signalling.design import GameFormulas, game_design
    >>> table = {name: np.array([n]) for name, n in zip(("sq", "cd", "sf", "bd"), (9.0, 3.0, 2.0, 1.0))}
    >>> outcomes = dict(status_quo="sq", concession="cd", stand_firm="sf", back_down="bd")
    >>> design = game_design(table, GameFormulas({"target_stand_firm": "1"}, {"sender_prize": 1.0}, outcomes))
    >>> found = at_points(design, np.array([[1.0], [2.0]]), Selection.MIXTURE)
    >>> bool(found.gradients[0, 0] > 0.0 > found.gradients[1, 0])
    True
    """
    shape = (len(coefficients), design.games)
    likelihood, gradients = np.full(shape, -np.inf), np.zeros(coefficients.shape)
    several = np.zeros(shape, dtype=bool)
    if design.depths is not None:
        for place, point in enumerate(coefficients):
            here = evaluate(design, point, selection)
            gradients[place] = here.gradient
            if here.played is not None:
                likelihood[place] = here.played.log_likelihoods(design.games)
                several[place] = here.played.count > 1
        return AtPoints(likelihood, gradients, several)
    games = [design.payoffs(point) for point in coefficients]
    usable = np.flatnonzero([in_range(game) for game in games])
    if usable.size:
        some = [games[place] for place in usable]
        whole = Payoffs(*(np.concatenate([getattr(game, name) for game in some]) for name in NAMES))
        counts = np.tile(design.counts, (usable.size, 1))
        starts = [np.zeros(game.games) if near is None else near.near(game) for game in some]
        values, slopes, many = _each_game(whole, counts, selection, start=np.concatenate(starts))
        likelihood[usable], several[usable] = values.reshape(-1, design.games), many.reshape(-1, design.games)
        by_point = slopes.reshape(usable.size, design.games, len(NAMES))
        parts = [by_point[:, :, place] @ block for place, block in enumerate(design.blocks)]
        gradients[usable] = np.concatenate(parts, axis=1)
    return AtPoints(likelihood, gradients, several)


def _each_game(
    game: Payoffs, counts: FloatArray, selection: Selection, *, start: FloatArray
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Log likelihood, slopes by the payoffs, and whether there are several equilibria, one row a game."""
    z, sender, alone = _settled(game, start)
    sure, rest = np.flatnonzero(alone), np.flatnonzero(~alone)
    values, slopes = np.empty(game.games), np.zeros((game.games, len(NAMES)))
    several = np.zeros(game.games, dtype=bool)
    known = sender if not rest.size else sender.at(sure)
    values[sure] = _log_likelihood(z[sure], known, counts[sure])
    slopes[sure] = _slopes(z[sure], known, game.at(sure), counts=counts[sure])
    if rest.size:
        others = game.at(rest)
        rows = played(others, counts[rest], selection)
        values[rest] = rows.log_likelihoods(rest.size)
        several[rest] = rows.count > 1
        some = others.at(rows.game)
        share = rows.shares(rest.size)[:, None]
        steep = _slopes(rows.z, _exact(rows.z, some), some, counts=counts[rest][rows.game])
        np.add.at(slopes, rest[rows.game], share * steep)
    return values, slopes, several


def _settled(game: Payoffs, start: FloatArray) -> tuple[FloatArray, _Sender, BoolArray]:
    """Newton's method where there is one equilibrium; what does not settle is left to the solver."""
    z, alone = start.copy(), np.zeros(game.games, dtype=bool)
    found = _Sender(*(np.empty(game.games) for _ in fields(_Sender)))
    open_still = np.flatnonzero(_one_for_certain(game))
    with np.errstate(all="ignore"):  # what is not finite does not settle
        for _ in range(_ROUNDS):
            if not open_still.size:
                break
            some = game.at(open_still)
            sender = _sender(z[open_still], some)
            premium = some.target_prize - some.target_concession
            excess = some.target_stand_firm - some.target_concession + premium * sender.odds - z[open_still]
            steep = np.minimum(premium * sender.odds_by_cutoff * sender.pace, _GENTLE)
            done = (abs(excess) < _SETTLED * (1.0 + abs(z[open_still]))) & (sender.precise > 0.0)
            alone[open_still[done]] = True
            for field in fields(_Sender):
                getattr(found, field.name)[open_still[done]] = getattr(sender, field.name)[done]
            z[open_still] += np.where(done, 0.0, excess / (1.0 - steep))
            open_still = open_still[~done & np.isfinite(z[open_still])]
    return z, found, alone


def _one_for_certain(game: Payoffs) -> BoolArray:
    """Whether the map falls, or cannot rise as fast as the belief anywhere between its limits."""
    falls = direction(game) <= 0.0
    rising = np.flatnonzero(~falls & (game.sender_prize >= game.sender_status_quo))
    if rising.size:
        some, twice = game.at(rising), game.at(np.tile(rising, 2))
        limits = response_to(np.repeat([-np.inf, np.inf], rising.size), twice).best
        ends = response_to(limits, twice)
        low, high = (
            Response(*(getattr(ends, field.name)[part] for field in fields(Response)))
            for part in (slice(rising.size), slice(rising.size, None))
        )
        falls[rising] = slope_bounds(low, high, some)[1] < _GENTLE
    return falls


@dataclass(frozen=True, eq=False)
class _Sender:
    """What the sender does at a belief, with ``u = W_A - c`` and ``v = a - c`` for the cutoff ``c``."""

    u: FloatArray
    v: FloatArray
    stay: FloatArray
    firm: FloatArray
    back: FloatArray
    loss: FloatArray
    pace: FloatArray
    precise: FloatArray

    def at(self, which: NDArray[np.intp]) -> _Sender:
        """Give some rows."""
        return _Sender(*(getattr(self, field.name)[which] for field in fields(_Sender)))

    @property
    def odds(self) -> FloatArray:
        """Odds that a challenger backs down."""
        return _exp(self.back - self.firm)

    @property
    def odds_by_cutoff(self) -> FloatArray:
        """How they move with the cutoff."""
        leave_firm = _exp(log_density(self.u) + _log_normal(-self.v) - self.firm)
        leave_back = _exp(log_density(self.v) + _log_normal(-self.u) - self.back)
        return np.asarray(self.odds * (leave_firm - leave_back))


def _sender(z: FloatArray, game: Payoffs) -> _Sender:
    """Sender at a belief; the rarer kind of challenger by Owen's function, the other by difference."""
    from scipy.special import ndtr, owens_t

    gain = game.sender_prize - game.sender_status_quo
    resist = _log_normal(z)
    loss = _exp(_log_normal(-z) - resist)
    cutoff = game.sender_status_quo - gain * loss
    u, v = game.sender_stand_firm - cutoff, game.sender_back_down - cutoff
    rare, common = np.minimum(u, v), np.maximum(u, v)
    gap = rare - common
    level = 0.5 * (ndtr(gap * CORRELATION) + ndtr(rare))
    with np.errstate(divide="ignore", invalid="ignore"):  # at 0 the ratio is infinite, as it should be
        turn = owens_t(gap * CORRELATION, (rare + common) / gap) + owens_t(rare, -common / rare)
    seldom = level - turn - np.where(gap * rare < 0.0, 0.5, 0.0)
    often = ndtr(rare) + ndtr(common) * ndtr(-rare) - seldom
    precise = (seldom > _RAREST) & (often > _RAREST)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(seldom), np.log(often)
    below = u < v
    return _Sender(
        u=u,
        v=v,
        stay=_log_normal(-u) + _log_normal(-v),
        firm=np.where(below, logs[0], logs[1]),
        back=np.where(below, logs[1], logs[0]),
        loss=loss,
        pace=gain * _exp(log_density(z) - 2.0 * resist),
        precise=precise.astype(float),
    )


def _exact(z: FloatArray, game: Payoffs) -> _Sender:
    """Sender at a belief, by the solver's own map."""
    at = response_to(z, game)
    gain = game.sender_prize - game.sender_status_quo
    loss = _exp(_log_normal(-z) - _log_normal(z))
    cutoff = game.sender_status_quo - gain * loss
    return _Sender(
        u=game.sender_stand_firm - cutoff,
        v=game.sender_back_down - cutoff,
        stay=at.log_stay,
        firm=at.log_firm,
        back=at.log_back,
        loss=loss,
        pace=np.copysign(_exp(at.log_pace), gain),
        precise=np.ones(z.size),
    )


def _log_likelihood(z: FloatArray, sender: _Sender, counts: FloatArray) -> FloatArray:
    challenge = np.logaddexp(sender.firm, sender.back)
    ends = (
        sender.stay,
        challenge + _log_normal(-z),
        sender.firm + _log_normal(z),
        sender.back + _log_normal(z),
    )
    seen = [np.where(n > 0.0, n * end, 0.0) for n, end in zip(counts.T, ends, strict=True)]
    return np.asarray(sum(seen[1:], start=seen[0]))


def _slopes(z: FloatArray, sender: _Sender, game: Payoffs, *, counts: FloatArray) -> FloatArray:
    """Differentiate each row's log likelihood by the seven payoffs, along the equilibrium."""
    (firm_u, firm_v), (back_u, back_v) = _kinds(sender)
    stay, concede, firm, back = counts.T
    share = _exp(sender.firm - np.logaddexp(sender.firm, sender.back))
    by_firm, by_back = firm + concede * share, back + concede * (1.0 - share)
    by_u = by_firm * firm_u + by_back * back_u - stay * _mills(-sender.u)
    by_v = by_firm * firm_v + by_back * back_v - stay * _mills(-sender.v)
    by_z = (firm + back) * _mills(z) - concede * _mills(-z)
    odds, premium = sender.odds, game.target_prize - game.target_concession
    odds_u, odds_v = premium * odds * (back_u - firm_u), premium * odds * (back_v - firm_v)
    by_cutoff, odds_cutoff = -(by_u + by_v), -(odds_u + odds_v)
    with np.errstate(divide="ignore", invalid="ignore"):  # a fold has no derivative
        belief = (by_z + by_cutoff * sender.pace) / (1.0 - odds_cutoff * sender.pace)
    turn = by_cutoff + belief * odds_cutoff
    return np.column_stack(
        (
            turn * (1.0 + sender.loss),
            -turn * sender.loss,
            -belief * (1.0 + odds),
            by_u + belief * odds_u,
            belief,
            by_v + belief * odds_v,
            belief * odds,
        )
    )


def _kinds(sender: _Sender) -> tuple[tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
    """Differentiate logs of the two kinds of challenger by ``u`` and ``v``; formulas stand at `at_belief`."""
    u, v = sender.u, sender.v
    switch = np.log(CORRELATION) + log_density((u - v) * CORRELATION) + _log_normal((u + v) * CORRELATION)
    from_firm, from_back = _exp(switch - sender.firm), _exp(switch - sender.back)
    enter_firm = _exp(log_density(u) + _log_normal(-v) - sender.firm)
    enter_back = _exp(log_density(v) + _log_normal(-u) - sender.back)
    return (enter_firm + from_firm, -from_firm), (-from_back, enter_back + from_back)


def _mills(x: FloatArray) -> FloatArray:
    return _exp(log_density(x) - _log_normal(x))


def _log_normal(x: FloatArray) -> FloatArray:
    from scipy.special import log_ndtr

    return np.asarray(log_ndtr(x))


def _exp(log: FloatArray) -> FloatArray:
    return np.asarray(np.exp(np.minimum(log, _HIGHEST_LOG)))
