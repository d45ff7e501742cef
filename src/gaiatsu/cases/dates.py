"""Dates known to the day, to the month or only to the year."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Annotated, Final

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

__all__ = ["FIRST_YEAR", "LAST_YEAR", "PartialDate", "decimal_year", "span", "year_of"]

FIRST_YEAR = 1500
LAST_YEAR = 2200
_FORM = re.compile(r"([0-9]+)(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_KIND: Final = "partial_date"
_ALLOWED = f"'1986', '1986-09' or '1986-09-02', with a year from {FIRST_YEAR} to {LAST_YEAR}"


def span(text: str) -> tuple[date, date]:
    """First and last day that a partial date may mean.

    An article often dates an outcome by its month or year only; a comparison of two dates must not
    pretend to know more.

    Parameters
    ----------
    text
        ``'1986'``, ``'1986-09'`` or ``'1986-09-02'``.

    Returns
    -------
    tuple
        The first and the last day, equal when the day is known.

    Raises
    ------
    ValueError
        When the text has another form or names no day of the calendar.

    Examples
    --------
    >>> [day.isoformat() for day in span("1992-02")]
    ['1992-02-01', '1992-02-29']
    """
    parts = _FORM.fullmatch(text)
    if parts is None:
        message = f"{text!r} is not a date of the form {_ALLOWED}"
        raise ValueError(message)
    year, month, day = (int(part) if part and len(part) <= 5 else None for part in parts.groups())
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"the year {parts[1][:12]} is outside {FIRST_YEAR} to {LAST_YEAR}"
        raise ValueError(message)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def decimal_year(text: str) -> float:
    """Decimal year at the middle of what a partial date may mean.

    Parameters
    ----------
    text
        ``'1986'``, ``'1986-09'`` or ``'1986-09-02'``.

    Returns
    -------
    float
        Years; ``1986.5`` stands for the middle of 1986.

    Examples
    --------
    >>> decimal_year("1986")
    1986.5
    >>> round(decimal_year("1986-09"), 3)
    1986.707
    """
    first, last = span(text)
    start = date(first.year, 1, 1)
    days = (date(first.year + 1, 1, 1) - start).days
    middle = ((first - start).days + (last - start).days + 1) / 2
    return first.year + middle / days


def year_of(text: str) -> int:
    """Calendar year of a partial date.

    Examples
    --------
    >>> year_of("1986-09-02")
    1986
    """
    return span(text)[0].year


def _read_date(value: object) -> object:
    """Accept a bare year or a calendar date as YAML reads them, and check the rest."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, date):
        value = value.isoformat()
    if not isinstance(value, str):
        return value
    try:
        span(value)
    except ValueError as error:
        context = {"why": str(error), "allowed": _ALLOWED}
        raise PydanticCustomError(_KIND, "{why}", context) from error
    return value


PartialDate = Annotated[
    str,
    BeforeValidator(_read_date),
    Field(
        json_schema_extra={
            "type": ["string", "integer"],
            "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
            "minimum": FIRST_YEAR,
            "maximum": LAST_YEAR,
        }
    ),
]
