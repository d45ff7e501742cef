"""Entry cohorts and turnover."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.elites import COHORTS, OCCUPATION_END, cohort_edges, turnover_events
from gaiatsu.context.record import event_record


def test_the_occupation_ends_on_the_28th_of_april_1952() -> None:
    day = date(1952, 4, 28).timetuple().tm_yday

    assert pytest.approx(1952 + (day - 0.5) / 366) == OCCUPATION_END


def test_cohorts_follow_each_other() -> None:
    closes = [cohort.closes for cohort in COHORTS]

    assert closes == sorted(closes)


def test_edges_increase_and_reach_the_last_date() -> None:
    edges = cohort_edges(1920.0, occupation_end=OCCUPATION_END, start=1970.0, until=1996.6)

    assert np.all(np.diff(edges) > 0)
    assert edges[-1] >= 1996.6


def test_turnover_is_of_the_target() -> None:
    events = turnover_events(event_record(cases.load("schoppa1999")))

    assert len(events) > 0
    assert {actor.value for actor in events.actors} <= {"target", "both"}
