"""Time the whole report with nothing cached and again with the compilation cache filled."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

CASE_SET = "schoppa1999"
BUDGET = {"first run, nothing cached": 90.0, "second run": 30.0}


@dataclass(frozen=True)
class Run:
    """One run of the report: seconds on the wall and of the processor, and what it wrote."""

    name: str
    wall: float
    processor: float
    files: int
    megabytes: float


def time_report(name: str, folder: Path) -> Run:
    """Run ``gaiatsu replicate`` with its caches inside ``folder``."""
    out = folder / name.replace(" ", "-").replace(",", "")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    program = str(Path(sys.executable).with_name("gaiatsu"))
    command = [program, "replicate", CASE_SET, "--out", str(out)]
    used, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    written = [path for path in out.rglob("*") if path.is_file()]
    return Run(
        name,
        wall,
        after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime,
        len(written),
        sum(path.stat().st_size for path in written) / 1e6,
    )


def main() -> int:
    """Print the table; end with 1 when a budget is exceeded."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [time_report(name, Path(folder)) for name in BUDGET]
    print("| run | wall s | processor s | budget s | files | MB |\n|---|--:|--:|--:|--:|--:|")
    for run in runs:
        times = f"{run.wall:.1f} | {run.processor:.1f} | {BUDGET[run.name]:.0f}"
        print(f"| {run.name} | {times} | {run.files} | {run.megabytes:.1f} |")
    return int(any(run.wall > BUDGET[run.name] for run in runs))


if __name__ == "__main__":
    sys.exit(main())
