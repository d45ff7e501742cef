"""Regret, influence and rule against numbers by hand, and against published intervals."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from gaiatsu.strategy.evaluate import Performance
from gaiatsu.strategy.regret import influences, regrets, rule, wilson

Floats = NDArray[np.float64]


def performance(name: str, values: list[float], half: list[float] | None = None) -> Performance:
    """One year of payoffs, a number a set."""
    whole = np.asarray([values])
    first = np.asarray([half]) if half else whole
    return Performance(name, whole, np.stack([first, 2.0 * whole - first]), 1, {}, {}, {})


def test_regret_by_hand() -> None:
    one, other = performance("one", [1.0, 3.0, 2.0]), performance("other", [2.0, 1.0, 2.0])
    first, second = regrets([one, other], discount=0.9)

    assert [first.mean, first.best] == pytest.approx([1.0 / 3.0, 2.0 / 3.0])
    assert [second.mean, second.best] == pytest.approx([2.0 / 3.0, 2.0 / 3.0])
    assert first.high == pytest.approx(0.9)  # between 0, 0 and 1 at 95 %


def test_luck_is_not_taken_for_foresight() -> None:
    """Strategies that are level but for luck have no regret on the half that did not choose."""
    rng = np.random.default_rng(2)
    made = []
    for name in ("a", "b", "c"):
        halves = rng.normal(size=(2, 20_000))
        made.append(performance(name, halves.mean(axis=0).tolist(), halves[0].tolist()))
    found = regrets(made, discount=1.0)

    assert [one.mean for one in found] == pytest.approx([0.0, 0.0, 0.0], abs=0.03)
    assert min(one.high for one in found) > 1.0


def test_the_interval_of_a_share_is_the_published_one() -> None:
    """Newcombe's worked example: 81 of 263."""
    assert list(wilson(81 / 263, 263)) == pytest.approx([0.2553, 0.3662], abs=5e-5)
    assert wilson(0.0, 20)[0] == 0.0
    assert wilson(1.0, 0) == (0.0, 1.0)
    assert wilson(0.3, 50, among=10) == pytest.approx((0.15597, 0.49849), abs=5e-6)  # statsmodels, 99.5 %


def test_the_interval_of_a_difference_is_the_published_one() -> None:
    """Newcombe 1998, table II, method 10: 56/70 less 48/80 gives .0524 to .3339."""
    draws = np.repeat([1.0, 0.5, 0.0], [70, 100, 80])
    better = np.concatenate([np.arange(70) < 56, np.zeros(100, bool), np.arange(80) < 48])
    (found,) = influences(better, {"x": draws})

    assert found.difference == pytest.approx(0.2)
    assert [found.low, found.high] == pytest.approx([0.0524, 0.3339], abs=5e-5)


def draws(size: int = 3000) -> tuple[NDArray[np.bool_], dict[str, Floats]]:
    """Two parameters decide, eight do not, and one does not vary."""
    rng = np.random.default_rng(11)
    made = {f"idle_{place}": rng.normal(size=size) for place in range(8)}
    made |= {"up": rng.normal(size=size), "down": rng.normal(size=size), "fixed": np.zeros(size)}
    return made["up"] - 0.5 * made["down"] + 0.3 * rng.normal(size=size) > 0.0, made


def test_the_parameters_that_decide_are_found_with_their_sign() -> None:
    better, made = draws()
    found = influences(better, made)

    assert [(one.parameter, one.difference > 0.0) for one in found[:2]] == [("up", True), ("down", False)]
    assert [one.parameter for one in found if one.settled] == ["up", "down"]
    assert "fixed" not in {one.parameter for one in found}


def test_the_rule_names_both_and_counts_by_hand() -> None:
    better, made = draws()
    said = rule(better, made, influences(better, made))
    assert said is not None
    cut = {name: np.quantile(made[name], (1 / 3, 2 / 3)) for name in ("up", "down")}
    holds = (made["up"] > cut["up"][1]) & (made["down"] < cut["down"][0])

    assert said.conditions == (("up", "upper", cut["up"][1]), ("down", "lower", cut["down"][0]))
    assert (said.share, said.sets) == (better[holds].mean(), holds.sum())
    assert said.low < said.share <= said.high
    assert said.otherwise < 0.1 < 0.9 < said.share


def test_noise_makes_a_rule_about_as_rarely_as_the_level_says() -> None:
    rng = np.random.default_rng(3)
    made = [
        rule(better, noise, influences(better, noise)) is not None
        for better, noise in (
            (rng.random(600) < 0.5, {str(place): rng.normal(size=600) for place in range(15)})
            for _ in range(60)
        )
    ]

    assert np.mean(made) < 0.15
