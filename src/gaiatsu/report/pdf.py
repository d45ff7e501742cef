"""A report on paper: the same document set by typst, byte for byte the same each time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gaiatsu.report.document import Callout, Caveat, Chart, Heading, Points, Prose, Table
from gaiatsu.report.inline import Cite, Emphasis, Link, Node, Number, Words, parse
from gaiatsu.report.palette import PALETTE
from gaiatsu.report.sources import bare, beside, work, works_cited
from gaiatsu.report.trail import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gaiatsu.report.document import Block, Report, Row
    from gaiatsu.report.trail import Entry

__all__ = ["one_page", "paper", "source"]

EPOCH = datetime(1999, 4, 1, tzinfo=UTC)
"""The date every file carries, so that the same report is the same bytes."""

PAGE = 173.0
"""Width of the page in millimeters."""
LETTER, GUTTER = 0.163, 3.0
"""Width of a letter for each point of its size, and of the space between columns, in millimeters."""
WHOLE = 12
"""Letters up to which a cell is never broken."""
LONGEST = 70
"""Letters beyond which a cell is broken in any case."""
TOGETHER = 2
"""Rows that stay together at either end of a table and of each group; works that stay with the imprint."""
HIGHEST = 40
"""Lines up to which rows are kept whole; beyond them they could outgrow the page."""


@dataclass(frozen=True)
class Room:
    """How much room a block has.

    Parameters
    ----------
    table, chart
        Width of a table and of a chart, in millimeters.
    size
        Size of a table's letters, in points.
    pad
        Space above and below a line of a table, in millimeters.
    """

    table: float = PAGE
    chart: float = PAGE
    size: float = 8.4
    pad: float = 0.95


ANYWHERE = Room()
PAGE_ONE = Room(table=124.0, chart=134.0, size=7.1, pad=0.5)
"""Room that lets question, verdict, chart, table and box stand on one page."""


def paper(report: Report, drawings: Mapping[str, str]) -> bytes:
    """Set the report as PDF.

    Parameters
    ----------
    report
        The document.
    drawings
        For each chart by id, its SVG for paper.

    Returns
    -------
    bytes
        The file.
    """
    import typst

    project: Any = {"main.typ": source(report).encode()}
    project |= {f"{name}.svg": drawing.encode() for name, drawing in drawings.items()}
    return bytes(typst.compile(project, format="pdf", ignore_system_fonts=True, timestamp=EPOCH))


def one_page(report: Report, drawings: Mapping[str, str], *, beside: tuple[Chart, Chart]) -> bytes:
    """Set page one alone, with two more charts below the first: a sheet that can be handed round.

    What would not fit is made smaller as a whole.

    Parameters
    ----------
    report
        The document; its table stays in the whole report.
    drawings
        For each of the three charts by id, its SVG for paper: the first one wide, the others narrow.
    beside
        The two more charts.

    Returns
    -------
    bytes
        The file.
    """
    import typst

    setter = _Setter(report.trail.entries)
    foot = "".join(f"#note(width: 100%)[{setter.text(line)}]" for line in report.imprint)
    body = "\n".join(setter.sheet(report, beside))
    text = "\n".join([_preamble(report), f"#set page(footer: [{foot}])", f"#fitted[{body}]"])
    project: Any = {"main.typ": text.encode()}
    project |= {f"{name}.svg": drawing.encode() for name, drawing in drawings.items()}
    return bytes(typst.compile(project, format="pdf", ignore_system_fonts=True, timestamp=EPOCH))


def source(report: Report) -> str:
    """Write the report in typst's language."""
    return "\n".join([_preamble(report), *_Setter(report.trail.entries).lines(report)])


def shares(
    lengths: Sequence[Sequence[int]], least: Sequence[int], most: Sequence[int], letters: float
) -> list[int]:
    """Share the letters of a line among the columns of a table so that its rows come out low.

    Parameters
    ----------
    lengths
        Letters of each cell, row by row.
    least, most
        Letters below which a column breaks words, and beyond which it gains nothing.
    letters
        Letters there are.

    Returns
    -------
    list of int
        Letters for each column; more than there are where even the least do not fit.

    Examples
    --------
    >>> shares([[4, 90], [4, 30]], [4, 8], [4, 70], 50)
    [4, 46]
    """
    widths = list(least)
    while sum(widths) + 1 <= letters:
        open_columns = [place for place, width in enumerate(widths) if width < most[place]]
        if not open_columns:
            break
        heights = {place: _height(lengths, widths, place) for place in open_columns}
        widths[min(open_columns, key=lambda place: (heights[place], widths[place] - most[place]))] += 1
    return widths


def _height(lengths: Sequence[Sequence[int]], widths: Sequence[int], wider: int) -> float:
    """How high the rows are, in lines, were one column a letter wider."""
    tried = [width + (place == wider) for place, width in enumerate(widths)]
    lines = ([max(1.0, length / width) for length, width in zip(row, tried, strict=True)] for row in lengths)
    return sum(max(row) + 0.1 * sum(row) for row in lines)


def kept(opens: Sequence[bool], lines: Sequence[int]) -> list[int]:
    """Say which rows of a table stay on one page, so that no row breaks and none stands alone.

    Parameters
    ----------
    opens
        For each row, whether a group begins with it.
    lines
        Lines that each row takes.

    Returns
    -------
    list of int
        For each row, how many rows from it on stay together; 0 for a row that an earlier one holds.

    Examples
    --------
    >>> kept([True, False, False, False, False, False], [1] * 6)
    [2, 0, 1, 1, 2, 0]
    >>> kept([True, False, True], [1] * 3), kept([True, False], [30, 30])
    ([2, 0, 1], [1, 1])
    """
    starts = [place for place, first in enumerate(opens) if first or not place]
    found: list[int] = []
    for start, end in pairwise([*starts, len(opens)]):
        count = end - start
        sizes = [count] if count < 2 * TOGETHER else [TOGETHER, *[1] * (count - 2 * TOGETHER), TOGETHER]
        for size in sizes:
            place = len(found)
            whole = size == 1 or sum(lines[place : place + size]) <= HIGHEST
            found += [size, *[0] * (size - 1)] if whole else [1] * size
    return found


def _preamble(report: Report) -> str:
    text = files("gaiatsu.report").joinpath("templates", "report.typ").read_text(encoding="utf-8")
    filled = re.sub(r"\{\{([a-z-]+)\}\}", lambda match: PALETTE[match[1]].light, text)
    return filled + f"#set document(title: {_literal(report.title)}, date: none)\n"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


class _Setter:
    """Turns marked prose and blocks into typst with the numbers of one report."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def lines(self, report: Report) -> Iterator[str]:
        front = report.front
        yield f"#small[{self.text(report.subtitle)}]"
        yield f"#heading(level: 1)[{self.text(report.title)}]"
        yield f"#question[{self.text(front.question)}]"
        yield f"#verdict[{self.text(front.verdict)}]"
        yield from self.block(front.chart, room=PAGE_ONE)
        yield from self.caption(front.table.caption)
        table = "".join([self.table(front.table, PAGE_ONE), *self.note(front.table.note, width="100%")])
        yield f"#beside[{table}][{''.join(self.block(front.box))}]"
        yield "#pagebreak(weak: true)"
        for section in report.sections:
            yield f"#parting <{section.id}>"
            yield f"#kicker[{self.text(section.kicker)}]"
            yield f"#heading(level: 2)[{self.text(section.title)}]"
            yield f"#finding[{self.text(section.finding)}]"
            for block, caveats in beside(section.blocks):
                yield from self.row(block, caveats)
        yield from self.works(report)

    def sheet(self, report: Report, beside: tuple[Chart, Chart]) -> Iterator[str]:
        """Set one page: question, answer, three charts, and what it depends on."""
        front = report.front
        yield f"#small[{self.text(report.subtitle)}]"
        yield f"#heading(level: 1)[{self.text(report.title)}]"
        yield f"#question[{self.text(front.question)}]"
        yield f"#verdict[{self.text(front.verdict)}]"
        yield from self.block(front.chart, room=Room(chart=150.0))
        pair = "".join(
            "[" + "".join(self.block(chart, room=Room(chart=83.0), width="83mm")) + "], " for chart in beside
        )
        yield f"#grid(columns: (83mm, 83mm), column-gutter: 7mm, {pair})"
        yield from self.block(front.box)

    def works(self, report: Report) -> Iterator[str]:
        yield "#parting <works>"
        yield "#heading(level: 2)[Works cited]"
        listed = [f"#cited[#{_literal(one.text)}]" for one in works_cited(report)]
        yield from listed[:-TOGETHER]
        imprint = "#v(1.5em)" + "".join(f"#note[{self.text(line)}]" for line in report.imprint)
        yield f"#block(breakable: false)[{''.join(listed[-TOGETHER:])}{imprint}]"

    def row(self, block: Block, caveats: Sequence[Caveat]) -> Iterator[str]:
        yield from self.block(block)
        for caveat in caveats:
            yield from self.block(caveat)

    def block(self, block: Block, *, room: Room = ANYWHERE, width: str = "column") -> Iterator[str]:
        match block:
            case Prose(text):
                yield f"#prose[{self.text(text)}]"
            case Heading(_, title):
                yield f"#heading(level: 3)[{self.text(title)}]"
            case Points(items):
                yield (
                    "#block(width: column, list(" + ", ".join(f"[{self.text(item)}]" for item in items) + "))"
                )
            case Caveat(text):
                yield f"#caveat[{self.text(text)}]"
            case Callout(title, items):
                listed = "".join(f"[{self.text(item)}], " for item in items)
                yield f"#callout([{self.text(title)}], ({listed}))"
            case Chart():
                yield from self.caption(block.title, width="150mm" if width == "column" else width)
                alt = _literal(bare(block.alt, self._entries))
                yield f'#drawing("{block.id}.svg", {alt}, width: {room.chart}mm)'
                yield from self.note(block.note, width=width)
            case Table():
                yield from self.caption(block.caption)
                yield self.table(block, room, note=block.note)

    def caption(self, text: str, *, width: str = "150mm") -> Iterator[str]:
        yield f"#caption(width: {width})[{self.text(text)}]"

    def note(self, text: str, *, width: str = "column") -> Iterator[str]:
        if text:
            yield f"#note(width: {width})[{self.text(text)}]"

    def table(self, table: Table, room: Room, *, note: str = "") -> str:
        letters = self.letters(table, room)
        wide = [count * LETTER * room.size + GUTTER for count in letters]
        widths = ", ".join(f"{width:.1f}mm" for width in wide) + ","
        aligns = ", ".join(f"{column.align} + top" for column in table.columns) + ","
        head = "".join(f"[{self.text(column.label)}], " for column in table.columns)
        cells = "".join(self.cells(table, letters, noted=bool(note)))
        looks = f"size: {room.size}pt, pad: {room.pad}mm"
        said = f", note: [{self.text(note)}]" if note else ""
        return f"#sheet(({widths}), ({aligns}), ({head}), ({cells}), {looks}{said})"

    def letters(self, table: Table, room: Room) -> list[int]:
        """Give each column the letters its longest cell needs, cutting the widest down to what there is."""
        heads = [bare(column.label, self._entries).split() for column in table.columns]
        cells = [[bare(cell, self._entries) for cell in row.cells] for row in table.rows]
        lengths = [[len(cell) for cell in row] for row in cells]
        least = [max(3, *map(len, head)) if head else 3 for head in heads]
        for row in cells:
            words = [len(cell) if len(cell) <= WHOLE else max(map(len, cell.split())) for cell in row]
            least = [max(pair) for pair in zip(least, words, strict=True)]
        most = [
            max(bound, *(min(row[place], LONGEST) for row in lengths)) for place, bound in enumerate(least)
        ]
        return shares(lengths, least, most, (room.table - GUTTER * len(heads)) / (LETTER * room.size))

    def cells(self, table: Table, letters: Sequence[int], *, noted: bool) -> Iterator[str]:
        """Write the rows, each led by a cell of no width that holds it and its neighbors on one page."""
        lines = [self.high(row, letters) for row in table.rows]
        held = kept([bool(row.group) for row in table.rows], lines)
        last = max((place for place, count in enumerate(held) if count), default=-1)
        for place, (row, count) in enumerate(zip(table.rows, held, strict=True)):
            if row.group:
                yield f"group-row({len(letters)})[{self.text(row.group)}], "
            if count:
                rows = count + (noted and place == last)
                yield f"hold({rows}, {'false' if lines[place] <= HIGHEST else 'auto'}), "
            for cell in row.cells:
                yield f"strong[{self.text(cell)}], " if row.strong else f"[{self.text(cell)}], "

    def high(self, row: Row, letters: Sequence[int]) -> int:
        """Lines that a row takes, about."""
        pairs = zip(row.cells, letters, strict=True)
        return max((1 + len(bare(cell, self._entries)) // count for cell, count in pairs), default=1)

    def text(self, text: str) -> str:
        held = re.sub(rf"(?<=\w) ([=<>]) (?={OPEN})", "\u00a0\\1\u00a0", text)
        return "".join(self._node(node) for node in parse(held))

    def _node(self, node: Node) -> str:
        match node:
            case Emphasis(nodes):
                return "#emph[" + "".join(map(self._node, nodes)) + "]"
            case Link(nodes, target) if target.startswith("#"):
                return f"#link(label({_literal(target[1:])}))[" + "".join(map(self._node, nodes)) + "]"
            case _:
                return f"#{_literal(self._plain(node))}"

    def _plain(self, node: Node) -> str:
        match node:
            case Words(text):
                return text
            case Number(index):
                return self._entries[index].text
            case Cite(key):
                return work(key).short
            case _:
                return "".join(map(self._plain, node.nodes))
