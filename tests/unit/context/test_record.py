"""The dated record as columns."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.record import EventRecord, event_record
from gaiatsu.terms import EventKind, Side


@pytest.fixture(scope="module")
def record() -> EventRecord:
    return event_record(cases.load("schoppa1999"))


def test_events_stand_in_date_order(record: EventRecord) -> None:
    assert len(record) == len(cases.load("schoppa1999").events)
    assert np.all(np.diff(record.dates) >= 0)


def test_the_two_strikes_are_the_deals_the_sender_stretched(record: EventRecord) -> None:
    strikes = record.select(EventKind.AGREEMENT_STRETCHED, subject="trust_of_sender")

    assert [int(date) for date, _ in strikes] == [1987, 1994]
    assert set(strikes.actors) == {Side.SENDER}


def test_whoever_acts_for_both_acts_for_either(record: EventRecord) -> None:
    names = record.select(EventKind.REGIME_CHANGE, actor=Side.SENDER).ids

    assert "wto-in-force-1995" in names


def test_before_leaves_out_the_date_itself(record: EventRecord) -> None:
    date = record.dates[record.place("berlin-wall-1989")]

    assert "berlin-wall-1989" not in record.before(date).ids
    assert "berlin-wall-1989" in record.before(date + 1e-9).ids


def test_a_part_of_a_record_is_a_record(record: EventRecord) -> None:
    every_other = record.take(np.arange(len(record)) % 2 == 0)

    assert every_other.ids == record.ids[::2]
    assert every_other.weights.tolist() == record.weights[::2].tolist()


def test_records_are_equal_by_content(record: EventRecord) -> None:
    again = event_record(cases.load("schoppa1999"))

    assert again == record
    assert hash(again) == hash(record)
    assert again.take([0, 1]) != record
    assert record != "record"


def test_a_set_without_events_has_an_empty_record() -> None:
    empty = event_record(cases.load("schoppa1999").model_copy(update={"events": ()}))

    assert len(empty) == 0
    assert len(empty.select(EventKind.SHOCK)) == 0


def test_columns_cannot_be_written_to(record: EventRecord) -> None:
    with pytest.raises(ValueError, match="read-only"):
        record.dates[0] = 1900.0
