"""From a scenario's words to the setting and the parameters that an engine takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.context.panel import DEFAULT_EXPOSURE
from gaiatsu.dynamics import DEMAND_TYPES, Demands, ElitePlan, Founding, ParameterDraws, Record, Setting
from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.terms import DemandType, EventKind, Side
from gaiatsu.theory.material import asymmetry

if TYPE_CHECKING:
    from gaiatsu.context.record import EventRecord
    from gaiatsu.studies.simulate.scenario import DemandBlock, DependencePath, Scenario

__all__ = ["apply_parameters", "make_setting", "scenario_record"]

Floats = NDArray[np.float64]

_DEFAULTS: Final[Mapping[str, Mapping[DemandType, float]]] = {
    "mix": dict.fromkeys(DEMAND_TYPES, 0.0),
    "threatened_cost": dict.fromkeys(DEMAND_TYPES, 0.4),
    "public_posture": dict.fromkeys(DEMAND_TYPES, 0.4),
    "unilateral": dict.fromkeys(DEMAND_TYPES, 0.5),
    "authorized": dict.fromkeys(DEMAND_TYPES, 0.0),
    "linkage": dict.fromkeys(DEMAND_TYPES, 0.0),
    "domestic_support": dict.fromkeys(DEMAND_TYPES, 0.3),
    "target_in_violation": dict.fromkeys(DEMAND_TYPES, 0.0),
    "exposure": DEFAULT_EXPOSURE,
}
_NUMBERS: Final = {"prize": 1.0, "stake": 0.0, "own_cost": 0.2, "stretch": 0.1, "breach": 0.1}
_SIGNS: Final = {
    EventKind.AGREEMENT_KEPT: 1.0,
    EventKind.AGREEMENT_STRETCHED: -1.0,
    EventKind.THREAT_CARRIED_OUT: 1.0,
    EventKind.THREAT_DROPPED: -1.0,
}
_DEALS: Final = (EventKind.AGREEMENT_KEPT, EventKind.AGREEMENT_STRETCHED)


def make_setting(scenario: Scenario) -> Setting:
    """Turn a scenario into the setting of a run.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Setting

    Raises
    ------
    InvalidSpecification
        The parts do not fit together, such as dispute settlement from a record that is not named.
    UnknownName
        An event, a table or a parameter that is not there.
    """
    first, last = scenario.span
    origin = min(first, scenario.elites.moves_from)
    years = np.arange(origin, last + 1)
    record = scenario_record(scenario)
    ratio = _ratio(scenario.dependence, years)
    shocks = _shocks(scenario, record)
    return Setting(
        origin=origin,
        start=first,
        stop=last + 1,
        dependence_ratio=ratio,
        asymmetry=np.asarray(asymmetry(ratio, baseline_ratio=scenario.dependence.baseline)),
        dispute_settlement=_settlement(scenario, record, years),
        violation_elsewhere=_steps(scenario.institutions.violation_elsewhere, years.astype(float)),
        elites=_elites(scenario),
        demands=tuple(_demands(scenario)),
        shock_dates=tuple(date for date, _ in shocks),
        shock_weights=tuple(weight for _, weight in shocks),
        record=_given(scenario, record),
    )


def scenario_record(scenario: Scenario) -> EventRecord | None:
    """Dated record of a scenario without the events that never happen; ``None`` where it names none."""
    if scenario.record is None:
        return None
    from gaiatsu import cases
    from gaiatsu.context.record import event_record

    record = event_record(cases.load(scenario.record.case_set))
    unknown = [name for name in scenario.record.without if name not in record.ids]
    if unknown:
        msg = f"The record of {scenario.record.case_set} holds no event {unknown[0]!r}."
        raise UnknownName(msg, expected=f"one of {', '.join(record.ids)}")
    return record.take([name not in scenario.record.without for name in record.ids])


def apply_parameters(scenario: Scenario, parameters: ParameterDraws) -> ParameterDraws:
    """Set the parameters that a scenario fixes.

    Parameters
    ----------
    scenario
        The scenario.
    parameters
        The draws.

    Returns
    -------
    ParameterDraws

    Raises
    ------
    InvalidSpecification
        A number outside the bounds of its parameter.
    """
    from gaiatsu.theory.parameters import find_parameter

    for name, value in scenario.parameters.items():
        low, high = find_parameter(name).bounds
        if not low <= value <= high:
            msg = f"The parameter {name} is set to {value:g}."
            raise InvalidSpecification(msg, expected=f"a number from {low:g} to {high:g}")
    return parameters.replace(**scenario.parameters) if scenario.parameters else parameters


def _ratio(path: DependencePath, years: NDArray[np.int64]) -> Floats:
    if path.table is not None:
        from gaiatsu import cases
        from gaiatsu.context.material import table_series

        series = table_series(cases.load(path.table))["dependence_ratio"]
        known, values = series.years, series.values
    else:
        known = np.asarray(sorted(path.values or {}))
        values = np.asarray([(path.values or {})[year] for year in known])
    when = years if path.hold_from is None else np.minimum(years, path.hold_from)
    return np.asarray(np.interp(when, known, values))


def _steps(steps: Mapping[float, float], dates: Floats) -> Floats:
    if not steps:
        return np.zeros(dates.shape)
    known = np.asarray(sorted(steps))
    values = np.asarray([steps[year] for year in known])
    place = np.searchsorted(known, dates, side="right") - 1
    return np.asarray(values[np.clip(place, 0, known.size - 1)])


def _settlement(scenario: Scenario, record: EventRecord | None, years: NDArray[np.int64]) -> Floats:
    given = scenario.institutions.dispute_settlement
    if given != "record":
        return _steps(given, years.astype(float))
    if record is None:
        msg = "The scenario takes dispute settlement from a record and names none."
        raise InvalidSpecification(msg, expected="record: {case_set: ...}, or steps by year")
    from gaiatsu.context.regime import dispute_settlement

    return np.asarray(dispute_settlement(record).at(years + 0.5))


def _shocks(scenario: Scenario, record: EventRecord | None) -> list[tuple[float, float]]:
    if scenario.shocks is not None:
        return [(shock.date, shock.weight) for shock in scenario.shocks]
    if record is None:
        return []
    shocks = record.select(EventKind.SHOCK)
    return list(zip(shocks.dates.tolist(), shocks.weights.tolist(), strict=True))


def _elites(scenario: Scenario) -> ElitePlan:
    from gaiatsu.theory.parameters import find_parameter

    block = scenario.elites
    for cohort in block.founding:
        for imprint in (cohort.security, cohort.economic):
            if isinstance(imprint, str):
                find_parameter(imprint)
    return ElitePlan(
        tuple(Founding(one.name, one.closes, one.security, one.economic) for one in block.founding),
        block.moves_from,
        turnover=np.inf if block.turnover is None else block.turnover,
        frozen_from=np.inf if block.frozen_from is None else float(block.frozen_from),
        steps_per_year=block.steps_per_year,
    )


def _demands(scenario: Scenario) -> list[tuple[int, Demands]]:
    shares = {name: dict(values) for name, values in _DEFAULTS.items()}
    numbers: dict[str, Any] = {"per_year": None, **_NUMBERS}
    blocks = []
    for block in scenario.demands:
        _take_over(block, shares, numbers)
        if numbers["per_year"] is None:
            msg = f"The demands from {block.first} have no rate."
            raise InvalidSpecification(msg, expected="per_year in the first block")
        by_type: dict[str, Any] = {
            name: tuple(values[kind] for kind in DEMAND_TYPES) for name, values in shares.items()
        }
        blocks.append((block.first, Demands(**by_type, **numbers)))
    return blocks


def _take_over(
    block: DemandBlock, shares: dict[str, dict[DemandType, float]], numbers: dict[str, Any]
) -> None:
    if block.mix is not None:
        shares["mix"] = dict.fromkeys(DEMAND_TYPES, 0.0)
    for name, values in shares.items():
        values.update(getattr(block, name) or {})
    numbers.update({name: getattr(block, name) for name in numbers if getattr(block, name) is not None})


def _given(scenario: Scenario, record: EventRecord | None) -> Record:
    if record is None or scenario.record is None:
        return Record()
    deals, threats = scenario.record.deals == "given", scenario.record.threats == "given"
    columns: dict[str, Any] = {"deals": deals, "threats": threats}
    kinds = [*_DEALS] * deals + [EventKind.THREAT_CARRIED_OUT, EventKind.THREAT_DROPPED] * threats
    for side in (Side.SENDER, Side.TARGET):
        found = record.select(*_DEALS, subject=f"trust_of_{side.value}") if deals else record.take([])
        columns |= _signed(found, side.value)
    acts = record.select(*kinds, actor=Side.SENDER) if kinds else record.take([])
    return Record(**{**columns, **_signed(acts, "resolve")})


def _signed(events: EventRecord, name: str) -> dict[str, tuple[float, ...]]:
    signs = [
        _SIGNS[kind] * weight for kind, weight in zip(events.kinds, events.weights.tolist(), strict=True)
    ]
    return {f"{name}_dates": tuple(events.dates.tolist()), f"{name}_signs": tuple(signs)}
