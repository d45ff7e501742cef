"""Full maximum likelihood of the published sanctions data: from a cold start, and again in the same process.

GAIATSU_DATA=DIR .venv/bin/python -m pytest benchmarks/test_game_fit.py --benchmark-enable -n0
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.data

PUBLISHED = Path(__file__).parents[1] / "validation" / "signalling" / "published.json"
COLD, WARM = 10.0, 2.0  # seconds on two cores
MAXIMUM = -3927.90951

FIT = """
import json, sys, time
start, used = time.perf_counter(), time.process_time()
import numpy as np
import polars as pl
from gaiatsu.estimation.signalling.design import GameFormulas, game_design
from gaiatsu.estimation.signalling.fit import Method
from gaiatsu.estimation.signalling.fitting import fit_game
from gaiatsu.estimation.signalling.selection import Selection

columns = dict(status_quo="sq", concession="cd", stand_firm="sf", back_down="bd")
formulas = GameFormulas(json.load(open(sys.argv[1]))["formulas"], {}, columns, cluster="dyadID")
table = pl.read_csv(sys.argv[2])
said = []
for run in range(3):
    rng = np.random.default_rng(run)
    design = game_design({name: table[name].to_numpy() for name in table.columns}, formulas)
    found = fit_game(design, Method.FML, selection=Selection.MOST_LIKELY, rng=rng)
    now, spent = time.perf_counter(), time.process_time()
    said.append({"wall s": now - start, "processor s": spent - used, "log likelihood": found.log_likelihood,
                 "starts": len(found.starts), "agreed": found.agreed})
    start, used = now, spent
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def runs(data_dir: Path) -> list[dict[str, float]]:
    words = [
        sys.executable,
        "-c",
        FIT,
        str(PUBLISHED),
        str(data_dir / "cases" / "sigint" / "sanctionsData.csv"),
    ]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    found: list[dict[str, float]] = json.loads(said)
    return found


@pytest.mark.parametrize(("first", "last", "most"), [(0, 1, COLD), (1, 3, WARM)], ids=["cold", "warm"])
def test_a_fit_with_its_errors_stays_within_its_time(
    benchmark: Any, runs: list[dict[str, float]], first: int, last: int, most: float
) -> None:
    best = min(runs[first:last], key=lambda run: run["processor s"])
    benchmark.pedantic(lambda: None)
    benchmark.extra_info |= best

    assert all(run["log likelihood"] == pytest.approx(MAXIMUM, abs=1e-4) for run in runs)
    assert (
        best["processor s"] <= 2 * most
    )  # two cores' worth; the wall is printed, and depends on the machine
