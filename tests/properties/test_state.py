"""The state of the relationship reads nothing of an episode's own outcome, nor anything later."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaiatsu import cases
from gaiatsu.context.panel import episode_panel
from gaiatsu.context.record import EventRecord, event_record
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.state import relationship_state
from gaiatsu.terms import EventKind, Side

PANEL = episode_panel(cases.load("schoppa1999"))
RECORD = event_record(cases.load("schoppa1999"))
BASE = relationship_state(PANEL, RECORD, rng=stream(8), draws=20)
KINDS = [kind for kind in EventKind if kind is not EventKind.REGIME_CHANGE]
SUBJECTS = ["trust_of_sender", "trust_of_target", "resolve_of_sender", "hierarchy"]


@st.composite
def later_event(draw: st.DrawFn, date: float) -> tuple[float, EventKind, Side, str, float]:
    return (
        date + draw(st.floats(0.0, 5.0)),
        draw(st.sampled_from(KINDS)),
        draw(st.sampled_from(list(Side))),
        draw(st.sampled_from(SUBJECTS)),
        draw(st.floats(0.0, 1.0)),
    )


def joined(record: EventRecord, events: list[tuple[float, EventKind, Side, str, float]]) -> EventRecord:
    rows = sorted(events, key=lambda event: event[0])
    names = tuple(f"added-{place}" for place in range(len(rows)))
    return EventRecord(
        ids=record.ids + names,
        dates=np.concatenate([record.dates, [row[0] for row in rows]]),
        kinds=record.kinds + tuple(row[1] for row in rows),
        actors=record.actors + tuple(row[2] for row in rows),
        subjects=record.subjects + tuple(row[3] for row in rows),
        agreements=record.agreements + ("",) * len(rows),
        weights=np.concatenate([record.weights, [row[4] for row in rows]]),
        labels=record.labels + names,
        sources=record.sources + ("made up",) * len(rows),
    )


@settings(max_examples=40)
@given(st.data(), st.integers(0, len(PANEL) - 1))
def test_changing_what_happens_from_a_date_on_changes_no_earlier_state(
    data: st.DataObject, place: int
) -> None:
    date = float(PANEL.date[place])
    events = data.draw(st.lists(later_event(date), max_size=4))
    other = relationship_state(PANEL, joined(RECORD.before(date), events), rng=stream(8), draws=20)
    seen = PANEL.date <= date

    for name, column in BASE.columns.items():
        np.testing.assert_allclose(other.columns[name][:, seen], column[:, seen], rtol=1e-13)


@settings(max_examples=20)
@given(
    st.lists(st.integers(0, 3), min_size=15, max_size=15), st.lists(st.booleans(), min_size=15, max_size=15)
)
def test_no_outcome_enters_any_state(grades: list[int], conceded: list[bool]) -> None:
    turned = PANEL.replace(concession=np.asarray(grades), conceded=np.asarray(conceded))
    other = relationship_state(turned, RECORD, rng=stream(8), draws=20)

    assert all(np.array_equal(other.columns[name], column) for name, column in BASE.columns.items())


@settings(max_examples=20)
@given(st.integers(0, len(RECORD) - 1), st.floats(0.0, 1.0))
def test_states_stay_in_their_domain_whatever_an_event_weighs(place: int, weight: float) -> None:
    weights = np.where(np.arange(len(RECORD)) == place, weight, RECORD.weights)
    other = relationship_state(PANEL, dataclasses.replace(RECORD, weights=weights), rng=stream(8), draws=20)

    for column in other.columns.values():
        assert np.all((column >= 0.0) & (column <= 1.0))


@pytest.mark.parametrize("rows", [[0, 5, 9], [14], list(range(15))[::-1]])
def test_an_episode_has_the_same_state_in_any_company(rows: list[int]) -> None:
    part = relationship_state(PANEL.take(rows), RECORD, rng=stream(8), draws=20)

    for name, column in BASE.columns.items():
        np.testing.assert_allclose(part.columns[name], column[:, rows], rtol=1e-12)
