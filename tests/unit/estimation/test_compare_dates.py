"""Dates of change and their agreement, against closed forms and brute force."""

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.dates import DatePosterior, compare_dates, event_date, split_dates


def uniform(start: float, end: float) -> DatePosterior:
    return DatePosterior(np.array([start]), np.array([end]), np.array([1.0]))


def test_two_events_a_year_apart_are_within_two_years_but_not_within_half_a_year() -> None:
    first, second = event_date(1992.0), event_date(1993.0)

    assert compare_dates(first, second, tolerance=2.0).within == pytest.approx(1.0)
    assert compare_dates(first, second, tolerance=0.5).cause_earlier == pytest.approx(1.0)


def test_a_cause_after_its_outcome_is_later_and_leads_by_less_than_nothing() -> None:
    agreement = compare_dates(event_date(1995.0), event_date(1993.0))

    assert agreement.cause_later == pytest.approx(1.0)
    assert agreement.lead == pytest.approx(-2.0)


def test_two_unit_intervals_on_the_same_year_agree_within_half_a_year_three_times_in_four() -> None:
    agreement = compare_dates(uniform(1993.0, 1994.0), uniform(1993.0, 1994.0), tolerance=0.5)

    assert agreement.within == pytest.approx(0.75, abs=1e-9)
    assert agreement.cause_earlier == pytest.approx(0.125, abs=1e-9)


def test_the_three_probabilities_of_two_mixtures_agree_with_a_fine_grid() -> None:
    cause = DatePosterior(
        np.array([1985.0, 1990.0, 1992.5]), np.array([1987.0, 1991.0, 1995.0]), np.array([0.3, 0.5, 0.2])
    )
    outcome = DatePosterior(np.array([1988.0, 1992.0]), np.array([1990.0, 1994.0]), np.array([0.25, 0.75]))

    exact = compare_dates(cause, outcome)

    a, p = grid(cause)
    b, q = grid(outcome)
    difference = b[None, :] - a[:, None]
    weights = p[:, None] * q[None, :]
    assert exact.within == pytest.approx(float(weights[np.abs(difference) <= 1.0].sum()), abs=2e-3)
    assert exact.cause_earlier == pytest.approx(float(weights[difference > 1.0].sum()), abs=2e-3)
    assert exact.cause_later == pytest.approx(float(weights[difference < -1.0].sum()), abs=2e-3)
    assert exact.within + exact.cause_earlier + exact.cause_later == pytest.approx(1.0)


def grid(posterior: DatePosterior, points: int = 400) -> tuple[np.ndarray, np.ndarray]:
    share = (np.arange(points) + 0.5) / points
    nodes = posterior.starts[:, None] + share * (posterior.ends - posterior.starts)[:, None]
    weights = np.repeat(posterior.masses / points, points)
    return nodes.ravel(), weights


def test_quantiles_invert_the_distribution() -> None:
    posterior = DatePosterior(np.array([1980.0, 1990.0]), np.array([1984.0, 1991.0]), np.array([0.4, 0.6]))

    assert posterior.quantile(0.2) == pytest.approx(1982.0, abs=1e-5)
    assert posterior.quantile(0.7) == pytest.approx(1990.5, abs=1e-5)
    assert posterior.interval(0.9) == pytest.approx((1980.5, 1990.0 + 0.55 / 0.6), abs=1e-5)


def test_a_break_among_episodes_is_dated_no_closer_than_its_neighbors() -> None:
    starts, ends = split_dates(np.array([1993.1, 1978.2, 1986.0, 1986.0]))

    assert starts.tolist() == [1978.2, 1986.0]
    assert ends.tolist() == [1986.0, 1993.1]


@pytest.mark.parametrize(
    ("starts", "ends", "masses"),
    [
        ([1990.0], [1989.0], [1.0]),
        ([1990.0], [1991.0], [0.9]),
        ([1990.0, 1991.0], [1991.0], [1.0]),
        ([], [], []),
    ],
)
def test_a_posterior_that_is_not_one_is_refused(
    starts: list[float], ends: list[float], masses: list[float]
) -> None:
    with pytest.raises(InvalidSpecification, match="posterior of dates"):
        DatePosterior(np.array(starts), np.array(ends), np.array(masses))


def test_one_date_holds_no_break() -> None:
    with pytest.raises(InvalidSpecification, match="1 distinct date"):
        split_dates(np.array([1990.0, 1990.0]))
