"""A scenario calibrated to its record: states before and after, evidence of each prior set, checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.condition import TRACKED
from gaiatsu.dynamics.setting import DEMAND_TYPES
from gaiatsu.inference.status import Status
from gaiatsu.studies.calibration.checks import Check, predictive_checks
from gaiatsu.studies.calibration.forecast import Forecast, Foretold, forecast
from gaiatsu.studies.calibration.posterior import (
    CalibrationOptions,
    Posterior,
    anneal_in_world,
    posterior_of,
)
from gaiatsu.studies.calibration.record import split_year
from gaiatsu.studies.calibration.rivals import ARTICLE, WorldRow, compare_worlds
from gaiatsu.studies.calibration.timing import PartOfFall, parts_of_fall
from gaiatsu.studies.provenance import Input, Provenance, case_input, rows_digest, trace

if TYPE_CHECKING:
    from gaiatsu.dynamics import ParameterDraws
    from gaiatsu.dynamics.condition import DemandRecord
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = [
    "Calibrated",
    "CalibrationStudy",
    "DemandRow",
    "ParameterRow",
    "Quality",
    "StateRow",
    "calibrate",
]

Floats = NDArray[np.float64]

_QUANTILES = (0.05, 0.5, 0.95)
_ARTICLE = "schoppa1999"


@dataclass(frozen=True)
class StateRow:
    """A state at the start of a year: 5, 50 and 95 % quantiles, three times.

    Parameters
    ----------
    state, year
        Which state, when.
    prior
        Under beliefs alone, with the demands on record answered as the model has it.
    filtered
        Given the record up to and with the year.
    smoothed
        Given the whole record.
    """

    state: str
    year: int
    prior: tuple[float, float, float]
    filtered: tuple[float, float, float]
    smoothed: tuple[float, float, float]


@dataclass(frozen=True)
class ParameterRow:
    """A parameter before and after.

    Parameters
    ----------
    name
        Which.
    prior, posterior
        5, 50 and 95 % quantiles.
    shift
        Posterior mean less prior mean, in standard deviations of the prior.
    narrower
        Posterior standard deviation over the prior's.
    p_positive
        Posterior probability of being above 0.
    """

    name: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    shift: float
    narrower: float
    p_positive: float


@dataclass(frozen=True)
class DemandRow:
    """A demand on record and how likely it was to be met.

    Parameters
    ----------
    name, year, demand
        Which, when, of what type.
    grade
        Grade on record; ``None`` where unknown.
    prior
        Mean chance of grade 2 or 3 under beliefs alone.
    posterior
        The same given the whole record.
    """

    name: str
    year: int
    demand: str
    grade: int | None
    prior: float
    posterior: float


@dataclass(frozen=True)
class Quality:
    """What is known of the quality of the draws.

    Parameters
    ----------
    status
        How the sampler ended.
    ess
        Effective number of draws.
    acceptance
        Share of the last moves accepted.
    stages
        Resamplings on the way from the prior.
    smallest
        Smallest effective share of the draws when a year was taken in; small where a year is a surprise.
    k_hat, prior_ess
        Pareto shape and effective number of draws, had the prior's draws been weighted by the whole record:
        above .7 that would not do.
    paths
        Paths for each set of parameters; 1 where one says enough.
    effective_paths
        Smallest effective share of the paths.
    """

    status: Status
    ess: float
    acceptance: float
    stages: int
    smallest: float
    k_hat: float
    prior_ess: float
    paths: int
    effective_paths: float


@dataclass(frozen=True, eq=False)
class Calibrated:
    """What the record says under one prior set.

    Parameters
    ----------
    prior
        Name of the prior set.
    log_evidence, log_evidence_se
        Log probability of the record, and its simulation error.
    share
        Posterior probability of the prior set, had all sets shown been equally likely.
    years
        Log predictive probability of each year's record given those before it.
    states, parameters, demands, checks
        Tables.
    foretold, forecasts
        How likely each demand was said to be met before that was known, and how good that was.
    fall
        Parts of the fall in the payoff of conceding, given the record.
    quality
        Diagnostics.
    draws
        The parameters given the record.
    """

    prior: str
    log_evidence: float
    log_evidence_se: float
    share: float
    years: dict[int, float]
    states: tuple[StateRow, ...]
    parameters: tuple[ParameterRow, ...]
    demands: tuple[DemandRow, ...]
    checks: tuple[Check, ...]
    foretold: tuple[Foretold, ...]
    forecasts: tuple[Forecast, ...]
    fall: tuple[PartOfFall, ...]
    quality: Quality
    draws: ParameterDraws


@dataclass(frozen=True, eq=False)
class CalibrationStudy:
    """A scenario calibrated to its record under several prior sets.

    Parameters
    ----------
    scenario
        The scenario.
    options
        How it was calibrated.
    record
        The demands on record.
    split
        Year from which demands are called late.
    fits
        What the record says under each prior set.
    worlds
        Evidence for structural rivals under each prior set; empty where none was asked for.
    provenance
        Where it came from.
    """

    scenario: Scenario
    options: CalibrationOptions
    record: DemandRecord
    split: int
    fits: tuple[Calibrated, ...]
    worlds: tuple[WorldRow, ...]
    provenance: Provenance


def calibrate(
    scenario: Scenario,
    *,
    options: CalibrationOptions | None = None,
    note: Callable[[str], None] | None = None,
) -> CalibrationStudy:
    """Calibrate a scenario to the demands and outcomes on its record.

    A simulation from a prior says what follows from beliefs. This says what the one history that
    happened leaves of them, and whether a model that has seen it can bring it forth.

    Parameters
    ----------
    scenario
        The scenario, from `gaiatsu.studies.simulate.find_scenario`.
    options
        Draws, prior sets, evidence, seed.
    note
        Told what is going on.

    Returns
    -------
    CalibrationStudy

    Raises
    ------
    MissingData
        The scenario has no demand on record.

    References
    ----------
    schoppa1999; chopin2002; andrieu2010; gelman_meng_stern1996
    """
    chosen = options or CalibrationOptions()
    found = [posterior_of(scenario, prior, options=chosen, note=note) for prior in chosen.priors]
    record = found[0].record
    split = split_year(record, [block.first for block in scenario.demands], chosen.split)
    shares = _shares([one.annealed.log_evidence for one in found])
    outside = scenario.record is not None and scenario.record.case_set == _ARTICLE and not scenario.observed
    return CalibrationStudy(
        scenario=scenario,
        options=chosen,
        record=record,
        split=split,
        fits=tuple(
            _calibrated(
                one,
                share,
                checks=predictive_checks(one, split=split, seed=chosen.seed, outside=outside),
                forecasts=forecast(one, split=split, options=chosen),
            )
            for one, share in zip(found, shares, strict=True)
        ),
        worlds=_worlds(scenario, found, chosen, note=note),
        provenance=_provenance(scenario, chosen),
    )


def _shares(evidence: list[float]) -> list[float]:
    """Probabilities under even odds; of sets under which the record is impossible, 0."""
    known = [value for value in evidence if np.isfinite(value)]
    relative = [float(np.exp(value - max(known))) if np.isfinite(value) else 0.0 for value in evidence]
    return [value / max(sum(relative), 1e-300) for value in relative]


def _worlds(
    scenario: Scenario,
    found: list[Posterior],
    options: CalibrationOptions,
    *,
    note: Callable[[str], None] | None,
) -> tuple[WorldRow, ...]:
    names = [name for name in dict.fromkeys(options.worlds) if name != ARTICLE]
    rows: list[WorldRow] = []
    for one in found if options.worlds else ():
        others = [
            (name, anneal_in_world(scenario, one.prior, name, options=options, note=note)) for name in names
        ]
        rows += compare_worlds(one.prior, one.annealed, others)
    return tuple(rows)


def _calibrated(
    found: Posterior,
    share: float,
    *,
    checks: tuple[Check, ...],
    forecasts: tuple[tuple[Foretold, ...], tuple[Forecast, ...]],
) -> Calibrated:
    annealed = found.annealed
    years = {demand.year for demand in found.record.demands}
    at = zip(found.setting.years.tolist(), annealed.increments.tolist(), strict=True)
    return Calibrated(
        prior=found.prior,
        log_evidence=annealed.log_evidence,
        log_evidence_se=annealed.log_evidence_se,
        share=share,
        years={year: value for year, value in at if year in years},
        states=_states(found),
        parameters=_parameters(found),
        demands=_demands(found),
        checks=checks,
        foretold=forecasts[0],
        forecasts=forecasts[1],
        fall=parts_of_fall(found),
        quality=Quality(
            status=annealed.status,
            ess=annealed.ess,
            acceptance=annealed.acceptance,
            stages=annealed.stages,
            smallest=annealed.smallest,
            k_hat=annealed.k_hat,
            prior_ess=annealed.prior_ess,
            paths=found.paths,
            effective_paths=float(annealed.scored.carried["effective"].min()),
        ),
        draws=found.parameters,
    )


def _states(found: Posterior) -> tuple[StateRow, ...]:
    tables = [
        np.quantile(values, _QUANTILES, axis=-1)
        for values in (
            found.imagined.smoothed,
            found.annealed.snapshots["at_state"],
            found.annealed.scored.carried["path"],
        )
    ]
    return tuple(
        StateRow(state, int(year), *(_three(table[:, place, row]) for table in tables))
        for place, state in enumerate(TRACKED)
        for row, year in enumerate(found.setting.years)
    )


def _parameters(found: Posterior) -> tuple[ParameterRow, ...]:
    rows = []
    for name, before in found.before.values.items():
        after = found.parameters[name]
        spread = float(before.std())
        if spread == 0.0:
            continue
        rows.append(
            ParameterRow(
                name,
                _three(np.quantile(before, _QUANTILES)),
                _three(np.quantile(after, _QUANTILES)),
                float((after.mean() - before.mean()) / spread),
                float(after.std() / spread),
                float(np.mean(after > 0.0)),
            )
        )
    return tuple(sorted(rows, key=lambda row: -abs(row.shift)))


def _demands(found: Posterior) -> tuple[DemandRow, ...]:
    prior, posterior = found.imagined.demands[0], found.annealed.scored.carried["demands"][0]
    return tuple(
        DemandRow(
            demand.name,
            demand.year,
            DEMAND_TYPES[demand.kind].value,
            demand.grade,
            float(prior[place].mean()),
            float(posterior[place].mean()),
        )
        for place, demand in enumerate(found.record.demands)
    )


def _three(values: Floats) -> tuple[float, float, float]:
    low, middle, high = (float(value) for value in values)
    return low, middle, high


def _provenance(scenario: Scenario, options: CalibrationOptions) -> Provenance:
    inputs = [Input(f"scenario: {scenario.name}", rows_digest(scenario.model_dump(mode="json")))]
    from gaiatsu import cases

    if scenario.record is not None:
        case_set = cases.load(scenario.record.case_set)
        parts = ("events",) if scenario.observed else ("episodes", "events")
        inputs += [case_input(case_set, part) for part in parts]
    if scenario.dependence.table is not None:
        inputs.append(case_input(cases.load(scenario.dependence.table), "table1"))
    citations = ("schoppa1999", "chopin2002", "andrieu2010", "duan_fulop2015", "gelman_meng_stern1996")
    citations += ("burkner2020", *(("kass_raftery1995",) if options.worlds else ()))
    return trace(calibrate, *inputs, seed=options.seed, citations=citations)
