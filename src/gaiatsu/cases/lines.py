"""Documents that the program writes: one field a line, values as JSON, quick to write and to read.

Such a document is YAML like any other for an editor, a difference tool or another program. Because each line
holds one field, a long file is read much faster than by a reader of all of YAML, and each field knows its
line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, NoReturn

__all__ = ["HEAD", "NotPlain", "dump_yaml", "json_rows", "read_json", "read_lines"]

Loc = tuple[str | int, ...]

HEAD: Final = "# gaiatsu: one field a line, values as JSON"
_LINE: Final = re.compile(r"( *)((?:- )?)([a-z][a-z0-9_-]*):(?: (\S.*))?")
_BREAKS: Final = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
INDENT: Final = 2
DEEPEST_GROUP: Final = 3
MAX_DEPTH: Final = 40
LARGEST_WHOLE: Final = 2**53
_HALF: Final = re.compile("[\ud800-\udfff]")
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:\n]|[^\s\[\]{},:"]+')


class NotPlain(ValueError):
    """A line that is not of the plain form; the document needs a reader of all of YAML or JSON."""

    def __init__(self, row: int) -> None:
        super().__init__(f"line {row} is not of the plain form")
        self.row = row


def dump_yaml(tree: Mapping[str, Any]) -> str:
    """Write a document as YAML of the plain form.

    Parameters
    ----------
    tree
        Dictionaries, lists and scalars; keys are small letters, digits, hyphens and underscores.

    Returns
    -------
    str
        The text, which begins with :data:`HEAD`.

    Examples
    --------
    >>> print(dump_yaml({"id": "s", "episodes": [{"id": "e", "depth": {"value": 1.0}}]}))
    # gaiatsu: one field a line, values as JSON
    id: "s"
    episodes:
    - id: "e"
      depth: {"value": 1.0}
    <BLANKLINE>
    """
    return "\n".join([HEAD, *_mapping(tree, 0, 0)]) + "\n"


def _mapping(tree: Mapping[str, Any], indent: int, level: int) -> Iterator[str]:
    pad = " " * indent
    for key, value in tree.items():
        if isinstance(value, dict) and value and level < DEEPEST_GROUP and _deep(value):
            yield f"{pad}{key}:"
            yield from _mapping(value, indent + INDENT, level + 1)
        elif isinstance(value, list) and value and all(isinstance(item, dict) and item for item in value):
            yield f"{pad}{key}:"
            for item in value:
                first, *rest = _mapping(item, indent + INDENT, level + 1)
                yield f"{pad}- {first.lstrip()}"
                yield from rest
        else:
            yield f"{pad}{key}: {_scalar(value)}"


def _deep(value: Mapping[str, Any]) -> bool:
    """Whether a group holds groups, and so wants lines of its own."""
    return any(isinstance(item, dict | list) and item for item in value.values())


def _scalar(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _BREAKS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def read_lines(text: str) -> tuple[dict[str, Any], dict[Loc, int]]:
    """Read a document of the plain form.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    tuple
        The document as plain values, and the line of each field by its path.

    Raises
    ------
    NotPlain
        When a line is not of the plain form.
    """
    reader = _Lines([_line(row, line) for row, line in enumerate(text.split("\n"), start=1) if _holds(line)])
    return reader.document(), reader.rows


def _holds(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


class _Line(NamedTuple):
    row: int
    indent: int
    opens_item: bool
    key: str
    rest: str | None


def _line(row: int, text: str) -> _Line:
    parts = _LINE.fullmatch(text.rstrip("\r"))
    if parts is None:
        raise NotPlain(row)
    dash = bool(parts[2])
    return _Line(row, len(parts[1]) + INDENT * dash, dash, parts[3], parts[4])


class _Lines:
    """Walks down the lines, group by group."""

    def __init__(self, lines: list[_Line]) -> None:
        self.lines = lines
        self.at = 0
        self.rows: dict[Loc, int] = {(): 1}

    def document(self) -> dict[str, Any]:
        tree = self._group(0, ())
        if self.at < len(self.lines) or not tree:
            raise NotPlain(self.lines[self.at].row if self.at < len(self.lines) else 1)
        return tree

    def _group(self, indent: int, loc: Loc) -> dict[str, Any]:
        group: dict[str, Any] = {}
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.indent < indent or (line.indent == indent and line.opens_item and group):
                break
            if line.indent > indent or line.key in group or len(loc) > MAX_DEPTH:
                raise NotPlain(line.row)
            self.at += 1
            place = (*loc, line.key)
            self.rows[place] = line.row
            group[line.key] = self._inside(line, place) if line.rest is None else _value(line)
        return group

    def _inside(self, line: _Line, loc: Loc) -> Any:
        """Read what stands below a bare name: items at its own indent, or a group further in."""
        following = self.lines[self.at] if self.at < len(self.lines) else None
        if following is None or following.indent <= line.indent:
            raise NotPlain(line.row)
        if not following.opens_item:
            return self._group(following.indent, loc)
        if following.indent != line.indent + INDENT:
            raise NotPlain(following.row)
        items: list[Any] = []
        while self.at < len(self.lines):
            following = self.lines[self.at]
            if following.indent != line.indent + INDENT or not following.opens_item:
                break
            place = (*loc, len(items))
            self.rows[place] = following.row
            items.append(self._group(following.indent, place))
        return items


def _value(line: _Line) -> Any:
    try:
        value = json.loads(line.rest or "", object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotPlain(line.row) from error
    if not _is_plain(value):
        raise NotPlain(line.row)
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    group = dict(pairs)
    if len(group) < len(pairs):
        message = "a name stands twice"
        raise ValueError(message)
    return group


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _is_plain(value: Any, depth: int = MAX_DEPTH) -> bool:
    """Whether JSON and YAML agree on a value, no text holds half a character, and it is not too deep."""
    if isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        names = value if isinstance(value, dict) else ()
        return depth > 0 and all(map(_is_plain, names)) and all(_is_plain(item, depth - 1) for item in items)
    if isinstance(value, str):
        return value.isascii() or not _HALF.search(value)
    return not isinstance(value, int) or abs(value) < LARGEST_WHOLE


def read_json(text: str) -> Any:
    """Read JSON in which no name stands twice and JSON and YAML agree on every value.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    Any
        The document as plain values.

    Raises
    ------
    NotPlain
        When it is not such a document; the slower reader says what is wrong.
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotPlain(1) from error
    if not _is_plain(value):
        raise NotPlain(1)
    return value


def json_rows(text: str) -> dict[Loc, int]:
    """Find the line on which each value of a JSON document stands.

    Parameters
    ----------
    text
        The text of a document that :func:`read_json` has read.

    Returns
    -------
    dict
        Line, counted from 1, by the path of the value.
    """
    rows: dict[Loc, int] = {(): 1}
    stack: list[_Open] = []
    row = 1
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word == "\n":
            row += 1
        elif word in "{[":
            rows.setdefault(_place(stack), row)
            stack.append(_Open(_place(stack), 0 if word == "[" else None))
        elif word in "}]":
            stack.pop()
        elif word == ",":
            stack[-1] = stack[-1].moved(stack[-1].at + 1 if isinstance(stack[-1].at, int) else None)
        elif word != ":" and stack and stack[-1].at is None:
            stack[-1] = stack[-1].moved(json.loads(word))
            rows[_place(stack)] = row
        elif word != ":":
            rows.setdefault(_place(stack), row)
    return rows


class _Open(NamedTuple):
    """A list or a mapping that has begun, and the place in it that has been reached."""

    loc: Loc
    at: int | str | None

    def moved(self, at: int | str | None) -> _Open:
        return self._replace(at=at)


def _place(stack: list[_Open]) -> Loc:
    return (*stack[-1].loc, stack[-1].at or 0) if stack else ()
