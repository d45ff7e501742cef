"""Trends against statsmodels and closed forms."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.trend import default_lags, linear_trend

YEARS = np.arange(1970, 1990)


@pytest.fixture
def series(rng: np.random.Generator) -> np.ndarray:
    return 3 - 0.05 * (YEARS - 1970) + np.cumsum(rng.normal(0, 0.3, len(YEARS)))


def test_slope_error_and_p_are_those_of_statsmodels(series: np.ndarray) -> None:
    theirs = sm.OLS(series, sm.add_constant(YEARS.astype(float))).fit()
    ours = linear_trend(YEARS, series)

    assert theirs.params == pytest.approx([ours.intercept, ours.slope], rel=1e-8)
    assert theirs.bse[1] == pytest.approx(ours.standard_error, rel=1e-8)
    assert theirs.pvalues[1] == pytest.approx(ours.p, rel=1e-8)
    assert theirs.conf_int()[1] == pytest.approx(ours.interval, rel=1e-8)


@pytest.mark.parametrize("lags", [0, 1, 2, 5])
def test_the_robust_error_is_that_of_statsmodels(series: np.ndarray, lags: int) -> None:
    theirs = sm.OLS(series, sm.add_constant(YEARS - 1980.0)).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
    )
    ours = linear_trend(YEARS, series, lags=lags)

    assert theirs.bse[1] == pytest.approx(ours.hac_standard_error, rel=1e-9)
    assert theirs.pvalues[1] == pytest.approx(ours.hac_p, rel=1e-9)


def test_the_rank_test_is_kendalls(series: np.ndarray) -> None:
    theirs = stats.kendalltau(YEARS, series)
    ours = linear_trend(YEARS, series)

    assert (theirs.statistic, theirs.pvalue) == (ours.kendall_tau, ours.kendall_p)
    pairs = [(series[j] - series[i]) / (YEARS[j] - YEARS[i]) for i in range(20) for j in range(i + 1, 20)]
    assert np.median(pairs) == pytest.approx(ours.theil_sen, rel=1e-12)


def test_a_perfect_line_is_certain() -> None:
    trend = linear_trend([1, 2, 3, 4], [2.0, 4.0, 6.0, 8.0])

    assert (trend.slope, trend.standard_error, trend.p, trend.hac_p) == (2.0, 0.0, 0.0, 0.0)


def test_a_constant_has_no_trend() -> None:
    trend = linear_trend([1, 2, 3, 4], [5.0, 5.0, 5.0, 5.0])

    assert (trend.slope, trend.p, trend.kendall_tau, trend.kendall_p) == (0.0, 1.0, 0.0, 1.0)


def test_persistent_errors_show_in_their_autocorrelation() -> None:
    wave = np.sin(np.arange(20) / 2)

    assert linear_trend(YEARS, wave).residual_autocorrelation > 0.7


def test_more_lags_than_points_are_cut() -> None:
    assert linear_trend([1, 2, 3, 4], [1.0, 2.0, 2.0, 4.0], lags=50).hac_lags == 3


def test_lags_follow_the_rule_of_thumb() -> None:
    assert [default_lags(n) for n in (10, 16, 50, 100)] == [2, 2, 3, 4]


@pytest.mark.parametrize(
    ("times", "values"),
    [
        ([1, 2], [1, 2]),
        ([1, 2, 3], [1, 2]),
        ([1, 1, 1], [1, 2, 3]),
        ([1, 2, 3], [1, np.nan, 3]),
        ([[1, 2, 3]], [[1, 2, 3]]),
    ],
)
def test_series_without_a_slope_are_refused(times: list[float], values: list[float]) -> None:
    with pytest.raises(InvalidSpecification):
        linear_trend(times, values)
