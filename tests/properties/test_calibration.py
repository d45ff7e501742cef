"""Simulation-based calibration of the ordinal posteriors: ranks of the truth must be uniform."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.estimation.ordinal import LINKS, OrdinalDesign, PriorSet
from gaiatsu.estimation.ordinal.bayes import predict, sample_many
from gaiatsu.estimation.ordinal.target import stack
from gaiatsu.inference.calibration import calibrate
from gaiatsu.theory.parameters import PRIOR_SETS

TERMS = ("material", "hierarchy", "legitimacy", "trust", "depth")
REPLICATES, DRAWS, KEPT = 400, 1000, 99


def simulate_from_prior(
    link: str, priors: PriorSet, rng: np.random.Generator
) -> tuple[list[OrdinalDesign], np.ndarray]:
    """Designs whose outcomes come from parameters drawn from the prior, with those parameters."""
    X = rng.uniform(-1.0, 1.0, (REPLICATES, 15, len(TERMS)))
    group = rng.integers(0, 2, (REPLICATES, 15))
    blank = [
        OrdinalDesign(np.zeros(15, dtype=int), X[i], TERMS, group=group[i], groups=("p", "q"))
        for i in range(REPLICATES)
    ]
    target = stack(link, blank, [priors] * REPLICATES)
    truth = target.priors.sample(rng, 1)
    p = predict(target, truth)[:, 0]
    y = (p.cumsum(axis=-1) < rng.uniform(size=(REPLICATES, 15, 1))).sum(axis=-1)
    return [design.with_outcomes(y[i]) for i, design in enumerate(blank)], truth[:, 0]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["default", "article"])
@pytest.mark.parametrize("link", LINKS)
def test_ranks_of_the_truth_are_uniform(link: str, name: str) -> None:
    rng = np.random.default_rng([LINKS.index(link), len(name)])
    priors = PriorSet(name, PRIOR_SETS[name])
    designs, truth = simulate_from_prior(link, priors, rng)
    sample, place = sample_many(designs, link, priors, rng=rng, draws=DRAWS, method="importance")
    weights, cuts = place.weights(sample.points), place.cuts(sample.points)
    draws = np.concatenate([weights, cuts], axis=-1)[:, :: DRAWS // KEPT][:, :KEPT]
    truths = np.concatenate([place.weights(truth), place.cuts(truth)], axis=-1)
    names = (*TERMS, "alpha_1", "alpha_2", "alpha_3")

    result = calibrate(truths, draws, names=names, rng=rng, bins=10)

    smallest = result.p_values.min() * len(names)
    assert smallest > 0.01
