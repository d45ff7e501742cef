# ruff: noqa: INP001
"""Evidence of the record of us-japan by repeated runs of the sampler, and by weighting draws of the prior.

    python validation/calibration/evidence.py DRAWS FIRST_SEED RUNS FILE
    python validation/calibration/evidence.py prior THOUSANDS WORLD FILE

The first line appends a row for each run with its own estimate of its error; the second appends the mean
likelihood of as many thousand draws of the default prior, in a world, which knows nothing of the sampler.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.special import logsumexp

from gaiatsu.dynamics.condition import ConditionOptions, condition
from gaiatsu.dynamics.coordinates import coordinates_of
from gaiatsu.studies.calibration.model import RelationshipModel
from gaiatsu.studies.calibration.posterior import CalibrationOptions, anneal_in_world
from gaiatsu.studies.calibration.record import demands_on_record
from gaiatsu.studies.simulate import find_scenario
from gaiatsu.studies.simulate.making import make_setting

HEAD = ("way", "world", "draws", "seed", "log_evidence", "log_evidence_se")
SCENARIO, PRIOR, CHUNK = "us-japan", "default", 2000


def sampled(draws: int, first: int, runs: int) -> Iterator[tuple[object, ...]]:
    """Run the sampler with one seed after another."""
    for seed in range(first, first + runs):
        options = CalibrationOptions(draws=draws, seed=seed)
        found = anneal_in_world(find_scenario(SCENARIO), PRIOR, "article", options=options)
        yield "sampler", "article", draws, seed, round(found.log_evidence, 4), round(found.log_evidence_se, 4)


def weighted(thousands: int, world: str) -> tuple[object, ...]:
    """Take the mean likelihood of draws of the prior."""
    scenario = find_scenario(SCENARIO)
    setting = make_setting(scenario)
    record = demands_on_record(scenario, setting)
    here = ConditionOptions(world=world)
    model = RelationshipModel(scenario, setting, record, coordinates_of(PRIOR), here)
    found = []
    for chunk in range(thousands * 1000 // CHUNK):
        points = np.random.default_rng([chunk, 7]).standard_normal((CHUNK, model.dimension))
        drawn = model.parameters(points[model.allowed(points)])
        found.append(condition(setting, drawn, record, seed=chunk, options=here).total)
    values = np.concatenate(found)
    mean = float(logsumexp(values) - np.log(values.size))
    error = float(np.exp(values - mean).std() / np.sqrt(values.size))
    return "prior", world, values.size, 7, round(mean, 4), round(error, 4)


def main() -> None:
    """Append rows to the file."""
    first, second, third, place = sys.argv[1:5]
    file = Path(place)
    rows = (
        [weighted(int(second), third)] if first == "prior" else sampled(int(first), int(second), int(third))
    )
    for row in rows:
        fresh = not file.exists()
        with file.open("a", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerows([HEAD] * fresh)
            writer.writerow(row)


if __name__ == "__main__":
    main()
