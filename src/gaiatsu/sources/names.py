"""Find the state that a country's name stands for, in the spellings that the data sets use.

Several sets name countries and give no code. Names are compared without case, accents and punctuation;
names that passed from one state to another (``Germany``, ``Yemen``) depend on the year.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from gaiatsu.errors import UnknownName
from gaiatsu.sources.codes import FIRST, LAST

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ccode_of_name", "ccodes_of_names", "plain_name"]


def plain_name(name: str) -> str:
    """Return a name without case, accents and punctuation, as it is compared.

    Parameters
    ----------
    name
        A country's name.

    Examples
    --------
    >>> plain_name("Côte d’Ivoire"), plain_name("St. Kitts & Nevis")
    ('cote-divoire', 'saint-kitts-and-nevis')
    """
    letters = unicodedata.normalize("NFKD", name)
    text = "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()
    text = text.replace("’", "").replace("'", "").replace("&", " and ")
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"\bst\b\.?", "saint", text)).strip("-")


def ccode_of_name(name: str, year: int | None = None) -> int:
    """Return the Correlates of War number of the state that a name stands for.

    Parameters
    ----------
    name
        A country's name in English, in a spelling that one of the data sets uses.
    year
        Calendar year, 1800-2100; the latest state of that name when left out.

    Returns
    -------
    int
        The state that existed at the end of that year.

    Raises
    ------
    UnknownName
        No state is called so (areas such as Hong Kong are no states).

    Examples
    --------
    >>> ccode_of_name("KOREA, SOUTH"), ccode_of_name("Germany", 1985), ccode_of_name("Germany", 1995)
    (732, 260, 255)
    """
    found = _find(name, year)
    if found is None:
        when = "" if year is None else f" in {year}"
        message = f"No state was called {name!r}{when}."
        raise UnknownName(
            message,
            expected="the name of a state in the Correlates of War system",
            todo="Areas and groups of states have no code.",
        )
    return found


def ccodes_of_names(names: pl.Series, years: pl.Series) -> pl.Series:
    """Return the Correlates of War numbers of many names, each in its year; null where there is none.

    Parameters
    ----------
    names
        Countries' names.
    years
        A calendar year for each.

    Returns
    -------
    polars.Series
        Integers under the name ``ccode``, in the same order.

    Examples
    --------
    >>> import polars as pl
    >>> ccodes_of_names(pl.Series(["Japan", "Hong Kong"]), pl.Series([1990, 1990])).to_list()
    [740, None]
    """
    import polars as pl

    pairs = pl.DataFrame({"name": names.cast(pl.String), "year": years.cast(pl.Int64)})
    known = pairs.unique(maintain_order=True)
    found = [_find(name, year) for name, year in known.iter_rows()]
    answers = known.with_columns(pl.Series("ccode", found, pl.Int64))
    return pairs.join(answers, on=["name", "year"], how="left", maintain_order="left", nulls_equal=True)[
        "ccode"
    ]


def _find(name: str | None, year: int | None) -> int | None:
    spells = _spells().get(plain_name(name), ()) if name else ()
    found = [(last, ccode) for ccode, first, last in spells if year is None or first <= year <= last]
    return max(found)[1] if found else None


@cache
def _spells() -> dict[str, tuple[tuple[int, int, int], ...]]:
    spells: dict[str, tuple[tuple[int, int, int], ...]] = {
        plain_name(row["name"]): ((int(row["ccode"]), FIRST, LAST),) for row in _rows("state_codes.csv")
    }
    dated: dict[str, list[tuple[int, int, int]]] = {}
    for row in _rows("state_names.csv"):
        spell = (int(row["ccode"]), int(row["first_year"]), int(row["last_year"]))
        dated.setdefault(row["name"], []).append(spell)
    return {**spells, **{name: tuple(found) for name, found in dated.items()}}


def _rows(name: str) -> list[dict[str, str]]:
    text = files("gaiatsu.sources").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
