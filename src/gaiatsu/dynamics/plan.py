"""A demand and the threat that could go with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Plan"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Plan:
    """A demand and the threat that could go with it; every array has the shape ``(n,)``.

    Parameters
    ----------
    asked
        Whether anything is demanded this year.
    demand
        Place of the demand's type in ``DEMAND_TYPES``.
    threatened_cost, public_posture, unilateral, authorized, linkage
        M, A, U, G, L of the threat if one is made, 0-1.
    target_in_violation
        Whether the target breaks a rule at this issue, 0 or 1.
    """

    asked: Flags
    demand: Places
    threatened_cost: Floats
    public_posture: Floats
    unilateral: Floats
    authorized: Floats
    linkage: Floats
    target_in_violation: Floats
