"""What a sweep varies, as axes with a baseline: each cell has a place on every axis, and partners."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.sweeps.spec import levels_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaiatsu.studies.sweeps.spec import SweepSpec

__all__ = ["NAMED", "POINT", "Axis", "Grid", "grid_of"]

NAMED: Final = ("scenario", "strategy", "world", "prior")
POINT: Final = "point"


@dataclass(frozen=True)
class Axis:
    """A thing that the sweep may vary.

    Parameters
    ----------
    name
        ``scenario``, ``strategy``, ``world``, ``prior``, the name of a parameter, or ``point``.
    levels
        Its values as text, in the order of the sweep.
    values
        The numbers, where it is a parameter.
    baseline
        Place of the value that the others are compared with.
    """

    name: str
    levels: tuple[str, ...]
    values: tuple[float, ...] = ()
    baseline: int = 0


@dataclass(frozen=True)
class Grid:
    """All axes of a sweep; cells are numbered with the last axis running fastest.

    Parameters
    ----------
    axes
        The axes, those with a single value included.
    """

    axes: tuple[Axis, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values on each axis."""
        return tuple(len(axis.levels) for axis in self.axes)

    @property
    def varied(self) -> tuple[Axis, ...]:
        """Axes with more than one value."""
        return tuple(axis for axis in self.axes if len(axis.levels) > 1)

    def place(self, number: int) -> tuple[int, ...]:
        """Place of a cell on each axis.

        Parameters
        ----------
        number
            Number of the cell, from 0.

        Returns
        -------
        tuple of int

        Examples
        --------
        >>> Grid((Axis("world", ("a", "b")), Axis("trust", ("0", "1", "2")))).place(4)
        (1, 1)
        """
        return tuple(int(one) for one in np.unravel_index(number, self.shape))

    def number(self, place: Sequence[int]) -> int:
        """Count to the cell at a place."""
        return int(np.ravel_multi_index(tuple(place), self.shape))

    def moved(self, number: int, **to: int) -> int:
        """Find the cell that differs from another in some axes alone.

        Parameters
        ----------
        number
            Number of the other cell.
        to
            Place on each axis that is changed, by name.

        Returns
        -------
        int

        Examples
        --------
        >>> Grid((Axis("world", ("a", "b")), Axis("trust", ("0", "1", "2")))).moved(4, trust=0)
        3
        """
        place = self.place(number)
        return self.number([to.get(axis.name, one) for axis, one in zip(self.axes, place, strict=True)])

    def along(self, axis: Axis, place: int) -> list[tuple[int, int]]:
        """List the cells with a value of an axis, each with its partner at the baseline.

        Parameters
        ----------
        axis, place
            The axis, and the place of the value on it.

        Returns
        -------
        list of tuple
            Numbers of cell and partner, which differ in nothing else.

        Examples
        --------
        >>> trust = Axis("trust", ("0", "1", "2"), baseline=1)
        >>> Grid((Axis("world", ("a", "b")), trust)).along(trust, 2)
        [(2, 1), (5, 4)]
        """
        numbers, at = np.arange(int(np.prod(self.shape))).reshape(self.shape), self.axes.index(axis)
        cells, partners = (numbers.take(one, axis=at).ravel().tolist() for one in (place, axis.baseline))
        return list(zip(cells, partners, strict=True))

    @property
    def origin(self) -> int:
        """Number of the cell that is the baseline on every axis."""
        return self.number([axis.baseline for axis in self.axes])


def grid_of(spec: SweepSpec, *, scenarios: Sequence[str], strategies: Sequence[str]) -> Grid:
    """Lay out the axes of a sweep, and find the baseline of each.

    Parameters
    ----------
    spec
        The words of the sweep.
    scenarios, strategies
        Their names, which for files differ from the words.

    Returns
    -------
    Grid

    Raises
    ------
    InvalidSpecification
        Two files of one name, or a baseline that the sweep does not have.
    """
    names = (scenarios, strategies, spec.worlds, spec.priors)
    for what, found in zip(("scenarios", "strategies"), names, strict=False):
        twice = sorted({name for name in found if list(found).count(name) > 1})
        if twice:
            msg = f"Two {what} of the sweep are called {', '.join(twice)}."
            raise InvalidSpecification(msg, expected="a name for each", todo="Rename one of the files.")
    axes = [Axis(name, tuple(levels)) for name, levels in zip(NAMED, names, strict=True)]
    if spec.points:
        said = (", ".join(f"{name} {value:g}" for name, value in point.items()) for point in spec.points)
        axes.append(Axis(POINT, tuple(said)))
    for name, given in spec.grid.items():
        values = levels_of(given)
        axes.append(Axis(name, texts_of(values), values))
    return Grid(_with_baselines(spec, axes))


def _with_baselines(spec: SweepSpec, axes: list[Axis]) -> tuple[Axis, ...]:
    wanted = spec.baseline if isinstance(spec.baseline, dict) else {}
    known = [axis.name for axis in axes if axis.name != POINT]
    for name in wanted:
        if name not in known:
            msg = f"The baseline of the sweep names {name}, which the sweep does not vary."
            raise InvalidSpecification(msg, expected=f"one of {', '.join(known)}; of points, the first is it")
    words = dict(zip(NAMED, (spec.scenarios, spec.strategies, spec.worlds, spec.priors), strict=True))
    return tuple(
        Axis(axis.name, axis.levels, axis.values, _place(axis, wanted[axis.name], words.get(axis.name, ())))
        if axis.name in wanted
        else axis
        for axis in axes
    )


def _place(axis: Axis, wanted: str | float, words: tuple[str, ...]) -> int:
    """Find the baseline's value on an axis: by name, by the word of the sweep's file, or by number."""
    for place, level in enumerate(axis.levels):
        if axis.values:
            if isinstance(wanted, int | float) and isclose(axis.values[place], wanted, abs_tol=1e-12):
                return place
        elif wanted == level or (words and wanted == words[place]):
            return place
    msg = f"The baseline of the sweep is {axis.name} = {wanted}, which the sweep does not have."
    raise InvalidSpecification(msg, expected=f"one of {', '.join(axis.levels)}")
