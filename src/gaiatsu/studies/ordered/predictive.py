"""What the prior sets believe before the outcomes are seen, and how to make a certain one doubt."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaiatsu.estimation.ordinal import OrdinalDesign, PriorSet, prior_predictive
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.ordered.records import CERTAIN, MOST_CERTAIN, PriorPredictiveRow
from gaiatsu.theory.parameters import PRIOR_SETS

__all__ = ["PROBIT_UNIT", "predictive_row", "prior_set"]

PROBIT_UNIT: Final = float(np.sqrt(3.0) / np.pi)
"""Units of a probit in one unit of a logit: the ratio of the standard deviations of their laws."""

_DRAWS: Final = 4000
_HALVINGS: Final = 7


def prior_set(name: str, link: str) -> PriorSet:
    """Find a named prior set on the scale of a link.

    Parameters
    ----------
    name
        Name of the set; its priors are stated for the logit of eq. 1.
    link
        Link it is to serve; for the probit every prior is carried over to its smaller unit.

    Returns
    -------
    PriorSet
    """
    priors = PriorSet(name, PRIOR_SETS[name])
    return priors.scaled(PROBIT_UNIT) if link == "probit" else priors


def predictive_row(design: OrdinalDesign, link: str, name: str, *, seed: int) -> PriorPredictiveRow:
    """Work out how certain a prior set is beforehand, and by how much it must shrink to be less so.

    Parameters
    ----------
    design
        The episodes.
    link, name
        The model.
    seed
        Seed of the prior draws; the same for every factor tried, so that they differ by the factor alone.

    Returns
    -------
    PriorPredictiveRow

    References
    ----------
    gelman2020
    """
    base = prior_set(name, link)

    def share(factor: float) -> tuple[float, tuple[float, ...]]:
        rng = stream(seed, "ordered", "predictive", link, name)
        found = prior_predictive(design, link, base.scaled(factor), rng=rng, draws=_DRAWS, level=CERTAIN)
        return found.concentrated, tuple(float(part) for part in found.mean)

    concentrated, grades = share(1.0)
    within = concentrated <= MOST_CERTAIN
    low, high = (1.0, 1.0) if within else (0.05, 1.0)
    for _ in range(0 if within else _HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if share(middle)[0] > MOST_CERTAIN else (middle, high)
    error = float(np.sqrt(concentrated * (1.0 - concentrated) / _DRAWS))
    return PriorPredictiveRow(link, name, concentrated, error, within, low, grades)
