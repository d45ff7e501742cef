"""Order in time: which mechanisms were already at work when an episode was decided.

A cause cannot act before it exists. A refusal before a mechanism began, or a concession after, does not
refute it, since concessions are likely or unlikely and never certain; but each has to be explained by
something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["Onset", "OrderingRow", "fall_onset", "order"]


@dataclass(frozen=True)
class Onset:
    """When a mechanism began to work against the sender.

    Parameters
    ----------
    mechanism
        Its name.
    date
        Decimal year; ``nan`` when it never began in the record.
    basis
        What the date was read from: an event of the record, or the rule applied to the series.
    """

    mechanism: str
    date: float
    basis: str


@dataclass(frozen=True)
class OrderingRow:
    """One mechanism against the episodes.

    Parameters
    ----------
    onset
        When it began, and how that is known.
    active
        Whether it had begun before each episode was decided; a beginning on the same date does not count, as
        in the state of the relationship.
    refusals_before
        Episodes refused before it began: it cannot have caused them.
    concessions_after
        Episodes conceded although it was at work.
    """

    onset: Onset
    active: tuple[bool, ...]
    refusals_before: tuple[str, ...]
    concessions_after: tuple[str, ...]


def fall_onset(years: NDArray[np.float64], values: NDArray[np.float64], *, share: float = 0.5) -> float:
    """Date by which a series has made a share of its whole fall, and stays below.

    Parameters
    ----------
    years, values
        The series in date order, signed so that more means more concession.
    share
        Share of the fall from the highest value to the lowest later one.

    Returns
    -------
    float
        First year from which the series stays at or below the mark to its end; ``nan`` when it never does.

    Notes
    -----
    The mark lies at the first value minus ``share`` of the fall to the last: a series that ends no lower than
    it began has not moved against the sender, whatever it did in between.

    Examples
    --------
    >>> fall_onset(np.array([1990.0, 1991.0, 1992.0, 1993.0]), np.array([4.0, 2.0, 3.5, 1.0]))
    1993.0
    >>> fall_onset(np.array([1990.0, 1991.0]), np.array([1.0, 2.0]))
    nan
    """
    fall = values[0] - values[-1]
    if fall <= 0.0:
        return float("nan")
    above = np.flatnonzero(values > values[0] - share * fall)
    return float(years[above[-1] + 1])


def order(
    onsets: Sequence[Onset],
    *,
    episodes: Sequence[str],
    dates: NDArray[np.float64],
    conceded: NDArray[np.bool_],
) -> tuple[OrderingRow, ...]:
    """Set each mechanism's beginning against the episodes.

    Parameters
    ----------
    onsets
        The mechanisms and when they began.
    episodes
        Ids of the episodes.
    dates
        When each was decided, decimal years.
    conceded
        Whether the target gave in.

    Returns
    -------
    tuple of OrderingRow
        One row a mechanism, in the order given.

    Examples
    --------
    >>> row, = order([Onset("shock", 1989.9, "event")], episodes=["a", "b"], dates=np.array([1988.0, 1990.0]),
    ...              conceded=np.array([False, True]))
    >>> row.refusals_before, row.concessions_after
    (('a',), ('b',))
    """
    if not len(episodes) == dates.size == conceded.size:
        what = f"{len(episodes)} episodes came with {dates.size} dates and {conceded.size} outcomes."
        raise InvalidSpecification(
            what,
            expected="one date and one outcome for each episode",
        )
    return tuple(_row(onset, episodes, dates, conceded) for onset in onsets)


def _row(
    onset: Onset, episodes: Sequence[str], dates: NDArray[np.float64], conceded: NDArray[np.bool_]
) -> OrderingRow:
    active = dates > onset.date
    return OrderingRow(
        onset,
        tuple(bool(value) for value in active),
        tuple(name for name, on, gave in zip(episodes, active, conceded, strict=True) if not on and not gave),
        tuple(name for name, on, gave in zip(episodes, active, conceded, strict=True) if on and gave),
    )
