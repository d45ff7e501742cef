"""Domestic politics as constraints: the sender's electoral calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

import numpy as np

from gaiatsu.context.series import MaterialSeries, Quality, Reading

__all__ = ["presidential_cycle", "presidential_election"]

_FIRST_ELECTION: Final = 1944
_LAST_ELECTION: Final = 2028


def presidential_election(year: int) -> date:
    """Day of the U.S. presidential election: the Tuesday after the first Monday in November.

    Parameters
    ----------
    year
        A year divisible by 4.

    Returns
    -------
    datetime.date

    Examples
    --------
    >>> presidential_election(1992).isoformat(), presidential_election(1996).isoformat()
    ('1992-11-03', '1996-11-05')
    """
    first = date(year, 11, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 1)


def _decimal(day: date) -> float:
    days = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    return day.year + (day.timetuple().tm_yday - 0.5) / days


def presidential_cycle() -> MaterialSeries:
    """Years until the next U.S. presidential election.

    A president close to an election discounts the future more; the article names the idea as a materialist
    candidate that cannot explain a lasting change.

    Returns
    -------
    MaterialSeries
        From 4 the day after an election down to 0 on the day of the next.

    Examples
    --------
    >>> round(float(presidential_cycle().at(1994.85)), 2)
    2.0
    """
    days = [presidential_election(year) for year in range(_FIRST_ELECTION, _LAST_ELECTION + 1, 4)]
    knots: list[tuple[float, float]] = []
    for day, following in pairwise(days):
        after = day + timedelta(days=1)
        knots += [(_decimal(day), 0.0), (_decimal(after), _decimal(following) - _decimal(after))]
    dates, left = (np.asarray(column) for column in _columns(knots[1:]))
    return MaterialSeries(
        "presidential_cycle",
        dates,
        left,
        "years",
        "computed from the statutory election day",
        (Quality.RECOMPUTED,) * dates.size,
        Reading.LINEAR,
    )


def _columns(rows: list[tuple[float, float]]) -> Any:
    return zip(*rows, strict=True)
