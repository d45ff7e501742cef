"""The trade regime at a date: how far it settles disputes, and who stands in violation of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gaiatsu.context.series import MaterialSeries, Quality, Reading
from gaiatsu.terms import EventKind

if TYPE_CHECKING:
    from gaiatsu.context.record import EventRecord

__all__ = ["REGIME_START", "dispute_settlement", "regime_steps"]

REGIME_START = 1948.0
"""GATT in force; the level before the first recorded change holds from here."""


def dispute_settlement(record: EventRecord) -> MaterialSeries:
    """How far the regime lets a complainant prevail, DSM_t of eq. 10.

    Each regime change on dispute settlement sets the level to its weight: 0 under GATT, where a losing party
    could block; .8 once the new mechanism was agreed; 1 once it was in force.

    Parameters
    ----------
    record
        The dated events.

    Returns
    -------
    MaterialSeries
        A step series. Institutions are material where rationalist explanations read them as constraints;
        what they mean for legitimacy is computed by the theory, not stored here.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> from gaiatsu.context.record import event_record
    >>> steps = dispute_settlement(event_record(cases.load("schoppa1999")))
    >>> [float(steps.at(date)) for date in (1990.0, 1994.0, 1996.0)]
    [0.0, 0.8, 1.0]
    """
    changes = record.select(EventKind.REGIME_CHANGE, subject="dispute_settlement")
    return regime_steps("dispute_settlement", changes)


def regime_steps(name: str, changes: EventRecord, *, before: float = 0.0) -> MaterialSeries:
    """Read events as a step series whose level is each event's weight.

    Parameters
    ----------
    name
        Name of the series.
    changes
        Events in date order.
    before
        Level from ``REGIME_START`` to the first event.
    """
    return MaterialSeries(
        name,
        np.concatenate([[REGIME_START], changes.dates]),
        np.concatenate([[before], changes.weights]),
        "level, 0-1",
        "; ".join(changes.sources) or "no event recorded",
        (Quality.CODED,) * (len(changes) + 1),
        Reading.STEP,
    )
