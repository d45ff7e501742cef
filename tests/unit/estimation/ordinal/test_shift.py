"""Average shifts of a probability: size, error by cluster, equivalence, adjustment."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit
from scipy.stats import norm

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal.design import OrdinalDesign
from gaiatsu.estimation.ordinal.shift import Shift, average_shift, average_shifts
from gaiatsu.inference.status import Status


def simulated(
    seed: int, *, slope: float = 1.0, n: int = 400, groups: int = 80
) -> tuple[OrdinalDesign, np.ndarray]:
    rng = np.random.default_rng(seed)
    clusters = rng.integers(0, groups, n)
    X = np.column_stack([rng.normal(size=n), rng.normal(size=n) + 0.5 * rng.normal(size=groups)[clusters]])
    eta = -0.3 + slope * X[:, 0] + 0.5 * X[:, 1] + 0.7 * rng.normal(size=groups)[clusters]
    y = (rng.random(n) < expit(eta)).astype(int)
    return OrdinalDesign(y, X, ("social", "control"), categories=2), clusters


def test_without_a_penalty_it_equals_statsmodels_with_clustered_errors() -> None:
    design, clusters = simulated(3)
    shift = average_shift(design, "social", between=(-1.0, 1.0), clusters=clusters, strength=0.0)

    exog = sm.add_constant(design.X)
    fit = sm.Logit(design.y, exog).fit(
        disp=0,
        cov_type="cluster",
        cov_kwds={"groups": clusters, "use_correction": False},
    )
    ends = []
    for value in (-1.0, 1.0):
        moved = exog.copy()
        moved[:, 1] = value
        ends.append((fit.predict(moved), moved))
    size = float(ends[1][0].mean() - ends[0][0].mean())
    gradient = [(p * (1 - p))[:, None] * rows for p, rows in ends]
    slope = gradient[1].mean(axis=0) - gradient[0].mean(axis=0)
    groups = len(np.unique(clusters))
    error = float(np.sqrt(slope @ fit.cov_params() @ slope * groups / (groups - 1)))

    assert shift.estimate == pytest.approx(size, rel=1e-6)
    assert shift.standard_error == pytest.approx(error, rel=1e-6)
    assert shift.clusters == groups


def test_intervals_cover_the_true_shift_as_often_as_they_say() -> None:
    rng = np.random.default_rng(0)
    covered = []
    for seed in range(150):
        design, clusters = simulated(seed, n=200)
        other = expit(-0.3 + 0.5 * design.X[:, 1] + rng.normal(size=(400, 1)) * 0.7 + 1.0)
        lower = expit(-0.3 + 0.5 * design.X[:, 1] + rng.normal(size=(400, 1)) * 0.7 - 1.0)
        truth = float(other.mean() - lower.mean())
        low, high = average_shift(design, "social", between=(-1.0, 1.0), clusters=clusters).interval(0.9)
        covered.append(low <= truth <= high)

    assert 0.83 <= np.mean(covered) <= 0.97


def test_repeating_every_case_in_its_cluster_changes_no_error() -> None:
    design, _ = simulated(5, n=120)
    doubled = design.take(np.repeat(np.arange(120), 2))
    once = average_shift(design, "social", between=(0.0, 1.0), clusters=np.arange(120), strength=0.0)
    twice = average_shift(
        doubled, "social", between=(0.0, 1.0), clusters=np.repeat(np.arange(120), 2), strength=0.0
    )

    assert twice.standard_error == pytest.approx(once.standard_error, rel=1e-6)


def test_a_weight_counts_as_so_many_cases_of_the_cluster() -> None:
    design, clusters = simulated(6, n=80)
    times = np.random.default_rng(1).integers(1, 4, 80)
    rows = np.repeat(np.arange(80), times)
    weighted = OrdinalDesign(design.y, design.X, design.terms, categories=2, weights=times.astype(float))
    once = average_shift(weighted, "social", between=(0.0, 1.0), clusters=clusters)
    spelled = average_shift(design.take(rows), "social", between=(0.0, 1.0), clusters=clusters[rows])

    assert once.estimate == pytest.approx(spelled.estimate, rel=1e-6)
    assert once.standard_error == pytest.approx(spelled.standard_error, rel=1e-6)
    assert once.cases == spelled.cases == times.sum()


def test_several_terms_of_one_fit_agree_with_one_at_a_time() -> None:
    design, clusters = simulated(8)
    both = average_shifts(design, {"social": (-1.0, 1.0), "control": (0.0, 1.0)}, clusters=clusters)

    assert both[1] == average_shift(design, "control", between=(0.0, 1.0), clusters=clusters)


def test_grades_and_missing_labels_are_refused() -> None:
    graded = OrdinalDesign(np.array([0, 1, 2]), np.ones((3, 1)), ("x",), categories=3)

    with pytest.raises(InvalidSpecification, match="3 grades"):
        average_shift(graded, "x", between=(0.0, 1.0), clusters=[1, 2, 3])


def test_equivalence_is_shown_by_a_small_error_and_not_by_a_large_one() -> None:
    def p(error: float) -> float:
        return Shift("x", 0.0, 1.0, 0.02, error, 50, 50, Status.CONVERGED).equivalence_p(0.1)

    assert p(0.03) == pytest.approx(norm.cdf((0.02 - 0.1) / 0.03))
    assert p(0.03) < 0.05 < p(0.2)


def test_the_interval_and_the_equivalence_test_agree() -> None:
    for size in np.linspace(-0.2, 0.2, 9):
        shift = Shift("x", 0.0, 1.0, float(size), 0.04, 50, 50, Status.CONVERGED)
        low, high = shift.interval(0.90)

        assert (shift.equivalence_p(0.1) < 0.05) == (low > -0.1 and high < 0.1)
