"""Find the states that a user means, by number, abbreviation or ISO code."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.sources.codes import ccode_of_iso3

if TYPE_CHECKING:
    import polars as pl

__all__ = ["find_dyad", "find_state"]


def find_state(word: str | int, states: pl.DataFrame) -> int:
    """Return the Correlates of War code of a state.

    Parameters
    ----------
    word
        Its number (740), its abbreviation in the list of states (JPN) or its ISO code (JPN, DEU).
    states
        Table of the data set ``cow_states``.

    Returns
    -------
    int

    Raises
    ------
    UnknownName
        No state is called so; the message offers those that look alike.

    Examples
    --------
    >>> import polars as pl
    >>> listed = pl.DataFrame({"abbreviation": ["USA", "JPN"], "ccode": [2, 740]})
    >>> find_state("jpn", listed), find_state(2, listed)
    (740, 2)
    """
    text = str(word).strip().upper()
    numbers = dict(zip(states["abbreviation"].to_list(), states["ccode"].to_list(), strict=True))
    if text in numbers:
        return int(numbers[text])
    if text.isdigit() and int(text) in numbers.values():
        return int(text)
    try:
        return ccode_of_iso3(text)
    except UnknownName as error:
        near = get_close_matches(text, list(numbers), n=3, cutoff=0.3)
        message = f"No state is called {word!r}."
        raise UnknownName(
            message,
            expected="a Correlates of War number or abbreviation, or an ISO code of three letters"
            + (f"; {', '.join(near)} look alike" if near else ""),
            todo="The list of states stands in the data set cow_states.",
        ) from error


def find_dyad(sender: str | int, target: str | int, states: pl.DataFrame) -> tuple[int, int]:
    """Return the codes of a sender and a target.

    Parameters
    ----------
    sender, target
        As :func:`find_state` takes them.
    states
        Table of the data set ``cow_states``.

    Returns
    -------
    tuple of int

    Raises
    ------
    UnknownName
        One of them is no state.
    InvalidSpecification
        Both are the same.
    """
    pair = find_state(sender, states), find_state(target, states)
    if pair[0] == pair[1]:
        message = f"The dyad {sender},{target} is one state twice."
        raise InvalidSpecification(message, expected="a sender and another state as its target")
    return pair
