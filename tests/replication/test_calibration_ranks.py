"""Ranks of truths that made a record, among draws given it, as the validation run left them."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from scipy.stats import kstest

from gaiatsu.studies.calibration.ranks import RANKED

FILE = Path(__file__).parents[2] / "validation" / "calibration" / "ranks.csv"


def ranks() -> tuple[tuple[str, ...], np.ndarray]:
    with FILE.open(newline="") as lines:
        head, *rows = list(csv.reader(lines))
    table = np.asarray(rows, dtype=float)
    return tuple(head[2:]), (table[:, 2:] + 0.5) / (table[:, 1:2] + 1.0)


def smallest(table: np.ndarray) -> float:
    """Smallest p-value over the quantities, times their number."""
    values = [float(kstest(column, "uniform").pvalue) for column in table.T]
    return min(values) * len(values)


def test_the_posterior_is_the_one_the_model_implies() -> None:
    names, table = ranks()

    assert names[: len(RANKED)] == RANKED
    assert len(table) >= 50
    assert smallest(table) > 0.05


def test_a_posterior_that_is_too_narrow_would_be_noticed() -> None:
    """The same ranks, had every posterior half its spread."""
    _, table = ranks()
    narrow = np.clip(0.5 + 2.0 * (table - 0.5), 0.0, 1.0)

    assert smallest(narrow) < 0.01
