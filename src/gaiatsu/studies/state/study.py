"""The study of the relationship's state: everything the report shows about it, with provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.context.panel import episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.provenance import Input, Provenance, case_input, trace
from gaiatsu.studies.state.change import HierarchyChange, hierarchy_change
from gaiatsu.studies.state.draws import StateDraws, StateRow
from gaiatsu.studies.state.relationship import relationship_state
from gaiatsu.studies.state.settings import StateSettings
from gaiatsu.studies.state.strikes import TwoStrike, two_strike
from gaiatsu.terms import EventKind
from gaiatsu.theory.norm_change.seniority import half_weight_date, senior_weight
from gaiatsu.theory.parameters import DEFAULT, sample_parameters

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet
    from gaiatsu.context.panel import Panel
    from gaiatsu.context.record import EventRecord
    from gaiatsu.context.series import MaterialSeries

__all__ = ["CohortYear", "StateStudy", "state_study"]

_STRIKE_DRAWS: Final = 100_000
_YEARS: Final = np.arange(1978.0, 1998.0)
_OFFICIALS: Final = (
    DEFAULT["official_seniority"].prior.first,
    DEFAULT["official_spread"].prior.first,
)


@dataclass(frozen=True)
class CohortYear:
    """Weight of the occupation cohort at the start of a year.

    Parameters
    ----------
    year
        Calendar year.
    officials
        Weight among officials with the kernel of 32 and 3.5 years.
    mean, low, high
        Weight among officials and politicians together, mean and 90 % interval over the draws.
    """

    year: int
    officials: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class StateStudy:
    """What the dated record says about the relationship at each episode.

    Parameters
    ----------
    state
        The draws.
    rows
        Mean and 90 % interval of each column at each episode.
    cohort
        Weight of the occupation cohort by year.
    half_date
        Decimal year in which its weight among officials falls below one half.
    half_interval
        Mean and 90 % interval of that date for officials and politicians together.
    change
        Decomposition of the change in hierarchy between the mean dates of the two columns of Figure 2.
    change_before
        The same from the first to the last episode of the earlier column, while the target still conceded.
    two_strike
        The two-strike rule over 100,000 draws of its own; ``None`` where the record has fewer than two
        violations.
    provenance
        Where it came from.
    """

    state: StateDraws
    rows: tuple[StateRow, ...]
    cohort: tuple[CohortYear, ...]
    half_date: float
    half_interval: tuple[float, float, float]
    change: HierarchyChange
    change_before: HierarchyChange
    two_strike: TwoStrike | None
    provenance: Provenance


def state_study(
    case_set: CaseSet,
    *,
    seed: int,
    draws: int = 4000,
    data: Mapping[str, MaterialSeries] | None = None,
    settings: StateSettings | None = None,
) -> StateStudy:
    """Study the state of the relationship in a case set.

    Parameters
    ----------
    case_set
        Episodes, dated record and dependence table.
    seed
        Seed of the parameter draws.
    draws
        Number of draws.
    data
        External material series; only a ``dependence_ratio`` among them is read.
    settings
        What is fixed.

    Returns
    -------
    StateStudy

    References
    ----------
    schoppa1999; kydd2005; kowert_legro1996; firebaugh1989

    Examples
    --------
    >>> from gaiatsu import cases
    >>> case_set = cases.load("schoppa1999")
    >>> study = state_study(case_set, seed=1999, draws=200)
    >>> round(study.half_date, 1)
    1984.3
    >>> bool(study.change.total.mean() < 0)  # hierarchy wore off
    True
    """
    fixed = settings or StateSettings()
    panel, record = episode_panel(case_set, data), event_record(case_set)
    state = relationship_state(panel, record, rng=stream(seed, "state"), draws=draws, settings=fixed)
    before = panel.date[~panel.after]
    spans = (before.mean(), panel.date[panel.after].mean()), (before.min(), before.max())
    change, change_before = (
        hierarchy_change(panel, record, state, start=float(start), end=float(end), settings=fixed)
        for start, end in spans
    )
    return StateStudy(
        state=state,
        rows=state.summary(),
        cohort=_cohort(state, fixed),
        half_date=float(half_weight_date(fixed.occupation_end, mean=_OFFICIALS[0])),
        half_interval=_half_interval(state, fixed),
        change=change,
        change_before=change_before,
        two_strike=_two_strike(record, seed),
        provenance=_provenance(case_set, panel, seed),
    )


def _two_strike(record: EventRecord, seed: int) -> TwoStrike | None:
    strikes = record.select(EventKind.AGREEMENT_STRETCHED, subject="trust_of_sender")
    if len(strikes) < 2:
        return None
    names = [name for name, parameter in DEFAULT.items() if parameter.group == "trust"]
    drawn = sample_parameters(names, rng=stream(seed, "two-strike"), draws=_STRIKE_DRAWS)
    return two_strike(record, drawn)


def _cohort(state: StateDraws, settings: StateSettings) -> tuple[CohortYear, ...]:
    mean, spread = _OFFICIALS
    officials = senior_weight(settings.occupation_end, _YEARS, mean=mean, spread=spread)
    both = state.identities.occupation_weight(_YEARS, settings.occupation_end)
    low, high = np.quantile(both, (0.05, 0.95), axis=0)
    columns = (officials, both.mean(axis=0), low, high)
    return tuple(
        CohortYear(int(year), *(float(column[place]) for column in columns))
        for place, year in enumerate(_YEARS)
    )


def _half_interval(state: StateDraws, settings: StateSettings) -> tuple[float, float, float]:
    dates = np.arange(1970.0, 2020.0, 1.0 / 12.0)
    weight = state.identities.occupation_weight(dates, settings.occupation_end)
    crossed = dates[np.argmax(weight < 0.5, axis=1)]
    low, high = np.quantile(crossed, (0.05, 0.95))
    return float(crossed.mean()), float(low), float(high)


def _provenance(case_set: CaseSet, panel: Panel, seed: int) -> Provenance:
    inputs = (
        case_input(case_set, "episodes"),
        case_input(case_set, "events"),
        Input(f"dependence: {panel.dependence.source}", panel.dependence.digest),
    )
    citations = ("schoppa1999", "kydd2005", "josang_ismail2002", "kowert_legro1996", "firebaugh1989")
    return trace(state_study, *inputs, seed=seed, citations=citations, patches=case_set.applied_patches)
