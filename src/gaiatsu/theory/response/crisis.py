"""The social context inside the crisis game: where it enters, and from which context on refusal is best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.numerics.sections import last_true
from gaiatsu.theory.crisis_game.belief import response_to
from gaiatsu.theory.crisis_game.payoffs import MOST, NAMES, FloatArray, Payoffs
from gaiatsu.theory.crisis_game.solver import equilibria
from gaiatsu.theory.social import expected_stretching, social_payoff

__all__ = [
    "CONTEXT_TERMS",
    "CONTEXT_WEIGHTS",
    "CrisisContext",
    "Placement",
    "RefusalThresholds",
    "context_index",
    "in_context",
    "index_at_belief",
    "refusal_thresholds",
]

CONTEXT_TERMS: Final = ("hierarchy", "legitimacy", "trust")
"""Terms of the context that a relationship can change, each from 0 to 1."""

CONTEXT_WEIGHTS: Final = (*CONTEXT_TERMS, "public_posture", "reputation", "audience_cost")
"""Weights of the context: four in the target's payoff, two in the sender's."""

_NARROW: Final = 1e-10
_STEPS: Final = 23  # powers of 4 from the narrowest step to beyond the largest payoff


class Placement(Enum):
    """Which payoff of the target the social context moves."""

    TARGET_CONCESSION = "target_concession"
    """What conceding is worth: the article's claim."""

    TARGET_STAND_FIRM = "target_stand_firm"
    """What a carried-out threat is worth, with the opposite sign: an alternative, where the context makes a
    rupture costly instead of a concession acceptable."""


@dataclass(frozen=True)
class CrisisContext:
    """The social context of a crisis.

    Parameters
    ----------
    hierarchy
        H, 0-1: how far the target's elites see their state as the junior partner.
    legitimacy
        l, 0-1: whether the sender's tactic accords with procedure; one half is neutral.
    trust
        tau, 0-1: the target's trust that the sender will not stretch the deal.
    exposure
        sigma_d, 0-1: how much of the deal can be stretched.
    public_posture
        A, 0-1: how publicly the sender makes its demand.
    reputation
        R, 0-1: record of following through; one half leaves the payoffs as they are.
    """

    hierarchy: float | FloatArray
    legitimacy: float | FloatArray
    trust: float | FloatArray
    exposure: float | FloatArray
    public_posture: float | FloatArray = 0.0
    reputation: float | FloatArray = 0.5


def context_index(context: CrisisContext, weights: Mapping[str, float | FloatArray]) -> FloatArray:
    r"""Sum of the social terms, in the units of the target's payoff from conceding.

    The context enters the game as one number; what a political scientist asks of it is from which number on
    refusal is the best answer, and which contexts lie beyond.

    Parameters
    ----------
    context
        The context; its fields may be arrays.
    weights
        beta of `hierarchy`, `legitimacy`, `trust` and `public_posture`, in standard deviations of the
        target's private shock a unit of the term; those left out count as 0.

    Returns
    -------
    array
        The index ``s``; higher makes conceding better.

    Notes
    -----
    .. math:: s = \beta_H H + \beta_L (l - \tfrac12) - \beta_\tau (1 - \tau)\sigma_d - \beta_A A

    the social terms of the graded answer and the reaction to public pressure.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> sour = CrisisContext(hierarchy=0.5, legitimacy=0.0, trust=0.25, exposure=1.0)
    >>> float(context_index(sour, {"hierarchy": 1.0, "legitimacy": 1.0, "trust": 1.0}))
    -0.75
    """
    social = social_payoff(
        hierarchy=context.hierarchy,
        legitimacy=context.legitimacy,
        stretching=expected_stretching(context.trust, context.exposure),
        weights=(weights.get("hierarchy", 0.0), weights.get("legitimacy", 0.0), weights.get("trust", 0.0)),
    )
    return np.asarray(social - weights.get("public_posture", 0.0) * context.public_posture, dtype=float)


def in_context(
    game: Payoffs,
    context: CrisisContext,
    weights: Mapping[str, float | FloatArray],
    placement: Placement,
) -> Payoffs:
    r"""Put the context into the payoffs of a game.

    Hierarchy, legitimacy and trust act on the target; a reputation and the cost of backing down in public act
    on the sender, and reach the target through what it believes. That is what tells the channels apart.

    Parameters
    ----------
    game
        Material payoffs.
    context
        The context; arrays broadcast against the games.
    weights
        Of `CONTEXT_WEIGHTS`; those left out count as 0.
    placement
        Which payoff of the target the social terms move.

    Returns
    -------
    Payoffs
        As many games as the arrays ask for.

    Notes
    -----
    .. math:: C_B \leftarrow C_B + s \quad\text{or}\quad W_B \leftarrow W_B - s, \qquad
        W_A \leftarrow W_A + \beta_R (R - \tfrac12), \qquad a \leftarrow a - \varphi_A A

    with ``s`` from `context_index`.

    References
    ----------
    schoppa1999; fearon1994; crismancox_gibilisco2021

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import payoffs
    >>> game = payoffs(dict.fromkeys(NAMES, 0.0))
    >>> context = CrisisContext(hierarchy=0.5, legitimacy=0.5, trust=1.0, exposure=1.0, reputation=0.75)
    >>> moved = in_context(game, context, {"hierarchy": 1.0, "reputation": 2.0}, Placement.TARGET_CONCESSION)
    >>> moved.target_concession, moved.sender_stand_firm
    (array([0.5]), array([0.5]))
    """
    index = context_index(context, weights)
    moves = {
        "sender_stand_firm": weights.get("reputation", 0.0) * (np.asarray(context.reputation) - 0.5),
        "sender_back_down": -weights.get("audience_cost", 0.0) * np.asarray(context.public_posture),
        placement.value: index if placement is Placement.TARGET_CONCESSION else -index,
    }
    moved = [np.atleast_1d(getattr(game, name) + moves.get(name, 0.0)) for name in NAMES]
    return Payoffs(*(np.ascontiguousarray(array, dtype=float) for array in np.broadcast_arrays(*moved)))


def index_at_belief(z: FloatArray, game: Payoffs, placement: Placement) -> FloatArray:
    r"""Context under which the target resists with a given probability in some equilibrium.

    Read backwards the game has one answer: resistance as a function of the context may jump, the context as a
    function of resistance never does.

    Parameters
    ----------
    z
        Probit of resistance, finite, one a game.
    game
        Material payoffs of the same games.
    placement
        Which payoff the social terms move.

    Returns
    -------
    array
        The index ``s`` of `context_index` at which ``z`` is an equilibrium; there is exactly one.

    Notes
    -----
    At a held belief the odds ``o`` of backing down do not depend on the target's payoffs, so that
    ``z = G(z)`` is linear in them:

    .. math:: s = \frac{W_B + V_B\,o - z}{1 + o} - C_B \quad\text{or}\quad
        s = W_B - C_B + (V_B - C_B)\,o - z

    References
    ----------
    lewis_schultz2003; jo2011

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import payoffs
    >>> game = payoffs(dict.fromkeys(NAMES, 0.0) | {"sender_prize": 1.0})
    >>> abs(index_at_belief(np.array([0.0]), game, Placement.TARGET_CONCESSION))
    array([0.])
    """
    at = response_to(np.asarray(z, dtype=float), game)
    excess = at.best - at.z
    return np.asarray(excess / (1.0 + at.odds) if placement is Placement.TARGET_CONCESSION else excess)


@dataclass(frozen=True)
class RefusalThresholds:
    """Where the social context turns concession into refusal, one number a game.

    Parameters
    ----------
    always_below
        Below this index every equilibrium has the target refuse.
    crossing
        The index at which an equilibrium, stable or not, has exactly the level of resistance asked for.
    never_above
        Above this index no equilibrium has the target refuse. Between the two ends it depends on the
        equilibrium that is played.
    """

    always_below: FloatArray
    crossing: FloatArray
    never_above: FloatArray


def refusal_thresholds(game: Payoffs, level: float, placement: Placement) -> RefusalThresholds:
    r"""Find from which context on the target refuses, in every equilibrium and in any.

    Parameters
    ----------
    game
        Material payoffs of any number of games.
    level
        Probability of resistance that counts as refusal, strictly between 0 and 1.
    placement
        Which payoff the social terms move.

    Returns
    -------
    RefusalThresholds
        Three numbers a game; equal where the equilibrium at the level is the only one. Infinite beyond a
        thousand standard deviations. The ends are right to about ``1e-10``.

    Notes
    -----
    With ``s(z)`` from `index_at_belief` and :math:`z^* = \Phi^{-1}(level)`, refusal is sure below
    :math:`\min_{z \le z^*} s(z)` and impossible above :math:`\max_{z \ge z^*} s(z)`. ``s`` is continuous, so
    that an equilibrium below the level exists exactly from the former on. Both ends are found by sections on
    what `equilibria` certifies.

    References
    ----------
    lewis_schultz2003; jo2011

    Examples
    --------
    >>> from gaiatsu.theory.crisis_game.payoffs import payoffs
    >>> game = payoffs({
    ...     "sender_status_quo": 0, "sender_prize": 1, "target_concession": 0, "sender_stand_firm": -1.9,
    ...     "target_stand_firm": -2.9, "sender_back_down": -1.2, "target_prize": 1,
    ... })
    >>> found = refusal_thresholds(game, 0.5, Placement.TARGET_CONCESSION)
    >>> found.always_below.round(3), found.crossing.round(3), found.never_above.round(3)
    (array([-0.045]), array([-0.02]), array([0.01]))
    """
    from scipy.special import ndtri

    z = np.full(game.games, float(ndtri(level)))
    crossing = index_at_belief(z, game, placement)
    below = _first(game, crossing, placement, z=z, low=True)
    above = -_first(game, -crossing, placement, z=z, low=False)
    return RefusalThresholds(below, crossing, above)


def _first(game: Payoffs, at: FloatArray, placement: Placement, *, z: FloatArray, low: bool) -> FloatArray:
    """Least index (with its sign turned for the upper end) with an equilibrium on the other side of ``z``."""
    sign = 1.0 if low else -1.0

    def reaches(index: FloatArray) -> NDArray[np.bool_]:
        each = np.repeat(np.arange(game.games), index.shape[1])
        moved = _moved(game.at(each), sign * index.ravel(), placement)
        found = equilibria(moved)
        level = z[each][found.game]
        beyond = (found.z <= level if low else found.z >= level) & found.certified
        return np.asarray(np.bincount(found.game[beyond], minlength=each.size).reshape(index.shape) > 0)

    steps = at[:, None] - np.minimum(_NARROW * 4.0 ** np.arange(_STEPS), MOST)
    missed = ~reaches(steps)
    first, rows = np.argmax(missed, axis=1), np.arange(at.size)
    ends = np.column_stack([at, steps])
    inside, _ = last_true(reaches, ends[rows, first], steps[rows, first], width=_NARROW)
    return np.where(missed.any(axis=1), inside, -np.inf)


def _moved(game: Payoffs, index: FloatArray, placement: Placement) -> Payoffs:
    name = placement.value
    shift = index if placement is Placement.TARGET_CONCESSION else -index
    return replace(game, **{name: getattr(game, name) + shift})
