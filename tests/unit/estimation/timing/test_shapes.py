"""Shapes of short series: closed forms against integration, brute force and statsmodels."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import integrate, stats

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.timing.shapes import AUTOCORRELATIONS, Errors, compare_shapes

YEARS = np.arange(1980.0, 1992.0)


@pytest.fixture
def noise(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(0, 0.3, len(YEARS))


def column(name: str, t: np.ndarray, at: float = 0.0) -> np.ndarray:
    """Regressors of a shape besides the level."""
    line = t - t.mean()
    return {
        "constant": np.empty((len(t), 0)),
        "trend": line[:, None],
        "step": (t > at).astype(float)[:, None],
        "bend": np.column_stack([line, np.maximum(t - at, 0)]),
    }[name]


def marginal(y: np.ndarray, design: np.ndarray, *, positive: bool = False) -> float:
    """Marginal likelihood by integrating level, spread and one coefficient on a grid.

    Level and log spread have flat priors, the coefficient Zellner's with g = n.
    """
    spreads = np.exp(np.linspace(-4, 3, 701))
    if design.shape[1] == 0:
        values = [_level_integrated(np.sum((y - y.mean()) ** 2), len(y), sigma) for sigma in spreads]
    else:
        x = design[:, 0] - design[:, 0].mean()
        values = [_slope_integrated(y - y.mean(), x, sigma, positive=positive) for sigma in spreads]
    return float(integrate.trapezoid(values, dx=0.01))


def _slope_integrated(y: np.ndarray, x: np.ndarray, sigma: float, *, positive: bool) -> float:
    spread = sigma / math.sqrt(float(x @ x))
    hat = float(x @ y) / float(x @ x)
    low = max(0.0, hat - 12 * spread) if positive else hat - 12 * spread
    betas = np.linspace(low, max(hat, low) + 12 * spread, 1001)
    power = np.sum((y - np.outer(betas, x)) ** 2, axis=1)
    prior = stats.norm.pdf(betas, 0, spread * math.sqrt(len(y))) * (2 if positive else 1)
    return float(integrate.simpson(_level_integrated(power, len(y), sigma) * prior, x=betas))


def _level_integrated(power: np.ndarray, n: int, sigma: float) -> np.ndarray:
    return np.exp(-(n - 1) / 2 * math.log(2 * math.pi * sigma**2) - power / (2 * sigma**2)) / math.sqrt(n)


def test_the_bayes_factor_of_a_trend_is_its_integral(noise: np.ndarray) -> None:
    y = noise + 0.08 * (YEARS - 1980)
    ours = compare_shapes(YEARS, y).fit("trend").log_bayes_factor
    theirs = math.log(marginal(y, column("trend", YEARS)) / marginal(y, column("constant", YEARS)))

    assert theirs == pytest.approx(ours, abs=1e-6)


def test_the_bayes_factor_of_a_step_is_the_mean_over_its_dates(noise: np.ndarray) -> None:
    y = noise + 0.6 * (YEARS > 1985)
    result = compare_shapes(YEARS, y)
    ones = [marginal(y, column("step", YEARS, at)) for at in result.step.times]
    theirs = math.log(np.mean(ones) / marginal(y, column("constant", YEARS)))

    assert theirs == pytest.approx(result.fit("step").log_bayes_factor, abs=1e-6)
    assert (np.array(ones) / sum(ones)) == pytest.approx(np.array(result.step.probabilities), abs=1e-7)


def test_a_required_sign_restricts_the_prior(noise: np.ndarray) -> None:
    y = noise + 0.05 * (YEARS - 1980)
    ours = compare_shapes(YEARS, y, sign="positive").fit("trend").log_bayes_factor
    restricted = marginal(y, column("trend", YEARS), positive=True)
    theirs = math.log(restricted / marginal(y, column("constant", YEARS)))

    assert theirs == pytest.approx(ours, abs=1e-6)


def test_the_wrong_sign_counts_against_a_shape(noise: np.ndarray) -> None:
    y = noise + 0.1 * (YEARS - 1980)
    either, wrong = (compare_shapes(YEARS, y, sign=sign).fit("trend") for sign in (None, "negative"))

    assert wrong.log_bayes_factor < either.log_bayes_factor - 3


@pytest.mark.parametrize("name", ["constant", "trend", "step", "bend"])
def test_bic_is_that_of_the_best_regression(noise: np.ndarray, name: str) -> None:
    y = noise + 0.5 * (YEARS > 1984) - 0.05 * (YEARS - 1980)
    dates = YEARS[1:-2] if name in ("step", "bend") else [0.0]
    fits = [sm.OLS(y, sm.add_constant(column(name, YEARS, at))).fit() for at in dates]
    best = max(fits, key=lambda fit: fit.llf)
    parameters = best.df_model + 2 + (name in ("step", "bend"))
    ours = compare_shapes(YEARS, y).fit(name)

    assert -2 * best.llf + parameters * math.log(12) == pytest.approx(ours.bic, rel=1e-10)
    assert best.rsquared == pytest.approx(ours.r_squared, abs=1e-10)


def test_autocorrelated_errors_have_the_likelihood_of_their_covariance(noise: np.ndarray) -> None:
    y = np.cumsum(noise)
    result = compare_shapes(YEARS, y, errors="ar1")
    lags = np.abs(np.subtract.outer(np.arange(12), np.arange(12)))
    ones = np.ones((12, 1))

    def likelihood(rho: float) -> float:
        shape = rho**lags / (1 - rho**2) * (1 - rho**2)
        inverse = np.linalg.inv(shape)
        level = (ones.T @ inverse @ y).item() / (ones.T @ inverse @ ones).item()
        variance = float((y - level) @ inverse @ (y - level)) / 12
        return float(stats.multivariate_normal.logpdf(y, np.full(12, level), variance * shape))

    best = max(likelihood(rho) for rho in AUTOCORRELATIONS)

    assert -2 * best + 3 * math.log(12) == pytest.approx(result.fit("constant").bic, rel=1e-9)


def test_autocorrelation_zero_alone_is_independence(noise: np.ndarray) -> None:
    y = noise - 0.5 * (YEARS > 1986)
    independent = compare_shapes(YEARS, y)
    persistent = compare_shapes(YEARS, y, errors="ar1")

    assert persistent.fit("step").autocorrelation <= 0.5
    assert all(
        abs(a - b) < 0.5
        for a, b in zip(independent.step.probabilities, persistent.step.probabilities, strict=True)
    )


@pytest.mark.parametrize(
    ("values", "name"),
    [
        (5 - 2.0 * (YEARS > 1985), "step"),
        (5 - 0.4 * (YEARS - 1980), "trend"),
        (5 - 0.8 * np.maximum(YEARS - 1986, 0), "bend"),
    ],
)
def test_a_clear_shape_is_found(noise: np.ndarray, values: np.ndarray, name: str) -> None:
    result = compare_shapes(YEARS, values + noise)

    assert result.best.name == name
    assert result.best.probability > 0.7


def test_noise_is_mostly_called_constant(rng: np.random.Generator) -> None:
    called = [compare_shapes(YEARS, rng.normal(size=12)).best.name for _ in range(60)]

    assert called.count("constant") >= 40


def test_the_date_of_a_clear_step_is_known() -> None:
    result = compare_shapes(YEARS, np.where(YEARS > 1986, 2.0, 5.0) + 0.1 * np.sin(YEARS * 7))

    assert (result.step.mode, result.step.credible) == (1986.0, (1986.0, 1986.0))
    assert result.fit("step").break_time == 1986.0


@pytest.mark.parametrize("errors", ["independent", "ar1"])
def test_probabilities_add_up(noise: np.ndarray, errors: Errors) -> None:
    result = compare_shapes(YEARS, noise, errors=errors)
    sums = [
        sum(fit.probability for fit in result.fits),
        sum(fit.bic_weight for fit in result.fits),
        sum(result.step.probabilities),
        sum(result.bend.probabilities),
    ]

    assert sums == pytest.approx([1.0] * 4, abs=1e-12)


def test_units_of_the_series_do_not_matter(noise: np.ndarray) -> None:
    y = noise + 0.3 * (YEARS > 1984)
    here, there = compare_shapes(YEARS, y, errors="ar1"), compare_shapes(YEARS, 1e3 * y - 7, errors="ar1")

    assert [f.probability for f in here.fits] == pytest.approx([f.probability for f in there.fits], abs=1e-9)


def test_uneven_years_are_allowed(noise: np.ndarray) -> None:
    years = np.delete(YEARS, [3, 7])
    result = compare_shapes(years, np.delete(noise, [3, 7]) - 2.0 * (years > 1985), errors="ar1")

    assert result.best.name == "step"


def test_true_shapes_are_called_with_the_probability_stated(rng: np.random.Generator) -> None:
    """Drawing shapes from the prior, the average probability given to the truth is its frequency."""
    stated, right = [], []
    for _ in range(300):
        truth = str(rng.choice(["constant", "trend", "step"]))
        at = float(rng.choice(YEARS[1:-2]))
        x = column(truth, YEARS, at)
        y = rng.normal(size=12)
        if truth != "constant":
            centered = x[:, 0] - x[:, 0].mean()
            y = y + centered * rng.normal(0, math.sqrt(12 / float(centered @ centered)))
        chances = {f.name: f.probability for f in compare_shapes(YEARS, y).fits if f.name != "bend"}
        total = sum(chances.values())
        best = max(chances, key=lambda name: chances[name])
        stated.append(chances[best] / total)
        right.append(best == truth)

    assert np.mean(stated) == pytest.approx(np.mean(right), abs=0.06)


@pytest.mark.parametrize(
    ("times", "values"),
    [
        (YEARS[:5], np.arange(5.0)),
        (YEARS, np.ones(12)),
        (YEARS[::-1], np.arange(12.0)),
        (YEARS, np.full(12, np.nan)),
        (YEARS, np.arange(11.0)),
    ],
)
def test_series_without_a_shape_are_refused(times: np.ndarray, values: np.ndarray) -> None:
    with pytest.raises(InvalidSpecification):
        compare_shapes(times, values)


def test_pairs_of_candidate_dates_leave_enough_on_either_side() -> None:
    result = compare_shapes(YEARS, np.arange(12.0) % 5, shortest=4)

    assert (min(result.step.times), max(result.step.times)) == (1983.0, 1987.0)
    assert all(b - a == 1 for a, b in itertools.pairwise(result.bend.times))
