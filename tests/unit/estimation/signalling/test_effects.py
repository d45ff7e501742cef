"""Effects on outcomes against brute force: change the data, solve anew, take the mean."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.changes import changes
from gaiatsu.estimation.signalling.design import GameFormulas, game_design
from gaiatsu.estimation.signalling.effects import marginal_effects, predictions, simulated_effects
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import equilibria

RULE = Selection.MOST_LIKELY
OUTCOMES = {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"}
FORMULAS = GameFormulas(
    {
        "sender_status_quo": "center(x) - 1",
        "target_concession": "sqrt(x) + d + x:d",
        "target_stand_firm": "y + region",
        "sender_stand_firm": "x",
        "sender_back_down": "1",
    },
    {"sender_prize": 1.0, "target_prize": 1.0},
    OUTCOMES,
)


def _table() -> dict[str, NDArray[Any]]:
    rng = stream(41, "effects")
    table: dict[str, NDArray[Any]] = {name: rng.integers(1, 9, 60) for name in OUTCOMES.values()}
    table |= {"x": rng.uniform(0.5, 2.0, 60), "y": rng.uniform(0.0, 1.0, 60)}
    table |= {"d": rng.integers(0, 2, 60), "region": rng.choice(["asia", "europe", "other"], 60)}
    return table


TABLE = _table()
DESIGN = game_design(TABLE, FORMULAS)
POINT = stream(42, "point").normal(-0.2, 0.4, len(DESIGN.names))
SPREAD = np.diag(np.linspace(0.001, 0.02, len(DESIGN.names)))


def _mean(table: dict[str, NDArray[Any]], point: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean outcome with the regressors that the formulas give, centers and levels as in the data."""
    centered = replace(
        FORMULAS, payoffs=dict(FORMULAS.payoffs) | {"sender_status_quo": f"I(x - {TABLE['x'].mean()!r}) - 1"}
    )
    return np.asarray(predictions(game_design(table, centered), point, RULE).probability.mean(axis=0))


def _effects() -> Any:
    return marginal_effects(TABLE, FORMULAS, coefficients=POINT, covariance=SPREAD, selection=RULE)


def test_every_variable_has_its_changes() -> None:
    assert [(change.variable, change.what) for change in changes(TABLE, FORMULAS)] == [
        ("d", "0 to 1"),
        ("region", "asia to europe"),
        ("region", "asia to other"),
        ("x", "per unit"),
        ("y", "per unit"),
    ]


def test_probabilities_sum_to_one_and_are_the_mean_over_equilibria_under_the_mixture() -> None:
    found = predictions(DESIGN, POINT, RULE)
    np.testing.assert_allclose(found.probability.sum(axis=1), 1.0, rtol=1e-12)
    many = GameFormulas(
        {"target_stand_firm": "1"},
        {"sender_prize": 1.0, "sender_stand_firm": -1.9, "sender_back_down": -1.2, "target_prize": 1.0},
        OUTCOMES,
    )
    three = predictions(game_design(TABLE, many), np.array([-2.9]), Selection.MIXTURE)
    assert (three.count == 3).all()
    assert three.stable.all()
    np.testing.assert_allclose(three.resist, 0.5 * (0.2511 + 0.8133), atol=1e-4)  # the two stable ones


def test_a_derivative_is_that_of_the_mean_outcome_when_the_data_move() -> None:
    found = _effects()
    for name in ("x", "y"):
        up, down = (_mean(TABLE | {name: TABLE[name] + move}, POINT) for move in (1e-4, -1e-4))
        row = found.effect[found.variables.index(name)]
        np.testing.assert_allclose(row, (up - down) / 2e-4, rtol=1e-5, atol=1e-8)


def test_a_contrast_is_the_difference_of_two_mean_outcomes() -> None:
    found = _effects()
    high, low = (_mean(TABLE | {"d": np.full(60, value)}, POINT) for value in (1, 0))
    np.testing.assert_allclose(found.effect[0], high - low, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.effect.sum(axis=1), 0.0, atol=1e-12)


def test_standard_errors_are_those_of_numerical_derivatives_by_the_coefficients() -> None:
    for seed in (44, 45):  # with a covariance of rank one, the error is the derivative along its direction
        way = stream(seed, "direction").normal(size=POINT.size)
        found, up, down = (
            marginal_effects(
                TABLE,
                FORMULAS,
                coefficients=POINT + move * way,
                covariance=np.outer(way, way),
                selection=RULE,
            )
            for move in (0.0, 1e-5, -1e-5)
        )
        error = abs(up.effect - down.effect) / 2e-5
        np.testing.assert_allclose(found.standard_error, error, rtol=1e-4, atol=1e-9)
        np.testing.assert_allclose(found.high - found.effect, 1.959964 * error, rtol=1e-4, atol=1e-9)


def test_simulated_intervals_are_those_of_the_delta_method_where_the_spread_is_small() -> None:
    tiny = SPREAD / 400.0
    plain = marginal_effects(TABLE, FORMULAS, coefficients=POINT, covariance=tiny, selection=RULE)
    drawn = stream(43, "draws").multivariate_normal(POINT, tiny, size=50)
    found = simulated_effects(TABLE, FORMULAS, draws=drawn, selection=RULE)
    assert found.left_out == 0
    ratio = found.draws.std(axis=0) / plain.standard_error
    assert (abs(ratio - 1.0) < 0.4).all()  # four times 1 over the root of 100
    assert (found.low < plain.effect).all()
    assert (plain.effect < found.high).all()


def test_after_a_contrast_a_game_stays_near_the_equilibrium_it_played() -> None:
    formulas = GameFormulas(
        {"target_stand_firm": "d"},
        {"sender_prize": 1.0, "sender_stand_firm": -1.9, "sender_back_down": -1.2, "target_prize": 1.0},
        OUTCOMES,
    )
    table = {name: np.full(2, count) for name, count in zip(OUTCOMES.values(), (4, 1, 2, 6), strict=True)}
    table |= {"d": np.array([0, 1])}
    point = np.array([-2.9, 0.002])
    highest, lowest = (
        marginal_effects(table, formulas, coefficients=point, covariance=np.eye(2), selection=rule).effect[0]
        for rule in (Selection.MOST_RESISTANCE, Selection.LEAST_RESISTANCE)
    )
    game = game_design(table, formulas).payoffs(point)
    found = equilibria(game)
    assert found.count.tolist() == [3, 3]
    for effect, place in ((highest, 2), (lowest, 0)):
        rows = found.log_outcomes[found.game == 1][place], found.log_outcomes[found.game == 0][place]
        np.testing.assert_allclose(effect, np.exp(rows[0]) - np.exp(rows[1]), atol=1e-9)
    assert abs(highest - lowest).max() > 1e-4


def test_draws_out_of_range_are_left_out_and_counted() -> None:
    drawn = np.array([POINT, POINT + 5000.0])
    assert simulated_effects(TABLE, FORMULAS, draws=drawn, selection=RULE).left_out == 1


def test_a_root_at_zero_has_no_derivative_and_is_moved_by_a_standard_deviation() -> None:
    table = TABLE | {"x": np.where(np.arange(60) == 0, 0.0, TABLE["x"])}
    change = next(change for change in changes(table, FORMULAS) if change.variable == "x")
    assert change.what == f"up {table['x'].std():.3g}"
    assert change.width is None


def test_a_level_that_is_no_probability_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="level of the intervals is 95"):
        marginal_effects(TABLE, FORMULAS, coefficients=POINT, covariance=SPREAD, selection=RULE, level=95.0)
