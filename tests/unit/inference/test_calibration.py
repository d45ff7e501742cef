from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from gaiatsu.errors import InvalidSpecification
from gaiatsu.inference.calibration import calibrate, uniformity


def test_the_right_posterior_has_uniform_ranks_and_a_narrow_one_has_not(rng: np.random.Generator) -> None:
    truth = rng.normal(size=(1000, 1))
    data = truth + rng.normal(size=(1000, 1))
    exact = data[:, None] / 2 + np.sqrt(0.5) * rng.normal(size=(1000, 99, 1))
    narrow = data[:, None] / 2 + 0.8 * np.sqrt(0.5) * rng.normal(size=(1000, 99, 1))

    assert calibrate(truth, exact, names=("mu",), rng=rng).p_values[0] > 0.01
    assert calibrate(truth, narrow, names=("mu",), rng=rng).p_values[0] < 1e-4


def test_ties_are_broken_evenly(rng: np.random.Generator) -> None:
    result = calibrate(np.zeros((500, 1)), np.zeros((500, 49, 1)), names=("constant",), rng=rng)

    assert result.p_values[0] > 0.01


def test_uniformity_is_scipys_chi_square_when_bins_are_equal(rng: np.random.Generator) -> None:
    ranks = rng.integers(0, 100, 300)

    expected = scipy.stats.chisquare(np.bincount(ranks // 5, minlength=20)).pvalue
    assert uniformity(ranks, 99) == pytest.approx(expected)


def test_shapes_that_do_not_agree_are_refused(rng: np.random.Generator) -> None:
    with pytest.raises(InvalidSpecification, match="cannot be ranked"):
        calibrate(np.zeros((5, 2)), np.zeros((5, 9, 1)), names=("a", "b"), rng=rng)
