"""Simulation-based calibration: whether the posterior is the one that the model implies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from gaiatsu.dynamics.answer import SATISFIED
from gaiatsu.dynamics.condition import ANSWERED, TRACKED, ConditionOptions, DemandRecord, condition
from gaiatsu.dynamics.coordinates import coordinates_of
from gaiatsu.inference.annealing import AnnealingOptions, anneal
from gaiatsu.inference.calibration import Calibration
from gaiatsu.inference.calibration import calibrate as rank
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.calibration.model import RelationshipModel
from gaiatsu.studies.calibration.posterior import CalibrationOptions
from gaiatsu.studies.calibration.record import demands_on_record
from gaiatsu.studies.simulate.making import make_setting

if TYPE_CHECKING:
    from gaiatsu.dynamics.condition import Conditioned
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["RANKED", "ranks_of_truths", "simulated_record"]

Floats = NDArray[np.float64]

RANKED: Final = (
    "material",
    "domestic_support",
    "hierarchy",
    "legitimacy",
    "trust",
    "sender_trust",
    "threshold_first",
    "resolve_prior",
    "trust_memory",
    "backlash_first",
    "plasticity_shock",
)
"""Parameters whose truths are ranked, beside the states at the last demand."""

_OUTCOMES: Final = ("grade", "backlash", "depth", "carried_out", "dropped")
_PLACE: Final = {name: place for place, name in enumerate(ANSWERED)}
_VOTES: Final = 3


def simulated_record(
    record: DemandRecord, answered: Conditioned, which: int, *, rng: np.random.Generator
) -> DemandRecord:
    """Write down what came of the same demands in a simulated relationship.

    Parameters
    ----------
    record
        The demands.
    answered
        Simulated relationships, in which every outcome was drawn.
    which
        Which of them.
    rng
        Generator for the coding of depth.

    Returns
    -------
    DemandRecord
    """
    demands = []
    for place, demand in enumerate(record.demands):
        row = {name: float(answered.demands[at, place, which]) for name, at in _PLACE.items()}
        resisted = demand.threatened and row["grade"] < SATISFIED
        demands.append(
            replace(
                demand,
                grade=int(row["grade"]),
                backlash=int(row["backlash"]) if demand.threatened else None,
                depth=float(rng.binomial(_VOTES, row["depth"])),
                carried_out=float(resisted and row["carried_out"] == 1.0),
                dropped=float(resisted and row["carried_out"] == 0.0),
            )
        )
    return DemandRecord(tuple(demands), record.first, record.last)


def ranks_of_truths(
    scenario: Scenario,
    prior: str,
    *,
    replicates: int,
    options: CalibrationOptions,
    note: Callable[[str], None] | None = None,
) -> Calibration:
    """Rank true parameters and states among draws given records simulated with them.

    Parameters
    ----------
    scenario
        The scenario, whose demands on record are answered anew in every replicate.
    prior
        Prior set that truths are drawn from.
    replicates
        Number of simulated records.
    options
        Draws a replicate, evidence and seed.
    note
        Told of every replicate.

    Returns
    -------
    Calibration
        Uniform ranks mean that the posterior is the one the model implies.

    Notes
    -----
    Truths are stratified: a parameter's prior is cut into as many equal parts as there are replicates, and
    each part holds one truth.

    References
    ----------
    talts2018
    """
    setting = make_setting(scenario)
    record = demands_on_record(scenario, setting, whole=options.whole)
    chosen = ConditionOptions(options.evidence, workers=options.workers)
    model = RelationshipModel(scenario, setting, record, coordinates_of(prior), chosen)
    truths = model.parameters(_truths(model, replicates, stream(options.seed, "ranks", "truth")))
    answered = condition(
        setting, truths, record.forget(*_OUTCOMES), seed=options.seed, options=ConditionOptions(())
    )
    at = record.demands[-1].year - setting.start
    names = (*RANKED, *(f"{state} at the last demand" for state in TRACKED))
    truth = np.stack([*(truths[name] for name in RANKED), *answered.smoothed[:, at]], axis=1)
    drawn = []
    for replicate in range(replicates):
        rng = stream(options.seed, "ranks", "coding", replicate)
        again = replace(model, record=simulated_record(record, answered, replicate, rng=rng))
        found = anneal(again, seed=options.seed + replicate, options=AnnealingOptions(draws=options.draws))
        parameters = model.parameters(found.points)
        states = found.scored.carried["path"][:, at]
        drawn.append(np.stack([*(parameters[name] for name in RANKED), *states], axis=1))
        (note or (lambda _: None))(f"replicate {replicate + 1} of {replicates}: {found.status.name}")
    rng = stream(options.seed, "ranks", "ties")
    return rank(truth, np.stack(drawn), names=names, rng=rng, bins=_bins(replicates))


def _truths(model: RelationshipModel, count: int, rng: np.random.Generator) -> Floats:
    """Points from the prior, one in each stratum of every coordinate, so that luck does not pose as a fault.

    Points that the prior rules out are drawn anew.
    """
    strata = np.argsort(rng.random((count, model.dimension)), axis=0)
    points = ndtri((strata + rng.random(strata.shape)) / count)
    outside = ~model.allowed(points)
    while outside.any():
        points[outside] = rng.standard_normal((int(outside.sum()), model.dimension))
        outside = ~model.allowed(points)
    return np.asarray(points)


def _bins(replicates: int) -> int:
    """Bins of at least ten expected ranks."""
    return int(np.clip(replicates // 10, 2, 20))
