from __future__ import annotations

import os
from functools import partial

from gaiatsu import cases
from gaiatsu.report.values import dump
from gaiatsu.studies.power import PowerDesign, PowerSettings, power
from gaiatsu.studies.replicate import _begin, _second_process

PARENT = os.getpid()


def _die_elsewhere(parent: int) -> int:
    if os.getpid() != parent:
        os._exit(1)
    return os.getpid()


def test_one_worker_opens_no_process_and_works_when_asked() -> None:
    with _second_process(1) as pool:
        assert pool is None
        assert _begin(pool, os.getpid)() == PARENT


def test_the_study_of_power_is_the_same_in_a_second_process() -> None:
    settings = PowerSettings(designs=(PowerDesign("the episodes at hand", replicates=4),), draws=200)
    task = partial(power, cases.load("schoppa1999"), seed=3, settings=settings)

    with _second_process(2) as pool:
        there = _begin(pool, task)()

    assert dump(there) == dump(task())


def test_a_process_that_dies_loses_nothing() -> None:
    with _second_process(2) as pool:
        collect = _begin(pool, partial(_die_elsewhere, PARENT))

        assert collect() == PARENT
