"""The claims of the article as objects: what it says, where, against whom, and what would refute it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import Any

from gaiatsu.errors import UnknownName

__all__ = ["Claim", "claim", "registry"]


@dataclass(frozen=True)
class Claim:
    """One claim of the article.

    Parameters
    ----------
    id
        Short name, such as ``H2``.
    title
        Name for people.
    statement
        What is claimed, in our words.
    locator
        Where the article says so.
    direction
        Which way the outcome should move.
    mechanism
        How it is supposed to work.
    rivals
        Ids of the explanations it competes with.
    falsifiers
        Names of the findings that would refute it.
    references
        Keys of the works the claim builds on or is measured by.
    source
        Key of the work that makes the claim.
    """

    id: str
    title: str
    statement: str
    locator: str
    direction: str
    mechanism: str
    rivals: tuple[str, ...]
    falsifiers: tuple[str, ...]
    references: tuple[str, ...]
    source: str


@lru_cache(maxsize=1)
def registry() -> tuple[Claim, ...]:
    """Every claim, in the order of the argument.

    Examples
    --------
    >>> [entry.id for entry in registry()][:4]
    ['H1', 'H2', 'H2L', 'H3']
    """
    text = files("gaiatsu.claims").joinpath("schoppa1999.toml").read_text(encoding="utf-8")
    return tuple(_read(entry, "schoppa1999") for entry in tomllib.loads(text)["claim"])


def claim(name: str) -> Claim:
    """One claim by its id.

    Parameters
    ----------
    name
        The id; capitals do not matter.

    Raises
    ------
    UnknownName
        When nobody made such a claim.

    Examples
    --------
    >>> claim("h4t").title
    "The target's trust of the sender"
    """
    known = {entry.id.lower(): entry for entry in registry()}
    if name.lower() in known:
        return known[name.lower()]
    near = get_close_matches(name.lower(), list(known), n=3) or list(known)
    what = f"There is no claim {name!r}."
    raise UnknownName(what, expected=f"one of {', '.join(known[key].id for key in near)}")


def _read(entry: dict[str, Any], source: str) -> Claim:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    names = {field.name for field in fields(Claim)} - {"source"}
    if set(values) != names:
        message = f"the claim {entry.get('id')!r} has not exactly the fields {', '.join(sorted(names))}"
        raise ValueError(message)
    return Claim(**values, source=source)
