"""The dated record of a relationship: what each side did, in order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gaiatsu.terms import EventKind, Side

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet

__all__ = ["EventRecord", "event_record"]


@dataclass(frozen=True, eq=False)
class EventRecord:
    """Events in date order, a column an attribute.

    Parameters
    ----------
    ids
        Names of the events.
    dates
        Decimal years (middle of what a partial date may mean).
    kinds
        What each event did.
    actors
        Who did it.
    subjects
        Whose trust or resolve, or which norm, it bears on.
    agreements
        Agreement kept or stretched, or episode whose threat was carried out; empty where none.
    weights
        How strongly it counts, 0-1.
    labels
        The event in a few words.
    sources
        Reference and locator.
    """

    ids: tuple[str, ...]
    dates: NDArray[np.float64]
    kinds: tuple[EventKind, ...]
    actors: tuple[Side, ...]
    subjects: tuple[str, ...]
    agreements: tuple[str, ...]
    weights: NDArray[np.float64]
    labels: tuple[str, ...]
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        for name in ("dates", "weights"):
            column = np.array(getattr(self, name), dtype=float)
            column.flags.writeable = False
            object.__setattr__(self, name, column)

    def __len__(self) -> int:
        return len(self.ids)

    def __eq__(self, other: object) -> bool:
        """Two records are equal when they hold the same events."""
        return isinstance(other, EventRecord) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def digest(self) -> str:
        """SHA-256 of the whole record."""
        columns = {field.name: np.asarray(getattr(self, field.name)).tolist() for field in fields(self)}
        return hashlib.sha256(json.dumps(columns, sort_keys=True).encode()).hexdigest()

    def take(self, places: Any) -> EventRecord:
        """Part of the record by place or by a mask, in the order given."""
        wanted = np.asarray(places)
        chosen = np.arange(len(self))[wanted if wanted.size else wanted.astype(int)]
        columns: dict[str, Any] = {}
        for field in fields(self):
            column = getattr(self, field.name)
            columns[field.name] = (
                column[chosen] if isinstance(column, np.ndarray) else tuple(column[i] for i in chosen)
            )
        return EventRecord(**columns)

    def select(self, *kinds: EventKind, subject: str | None = None, actor: Side | None = None) -> EventRecord:
        """Events of some kinds, optionally on one subject or by one actor (who may also act as both)."""
        wanted = [
            (not kinds or kind in kinds)
            and (subject is None or about == subject)
            and (actor is None or who in (actor, Side.BOTH))
            for kind, about, who in zip(self.kinds, self.subjects, self.actors, strict=True)
        ]
        return self.take(np.asarray(wanted, dtype=bool))

    def before(self, date: float) -> EventRecord:
        """Events strictly earlier than a date."""
        return self.take(self.dates < date)

    def place(self, name: str) -> int:
        """Position of an event by id."""
        return self.ids.index(name)

    def __iter__(self) -> Iterator[tuple[float, str]]:
        return iter(list(zip(self.dates.tolist(), self.ids, strict=True)))


def event_record(case_set: CaseSet) -> EventRecord:
    """Read the dated events of a case set as columns in date order.

    Parameters
    ----------
    case_set
        The set; events on the same date keep the order of their ids.

    Returns
    -------
    EventRecord

    Examples
    --------
    >>> from gaiatsu import cases
    >>> from gaiatsu.terms import EventKind
    >>> record = event_record(cases.load("schoppa1999"))
    >>> [int(date) for date, _ in record.select(EventKind.AGREEMENT_STRETCHED, subject="trust_of_sender")]
    [1987, 1994]
    """
    events = sorted(case_set.events, key=lambda event: (event.decimal_date, event.id))
    return EventRecord(
        ids=tuple(event.id for event in events),
        dates=np.asarray([event.decimal_date for event in events], dtype=float),
        kinds=tuple(event.kind for event in events),
        actors=tuple(event.actor for event in events),
        subjects=tuple(str(event.subject.value) for event in events),
        agreements=tuple(event.agreement or "" for event in events),
        weights=np.asarray([event.weight for event in events], dtype=float),
        labels=tuple(event.label for event in events),
        sources=tuple(f"{event.source}, {event.locator}" for event in events),
    )
