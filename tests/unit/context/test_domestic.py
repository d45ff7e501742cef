"""The sender's electoral calendar."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.context.domestic import presidential_cycle, presidential_election

DAYS = {
    1948: "11-02",
    1960: "11-08",
    1964: "11-03",
    1972: "11-07",
    1976: "11-02",
    1980: "11-04",
    1984: "11-06",
    1988: "11-08",
    1992: "11-03",
    1996: "11-05",
    2000: "11-07",
    2016: "11-08",
    2024: "11-05",
}


@pytest.mark.parametrize(("year", "day"), DAYS.items())
def test_elections_fall_on_their_historical_days(year: int, day: str) -> None:
    assert presidential_election(year).isoformat() == f"{year}-{day}"


def test_the_cycle_stays_between_zero_and_a_little_over_four_years() -> None:
    left = presidential_cycle().at(np.arange(1946.0, 2027.0, 0.01))

    assert left.min() >= 0.0
    assert left.max() < 4.03


def test_the_cycle_falls_by_a_year_a_year_between_elections() -> None:
    cycle = presidential_cycle()

    assert cycle.at(1993.5) - cycle.at(1994.5) == pytest.approx(1.0)
    assert cycle.at(1992.0) < 1.0 < cycle.at(1993.0)
