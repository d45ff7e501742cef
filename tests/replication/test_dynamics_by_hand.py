"""A run against the same model written by hand as one NumPy function, on the same random numbers."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from gaiatsu.dynamics import CHUNK, draw_parameters, run
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.policy import Chance
from gaiatsu.numerics.streams import stream

PEER = Path(__file__).parents[2] / "benchmarks" / "peers" / "numpy_dynamics.py"


@pytest.fixture(scope="module")
def peer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("numpy_dynamics", PEER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_state_outcome_and_part_is_that_of_the_loop_by_hand(peer: ModuleType) -> None:
    setting, draws = quiet_setting(1970, 2020, shocks=(1989.86, 1991.98)), draw_parameters(400, seed=7)

    def numbers(year: int) -> np.ndarray:
        rng = stream(7, "dynamics", "chunk", 0, "year", year)
        return rng.random((len(Chance), CHUNK))[:, :400]

    by_hand = peer.simulate(dict(draws.values), draws.thresholds, setting, numbers)
    ours = run(setting, draws, seed=7)

    assert np.array_equal(ours["concession"], by_hand["concession"])
    assert np.array_equal(ours["backlash"], by_hand["backlash"])
    assert {
        name for name in by_hand if np.abs(ours[name] - by_hand[name].astype(float)).max() > 1e-12
    } == set()
