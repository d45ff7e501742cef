"""Simulated worlds are what the published designs say; the single root is the game's where there is one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import multivariate_normal, norm

from gaiatsu.estimation.signalling.likelihood import log_likelihoods
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.studies.game_simulation.designs import TRUTHS, Cell, World, small_world
from gaiatsu.studies.game_simulation.single_root import (
    _both,
    single_root_likelihood,
    single_root_maximum,
)

PLAYS = 40_000
BRACKETS = ((0.05, 0.4), (0.4, 0.7), (0.7, 0.95))
"""One root of the game with three equilibria in each."""


def firm_share(p: float, a: float, w: float) -> tuple[float, float]:
    """Chance of a challenge and of standing firm after one, from the textbook's formulas."""
    cutoff = -(1 - p) / p
    challenge = 1 - norm.cdf(cutoff - a) * norm.cdf(cutoff - w)
    root = np.sqrt(0.5)
    law = multivariate_normal([0, 0], [[1, root], [root, 1]])
    return challenge, float(law.cdf([(w - a) * root, w - cutoff])) / challenge


def chances(x: float, bracket: tuple[float, float]) -> np.ndarray:
    """Outcomes at the root of the published design with three equilibria that lies in a bracket."""
    a, w = -1.2, -1.9

    def gap(p: float) -> float:
        _, firm = firm_share(p, a, w)
        return float(norm.cdf((firm * (-2.9 + 0.1 * x) + (1 - firm)) / firm)) - p

    p = brentq(gap, *bracket, xtol=1e-12)
    challenge, firm = firm_share(p, a, w)
    return np.array([1 - challenge, challenge * (1 - p), challenge * p * firm, challenge * p * (1 - firm)])


def test_games_play_the_lowest_middle_and_highest_equilibrium_by_thirds_of_x() -> None:
    design = small_world(Cell("multiple", 12, PLAYS, 1, 0), 5, 0).design
    x = design.blocks[4][:, 1]
    expected = np.array([chances(one, BRACKETS[int(3 * one)]) for one in x])

    error = np.sqrt(expected * (1 - expected) / PLAYS)
    assert set((3 * x).astype(int)) == {0, 1, 2}
    assert (abs(design.counts / PLAYS - expected) < 4.5 * error).all()


def test_the_truth_of_the_unique_design_is_the_mean_of_the_two_published_vectors() -> None:
    first, second = np.array([1, -1.9, -2.9, 0.1, -1.2, 1]), np.array([1, -1.7, -2, 0.1, -1.2, 1])

    assert TRUTHS["unique"].values == pytest.approx((first + second) / 2)


def test_a_world_has_its_own_stream() -> None:
    cell = Cell("unique", 5, 10, 3, 0)
    counts = [
        small_world(cell, seed, number).design.counts for seed, number in ((1, 0), (1, 0), (1, 1), (2, 0))
    ]

    np.testing.assert_array_equal(counts[0], counts[1])
    assert not np.array_equal(counts[0], counts[2])
    assert not np.array_equal(counts[0], counts[3])


@pytest.mark.parametrize(("h", "k"), [(-0.5, 1.2), (0.7, -0.3), (-1.1, -2.0), (0.4, 0.9)])
def test_owen_s_function_gives_the_bivariate_normal_law(h: float, k: float) -> None:
    root = np.sqrt(0.5)

    expected = multivariate_normal([0, 0], [[1, root], [root, 1]]).cdf([h, k])

    assert _both(np.array([h]), np.array([k]))[0] == pytest.approx(expected, abs=1e-7)


def test_the_single_root_is_the_game_s_where_it_has_one_and_not_what_was_played_where_it_has_three() -> None:
    unique, multiple = (small_world(Cell(name, 25, 50, 1, 0), 1, 0) for name in ("unique", "multiple"))

    def both(world: World) -> tuple[float, float]:
        right = log_likelihoods(world.design, world.truth, Selection.MOST_LIKELY).sum()
        return single_root_likelihood(world.design, world.truth), float(right)

    assert both(unique)[0] == pytest.approx(both(unique)[1], abs=1e-6)
    assert both(multiple)[0] < both(multiple)[1] - 100.0


def test_the_simplex_search_climbs() -> None:
    world = small_world(Cell("unique", 10, 50, 1, 0), 1, 0)
    start = np.full(6, 0.5)

    _, value, _ = single_root_maximum(world.design, start, evaluations=60)

    assert value > single_root_likelihood(world.design, start) + 10.0
