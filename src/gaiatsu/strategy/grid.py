"""A lattice over the state of a reduced relationship, and what lies between its points."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["Lattice", "Places"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Places:
    """Where points lie between the points of a lattice.

    Parameters
    ----------
    corners
        Places of the surrounding points in a row over the lattice, shape ``(2^d, n)``.
    weights
        Their weights, which add up to 1, same shape.
    """

    corners: NDArray[np.intp]
    weights: Floats

    def read(self, values: Floats) -> Floats:
        """Interpolate values that have the lattice on their last axis; shape ``(..., n)``."""
        total = values[..., self.corners[0]] * self.weights[0]
        for corner, weight in zip(self.corners[1:], self.weights[1:], strict=True):
            total += values[..., corner] * weight
        return np.asarray(total)


@dataclass(frozen=True, eq=False)
class Lattice:
    """Points at every combination of the values of some axes.

    Parameters
    ----------
    axes
        Increasing values, at least one each.

    Raises
    ------
    InvalidSpecification
        An axis that does not increase.

    Examples
    --------
    >>> lattice = Lattice((np.asarray([0.0, 1.0]), np.asarray([0.0, 2.0, 4.0])))
    >>> lattice.size, lattice.points[:, 1].tolist()
    (6, [0.0, 2.0])
    >>> values = lattice.points[0] + 10.0 * lattice.points[1]
    >>> lattice.locate(np.asarray([[0.25], [3.0]])).read(values).tolist()
    [30.25]
    """

    axes: tuple[Floats, ...]

    def __post_init__(self) -> None:
        if not all(axis.size and np.all(np.diff(axis) > 0.0) for axis in self.axes):
            msg = f"The axes of the lattice have the sizes {[axis.size for axis in self.axes]}."
            raise InvalidSpecification(msg, expected="increasing values, at least one for each axis")

    @property
    def size(self) -> int:
        """Number of points."""
        return int(np.prod([axis.size for axis in self.axes]))

    @property
    def points(self) -> Floats:
        """Coordinates of the points, shape ``(axes, size)``."""
        mesh = np.meshgrid(*self.axes, indexing="ij")
        return np.stack([one.ravel() for one in mesh])

    def locate(self, points: Floats) -> Places:
        """Say where points lie; one beyond an end is moved to it.

        Parameters
        ----------
        points
            Coordinates, shape ``(axes, n)``.
        """
        below, share = [], []
        for axis, values in zip(self.axes, points, strict=True):
            inside = np.clip(values, axis[0], axis[-1])
            place = np.clip(np.searchsorted(axis, inside, side="right") - 1, 0, max(axis.size - 2, 0))
            width = axis[np.minimum(place + 1, axis.size - 1)] - axis[place]
            below.append(place)
            share.append(
                np.where(width > 0.0, (inside - axis[place]) / np.where(width > 0.0, width, 1.0), 0.0)
            )
        moving = [number for number, axis in enumerate(self.axes) if axis.size > 1]
        corners, weights = [], []
        for sides in product((0, 1), repeat=len(moving)):
            steps = dict(zip(moving, sides, strict=True))
            corner = np.zeros(points.shape[1], dtype=np.intp)
            weight = np.ones(points.shape[1])
            for number, axis in enumerate(self.axes):
                step = steps.get(number, 0)
                corner = corner * axis.size + below[number] + step
                if number in steps:
                    weight = weight * (share[number] if step else 1.0 - share[number])
            corners.append(corner)
            weights.append(weight)
        return Places(np.stack(corners), np.stack(weights))
