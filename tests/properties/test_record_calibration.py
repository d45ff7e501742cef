"""Truths rank evenly among draws given the record they made, and do not if the record is read wrongly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaiatsu.dynamics import Record, draw_parameters
from gaiatsu.dynamics.condition import ConditionOptions, DemandRecord, condition, record_of
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.observed import ObservedDemand
from gaiatsu.inference.calibration import Calibration, calibrate
from gaiatsu.inference.importance import resample
from gaiatsu.studies.calibration.ranks import simulated_record

SETTING = replace(quiet_setting(1970, 1976, shocks=(1972.5,)), record=Record(threats=True))
PRESSURE = {"threatened_cost": 0.6, "public_posture": 0.5, "domestic_support": 0.3, "unilateral": True}
RECORD = record_of([ObservedDemand(year, year % 3, **PRESSURE) for year in (1971, 1973, 1974, 1974, 1975)])  # type: ignore[arg-type]
NAMES = ("threshold_first", "hierarchy", "backlash_first", "resolve_prior", "depth_rule", "log likelihood")
REPLICATES, POOL = 50, 700


def turned(record: DemandRecord) -> DemandRecord:
    """The record as somebody would have it who reads every grade upside down."""
    demands = tuple(replace(demand, grade=3 - (demand.grade or 0)) for demand in record.demands)
    return DemandRecord(demands, record.first, record.last)


@pytest.fixture(scope="module")
def ranked() -> tuple[Calibration, ...]:
    """Ranks among draws given the record, given the record upside down, and from the prior alone."""
    truths, pool = draw_parameters(REPLICATES, seed=21), draw_parameters(POOL, seed=22)
    answered = condition(SETTING, truths, RECORD, seed=23, options=ConditionOptions(()))
    beliefs = np.stack([pool[name] for name in NAMES[:-1]], axis=1)
    drawn: list[list[np.ndarray]] = [[], [], []]
    likely = []
    for replicate in range(REPLICATES):
        rng = np.random.default_rng(replicate)
        seen = simulated_record(RECORD, answered, replicate, rng=rng)
        right, wrong = (condition(SETTING, pool, read, seed=replicate).total for read in (seen, turned(seen)))
        for place, weights in enumerate((right, wrong, np.zeros(POOL))):
            drawn[place].append(np.column_stack([beliefs, right])[resample(weights, rng, 99)])
        likely.append(condition(SETTING, truths, seen, seed=23).total[replicate])
    truth = np.column_stack([*(truths[name] for name in NAMES[:-1]), likely])
    found = [
        calibrate(truth, np.stack(draws), names=NAMES, rng=np.random.default_rng(1), bins=8)
        for draws in drawn
    ]
    return tuple(found)


def test_the_likelihood_is_that_of_the_engine_that_draws(ranked: tuple[Calibration, ...]) -> None:
    """Conduct in deals is drawn here, so that the likelihood is an estimate with one path."""
    assert ranked[0].p_values.min() > 0.01 / len(NAMES)


def test_a_record_read_upside_down_is_noticed(ranked: tuple[Calibration, ...]) -> None:
    assert ranked[1].p_values[NAMES.index("threshold_first")] < 1e-4


def test_draws_that_leave_the_record_out_are_noticed_by_the_likelihood_alone(
    ranked: tuple[Calibration, ...],
) -> None:
    """Every parameter ranks evenly among draws of the prior (Modrák and others 2023)."""
    blind = ranked[2].p_values

    assert blind[:-1].min() > 0.01 / len(NAMES)
    assert blind[-1] < 1e-4
