"""Ordered logit and probit against what R's MASS and ordinal print for two published data sets."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gaiatsu.estimation.ordinal import OrdinalDesign, fit_penalized

FOLDER = Path(__file__).parents[2] / "validation" / "ordinal"
PUBLISHED: dict[str, Any] = json.loads((FOLDER / "published.json").read_text(encoding="utf-8"))
CASES = [(name, link) for name in PUBLISHED for link in ("logit", "probit")]


def _design(record: dict[str, Any]) -> OrdinalDesign:
    with (FOLDER / record["data"]).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    column, grades = record["outcome"]
    X = [[float(row[name] == level) for name, level in record["terms"].values()] for row in rows]
    counts = None if record["counts"] is None else np.array([float(row[record["counts"]]) for row in rows])
    y = np.array([grades.index(row[column]) for row in rows])
    return OrdinalDesign(y, np.array(X), tuple(record["terms"]), categories=len(grades), weights=counts)


@pytest.mark.parametrize(("name", "link"), CASES)
def test_log_likelihoods_agree_to_the_last_printed_digit(name: str, link: str) -> None:
    record = PUBLISHED[name]
    fit = fit_penalized(_design(record), link, strength=0)

    assert fit.status.ok
    assert fit.log_likelihood == pytest.approx(record[link]["log_likelihood"], abs=1e-4)


@pytest.mark.parametrize("name", PUBLISHED)
@pytest.mark.parametrize("what", ["estimate", "standard_error"])
def test_estimates_and_errors_of_weights_and_thresholds_agree(name: str, what: str) -> None:
    record = PUBLISHED[name]
    fit = fit_penalized(_design(record), "logit", strength=0)

    np.testing.assert_allclose(getattr(fit, what), record["logit"][what], atol=record["tolerance"])
