"""Comparisons of rates and ranks agree with other programs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad
from statsmodels.stats.multitest import multipletests

from gaiatsu.studies.field.decline_tests import rank_test, year_test
from gaiatsu.studies.field.estimates import above, change, exceeds, holm, posterior_changes, superiority
from gaiatsu.studies.field.outcomes import Cell, FieldCases
from gaiatsu.studies.field.power import two_sample_power


def test_the_exact_test_of_a_change_is_scipys(rng: np.random.Generator) -> None:
    cells = Cell(10, 14, 3), Cell(5, 10, 9)
    found = change(*cells, posterior_changes(cells, rng=rng, draws=2000))

    assert found["p"] == pytest.approx(stats.fisher_exact([[10, 4], [5, 5]]).pvalue)
    assert found["value"] == pytest.approx(5 / 10 - 10 / 14)


@pytest.mark.parametrize("margin", [0.0, 0.1, 0.5])
def test_the_probability_of_a_margin_is_the_integral(margin: float) -> None:
    first, second = stats.beta(10.5, 4.5), stats.beta(5.5, 5.5)
    exact = quad(lambda x: second.pdf(x) * first.sf(min(x + margin, 1.0)), 0, 1, epsabs=1e-10)[0]

    assert exceeds(Cell(10, 14, 3), Cell(5, 10, 9), margin) == pytest.approx(exact, abs=1e-4)


def test_posterior_rates_are_jeffreys(rng: np.random.Generator) -> None:
    drawn = posterior_changes((Cell(10, 14, 3),), rng=rng, draws=200_000)[0]

    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx(
        stats.beta(10.5, 4.5).ppf([0.025, 0.975]), abs=0.005
    )


def test_superiority_is_the_mann_whitney_statistic(rng: np.random.Generator) -> None:
    first, second = rng.integers(0, 8, 23).astype(float), rng.integers(1, 9, 17).astype(float)

    assert superiority(first, second) == pytest.approx(
        stats.mannwhitneyu(second, first).statistic / (23 * 17)
    )


def test_the_rank_test_is_the_permutation_test_of_scipy(rng: np.random.Generator) -> None:
    first, second = np.array([1.0, 2, 2, 3, 5]), np.array([2.0, 4, 5, 5])
    exact = stats.permutation_test(
        (first, second), lambda a, b: abs(superiority(a, b) - 0.5), n_resamples=np.inf, alternative="greater"
    )

    assert rank_test(first, second, rng=rng, draws=40_000)[1] == pytest.approx(exact.pvalue, abs=0.01)


def test_holms_adjustment_is_that_of_statsmodels() -> None:
    values = dict(zip("abcdef", (0.03, 0.001, 0.2, 0.012, 0.04, 0.02), strict=True))
    found = holm(values)

    assert [found[name] for name in "abcdef"] == pytest.approx(
        multipletests(list(values.values()), method="holm")[1]
    )


def test_above_is_the_normal_tail() -> None:
    assert above(0.2, 0.1, 0.05) == pytest.approx(stats.norm.sf(-1.5))


def test_power_by_enumeration_is_power_by_simulation(rng: np.random.Generator) -> None:
    found = two_sample_power((0.7, 14), (0.3, 10))
    a, b = rng.binomial(14, 0.7, 60_000), rng.binomial(10, 0.3, 60_000)
    left, right = (a + 0.5) / 15, (b + 0.5) / 11
    error = np.sqrt(left * (1 - left) / 15 + right * (1 - right) / 11)
    z = (right - left) / error
    called = np.abs(z) >= stats.norm.ppf(0.95)

    assert found.power == pytest.approx(called.mean(), abs=0.01)
    assert found.type_s == pytest.approx((called & (z > 0)).sum() / called.sum(), abs=0.002)
    assert found.type_m == pytest.approx(np.abs(b / 10 - a / 14)[called].mean() / 0.4, abs=0.01)


def test_the_rule_of_power_is_close_to_the_posterior_rule(rng: np.random.Generator) -> None:
    drawn = 4000
    agree = []
    for a in range(0, 15, 2):
        for b in range(0, 11, 2):
            rates = posterior_changes((Cell(a, 14, 0), Cell(b, 10, 0)), rng=rng, draws=drawn)
            sure = (rates[1] < rates[0]).mean()
            left, right = (a + 0.5) / 15, (b + 0.5) / 11
            error = np.sqrt(left * (1 - left) / 15 + right * (1 - right) / 11)
            agree.append((sure >= 0.95) == ((left - right) / error >= stats.norm.ppf(0.95)))

    assert np.mean(agree) > 0.9


def test_noise_of_the_others_lowers_power() -> None:
    alone, beyond = (two_sample_power((0.7, 14), (0.3, 10), noise=noise) for noise in (0.0, 0.15))

    assert beyond.right < alone.right


def test_the_permutation_of_years_counts_every_arrangement(rng: np.random.Generator) -> None:
    from itertools import combinations

    years = np.repeat(np.arange(1990, 1996), 4)
    target = np.tile([740, 740, 20, 20], 6)
    y = rng.integers(0, 2, 24).astype(float)
    cases = FieldCases(np.arange(24), y, years, target, {})
    value, p = year_test(cases, 1993, target=740, rng=rng, draws=40_000)

    def double(late: set[int]) -> float:
        side = np.isin(years, list(late))
        rate = [y[(target == code) & (side == when)].mean() for code in (740, 20) for when in (True, False)]
        return float(rate[0] - rate[1] - rate[2] + rate[3])

    every = [double(set(chosen)) for chosen in combinations(range(1990, 1996), 3)]

    assert value == pytest.approx(double({1993, 1994, 1995}))
    assert p == pytest.approx(np.mean([one <= value + 1e-12 for one in every]), abs=0.015)
