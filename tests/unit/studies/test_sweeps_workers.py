"""A sweep by several worker processes: equal to one process to the bit, also when a worker is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.sweeps import Computing, SweepPlan, find_sweep, plan_sweep, pool, sweep
from gaiatsu.studies.sweeps.plan import Cell

pytestmark = pytest.mark.xdist_group("workers")

SPEC = """
title: Shared
scenarios: [template]
strategies: [status-quo, social]
priors: [default, article]
grid: {hierarchy: {from: 0, to: 1, steps: 6}}
draws: 400
measures: [concession, hierarchy, first_refusal]
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> SweepPlan:
    file = tmp_path_factory.mktemp("plan") / "shared.yaml"
    file.write_text(SPEC)
    return plan_sweep(find_sweep(file)[0])


@pytest.fixture(scope="module")
def serial(plan: SweepPlan, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Results of one process."""
    out = tmp_path_factory.mktemp("serial") / "out"
    sweep(plan, out)
    return (out / "results.parquet").read_bytes()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with a worker, both threads of this process."""
    distributed = pytest.importorskip("distributed")
    options = {"dashboard_address": "127.0.0.1:0", "host": "127.0.0.1", "protocol": "tcp"}
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, **options) as cluster:
        yield cluster.scheduler_address


def test_a_worker_killed_half_way_loses_repeats_and_changes_nothing(
    plan: SweepPlan, serial: bytes, tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    out, lost, seen = tmp_path / "out", [], []

    def kill(cell: Cell | None, done: int, total: int) -> None:
        if cell is None:
            return
        seen.append(cell.number)
        if lost or done < 3:
            return
        client = distributed.default_client()
        processes, held = client.run(os.getpid), client.processing()
        assert len(set(processes.values()) - {os.getpid()}) == 3
        busiest = max(held, key=lambda worker: len(held[worker]))
        lost.append(len(held[busiest]))
        os.kill(processes[busiest], signal.SIGKILL)

    result = sweep(plan, out, computing=Computing(workers=3), progress=kill)

    assert lost[0] >= 1  # it was at work
    assert sorted(seen) == list(range(24))
    assert (result.kept, result.computed) == (0, 24)
    assert (out / "results.parquet").read_bytes() == serial


def test_an_interrupt_keeps_what_was_finished_and_the_rest_can_be_computed_elsewhere(
    plan: SweepPlan, serial: bytes, address: str, tmp_path: Path
) -> None:
    def interrupt(cell: Cell | None, done: int, total: int) -> None:
        if done == 7:
            raise KeyboardInterrupt

    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        sweep(plan, out, computing=Computing(scheduler=address), progress=interrupt)
    assert len(list((out / "parts").iterdir())) == 7
    result = sweep(plan, out, resume=True)  # in this process

    assert (result.kept, result.computed) == (7, 17)
    assert (out / "results.parquet").read_bytes() == serial


def test_an_error_in_a_cell_comes_back_as_it_was_raised(plan: SweepPlan, address: str) -> None:
    cell = replace(plan.tasks[0].cell, digest="0" * 64)

    with pytest.raises(InvalidSpecification, match=r"9\.9"):
        next(pool.computed([replace(plan.tasks[0], version="9.9", cell=cell)], Computing(scheduler=address)))
