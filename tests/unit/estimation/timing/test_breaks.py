"""Breaks against brute force, ruptures and the law of the break date computed another way."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import ruptures
from scipy import integrate, stats

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.timing.breaks import break_date_cdf, break_intervals, find_breaks


def rss(y: np.ndarray, design: np.ndarray, edges: list[int]) -> float:
    """Residual sum of squares of a partition, segment by segment."""
    total = 0.0
    for i, j in itertools.pairwise(edges):
        coefficients = np.linalg.lstsq(design[i:j], y[i:j], rcond=None)[0]
        total += float(np.sum((y[i:j] - design[i:j] @ coefficients) ** 2))
    return total


def every_partition(n: int, breaks: int, shortest: int) -> list[list[int]]:
    """All ways to place the breaks."""
    edges = ([0, *middle, n] for middle in itertools.combinations(range(1, n), breaks))
    return [one for one in edges if min(np.diff(one)) >= shortest]


@pytest.fixture
def design(rng: np.random.Generator) -> np.ndarray:
    return np.column_stack([np.ones(18), rng.normal(size=18)])


@pytest.mark.parametrize("breaks", [1, 2, 3])
def test_the_partition_is_the_best_of_all(rng: np.random.Generator, design: np.ndarray, breaks: int) -> None:
    y = rng.normal(size=18) + 2 * (np.arange(18) > 7)
    best = min(every_partition(18, breaks, 4), key=lambda edges: rss(y, design, edges))
    found = find_breaks(y, design, minimal_segment=4).partitions[breaks]

    assert tuple(best[1:-1]) == found.breaks
    assert rss(y, design, best) == pytest.approx(found.rss, rel=1e-10)


@pytest.mark.parametrize("breaks", [1, 2, 4])
def test_breaks_in_the_mean_are_those_of_ruptures(rng: np.random.Generator, breaks: int) -> None:
    y = np.concatenate([rng.normal(m, 1, 25) for m in (0, 2, -1, 0.5)])
    theirs = ruptures.Dynp(model="l2", min_size=5, jump=1).fit(y).predict(n_bkps=breaks)
    ours = find_breaks(y, minimal_segment=5).partitions[breaks].breaks

    assert tuple(theirs[:-1]) == ours


def test_a_shift_of_the_data_moves_no_break(rng: np.random.Generator) -> None:
    y = rng.normal(size=40) + (np.arange(40) >= 20)
    here = find_breaks(y, minimal_segment=5).partitions
    there = find_breaks(1e6 + y, minimal_segment=5).partitions

    assert [p.breaks for p in here] == [p.breaks for p in there]
    assert [p.rss for p in here] == pytest.approx([p.rss for p in there], rel=1e-6)


def test_the_likelihood_is_the_normal_one(rng: np.random.Generator) -> None:
    y = rng.normal(size=30)
    none = find_breaks(y, minimal_segment=5).partitions[0]
    expected = stats.norm.logpdf(y, y.mean(), y.std()).sum()

    assert expected == pytest.approx(none.log_likelihood, rel=1e-12)
    assert -2 * expected + 2 * math.log(30) == pytest.approx(none.bic, rel=1e-12)


def test_noise_alone_seldom_has_a_break(rng: np.random.Generator) -> None:
    found = [find_breaks(rng.normal(size=60), minimal_segment=9).best.breaks for _ in range(60)]

    assert sum(breaks == () for breaks in found) >= 48


def test_no_more_breaks_are_tried_than_segments_fit(rng: np.random.Generator) -> None:
    assert len(find_breaks(rng.normal(size=16), minimal_segment=5).partitions) == 3


def test_a_dummy_that_never_changes_in_a_segment_does_no_harm(rng: np.random.Generator) -> None:
    y = rng.normal(size=20)
    switched = np.column_stack([np.ones(20), np.arange(20) >= 10]).astype(float)
    found = find_breaks(y, switched, minimal_segment=4).partitions[1]
    best = min(every_partition(20, 1, 4), key=lambda edges: rss(y, switched, edges))

    assert rss(y, switched, best) == pytest.approx(found.rss, rel=1e-10)


@pytest.mark.parametrize(("shortest", "expected"), [(1, "more than 1"), (11, "at most 10")])
def test_segments_too_short_or_too_long_are_refused(shortest: int, expected: str) -> None:
    with pytest.raises(InvalidSpecification, match=expected):
        find_breaks(np.arange(20.0), minimal_segment=shortest)


def test_missing_values_and_wrong_shapes_are_refused() -> None:
    with pytest.raises(InvalidSpecification, match="missing"):
        find_breaks([1.0, np.nan, 2.0, 3.0], minimal_segment=2)
    with pytest.raises(InvalidSpecification, match="shape"):
        find_breaks([1.0, 2.0, 3.0, 4.0], [[1.0], [1.0]], minimal_segment=2)
    with pytest.raises(InvalidSpecification, match="too short"):
        break_intervals([1.0, 2.0, 3.0, 4.0], breaks=[1])


def beyond(s: float, rate: float) -> float:
    """Chance that a process with drift peaks later than ``s`` and above the other side.

    By integration over where it stands at ``s`` and how high it had been, instead of in closed
    form.
    """

    def joint(height: float, top: float) -> float:
        reflected = 2 * top - height
        normal = math.sqrt(2 / (math.pi * s**3)) * reflected * math.exp(-(reflected**2) / (2 * s))
        return normal * math.exp(-height / 2 - s / 8)

    def later(height: float, top: float) -> float:
        gap = top - height
        own = math.exp(-gap)
        return own - math.exp(-rate * top) * math.exp(-gap) / (1 + rate)

    value, _ = integrate.dblquad(
        lambda height, top: joint(height, top) * later(height, top),
        0,
        30,
        lambda top: top - 30,
        lambda top: top,
        epsabs=1e-9,
    )
    return value


@pytest.mark.parametrize("s", [0.5, 3.0])
@pytest.mark.parametrize(("drift", "variance"), [(1.0, 1.0), (2.0, 0.5), (0.6, 1.7)])
def test_the_law_of_the_date_agrees_with_integration(s: float, drift: float, variance: float) -> None:
    left = break_date_cdf(-s, drift=drift, variance=variance)
    x = s * variance / drift**2
    right = 1 - break_date_cdf(x, drift=drift, variance=variance)

    assert beyond(s, drift / variance) == pytest.approx(left, abs=1e-6)
    assert beyond(s, variance / drift) == pytest.approx(right, abs=1e-6)


def test_the_law_of_the_date_has_its_published_quantiles() -> None:
    assert pytest.approx([break_date_cdf(7.687), break_date_cdf(11.033)], abs=2e-5) == [0.95, 0.975]


def test_the_law_of_the_date_is_continuous_at_the_break() -> None:
    below, above = (break_date_cdf(x, drift=2.0, variance=3.0) for x in (-1e-12, 1e-12))

    assert below == pytest.approx(above, abs=1e-9)
    assert below == pytest.approx(2 / 5, abs=1e-9)


def test_far_tails_are_zero_and_one() -> None:
    assert break_date_cdf(-5000.0) == pytest.approx(0.0, abs=1e-12)
    assert break_date_cdf(5000.0, drift=0.5, variance=4.0) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(("jump", "least"), [(1.0, 0.86), (2.0, 0.93)])
def test_intervals_cover_the_true_date_if_the_jump_is_clear(
    rng: np.random.Generator, jump: float, least: float
) -> None:
    """The law is a limit; at a jump of one standard deviation the nominal .95 is .89 in fact."""
    covered = 0
    for _ in range(200):
        y = rng.normal(size=80) + jump * (np.arange(80) >= 40)
        k = find_breaks(y, minimal_segment=8, most_breaks=1).partitions[1].breaks
        (interval,) = break_intervals(y, breaks=k)
        covered += interval.lower <= 40 <= interval.upper

    assert covered / 200 >= least
