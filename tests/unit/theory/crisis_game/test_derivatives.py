"""Slopes and curvatures of the outcomes against differences, closed forms and theorems."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr

from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import NAMES, Payoffs, equilibria, payoffs
from gaiatsu.theory.crisis_game.belief import lowest_belief, response_to
from gaiatsu.theory.crisis_game.certificate import slope
from gaiatsu.theory.crisis_game.derivatives import (
    Jet,
    Outcomes,
    along_equilibrium,
    at_belief,
    sender_at_belief,
)

FloatArray = NDArray[np.float64]
ENDS = ("status_quo", "concession", "stand_firm", "back_down", "answer")
GAMES = 60


def random_games(*, prize_below: bool = False, seed: int = 1) -> Payoffs:
    draws = stream(seed, "games of derivatives").normal(size=(len(NAMES), GAMES))
    draws[:2] = np.sort(draws[:2], axis=0)
    if prize_below:
        draws[:2] = draws[1::-1]
    return payoffs(dict(zip(NAMES, draws, strict=True)))


def beliefs(seed: int = 2) -> FloatArray:
    return stream(seed, "beliefs of derivatives").normal(size=GAMES)


def moved(z: FloatArray, game: Payoffs, argument: int, step: float) -> tuple[FloatArray, Payoffs]:
    if argument == 0:
        return z + step, game
    name = NAMES[argument - 1]
    return z, replace(game, **{name: getattr(game, name) + step})


def tame_games(game: Payoffs) -> Payoffs:
    """Games with one equilibrium, not so far out that differences drown in rounding."""
    found = equilibria(game)
    tame = (abs(found.z) < 4.0) & (found.count[found.game] == 1) & (found.log_outcomes.min(axis=1) > -60.0)
    assert tame.sum() > 25
    return game.at(found.game[tame])


def of(found: Outcomes, end: str) -> Jet:
    return getattr(found, end)


# --- at a held belief ------------------------------------------------------------------------------------


@pytest.mark.parametrize("prize_below", [False, True])
@pytest.mark.parametrize("end", ENDS)
def test_slopes_and_curvatures_at_a_belief_equal_differences(end: str, *, prize_below: bool) -> None:
    game, z, h = random_games(prize_below=prize_below), beliefs(), 1e-5
    tame = np.flatnonzero(abs(at_belief(z, game).answer.value) < 1e3)  # else differences drown in rounding
    assert tame.size > 40
    game, z = game.at(tame), z[tame]
    here = of(at_belief(z, game), end)

    for argument in range(1 + len(NAMES)):
        up, down = (of(at_belief(*moved(z, game, argument, sign * h)), end) for sign in (1, -1))
        rise = (up.value - down.value) / (2 * h)
        bend = (up.slope - down.slope) / (2 * h)
        np.testing.assert_allclose(
            here.slope[:, argument], rise, rtol=2e-6, atol=2e-6 * (1 + abs(rise).max())
        )
        size = 1 + abs(bend).max(axis=1, keepdims=True)
        np.testing.assert_array_less(abs(here.curvature[:, argument] - bend) / size, 2e-5)


@pytest.mark.parametrize("end", ENDS)
def test_curvatures_are_symmetric(end: str) -> None:
    curvature = of(at_belief(beliefs(), random_games()), end).curvature

    np.testing.assert_allclose(curvature, curvature.transpose(0, 2, 1), rtol=1e-9, atol=1e-12)


def test_values_are_those_of_the_solver() -> None:
    game = random_games()
    found = equilibria(game)
    at = at_belief(found.z, game.at(found.game))

    values = np.column_stack([end.value for end in at.ends()])
    np.testing.assert_allclose(values, found.log_outcomes, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(at.answer.slope[:, 0], found.slope, rtol=1e-8, atol=1e-10)


def test_without_a_gain_the_sender_has_a_closed_form() -> None:
    """The cutoff is the status quo: nobody challenges with probability Phi(S - W) Phi(S - a)."""
    game, z = replace(random_games(), sender_prize=random_games().sender_status_quo), beliefs()
    sender = sender_at_belief(z, game)
    firm = game.sender_status_quo - game.sender_stand_firm
    back = game.sender_status_quo - game.sender_back_down
    mills = [np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi) / ndtr(x) for x in (firm, back)]

    np.testing.assert_allclose(sender.stay.value, log_ndtr(firm) + log_ndtr(back), rtol=1e-12)
    np.testing.assert_allclose(sender.stay.slope[:, 4], -mills[0], rtol=1e-12)
    np.testing.assert_allclose(sender.stay.curvature[:, 4, 4], -mills[0] * (firm + mills[0]), rtol=1e-12)
    np.testing.assert_allclose(sender.stay.slope[:, 6], -mills[1], rtol=1e-12)
    np.testing.assert_allclose(sender.stay.curvature[:, 4, 6], 0.0, atol=1e-12)


def test_equal_kinds_split_evenly() -> None:
    """When standing firm and backing down are worth the same, so are their chances and slopes."""
    game = replace(random_games(), sender_back_down=random_games().sender_stand_firm)
    sender = sender_at_belief(beliefs(), game)

    np.testing.assert_allclose(sender.stand_firm.value, sender.back_down.value, rtol=1e-12)
    np.testing.assert_allclose(sender.stand_firm.slope[:, 4], sender.back_down.slope[:, 6], rtol=1e-10)


@pytest.mark.parametrize("share", [ENDS[:4]])
def test_slopes_of_the_four_outcomes_cancel(share: tuple[str, ...]) -> None:
    """Probabilities sum to one whatever moves, so their first and second derivatives sum to zero."""
    found = at_belief(beliefs(), random_games())
    first = sum(np.exp(of(found, end).value)[:, None] * of(found, end).slope for end in share)
    second = sum(
        np.exp(of(found, end).value)[:, None, None]
        * (of(found, end).curvature + of(found, end).slope[:, :, None] * of(found, end).slope[:, None, :])
        for end in share
    )

    np.testing.assert_allclose(first, 0.0, atol=1e-11)
    np.testing.assert_allclose(second, 0.0, atol=1e-9)


# --- along an equilibrium --------------------------------------------------------------------------------


@pytest.mark.parametrize("prize_below", [False, True])
def test_along_an_equilibrium_slopes_equal_solved_differences(*, prize_below: bool) -> None:
    game = random_games(prize_below=prize_below)
    game = tame_games(game)
    solved, h = equilibria(game), 1e-6
    keep = abs(1.0 - solved.slope) > 0.05
    here = along_equilibrium(solved.z, game)

    for place in range(len(NAMES)):
        ends = [equilibria(moved(solved.z, game, place + 1, sign * h)[1]) for sign in (1, -1)]
        assert all(end.game.size == game.games for end in ends)
        rise = (ends[0].z - ends[1].z) / (2 * h)
        size = 1 + abs(rise)
        np.testing.assert_array_less((abs(here.answer.slope[:, place] - rise) / size)[keep], 1e-5)
        for column, end in enumerate(here.ends()):
            rise = (ends[0].log_outcomes - ends[1].log_outcomes)[:, column] / (2 * h)
            np.testing.assert_array_less((abs(end.slope[:, place] - rise) / (1 + abs(rise)))[keep], 1e-5)


def test_along_an_equilibrium_curvatures_equal_differences_of_slopes() -> None:
    game = tame_games(random_games())
    z, h = equilibria(game).z, 1e-5
    here = along_equilibrium(z, game)

    for place in range(len(NAMES)):
        sides = []
        for sign in (1, -1):
            other = moved(z, game, place + 1, sign * h)[1]
            sides.append(along_equilibrium(equilibria(other).z, other))
        for end in ENDS:
            bend = (of(sides[0], end).slope - of(sides[1], end).slope) / (2 * h)
            size = 1 + abs(bend).max(axis=1, keepdims=True)
            np.testing.assert_array_less(abs(of(here, end).curvature[:, place] - bend) / size, 1e-4)


# --- a prize below the status quo ------------------------------------------------------------------------


def test_below_the_lowest_belief_nothing_moves() -> None:
    """Nobody challenges there: the map is flat in the belief, and so are its derivatives."""
    game = random_games(prize_below=True)
    z = lowest_belief(game) - stream(3, "below").uniform(0.1, 3.0, GAMES)
    here, h = at_belief(z, game), 1e-6

    np.testing.assert_allclose(here.answer.slope[:, 0], 0.0, atol=1e-12)
    np.testing.assert_allclose(slope(response_to(z, game), game), 0.0, atol=1e-12)
    for argument in range(1 + len(NAMES)):
        up, down = (at_belief(*moved(z, game, argument, sign * h)).answer for sign in (1, -1))
        rise = (up.value - down.value) / (2 * h)
        tame = abs(here.answer.value) < 1e3
        assert tame.sum() > 15
        np.testing.assert_allclose(here.answer.slope[tame, argument], rise[tame], rtol=1e-4, atol=1e-4)


def test_with_a_prize_below_the_status_quo_no_crossing_on_a_grid_is_missed() -> None:
    game = random_games(prize_below=True, seed=4)
    wide = Payoffs(*(2.0 * getattr(game, name) for name in NAMES))
    found = equilibria(wide)
    grid = np.linspace(-9.0, 9.0, 3001)

    flat = 0
    for number in range(wide.games):
        alone = wide.at(np.full(grid.size, number))
        excess = response_to(grid, alone).best - grid
        places = grid[np.flatnonzero(np.diff(np.sign(excess)))]
        roots = found.z[found.game == number]
        inside = roots[(roots > grid[0]) & (roots < grid[-1])]
        assert len(inside) == len(places)
        assert all(((roots >= at - 1e-9) & (roots <= at + 0.006 + 1e-9)).any() for at in places)
        flat += int((roots < lowest_belief(wide)[number]).sum())
    assert flat > 0  # some of these equilibria lie where nobody challenges
