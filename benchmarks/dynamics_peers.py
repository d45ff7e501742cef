"""Time a run against its peers in turn: a hand-written NumPy loop, the random numbers alone, Mesa.

    .venv/bin/python benchmarks/dynamics_peers.py [--relationships N] [--mesa PYTHON]

PYTHON is an interpreter that has Mesa 3; without it Mesa is left out. Results are compared first.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from gaiatsu.dynamics import CHUNK, DEMAND_TYPES, ParameterDraws, RunOptions, draw_parameters, run
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.numerics.streams import stream
from peers.numpy_dynamics import simulate

SETTING = quiet_setting(1970, 2070, shocks=(1989.86, 1991.98, 2003.5))
YEARS = SETTING.stop - SETTING.start
STATES = ("hierarchy", "trust_of_sender", "trust_of_target", "resolve", "concession", "backlash")
PARTS = tuple(f"change_{name}" for name in ("replacement", "drift", "shock", "interaction"))
COLUMNS = STATES + PARTS
ROUNDS = 5
MESA = """
import json, sys, time
sys.path.insert(0, sys.argv[2])
from peers.mesa_dynamics import World
data = json.load(open(sys.argv[1]))
people, numbers = data["relationships"], data["chances"]
checked = World(data["setting"], people, seed=1, chances=lambda t, agent: numbers[t][agent.unique_id - 1])
for _ in range(data["setting"]["years"]):
    checked.step()
world = World(data["setting"], people, seed=1)
start = time.process_time()
for _ in range(data["setting"]["years"]):
    world.step()
spent = time.process_time() - start
print(json.dumps({"seconds": spent, "histories": [agent.history for agent in checked.agents]}))
"""


def numbers(chunk: int, year: int) -> np.ndarray:
    """The uniform numbers of a run."""
    return stream(1, "dynamics", "chunk", chunk, "year", year).random((10, CHUNK))


def ours(draws: ParameterDraws, workers: int = 1) -> Any:
    return run(SETTING, draws, seed=1, options=RunOptions(columns=COLUMNS, workers=workers))


def by_hand(draws: ParameterDraws, size: int) -> list[Any]:
    """The loop over pieces of a size, with the random numbers drawn inside."""
    made = []
    for first in range(0, len(draws), size):
        part, rng = draws.take(slice(first, first + size)), stream(1, "by hand", first)
        shape = (10, len(part))
        draw = partial(_draw, rng, shape)
        made.append(simulate(dict(part.values), part.thresholds, SETTING, draw))
    return made


def _draw(rng: np.random.Generator, shape: tuple[int, int], _: int) -> np.ndarray:
    return rng.random(shape)


def only_numbers(draws: ParameterDraws) -> None:
    for chunk in range(-(-len(draws) // CHUNK)):
        for year in range(SETTING.start, SETTING.stop):
            numbers(chunk, year)


def exchange(draws: ParameterDraws) -> dict[str, Any]:
    """Everything that Mesa needs, as plain numbers."""
    demands, size = SETTING.demands[0][1], len(draws)
    by_type = {name: getattr(demands, name) for name in (
        "threatened_cost", "public_posture", "unilateral", "authorized", "linkage",
        "domestic_support", "target_in_violation", "exposure",
    )}  # fmt: skip
    single = {
        name: getattr(demands, name)
        for name in ("per_year", "prize", "stake", "own_cost", "stretch", "breach")
    }
    ratio, edges = SETTING.dependence_ratio, np.cumsum(demands.mix)[:-1].tolist()
    setting = {
        "start": SETTING.start, "years": YEARS, "closes": SETTING.elites.founding[0].closes,
        "position": np.clip((ratio - 1) / (ratio + 1), 0, 1).tolist(),
        "asymmetry": SETTING.asymmetry.tolist(),
        "dispute_settlement": SETTING.dispute_settlement.tolist(),
        "violation_elsewhere": SETTING.violation_elsewhere.tolist(), "shocks": SETTING.shock_dates,
        "demands": {**by_type, **single, "edges": edges, "names": [kind.value for kind in DEMAND_TYPES]},
    }  # fmt: skip
    people = [
        ({name: float(column[i]) for name, column in draws.values.items()}, draws.thresholds[..., i].tolist())
        for i in range(size)
    ]
    chances = [numbers(0, SETTING.start + t)[:, :size].T.tolist() for t in range(YEARS)]
    return {"setting": setting, "relationships": people, "chances": chances}


def mesa_seconds(python: str, size: int = 300) -> float:
    """Processor seconds of Mesa for one relationship and year, after its histories were found to be ours."""
    draws = draw_parameters(size, seed=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "exchange.json"
        path.write_text(json.dumps(exchange(draws)))
        words = [python, "-c", MESA, str(path), str(Path(__file__).parent)]
        done = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    histories = ours(draws)
    theirs = np.asarray(done["histories"])
    for place, name in enumerate(STATES):
        gap = np.abs(theirs[..., place].T - histories[name]).max()
        print(f"  Mesa, {name}: largest difference {gap:.1e}")
    return float(done["seconds"]) / size / YEARS


def timed(runs: dict[str, Callable[[], Any]], clock: Callable[[], float]) -> dict[str, float]:
    """Least time of several rounds, each begun with another run, so that other work meets all alike."""
    best = dict.fromkeys(runs, float("inf"))
    names = list(runs)
    for round_ in range(ROUNDS):
        first = round_ % len(names)
        for name in names[first:] + names[:first]:
            start = clock()
            runs[name]()
            best[name] = min(best[name], clock() - start)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--relationships", type=int, default=100_000)
    parser.add_argument("--mesa")
    asked = parser.parse_args()
    small = draw_parameters(3000, seed=1)
    left, right = (
        ours(small),
        simulate(dict(small.values), small.thresholds, SETTING, lambda year: numbers(0, year)[:, :3000]),
    )
    for name in COLUMNS:
        gap = np.abs(left[name] - right[name].astype(float)).max()
        print(f"  by hand, {name}: largest difference {gap:.1e}")
    draws = draw_parameters(asked.relationships, seed=1)
    best = timed(
        {
            "ours": lambda: ours(draws),
            "by hand, in chunks": lambda: by_hand(draws, CHUNK),
            "by hand, four chunks": lambda: by_hand(draws, 4 * CHUNK),
            "by hand, whole arrays": lambda: by_hand(draws, len(draws)),
            "random numbers only": lambda: only_numbers(draws),
        },
        time.process_time,
    )
    each = asked.relationships * YEARS
    for name, seconds in best.items():
        per = f"{1e9 * seconds / each:8.0f} ns each {seconds / best['ours']:6.2f} of ours"
        print(f"{name:24}{seconds:8.2f} processor s {per}")
    wall = timed(
        {"one thread": lambda: ours(draws), "two threads": lambda: ours(draws, 2)}, time.perf_counter
    )
    for name, seconds in wall.items():
        print(f"{name:24}{seconds:8.2f} s wall {each / seconds:12,.0f} relationship-years a second")
    if asked.mesa:
        single = mesa_seconds(asked.mesa)
        print(f"Mesa: {1e9 * single:,.0f} ns each, {single * each / best['ours']:.0f} times ours")


if __name__ == "__main__":
    main()
