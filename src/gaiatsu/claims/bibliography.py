"""The bibliography: every work that a claim, a record or a docstring cites, read from one BibTeX file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from gaiatsu.errors import InvalidData

__all__ = ["Reference", "bibliography"]

_HEAD = re.compile(r"@([a-z]+)\{([a-z][a-z0-9_]*),")
_FIELD = re.compile(r"  ([a-z]+) = \{(.*)\},")
_DASH = "\u2013"


@dataclass(frozen=True)
class Reference:
    """A work.

    Parameters
    ----------
    key
        Name used wherever the work is cited.
    kind
        BibTeX's entry type.
    fields
        BibTeX's fields, as pairs in the order of the file.
    """

    key: str
    kind: str
    fields: tuple[tuple[str, str], ...]

    def get(self, field: str) -> str:
        """Return a field in plain text, or an empty string.

        Examples
        --------
        >>> bibliography()["schoppa1999"].get("pages")
        '307–342'
        """
        return _plain(dict(self.fields).get(field, ""))

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other keys of the same work."""
        return tuple(key.strip() for key in self.get("ids").split(",") if key.strip())

    @property
    def bibtex(self) -> str:
        """The entry as BibTeX."""
        lines = [f"  {name} = {{{value}}}," for name, value in self.fields]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])

    @property
    def short(self) -> str:
        """Author and year, as in running text.

        Examples
        --------
        >>> bibliography()["bayard_elliott1994"].short
        'Bayard and Elliott 1994'
        """
        people = [name.split(",")[0] for name in (self.get("author") or self.get("editor")).split(" and ")]
        if len(people) > 3 or people[-1] == "others":
            people = [f"{people[0]} et al."]
        joined = " and ".join([", ".join(people[:-1]), people[-1]] if len(people) > 1 else people)
        return f"{joined} {self.get('year')}".strip()

    @property
    def text(self) -> str:
        """The reference as a line for a list of works cited."""
        editors = self.get("editor").split(" and ")
        people = (
            _people(self.get("author").split(" and "))
            if self.get("author")
            else f"{_people(editors)} ({'eds' if len(editors) > 1 else 'ed'}.)"
        )
        places = ("journal", "booktitle", "howpublished", "school")
        place = next((self.get(field) for field in places if self.get(field)), "")
        volume = self.get("volume") + (f" ({self.get('number')})" if self.get("number") else "")
        pages = f": {self.get('pages')}" if self.get("pages") else ""
        where = f"{place} {volume}".strip() + pages
        parts = [people, self.get("year"), self.get("title"), where, self.get("publisher")]
        return ". ".join(part.strip(". ") for part in parts if part.strip(". ")) + "."


def _people(names: list[str]) -> str:
    """Join names as a list of works cited does: the first one inverted, the others as they are spoken."""
    first, *others = names
    spoken = [
        "et al." if name == "others" else " ".join(reversed(name.split(", ", maxsplit=1))) for name in others
    ]
    if not spoken:
        return first
    last = spoken[-1] if spoken[-1] == "et al." else f"and {spoken[-1]}"
    return ", ".join([first, *spoken[:-1], last])


@lru_cache(maxsize=1)
def bibliography() -> Mapping[str, Reference]:
    """Every work that the package cites, by key.

    Returns
    -------
    Mapping
        Key to reference, in the order of the file; a work with several keys appears under each.

    Raises
    ------
    InvalidData
        When the packaged file is damaged.

    Examples
    --------
    >>> bibliography()["schoppa1999"].short
    'Schoppa 1999'
    """
    text = files("gaiatsu.claims").joinpath("references.bib").read_text(encoding="utf-8")
    entries = read_bibtex(text)
    aliases = {alias: entry for entry in entries.values() for alias in entry.aliases}
    taken = sorted(entries.keys() & aliases.keys())
    if taken:
        what = f"The bibliography gives a second work the key {taken[0]!r}."
        raise InvalidData(what, expected="each key once")
    return MappingProxyType({**entries, **aliases})


def read_bibtex(text: str) -> dict[str, Reference]:
    r"""Read the one form in which the packaged file is kept: a field a line, in braces.

    Parameters
    ----------
    text
        The file.

    Raises
    ------
    InvalidData
        At the first line of another form, a key used twice or an entry without an end.

    Examples
    --------
    >>> list(read_bibtex("@book{key1999,\n  title = {A Title},\n}\n"))
    ['key1999']
    """
    found: dict[str, Reference] = {}
    open_entry: tuple[str, str] | None = None
    fields: list[tuple[str, str]] = []
    for row, line in enumerate(text.splitlines(), start=1):
        head, field = _HEAD.fullmatch(line), _FIELD.fullmatch(line)
        if open_entry is None and head is not None and head[2] not in found:
            open_entry, fields = (head[1], head[2]), []
        elif open_entry is not None and field is not None:
            fields.append((field[1], field[2]))
        elif open_entry is not None and line == "}":
            found[open_entry[1]] = Reference(open_entry[1], open_entry[0], tuple(fields))
            open_entry = None
        elif line.strip() and not line.startswith("%"):
            raise _damaged(row, line)
    if open_entry is not None:
        raise _damaged(len(text.splitlines()), open_entry[1])
    return found


def _damaged(row: int, line: str) -> InvalidData:
    what = f"The bibliography cannot be read at line {row}: {line[:60]!r}."
    return InvalidData(what, expected="'@kind{key,' with a new key, '  field = {text},' or '}'")


def _plain(text: str) -> str:
    return text.replace("--", _DASH).replace("{", "").replace("}", "").replace("\\&", "&")
