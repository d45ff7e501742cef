"""The few marks that prose may hold, read once for every medium."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaiatsu.report.trail import CLOSE, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Cite", "Emphasis", "Link", "Node", "Number", "Words", "cited", "parse"]

MARK = re.compile(
    rf"{OPEN}(?P<number>\d+){CLOSE}"
    r"|\*(?P<emphasis>[^*\n]+)\*"
    r"|\[@(?P<cite>[a-z][a-z0-9_]*)\]"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<target>[^)\s]+)\)"
)


@dataclass(frozen=True)
class Words:
    """Plain words."""

    text: str


@dataclass(frozen=True)
class Number:
    """The place of a number, by its position in the trail."""

    index: int


@dataclass(frozen=True)
class Emphasis:
    """Stressed words."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Link:
    """Words that lead to a section or file of the report."""

    nodes: tuple[Node, ...]
    target: str


@dataclass(frozen=True)
class Cite:
    """A work by its key in the bibliography."""

    key: str


Node = Words | Number | Emphasis | Link | Cite


def parse(text: str) -> tuple[Node, ...]:
    """Read prose into words, numbers, emphasis, links and citations.

    Parameters
    ----------
    text
        Prose with marks.

    Returns
    -------
    tuple of Node
        In the order of reading.

    Examples
    --------
    >>> parse("as *seen* in [@schoppa1999]")[-1]
    Cite(key='schoppa1999')
    """
    return tuple(_nodes(text))


def _nodes(text: str) -> Iterator[Node]:
    end = 0
    for match in MARK.finditer(text):
        if match.start() > end:
            yield Words(text[end : match.start()])
        yield _node(match)
        end = match.end()
    if end < len(text):
        yield Words(text[end:])


def _node(match: re.Match[str]) -> Node:
    if match["number"] is not None:
        return Number(int(match["number"]))
    if match["emphasis"] is not None:
        return Emphasis(parse(match["emphasis"]))
    if match["cite"] is not None:
        return Cite(match["cite"])
    return Link(parse(match["label"]), match["target"])


def cited(text: str) -> tuple[str, ...]:
    """List the works that a text cites, in order."""
    return tuple(match["cite"] for match in MARK.finditer(text) if match["cite"] is not None)
