"""From a case set, or a scenario's own list, to the demands on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gaiatsu.dynamics import DEMAND_TYPES, Setting
from gaiatsu.dynamics.condition import DemandRecord, record_of
from gaiatsu.dynamics.observed import ObservedDemand
from gaiatsu.errors import InvalidSpecification, MissingData
from gaiatsu.studies.simulate.making import scenario_record
from gaiatsu.terms import DemandType, EventKind, Side

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet, Episode
    from gaiatsu.context.record import EventRecord
    from gaiatsu.studies.simulate.scenario import ObservedBlock, Scenario

__all__ = ["demands_on_record", "split_year"]

_PRESSURE: Final = ("threatened_cost", "public_posture", "linkage", "domestic_support")
_FOLLOWED: Final = (EventKind.THREAT_CARRIED_OUT, EventKind.THREAT_DROPPED)


def demands_on_record(scenario: Scenario, setting: Setting, *, whole: bool = True) -> DemandRecord:
    """Collect the demands on record of a scenario.

    Parameters
    ----------
    scenario
        The scenario: its own list of demands, or else the episodes of the case set that its record names.
    setting
        What the scenario sets, for what is usual where a coding is open.
    whole
        Whether no other demand was made between the first and the last on record.

    Returns
    -------
    DemandRecord
        Demands answered within the years of the scenario.

    Raises
    ------
    MissingData
        The scenario names neither demands nor a case set with episodes in its years.
    InvalidSpecification
        The case set holds episodes of several pairs of states.

    Examples
    --------
    >>> from gaiatsu.studies.simulate import find_scenario
    >>> from gaiatsu.studies.simulate.making import make_setting
    >>> scenario = find_scenario("us-japan")
    >>> record = demands_on_record(scenario, make_setting(scenario))
    >>> len(record.demands), record.first, record.demands[-1].name
    (15, 1978, 'semiconductors-1996')
    """
    if scenario.observed:
        found = [_listed(block, setting) for block in scenario.observed]
    elif scenario.record is not None:
        from gaiatsu import cases

        found = _episodes(cases.load(scenario.record.case_set), scenario_record(scenario), setting)
    else:
        found = []
    inside = [demand for demand in found if demand.year in setting.years]
    if not inside:
        msg = f"The scenario {scenario.name} has no demand on record between {scenario.years}."
        raise MissingData(
            msg,
            expected="a list of demands under observed, or a case set with episodes under record",
            todo="Add them to the scenario; the page on calibrating to a record says how.",
        )
    return record_of(inside, whole=whole)


def split_year(record: DemandRecord, starts: list[int], chosen: int | None) -> int:
    """Year from which demands are called late.

    Parameters
    ----------
    record
        Demands on record.
    starts
        First years of the scenario's blocks of demands.
    chosen
        The user's choice.

    Returns
    -------
    int
        The choice; otherwise the start of the last block with demands on both sides of it, otherwise the year
        of the middle demand.
    """
    if chosen is not None:
        return chosen
    years = [demand.year for demand in record.demands]
    inside = [start for start in starts if years[0] < start <= years[-1]]
    return inside[-1] if inside else years[len(years) // 2]


def _listed(block: ObservedBlock, setting: Setting) -> ObservedDemand:
    kind = DEMAND_TYPES.index(block.demand)
    pressure = _usual({name: getattr(block, name) for name in _PRESSURE}, kind, block.year, setting)
    return ObservedDemand(
        year=block.year,
        kind=kind,
        threatened=block.threatened,
        unilateral=block.unilateral,
        authorized=block.authorized,
        target_in_violation=block.target_in_violation,
        grade=block.concession,
        backlash=block.backlash,
        depth=block.depth,
        carried_out=1.0 if block.carried_out is True else 0.0,
        dropped=1.0 if block.carried_out is False else 0.0,
        name=block.name or f"{block.demand.value}-{block.year}",
        threatened_cost=pressure["threatened_cost"],
        public_posture=pressure["public_posture"],
        linkage=pressure["linkage"],
        domestic_support=pressure["domestic_support"],
    )


def _episodes(case_set: CaseSet, events: EventRecord | None, setting: Setting) -> list[ObservedDemand]:
    pairs = sorted({(episode.sender, episode.target) for episode in case_set.episodes})
    if len(pairs) > 1:
        shown = ", ".join("-".join(pair) for pair in pairs[:4])
        msg = f"The case set {case_set.id} holds episodes of {len(pairs)} pairs of states: {shown}."
        raise InvalidSpecification(msg, expected="episodes of one sender and one target")
    ordered = sorted(case_set.episodes, key=lambda episode: (episode.date, episode.id))
    return [_episode(episode, events, setting) for episode in ordered]


def _episode(episode: Episode, events: EventRecord | None, setting: Setting) -> ObservedDemand:
    kind = DEMAND_TYPES.index(DemandType(_coded(episode, "demand_type") or DemandType.OTHER))
    grade, backlash = _coded(episode, "concession"), _coded(episode, "backlash")
    pressure = _usual({name: _coded(episode, name) for name in _PRESSURE}, kind, episode.year, setting)
    carried, dropped = _follow_through(episode.id, events)
    return ObservedDemand(
        year=episode.year,
        kind=kind,
        grade=None if grade is None else int(grade),
        backlash=None if backlash is None else int(backlash),
        depth=_coded(episode, "depth"),
        carried_out=carried,
        dropped=dropped,
        name=episode.id,
        unilateral=bool(_coded(episode, "unilateral")),
        authorized=bool(_coded(episode, "authorised")),
        target_in_violation=bool(_coded(episode, "target_in_violation")),
        threatened_cost=pressure["threatened_cost"],
        public_posture=pressure["public_posture"],
        linkage=pressure["linkage"],
        domestic_support=pressure["domestic_support"],
    )


def _coded(episode: Episode, name: str) -> Any:
    """Coded value; ``None`` where the source leaves it open."""
    return getattr(getattr(episode, name), "value", None) if not _is_open(episode, name) else None


def _is_open(episode: Episode, name: str) -> bool:
    from gaiatsu.cases.fields import Uncoded

    return isinstance(getattr(episode, name), Uncoded)


def _usual(given: dict[str, float | None], kind: int, year: int, setting: Setting) -> dict[str, float]:
    """Pressure as given, and what is usual for the type where it is not."""
    demands = setting.demands_in(year) if year in setting.years else setting.demands[0][1]
    return {
        name: float(getattr(demands, name)[kind] if value is None else value) for name, value in given.items()
    }


def _follow_through(name: str, events: EventRecord | None) -> tuple[float, float]:
    """How strongly the dated record says that the threat of an episode was carried out, and dropped."""
    if events is None:
        return 0.0, 0.0
    acts = events.select(*_FOLLOWED, actor=Side.SENDER)
    own = np.asarray([agreement == name for agreement in acts.agreements], dtype=bool)
    carried, dropped = (
        float(min(sum(acts.weights[own & np.asarray([k is kind for k in acts.kinds], dtype=bool)]), 1.0))
        for kind in _FOLLOWED
    )
    return carried, dropped
