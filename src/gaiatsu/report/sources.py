"""What a report rests on: the works it cites and the computations it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaiatsu.claims import bibliography
from gaiatsu.report.document import Callout, Caveat, Chart, Heading, Points, Prose, Table
from gaiatsu.report.inline import Cite, Emphasis, Link, Node, Number, Words, cited, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gaiatsu.report.document import Block, Report
    from gaiatsu.report.trail import Entry

__all__ = ["Work", "bare", "beside", "texts", "work", "works_cited"]


@dataclass(frozen=True)
class Work:
    """A work that a report cites.

    Parameters
    ----------
    key
        Its key.
    short
        Author and year.
    text
        The full reference.
    """

    key: str
    short: str
    text: str


def work(key: str, references: Mapping[str, str] | None = None) -> Work:
    """Find a work in the bibliography, or among those that the case set brings.

    Parameters
    ----------
    key
        Its key.
    references
        Key and full reference of works that the bibliography lacks.

    Returns
    -------
    Work
        A key that nobody knows stands for itself.
    """
    if key in bibliography():
        found = bibliography()[key]
        return Work(key, found.short, found.text)
    return Work(key, key, (references or {}).get(key, key))


def works_cited(report: Report) -> tuple[Work, ...]:
    """List the works that the prose or a computation of a report cites, by author and year."""
    keys = {key for text in texts(report) for key in cited(text)}
    keys |= {key for source in report.trail.sources.values() for key in source.citations}
    return tuple(sorted((work(key, report.references) for key in keys), key=lambda one: (one.short, one.key)))


def texts(report: Report) -> Iterator[str]:
    """Every text of a report in the order of reading."""
    front = report.front
    yield from (report.title, report.subtitle, front.question, front.verdict)
    yield from block_texts(front.chart)
    yield from block_texts(front.table)
    yield from block_texts(front.box)
    for section in report.sections:
        yield from (section.kicker, section.title, section.finding)
        for block in section.blocks:
            yield from block_texts(block)
    yield from report.imprint


def block_texts(block: Block) -> Iterator[str]:
    """Every text of a block."""
    match block:
        case Prose(text) | Caveat(text):
            yield text
        case Heading(_, title):
            yield title
        case Points(items):
            yield from items
        case Callout(title, items):
            yield from (title, *items)
        case Table():
            yield from _table_texts(block)
        case Chart():
            yield from (block.title, block.alt, block.note)
            if block.data is not None:
                yield from _table_texts(block.data)


def _table_texts(table: Table) -> Iterator[str]:
    yield table.caption
    yield from (column.label for column in table.columns)
    for row in table.rows:
        yield from (row.group, *row.cells)
    yield table.note


def beside(blocks: Sequence[Block]) -> list[tuple[Block, list[Caveat]]]:
    """Put each caveat beside the block it follows; one that opens a section stands beside the next.

    Parameters
    ----------
    blocks
        The blocks of a section.

    Returns
    -------
    list
        Every other block, with its caveats.
    """
    groups: list[tuple[Block, list[Caveat]]] = []
    waiting: list[Caveat] = []
    for block in blocks:
        if not isinstance(block, Caveat):
            groups.append((block, waiting))
            waiting = []
        elif groups:
            groups[-1][1].append(block)
        else:
            waiting.append(block)
    return groups


def bare(text: str, entries: Sequence[Entry] = ()) -> str:
    """Read prose as plain text, numbers in their place.

    Parameters
    ----------
    text
        Prose with marks.
    entries
        The numbers of the trail.

    Returns
    -------
    str
        Text without marks.

    Examples
    --------
    >>> bare("as *seen* in [@schoppa1999]")
    'as seen in Schoppa 1999'
    """
    return "".join(_bare(node, entries) for node in parse(text))


def _bare(node: Node, entries: Sequence[Entry]) -> str:
    match node:
        case Words(text):
            return text
        case Number(index):
            return entries[index].text
        case Emphasis(nodes) | Link(nodes, _):
            return "".join(_bare(inner, entries) for inner in nodes)
        case Cite(key):
            return work(key).short
