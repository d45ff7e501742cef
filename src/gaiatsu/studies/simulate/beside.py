"""Structural rivals and prior sets beside a run: the same draws and the same luck, other suppositions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.summaries import first_refusal
from gaiatsu.dynamics.worlds import WORLDS, find_world
from gaiatsu.studies.simulate.driving import drive, windows
from gaiatsu.studies.simulate.views import law_of
from gaiatsu.theory.parameters import PRIOR_SET_MEANINGS

if TYPE_CHECKING:
    from gaiatsu.studies.simulate.driving import SimulationOptions
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["CANNOT_TELL", "SURE", "SideRow", "prior_rows", "world_rows"]

Floats = NDArray[np.float64]

SURE: Final = 0.9
"""Share of the histories beyond which a direction is said."""

CANNOT_TELL: Final = "cannot tell"

_KEPT: Final = ("demand", "threatened", "concession", "payoff", "provocation", "hierarchy", "trust_of_sender")


@dataclass(frozen=True)
class SideRow:
    """A world or a prior set, and what the scenario comes to under it.

    Parameters
    ----------
    name
        Name of the world or of the prior set.
    title, supposes
        Its name in prose, and what is supposed.
    references
        Works that hold the account.
    earlier, later
        Chance that a demand won at least a partly successful concession, in each of the two spans that are
        set against each other: means over the histories with demands in both.
    change
        ``later - earlier``.
    error
        Its simulation error.
    low, high
        5 and 95 % quantiles of the change over the histories.
    fell
        Share of the histories in which the chance fell.
    says
        ``fewer``, ``more`` or ``cannot tell``: the direction in more than nine tenths of the histories.
    backlash
        Chance that a threat of the later span met a backlash.
    hierarchy, trust_of_sender
        Medians in the last year.
    refusal
        Year by which half of the histories had a first refusal; infinite where fewer did.
    """

    name: str
    title: str
    supposes: str
    references: tuple[str, ...]
    earlier: float
    later: float
    change: float
    error: float
    low: float
    high: float
    fell: float
    says: str
    backlash: float
    hierarchy: float
    trust_of_sender: float
    refusal: float


def world_rows(
    scenario: Scenario, options: SimulationOptions, *, names: tuple[str, ...] = (), since: int | None = None
) -> tuple[SideRow, ...]:
    """Drive a scenario in structural rivals with the same draws.

    Parameters
    ----------
    scenario
        The scenario.
    options
        Draws, prior set, seed; its world is not read.
    names
        Worlds; all of them when left out.
    since
        Year from which refusals count.

    Returns
    -------
    tuple of SideRow

    Raises
    ------
    UnknownName
        No world has one of the names.

    References
    ----------
    schoppa1999
    """
    worlds = [find_world(name) for name in names] or list(WORLDS)
    return tuple(
        _row(
            scenario,
            replace(options, world=world.name),
            since=since,
            told=_Told(world.name, world.title, world.supposes, world.references),
        )
        for world in worlds
    )


def prior_rows(
    scenario: Scenario, options: SimulationOptions, *, since: int | None = None
) -> tuple[SideRow, ...]:
    """Drive a scenario under every prior set.

    Parameters
    ----------
    scenario
        The scenario.
    options
        Draws, world, seed; its prior set is not read.
    since
        Year from which refusals count.

    Returns
    -------
    tuple of SideRow
    """
    return tuple(
        _row(
            scenario,
            replace(options, prior=name, parameters=None),
            since=since,
            told=_Told(name, name.capitalize(), meaning),
        )
        for name, meaning in PRIOR_SET_MEANINGS.items()
    )


class _Told(NamedTuple):
    """What a row is about."""

    name: str
    title: str
    supposes: str
    references: tuple[str, ...] = ()


def _row(
    scenario: Scenario,
    options: SimulationOptions,
    *,
    since: int | None,
    told: _Told,
) -> SideRow:
    driven = drive(scenario, options, columns=_KEPT)
    histories, law = driven.histories, law_of(driven)
    inside = [(histories.years >= a) & (histories.years <= b) for a, b in windows(scenario)]
    pair = np.stack([_means(law.satisfied[rows], options.replicates) for rows in inside])
    pair = pair[:, ~np.isnan(pair).any(axis=0)]
    change = pair[1] - pair[0]
    provoked = law.backlash[inside[1]]
    low, high = _quantiles(change)
    return SideRow(
        name=told.name,
        title=told.title,
        supposes=told.supposes,
        references=told.references,
        earlier=_mean(pair[0]),
        later=_mean(pair[1]),
        change=_mean(change),
        error=float(change.std() / np.sqrt(change.size)) if change.size else float("nan"),
        low=low,
        high=high,
        fell=_mean(change < 0.0),
        says=_says(change),
        backlash=_mean(provoked[~np.isnan(provoked)]),
        hierarchy=float(np.median(histories["hierarchy"][-1])),
        trust_of_sender=float(np.median(histories["trust_of_sender"][-1])),
        refusal=first_refusal(histories, since=since).median,
    )


def _mean(values: NDArray[Any]) -> float:
    return float(values.mean()) if values.size else float("nan")


def _quantiles(values: Floats) -> tuple[float, float]:
    if not values.size:
        return float("nan"), float("nan")
    low, high = np.quantile(values, (0.05, 0.95)).tolist()
    return low, high


def _means(values: Floats, replicates: int) -> Floats:
    """Mean over the years and the replicates of each set; not a number where nothing was asked."""
    there = ~np.isnan(values)
    sums = np.where(there, values, 0.0).sum(axis=0).reshape(-1, replicates).sum(axis=1)
    counts = there.sum(axis=0).reshape(-1, replicates).sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _says(change: Floats) -> str:
    if change.size and (change < 0.0).mean() > SURE:
        return "fewer"
    return "more" if change.size and (change > 0.0).mean() > SURE else CANNOT_TELL
