"""Elites: when the people at the top entered, and when their careers changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.terms import EventKind, Side

if TYPE_CHECKING:
    from gaiatsu.context.record import EventRecord

__all__ = ["COHORTS", "OCCUPATION_END", "EntryCohort", "cohort_edges", "turnover_events"]

OCCUPATION_END: Final = 1952.0 + 118.5 / 366.0
"""28 April 1952, when the peace treaty came into force."""


@dataclass(frozen=True)
class EntryCohort:
    """People who entered public service in one period and were formed by it.

    Parameters
    ----------
    id
        Its name in tables.
    label
        Its name in prose.
    closes
        Decimal year in which the next cohort begins; infinite for the last.
    """

    id: str
    label: str
    closes: float


COHORTS: Final = (
    EntryCohort("occupation", "in service by the end of the occupation", OCCUPATION_END),
    EntryCohort("alliance", "entered from the peace treaty to 1970", 1970.0),
    EntryCohort("friction", "entered from 1970 on", float("inf")),
)
"""Entry cohorts by what they met first: the occupation, the alliance at its height, trade conflict."""


def cohort_edges(
    first_entry: float, *, occupation_end: float, start: float, until: float
) -> NDArray[np.float64]:
    """Decimal years that separate entry cohorts: the occupation's end, the start, then every year.

    Parameters
    ----------
    first_entry
        Before it nobody at the top entered.
    occupation_end
        End of the first cohort.
    start
        End of the second; from here every entry year is a cohort of its own.
    until
        Last date looked at.

    Returns
    -------
    array
        Increasing, one entry more than there are cohorts.

    Examples
    --------
    >>> cohort_edges(1920.0, occupation_end=1952.0, start=1970.0, until=1972.5).tolist()
    [1920.0, 1952.0, 1970.0, 1971.0, 1972.0, 1973.0]
    """
    return np.concatenate([[first_entry, occupation_end], np.arange(start, np.ceil(until) + 1.0)])


def turnover_events(record: EventRecord) -> EventRecord:
    """Events in which people of another career came to the top in the target.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> from gaiatsu.context.record import event_record
    >>> "hayashi-1995" in turnover_events(event_record(cases.load("schoppa1999"))).ids
    True
    """
    return record.select(EventKind.ELITE_TURNOVER, actor=Side.TARGET)
