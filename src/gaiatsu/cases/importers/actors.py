"""Letters for whoever demands and is pressed: states of today, states that are gone, organizations.

States carry the code of ISO 3166 that was in force in the year. States that were gone before there were codes
carry one from the range that the standard leaves to its users (XAA to XZZ); so does an organization that
demanded without a state being named.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gaiatsu.errors import UnknownName
from gaiatsu.sources.codes import ccode_of_iso3, iso3, state_name

__all__ = ["COMMUNITY", "ORGANIZATION", "OWN_CODES", "actor_name", "letters", "number", "together"]

ORGANIZATION: Final = "XIO"
OWN_CODES: Final = {
    240: "XHV",
    245: "XBV",
    267: "XBD",
    269: "XSX",
    271: "XWU",
    273: "XHC",
    275: "XHG",
    280: "XMS",
    300: "XAH",
    327: "XPS",
    329: "XTS",
    332: "XMO",
    337: "XTU",
    671: "XHJ",
    672: "XNJ",
    730: "XKO",
    817: "XVN",
}
"""States without a code of the standard, by Correlates of War number."""
COMMUNITY: Final = 1000
_OWN_NAMES: Final = {COMMUNITY: "European Community", 219: "Vichy France", 671: "Hejaz", 672: "Nejd"}
_CARRIED_ON: Final = {219: "FRA", 255: "DEU", 260: "DEU", 678: "YEM"}
"""Numbers that data sets use outside the years in which their state had them."""


def letters(ccode: int, year: int) -> str:
    """Return three letters for a state in a year.

    Parameters
    ----------
    ccode
        Correlates of War number; 1000 for the European Community.
    year
        Calendar year.

    Returns
    -------
    str
        The code of ISO 3166 in force then, or else the latest one of the state, or one of
        :data:`OWN_CODES`.

    Raises
    ------
    UnknownName
        No state has that number.

    Examples
    --------
    >>> letters(740, 1985), letters(365, 1985), letters(1000, 1985), letters(817, 1965)
    ('JPN', 'SUN', 'EEC', 'XVN')
    """
    own = OWN_CODES.get(ccode) or _CARRIED_ON.get(ccode)
    try:
        return own or iso3(ccode, year)
    except UnknownName:
        return iso3(ccode)


def number(code: str, year: int) -> int | None:
    """Return the Correlates of War number that three letters of an imported set stand for.

    Parameters
    ----------
    code
        Three letters, as :func:`letters` gives them.
    year
        Calendar year.

    Returns
    -------
    int or None
        ``None`` for an organization without a state, and for letters that no state has.

    Examples
    --------
    >>> number("XVN", 1965), number("SUN", 1985), number("XIO", 1985)
    (817, 365, None)
    """
    own = next((ccode for ccode, letters in OWN_CODES.items() if letters == code), None)
    for when in (year, None):
        try:
            return own or ccode_of_iso3(code, when)
        except UnknownName:
            continue
    return None


def together(ccodes: Iterable[int | None], year: int) -> tuple[str, ...]:
    """Return the letters of states that act together, each once, in order.

    Parameters
    ----------
    ccodes
        Correlates of War numbers; ``None`` where there is no further one.
    year
        Calendar year.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> together([2, 20, None, 2], 1980)
    ('USA', 'CAN')
    """
    return tuple(dict.fromkeys(letters(int(ccode), year) for ccode in ccodes if ccode is not None))


def actor_name(ccode: int | None) -> str:
    """Return a name for people.

    Parameters
    ----------
    ccode
        Correlates of War number; ``None`` for an organization without a state.

    Returns
    -------
    str

    Examples
    --------
    >>> actor_name(740), actor_name(1000), actor_name(None)
    ('Japan', 'European Community', 'an organization')
    """
    if ccode is None:
        return "an organization"
    return _OWN_NAMES.get(ccode) or state_name(ccode)
