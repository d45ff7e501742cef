"""Where a condition ends to hold, for many searches at once, in few calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["last_true"]

FloatArray = NDArray[np.float64]

_PARTS: Final = 32
_ROUNDS: Final = 60


def last_true(
    condition: Callable[[FloatArray], NDArray[np.bool_]],
    inside: FloatArray,
    outside: FloatArray,
    *,
    width: float,
) -> tuple[FloatArray, FloatArray]:
    """Narrow intervals from a place where a condition holds to one where it does not.

    Each round asks about 31 places an interval in one call, which suits conditions that are cheap for many
    places and dear for one.

    Parameters
    ----------
    condition
        Truth at places of shape ``(searches, places)``.
    inside, outside
        Where it holds and where it does not; either may be the greater.
    width
        Distance, above 0, at which an interval is narrow enough; rounding may end the search before.

    Returns
    -------
    tuple
        The narrowed ends, in the same order. Where the condition changes more than once, one change is kept.

    Examples
    --------
    >>> ends = last_true(lambda x: x * x < 2.0, np.array([0.0]), np.array([2.0]), width=1e-9)
    >>> [round(float(end[0]), 6) for end in ends]
    [1.414214, 1.414214]
    """
    shares = np.arange(1, _PARTS) / _PARTS
    for _ in range(_ROUNDS):
        size = np.maximum(np.maximum(abs(inside), abs(outside)) * 4e-16, width)
        if (abs(outside - inside) <= size).all():
            break
        places = inside[:, None] + (outside - inside)[:, None] * shares
        holds = np.asarray(condition(places), dtype=bool)
        steps = np.argmin(np.column_stack([holds, np.zeros(inside.shape, dtype=bool)]), axis=1)
        whole = np.column_stack([inside, places, outside])
        rows = np.arange(inside.size)
        inside, outside = whole[rows, steps], whole[rows, steps + 1]
    return inside, outside
