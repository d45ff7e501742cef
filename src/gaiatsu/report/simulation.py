"""A simulated scenario, or two compared, as files: one page, the same as PDF, tables, charts, the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.bundle import write
from gaiatsu.report.narrative.simulated import compose_simulation
from gaiatsu.report.narrative.simulated_comparison import compose_comparison
from gaiatsu.studies.simulate import SimulationStudy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gaiatsu.studies.simulate import ScenarioComparison

__all__ = ["write_simulation"]


def write_simulation(
    study: SimulationStudy | ScenarioComparison,
    out: Path,
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[str]:
    """Write the report of a simulated scenario, or of two compared, into a folder, all or none.

    Parameters
    ----------
    study
        What came of the scenario, or the comparison.
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
    report = compose_simulation(study) if isinstance(study, SimulationStudy) else compose_comparison(study)
    return [path.relative_to(out).as_posix() for path in write(report, out, progress=progress)]
