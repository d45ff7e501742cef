# ruff: noqa: INP001
"""Ranks of true parameters and states among draws given records simulated with them.

    python validation/calibration/run.py SCENARIO PRIOR REPLICATES FILE

Every replicate has random streams of its own and is appended to the file when it is done, so that a run can
be broken off and go on later. Two rows a replicate: the rank among all draws, and among every eighth.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from gaiatsu.numerics.streams import stream
from gaiatsu.studies.calibration.posterior import CalibrationOptions
from gaiatsu.studies.calibration.ranks import Recovered, recover
from gaiatsu.studies.simulate import find_scenario

DRAWS, SEED, EVERY = 400, 61_000, 8


def main() -> None:
    """Run the replicates that the file does not hold yet."""
    scenario, prior, replicates, place = sys.argv[1:5]
    file = Path(place)
    done: set[int] = set()
    if file.exists():
        with file.open(newline="") as lines:
            done = {int(row["replicate"]) for row in csv.DictReader(lines)}
    for replicate in sorted(set(range(int(replicates))) - done):
        options = CalibrationOptions(draws=DRAWS, seed=SEED)
        found = recover(find_scenario(scenario), prior, replicate=replicate, options=options)
        fresh = not file.exists()
        with file.open("a", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            if fresh:
                writer.writerow(["replicate", "status", "ess", "draws", *found.names])
            writer.writerows(rows(found, replicate))


def rows(found: Recovered, replicate: int) -> list[list[object]]:
    """Ranks among all draws and among every eighth, ties broken at random."""
    rng = stream(SEED, "ranks", "ties", replicate)
    listed = []
    for draws in (found.draws, found.draws[::EVERY]):
        ties = (draws == found.truth).sum(axis=0)
        ranks = (draws < found.truth).sum(axis=0) + np.floor(rng.random(ties.size) * (ties + 1)).astype(int)
        listed.append([replicate, found.annealed.status.name, round(found.annealed.ess), len(draws), *ranks])
    return listed


if __name__ == "__main__":
    main()
