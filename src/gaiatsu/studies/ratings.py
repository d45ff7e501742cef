"""A user's file of dated effectiveness ratings, read with care."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gaiatsu.errors import InvalidData, MissingData, Problem

__all__ = ["Rating", "read_ratings"]

YEARS = (1500.0, 2200.0)
GRADES = ("0", "1", "2", "3")
MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Rating:
    """How far one case succeeded.

    Parameters
    ----------
    year
        When it was resolved; decimals allowed.
    rating
        0 not at all, 1 nominally, 2 partly, 3 largely successful.
    label
        Name of the case, or empty.
    """

    year: float
    rating: int
    label: str


def read_ratings(path: str | Path) -> tuple[Rating, ...]:
    """Read ratings from a CSV file with columns ``year``, ``rating`` and, if wanted, ``label``.

    The article prints a figure but not its points. Whoever owns the source of the points can
    supply them and have the published line checked.

    Parameters
    ----------
    path
        The file, in UTF-8.

    Returns
    -------
    tuple of Rating
        In order of year.

    Raises
    ------
    MissingData
        If the file cannot be opened.
    InvalidData
        If it is no such table; every problem is listed with row, field, value and what is allowed.
    """
    name = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"The ratings file {name} is not UTF-8 text (byte {error.start})."
        raise InvalidData(msg, expected="a CSV file in UTF-8") from error
    except OSError as error:
        msg = f"The ratings file {name} cannot be read: {error.strerror}."
        raise MissingData(msg, todo="Check the path.") from error
    try:
        rows = list(csv.reader(text.splitlines(), strict=True))
    except csv.Error as error:
        msg = f"The ratings file {name} is not a CSV file: {error}."
        raise InvalidData(msg, expected="comma-separated values") from error
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    _check_header(name, header)
    problems: list[Problem] = []
    ratings = [_rating(name, number, header, row, problems) for number, row in _filled(rows)]
    if problems:
        raise InvalidData(_listing(name, problems))
    return tuple(sorted((r for r in ratings if r is not None), key=lambda r: r.year))


def _filled(rows: list[list[str]]) -> Iterable[tuple[int, list[str]]]:
    return ((i, row) for i, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row))


def _check_header(name: str, header: list[str]) -> None:
    missing = [column for column in ("year", "rating") if column not in header]
    repeated = sorted({column for column in header if header.count(column) > 1})
    if missing or repeated:
        what = f"no column {missing[0]!r}" if missing else f"two columns {repeated[0]!r}"
        msg = f"{name}:1: The ratings file has {what}; its header is {','.join(header)!r}."
        raise InvalidData(msg, expected="a header with year, rating and, if wanted, label")


def _rating(
    name: str, number: int, header: list[str], row: list[str], problems: list[Problem]
) -> Rating | None:
    if len(row) != len(header):
        message = f"The row has {len(row)} cells, the header {len(header)}"
        problems.append(Problem(name, number, "", "", message))
        return None
    cells = {column: cell.strip() for column, cell in zip(header, row, strict=True)}
    year = _number(cells["year"])
    found = len(problems)
    if not YEARS[0] <= year <= YEARS[1]:
        problems.append(
            Problem(name, number, "year", cells["year"], "This is not a year", "a number from 1500 to 2200")
        )
    if cells["rating"] not in GRADES:
        problems.append(
            Problem(name, number, "rating", cells["rating"], "This is not a grade", "0, 1, 2 or 3")
        )
    if len(problems) > found:
        return None
    return Rating(year, int(cells["rating"]), cells.get("label", ""))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _listing(name: str, problems: list[Problem]) -> str:
    shown = "".join(f"\n  {problem}" for problem in problems[:MOST_PROBLEMS])
    more = len(problems) - MOST_PROBLEMS
    rest = f"\n  and {more} more" if more > 0 else ""
    return f"The ratings file {name} has {len(problems)} problem(s):{shown}{rest}\n"
