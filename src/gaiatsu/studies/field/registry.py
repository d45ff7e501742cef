"""Studies that the command offers: each is a module here that computes and one in the report that tells."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.errors import UnknownName

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.studies.field.records import FieldStudy, Progress

__all__ = ["STUDIES", "field_study"]

STUDIES: Final = ("decline", "legitimacy", "scope", "channels")
"""Names of the studies; a specification, a module with ``run`` and ``report.narrative.field_NAME`` each."""

ELSEWHERE: Final = {"channels": "gaiatsu.studies.channels.study"}
"""Modules of the studies that do not stand in ``studies.field``."""

PARALLEL: Final = frozenset({"channels"})
"""Studies that can use several processes; their results do not depend on how many."""


def _module(name: str) -> Any:
    if name not in STUDIES:
        msg = f"No study is called {name!r}."
        raise UnknownName(msg, expected=f"one of {', '.join(STUDIES)}")
    return import_module(ELSEWHERE.get(name, f"gaiatsu.studies.field.{name}"))


def field_study(
    name: str,
    data_dir: Path | str | None = None,
    *,
    seed: int = 1999,
    progress: Progress | None = None,
    workers: int = 1,
) -> FieldStudy:
    """Run a study on data that the article never saw.

    Parameters
    ----------
    name
        One of `STUDIES`.
    data_dir
        Folder of external data; the one named by the environment when left out.
    seed
        Seed of every random stream.
    progress
        Called as each step begins.
    workers
        Processes, for a study that can use several. A script that asks for more than one keeps its own work
        under ``if __name__ == "__main__"``.

    Returns
    -------
    FieldStudy
        Every estimate of its specification, and its verdicts.

    Raises
    ------
    UnknownName
        If no study has that name.
    MissingData
        If a data set that it needs is not there.
    """
    more = {"workers": workers} if name in PARALLEL else {}
    found: FieldStudy = _module(name).run(data_dir, seed=seed, progress=progress, **more)
    return found
