"""Ordered models of fifteen cases: what they say, under whose beliefs, and how much of it is belief.

`ordered_models` fits every link under every named prior set, carries the uncertainty of the relationship's
state through, and reports the composite social shift rather than any one coefficient.
"""

from gaiatsu.studies.ordered.collinearity import Collinearity, collinearity
from gaiatsu.studies.ordered.records import (
    Attribution,
    Coefficient,
    OrderedSettings,
    OrderedStudy,
    PenalizedRow,
    PenalizedShift,
    PriorPredictiveRow,
    Reliability,
    Shift,
    TermMeans,
)
from gaiatsu.studies.ordered.study import ordered_models

__all__ = [
    "Attribution",
    "Coefficient",
    "Collinearity",
    "OrderedSettings",
    "OrderedStudy",
    "PenalizedRow",
    "PenalizedShift",
    "PriorPredictiveRow",
    "Reliability",
    "Shift",
    "TermMeans",
    "collinearity",
    "ordered_models",
]
