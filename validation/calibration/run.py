# ruff: noqa: INP001
"""Ranks of true parameters and states among draws given records simulated with them.

    python validation/calibration/run.py SCENARIO PRIOR BATCHES FILE

Every batch of ten replicates has a seed of its own and is appended to the file when it is done, so that a
run can be broken off and go on later.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from gaiatsu.studies.calibration.posterior import CalibrationOptions
from gaiatsu.studies.calibration.ranks import ranks_of_truths
from gaiatsu.studies.simulate import find_scenario

BATCH, DRAWS, FIRST_SEED = 10, 400, 50_000


def main() -> None:
    """Run the batches that the file does not hold yet."""
    scenario, prior, batches, place = sys.argv[1:5]
    file = Path(place)
    done: set[int] = set()
    if file.exists():
        with file.open(newline="") as lines:
            done = {int(row["batch"]) for row in csv.DictReader(lines)}
    for batch in range(int(batches)):
        if batch in done:
            continue
        options = CalibrationOptions(draws=DRAWS, seed=FIRST_SEED + 1000 * batch)
        found = ranks_of_truths(find_scenario(scenario), prior, replicates=BATCH, options=options)
        fresh = not file.exists()
        with file.open("a", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            if fresh:
                writer.writerow(["batch", "draws", *found.names])
            writer.writerows([batch, found.draws, *row] for row in found.ranks.tolist())


if __name__ == "__main__":
    main()
