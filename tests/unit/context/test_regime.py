"""The trade regime at a date."""

from __future__ import annotations

import numpy as np

from gaiatsu import cases
from gaiatsu.context.record import event_record
from gaiatsu.context.regime import dispute_settlement


def test_dispute_settlement_steps_at_the_agreement_and_at_entry_into_force() -> None:
    steps = dispute_settlement(event_record(cases.load("schoppa1999")))
    dates = np.asarray([1978.5, 1993.95, 1993.96, 1994.99, 1995.01, 2000.0])

    assert steps.at(dates).tolist() == [0.0, 0.0, 0.8, 0.8, 1.0, 1.0]


def test_without_a_recorded_change_the_regime_stays_weak() -> None:
    record = event_record(cases.load("schoppa1999")).before(1990.0)

    assert dispute_settlement(record).at(2000.0) == 0.0


def test_the_first_change_alone_does_not_bring_full_settlement() -> None:
    record = event_record(cases.load("schoppa1999")).before(1994.5)

    assert dispute_settlement(record).at(2000.0) == 0.8
