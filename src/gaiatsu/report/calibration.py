"""A relationship calibrated to its record, as files: one page, the same as PDF, tables, charts, the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.bundle import write
from gaiatsu.report.narrative.calibrated import compose_calibration

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.studies.calibration import CalibrationStudy

__all__ = ["write_calibration"]


def write_calibration(study: CalibrationStudy, out: Path) -> list[str]:
    """Write the report of a calibrated scenario into a folder, all or none.

    Parameters
    ----------
    study
        What the record says.
    out
        The folder; made, or replaced where it holds an earlier report and nothing else.

    Returns
    -------
    list of str
        Files, relative to the folder.

    Raises
    ------
    OutputError
        The folder holds other files or cannot be written.
    """
    return [path.relative_to(out).as_posix() for path in write(compose_calibration(study), out)]
