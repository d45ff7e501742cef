"""Country codes by date: Correlates of War, ISO 3166 in letters and numbers, the Monetary Fund's numbers.

Every table that is joined to a dyad needs one code for one state. States end and codes are handed on, so the
answer depends on the year: ``DEU`` is the Federal Republic (260) until 1989 and Germany (255) from 1990.

The facts stand in two small tables beside this module. They were written for gaiatsu from the standard
itself (ISO 3166-1 for the letters and numbers, ISO 3166-3 for those withdrawn) and from the country list of
the International Financial Statistics, and are checked in the tests against every data set that carries two
codes. Kosovo (``XKX``) and the European Communities (``EEC``, 1000 in sanction data) have no ISO code: theirs
are conventions.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from gaiatsu.errors import UnknownName

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "FIRST",
    "LAST",
    "SCHEMES",
    "Spell",
    "ccode_of",
    "ccode_of_iso3",
    "code_of",
    "code_table",
    "iso3",
    "state_name",
]

FIRST: Final = 1800
LAST: Final = 2100
SCHEMES: Final = ("iso3", "iso_numeric", "ifs")
BOTH, TO_CODE, TO_CCODE = "both", "to code", "to ccode"


@dataclass(frozen=True)
class Spell:
    """A code that stands for a state during some years.

    Parameters
    ----------
    code
        The code, as text.
    ccode
        Correlates of War number of the state.
    first_year, last_year
        Years in which it does.
    direction
        ``both``, or the one way in which it may be read: ``to code`` (from the state to its code) or
        ``to ccode`` (from a code that data sets carry over dates at which it was not in force).
    """

    code: str
    ccode: int
    first_year: int
    last_year: int
    direction: str


def iso3(ccode: int, year: int | None = None) -> str:
    """Return the three letters of ISO 3166 for a state.

    Parameters
    ----------
    ccode
        Correlates of War number; 1000 for the European Communities.
    year
        Calendar year, 1800-2100; the latest code of the state when left out.

    Returns
    -------
    str
        The code in force then, such as ``SUN`` for 365 in 1980.

    Raises
    ------
    UnknownName
        No state has that number, or it had no code then.

    Examples
    --------
    >>> iso3(740), iso3(365, 1980), iso3(365, 2000), iso3(1000)
    ('JPN', 'SUN', 'RUS', 'EEC')
    """
    return code_of(ccode, "iso3", year)


def ccode_of_iso3(letters: str, year: int | None = None) -> int:
    """Return the Correlates of War number of the state that three letters stand for.

    Parameters
    ----------
    letters
        Three letters of ISO 3166, in force or withdrawn (``SUN``, ``ZAR``, ``ROM``).
    year
        Calendar year, 1800-2100; the latest state with that code when left out.

    Returns
    -------
    int
        The state that existed at the end of that year: ``DEU`` is 260 in 1989 and 255 in 1990.

    Raises
    ------
    UnknownName
        No state had that code then (areas such as ``HKG`` are no states).

    Examples
    --------
    >>> ccode_of_iso3("DEU", 1989), ccode_of_iso3("DEU", 1990), ccode_of_iso3("ROM")
    (260, 255, 360)
    """
    return ccode_of(letters, "iso3", year)


def code_of(ccode: int, scheme: str, year: int | None = None) -> str:
    """Return a state's code in another scheme.

    Parameters
    ----------
    ccode
        Correlates of War number.
    scheme
        ``iso3``, ``iso_numeric`` or ``ifs``.
    year
        Calendar year, 1800-2100; the latest code when left out.

    Returns
    -------
    str
        The code in force then, as text without leading zeros.

    Raises
    ------
    UnknownName
        There is no such scheme, state or code.

    Examples
    --------
    >>> code_of(2, "ifs"), code_of(260, "iso_numeric", 1985)
    ('111', '280')
    """
    found = [spell for spell in _by_ccode(scheme).get(int(ccode), ()) if _covers(spell, year)]
    if not found:
        when = "" if year is None else f" in {year}"
        message = f"No {scheme} code is known for the country code {ccode}{when}."
        raise UnknownName(
            message,
            expected="a Correlates of War number of a state that had such a code then",
            todo="See gaiatsu.sources.codes.code_table for all of them.",
        )
    return max(found, key=lambda spell: spell.last_year).code


def ccode_of(code: str | int, scheme: str, year: int | None = None) -> int:
    """Return the Correlates of War number of the state a code of another scheme stands for.

    Parameters
    ----------
    code
        The code; numbers may be given as such, letters in either case.
    scheme
        ``iso3``, ``iso_numeric`` or ``ifs``.
    year
        Calendar year, 1800-2100; the latest state with that code when left out.

    Returns
    -------
    int

    Raises
    ------
    UnknownName
        There is no such scheme, or no state had that code then.

    Examples
    --------
    >>> ccode_of(158, "ifs"), ccode_of("276", "iso_numeric", 1980)
    (740, 260)
    """
    text = str(code).strip().upper().lstrip("0")
    found = [spell for spell in _by_code(scheme).get(text, ()) if _covers(spell, year)]
    if not found:
        when = "" if year is None else f" in {year}"
        message = f"No state had the {scheme} code {code!r}{when}."
        raise UnknownName(
            message,
            expected="the code of a state in the Correlates of War system",
            todo="See gaiatsu.sources.codes.code_table for all of them; areas and groups have none.",
        )
    return max(found, key=lambda spell: spell.last_year).ccode


def state_name(ccode: int) -> str:
    """Return the name of a state in the Correlates of War list.

    Parameters
    ----------
    ccode
        Correlates of War number.

    Returns
    -------
    str

    Raises
    ------
    UnknownName
        No state has that number.

    Examples
    --------
    >>> state_name(740)
    'Japan'
    """
    try:
        return _names()[int(ccode)]
    except KeyError:
        message = f"No state has the country code {ccode}."
        raise UnknownName(message, expected="a Correlates of War number, such as 2 or 740") from None


def code_table(scheme: str = "iso3", *, to_ccode: bool = True) -> pl.DataFrame:
    """Return every code of a scheme with its state and years, ready for a join by code and year.

    Parameters
    ----------
    scheme
        ``iso3``, ``iso_numeric`` or ``ifs``.
    to_ccode
        Whether the rows serve to find the state of a code (the default) or the code of a state.

    Returns
    -------
    polars.DataFrame
        Columns ``code`` (text), ``ccode``, ``first_year`` and ``last_year``. At any year a code names one
        state (or, the other way, a state has one code).

    Raises
    ------
    UnknownName
        There is no such scheme.

    Examples
    --------
    >>> code_table().filter(code="DDR").row(0)
    ('DDR', 265, 1800, 1990)
    """
    import polars as pl

    wanted = TO_CCODE if to_ccode else TO_CODE
    rows = [spell for spell in _spells(scheme) if spell.direction in {BOTH, wanted}]
    return pl.DataFrame(
        {
            "code": [spell.code for spell in rows],
            "ccode": [spell.ccode for spell in rows],
            "first_year": [spell.first_year for spell in rows],
            "last_year": [spell.last_year for spell in rows],
        }
    )


def _covers(spell: Spell, year: int | None) -> bool:
    return year is None or spell.first_year <= year <= spell.last_year


@cache
def _by_ccode(scheme: str) -> dict[int, tuple[Spell, ...]]:
    spells = [spell for spell in _spells(scheme) if spell.direction != TO_CCODE]
    return {key: tuple(s for s in spells if s.ccode == key) for key in {s.ccode for s in spells}}


@cache
def _by_code(scheme: str) -> dict[str, tuple[Spell, ...]]:
    spells = [spell for spell in _spells(scheme) if spell.direction != TO_CODE]
    return {key: tuple(s for s in spells if s.code == key) for key in {s.code for s in spells}}


@cache
def _spells(scheme: str) -> tuple[Spell, ...]:
    if scheme not in SCHEMES:
        message = f"No scheme of country codes is called {scheme!r}."
        raise UnknownName(message, expected="one of " + ", ".join(SCHEMES))
    dated = [
        Spell(row["code"], int(row["ccode"]), int(row["first_year"]), int(row["last_year"]), row["direction"])
        for row in _rows("state_codes_dated.csv")
        if row["scheme"] == scheme
    ]
    taken = {spell.ccode for spell in dated if spell.direction == BOTH}
    plain = [
        Spell(row[scheme], int(row["ccode"]), FIRST, LAST, BOTH)
        for row in _rows("state_codes.csv")
        if row[scheme] and int(row["ccode"]) not in taken
    ]
    return (*plain, *dated)


@cache
def _names() -> dict[int, str]:
    return {int(row["ccode"]): row["name"] for row in _rows("state_codes.csv")}


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = files("gaiatsu.sources").joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
