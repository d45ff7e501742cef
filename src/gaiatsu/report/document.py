"""A report as a document: sections of prose, charts, tables and caveats, whatever it is printed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaiatsu.report.trail import Trail

__all__ = [
    "Block",
    "Callout",
    "Caveat",
    "Chart",
    "Column",
    "FrontPage",
    "Heading",
    "Points",
    "Prose",
    "Report",
    "Row",
    "Section",
    "Table",
]

Text = str
"""Prose with marks where numbers stand, ``*emphasis*``, ``[words](#section)`` and ``[@key]`` citations."""


@dataclass(frozen=True)
class Prose:
    """A paragraph.

    Parameters
    ----------
    text
        The paragraph.
    """

    text: Text


@dataclass(frozen=True)
class Heading:
    """A heading inside a section.

    Parameters
    ----------
    id
        Anchor.
    title
        The words.
    """

    id: str
    title: Text


@dataclass(frozen=True)
class Points:
    """A list of points that belong together.

    Parameters
    ----------
    items
        The points.
    """

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Caveat:
    """What the finding beside it cannot carry; it stands in the margin where there is one.

    Parameters
    ----------
    text
        One or two sentences.
    """

    text: Text


@dataclass(frozen=True)
class Callout:
    """A box.

    Parameters
    ----------
    title
        Its heading.
    items
        What it says, a point a line.
    """

    title: Text
    items: tuple[Text, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    key
        Name in the CSV file.
    label
        Heading for people.
    align
        ``left`` for words, ``right`` for numbers, ``center`` for marks.
    """

    key: str
    label: Text
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True)
class Row:
    """A row of a table; its first cell names it.

    Parameters
    ----------
    cells
        One text a column.
    group
        Heading under which this and the following rows stand; empty for none.
    strong
        Whether the row carries the finding.
    """

    cells: tuple[Text, ...]
    group: Text = ""
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A table: on the page for people, in the CSV file with whole numbers.

    Parameters
    ----------
    id
        Name of its file.
    caption
        What it shows.
    columns, rows
        Its content as printed.
    note
        A line below it.
    folded
        Whether it opens only when asked on a screen; on paper it is always open.
    full
        Rows of the CSV file where it holds more than is printed.
    """

    id: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: Text = ""
    folded: bool = False
    full: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Chart:
    """A figure: one specification for page, paper and files.

    Parameters
    ----------
    id
        Name of its files.
    title
        What it shows, as a statement.
    spec
        Vega-Lite specification for a page.
    narrow
        The same for a phone.
    alt
        What a reader who cannot see it needs to know.
    note
        A line below it.
    data
        The numbers drawn, for readers of the table instead of the picture.
    """

    id: str
    title: Text
    spec: Mapping[str, Any]
    narrow: Mapping[str, Any]
    alt: Text
    note: Text = ""
    data: Table | None = None


Block = Prose | Heading | Points | Caveat | Callout | Table | Chart


@dataclass(frozen=True)
class Section:
    """One question, opened by its finding.

    Parameters
    ----------
    id
        Anchor.
    kicker
        What it is about: a table, a figure or a test of the article.
    title
        The question.
    finding
        The answer in a sentence.
    blocks
        Charts before tables, caveats beside what they qualify.
    """

    id: str
    kicker: Text
    title: Text
    finding: Text
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class FrontPage:
    """What a reader learns in a minute.

    Parameters
    ----------
    question
        What is asked.
    verdict
        The answer in two sentences, with its strength.
    chart
        The episodes over the material background.
    table
        The explanations against the tests.
    box
        What the data can carry.
    """

    question: Text
    verdict: Text
    chart: Chart
    table: Table
    box: Callout


@dataclass(frozen=True)
class Report:
    """A whole report.

    Parameters
    ----------
    title, subtitle
        What stands at its head.
    front
        Page one.
    sections
        The rest, in the order of reading.
    trail
        Where its numbers come from.
    imprint
        Lines at its foot: version, case set, digest, seed, patches.
    references
        Works that the case set cites and the bibliography lacks: key and full reference.
    """

    title: Text
    subtitle: Text
    front: FrontPage
    sections: tuple[Section, ...]
    trail: Trail
    imprint: tuple[Text, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)

    def blocks(self) -> tuple[Block, ...]:
        """Every block in the order of reading, page one first."""
        front: tuple[Block, ...] = (self.front.chart, self.front.table, self.front.box)
        return front + tuple(block for section in self.sections for block in section.blocks)

    def charts(self) -> tuple[Chart, ...]:
        """Every chart."""
        return tuple(block for block in self.blocks() if isinstance(block, Chart))

    def tables(self) -> tuple[Table, ...]:
        """Every table, those behind charts included."""
        tables: list[Table] = []
        for block in self.blocks():
            if isinstance(block, Table):
                tables.append(block)
            elif isinstance(block, Chart) and block.data is not None:
                tables.append(block.data)
        return tuple(tables)
