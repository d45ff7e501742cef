"""How a demand on record was pressed, in a world that puts leverage elsewhere than where it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

import numpy as np

from gaiatsu.dynamics.observed import ObservedDemand
from gaiatsu.dynamics.setting import Setting
from gaiatsu.dynamics.worlds import MOVED

__all__ = ["pressed_in"]

_MOVES_LEVERAGE: Final = "material-linkage"


def pressed_in(world: str, setting: Setting, demands: Sequence[ObservedDemand]) -> tuple[ObservedDemand, ...]:
    """Press demands on record as a world has it.

    Most worlds leave the record alone: they say what a threat led to, not what it was. Material linkage says
    that what stood behind a demand was partly borrowed from others, so that the costs coded are moved.

    Parameters
    ----------
    world
        Name of the world.
    setting
        What is given; its demands say which type is commonest, block by block.
    demands
        The demands on record.

    Returns
    -------
    tuple of ObservedDemand

    Notes
    -----
    Within each block of the setting half of the cost behind demands of other types goes to those of the
    commonest type, in proportion to the room below 1 of each; their sum stays what it was. Where there is
    less room than cost to be moved, less is moved.

    References
    ----------
    wagner1988

    Examples
    --------
    >>> from gaiatsu.dynamics.examples import quiet_setting
    >>> setting = quiet_setting(1970, 1990)
    >>> seen = [ObservedDemand(1980, kind, threatened_cost=0.4) for kind in (0, 1, 2)]
    >>> [round(demand.threatened_cost, 6) for demand in pressed_in("material-linkage", setting, seen)]
    [0.8, 0.2, 0.2]
    """
    if world != _MOVES_LEVERAGE:
        return tuple(demands)

    def block(demand: ObservedDemand) -> int:
        return max(place for place, (first, _) in enumerate(setting.demands) if first <= demand.year)

    found: list[ObservedDemand] = []
    for place, inside in groupby(demands, block):
        favored = int(np.argmax(setting.demands[place][1].mix))
        found += _concentrated(list(inside), favored)
    return tuple(found)


def _concentrated(demands: list[ObservedDemand], favored: int) -> list[ObservedDemand]:
    costs = np.asarray([demand.threatened_cost for demand in demands])
    theirs = np.asarray([demand.kind == favored for demand in demands])
    room = np.where(theirs, 1.0 - costs, 0.0)
    offered = MOVED * float(costs[~theirs].sum())
    taken = min(offered, float(room.sum()))
    if taken == 0.0:
        return demands
    left = 1.0 - MOVED * taken / offered
    moved = np.where(theirs, costs + taken * room / room.sum(), costs * left)
    return [
        replace(demand, threatened_cost=min(1.0, float(cost)))
        for demand, cost in zip(demands, moved, strict=True)
    ]
