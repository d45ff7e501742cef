"""Equilibria of the crisis game against published cases, brute force, played games and theorems."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from gaiatsu.errors import ComputationError, InvalidSpecification
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import NAMES, Certificate, Equilibria, Payoffs, equilibria, payoffs
from gaiatsu.theory.crisis_game import certificate as certificate_module
from gaiatsu.theory.crisis_game import solver as solver_module
from gaiatsu.theory.crisis_game.belief import direction, response_to, sender_cutoff
from gaiatsu.theory.crisis_game.certificate import isolate, slope, slope_bounds

THREE = {
    "sender_status_quo": 0.0,
    "sender_prize": 1.0,
    "target_concession": 0.0,
    "sender_stand_firm": -1.9,
    "target_stand_firm": -2.9,
    "sender_back_down": -1.2,
    "target_prize": 1.0,
}
GRID = np.linspace(-9.0, 9.0, 2001)
QUADRATURE = np.polynomial.legendre.leggauss(120)


def random_games(number: int, *, scale: float = 1.5, seed: int = 1) -> Payoffs:
    draws = stream(seed, "games").normal(size=(len(NAMES), number)) * scale
    draws[:2] = np.sort(draws[:2], axis=0)  # the prize beats the status quo
    return payoffs(dict(zip(NAMES, draws, strict=True)))


def ordinary_games(number: int, *, seed: int = 1) -> Payoffs:
    """Games in which the prize beats the status quo for the sender, many of them with three equilibria."""
    draw = stream(seed, "ordinary games").uniform
    return payoffs(
        {
            "sender_status_quo": 0.0,
            "sender_prize": draw(0.5, 1.5, number),
            "target_concession": draw(-0.2, 0.2, number),
            "sender_stand_firm": draw(-2.3, -1.6, number),
            "target_stand_firm": draw(-3.3, -2.5, number),
            "sender_back_down": draw(-1.4, -1.0, number),
            "target_prize": draw(0.8, 1.2, number),
        }
    )


def one(values: Mapping[str, float]) -> Equilibria:
    return equilibria(payoffs(values))


def published_map(p: float, game: Mapping[str, float]) -> float:
    """Best response as the literature writes it, with probabilities by plain quadrature."""
    cutoff = (game["sender_status_quo"] - (1 - p) * game["sender_prize"]) / p
    top = max(game["sender_stand_firm"], game["sender_back_down"], cutoff) + 9.0
    places, weights = QUADRATURE
    x = cutoff + 0.5 * (top - cutoff) * (places + 1)
    density = np.exp(-0.5 * (x - game["sender_stand_firm"]) ** 2) / np.sqrt(2 * np.pi)
    firm = 0.5 * (top - cutoff) * weights @ (density * ndtr(x - game["sender_back_down"]))
    stay = ndtr(cutoff - game["sender_back_down"]) * ndtr(cutoff - game["sender_stand_firm"])
    share = firm / (1 - stay)
    worth = share * game["target_stand_firm"] + (1 - share) * game["target_prize"]
    return float(ndtr((worth - game["target_concession"]) / share))


# --- known cases -----------------------------------------------------------------------------------------


def test_the_case_with_three_equilibria() -> None:
    found = one(THREE)

    np.testing.assert_allclose(found.resist, [0.2511, 0.5947, 0.8133], atol=5e-5)
    assert found.stable.tolist() == [True, False, True]
    assert found.reasons() == [Certificate.SLOPE_BOUND] * 3


def test_the_case_with_one_equilibrium() -> None:
    np.testing.assert_allclose(one(THREE | {"target_stand_firm": -2.2}).resist, [0.9764], atol=5e-5)


def test_every_equilibrium_answers_itself_in_the_published_form() -> None:
    for p in one(THREE).resist:
        assert published_map(p, THREE) == pytest.approx(p, abs=1e-11)


def test_a_root_search_of_the_published_map_finds_the_same() -> None:
    for low, high, p in zip((0.1, 0.4, 0.7), (0.4, 0.7, 0.9), one(THREE).resist, strict=True):
        root = brentq(lambda p: published_map(p, THREE) - p, low, high, xtol=1e-13)
        assert p == pytest.approx(root, abs=1e-10)


# --- brute force -----------------------------------------------------------------------------------------


def crossings(game: Payoffs) -> list[list[float]]:
    """Places where the map crosses the diagonal between the points of a dense grid."""
    found = []
    for number in range(game.games):
        alone = game.at(np.full(GRID.size, number))
        excess = response_to(GRID, alone).best - GRID
        found.append([float(GRID[place]) for place in np.flatnonzero(np.diff(np.sign(excess)))])
    return found


@pytest.mark.parametrize("game", [random_games(150), ordinary_games(150)], ids=["any", "ordinary"])
def test_no_crossing_on_a_dense_grid_was_missed(game: Payoffs) -> None:
    found = equilibria(game)
    step = GRID[1] - GRID[0]

    for number, places in enumerate(crossings(game)):
        roots = found.z[found.game == number]
        assert all(((roots >= place - 1e-9) & (roots <= place + step + 1e-9)).any() for place in places)
        inside = roots[(roots > GRID[0]) & (roots < GRID[-1])]
        assert len(inside) >= len(places)


@pytest.mark.parametrize("scale", [1.0, 5.0, 30.0])
def test_every_equilibrium_answers_itself(scale: float) -> None:
    game = random_games(20_000, scale=scale, seed=9)
    found = equilibria(game)
    miss = response_to(found.z, game.at(found.game)).best - found.z

    assert (abs(miss) <= 1e-10 * (1 + abs(found.z)) * (1 + abs(found.slope)))[found.certified].all()


def test_newtons_method_never_cycles_on_a_cliff_of_the_map() -> None:
    cliff = {
        "sender_status_quo": 3.502505577317445,
        "sender_prize": 9.880565702989834,
        "target_concession": -2.695679327486009,
        "sender_stand_firm": -6.052944155708424,
        "target_stand_firm": 0.9281148622350306,
        "sender_back_down": -5.829737210402582,
        "target_prize": -4.72787933376881,
    }

    game = payoffs(cliff)
    root = brentq(lambda z: float(response_to(np.asarray([z]), game).best[0]) - z, -13.0, 1.0, xtol=1e-14)
    assert one(cliff).z == pytest.approx([root], abs=1e-11)


def test_the_ordinary_games_have_one_or_three() -> None:
    counts = np.bincount(equilibria(ordinary_games(2000)).count, minlength=4)

    assert counts[[0, 2]].tolist() == [0, 0]
    assert counts[1] > 100
    assert counts[3] > 100


def test_a_gate_that_forgets_an_interval_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index theorem catches a solver that drops an equilibrium."""
    whole = solver_module.isolate

    def careless(game: Payoffs) -> certificate_module.Brackets:
        found = whole(game)
        kept = np.arange(found.game.size) != 1
        parts = (found.game[kept], found.low[kept], found.high[kept], found.certificate[kept])
        return certificate_module.Brackets(*parts)

    monkeypatch.setattr(solver_module, "isolate", careless)
    with pytest.raises(ComputationError, match="Game 1 was given 2 equilibria"):
        one(THREE)


# --- what the certificate rests on -----------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_the_best_response_moves_one_way_only(seed: int) -> None:
    game = random_games(60, seed=seed)
    steps = np.asarray([response_to(np.full(60, z), game).best for z in np.linspace(-6, 6, 121)])

    against = np.diff(steps, axis=0) * direction(game)
    assert (against >= -1e-10 * (1 + abs(steps[1:]))).all()


def test_the_share_that_stands_firm_moves_one_way_with_the_cutoff() -> None:
    for firm, rising in ((-0.4, True), (-1.9, False)):
        game = payoffs(THREE | {"sender_stand_firm": firm})
        at = [response_to(np.asarray([z]), game) for z in np.linspace(0, 3, 61)]
        cutoffs = [float(sender_cutoff(part.z, game)[0]) for part in at]
        shares = [float(1 / (1 + part.odds[0])) for part in at]
        assert np.all(np.diff(cutoffs) > 0)
        assert np.all(np.diff(shares) > 0) == rising


def test_the_slope_equals_differences() -> None:
    game = random_games(200)
    z = stream(5, "beliefs").normal(size=200)
    step = 1e-5

    rise = (response_to(z + step, game).best - response_to(z - step, game).best) / (2 * step)

    np.testing.assert_allclose(slope(response_to(z, game), game), rise, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("width", [0.01, 0.3, 2.0])
def test_the_slope_lies_within_its_bounds_everywhere_inside(width: float) -> None:
    game = random_games(300, seed=3)
    low = stream(6, "beliefs").normal(size=300)
    least, greatest = slope_bounds(response_to(low, game), response_to(low + width, game), game)

    for share in np.linspace(0, 1, 21):
        inside = abs(slope(response_to(low + share * width, game), game))
        assert (least <= inside).all()
        assert (inside <= greatest).all()


def test_stability_alternates_along_resistance() -> None:
    found = equilibria(ordinary_games(500, seed=4))

    for number in range(500):
        rows = found.game == number
        if found.open[number] == 0:
            assert found.stable[rows].tolist() == [place % 2 == 0 for place in range(int(rows.sum()))]


@cache
def fold() -> float:
    """Payoff at which two of the three equilibria meet, by halving on their number."""
    low, high = -2.9, -2.2
    for _ in range(45):
        middle = 0.5 * (low + high)
        inside = equilibria(payoffs(THREE | {"target_stand_firm": middle}))
        low, high = (middle, high) if inside.count[0] + 2 * inside.open[0] >= 3 else (low, middle)
    return low


def test_a_tangency_is_named_and_not_dropped() -> None:
    found = one(THREE | {"target_stand_firm": fold()})

    assert Certificate.NEAR_TANGENCY in found.reasons()
    assert found.open.tolist() == [1]
    place = found.z[~found.certified]
    game = payoffs(THREE | {"target_stand_firm": fold()})
    assert slope(response_to(place, game), game) == pytest.approx([1.0], abs=1e-4)


def test_near_a_tangency_both_equilibria_are_found() -> None:
    just_before = one(THREE | {"target_stand_firm": fold() - 1e-8})

    assert just_before.count.tolist() == [3]
    assert just_before.open.tolist() == [0]


# --- outcomes --------------------------------------------------------------------------------------------


def test_outcomes_sum_to_one_and_are_never_floored() -> None:
    found = equilibria(random_games(2000, scale=8.0))

    np.testing.assert_allclose(np.exp(found.log_outcomes).sum(axis=1), 1.0, rtol=1e-12)
    assert np.isfinite(found.log_outcomes).all()
    assert found.log_outcomes.min() < -100.0


@pytest.mark.parametrize("which", [0, 1, 2])
def test_played_games_end_as_the_equilibrium_says(which: int) -> None:
    rng = stream(7, f"players-{which}")
    found = one(THREE)
    game, p = THREE, float(found.resist[which])
    cutoff = (game["sender_status_quo"] - (1 - p) * game["sender_prize"]) / p
    players = 400_000
    firm, back = game["sender_stand_firm"], game["sender_back_down"]
    war, retreat = firm + rng.normal(size=players), back + rng.normal(size=players)
    challenge = np.maximum(war, retreat) > cutoff
    share = np.mean(war[challenge] > retreat[challenge])  # what the target's belief must be
    nerve = game["target_stand_firm"] + rng.normal(size=players)
    resist = share * nerve + (1 - share) * game["target_prize"] > game["target_concession"]
    ends = [~challenge, challenge & ~resist, challenge & resist & (war > retreat)]
    ends.append(challenge & resist & (war <= retreat))

    np.testing.assert_allclose([np.mean(end) for end in ends], np.exp(found.log_outcomes[which]), atol=0.006)


@pytest.mark.parametrize(
    ("name", "sign"),
    [("target_concession", -1), ("target_stand_firm", 1), ("target_prize", 1), ("sender_stand_firm", -1)],
)
def test_payoffs_move_resistance_in_the_known_direction(name: str, sign: int) -> None:
    base = THREE | {"target_stand_firm": -2.2}
    moved = one(base | {name: base[name] + 0.05}).resist - one(base).resist

    assert (np.sign(moved) == sign).all()


def test_edges_of_the_parameter_space_stay_exact() -> None:
    """With no gain for the sender the cutoff is fixed, and the equilibrium has a closed form."""
    for stakes in (-30.0, -8.0, 8.0, 30.0):
        flat = THREE | {"sender_prize": 0.0, "target_stand_firm": stakes, "target_prize": 0.0}
        found = one(flat)
        assert found.z == pytest.approx([stakes], abs=1e-11)
        assert found.log_outcomes[0, 1 if stakes > 0 else 2] < -0.4 * stakes**2


def test_games_are_solved_alike_alone_and_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    game = ordinary_games(300)
    whole = equilibria(game)
    monkeypatch.setattr(solver_module, "BATCH", 70)
    parts = equilibria(game)

    np.testing.assert_array_equal(whole.game, parts.game)
    np.testing.assert_allclose(whole.z, parts.z, rtol=1e-13, atol=1e-14)


def test_probits_reach_where_probabilities_round() -> None:
    brackets = isolate(payoffs(THREE | {"target_stand_firm": -400.0}))

    assert (brackets.high < float(ndtri(1e-300))).all()


# --- input -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sender_prise": 1.0}, "'sender_prise' is not known"),
        ({"sender_prize": float("nan")}, "sender_prize is nan"),
        ({"sender_prize": [1.0, float("inf")]}, "sender_prize is inf in game 2"),
        ({"sender_prize": "much"}, "'much', which is not a number"),
        ({"sender_prize": [1.0, 2.0], "target_prize": [1.0, 2.0, 3.0]}, "different lengths"),
    ],
)
def test_unusable_payoffs_are_named(change: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidSpecification, match=words):
        payoffs({**THREE, **change})


def test_a_missing_payoff_is_named() -> None:
    with pytest.raises(InvalidSpecification, match="No value was given for sender_prize"):
        payoffs({name: value for name, value in THREE.items() if name != "sender_prize"})


def test_a_root_that_does_not_answer_itself_is_refused() -> None:
    game = payoffs(THREE)
    brackets = isolate(game)
    each = game.at(brackets.game)
    true = equilibria(game).z
    wide = np.ones(3)
    found = response_to(true, each)
    beside = response_to(true + 1e-6, each)

    solver_module._check_roots(brackets, found, slope(found, each), width=wide)
    with pytest.raises(ComputationError, match="answers itself"):
        solver_module._check_roots(brackets, beside, slope(beside, each), width=wide)
