"""A sweep as a page: one HTML page, the same as PDF, tables, figures, and the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.bundle import write
from gaiatsu.report.narrative.swept import compose_sweep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gaiatsu.studies.sweeps import SweepResult

__all__ = ["write_sweep"]


def write_sweep(
    result: SweepResult, out: Path, *, progress: Callable[[str, int, int], None] | None = None
) -> list[str]:
    """Write the report of a sweep into a folder, all or none.

    Parameters
    ----------
    result
        What the sweep came to.
    out
        The folder; made, or replaced where it holds an earlier report and nothing else.
    progress
        Called as each step begins, with its name, number and the number of steps.

    Returns
    -------
    list of str
        Files, relative to the folder.

    Raises
    ------
    OutputError
        The folder holds other files or cannot be written.
    """
    report = compose_sweep(result)
    return [path.relative_to(out).as_posix() for path in write(report, out, progress=progress)]
