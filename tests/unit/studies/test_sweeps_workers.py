"""A sweep by several worker processes: equal to one process to the bit, also when a worker is lost."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.sweeps import Computing, SweepPlan, find_sweep, plan_sweep, pool, sweep
from gaiatsu.studies.sweeps.digests import is_read
from gaiatsu.studies.sweeps.plan import Cell, Code

pytestmark = pytest.mark.xdist_group("workers")

SPEC = """
title: Shared
scenarios: [ten.yaml]
strategies: [status-quo, mixed.yaml]
grid: {hierarchy: {from: 0, to: 1, steps: 8}}
draws: 150
measures: [concession, hierarchy, first_refusal]
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> SweepPlan:
    folder = tmp_path_factory.mktemp("plan")
    (folder / "shared.yaml").write_text(SPEC)
    (folder / "ten.yaml").write_text("based_on: template\ntitle: Ten\nyears: 1990-1996\n")
    (folder / "mixed.yaml").write_text("title: Mixed\nblend: {social: 2, firm.yaml: 1}\n")
    (folder / "firm.yaml").write_text("title: Firm\nbased_on: social\nthreatens: always\n")
    spec, beside = find_sweep(folder / "shared.yaml")
    plan = plan_sweep(spec, beside=beside)
    shutil.rmtree(folder)  # nobody who computes a cell reads a file
    return plan


@pytest.fixture(scope="module")
def serial(plan: SweepPlan, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Tables of one process."""
    out = tmp_path_factory.mktemp("serial") / "out"
    sweep(plan, out)
    return tables(out)


def tables(out: Path) -> list[bytes]:
    return [(out / f"{name}.parquet").read_bytes() for name in ("results", "differences", "interactions")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler with a worker, both threads of this process."""
    distributed = pytest.importorskip("distributed")
    options = {"dashboard_address": "127.0.0.1:0", "host": "127.0.0.1", "protocol": "tcp"}
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, **options) as found:
        yield found


@pytest.fixture(scope="module")
def address(cluster: Any) -> str:
    return str(cluster.scheduler_address)


def test_a_worker_killed_half_way_loses_repeats_and_changes_nothing(
    plan: SweepPlan, serial: list[bytes], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    out, lost, seen, processes, loaded = tmp_path / "out", [], [], dict[str, int](), set[str]()

    def modules() -> tuple[int, list[str]]:
        import sys

        paths = [str(getattr(one, "__file__", "")) for name, one in sys.modules.items() if "gaiatsu" in name]
        return os.getpid(), [path.rpartition("/gaiatsu/")[2] for path in paths]

    def kill(cell: Cell | None, done: int, total: int) -> None:
        if cell is None:
            return
        seen.append(cell.number)
        client = distributed.default_client()
        if done == 1:
            for worker, (process, read) in client.run(modules).items():
                processes[worker] = process
                loaded.update(read)
        held = client.processing()
        busiest = max(held, key=lambda worker: len(held[worker]))
        if lost or done < 3 or not held[busiest]:
            return
        lost.append(len(held[busiest]))
        os.kill(processes[busiest], signal.SIGKILL)

    result = sweep(plan, out, computing=Computing(workers=3), progress=kill)

    assert len(set(processes.values()) - {os.getpid()}) == 3
    assert len(lost) == 1  # one that was at work
    assert "dynamics/step.py" in loaded
    assert [path for path in loaded if not is_read(path)] == []  # all code of a cell is in its digest
    assert sorted(seen) == list(range(16))
    assert (result.kept, result.computed) == (0, 16)
    assert tables(out) == serial


def test_an_interrupt_keeps_what_was_finished_and_the_rest_can_be_computed_elsewhere(
    plan: SweepPlan, serial: list[bytes], cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(pool, "_LOOK", 0.0)
    handed_out = []

    def interrupt(cell: Cell | None, done: int, total: int) -> None:
        if done:
            handed_out.append(len(distributed.default_client().futures))
        if done == 1:
            cluster.scale(2)
            distributed.default_client().wait_for_workers(2)
        if done == 5:
            raise KeyboardInterrupt

    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        sweep(plan, out, computing=Computing(scheduler=cluster.scheduler_address), progress=interrupt)
    assert len(list((out / "parts").iterdir())) == 5
    result = sweep(plan, out, resume=True)  # in this process

    assert handed_out[0] <= 4 < max(handed_out) <= 8  # a worker that comes later is supplied too
    assert (result.kept, result.computed) == (5, 11)
    assert tables(out) == serial


def test_an_error_in_a_cell_comes_back_as_it_was_raised(plan: SweepPlan, address: str) -> None:
    cell = replace(plan.tasks[0].cell, digest="0" * 64)
    task = replace(plan.tasks[0], code=Code("9.9", ""), cell=cell)

    with pytest.raises(InvalidSpecification, match=r"9\.9"):
        next(pool.computed([task], Computing(scheduler=address)))


def test_a_scheduler_that_does_not_answer_is_named(plan: SweepPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_PATIENCE", 0.5)

    with pytest.raises(InvalidSpecification, match=r"tcp://127\.0\.0\.1:9"):
        next(pool.computed(plan.tasks, Computing(scheduler="tcp://127.0.0.1:9")))


def test_a_cell_that_takes_workers_down_is_named() -> None:
    from distributed import KilledWorker

    def result() -> None:
        key = "gaiatsu"
        raise KilledWorker(key, SimpleNamespace(address="tcp://x"), 3)

    task = SimpleNamespace(cell=SimpleNamespace(number=3, scenario="template"))
    with pytest.raises(pool.ComputationError, match="Cell 3"):
        pool._result(SimpleNamespace(result=result), task)  # type: ignore[arg-type]
