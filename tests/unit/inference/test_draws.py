from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification, MissingExtra
from gaiatsu.inference.draws import Diagnostics, Draws, interval
from gaiatsu.inference.status import Status


def _draws() -> Draws:
    values = {"beta": np.arange(12.0).reshape(2, 3, 2), "scale": np.ones((2, 3))}
    coords = {"term": ("trust", "hierarchy"), "case": ("a", "b")}
    likelihood = np.zeros((2, 3, 2))
    return Draws(values, {"beta": ("term",)}, coords, Diagnostics("nuts"), Status.CONVERGED, likelihood)


def test_flat_joins_the_chains_in_order() -> None:
    assert _draws().flat("beta").tolist() == np.arange(12.0).reshape(6, 2).tolist()


def test_labels_that_do_not_fit_the_draws_are_refused() -> None:
    with pytest.raises(InvalidSpecification, match=r"'beta'.*Expected: \(1,\)"):
        Draws(
            {"beta": np.zeros((1, 4, 2))},
            {"beta": ("term",)},
            {"term": ("x",)},
            Diagnostics("nuts"),
            Status.CONVERGED,
        )


def test_arviz_receives_labels_and_log_likelihood() -> None:
    tree = _draws().to_arviz()

    assert tree["posterior"]["beta"].dims == ("chain", "draw", "term")
    assert tree["posterior"]["beta"].coords["term"].values.tolist() == ["trust", "hierarchy"]
    assert tree["log_likelihood"]["y"].dims == ("chain", "draw", "case")


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaiatsu.inference.draws.find_spec", lambda name: None)

    with pytest.raises(MissingExtra, match=r"gaiatsu\[arviz\]"):
        _draws().to_arviz()


def test_an_interval_holds_its_share_of_a_normal_law() -> None:
    quantiles = importlib.import_module("scipy.stats").norm.ppf((np.arange(20000) + 0.5) / 20000) + 1.0
    summary = interval(quantiles)

    assert summary.mean == pytest.approx(1.0, abs=1e-9)
    assert (summary.low90, summary.high90) == pytest.approx((1 - 1.6449, 1 + 1.6449), abs=1e-3)
    assert (summary.low50, summary.high50) == pytest.approx((1 - 0.6745, 1 + 0.6745), abs=1e-3)
    assert summary.p_negative == pytest.approx(0.158655, abs=1e-4)
