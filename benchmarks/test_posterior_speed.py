"""Effective draws a second from importance sampling and from chains, on the same posterior in the same run.

Times are processor seconds, so that other work on the machine does not change the ratio. The chains' second
run is timed, when everything that can be kept has been compiled.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from gaiatsu.estimation.ordinal import OrdinalDesign, PriorSet
from gaiatsu.estimation.ordinal.target import OrdinalTarget, stack
from gaiatsu.inference.importance import importance
from gaiatsu.inference.laplace import laplace
from gaiatsu.inference.nuts import nuts
from gaiatsu.inference.posterior import posterior
from gaiatsu.inference.priors import log_normal, normal

LEAST_RATIO = 30.0
TERMS = tuple("abcdefgh")


@pytest.fixture(scope="module")
def target() -> OrdinalTarget:
    """An adjacent-category logit of 500 cases and 8 terms."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(500, 8))
    steps = (X @ np.linspace(-1.0, 1.0, 8))[:, None] - np.array([-0.5, 0.2, 1.0])
    scores = np.exp(np.column_stack([np.zeros(500), np.cumsum(steps, axis=1)]))
    p = scores / scores.sum(axis=1, keepdims=True)
    y = (p.cumsum(axis=1) < rng.uniform(size=(500, 1))).sum(axis=1)
    thresholds = {
        "threshold_first": normal(0.2, 1.5),
        "threshold_gap": log_normal(-0.7, 0.5),
        "threshold_by_demand": normal(0.0, 0.5),
    }
    priors = PriorSet("benchmark", {**{term: normal(0.0, 1.5) for term in TERMS}, **thresholds})
    return stack("adjacent", [OrdinalDesign(y, X, TERMS)], [priors])


def weighted_rate(target: OrdinalTarget) -> float:
    """Effective draws a processor second of Laplace and importance sampling together."""
    best = 0.0
    for seed in range(5):
        start = time.process_time()
        sample = importance(target, laplace(target), rng=np.random.default_rng(seed), draws=4000)
        best = max(best, float(sample.ess[0]) / (time.process_time() - start))
    return best


def chain_rate(target: OrdinalTarget) -> float:
    """Effective draws a processor second of four chains, compiled before."""
    rng = np.random.default_rng(1)
    approximation = laplace(target)
    start = approximation.mode[0] + rng.normal(size=(4, target.dimension)) @ approximation.factor[0].T
    rates = []
    for _ in range(2):
        begin = time.process_time()
        chains = nuts(target.potential(0), start, rng=rng, draws=1000)
        rates.append(chains.ess / (time.process_time() - begin))
    return rates[-1]


def test_importance_sampling_outruns_chains(target: OrdinalTarget, benchmark: Any) -> None:
    benchmark.pedantic(posterior, (target,), {"rng": np.random.default_rng(2), "draws": 4000}, rounds=3)
    weighted, chains = weighted_rate(target), chain_rate(target)
    benchmark.extra_info.update(
        {
            "effective_per_second": round(weighted),
            "chains_per_second": round(chains),
            "ratio": round(weighted / chains),
        }
    )

    assert weighted / chains > LEAST_RATIO
