"""A demand and the threat that could go with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Faced", "Plan"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Faced:
    """What a demand meets however it is pressed; every array has the shape ``(n,)``.

    Parameters
    ----------
    domestic_support, exposure
        N and sigma_d, 0-1.
    depth
        D, 0-1.
    factors
        Part of the grades' weights that the thresholds fix.
    """

    domestic_support: Floats
    exposure: Floats
    depth: Floats
    factors: tuple[Floats, Floats, Floats]


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
    faced
        What the demand meets, from `gaiatsu.dynamics.policy.faced_by`.
    """

    asked: Flags
    demand: Places
    threatened_cost: Floats
    public_posture: Floats
    unilateral: Floats
    authorized: Floats
    linkage: Floats
    target_in_violation: Floats
    faced: Faced
