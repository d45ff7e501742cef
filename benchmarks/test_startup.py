"""How long a user waits before anything happens."""

from __future__ import annotations

import resource
from collections.abc import Callable
from typing import Any

import pytest

ROUNDS = 9
IMPORT_BUDGET = 0.3
HELP_BUDGET = 0.5

BARE = "pass"
IMPORT = "import gaiatsu"
HELP = "import sys; sys.argv[1:] = ['--help']; from gaiatsu.cli import main; main()"


def processor_seconds() -> float:
    """Processor time of the finished child processes."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def fastest(run: Callable[[str], None], statement: str) -> float:
    """Least processor time of several runs: the one that was disturbed least."""
    times = []
    for _ in range(ROUNDS):
        start = processor_seconds()
        run(statement)
        times.append(processor_seconds() - start)
    return min(times)


@pytest.mark.benchmark(timer=processor_seconds)
def test_import_costs_little_more_than_the_interpreter(
    benchmark: Any, interpreter: Callable[[str], None]
) -> None:
    bare = fastest(interpreter, BARE)
    benchmark.pedantic(interpreter, args=(IMPORT,), rounds=ROUNDS, warmup_rounds=1)
    least = fastest(interpreter, IMPORT)
    benchmark.extra_info["ratio to a bare interpreter"] = least / bare

    assert least - bare <= IMPORT_BUDGET


@pytest.mark.benchmark(timer=processor_seconds)
def test_help_comes_at_once(benchmark: Any, interpreter: Callable[[str], None]) -> None:
    bare = fastest(interpreter, BARE)
    benchmark.pedantic(interpreter, args=(HELP,), rounds=ROUNDS, warmup_rounds=1)
    least = fastest(interpreter, HELP)
    benchmark.extra_info["ratio to a bare interpreter"] = least / bare

    assert least <= HELP_BUDGET
