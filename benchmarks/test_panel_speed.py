"""The thirteen additions that peacesciencer offers, on 1.44 million directed dyad-years, beside pandas."""

from __future__ import annotations

import gc
import importlib.util
import resource
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gaiatsu.context.dyads.base import dyad_years
from gaiatsu.context.dyads.build import build, read_tables
from gaiatsu.context.dyads.records import Years
from gaiatsu.context.dyads.registry import ADDITIONS, addition
from gaiatsu.context.dyads.spec import PanelSpec, Unit

pytestmark = pytest.mark.data

# alliances (two lists), capabilities, trade, contiguity, two distances, organizations, democracy, output,
# major powers, rivalries and two codings of disputes
THIRTEEN = (
    "alliance",
    "cinc",
    "trade",
    "contiguity",
    "capital_distance",
    "min_distance",
    "igo",
    "democracy",
    "gdp",
    "majors",
    "rivalry",
    "disputes",
)
YEARS = Years(1946, 2010)
LEAST_RATIO = 1.2  # processor time of the merges alone over that of reading and joining here
MOST_GIB = 2
GIB = 2**20  # in the kilobytes that the operating system counts

FRESH = """
import resource, sys, time
start = time.perf_counter()
import gaiatsu
request = gaiatsu.panel("dyad-year", years=(int(sys.argv[2]), int(sys.argv[3])), data=sys.argv[1])
table = request.add(*sys.argv[4].split(",")).build()
used = resource.getrusage(resource.RUSAGE_SELF)
print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss, table.frame.height)
"""


def peer() -> ModuleType:
    """Load the same joins written in pandas."""
    path = Path(__file__).parent / "peers" / "pandas_panel.py"
    spec = importlib.util.spec_from_file_location("pandas_panel", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def fresh(data: Path, first: int, last: int, names: tuple[str, ...]) -> tuple[float, float, float, int]:
    """Seconds, processor seconds, kilobytes at the most and rows of a build in a new process."""
    words = [sys.executable, "-c", FRESH, str(data), str(first), str(last), ",".join(names)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    return float(said[0]), float(said[1]), float(said[2]), int(said[3])


@pytest.mark.benchmark(timer=processor_seconds)
def test_thirteen_additions_cost_a_fraction_of_the_merges_in_pandas(benchmark: Any, data_dir: Path) -> None:
    additions = [addition(name) for name in THIRTEEN]
    spec = PanelSpec(Unit.DYAD_YEAR, YEARS, THIRTEEN)

    def ours() -> int:
        return build(spec, read_tables(additions, data_dir)).frame.height

    rows = benchmark.pedantic(ours, rounds=3, warmup_rounds=1)
    walls, used = [], []
    for _ in range(3):
        gc.collect()
        wall, start = time.perf_counter(), processor_seconds()
        ours()
        walls.append(time.perf_counter() - wall)
        used.append(processor_seconds() - start)

    tables = read_tables(additions, data_dir)
    other = peer()
    base = other.as_pandas(dyad_years(tables["cow_states"].table, spec))
    parts = other.prepared(additions, tables, YEARS)
    wall, start = time.perf_counter(), processor_seconds()
    merged = other.merge_all(base, parts)
    pandas = processor_seconds() - start
    benchmark.extra_info |= {
        "wall s": min(walls),
        "processor s": min(used),
        "pandas wall s": time.perf_counter() - wall,
        "pandas processor s": pandas,
        "ratio": pandas / min(used),
    }

    assert rows == len(merged) == 1_444_960
    assert pandas / min(used) >= LEAST_RATIO


@pytest.mark.parametrize(("names", "last", "most"), [(THIRTEEN, 2010, MOST_GIB), (tuple(ADDITIONS), 2014, 4)])
@pytest.mark.benchmark(timer=processor_seconds)
def test_a_fresh_process_stays_within_its_memory(
    benchmark: Any, data_dir: Path, names: tuple[str, ...], last: int, most: float
) -> None:
    found = benchmark.pedantic(fresh, args=(data_dir, YEARS.first, last, names), rounds=1)
    benchmark.extra_info |= {
        "wall s": found[0],
        "processor s": found[1],
        "GiB": found[2] / GIB,
        "rows": found[3],
    }

    assert found[2] / GIB <= most
