"""A tournament as files: the report, its charts and tables, and the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.bundle import check_place, files_of, put
from gaiatsu.report.narrative.tournament import compose_tournament

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.studies.tournament import Tournament

__all__ = ["write_tournament"]


def write_tournament(found: Tournament, out: Path) -> list[str]:
    """Write the report of a tournament, its charts and tables into a folder, all or none.

    Parameters
    ----------
    found
        The tournament.
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
    check_place(out)
    made = files_of(compose_tournament(found))
    put(made, out)
    return list(made)
