"""Which mechanisms were at work when an episode was decided."""

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.ordering import Onset, fall_onset, order

EPISODES = ["a", "b", "c", "d"]
DATES = np.array([1988.0, 1990.5, 1993.0, 1995.0])
CONCEDED = np.array([True, True, False, True])


def test_a_cause_between_the_first_refusal_and_what_follows_leaves_that_refusal_unexplained() -> None:
    (row,) = order([Onset("wto", 1994.0, "event")], episodes=EPISODES, dates=DATES, conceded=CONCEDED)

    assert row.active == (False, False, False, True)
    assert row.refusals_before == ("c",)
    assert row.concessions_after == ("d",)


def test_a_shock_before_a_concession_leaves_that_concession_unexplained() -> None:
    (row,) = order([Onset("shock", 1989.9, "event")], episodes=EPISODES, dates=DATES, conceded=CONCEDED)

    assert row.refusals_before == ()
    assert row.concessions_after == ("b", "d")


def test_a_mechanism_that_begins_on_the_very_day_comes_too_late() -> None:
    (row,) = order([Onset("same day", 1993.0, "event")], episodes=EPISODES, dates=DATES, conceded=CONCEDED)

    assert row.active == (False, False, False, True)
    assert row.refusals_before == ("c",)


def test_a_mechanism_that_never_began_is_never_at_work() -> None:
    (row,) = order([Onset("never", float("nan"), "none")], episodes=EPISODES, dates=DATES, conceded=CONCEDED)

    assert not any(row.active)
    assert row.refusals_before == ("c",)


def test_the_onset_is_the_first_year_after_which_the_series_stays_below_half_its_fall() -> None:
    years = np.arange(1985.0, 1993.0)
    values = np.array([8.0, 7.0, 3.0, 6.0, 5.0, 4.0, 2.0, 2.0])

    assert fall_onset(years, values) == 1989.0
    assert fall_onset(years, values, share=0.9) == 1991.0


def test_a_series_that_ends_where_it_began_has_no_onset() -> None:
    assert np.isnan(fall_onset(np.array([1.0, 2.0, 3.0]), np.array([4.0, 0.0, 4.0])))


def test_lengths_that_differ_are_refused() -> None:
    with pytest.raises(InvalidSpecification, match="4 episodes"):
        order([], episodes=EPISODES, dates=DATES[:3], conceded=CONCEDED)
