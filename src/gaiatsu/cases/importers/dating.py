"""Dates from columns of years, months and days, as far as they are known and possible."""

from __future__ import annotations

import calendar
from typing import Final

__all__ = ["date_of"]

MONTHS: Final = 12


def date_of(year: float, month: float | None = None, day: float | None = None) -> str:
    """Write a date as far as its columns are known.

    Parameters
    ----------
    year
        Calendar year.
    month, day
        ``None`` where unknown. A month outside 1-12 counts as unknown, and so does a day that the month
        does not have.

    Returns
    -------
    str
        ``1986``, ``1986-09`` or ``1986-09-02``.

    Examples
    --------
    >>> date_of(1986, 9, 2), date_of(1965, 6, 31), date_of(1969, None, 30)
    ('1986-09-02', '1965-06', '1969')
    """
    whole = int(year)
    if month is None or not 1 <= month <= MONTHS:
        return f"{whole:04d}"
    if day is None or not 1 <= day <= calendar.monthrange(whole, int(month))[1]:
        return f"{whole:04d}-{int(month):02d}"
    return f"{whole:04d}-{int(month):02d}-{int(day):02d}"
