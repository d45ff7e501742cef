"""Simulation-based calibration: whether the posterior is the one that the model implies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.answer import SATISFIED
from gaiatsu.dynamics.condition import ANSWERED, TRACKED, ConditionOptions, DemandRecord, condition
from gaiatsu.dynamics.coordinates import coordinates_of
from gaiatsu.inference.annealing import AnnealingOptions, anneal
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.calibration.model import RelationshipModel
from gaiatsu.studies.calibration.posterior import CalibrationOptions
from gaiatsu.studies.calibration.record import demands_on_record
from gaiatsu.studies.simulate.making import make_setting

if TYPE_CHECKING:
    from gaiatsu.dynamics.condition import Conditioned
    from gaiatsu.inference.annealing import Annealed
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["RANKED", "Recovered", "recover", "simulated_record"]

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
"""Parameters whose truths are ranked, beside the states at the last demand and the log likelihood."""

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


@dataclass(frozen=True, eq=False)
class Recovered:
    """A truth, and draws given a record that was simulated with it.

    Parameters
    ----------
    names
        What is ranked: ``RANKED``, the states at the last demand, and the log likelihood.
    truth
        True values, shape ``(quantities,)``.
    draws
        Draws given the record, shape ``(draws, quantities)``.
    annealed
        The sampler's own account.
    """

    names: tuple[str, ...]
    truth: Floats
    draws: Floats
    annealed: Annealed


def recover(scenario: Scenario, prior: str, *, replicate: int, options: CalibrationOptions) -> Recovered:
    """Draw a truth from the prior, simulate the record with it, and sample the posterior of that record.

    Parameters
    ----------
    scenario
        The scenario, whose demands on record are answered anew.
    prior
        Prior set that the truth is drawn from.
    replicate
        Number of the replicate; names its random streams.
    options
        Draws, evidence and seed.

    Returns
    -------
    Recovered

    Notes
    -----
    The log likelihood of the truth is that of the path that made the record: it is scored by the same
    random numbers. A sampler that left the record out of account would give even ranks to every parameter,
    but not to the log likelihood.

    References
    ----------
    talts2018; modrak2023
    """
    setting = make_setting(scenario)
    record = demands_on_record(scenario, setting, whole=options.whole)
    chosen = ConditionOptions(options.evidence, workers=options.workers)
    model = RelationshipModel(scenario, setting, record, coordinates_of(prior), chosen)
    truth = model.parameters(_truth(model, stream(options.seed, "ranks", "truth", replicate)))
    seed = options.seed + replicate
    answered = condition(setting, truth, record.forget(*_OUTCOMES), seed=seed, options=ConditionOptions(()))
    rng = stream(options.seed, "ranks", "coding", replicate)
    made = simulated_record(record, answered, 0, rng=rng)
    known = condition(setting, truth, made, seed=seed, options=chosen)
    found = anneal(replace(model, record=made), seed=seed, options=AnnealingOptions(draws=options.draws))
    at = record.demands[-1].year - setting.start
    drawn = model.parameters(found.points)
    return Recovered(
        names=(*RANKED, *(f"{state} at the last demand" for state in TRACKED), "log likelihood"),
        truth=np.asarray(
            [*(truth[name][0] for name in RANKED), *answered.smoothed[:, at, 0], known.total[0]]
        ),
        draws=np.stack(
            [
                *(drawn[name] for name in RANKED),
                *found.scored.carried["path"][:, at],
                found.scored.pieces.sum(axis=0),
            ],
            axis=1,
        ),
        annealed=found,
    )


def _truth(model: RelationshipModel, rng: np.random.Generator) -> Floats:
    """One point from the prior."""
    point = rng.standard_normal((1, model.dimension))
    while not model.allowed(point).all():
        point = rng.standard_normal((1, model.dimension))
    return point
