"""Parameters and states given the record, under one prior set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.condition import (
    Conditioned,
    ConditionOptions,
    DemandRecord,
    condition,
    is_determined,
)
from gaiatsu.dynamics.coordinates import coordinates_of
from gaiatsu.errors import InvalidSpecification
from gaiatsu.inference.annealing import Annealed, AnnealingOptions, anneal
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.calibration.model import RelationshipModel
from gaiatsu.studies.calibration.record import demands_on_record
from gaiatsu.studies.simulate.making import make_setting

if TYPE_CHECKING:
    from gaiatsu.dynamics import ParameterDraws, Setting
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = [
    "EVERYTHING",
    "CalibrationOptions",
    "Posterior",
    "choose_paths",
    "posterior_of",
    "posterior_parameters",
]

Floats = NDArray[np.float64]

EVERYTHING: Final = ("concession", "backlash", "follow_through", "depth")
"""Evidence that counts unless something else is said."""

_OUTCOMES: Final = ("grade", "backlash", "depth", "carried_out", "dropped")
_MOST_PATHS: Final = 64
_PILOT: Final = 400
_PILOT_KEPT: Final = 40
_PILOT_TIMES: Final = 12


@dataclass(frozen=True)
class CalibrationOptions:
    """How a scenario is calibrated to its record.

    Parameters
    ----------
    draws
        Draws of the parameters under each prior set.
    priors
        Names of the prior sets.
    evidence
        Kinds of evidence that count.
    whole
        Whether no other demand was made between the first and the last on record.
    split
        Year from which demands are called late in the comparisons; by default that of the last block of
        demands, if it lies within the record, otherwise that of the middle demand.
    seed
        Seed of all random streams.
    workers
        Threads; no number depends on it.

    Raises
    ------
    InvalidSpecification
        Too few draws, or no prior set.
    """

    draws: int = 4000
    priors: tuple[str, ...] = ("default", "sceptical", "article", "materialist")
    evidence: tuple[str, ...] = EVERYTHING
    whole: bool = True
    split: int | None = None
    seed: int = 1999
    workers: int = 1

    def __post_init__(self) -> None:
        if self.draws < 40 or not self.priors:
            msg = f"{self.draws} draws under {len(self.priors)} prior sets say nothing."
            raise InvalidSpecification(msg, expected="at least 40 draws and one prior set")


@dataclass(frozen=True, eq=False)
class Posterior:
    """What the record says under one prior set.

    Parameters
    ----------
    prior
        Name of the prior set.
    setting, record
        What is given, and the demands on record.
    annealed
        Draws and diagnostics of the sampler.
    before
        Draws of the parameters from the prior.
    parameters
        Draws of them given the record.
    imagined
        The same demands answered anew under the prior: states and answers that follow from beliefs.
    replayed
        The same demands answered anew under the posterior, for comparison with what happened.
    paths
        Paths for each set of parameters.
    """

    prior: str
    setting: Setting
    record: DemandRecord
    annealed: Annealed
    before: ParameterDraws
    parameters: ParameterDraws
    imagined: Conditioned
    replayed: Conditioned
    paths: int


def posterior_parameters(
    scenario: Scenario, *, prior: str = "default", draws: int = 4000, seed: int = 1999
) -> ParameterDraws:
    """Draw the parameters of a relationship given its record.

    Whoever plays strategies in a relationship should play them in the one that happened; these draws take
    the place of those from a prior set wherever `gaiatsu.dynamics.run` takes some.

    Parameters
    ----------
    scenario
        The scenario, with a record of demands.
    prior
        Name of the prior set.
    draws
        How many; equally weighted.
    seed
        Seed of all random streams.

    Returns
    -------
    ParameterDraws

    Raises
    ------
    MissingData
        The scenario has no demand on record.

    References
    ----------
    chopin2002; andrieu2010

    Examples
    --------
    >>> from gaiatsu.studies.simulate import find_scenario
    >>> len(posterior_parameters(find_scenario("template"), draws=40))
    40
    """
    return posterior_of(scenario, prior, options=CalibrationOptions(draws=draws, seed=seed)).parameters


def posterior_of(
    scenario: Scenario,
    prior: str,
    *,
    options: CalibrationOptions,
    note: Callable[[str], None] | None = None,
    record: DemandRecord | None = None,
) -> Posterior:
    """Calibrate a scenario to its record under one prior set.

    Parameters
    ----------
    scenario
        The scenario.
    prior
        Name of the prior set.
    options
        Draws, evidence, seed.
    note
        Told what is going on.
    record
        Demands in place of those that the scenario names.

    Returns
    -------
    Posterior

    Raises
    ------
    MissingData
        The scenario has no demand on record.

    References
    ----------
    chopin2002; andrieu2010; duan_fulop2015
    """
    setting = make_setting(scenario)
    known = demands_on_record(scenario, setting, whole=options.whole) if record is None else record
    model = RelationshipModel(
        scenario, setting, known, coordinates_of(prior), ConditionOptions(options.evidence)
    )
    paths = choose_paths(model, seed=options.seed)
    model = RelationshipModel(
        scenario,
        setting,
        known,
        model.coordinates,
        ConditionOptions(options.evidence, paths, options.workers),
    )
    tell = note or (lambda _: None)
    tell(f"{prior}: {options.draws:,} sets of parameters, {paths} paths each ...")
    annealed = anneal(model, seed=options.seed, options=AnnealingOptions(draws=options.draws))
    points = stream(options.seed, "calibration", "prior").standard_normal((options.draws, model.dimension))
    points = points[model.allowed(points)]
    before, after = model.parameters(points), model.parameters(annealed.points)
    unknown = known.forget(*_OUTCOMES)
    quiet = ConditionOptions(())
    return Posterior(
        prior=prior,
        setting=setting,
        record=known,
        annealed=annealed,
        before=before,
        parameters=after,
        imagined=condition(setting, before, unknown, seed=options.seed, options=quiet),
        replayed=condition(setting, after, unknown, seed=options.seed + 1, options=quiet),
        paths=paths,
    )


def choose_paths(model: RelationshipModel, *, seed: int) -> int:
    """Choose how many paths a set of parameters needs for its log likelihood to be known within one unit.

    Parameters
    ----------
    model
        The model, with one path.
    seed
        Seed of the named streams.

    Returns
    -------
    int
        1 where the likelihood is exact; otherwise its variance with one path, at the likeliest of some draws
        from the prior, at most 64.

    References
    ----------
    andrieu2010
    """
    if is_determined(model.setting, model.record):
        return 1
    points = stream(seed, "calibration", "pilot").standard_normal((_PILOT, model.dimension))
    points = points[model.allowed(points)]
    values = model.score(points, key=(seed, 0)).pieces.sum(axis=0)
    best = points[np.argsort(values)[-_PILOT_KEPT:]]
    again = [model.score(best, key=(seed, time + 1)).pieces.sum(axis=0) for time in range(_PILOT_TIMES)]
    spread = float(np.mean(np.var(again, axis=0, ddof=1)))
    return int(np.clip(np.ceil(spread), 1, _MOST_PATHS))
