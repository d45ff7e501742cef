"""Datings of breaks agree with those that strucchange prints (validation/timing)."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from gaiatsu.estimation.timing.breaks import BreakSearch, break_intervals, find_breaks

FOLDER = Path(__file__).parents[2] / "validation" / "timing"
PUBLISHED = json.loads((FOLDER / "published.json").read_text(encoding="utf-8"))


def column(name: str, field: str) -> np.ndarray:
    """One numeric column of a validation file."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        return np.array([float(row[field]) for row in csv.DictReader(file)])


def search(case: dict[str, Any], y: np.ndarray, regressors: np.ndarray | None = None) -> BreakSearch:
    """Search with the published segment length."""
    return find_breaks(y, regressors, minimal_segment=case["minimal_segment"])


@pytest.fixture(scope="module")
def nile() -> np.ndarray:
    return np.asarray(sm.datasets.nile.load_pandas().data["volume"], dtype=float)


@pytest.fixture(scope="module")
def phillips() -> tuple[np.ndarray, np.ndarray]:
    before = column("phillips_curve.csv", "inflation_before")
    return column("phillips_curve.csv", "inflation"), np.column_stack([np.ones(len(before)), before])


def test_the_nile_breaks_once_in_1898(nile: np.ndarray) -> None:
    case = PUBLISHED["nile"]
    found = search(case, nile)

    assert case["breaks"] == [case["first_year"] + k - 1 for k in found.best.breaks]
    assert case["bic"] == pytest.approx([p.bic for p in found.partitions], abs=case["bic_tolerance"])


def test_the_interval_of_the_nile_break_is_1895_to_1902(nile: np.ndarray) -> None:
    case = PUBLISHED["nile"]
    (interval,) = break_intervals(nile, breaks=[28])

    assert case["interval"] == [case["first_year"] + k - 1 for k in (interval.lower, interval.upper)]


def test_the_real_interest_rate_breaks_in_1972_and_1980() -> None:
    case = PUBLISHED["real_interest_rate"]
    found = search(case, column("real_interest_rate.csv", "rate"))
    quarters = [f"{1961 + (k - 1) // 4}Q{(k - 1) % 4 + 1}" for k in found.best.breaks]

    assert case["best"] == quarters
    assert case["breaks"] == [list(p.breaks) for p in found.partitions]
    assert case["rss"] == pytest.approx([p.rss for p in found.partitions], abs=case["tolerance"])
    assert case["bic"] == pytest.approx([p.bic for p in found.partitions], abs=case["tolerance"])


def test_the_levels_of_the_real_interest_rate_agree() -> None:
    case = PUBLISHED["real_interest_rate"]
    found = search(case, column("real_interest_rate.csv", "rate"))
    means = [mean for (mean,) in found.partitions[3].coefficients]

    assert case["means_of_three_breaks"] == pytest.approx(means, abs=case["means_tolerance"])


def test_breaks_in_a_regression_agree(phillips: tuple[np.ndarray, np.ndarray]) -> None:
    case = PUBLISHED["phillips_curve"]
    partitions = search(case, *phillips).partitions[:4]

    assert case["breaks"] == [list(p.breaks) for p in partitions]
    assert case["rss"] == pytest.approx([p.rss for p in partitions], abs=case["rss_tolerance"])
    assert case["bic"] == pytest.approx([p.bic for p in partitions], abs=case["bic_tolerance"])
    for published, ours in zip(case["coefficients_of_two_breaks"], partitions[2].coefficients, strict=True):
        assert published == pytest.approx(list(ours), abs=case["coefficients_tolerance"])


def test_intervals_of_breaks_in_a_regression_agree(phillips: tuple[np.ndarray, np.ndarray]) -> None:
    case = PUBLISHED["phillips_curve"]
    found = break_intervals(*phillips, breaks=[20, 28])

    assert case["intervals_of_two_breaks"] == [[one.lower, one.estimate, one.upper] for one in found]
