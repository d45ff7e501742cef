"""Known signs of the payoffs against exact derivatives, and played games beyond the ordinary case."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import NAMES, Payoffs, equilibria, payoffs
from gaiatsu.theory.crisis_game.belief import lowest_belief
from gaiatsu.theory.crisis_game.derivatives import along_equilibrium
from gaiatsu.theory.crisis_game.statics import resistance_direction

PLAYERS = 400_000


def games(number: int, *, seed: int) -> Payoffs:
    draw = stream(seed, "games for the signs").normal
    return payoffs(dict(zip(NAMES, 1.2 * draw(size=(len(NAMES), number)), strict=True)))


@pytest.mark.parametrize("name", NAMES)
def test_the_sign_is_that_of_the_exact_derivative_in_every_equilibrium(name: str) -> None:
    every = games(3000, seed=11)
    found = equilibria(every)
    game = every.at(found.game)
    exact = along_equilibrium(found.z, game).answer.slope[:, NAMES.index(name)]
    expected = resistance_direction(name, game) * np.sign(1.0 - found.slope)
    told = (abs(exact) > 1e-9) & (found.z >= lowest_belief(game))  # where the map is held nothing moves it

    assert told.sum() > 1000
    np.testing.assert_array_equal(np.sign(exact[told]), expected[told])


def test_both_kinds_of_equilibrium_were_among_the_games() -> None:
    found = equilibria(games(3000, seed=11))

    assert (found.slope > 1.0).sum() >= 5


def test_a_better_prize_acts_both_ways() -> None:
    """The sign depends on whether the marginal challenger is the firmer one."""
    game = payoffs(dict.fromkeys(NAMES, 0.0) | {"target_prize": 1.0, "sender_stand_firm": [-1.0, 1.0]})

    assert resistance_direction("sender_prize", game).tolist() == [-1.0, 1.0]
    assert resistance_direction("sender_status_quo", game).tolist() == [1.0, -1.0]


def test_an_unknown_payoff_is_named() -> None:
    with pytest.raises(InvalidSpecification, match="'prize' is not known"):
        resistance_direction("prize", games(1, seed=1))


@pytest.mark.parametrize("number", range(6))
def test_played_games_end_as_each_equilibrium_says(number: int) -> None:
    """Players draw their shocks; the sender acts on its belief, the target on what it sees others do."""
    rng = stream(number, "players of any game")
    every = games(40, seed=21)
    solved = equilibria(every)
    seen = np.unique(solved.game[solved.log_challenge > np.log(0.05)])  # some players challenge
    game = every.at(seen[[number]])
    found = equilibria(game)
    values = {name: float(getattr(game, name)[0]) for name in NAMES}
    for place, p in enumerate(found.resist):
        war = values["sender_stand_firm"] + rng.normal(size=PLAYERS)
        retreat = values["sender_back_down"] + rng.normal(size=PLAYERS)
        act = p * np.maximum(war, retreat) + (1 - p) * values["sender_prize"]
        challenge = act > values["sender_status_quo"]
        share = np.mean(war[challenge] > retreat[challenge])
        nerve = values["target_stand_firm"] + rng.normal(size=PLAYERS)
        resist = share * nerve + (1 - share) * values["target_prize"] > values["target_concession"]
        firm = war > retreat
        ends = ~challenge, challenge & ~resist, challenge & resist & firm, challenge & resist & ~firm

        played = [np.mean(end) for end in ends]
        np.testing.assert_allclose(played, np.exp(found.log_outcomes[place]), atol=0.006)
