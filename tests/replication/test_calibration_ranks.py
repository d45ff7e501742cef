"""Ranks of truths among draws given the records they made, and the evidence, as validation runs left them."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import kstest

from gaiatsu.dynamics.condition import TRACKED
from gaiatsu.studies.calibration.ranks import RANKED

FOLDER = Path(__file__).parents[2] / "validation" / "calibration"
FILES = ("us-japan-default.csv", "us-japan-article.csv", "template-default.csv")
FEWEST = 100


def ranks(name: str, draws: int) -> tuple[tuple[str, ...], np.ndarray]:
    """Names, and the place of each truth among so many draws on the unit interval."""
    with (FOLDER / name).open(newline="") as lines:
        head, *rows = list(csv.reader(lines))
    chosen = [row for row in rows if int(row[3]) == draws]
    table = np.asarray([row[4:] for row in chosen], dtype=float)
    within = np.random.default_rng(1).random(table.shape)  # a rank stands for an interval
    return tuple(head[4:]), (table + within) / (draws + 1.0)


def smallest(table: np.ndarray) -> float:
    """Smallest p-value over the quantities, times their number."""
    values = [float(kstest(column, "uniform").pvalue) for column in table.T]
    return min(values) * len(values)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("draws", [400, 50])
def test_the_posterior_is_the_one_the_model_implies(name: str, draws: int) -> None:
    names, table = ranks(name, draws)

    assert names == (*RANKED, *(f"{state} at the last demand" for state in TRACKED), "log likelihood")
    assert len(table) >= FEWEST
    assert smallest(table) > 0.05


@pytest.mark.parametrize("name", FILES)
def test_a_posterior_that_is_too_narrow_would_be_noticed(name: str) -> None:
    """The same ranks, had every posterior half its spread."""
    _, table = ranks(name, 400)
    narrow = np.clip(0.5 + 2.0 * (table - 0.5), 0.0, 1.0)

    assert smallest(narrow) < 1e-3


def test_the_printed_error_of_the_evidence_is_what_repeated_runs_show() -> None:
    """Against the mean likelihood of draws of the prior, which knows nothing of the sampler."""
    with (FOLDER / "evidence.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    known = next(row for row in rows if row["way"] == "prior" and row["world"] == "article")
    for draws, runs in ((400, 12), (1000, 6)):
        chosen = [row for row in rows if row["way"] == "sampler" and int(row["draws"]) == draws]
        values, errors = (
            np.asarray([float(row[name]) for row in chosen]) for name in ("log_evidence", "log_evidence_se")
        )
        off = float(values.mean()) - float(known["log_evidence"])

        assert len(chosen) >= runs
        assert off == pytest.approx(0.0, abs=3.0 * np.hypot(float(known["log_evidence_se"]), values.std()))
        assert 0.6 < values.std(ddof=1) / np.sqrt(np.mean(errors**2)) < 1.6
