"""Crises drawn from the game: a table that is small, and a social effect that is known."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaiatsu.estimation.signalling.covariance import simulated
from gaiatsu.estimation.signalling.design import GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.selection import Selection

OUTCOMES: Final = {
    "status_quo": "status_quo",
    "concession": "concede",
    "stand_firm": "stand_firm",
    "back_down": "back_down",
}
SOCIAL: Final = "hierarchy + legitimacy + trust"
WIDE: Final = {
    "sender_status_quo": "own - 1",
    "target_concession": SOCIAL,
    "sender_stand_firm": "reputation",
    "target_stand_firm": "threat",
    "sender_back_down": "1",
}
TRUTH: Final = {
    "sender_status_quo: own": -0.3,
    "target_concession: constant": -0.2,
    "sender_stand_firm: constant": -0.6,
    "sender_stand_firm: reputation": 0.3,
    "target_stand_firm: constant": -0.4,
    "target_stand_firm: threat": -0.5,
    "sender_back_down: constant": -1.0,
}


def designs(effect: float, *, games: int = 150, seed: int = 1) -> tuple[GameDesign, GameDesign, GameDesign]:
    """Design with the social terms, without them, and with them in the payoff from standing firm."""
    rng = np.random.default_rng(seed)
    table = {
        name: rng.standard_normal(games)
        for name in ("own", "hierarchy", "legitimacy", "trust", "reputation", "threat")
    }
    counts = dict.fromkeys(OUTCOMES.values(), np.full(games, 6))
    data = {**table, **counts, "dyad": np.arange(games) // 2}
    placed = {**WIDE, "target_concession": "1", "target_stand_firm": f"threat + {SOCIAL}"}
    plain = {**WIDE, "target_concession": "1"}
    wide, narrow, other = (
        game_design(data, GameFormulas(payoffs, {"sender_prize": 1.0}, OUTCOMES, "dyad"))
        for payoffs in (WIDE, plain, placed)
    )
    true = np.array([TRUTH.get(name, effect) for name in wide.names])
    drawn = simulated(wide, true, Selection.MOST_LIKELY, rng=rng).counts
    return wide.with_counts(drawn), narrow.with_counts(drawn), other.with_counts(drawn)


def start_of(design: GameDesign) -> np.ndarray:
    """Coefficients that the games were drawn with, without the social effect."""
    return np.array([TRUTH.get(name, 0.0) for name in design.names])
