"""A file of YAML or JSON as plain values, with the line on which each of them stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gaiatsu.cases.lines import HEAD, NotPlain, json_rows, read_json, read_lines
from gaiatsu.errors import InvalidCaseSet, Problem

__all__ = ["MAX_BYTES", "Document", "Loc", "parse", "read", "shorten", "show_path"]

Loc = tuple[str | int, ...]

MAX_BYTES: Final = 2_000_000
MAX_PLAIN_BYTES: Final = 100_000_000
MAX_DEPTH: Final = 40
MAX_VALUES: Final = 200_000
MAX_WHOLE: Final = 2**53
_PARSER_FAULTS: Final = (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError)
_TAG: Final = "tag:yaml.org,2002:"
_NOT_IN_YAML: Final = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
_SCALARS: Final = {"null", "bool", "int", "float", "str", "timestamp"}


@dataclass
class Document:
    """What a file says, before anything is known about whether it may say so.

    Parameters
    ----------
    file
        The file as the user named it.
    tree
        Its content as dictionaries, lists and scalars.
    lines
        Line, counted from 1, of each value by its path.
    problems
        Things wrong with the document that do not keep it from being read, such as a key used twice.
    later
        Finds the lines once they are asked for, where that is costly.
    """

    file: str
    tree: Any
    lines: dict[Loc, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    later: Callable[[], dict[Loc, int]] | None = None

    def row(self, loc: Loc) -> int:
        """Line of a value, or of the nearest thing around it."""
        if self.later is not None:
            self.lines, self.later = self.later(), None
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 0)


def read(path: str | Path) -> Document:
    """Read a file of YAML or JSON.

    Parameters
    ----------
    path
        The file, in UTF-8: at most 100 MB of JSON or of YAML that holds one field a line with its value as
        JSON, as the program writes it; at most 2 MB of any other YAML.

    Returns
    -------
    Document
        Its content with line numbers.

    Raises
    ------
    InvalidCaseSet
        When the file cannot be opened, or is not one document of YAML or JSON.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(MAX_PLAIN_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise _unreadable(name, 0, f"the file cannot be opened ({why})", "a file of YAML or JSON") from error
    return parse(content, name)


def parse(content: bytes, name: str = "<document>") -> Document:
    """Read YAML or JSON from bytes; see :func:`read`.

    Parameters
    ----------
    content
        Bytes of the document, in UTF-8.
    name
        What to call the document in messages.

    Returns
    -------
    Document
        Its tree, the line of each value, and what is wrong with its form.
    """
    text = _decode(content, name)
    if not text.strip():
        raise _unreadable(name, 0, "the file is empty", "a document with schema_version, id, episodes, ...")
    document = _plain(text, name)
    if document is not None:
        return document
    _require_small(content, text, name)
    node = _compose(_as_yaml(text, name), name)
    if node is None:
        raise _unreadable(name, 0, "the file holds no document, only comments", "a document")
    document = Document(name, None)
    document.tree = _Reader(document).value(node, ())
    return document


def _plain(text: str, name: str) -> Document | None:
    """Read what can be read quickly; ``None`` leaves it, and what is wrong with it, to the full reader."""
    try:
        if text.startswith(HEAD):
            tree, rows = read_lines(text)
            return Document(name, tree, rows)
        if name.lower().endswith(".json"):
            return Document(name, read_json(text), later=lambda: json_rows(text))
    except NotPlain:
        return None
    return None


def _require_small(content: bytes, text: str, name: str) -> None:
    if len(content) <= MAX_BYTES:
        return
    row, allowed = 0, f"at most {MAX_BYTES:,} bytes, or one field a line with its value as JSON"
    try:
        read_lines(text)
    except NotPlain as error:
        row = error.row
    if name.lower().endswith(".json"):
        _as_yaml(text, name)
        row, allowed = 0, "each name once, whole numbers below 2**53, whole characters"
    raise _unreadable(name, row, "the file is too large to be read in any form but the plain one", allowed)


def _decode(content: bytes, name: str) -> str:
    if len(content) > MAX_PLAIN_BYTES:
        raise _unreadable(name, 0, "the file is too large", f"at most {MAX_PLAIN_BYTES:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        message = f"byte {error.start} (0x{content[error.start]:02x}) is not UTF-8"
        raise _unreadable(name, row, message, "a file saved as UTF-8") from error


def _as_yaml(text: str, name: str) -> str:
    """Let JSON through the same reader: it is YAML but for tabs outside of text and rare signs inside."""
    if not name.lower().endswith(".json"):
        return text
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise _unreadable(name, error.lineno, f"this is not JSON: {error.msg}", "JSON") from error
    except (RecursionError, ValueError) as error:
        raise _unreadable(name, 0, f"this JSON cannot be read ({error})", "JSON of the schema") from error
    return _NOT_IN_YAML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text.replace("\t", " "))


def _compose(text: str, name: str) -> Node | None:
    reader = YAML(typ="safe", pure=True)
    try:
        node = reader.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = " ".join(part for part in (error.context, error.problem) if part)
        row = mark.line + 1 if mark is not None else 0
        raise _unreadable(name, row, f"this is not YAML: {why}", "one document of YAML") from error
    except YAMLError as error:
        raise _unreadable(name, 0, f"this is not YAML: {shorten(error)}", "one document of YAML") from error
    except RecursionError as error:
        raise _unreadable(name, 0, "the values are nested too deeply", f"{MAX_DEPTH} levels") from error
    except _PARSER_FAULTS as error:
        raise _unreadable(name, 0, f"this is not YAML: {shorten(error)}", "one document of YAML") from error
    return node if isinstance(node, Node) else None


class _Reader:
    """Turns the nodes of one document into values, noting lines, and stops where a document misbehaves."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.values = 0
        self.scalars = SafeConstructor(loader=YAML(typ="safe", pure=True))

    def value(self, node: Node, loc: Loc) -> Any:
        row = node.start_mark.line + 1
        self.values += 1
        if len(loc) > MAX_DEPTH:
            raise self._stop(row, "the values are nested too deeply", f"at most {MAX_DEPTH} levels")
        if self.values > MAX_VALUES:
            raise self._stop(row, "the document unfolds into too many values", f"at most {MAX_VALUES:,}")
        self.document.lines.setdefault(loc, row)
        tag = str(node.tag).removeprefix(_TAG)
        if isinstance(node, MappingNode) and tag == "map":
            return self._mapping(node, loc)
        if isinstance(node, SequenceNode) and tag == "seq":
            return [self.value(item, (*loc, place)) for place, item in enumerate(node.value)]
        if isinstance(node, ScalarNode) and tag in _SCALARS:
            return self._scalar(node, loc, tag)
        self._note(row, loc, tag, "this kind of value is not part of the schema", "plain text or numbers")
        return None

    def _mapping(self, node: MappingNode, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, loc)
            if key is None:
                continue
            if key in found:
                row = key_node.start_mark.line + 1
                self._note(row, (*loc, key), key, "this field stands here twice", "each field once")
                continue
            self.document.lines[(*loc, key)] = key_node.start_mark.line + 1
            found[key] = self.value(value_node, (*loc, key))
        return found

    def _key(self, node: Node, loc: Loc) -> str | None:
        if isinstance(node, ScalarNode):
            return self._text(node.value, loc, node)
        self._note(node.start_mark.line + 1, loc, "", "a field name must be text", "a name")
        return None

    def _scalar(self, node: ScalarNode, loc: Loc, tag: str) -> Any:
        if tag in {"str", "timestamp"}:
            return self._text(node.value, loc, node)
        try:
            return self._construct(tag, node)
        except (ValueError, KeyError, IndexError, OverflowError):
            return self._text(node.value, loc, node)

    def _construct(self, tag: str, node: ScalarNode) -> Any:
        value = getattr(self.scalars, f"construct_yaml_{tag}")(node)
        return node.value if isinstance(value, int) and abs(value) >= MAX_WHOLE else value

    def _text(self, text: str, loc: Loc, node: Node) -> str:
        """Join escaped surrogate pairs, as JSON writes them, and refuse halves that stand alone."""
        try:
            return text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeError:
            row = node.start_mark.line + 1
            self._note(row, loc, ascii(text)[:40], "this text holds half a character", "whole characters")
            return text.encode("ascii", "replace").decode("ascii")

    def _note(self, row: int, loc: Loc, value: object, message: str, allowed: str) -> None:
        problem = Problem(self.document.file, row, show_path(loc), shorten(value), message, allowed)
        self.document.problems.append(problem)

    def _stop(self, row: int, message: str, allowed: str) -> InvalidCaseSet:
        return _unreadable(self.document.file, row, message, allowed)


def _unreadable(name: str, row: int, message: str, allowed: str) -> InvalidCaseSet:
    problem = Problem(name, row, "", "", message, allowed)
    return InvalidCaseSet(f"{name} cannot be read.", [problem])


def show_path(loc: Loc) -> str:
    """Write a path the way people point at fields.

    Examples
    --------
    >>> show_path(("episodes", 3, "concession", "value"))
    'episodes[3].concession.value'
    """
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def shorten(value: object, width: int = 60) -> str:
    """Write a value for a message, on one line and not longer than ``width``.

    Parameters
    ----------
    value
        The value.
    width
        Most characters.

    Returns
    -------
    str
        The value in print; a mapping or a list as its size.

    Examples
    --------
    >>> shorten({"a": 1}), shorten("x" * 80, 10), shorten(None)
    ('a mapping with 1 field', 'xxxxxxx...', 'nothing')
    """
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return f"a mapping with {len(value)} field{'' if len(value) == 1 else 's'}"
    if isinstance(value, list | tuple):
        return f"a list with {len(value)} entr{'y' if len(value) == 1 else 'ies'}"
    if isinstance(value, bool):
        return str(value).lower()
    text = " ".join(repr(value).split()) if isinstance(value, float | int) else " ".join(str(value).split())
    return text if len(text) <= width else text[: width - 3] + "..."
