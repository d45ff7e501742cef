"""From the sender's belief about resistance to the target's best response, in probit units.

Resistance is carried as ``z`` with ``p_R = Phi(z)``, so that no probability rounds to 0 or 1. The target's
best response to the belief ``z`` is to resist with probability ``Phi(G(z))``; ``G`` is monotone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gaiatsu.numerics.bivariate import bivariate_normal_log_cdf, log_density
from gaiatsu.theory.crisis_game.payoffs import FloatArray, Payoffs

__all__ = ["Response", "direction", "lowest_belief", "response_to", "sender_cutoff"]

CORRELATION: Final = float(np.sqrt(0.5))
FARTHEST: Final = 1e8
"""Cutoffs below minus this are taken for it: everybody challenges there."""

NOBODY: Final = 1000.0
"""Cutoffs this far above what acting is worth are held there: nobody challenges, by ``exp(-500_000)``."""

_HIGHEST_LOG: Final = 200.0
"""Odds are held below ``exp(200)``, so that products stay finite."""


@dataclass(frozen=True)
class Response:
    """The map at one belief a game, and the factors of its slope.

    Parameters
    ----------
    z
        The belief, probit of the probability of resistance.
    best
        G(z): probit of the target's best response.
    odds
        Odds that a sender who challenged backs down rather than stands firm.
    marginal_odds
        The same among senders who just challenge.
    log_hazard
        Log of the rate at which standing-firm challengers drop out as the cutoff rises.
    log_pace
        Log of how fast the cutoff moves with the belief, ``|dc*/dz|``.
    log_stay, log_firm, log_back
        Log probability of no challenge; of a challenge by a sender who would stand firm; and by one who
        would back down.
    """

    z: FloatArray
    best: FloatArray
    odds: FloatArray
    marginal_odds: FloatArray
    log_hazard: FloatArray
    log_pace: FloatArray
    log_stay: FloatArray
    log_firm: FloatArray
    log_back: FloatArray


def sender_cutoff(z: FloatArray, game: Payoffs) -> FloatArray:
    r"""Least value of acting on resistance at which the sender challenges, ``c*``.

    A sender challenges when the gain from a target that concedes outweighs what follows if it resists.

    Parameters
    ----------
    z
        Probit of the probability of resistance; infinities are its limits.
    game
        Payoffs.

    Returns
    -------
    array
        In units of the payoffs.

    Notes
    -----
    .. math:: c^* = \frac{S_A - (1 - p_R) V_A}{p_R} = S_A - (V_A - S_A) \frac{1 - p_R}{p_R}

    References
    ----------
    lewis_schultz2003; jo2011

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import NAMES, payoffs
    >>> game = payoffs(dict.fromkeys(NAMES, 0.0) | {"sender_prize": 1.0})
    >>> sender_cutoff(np.array([0.0]), game)
    array([-1.])
    """
    from scipy.special import log_ndtr

    held = np.maximum(z, lowest_belief(game))
    gain = game.sender_prize - game.sender_status_quo
    log_odds = np.minimum(log_ndtr(-held) - log_ndtr(held), _HIGHEST_LOG)
    return np.asarray(np.maximum(game.sender_status_quo - gain * np.exp(log_odds), -FARTHEST))


def lowest_belief(game: Payoffs) -> FloatArray:
    r"""Belief below which nobody would challenge, where the prize is worth less than the status quo.

    Such a sender challenges only in the hope of resistance. Estimates can pass through such payoffs.

    Parameters
    ----------
    game
        Payoffs.

    Returns
    -------
    array
        Probit of resistance; minus infinity where the prize is worth at least the status quo.

    Notes
    -----
    The cutoff is ``NOBODY`` above the better of standing firm and backing down (and of the status quo):
    ``(1 - p_R) / p_R = (c - S_A) / (S_A - V_A)``. The map is held constant below.

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import NAMES, payoffs
    >>> lowest_belief(payoffs(dict.fromkeys(NAMES, 0.0) | {"sender_prize": [1.0, -1.0]})).round(2)
    array([ -inf, -3.09])
    """
    from scipy.special import ndtri

    loss = np.maximum(game.sender_status_quo - game.sender_prize, 0.0)
    best = np.maximum(np.maximum(game.sender_stand_firm, game.sender_back_down), game.sender_status_quo)
    room = best + NOBODY - game.sender_status_quo
    return np.where(loss > 0.0, ndtri(loss / (loss + room)), -np.inf)


def direction(game: Payoffs) -> FloatArray:
    """Whether a firmer belief in resistance makes resistance better (1), worse (-1) or leaves it (0).

    Parameters
    ----------
    game
        Payoffs.

    Returns
    -------
    array
        The sign of the slope of the best response, the same at every belief.

    Notes
    -----
    ``sign((V_A - S_A)(W_A - a)(C_B - V_B))``: the cutoff rises with resistance when the prize
    beats the status quo; higher cutoffs select senders who stand firm when war beats backing down; and a
    firmer sender deters a target that likes its prize better than conceding.

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
    >>> direction(game)
    array([1.])
    """
    return np.asarray(
        -np.sign(game.sender_prize - game.sender_status_quo)
        * np.sign(game.sender_stand_firm - game.sender_back_down)
        * np.sign(game.target_prize - game.target_concession)
    )


def response_to(z: FloatArray, game: Payoffs) -> Response:
    r"""Best response of the target to a belief, with everything its slope is made of.

    Parameters
    ----------
    z
        Probit of the probability of resistance, one a game; infinities are its limits.
    game
        Payoffs.

    Returns
    -------
    Response
        The map and its parts; `best` is the probit of ``f(p_R)``.

    Notes
    -----
    .. math:: G(z) = W_B - C_B + (V_B - C_B)\,\frac{1 - p_F}{p_F}

    which is the argument of the normal law in ``p_R = Phi((p_F W_B + (1 - p_F) V_B - C_B) / p_F)``.

    References
    ----------
    lewis_schultz2003; jo2011; crismancox_gibilisco2021

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import NAMES, payoffs
    >>> game = payoffs(dict.fromkeys(NAMES, 0.0) | {"target_stand_firm": -1.0})
    >>> response_to(np.array([0.0]), game).best
    array([-1.])
    """
    from scipy.special import log_ndtr

    cutoff = sender_cutoff(z, game)
    firm, back = game.sender_stand_firm - cutoff, game.sender_back_down - cutoff
    below_firm, below_back = log_ndtr(-firm), log_ndtr(-back)
    challenge = np.minimum(np.logaddexp(log_ndtr(firm), log_ndtr(back) + below_firm), 0.0)
    log_firm, log_back = _split(game, cutoff, challenge)
    odds = np.exp(np.minimum(log_back - log_firm, _HIGHEST_LOG))
    hazard_firm = log_density(firm) + below_back
    marginal = np.minimum(log_density(back) + below_firm - hazard_firm, _HIGHEST_LOG)
    premium = game.target_prize - game.target_concession
    return Response(
        z=z,
        best=game.target_stand_firm - game.target_concession + premium * odds,
        odds=odds,
        marginal_odds=np.exp(marginal),
        log_hazard=hazard_firm - log_firm,
        log_pace=_log_pace(z, game),
        log_stay=below_firm + below_back,
        log_firm=log_firm,
        log_back=log_back,
    )


def _split(game: Payoffs, cutoff: FloatArray, challenge: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log probabilities of the two kinds of challenger: the rarer by integration, the other by difference."""
    gap = abs(game.sender_stand_firm - game.sender_back_down)
    rare_value = np.minimum(game.sender_stand_firm, game.sender_back_down)
    rare = bivariate_normal_log_cdf(-gap * CORRELATION, rare_value - cutoff, CORRELATION)
    share = np.exp(np.minimum(rare - challenge, -np.log(2.0)))
    common = challenge + np.log1p(-share)
    firm_is_rare = game.sender_stand_firm < game.sender_back_down
    return np.where(firm_is_rare, rare, common), np.where(firm_is_rare, common, rare)


def _log_pace(z: FloatArray, game: Payoffs) -> FloatArray:
    from scipy.special import log_ndtr

    gain = abs(game.sender_prize - game.sender_status_quo)
    moves = (gain > 0.0) & (z >= lowest_belief(game))
    log_gain = np.log(gain, out=np.full(gain.shape, -np.inf), where=moves)
    finite = np.clip(z, -FARTHEST, FARTHEST)
    return np.asarray(log_gain + log_density(finite) - 2.0 * log_ndtr(finite))
