"""Breaks in dated yes-or-no outcomes against enumeration and integration."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import integrate, stats

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.timing.binary import SPREAD_OF_TWO_RATES, compare_binary, probability_less

DATES = [1978.5, 1986.7, 1986.7, 1990.2, 1992.0, 1993.5, 1995.0, 1996.5]
OUTCOMES = [1, 1, 0, 1, 1, 0, 1, 0]


def rates_integrated(sides: list[tuple[int, int]], *, falling: bool = False) -> float:
    """Likelihood of two groups averaged over two uniform rates, or over falling ones only."""
    (s1, f1), (s2, f2) = sides

    def integrand(second: float, first: float) -> float:
        return first**s1 * (1 - first) ** f1 * second**s2 * (1 - second) ** f2

    top = (lambda first: first) if falling else 1.0
    value, _ = integrate.dblquad(integrand, 0, 1, 0, top)
    return value * (2 if falling else 1)


@pytest.mark.parametrize("falling", [False, True])
def test_the_posterior_of_the_date_is_likelihood_times_time(*, falling: bool) -> None:
    result = compare_binary(DATES, OUTCOMES, direction="down" if falling else None)
    moments = sorted(set(DATES))
    weights = []
    for last, first in itertools.pairwise(moments):
        early = [y for t, y in zip(DATES, OUTCOMES, strict=True) if t <= last]
        late = [y for t, y in zip(DATES, OUTCOMES, strict=True) if t > last]
        sides = [(sum(early), len(early) - sum(early)), (sum(late), len(late) - sum(late))]
        weights.append((first - last) / (moments[-1] - moments[0]) * rates_integrated(sides, falling=falling))

    assert math.log(sum(weights)) == pytest.approx(result.fits[2].log_evidence, abs=1e-8)
    assert [w / sum(weights) for w in weights] == pytest.approx(
        [gap.probability for gap in result.gaps], abs=1e-8
    )


@pytest.mark.parametrize("direction", [None, "down", "up"])
def test_the_evidence_of_the_trend_is_its_integral(direction: str | None) -> None:
    middle, span = (DATES[0] + DATES[-1]) / 2, DATES[-1] - DATES[0]
    position = (np.array(DATES) - middle) / span
    outcomes = np.array(OUTCOMES)
    low, high = {None: (-25.0, 25.0), "down": (-25.0, 0.0), "up": (0.0, 25.0)}[direction]
    level, change = np.linspace(-30, 30, 601), np.linspace(low, high, 801)
    log_odds = level[:, None, None] + change[:, None] * position
    likelihood = np.exp(-np.logaddexp(0, np.where(outcomes == 1, -log_odds, log_odds)).sum(axis=2))
    weighted = likelihood * stats.norm.pdf(change, 0, SPREAD_OF_TWO_RATES)
    over_change = integrate.simpson(weighted, x=change, axis=1)
    value = integrate.simpson(over_change * stats.logistic.pdf(level), x=level)
    result = compare_binary(DATES, OUTCOMES, direction=direction)  # type: ignore[arg-type]
    expected = math.log(value * (1 if direction is None else 2))

    assert expected == pytest.approx(result.fits[1].log_evidence, abs=1e-6)


def test_the_evidence_of_one_rate_is_a_beta_function() -> None:
    expected = math.log(math.factorial(5) * math.factorial(3) / math.factorial(9))

    assert expected == pytest.approx(compare_binary(DATES, OUTCOMES).fits[0].log_evidence, rel=1e-12)


def test_the_order_of_the_outcomes_does_not_matter() -> None:
    assert compare_binary(DATES, OUTCOMES) == compare_binary(DATES[::-1], OUTCOMES[::-1])


def test_outcomes_of_one_date_are_never_divided() -> None:
    gaps = compare_binary(DATES, OUTCOMES).gaps

    assert len(gaps) == len(set(DATES)) - 1
    assert all(gap.last_before < gap.first_after for gap in gaps)


def test_gaps_can_be_given_equal_prior_weight() -> None:
    gaps = compare_binary(DATES, OUTCOMES, break_prior="gaps").gaps

    assert [gap.prior for gap in gaps] == pytest.approx([1 / 6] * 6)


def test_a_clear_break_is_dated_and_its_direction_known() -> None:
    dates = np.arange(1980, 2000)
    result = compare_binary(dates, dates < 1992)

    assert (result.mode.last_before, result.mode.first_after) == (1991.0, 1992.0)
    assert result.mode.probability > 0.7
    assert result.direction_probability > 0.99
    assert result.rate_before > 0.9 > 0.2 > result.rate_after


def test_the_probability_before_a_date_grows_within_a_gap() -> None:
    result = compare_binary(DATES, OUTCOMES)
    dates = [1970.0, 1980.0, 1992.75, 1996.5, 2000.0]
    chances = [result.probability_before(date) for date in dates]

    assert chances == sorted(chances)
    assert (chances[0], chances[-1]) == (0.0, pytest.approx(1.0))
    half = result.gaps[3].probability / 2
    assert chances[2] - result.probability_before(1992.0) == pytest.approx(half)


def test_probabilities_add_up() -> None:
    result = compare_binary(DATES, OUTCOMES, direction="down")

    assert sum(fit.probability for fit in result.fits) == pytest.approx(1.0)
    assert sum(gap.probability for gap in result.gaps) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("first", "second"), [((1.0, 1.0), (1.0, 1.0)), ((3.0, 9.0), (5.0, 2.0)), ((2.5, 1.5), (1.5, 2.5))]
)
def test_the_order_of_two_rates_has_the_probability_of_its_integral(
    first: tuple[float, float], second: tuple[float, float]
) -> None:
    expected, _ = integrate.quad(
        lambda y: stats.beta.pdf(y, *second) * stats.beta.cdf(y, *first), 0, 1, epsabs=1e-10
    )

    assert expected == pytest.approx(probability_less(first, second), abs=2e-6)
    assert 1 - expected == pytest.approx(probability_less(second, first), abs=2e-6)


@pytest.mark.parametrize(
    ("dates", "outcomes"),
    [
        ([1990, 1991], [0, 2]),
        ([1990, 1991], [0]),
        ([1990, 1990], [0, 1]),
        ([1990], [1]),
        ([1990, np.nan], [0, 1]),
    ],
)
def test_what_is_not_a_dated_yes_or_no_is_refused(dates: list[float], outcomes: list[int]) -> None:
    with pytest.raises(InvalidSpecification):
        compare_binary(dates, outcomes)
