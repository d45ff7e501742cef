"""Stacks of log densities of equal dimension, as engines see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gaiatsu.numerics.special import Array

__all__ = ["AutomaticTarget", "Differentiable", "Target"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class Differentiable(Protocol):
    """A stack of functions on the same space, with first and second derivatives.

    ``index`` names the members of the stack that are meant; points are given for those only.
    """

    @property
    def problems(self) -> int:
        """Number of functions in the stack."""

    @property
    def dimension(self) -> int:
        """Number of parameters."""

    def derivatives(self, points: FloatArray, index: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Value, gradient and Hessian at one point (problem, parameter) a problem."""


class Target(Differentiable, Protocol):
    """A stack of unnormalized log densities on an unconstrained space."""

    def log_density(self, points: FloatArray, index: IntArray) -> FloatArray:
        """Values at points (problem, draw, parameter), as (problem, draw)."""

    def potential(self, problem: int) -> Callable[[Array], Array]:
        """Minus the log density of one problem as a function that JAX can differentiate."""


@dataclass(frozen=True, eq=False)
class AutomaticTarget:
    """A stack of log densities written with JAX, differentiated automatically.

    Convenient for any model; compiling the Hessian of a large one takes seconds, which is why models fitted
    thousands of times over write their derivatives by hand.

    Parameters
    ----------
    function
        ``function(point, *data)``: log density at a point (parameter,) given one problem's data.
    dimension
        Number of unconstrained parameters.
    data
        Arrays whose first axis runs over problems.

    Examples
    --------
    >>> import jax.numpy as jnp
    >>> target = AutomaticTarget(lambda z, m: -jnp.sum((z - m) ** 2), 2, (np.zeros((3, 2)),))
    >>> target.problems
    3
    """

    function: Callable[..., Array]
    dimension: int
    data: tuple[NDArray[Any], ...]

    @property
    def problems(self) -> int:
        """Number of log densities in the stack."""
        return int(self.data[0].shape[0]) if self.data else 1

    def log_density(self, points: FloatArray, index: IntArray) -> FloatArray:
        """Values at points (problem, draw, parameter), as (problem, draw)."""
        import jax

        with jax.enable_x64(True):
            values = _compiled_values(self.function, len(self.data))(points, *self._data(index))
            return np.asarray(values, dtype=np.float64)

    def derivatives(self, points: FloatArray, index: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Value, gradient and Hessian at one point (problem, parameter) a problem."""
        import jax

        with jax.enable_x64(True):
            value, gradient, hessian = _compiled_derivatives(self.function)(points, *self._data(index))
            return np.asarray(value), np.asarray(gradient), np.asarray(hessian)

    def potential(self, problem: int) -> Callable[[Array], Array]:
        """Minus the log density of one problem."""
        return partial(_negative, self.function, self._data(np.asarray([problem])))

    def _data(self, index: IntArray) -> tuple[NDArray[Any], ...]:
        return tuple(array[index] for array in self.data) if self.data else ()


@lru_cache(maxsize=64)
def _compiled_values(function: Callable[..., Array], columns: int) -> Callable[..., Array]:
    import jax

    draws = jax.vmap(function, in_axes=(0, *(None for _ in range(columns))))
    compiled: Callable[..., Array] = jax.jit(jax.vmap(draws))
    return compiled


@lru_cache(maxsize=64)
def _compiled_derivatives(function: Callable[..., Array]) -> Callable[..., tuple[Array, Array, Array]]:
    import jax

    def all_three(point: Array, *data: Array) -> tuple[Array, Array, Array]:
        value, gradient = jax.value_and_grad(function)(point, *data)
        return value, gradient, jax.hessian(function)(point, *data)

    compiled: Callable[..., tuple[Array, Array, Array]] = jax.jit(jax.vmap(all_three))
    return compiled


def _negative(function: Callable[..., Array], data: tuple[NDArray[Any], ...], point: Array) -> Array:
    return -function(point, *(array[0] for array in data))
