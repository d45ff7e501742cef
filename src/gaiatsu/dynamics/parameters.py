"""Draws of every parameter that a run needs, one set a relationship."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.setting import DEMAND_TYPES
from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.inference.priors import Prior
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.parameters import DEFAULT, PRIOR_SETS, sample_parameters

__all__ = ["NEEDED", "STEPS", "ParameterDraws", "draw_parameters"]

Floats = NDArray[np.float64]

STEPS: Final = 3
"""Steps of concession, from one grade to the next."""

_ELSEWHERE: Final = {"trust_threshold", "materialism_lag", "threshold_by_demand", "threshold_gap"}
NEEDED: Final = tuple(name for name in DEFAULT if name not in _ELSEWHERE)
"""Parameters that a run reads, beside the thresholds by demand type."""


@dataclass(frozen=True, eq=False)
class ParameterDraws:
    """Parameters of ``n`` relationships.

    Parameters
    ----------
    values
        Shape ``(n,)`` for each of ``NEEDED``.
    thresholds
        alpha of each demand type and step, shape ``(4, 3, n)``.

    Raises
    ------
    InvalidSpecification
        A parameter is missing or has another shape.
    """

    values: Mapping[str, Floats]
    thresholds: Floats

    def __post_init__(self) -> None:
        size = self.thresholds.shape[-1]
        odd = [name for name in NEEDED if name not in self.values or self.values[name].shape != (size,)]
        if odd or self.thresholds.shape != (len(DEMAND_TYPES), STEPS, size):
            msg = f"The draws lack {', '.join(odd) or 'thresholds'} or differ in length there."
            raise InvalidSpecification(msg, expected=f"{size} draws of every parameter that a run reads")

    def __len__(self) -> int:
        return int(self.thresholds.shape[-1])

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]

    def take(self, places: slice) -> ParameterDraws:
        """Part of the draws."""
        values = {name: np.ascontiguousarray(column[places]) for name, column in self.values.items()}
        return ParameterDraws(values, np.ascontiguousarray(self.thresholds[..., places]))

    def repeat(self, times: int) -> ParameterDraws:
        """Every set as many times, side by side: relationships that differ in chance only."""
        values = {name: np.repeat(column, times) for name, column in self.values.items()}
        return ParameterDraws(values, np.repeat(self.thresholds, times, axis=-1))

    def replace(self, **changes: float | Floats) -> ParameterDraws:
        """Copy with some parameters set to a number or to other draws.

        Raises
        ------
        UnknownName
            A run reads no such parameter.
        """
        unknown = sorted(set(changes) - set(NEEDED))
        if unknown:
            msg = f"A run reads no parameter {', '.join(unknown)}."
            raise UnknownName(msg, expected=f"some of {', '.join(NEEDED)}")
        size = (len(self),)
        changed = {name: np.array(np.broadcast_to(value, size)) for name, value in changes.items()}
        return ParameterDraws({**self.values, **changed}, self.thresholds)


def draw_parameters(
    draws: int, *, seed: int, prior_set: str = "default", replicates: int = 1
) -> ParameterDraws:
    """Draw the parameters of a run from a prior set.

    Parameters
    ----------
    draws
        Number of sets of parameters.
    seed
        Seed of the named streams.
    prior_set
        Name of the beliefs about the weights and thresholds of eq. 1 and 2.
    replicates
        Relationships that share each set; they differ in chance only.

    Returns
    -------
    ParameterDraws
        ``draws * replicates`` relationships, those of one set side by side.

    Raises
    ------
    UnknownName
        No prior set has that name.

    Examples
    --------
    >>> drawn = draw_parameters(100, seed=1, replicates=2)
    >>> len(drawn), bool(drawn["trust_memory"][0] == drawn["trust_memory"][1])
    (200, True)
    """
    if prior_set not in PRIOR_SETS:
        msg = f"There is no prior set {prior_set!r}."
        raise UnknownName(msg, expected=f"one of {', '.join(PRIOR_SETS)}")
    priors = PRIOR_SETS[prior_set]
    rng = stream(seed, "dynamics", "parameters")
    values = sample_parameters(NEEDED, rng=rng, draws=draws, priors=priors)
    thresholds = _thresholds(values["threshold_first"], priors, seed)
    return ParameterDraws(values, thresholds).repeat(replicates)


def _thresholds(first: Floats, priors: Mapping[str, Prior], seed: int) -> Floats:
    """Thresholds by demand type and step: the common ones, and the departure of each type at each step."""
    laws = {name: priors.get(name, DEFAULT[name].prior) for name in ("threshold_gap", "threshold_by_demand")}
    size = first.size
    gaps = [laws["threshold_gap"].sample(stream(seed, "dynamics", "gap", k), size) for k in range(1, STEPS)]
    common = np.cumsum(np.stack([first, *gaps]), axis=0)
    departures = [
        [
            laws["threshold_by_demand"].sample(stream(seed, "dynamics", "departure", kind.value, k), size)
            for k in range(STEPS)
        ]
        for kind in DEMAND_TYPES
    ]
    return np.asarray(common[None] + np.asarray(departures))
