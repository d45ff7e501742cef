"""A scenario and its record as a model for the sampler; draws of parameters given the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.condition import ConditionOptions, DemandRecord, condition
from gaiatsu.dynamics.coordinates import Coordinates
from gaiatsu.inference.annealing import Scored
from gaiatsu.studies.simulate.making import apply_parameters

if TYPE_CHECKING:
    from gaiatsu.dynamics import ParameterDraws, Setting
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["RelationshipModel"]

Floats = NDArray[np.float64]

_SEEDS = 2**31


@dataclass(frozen=True, eq=False)
class RelationshipModel:
    """Likelihood of a record under the parameters of a relationship.

    Parameters
    ----------
    scenario
        Fixes some of the parameters.
    setting
        What is given, year by year.
    record
        Demands on record.
    coordinates
        The map from coordinates to parameters.
    options
        Evidence that counts, and number of paths.
    """

    scenario: Scenario
    setting: Setting
    record: DemandRecord
    coordinates: Coordinates
    options: ConditionOptions

    @property
    def dimension(self) -> int:
        """Number of coordinates."""
        return self.coordinates.dimension

    def allowed(self, points: Floats) -> NDArray[np.bool_]:
        """Which points the prior does not rule out."""
        return self.coordinates.allowed(points)

    def parameters(self, points: Floats) -> ParameterDraws:
        """Parameters of points, those that the scenario fixes set."""
        return apply_parameters(self.scenario, self.coordinates.parameters(points))

    def score(self, points: Floats, *, key: tuple[int, ...]) -> Scored:
        """Condition on the record, year by year."""
        seed = 0
        for part in key:
            seed = seed * _SEEDS + part
        found = condition(self.setting, self.parameters(points), self.record, seed=seed, options=self.options)
        carried = {
            "at_state": found.filtered,
            "path": found.smoothed,
            "demands": found.demands,
            "effective": found.effective,
        }
        when = np.asarray([demand.year - self.setting.start for demand in self.record.demands])
        ahead = {int(row): found.ahead[:, when == row] for row in np.unique(when)}
        return Scored(found.log_likelihood, carried, ahead)
