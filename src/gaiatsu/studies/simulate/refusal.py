"""Why the first refusal comes when it does: how much of its date the beliefs themselves decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics import ParameterDraws, Setting
from gaiatsu.dynamics.parameters import NEEDED
from gaiatsu.dynamics.summaries import first_refusal
from gaiatsu.studies.simulate.driving import drive
from gaiatsu.studies.simulate.making import make_setting
from gaiatsu.studies.simulate.views import law_of
from gaiatsu.theory.parameters import find_parameter

if TYPE_CHECKING:
    from gaiatsu.dynamics import Histories
    from gaiatsu.studies.simulate.driving import Driven, SimulationOptions
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["RefusalCauses", "RefusalDriver", "RefusalProbe", "refusal_causes"]

Floats = NDArray[np.float64]

_KEPT: Final = ("demand", "threatened", "concession", "payoff", "provocation")
_SHOWN: Final = 6
_THRESHOLD: Final = "threshold_first"


@dataclass(frozen=True)
class RefusalProbe:
    """The first refusal under another supposition, with the same draws and luck otherwise.

    Parameters
    ----------
    what
        What is supposed.
    chance
        Mean chance that a demand wins nothing.
    median
        Year by which half of the histories had a first refusal; infinite where fewer did.
    waited
        Share of the histories without a refusal before the year on record, or before the end without one.
    """

    what: str
    chance: float
    median: float
    waited: float


@dataclass(frozen=True)
class RefusalDriver:
    """How the chance of a refusal goes with a parameter over the draws.

    Parameters
    ----------
    parameter
        Name of the parameter.
    meaning
        What it is.
    low, high
        Mean chance that a demand wins nothing where the parameter is in its lower and in its upper third.
    explained
        Share of the variance of that chance over the draws that a straight line in the parameter explains.
    """

    parameter: str
    meaning: str
    low: float
    high: float
    explained: float


@dataclass(frozen=True)
class RefusalCauses:
    """What decides the date of the first refusal.

    Parameters
    ----------
    since
        First year in which a refusal counts.
    recorded
        Year of the first episode on record that won nothing; ``None`` where the scenario names no record or
        it holds none.
    listed
        Episodes on record before it, none of which won nothing; 0 without a record.
    likely
        How probable it is under the beliefs that as many demands are answered without a refusal.
    until
        The year before it, or the last of the run: the end of the time looked at.
    per_year
        Demands a year in that time.
    chance
        Mean chance that a demand of that time wins nothing.
    needed
        The chance at which, were it the same in all, half of the histories would wait until ``until``.
    below
        Share of the sets of parameters with a mean chance of at most that.
    probes
        Other suppositions, the scenario as it is first.
    drivers
        Parameters by how much of the chance they explain, the strongest first.
    threshold
        Mean of the cost of the first grade over all histories.
    threshold_waited
        The same over those that waited; not a number where none did.
    """

    since: int
    recorded: int | None
    listed: int
    likely: float
    until: int
    per_year: float
    chance: float
    needed: float
    below: float
    probes: tuple[RefusalProbe, ...]
    drivers: tuple[RefusalDriver, ...]
    threshold: float
    threshold_waited: float


def refusal_causes(scenario: Scenario, options: SimulationOptions, *, since: int) -> RefusalCauses:
    """Take the date of the first refusal apart.

    The record is one history; beliefs that never saw it can put the date far from it. What follows says
    which belief does.

    Parameters
    ----------
    scenario
        The scenario.
    options
        Draws, prior set, world, seed.
    since
        First year in which a refusal counts.

    Returns
    -------
    RefusalCauses

    Notes
    -----
    Demands come with chance ``f`` a year and win nothing with chance ``c``, so half of a set of histories
    that are all alike wait ``ln(1/2)/ln(1 - f c)`` years.

    References
    ----------
    schoppa1999
    """
    recorded, listed = _recorded(scenario, since)
    until = scenario.span[1] if recorded is None else recorded - 1
    plain = drive(scenario, options, columns=_KEPT)
    chances = _chances(plain, since, until)
    known = chances[~np.isnan(chances)]
    rows = _rows(plain.histories, since, until)
    per_year = float((plain.histories["demand"][rows] >= 0).mean())
    waited = ~(plain.histories["concession"][rows] == 0).any(axis=0)
    threshold = plain.parameters[_THRESHOLD]
    needed = (1.0 - 0.5 ** (1.0 / (until + 1 - since))) / per_year if per_year else float("nan")
    return RefusalCauses(
        since=since,
        recorded=recorded,
        listed=listed,
        likely=_mean((1.0 - known) ** listed),
        until=until,
        per_year=per_year,
        chance=_mean(known),
        needed=needed,
        below=_mean((known <= needed).astype(float)),
        probes=_probes(scenario, options, plain, span=(since, until)),
        drivers=_drivers(plain.parameters, chances),
        threshold=float(threshold.mean()),
        threshold_waited=float(threshold[waited].mean()) if waited.any() else float("nan"),
    )


def _recorded(scenario: Scenario, since: int) -> tuple[int | None, int]:
    """Year of the first episode on record that won nothing, and the number of episodes before it."""
    if scenario.record is None:
        return None, 0
    from gaiatsu import cases
    from gaiatsu.cases.dates import decimal_year

    episodes = cases.load(scenario.record.case_set).episodes
    began = [(int(decimal_year(one.start)), one.concession.value) for one in episodes]
    refused = [year for year, grade in began if grade == 0 and since < year <= scenario.span[1]]
    if not refused:
        return None, 0
    return min(refused), sum(since <= year < min(refused) for year, _ in began)


def _rows(histories: Histories, since: int, until: int) -> NDArray[np.bool_]:
    return (histories.years >= since) & (histories.years <= until)


def _chances(driven: Driven, since: int, until: int) -> Floats:
    """Mean chance of winning nothing over the demands of each history; not a number without any."""
    refused = law_of(driven).refused[_rows(driven.histories, since, until)]
    there = ~np.isnan(refused)
    counts = there.sum(axis=0)
    return np.where(counts > 0, np.where(there, refused, 0.0).sum(axis=0) / np.maximum(counts, 1), np.nan)


def _probes(
    scenario: Scenario, options: SimulationOptions, plain: Driven, *, span: tuple[int, int]
) -> tuple[RefusalProbe, ...]:
    drawn = options.drawn()
    other: dict[str, tuple[Setting | None, ParameterDraws]] = {
        "demands come half as often": (_rarer(make_setting(scenario)), drawn),
        "every parameter is at its median": (None, _middle(drawn)),
        "the first grade costs 1 less": (None, _cheaper(drawn, 1.0)),
        "the first grade costs 2 less": (None, _cheaper(drawn, 2.0)),
        "the first grade costs 3 less": (None, _cheaper(drawn, 3.0)),
    }
    found = [_probe("as it is", plain, span)]
    for what, (setting, parameters) in other.items():
        driven = drive(scenario, options, columns=_KEPT, setting=setting, parameters=parameters)
        found.append(_probe(what, driven, span))
    return tuple(found)


def _probe(what: str, driven: Driven, span: tuple[int, int]) -> RefusalProbe:
    refused = driven.histories["concession"][_rows(driven.histories, *span)] == 0
    chances = _chances(driven, *span)
    return RefusalProbe(
        what,
        chance=_mean(chances[~np.isnan(chances)]),
        median=first_refusal(driven.histories, since=span[0]).median,
        waited=float(1.0 - refused.any(axis=0).mean()),
    )


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else float("nan")


def _rarer(setting: Setting) -> Setting:
    demands = tuple(
        (first, replace(block, per_year=block.per_year / 2.0)) for first, block in setting.demands
    )
    return replace(setting, demands=demands)


def _middle(drawn: ParameterDraws) -> ParameterDraws:
    values = {name: np.full(column.size, np.median(column)) for name, column in drawn.values.items()}
    middle = np.median(drawn.thresholds, axis=-1, keepdims=True)
    return ParameterDraws(values, np.broadcast_to(middle, drawn.thresholds.shape).copy())


def _cheaper(drawn: ParameterDraws, by: float) -> ParameterDraws:
    thresholds = drawn.thresholds.copy()
    thresholds[:, 0] -= by
    return ParameterDraws({**drawn.values, _THRESHOLD: drawn[_THRESHOLD] - by}, thresholds)


def _drivers(parameters: ParameterDraws, chances: Floats) -> tuple[RefusalDriver, ...]:
    there = ~np.isnan(chances)
    found = []
    for name in NEEDED:
        column, chance = parameters[name][there], chances[there]
        if column.size < 30 or np.ptp(column) == 0.0:
            continue
        low, high = np.quantile(column, (1 / 3, 2 / 3))
        explained = float(np.corrcoef(column, chance)[0, 1] ** 2) if np.ptp(chance) > 0.0 else 0.0
        thirds = float(chance[column <= low].mean()), float(chance[column >= high].mean())
        found.append(RefusalDriver(name, find_parameter(name).meaning, *thirds, explained=explained))
    return tuple(sorted(found, key=lambda one: -one.explained)[:_SHOWN])
