"""Coordinates against the draws that they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ks_2samp

from gaiatsu.dynamics import draw_parameters
from gaiatsu.dynamics.coordinates import coordinates_of
from gaiatsu.dynamics.parameters import NEEDED
from gaiatsu.errors import UnknownName


@pytest.mark.parametrize("prior", ["default", "materialist"])
def test_standard_normal_points_have_the_law_of_the_prior_set(prior: str) -> None:
    found = coordinates_of(prior)
    points = np.random.default_rng(6).standard_normal((2000, found.dimension))
    points = points[found.allowed(points)]
    mine, theirs = found.parameters(points), draw_parameters(2000, seed=7, prior_set=prior)
    columns = [(mine[name], theirs[name]) for name in NEEDED]
    columns += [(mine.thresholds[k, s], theirs.thresholds[k, s]) for k in range(4) for s in range(3)]

    worst = min(ks_2samp(one, other).pvalue for one, other in columns)
    assert worst > 0.01 / len(columns)
    assert np.all(mine["honest_error"] < mine["cheat_rate"])


def test_an_unknown_prior_set_is_named() -> None:
    with pytest.raises(UnknownName, match="no prior set 'hopeful'"):
        coordinates_of("hopeful")
