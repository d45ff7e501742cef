"""Slopes and curvatures of the outcomes along an equilibrium, in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gaiatsu.numerics.bivariate import bivariate_normal_log_cdf, log_density
from gaiatsu.theory.crisis_game.belief import CORRELATION, FARTHEST, lowest_belief, sender_cutoff
from gaiatsu.theory.crisis_game.payoffs import NAMES, FloatArray, Payoffs

__all__ = ["Jet", "Outcomes", "Sender", "along_equilibrium", "at_belief", "sender_at_belief"]

_ARGUMENTS: Final = 1 + len(NAMES)
_PLACE: Final = {"belief": 0} | {name: place for place, name in enumerate(NAMES, start=1)}
_HIGHEST_LOG: Final = 200.0


@dataclass(frozen=True)
class Jet:
    """A number a game with its first and second derivatives.

    Parameters
    ----------
    value
        One number a game.
    slope
        First derivatives, games by arguments.
    curvature
        Second derivatives, games by arguments by arguments.
    """

    value: FloatArray
    slope: FloatArray
    curvature: FloatArray

    def __add__(self, other: Jet) -> Jet:
        return Jet(self.value + other.value, self.slope + other.slope, self.curvature + other.curvature)

    def __sub__(self, other: Jet) -> Jet:
        return Jet(self.value - other.value, self.slope - other.slope, self.curvature - other.curvature)


@dataclass(frozen=True)
class Outcomes:
    """Log probabilities of the ends of a crisis, and the belief, each with its derivatives.

    Parameters
    ----------
    status_quo, concession, stand_firm, back_down
        Log probabilities of the four ends.
    answer
        Of `at_belief`: probit of the target's best response. Of `along_equilibrium`: probit of resistance.
    """

    status_quo: Jet
    concession: Jet
    stand_firm: Jet
    back_down: Jet
    answer: Jet

    def ends(self) -> tuple[Jet, Jet, Jet, Jet]:
        """Give the four ends in the order of `OUTCOMES`."""
        return self.status_quo, self.concession, self.stand_firm, self.back_down


@dataclass(frozen=True)
class Sender:
    """Log probabilities of what the sender does, each with its derivatives.

    Parameters
    ----------
    stay
        No challenge.
    challenge
        A challenge.
    stand_firm, back_down
        A challenge by a sender who would stand firm if resisted, and by one who would back down.
    """

    stay: Jet
    challenge: Jet
    stand_firm: Jet
    back_down: Jet


def at_belief(z: FloatArray, game: Payoffs) -> Outcomes:
    r"""Differentiate outcomes and the best response by the belief and the payoffs.

    What a regressor does to a crisis goes through the payoffs, and from there through what either side
    believes. Estimation needs both steps exactly: near a fold of equilibria differences mislead.

    Parameters
    ----------
    z
        Probit of the sender's belief that it meets resistance, finite, one a game.
    game
        Payoffs of the same games.

    Returns
    -------
    Outcomes
        Arguments are the belief ``z`` and the seven payoffs in the order of `NAMES`.

    Notes
    -----
    With ``u = W_A - c^*``, ``v = a - c^*`` and the probability ``N(u, v)`` that a sender challenges and
    stands firm,

    .. math:: \frac{\partial N}{\partial v} = -K, \quad
        \frac{\partial N}{\partial u} = \phi(u)\Phi(-v) + K, \quad
        K = \tfrac{1}{\sqrt 2}\,\phi\Bigl(\frac{u-v}{\sqrt 2}\Bigr)\Phi\Bigl(\frac{u+v}{\sqrt 2}\Bigr)

    and ``N(v, u)`` is the probability of challenging and backing down. Everything else is the chain rule,
    taken in logs.

    References
    ----------
    lewis_schultz2003; crismancox_gibilisco2021

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import NAMES, payoffs
    >>> game = payoffs(dict.fromkeys(NAMES, 0.0) | {"sender_prize": 1.0})
    >>> found = at_belief(np.array([0.0]), game)
    >>> np.exp(found.concession.value).round(4)  # half of the challenges
    array([0.4874])
    >>> found.answer.slope[0, [3, 5]].round(1).tolist()  # by C_B and W_B
    [-2.0, 1.0]
    """
    sender = sender_at_belief(z, game)
    belief = _belief_jet(z)
    resist, concede = _log_normal(z, belief, sign=1.0), _log_normal(-z, belief, sign=-1.0)
    return Outcomes(
        status_quo=sender.stay,
        concession=sender.challenge + concede,
        stand_firm=sender.stand_firm + resist,
        back_down=sender.back_down + resist,
        answer=_answer(sender.back_down - sender.stand_firm, game),
    )


def sender_at_belief(z: FloatArray, game: Payoffs) -> Sender:
    """Differentiate what the sender does by its belief and the payoffs.

    Parameters
    ----------
    z
        Probit of the sender's belief that it meets resistance, finite, one a game.
    game
        Payoffs of the same games.

    Returns
    -------
    Sender
        Arguments are the belief and the seven payoffs; see `at_belief` for the formulas.

    References
    ----------
    lewis_schultz2003

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import NAMES, payoffs
    >>> found = sender_at_belief(np.array([0.0]), payoffs(dict.fromkeys(NAMES, 0.0)))
    >>> np.exp(found.stay.value + 0.0), np.exp(found.challenge.value).round(6)
    (array([0.25]), array([0.75]))
    """
    cutoff = _cutoff(z, game)
    firm = _payoff_jet(game.sender_stand_firm, "sender_stand_firm") - cutoff
    back = _payoff_jet(game.sender_back_down, "sender_back_down") - cutoff
    logs = _log_kinds(game, cutoff.value)
    stand, yielding = _log_kind(firm, back, logs[0]), _log_kind(back, firm, logs[1])
    return Sender(
        stay=_log_normal(-firm.value, firm, sign=-1.0) + _log_normal(-back.value, back, sign=-1.0),
        challenge=_log_sum(stand, yielding),
        stand_firm=stand,
        back_down=yielding,
    )


def along_equilibrium(z: FloatArray, game: Payoffs) -> Outcomes:
    r"""Differentiate outcomes by the payoffs while play stays in equilibrium.

    Parameters
    ----------
    z
        Probit of resistance in an equilibrium of each game.
    game
        Payoffs of the same games.

    Returns
    -------
    Outcomes
        Arguments are the seven payoffs. `answer` is the equilibrium itself. Infinite or nan where the
        equilibrium is a fold, which has no derivative.

    Notes
    -----
    The implicit function theorem on ``z = G(z, x)``:

    .. math:: z_x = \frac{G_x}{1 - G_z}, \qquad
        z_{xx} = \frac{G_{xx} + G_{xz} z_x^T + z_x G_{zx} + G_{zz} z_x z_x^T}{1 - G_z}

    References
    ----------
    crismancox_gibilisco2021

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import payoffs
    >>> from gaiatsu.theory.crisis_game.solver import equilibria
    >>> game = payoffs({
    ...     "sender_status_quo": 0, "sender_prize": 1, "target_concession": 0, "sender_stand_firm": -1.9,
    ...     "target_stand_firm": -2.2, "sender_back_down": -1.2, "target_prize": 1,
    ... })
    >>> found = along_equilibrium(equilibria(game).z, game)
    >>> bool(found.concession.slope[0, 2] > 0)  # a dearer concession is made more often
    True
    """
    with np.errstate(over="ignore", invalid="ignore"):  # an equilibrium far out in a tail has no finite slope
        inside = at_belief(z, game)
        belief = _implicit(inside.answer, z)
        status_quo, concession, stand_firm, back_down = (_along(end, belief) for end in inside.ends())
    return Outcomes(status_quo, concession, stand_firm, back_down, belief)


def _implicit(answer: Jet, z: FloatArray) -> Jet:
    with np.errstate(divide="ignore", invalid="ignore"):
        room = 1.0 - answer.slope[:, 0]
        slope = answer.slope[:, 1:] / room[:, None]
        curvature = _second_along(answer, slope) / room[:, None, None]
    return Jet(z, slope, curvature)


def _along(end: Jet, belief: Jet) -> Jet:
    with np.errstate(invalid="ignore"):
        slope = end.slope[:, 1:] + end.slope[:, :1] * belief.slope
        curvature = _second_along(end, belief.slope) + end.slope[:, :1, None] * belief.curvature
    return Jet(end.value, slope, curvature)


def _second_along(end: Jet, turn: FloatArray) -> FloatArray:
    """Second derivative by the payoffs with the belief moving at the rate ``turn``, itself not bending."""
    mixed = end.curvature[:, 0, 1:, None] * turn[:, None, :]
    own = end.curvature[:, :1, :1] * turn[:, :, None] * turn[:, None, :]
    return np.asarray(end.curvature[:, 1:, 1:] + mixed + mixed.transpose(0, 2, 1) + own)


def _cutoff(z: FloatArray, game: Payoffs) -> Jet:
    """Cutoff ``S_A - (V_A - S_A) r`` with the odds ``r`` of a concession."""
    from scipy.special import log_ndtr

    log_odds = np.minimum(log_ndtr(-z) - log_ndtr(z), _HIGHEST_LOG)
    pace = np.exp(np.minimum(log_density(z) - 2.0 * log_ndtr(z), _HIGHEST_LOG))
    odds, gain = np.exp(log_odds), game.sender_prize - game.sender_status_quo
    bend = pace * (z + 2.0 * _mills(z))
    found = _blank(sender_cutoff(z, game))
    status, prize = _PLACE["sender_status_quo"], _PLACE["sender_prize"]
    found.slope[:, 0] = gain * pace
    found.slope[:, status], found.slope[:, prize] = 1.0 + odds, -odds
    found.curvature[:, 0, 0] = -gain * bend
    for place, value in ((status, -pace), (prize, pace)):
        found.curvature[:, 0, place] = found.curvature[:, place, 0] = value
    return _held(found, z, game)


def _held(cutoff: Jet, z: FloatArray, game: Payoffs) -> Jet:
    """Slopes where `sender_cutoff` is held: it stays put, or moves with the best that acting can bring."""
    everybody, nobody = cutoff.value <= -FARTHEST, np.flatnonzero(z < lowest_belief(game))
    cutoff.slope[everybody], cutoff.curvature[everybody] = 0.0, 0.0
    best = ("sender_stand_firm", "sender_back_down", "sender_status_quo")
    which = np.argmax([getattr(game, name)[nobody] for name in best], axis=0)
    cutoff.slope[nobody], cutoff.curvature[nobody] = 0.0, 0.0
    cutoff.slope[nobody, np.array([_PLACE[name] for name in best])[which]] = 1.0
    return cutoff


def _log_kinds(game: Payoffs, cutoff: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log probability of a challenge by a sender who would stand firm, and by one who would back down."""
    return _log_firm(game.sender_stand_firm, game.sender_back_down, cutoff), _log_firm(
        game.sender_back_down, game.sender_stand_firm, cutoff
    )


def _log_firm(own: FloatArray, other: FloatArray, cutoff: FloatArray) -> FloatArray:
    return bivariate_normal_log_cdf((own - other) * CORRELATION, own - cutoff, CORRELATION)


def _log_kind(own: Jet, other: Jet, log_size: FloatArray) -> Jet:
    """Log of ``N(u, v)`` with its derivatives through ``u`` (`own`) and ``v`` (`other`)."""
    from scipy.special import log_ndtr

    u, v = own.value, other.value
    middle = (u + v) * CORRELATION
    enter = np.exp(log_density(u) + log_ndtr(-v) - log_size)
    switch = CORRELATION * np.exp(log_density((u - v) * CORRELATION) + log_ndtr(middle) - log_size)
    first = np.stack([enter + switch, -switch], axis=1)
    drift = CORRELATION * _mills(middle)
    switch_u = switch * (drift - 0.5 * (u - v) - enter - switch)
    switch_v = switch * (drift + 0.5 * (u - v) + switch)
    enter_u = -enter * (u + enter + switch)
    second = np.empty((u.size, 2, 2))
    second[:, 0, 0] = enter_u + switch_u
    second[:, 0, 1] = second[:, 1, 0] = -switch_u
    second[:, 1, 1] = -switch_v
    return _chained(log_size, (first, second), (own, other))


def _chained(value: FloatArray, outer: tuple[FloatArray, FloatArray], inner: tuple[Jet, Jet]) -> Jet:
    first, second = outer
    turn = np.stack([part.slope for part in inner], axis=1)
    slope = np.einsum("gi,gix->gx", first, turn)
    curvature = np.einsum("gix,gij,gjy->gxy", turn, second, turn, optimize=True)
    for place, part in enumerate(inner):
        curvature += first[:, place, None, None] * part.curvature
    return Jet(value, slope, curvature)


def _log_normal(value: FloatArray, inner: Jet, *, sign: float) -> Jet:
    """Log of the normal law at ``sign`` times the inner value, which is ``value``."""
    from scipy.special import log_ndtr

    ratio = _mills(value)
    bend = -ratio * (value + ratio)
    slope = sign * ratio[:, None] * inner.slope
    curvature = (sign * ratio)[:, None, None] * inner.curvature
    curvature += (bend[:, None] * inner.slope)[:, :, None] * inner.slope[:, None, :]
    return Jet(log_ndtr(value), slope, curvature)


def _log_sum(left: Jet, right: Jet) -> Jet:
    value = np.minimum(np.logaddexp(left.value, right.value), 0.0)
    share = np.exp(np.minimum(left.value - value, 0.0))
    slope = share[:, None] * left.slope + (1.0 - share)[:, None] * right.slope
    gap = left.slope - right.slope
    spread = (share * (1.0 - share))[:, None, None] * gap[:, :, None] * gap[:, None, :]
    weight = share[:, None, None]
    return Jet(value, slope, weight * left.curvature + (1.0 - weight) * right.curvature + spread)


def _answer(log_odds: Jet, game: Payoffs) -> Jet:
    """Best response ``W_B - C_B + (V_B - C_B) o`` with the odds ``o`` that the sender backs down."""
    odds = np.exp(np.minimum(log_odds.value, _HIGHEST_LOG))
    turn = odds[:, None] * log_odds.slope
    square = log_odds.slope[:, :, None] * log_odds.slope[:, None, :]
    bend = odds[:, None, None] * (log_odds.curvature + square)
    concession, war, prize = (_PLACE[n] for n in ("target_concession", "target_stand_firm", "target_prize"))
    premium = game.target_prize - game.target_concession
    slope = premium[:, None] * turn
    slope[:, concession] -= 1.0 + odds
    slope[:, prize] += odds
    slope[:, war] += 1.0
    curvature = premium[:, None, None] * bend
    for place, sign in ((concession, -1.0), (prize, 1.0)):
        curvature[:, place, :] += sign * turn
        curvature[:, :, place] += sign * turn
    value = game.target_stand_firm - game.target_concession + premium * odds
    return Jet(value, slope, curvature)


def _mills(x: FloatArray) -> FloatArray:
    from scipy.special import log_ndtr

    return np.asarray(np.exp(np.minimum(log_density(x) - log_ndtr(x), _HIGHEST_LOG)))


def _blank(value: FloatArray) -> Jet:
    return Jet(value, np.zeros((value.size, _ARGUMENTS)), np.zeros((value.size, _ARGUMENTS, _ARGUMENTS)))


def _payoff_jet(value: FloatArray, name: str) -> Jet:
    found = _blank(value)
    found.slope[:, _PLACE[name]] = 1.0
    return found


def _belief_jet(z: FloatArray) -> Jet:
    found = _blank(z)
    found.slope[:, 0] = 1.0
    return found
