"""The reduced form of the target's choice: weights, signs, and another program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy.special import expit

from gaiatsu import sources
from gaiatsu.studies.external.comparison import difference
from gaiatsu.studies.external.reduced import alliance_shift, cost_shift, dependence_shift
from gaiatsu.studies.shares import Share


def made(slope: float, *, rows: int = 400, seed: int = 1) -> pl.DataFrame:
    """Dyad-decades whose targets give in the more, the more dependent they are."""
    rng = np.random.default_rng(seed)
    dependence = rng.normal(size=rows)
    threats = rng.integers(1, 6, rows)
    gave = rng.binomial(threats, expit(-0.5 + slope * dependence))
    return pl.DataFrame(
        {
            "ccode1": rng.integers(2, 40, rows),
            "ccode2": rng.integers(100, 140, rows),
            "concede": gave,
            "stand_firm": threats - gave,
            "back_down": np.zeros(rows, dtype=int),
            "target_dependence": dependence,
            "target_costs": rng.integers(1, 4, rows),
            "capability_ratio": rng.normal(size=rows),
            "target_democracy": rng.integers(-10, 11, rows),
            "obliged": rng.random(rows) < 0.4,
        }
    )


def test_dependence_that_works_is_found_with_its_sign() -> None:
    strong, none = (dependence_shift(table, beside=cost_shift(table)) for table in (made(0.8), made(0.0)))
    assert strong.evidence is not None
    assert none.evidence is not None

    assert strong.evidence.direction == 1
    assert strong.evidence.certainty > 0.999
    assert none.evidence.certainty < 0.99


def test_an_obligation_without_effect_says_so() -> None:
    found = alliance_shift(made(0.5))

    assert "nothing either way" in found.finding
    assert found.ours is not None
    assert found.ours.reproduces is None


def test_rows_with_an_unknown_term_are_left_out() -> None:
    table = made(0.5)
    gap = table.with_columns(target_costs=pl.when(pl.int_range(pl.len()) > 0).then(pl.col("target_costs")))
    whole, less = (cost_shift(one).cases for one in (table, gap))

    assert whole - less == table["concede"][0] + table["stand_firm"][0]


@pytest.mark.data
def test_the_estimate_is_close_to_statsmodels_without_the_penalty(data_dir: Path) -> None:
    table = sources.read("sigint", data_dir).table
    names = ["target_costs", "target_dependence", "capability_ratio", "target_democracy"]
    kept = table.with_columns(pl.col(names).cast(pl.Float64)).drop_nulls(names)
    X = sm.add_constant(kept.select(names).to_numpy())
    ends = np.column_stack([kept["concede"], kept["stand_firm"] + kept["back_down"]])
    threatened = ends.sum(axis=1) > 0
    fit = sm.GLM(ends[threatened], X[threatened], family=sm.families.Binomial()).fit()
    moved = []
    for value in (1.0, 3.0):
        rows = X.copy()
        rows[:, 1] = value
        moved.append(np.average(fit.predict(rows), weights=ends.sum(axis=1)))

    assert cost_shift(table).estimate == pytest.approx(moved[1] - moved[0], abs=0.01)


def test_the_interval_of_a_difference_is_that_of_the_posterior() -> None:
    rng = np.random.default_rng(8)
    draws = rng.beta(6.5, 5.5, 400_000) - rng.beta(13.5, 4.5, 400_000)

    assert difference(Share(6, 11), Share(13, 17)) == pytest.approx(
        tuple(np.quantile(draws, (0.025, 0.975))), abs=0.005
    )
