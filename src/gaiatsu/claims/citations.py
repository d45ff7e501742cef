"""BibTeX for a claim, a reference, or whatever a function's docstring cites."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from difflib import get_close_matches
from importlib import import_module
from typing import Any

from gaiatsu.claims.bibliography import Reference, bibliography
from gaiatsu.claims.registry import Claim, registry
from gaiatsu.errors import UnknownName

__all__ = ["cite", "keys_of", "works"]

_SECTION = re.compile(r"^References\n-{3,}\n(.*?)(?=^\S[^\n]*\n-{3,}$|\Z)", re.MULTILINE | re.DOTALL)
_KEY = re.compile(r"\b[a-z][a-z_]*(?:1[5-9]|20)[0-9]{2}[a-z]?\b")


def cite(name_or_object: object) -> str:
    """BibTeX of everything that a claim, a key or a piece of the program rests on.

    Parameters
    ----------
    name_or_object
        Id of a claim (``H2``), key of a reference (``schoppa1999``), dotted path of a function, class or
        module (``gaiatsu.claims.cite``), a :class:`Claim`, or a function itself.

    Returns
    -------
    str
        BibTeX entries, each once, separated by a blank line.

    Raises
    ------
    UnknownName
        When nothing has this name, or nothing is cited there.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> print(cite("schoppa1999").splitlines()[0])
    @article{schoppa1999,
    >>> [line for line in cite("gaiatsu.claims.cite").splitlines() if line.startswith("@")]
    ['@article{schoppa1999,']
    """
    return "\n\n".join(entry.bibtex for entry in works(name_or_object))


def works(name_or_object: object) -> tuple[Reference, ...]:
    """Works that something cites.

    Parameters
    ----------
    name_or_object
        As for :func:`cite`.

    Returns
    -------
    tuple of Reference
        Each work once, in the order of its mention.

    Raises
    ------
    UnknownName
        When nothing has this name, or nothing is cited there.

    Examples
    --------
    >>> [work.short for work in works("H2L")]
    ['Schoppa 1999', 'Wagner 1988']
    """
    found = dict.fromkeys(_references(keys_of(name_or_object)))
    if not found:
        what = f"Nothing is cited by {name_or_object!r}."
        raise UnknownName(what, expected="a claim, a key, or a function whose docstring has references")
    return tuple(found)


def keys_of(name_or_object: object) -> tuple[str, ...]:
    """Keys of the works that something cites.

    Parameters
    ----------
    name_or_object
        As for :func:`cite`.

    Returns
    -------
    tuple of str
        The keys, in the order of their mention.

    Raises
    ------
    UnknownName
        When nothing has this name.

    Examples
    --------
    >>> keys_of("H2L")
    ('schoppa1999', 'wagner1988')
    """
    if isinstance(name_or_object, Claim):
        return (name_or_object.source, *name_or_object.references)
    if not isinstance(name_or_object, str):
        return _docstring_keys(name_or_object)
    for entry in registry():
        if entry.id.lower() == name_or_object.lower():
            return keys_of(entry)
    if name_or_object in bibliography():
        return (name_or_object,)
    return _docstring_keys(_find_object(name_or_object))


def _references(keys: Iterable[str]) -> list[Reference]:
    known = bibliography()
    missing = [key for key in keys if key not in known]
    if missing:
        what = f"The bibliography has no {', '.join(missing)}."
        raise UnknownName(what, expected="keys of the packaged references.bib")
    return [known[key] for key in keys]


def _docstring_keys(thing: object) -> tuple[str, ...]:
    section = _SECTION.search(inspect.getdoc(thing) or "")
    return tuple(dict.fromkeys(_KEY.findall(section[1]))) if section else ()


def _find_object(path: str) -> Any:
    """Import the longest module that a dotted path begins with and follow the rest."""
    parts = path.split(".")
    if parts[0] != "gaiatsu" or not all(part.isidentifier() for part in parts):
        raise _unknown(path)
    for cut in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError as error:
            if error.name and not path.startswith(error.name):
                raise
            continue
        return _follow(found, parts[cut:], path)
    raise _unknown(path)


def _follow(found: Any, rest: list[str], path: str) -> Any:
    for part in rest:
        if not hasattr(found, part):
            raise _unknown(path)
        found = getattr(found, part)
    return found


def _unknown(name: str) -> UnknownName:
    known = [*(entry.id for entry in registry()), *bibliography()]
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    expected = f"one of {', '.join(near)}" if near else "a claim such as H2, a key such as schoppa1999"
    what = f"Nothing named {name!r} can be cited."
    return UnknownName(what, expected=f"{expected}, or a path such as gaiatsu.claims.cite")
