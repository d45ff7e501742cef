"""Indices recover what was simulated and say how noisy they are."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.errors import InvalidData
from gaiatsu.studies.channels.indices import make_index

ROWS = 4_000
LOADINGS = np.array([0.8, 0.6, 0.7])


def simulated(rng: np.random.Generator) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    truth = rng.normal(size=ROWS)
    noise = rng.normal(size=(ROWS, 3)) * np.sqrt(1.0 - LOADINGS**2)
    table = truth[:, None] * LOADINGS + noise
    return truth, dict(zip("abc", table.T, strict=True))


def test_three_indicators_give_their_factor_and_its_reliability(rng: np.random.Generator) -> None:
    truth, table = simulated(rng)
    index = make_index("x", table)

    np.testing.assert_allclose(index.loadings, LOADINGS, atol=0.05)
    assert np.corrcoef(index.values, truth)[0, 1] ** 2 == pytest.approx(index.reliability, abs=0.03)
    assert index.interior


def test_reliability_falls_where_indicators_are_missing_and_still_tells_the_truth(
    rng: np.random.Generator,
) -> None:
    truth, table = simulated(rng)
    whole = make_index("x", table).reliability
    holes = {name: np.where(rng.random(ROWS) < 0.5, np.nan, column) for name, column in table.items()}
    index = make_index("x", holes)
    some = index.known > 0

    assert index.reliability < whole - 0.1
    found = np.corrcoef(index.values[some], truth[some])[0, 1] ** 2
    assert found == pytest.approx(index.reliability, abs=0.05)
    assert np.isnan(index.values[~some]).all()


def test_two_indicators_are_averaged_and_alpha_says_how_far_they_agree() -> None:
    a, b = np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, 0.0, 2.0, np.nan])
    index = make_index("x", {"a": a, "b": b})
    one, other = a[:3] / a.std(), b[:3] / b[:3].std()
    shared = np.cov(one, other)[0, 1]

    assert index.known.tolist() == [2, 2, 2, 1]
    assert np.isnan(index.loadings).all()
    assert index.reliability == pytest.approx(4 * shared / (one + other).var(ddof=1))


def test_values_have_mean_zero_and_deviation_one(rng: np.random.Generator) -> None:
    _, table = simulated(rng)
    values = make_index("x", table).values

    assert values.mean() == pytest.approx(0.0, abs=1e-12)
    assert values.std() == pytest.approx(1.0)


def test_an_indicator_without_any_value_is_refused() -> None:
    with pytest.raises(InvalidData, match="Of trust the indicator a is known in none of 2 rows"):
        make_index("trust", {"a": np.array([np.nan, np.nan])})


def test_an_effect_of_the_concept_shrinks_with_the_root_of_the_reliability(rng: np.random.Generator) -> None:
    truth, table = simulated(rng)
    index = make_index("x", table)
    outcome = 2.0 * truth + rng.normal(size=ROWS)
    slope = np.polyfit(index.values, outcome, 1)[0]

    assert slope == pytest.approx(2.0 * np.sqrt(index.reliability), rel=0.05)
