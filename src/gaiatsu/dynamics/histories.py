"""What a run leaves behind: states, outcomes and parts of change by year and relationship."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.elites import IdentityChange
from gaiatsu.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gaiatsu.dynamics.step import Year

__all__ = ["COLUMNS", "INDICES", "LEVELS", "PARTS", "STATES", "Histories", "new_columns", "write_year"]

Array = NDArray[np.float64] | NDArray[np.int8]

STATES: Final = (
    "hierarchy",
    "hierarchy_security",
    "hierarchy_economic",
    "trust_of_sender",
    "trust_of_target",
    "resolve",
    "credibility",
    "legitimacy",
    "depth",
)
"""Columns of numbers from 0 to 1."""

LEVELS: Final = ("demand", "threatened", "concession", "carried_out", "backlash", "deal")
"""Columns of whole numbers, -1 where there was nothing."""

PARTS: Final = tuple(f"change_{name}" for name in IdentityChange._fields)
"""Columns of the parts of the change of hierarchy over each year."""

INDICES: Final = ("payoff", "provocation")
"""Columns of the indices of the answer, eta and that of the backlash; kept only where asked for."""

COLUMNS: Final = (*STATES, *LEVELS, *PARTS)
"""Columns that a run keeps unless told otherwise."""


@dataclass(frozen=True, eq=False)
class Histories:
    """Histories of many relationships; every column has the shape ``(year, relationship)``.

    Parameters
    ----------
    years
        The years.
    columns
        Columns by name, as many of ``COLUMNS`` and ``INDICES`` as were asked for. States are those at the
        start of a year.
    replicates
        Relationships that share a set of parameters; they stand side by side.
    """

    years: NDArray[np.int64]
    columns: Mapping[str, Array]
    replicates: int = 1

    def __getitem__(self, name: str) -> Array:
        if name not in self.columns:
            msg = f"The histories hold no column {name!r}."
            raise UnknownName(
                msg,
                expected=f"one of {', '.join(self.columns)}",
                todo="Name it among the columns of the run.",
            )
        return self.columns[name]

    @property
    def relationships(self) -> int:
        """Number of relationships."""
        return int(next(iter(self.columns.values())).shape[1])


def new_columns(names: Iterable[str], years: int, size: int) -> dict[str, Array]:
    """Make room for columns.

    Parameters
    ----------
    names
        Some of ``COLUMNS`` and ``INDICES``.
    years, size
        Shape.

    Returns
    -------
    dict
        Arrays to be filled.

    Raises
    ------
    UnknownName
        There is no such column.
    """
    wanted = tuple(names)
    unknown = [name for name in wanted if name not in (*COLUMNS, *INDICES)]
    if unknown:
        msg = f"There is no column {unknown[0]!r}."
        raise UnknownName(msg, expected=f"some of {', '.join((*COLUMNS, *INDICES))}")
    columns: dict[str, Array] = {}
    for name in wanted:
        columns[name] = np.empty((years, size), np.int8) if name in LEVELS else np.empty((years, size))
    return columns


def write_year(columns: Mapping[str, Array], year: Year, *, row: int, places: slice) -> None:
    """Write a year of some relationships into the columns.

    Parameters
    ----------
    columns
        From `new_columns`.
    year
        The year.
    row
        Its row.
    places
        The relationships.
    """
    for name, column in columns.items():
        value = getattr(year.change, name.removeprefix("change_")) if name in PARTS else getattr(year, name)
        column[row, places] = value
