"""Permutation within strata, against brute force over every permutation."""

from itertools import permutations

import numpy as np
import pytest
from scipy.stats import fisher_exact, permutation_test

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.permutation import exact_permutation, permute, sampled_permutation

STRATA = np.array([0, 0, 0, 0, 1, 1, 1])
OUTCOMES = np.array([3, 2, 0, 0, 3, 1, 0])


def brute(outcomes: np.ndarray, x: np.ndarray, strata: np.ndarray) -> float:
    arranged = []
    for first in permutations(outcomes[strata == 0]):
        for second in permutations(outcomes[strata == 1]):
            y = np.empty_like(outcomes)
            y[strata == 0], y[strata == 1] = first, second
            arranged.append(y)
    sums = np.array(arranged) @ np.atleast_2d(x).T
    scaled = (sums - sums.mean(axis=0)) / sums.std(axis=0)
    observed = (np.atleast_2d(x) @ outcomes - sums.mean(axis=0)) / sums.std(axis=0)
    return float(np.mean(scaled.max(axis=1) >= observed.max() - 1e-9))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("lags", [1, 4])
def test_counting_agrees_with_every_permutation_tried(seed: int, lags: int) -> None:
    x = np.random.default_rng(seed).normal(size=(lags, OUTCOMES.size))

    assert exact_permutation(OUTCOMES, x, STRATA).p_value == pytest.approx(brute(OUTCOMES, x, STRATA))


def test_ties_are_counted_on_the_side_of_chance() -> None:
    x = np.array([1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0])

    assert exact_permutation(OUTCOMES, x, STRATA).p_value == pytest.approx(brute(OUTCOMES, x, STRATA))


def test_one_stratum_and_two_outcomes_are_fishers_exact_test() -> None:
    outcomes = np.array([1, 1, 1, 1, 0, 1, 0, 0])
    before = np.array([1.0, 1, 1, 1, 1, 0, 0, 0])
    table = [[4, 1], [1, 2]]

    test = exact_permutation(outcomes, before, np.zeros(8, int))

    assert test.p_value == pytest.approx(fisher_exact(table, alternative="greater").pvalue)


def test_a_graded_outcome_agrees_with_scipys_permutation_of_pairs() -> None:
    outcomes, x = np.array([3, 1, 2, 0, 0]), np.array([0.4, 0.1, 0.9, -0.3, 0.2])
    peer = permutation_test(
        (outcomes,), lambda y: y @ x, permutation_type="pairings", alternative="greater", n_resamples=np.inf
    )

    assert exact_permutation(outcomes, x, np.zeros(5, int)).p_value == pytest.approx(peer.pvalue)


def test_drawn_arrangements_come_close_to_the_count() -> None:
    x = np.random.default_rng(11).normal(size=(3, OUTCOMES.size))
    exact = exact_permutation(OUTCOMES, x, STRATA)

    drawn = sampled_permutation(OUTCOMES, x, STRATA, rng=np.random.default_rng(4), draws=40_000)

    assert drawn.statistic == exact.statistic
    assert drawn.p_value == pytest.approx(exact.p_value, abs=0.01)
    assert not drawn.exact


def test_looking_at_more_lags_costs_chance() -> None:
    x = np.random.default_rng(2).normal(size=(6, OUTCOMES.size))
    best = int(np.argmin([exact_permutation(OUTCOMES, row, STRATA).p_value for row in x]))

    assert (
        exact_permutation(OUTCOMES, x, STRATA).p_value >= exact_permutation(OUTCOMES, x[best], STRATA).p_value
    )


def test_a_series_that_differs_only_between_demand_types_cannot_be_permuted() -> None:
    with pytest.raises(InvalidSpecification, match="within demand types nothing differs"):
        exact_permutation(OUTCOMES, STRATA.astype(float), STRATA)


def test_too_many_arrangements_are_refused_with_the_way_out() -> None:
    many = np.arange(12) % 4

    with pytest.raises(InvalidSpecification, match="sampled_permutation"):
        exact_permutation(np.tile(many, 2), np.arange(24.0), np.zeros(24, int))


def test_few_arrangements_are_counted_many_are_drawn_and_none_is_no_test() -> None:
    many = np.arange(24) % 4
    rng = np.random.default_rng(7)

    counted = permute(OUTCOMES, np.arange(7.0), STRATA, rng=rng)
    drawn = permute(many, np.arange(24.0), np.zeros(24, int), rng=rng)

    assert counted == exact_permutation(OUTCOMES, np.arange(7.0), STRATA)
    assert drawn is not None
    assert not drawn.exact
    assert permute(OUTCOMES, STRATA.astype(float), STRATA, rng=rng) is None
