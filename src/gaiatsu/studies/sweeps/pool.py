"""Cells computed, one after another here or by the workers of a Dask cluster; only this module knows Dask."""

from __future__ import annotations

import logging
import signal
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_all_start_methods, get_context
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.errors import ComputationError, InvalidSpecification, MissingExtra
from gaiatsu.studies.sweeps.measuring import compute

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from gaiatsu.studies.sweeps.measuring import Finding
    from gaiatsu.studies.sweeps.plan import Task

__all__ = ["Computing", "computed", "has_dask"]

_METHOD: Final = "distributed.worker.multiprocessing-method"

_WORKER: Final = "gaiatsu.studies.sweeps.worker"

_PATIENCE: Final = 30.0
"""Seconds that a scheduler and a first worker have to answer."""

_LOOK: Final = 1.0
"""Seconds after which the workers are counted again."""

_WINDOW: Final = 4
"""Cells handed out ahead for each worker."""


@dataclass(frozen=True)
class Computing:
    """Where cells are computed.

    Parameters
    ----------
    workers
        Processes on this machine; with one, cells are computed here and Dask is not needed.
    scheduler
        Address of a running Dask scheduler, such as ``tcp://10.0.0.5:8786``; its workers are used instead.

    Raises
    ------
    InvalidSpecification
        Fewer than one worker.
    """

    workers: int = 1
    scheduler: str | None = None

    def __post_init__(self) -> None:
        if self.workers < 1:
            msg = f"A sweep with {self.workers} workers does nothing."
            raise InvalidSpecification(msg, expected="at least one worker")

    @property
    def alone(self) -> bool:
        """Whether cells are computed in this process."""
        return self.scheduler is None and self.workers == 1


def has_dask() -> bool:
    """Whether the extra that brings Dask is installed."""
    return find_spec("distributed") is not None


def computed(tasks: Sequence[Task], computing: Computing) -> Generator[tuple[Task, Finding]]:
    """Compute cells and hand each over as soon as it is finished, in no order.

    Parameters
    ----------
    tasks
        The cells.
    computing
        Where.

    Yields
    ------
    tuple
        A task and what came of it.

    Raises
    ------
    MissingExtra
        More than this process is asked for and Dask is not installed.
    InvalidSpecification
        No scheduler answers at the address, or it has no worker.
    ComputationError
        A cell took down every worker that tried it.
    """
    if computing.alone or not tasks:
        for task in tasks:
            yield task, compute(task)
        return
    if not has_dask():
        msg = "A sweep over several workers needs distributed, which is not installed."
        todo = "pip install 'gaiatsu[cluster]', or leave out --scheduler and use --workers 1."
        raise MissingExtra(msg, todo=todo)
    with _client(computing, len(tasks)) as client:
        yield from _gathered(tasks, client)


@contextmanager
def _client(computing: Computing, tasks: int) -> Iterator[Any]:
    """Open a client of the scheduler, or of processes that are started here and end with the sweep."""
    distributed: Any = import_module("distributed")
    if computing.scheduler is not None:
        try:
            client = distributed.Client(computing.scheduler, timeout=_PATIENCE)
        except (OSError, ValueError, TypeError) as error:
            msg = f"No Dask scheduler answers at {computing.scheduler} ({type(error).__name__})."
            raise InvalidSpecification(msg, expected="an address such as tcp://10.0.0.5:8786") from error
        with client:
            yield client
        return
    many = min(computing.workers, tasks)
    where = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "silence_logs": logging.ERROR}
    with ExitStack() as stack:
        with import_module("dask").config.set({_METHOD: _starting()}), _deaf():
            _preload()
            cluster = distributed.LocalCluster(n_workers=many, threads_per_worker=1, processes=True, **where)
            stack.enter_context(cluster)
        yield stack.enter_context(distributed.Client(cluster))


@contextmanager
def _deaf() -> Iterator[None]:
    """Let processes that start now leave an interrupt from the keyboard to this one."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _preload() -> None:
    """Let the process that others are started from load what a cell needs, once for all of them."""
    import_module("distributed.utils").get_mp_context()  # chooses what it wants to be loaded, and once only
    if _starting() == "forkserver":
        get_context("forkserver").set_forkserver_preload(["distributed", _WORKER])


def _starting() -> str:
    """How processes are started: from one that has loaded Dask already, where the system can do that."""
    return "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


def _gathered(tasks: Sequence[Task], client: Any) -> Iterator[tuple[Task, Finding]]:
    """Keep every worker supplied without handing out everything at once.

    A worker that is lost loses what it had not handed over; the scheduler gives those cells to others.
    """
    waiting, known = iter(tasks), dict[str, "Task"]()
    running = import_module("distributed").as_completed()
    threads, looked = _workers(client), time.monotonic()
    for _ in range(_WINDOW * threads):
        _hand_out(waiting, client, running, known)
    for future in running:
        task = known.pop(future.key)
        finding = _result(future, task)
        future.release()
        if time.monotonic() - looked >= _LOOK:  # workers may have come since
            threads, looked = max(1, sum(client.nthreads().values())), time.monotonic()
        while len(known) < _WINDOW * threads and _hand_out(waiting, client, running, known):
            pass
        yield task, finding


def _hand_out(waiting: Iterator[Task], client: Any, running: Any, known: dict[str, Task]) -> bool:
    """Hand out the next cell; false where none is left."""
    task = next(waiting, None)
    if task is None:
        return False
    key = f"gaiatsu-{task.cell.digest}{'-pairs' * task.size.pairs}"
    known[key] = task
    running.add(client.submit(compute, task, key=key, pure=False))
    return True


def _workers(client: Any) -> int:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        msg = f"The scheduler at {client.scheduler.address} has no worker after {_PATIENCE:.0f} s."
        raise InvalidSpecification(msg, expected="at least one", todo="Start workers there first.") from error
    return sum(client.nthreads().values())


def _result(future: Any, task: Task) -> Finding:
    try:
        finding: Finding = future.result()
    except import_module("distributed").KilledWorker as error:
        msg = f"Cell {task.cell.number} ({task.cell.scenario}) took down every worker that tried it."
        todo = "Give the workers more memory or the sweep fewer draws; go on with --resume."
        raise ComputationError(msg, todo=todo) from error
    except ModuleNotFoundError as error:
        msg = f"A worker cannot load {error.name}."
        raise InvalidSpecification(msg, expected="gaiatsu installed where the workers run") from error
    return finding
