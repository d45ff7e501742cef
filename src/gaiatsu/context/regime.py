"""The trade regime at a date: how far it settles disputes, and who stands in violation of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.context.series import MaterialSeries, Quality, Reading
from gaiatsu.terms import EventKind

if TYPE_CHECKING:
    from gaiatsu.context.record import EventRecord

__all__ = ["INTERIM_LEVEL", "REGIME_START", "dispute_settlement", "regime_steps"]

INTERIM_LEVEL = 0.8
"""Dispute settlement that is agreed and not yet in force (eq. 10)."""

REGIME_START = 1948.0
"""GATT in force; the level before the first recorded change holds from here."""


def dispute_settlement(record: EventRecord) -> MaterialSeries:
    """How far the regime lets a complainant prevail, DSM_t of eq. 10.

    0 under GATT, where a losing party could block; ``INTERIM_LEVEL`` at most from the first change, when the
    new mechanism was agreed; the weight of the event, usually 1, from the next, when it was in force.

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
    levels = np.concatenate([np.minimum(changes.weights[:1], INTERIM_LEVEL), changes.weights[1:]])
    return regime_steps("dispute_settlement", changes, levels=levels)


def regime_steps(
    name: str, changes: EventRecord, *, levels: NDArray[np.float64], before: float = 0.0
) -> MaterialSeries:
    """Read regime changes as a step series.

    Parameters
    ----------
    name
        Name of the series.
    changes
        Events in date order.
    levels
        Level from each event on.
    before
        Level from ``REGIME_START`` to the first event.

    Returns
    -------
    MaterialSeries
        A step at each event; the level holds until the next.
    """
    return MaterialSeries(
        name,
        np.concatenate([[REGIME_START], changes.dates]),
        np.concatenate([[before], levels]),
        "level, 0-1",
        "; ".join(changes.sources) or "no event recorded",
        (Quality.CODED,) * (len(changes) + 1),
        Reading.STEP,
    )
