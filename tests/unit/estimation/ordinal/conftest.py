"""Small ordinal problems whose answers are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import scipy.special
import scipy.stats

from gaiatsu.estimation.ordinal import OrdinalDesign, PriorSet
from gaiatsu.inference.priors import half_normal, log_normal, normal, truncated_normal

Simulate = Callable[..., OrdinalDesign]


@pytest.fixture
def priors() -> PriorSet:
    """Priors of every kind that the theory uses."""
    return PriorSet(
        "test",
        {
            "a": normal(0.5, 1.0),
            "b": half_normal(0.7),
            "c": truncated_normal(0.3, 0.3, lower=0.0),
            "threshold_first": normal(0.2, 1.5),
            "threshold_gap": log_normal(-0.7, 0.5),
            "threshold_by_demand": normal(0.0, 0.5),
        },
    )


@pytest.fixture
def simulate() -> Simulate:
    """Draw outcomes from a model with given weights and thresholds."""
    return simulated


def simulated(
    link: str,
    weights: tuple[float, ...],
    cuts: tuple[float, ...],
    *,
    n: int,
    seed: int = 1,
    groups: int = 0,
) -> OrdinalDesign:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, len(weights)))
    steps = (X @ np.array(weights))[:, None] - np.array(cuts)
    if link == "adjacent":
        scores = np.column_stack([np.zeros(n), np.cumsum(steps, axis=1)])
        p = scipy.special.softmax(scores, axis=1)
    else:
        above = (scipy.stats.norm if link == "probit" else scipy.stats.logistic).cdf(steps)
        p = -np.diff(np.column_stack([np.ones(n), above, np.zeros(n)]), axis=1)
    y = (p.cumsum(axis=1) < rng.uniform(size=(n, 1))).sum(axis=1)
    group = rng.integers(0, groups, n) if groups else None
    names = tuple("abcdefgh"[: len(weights)])
    return OrdinalDesign(y, X, names, categories=len(cuts) + 1, group=group, groups=tuple("pqrs"[:groups]))
