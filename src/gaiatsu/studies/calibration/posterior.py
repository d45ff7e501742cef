"""Parameters and states given the record, under one prior set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
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
from gaiatsu.dynamics.worlds import find_world
from gaiatsu.errors import InvalidSpecification
from gaiatsu.inference.annealing import Annealed, AnnealingOptions, anneal
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.calibration.model import RelationshipModel
from gaiatsu.studies.calibration.record import demands_on_record, split_year
from gaiatsu.studies.simulate.making import make_setting

if TYPE_CHECKING:
    from gaiatsu.dynamics import ParameterDraws, Setting
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = [
    "EVERYTHING",
    "CalibrationOptions",
    "Posterior",
    "anneal_in_world",
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
    worlds
        Structural rivals whose evidence is compared with the article's, by name.

    Raises
    ------
    InvalidSpecification
        Too few draws, or no prior set.
    UnknownName
        No world has one of the names.
    """

    draws: int = 4000
    priors: tuple[str, ...] = ("default", "sceptical", "article", "materialist")
    evidence: tuple[str, ...] = EVERYTHING
    whole: bool = True
    split: int | None = None
    seed: int = 1999
    workers: int = 1
    worlds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.worlds:
            find_world(name)
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
    earlier
        Draws of them given the record before the split.
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
    earlier: ParameterDraws
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
    model = _model(scenario, prior, options=CalibrationOptions(draws=draws, seed=seed))
    return model.parameters(anneal(model, seed=seed, options=AnnealingOptions(draws=draws)).points)


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
    model = _model(scenario, prior, options=options, record=record)
    setting, known, paths = model.setting, model.record, model.options.particles
    (note or (lambda _: None))(f"{prior}: {options.draws:,} sets of parameters, {paths} paths each ...")
    split = split_year(known, [block.first for block in scenario.demands], options.split)
    annealed = anneal(
        model,
        seed=options.seed,
        options=AnnealingOptions(draws=options.draws),
        before=max(split - setting.start, 0),
    )
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
        earlier=model.parameters(annealed.earlier),
        imagined=condition(setting, before, unknown, seed=options.seed, options=quiet),
        replayed=condition(setting, after, unknown, seed=options.seed + 1, options=quiet),
        paths=paths,
    )


def anneal_in_world(
    scenario: Scenario,
    prior: str,
    world: str,
    *,
    options: CalibrationOptions,
    note: Callable[[str], None] | None = None,
) -> Annealed:
    """Draw from the posterior of the same record in a structural rival.

    Parameters
    ----------
    scenario
        The scenario.
    prior
        Name of the prior set; what the world has no use for is left out of it.
    world
        Name of the world.
    options
        Draws, evidence, seed.
    note
        Told what is going on.

    Returns
    -------
    Annealed
        Its ``log_evidence`` is the log probability of the record in that world.

    Raises
    ------
    MissingData
        The scenario has no demand on record.
    UnknownName
        No world has that name.

    References
    ----------
    kass_raftery1995; chopin2002
    """
    model = _model(scenario, prior, options=options, world=world)
    (note or (lambda _: None))(f"{prior}, {world}: {options.draws:,} sets of parameters ...")
    return anneal(model, seed=options.seed, options=AnnealingOptions(draws=options.draws))


def _model(
    scenario: Scenario,
    prior: str,
    *,
    options: CalibrationOptions,
    record: DemandRecord | None = None,
    world: str = "article",
) -> RelationshipModel:
    """Put a record into a model, with as many paths as it needs."""
    setting = make_setting(scenario)
    known = demands_on_record(scenario, setting, whole=options.whole) if record is None else record
    pilot = ConditionOptions(options.evidence, world=world)
    model = RelationshipModel(scenario, setting, known, coordinates_of(prior), pilot)
    paths = choose_paths(model, seed=options.seed)
    return replace(model, options=replace(pilot, particles=paths, workers=options.workers))


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
    again = model.score(np.tile(best, (_PILOT_TIMES, 1)), key=(seed, 1)).pieces.sum(axis=0)
    spread = float(np.mean(np.var(again.reshape(_PILOT_TIMES, -1), axis=0, ddof=1)))
    return int(np.clip(np.ceil(spread), 1, _MOST_PATHS))
