"""Which way each payoff moves resistance: the signs that are known before a game is solved."""

from __future__ import annotations

import numpy as np

from gaiatsu.errors import InvalidSpecification
from gaiatsu.theory.crisis_game.payoffs import NAMES, FloatArray, Payoffs

__all__ = ["resistance_direction"]


def resistance_direction(name: str, game: Payoffs) -> FloatArray:
    r"""Sign of the effect of a payoff on resistance, in every stable equilibrium.

    In equilibria where the slope of the best response exceeds 1 the sign is the opposite, which is why a
    coefficient means nothing before it is said which equilibrium is played.

    Parameters
    ----------
    name
        One of `NAMES`.
    game
        Payoffs of any number of games.

    Returns
    -------
    array
        1 (the target resists more), -1 (less) or 0 (no effect), one a game.

    Raises
    ------
    InvalidSpecification
        If no payoff has the name.

    Notes
    -----
    Along an equilibrium :math:`dz/dx = (\partial G/\partial x) / (1 - G')`. With
    :math:`G = W_B - C_B + (V_B - C_B)\,o` the target's payoffs act directly: -1 for :math:`C_B`, 1 for
    :math:`W_B` and :math:`V_B`. The sender's act on the odds ``o`` of backing down, hence with the sign of
    :math:`V_B - C_B`: a firmer :math:`W_A` lowers them, a higher ``a`` raises them; a better prize
    :math:`V_A` draws in challengers and a better status quo :math:`S_A` keeps them away, which raises or
    lowers the odds as :math:`W_A` is above or below ``a``.

    References
    ----------
    lewis_schultz2003; jo2011

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import payoffs
    >>> game = payoffs(dict.fromkeys(NAMES, 0.0) | {"target_prize": 1.0, "sender_stand_firm": -1.0})
    >>> [float(resistance_direction(name, game)[0]) for name in ("target_concession", "sender_prize")]
    [-1.0, -1.0]
    """
    premium = np.sign(game.target_prize - game.target_concession)
    resolved = np.sign(game.sender_stand_firm - game.sender_back_down)
    certain = np.ones_like(premium)
    signs = {
        "sender_status_quo": -premium * resolved,
        "sender_prize": premium * resolved,
        "target_concession": -certain,
        "sender_stand_firm": -premium,
        "target_stand_firm": certain,
        "sender_back_down": premium,
        "target_prize": certain,
    }
    if name not in signs:
        msg = f"The payoff {name!r} is not known."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(NAMES)}", todo="Mend the name.")
    return signs[name]
