"""Studies that the command offers: each is a module here that computes and one in the report that tells."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.errors import UnknownName

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.studies.field.records import FieldStudy, Progress

__all__ = ["STUDIES", "field_study"]

STUDIES: Final = ("decline", "legitimacy", "scope")
"""Names of the studies; a specification, ``studies.field.NAME`` and ``report.narrative.field_NAME`` each."""


def _module(name: str) -> Any:
    if name not in STUDIES:
        msg = f"No study is called {name!r}."
        raise UnknownName(msg, expected=f"one of {', '.join(STUDIES)}")
    return import_module(f"gaiatsu.studies.field.{name}")


def field_study(
    name: str,
    data_dir: Path | str | None = None,
    *,
    seed: int = 1999,
    progress: Progress | None = None,
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
    found: FieldStudy = _module(name).run(data_dir, seed=seed, progress=progress)
    return found
