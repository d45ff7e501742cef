"""Parameters of a run as coordinates whose prior is standard normal, for samplers that move them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtr

from gaiatsu.dynamics.parameters import NEEDED, STEPS, ParameterDraws
from gaiatsu.dynamics.setting import DEMAND_TYPES
from gaiatsu.errors import UnknownName
from gaiatsu.inference.priors import Prior
from gaiatsu.theory.parameters import DEFAULT, PRIOR_SETS

__all__ = ["Coordinates", "coordinates_of"]

Floats = NDArray[np.float64]

_GAPS: Final = STEPS - 1
_DEPARTURES: Final = len(DEMAND_TYPES) * STEPS
_ORDERED: Final = ("honest_error", "cheat_rate")


@dataclass(frozen=True)
class Coordinates:
    """The map from coordinates to parameters under a prior set.

    Parameters
    ----------
    names
        What each coordinate stands for.
    laws
        Prior of each.
    """

    names: tuple[str, ...]
    laws: tuple[Prior, ...]

    @property
    def dimension(self) -> int:
        """Number of coordinates."""
        return len(self.names)

    def parameters(self, points: Floats) -> ParameterDraws:
        """Parameters of points, shape ``(n, dimension)``."""
        columns = [_parameter(law, points[:, place]) for place, law in enumerate(self.laws)]
        needed = dict(zip(self.names[: len(NEEDED)], columns, strict=False))
        gaps = columns[len(NEEDED) : len(NEEDED) + _GAPS]
        common = np.cumsum(np.stack([needed["threshold_first"], *gaps]), axis=0)
        departures = np.stack(columns[len(NEEDED) + _GAPS :]).reshape(len(DEMAND_TYPES), STEPS, -1)
        return ParameterDraws(needed, common[None] + departures)

    def allowed(self, points: Floats) -> NDArray[np.bool_]:
        """Whether a cheat breaks deals more often than an honest partner is seen to."""
        low, high = (
            _parameter(self.laws[place], points[:, place])
            for place in (self.names.index(name) for name in _ORDERED)
        )
        return np.asarray(low < high)


def coordinates_of(prior_set: str) -> Coordinates:
    """Find the coordinates of a prior set.

    Parameters
    ----------
    prior_set
        Its name.

    Returns
    -------
    Coordinates
        For standard normal points that are ``allowed``, parameters have the law of
        `gaiatsu.dynamics.parameters.draw_parameters`.

    Raises
    ------
    UnknownName
        No prior set has that name.

    Examples
    --------
    >>> found = coordinates_of("default")
    >>> drawn = found.parameters(np.zeros((1, found.dimension)))
    >>> round(float(drawn["material"][0]), 6), round(float(drawn["trust_memory"][0]), 3)
    (1.0, 0.913)
    """
    if prior_set not in PRIOR_SETS:
        msg = f"There is no prior set {prior_set!r}."
        raise UnknownName(msg, expected=f"one of {', '.join(PRIOR_SETS)}")
    priors = PRIOR_SETS[prior_set]

    def law(name: str) -> Prior:
        return priors.get(name, DEFAULT[name].prior)

    departures = [f"threshold_{kind.value}_{step + 1}" for kind in DEMAND_TYPES for step in range(STEPS)]
    names = (*NEEDED, *(f"threshold_gap_{step + 2}" for step in range(_GAPS)), *departures)
    laws = (
        *(law(name) for name in NEEDED),
        *(law("threshold_gap") for _ in range(_GAPS)),
        *(law("threshold_by_demand") for _ in range(_DEPARTURES)),
    )
    return Coordinates(names, laws)


def _parameter(law: Prior, score: Floats) -> Floats:
    if law.family != "beta":
        return np.asarray(law.constrain(score), dtype=np.float64)
    return np.asarray(betaincinv(law.first, law.second, ndtr(score)))
