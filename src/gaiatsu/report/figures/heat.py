"""Tables of tiles side by side: two things that are varied, a tile a pair, a panel for each of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.report.figures.labels import text_width
from gaiatsu.report.figures.theme import NARROW, WIDE, Spec, chart, layer, values
from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HeatPanel", "HeatPlot", "heat"]

LETTER: Final = 12
ROW: Final = 24
HEAD: Final = 44
GAP: Final = 26
WIDEST: Final = 96.0
BOLD: Final = 1.08
"""How much wider bold letters run."""
DEEPEST: Final = 0.62
"""Opacity of the number that is farthest from the middle; the middle has the color of the paper."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class HeatPanel:
    """A table of tiles.

    Parameters
    ----------
    title
        What holds in it.
    numbers
        A number for each row and column; ``None`` for none.
    printed
        The same as text.
    marked
        A tile with a frame, row and column from 0; empty for none.
    """

    title: str
    numbers: tuple[tuple[float | None, ...], ...]
    printed: tuple[tuple[str, ...], ...]
    marked: tuple[int, int] | tuple[()] = ()


@dataclass(frozen=True)
class HeatPlot:
    """What the plot shows.

    Parameters
    ----------
    panels
        The tables, in the order of reading.
    rows, columns
        Their values.
    row_title, column_title
        What is varied down and across.
    middle
        The number that has the color of the paper.
    """

    panels: tuple[HeatPanel, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_title: str
    column_title: str
    middle: float


def heat(plot: HeatPlot, *, narrow: bool = False) -> Spec:
    """Draw the plot: blue above the middle, red below, deeper the farther.

    Parameters
    ----------
    plot
        What to show.
    narrow
        Whether for a phone, where panels stand above each other.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    frame = _layout(plot, narrow=narrow)
    tiles = [tile for place, panel in enumerate(plot.panels) for tile in _tiles(plot, panel, frame, place)]
    words = [word for place, panel in enumerate(plot.panels) for word in _words(plot, panel, frame, place)]
    parts = [frame.rects([tile for tile in tiles if tile["fill"]])]
    framed = [tile for tile in tiles if tile["marked"]]
    parts += [frame.frames(framed)] if framed else []
    parts += [frame.text([tile for tile in tiles if tile["label"]], align="center")]
    for align, bold in (("left", True), ("left", False), ("center", False), ("right", False)):
        some = [word for word in words if (word["align"], word["bold"]) == (align, bold)]
        parts += [frame.text(some, align=align, bold=bold)] if some else []
    return chart(layer(*parts, width=frame.width, height=frame.height))


@dataclass(frozen=True)
class _Frame:
    """Where panels and tiles stand."""

    width: float
    height: float
    left: float
    across: int
    panel: float
    tall: float
    step: float
    every: int
    prints: bool

    def corner(self, place: int) -> tuple[float, float]:
        """Left upper corner of a panel's tiles."""
        row, column = divmod(place, self.across)
        return column * (self.panel + GAP) + self.left, row * (self.tall + GAP) + HEAD

    def _x(self, field: str) -> Spec:
        scale = {"domain": [0, self.width], "range": [0, self.width], "nice": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    def _y(self, field: str) -> Spec:
        scale = {"domain": [self.height, 0], "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    def _ends(self) -> Spec:
        return {"x": self._x("from"), "x2": {"field": "to"}, "y": self._y("top"), "y2": {"field": "foot"}}

    def rects(self, rows: Rows) -> Spec:
        color = {"field": "fill", "type": "nominal", "scale": None}
        depth = {"field": "depth", "type": "quantitative", "scale": None}
        encoding = {**self._ends(), "color": color, "opacity": depth}
        return {"data": values(rows), "mark": {"type": "rect"}, "encoding": encoding}

    def frames(self, rows: Rows) -> Spec:
        mark = {"type": "rect", "fillOpacity": 0, "stroke": light("ink"), "strokeWidth": 1.5}
        return {"data": values(rows), "mark": mark, "encoding": self._ends()}

    def text(self, rows: Rows, *, align: str, bold: bool = False) -> Spec:
        mark: Spec = {"type": "text", "baseline": "middle", "fontSize": LETTER, "align": align}
        mark |= {"fontWeight": "bold"} if bold else {}
        ink = {"field": "ink", "type": "nominal", "scale": None}
        place = {"x": self._x("x"), "y": self._y("y"), "text": {"field": "label"}, "color": ink}
        return {"data": values(rows), "mark": mark, "encoding": place}


def _layout(plot: HeatPlot, *, narrow: bool) -> _Frame:
    """Put as many panels side by side as leave room for what is printed in the tiles."""
    width = float((NARROW if narrow else WIDE) - 8)
    left = min(0.3 * width, 12 + max(text_width(name, LETTER) for name in plot.rows))
    said = [text for panel in plot.panels for row in panel.printed for text in row]
    need = 8 + max(text_width(text, LETTER) for text in said)
    most = 1 if narrow else min(3, len(plot.panels))
    least = max(
        left + need * len(plot.columns), *(BOLD * text_width(one.title, LETTER) for one in plot.panels)
    )
    fits = [many for many in range(most, 0, -1) if (width - (many - 1) * GAP) / many >= least]
    across = fits[0] if fits else most
    panel = (width - (across - 1) * GAP) / across
    tall = HEAD + ROW * len(plot.rows)
    deep = ceil(len(plot.panels) / across)
    head = 6 + max(text_width(name, LETTER) for name in plot.columns)
    step = min((panel - left) / len(plot.columns), max(WIDEST, head))
    return _Frame(
        width=width,
        height=deep * tall + (deep - 1) * GAP + 4,
        left=left,
        across=across,
        panel=panel,
        tall=tall,
        step=step,
        every=max(1, ceil(head / step)),
        prints=step >= need,
    )


def _tiles(plot: HeatPlot, panel: HeatPanel, frame: _Frame, place: int) -> Iterator[dict[str, Any]]:
    known = [
        number - plot.middle
        for one in plot.panels
        for row in one.numbers
        for number in row
        if number is not None and isfinite(number)
    ]
    most = max((abs(number) for number in known), default=0.0) or 1.0
    left, top = frame.corner(place)
    for row, numbers in enumerate(panel.numbers):
        for column, number in enumerate(numbers):
            x, y = left + column * frame.step, top + row * ROW
            apart = 0.0 if number is None or not isfinite(number) else number - plot.middle
            yield {
                "from": x + 1,
                "to": x + frame.step - 1,
                "top": y + 1,
                "foot": y + ROW - 1,
                "x": x + frame.step / 2,
                "y": y + ROW / 2,
                "label": panel.printed[row][column] if frame.prints else "",
                "depth": max(0.04, DEEPEST * abs(apart) / most),
                "fill": "" if number is None else light("concede" if apart >= 0.0 else "refuse"),
                "ink": light("ink"),
                "bold": False,
                "marked": (row, column) == panel.marked,
            }


def _words(plot: HeatPlot, panel: HeatPanel, frame: _Frame, place: int) -> Iterator[dict[str, Any]]:
    left, top = frame.corner(place)

    def word(x: float, y: float, label: str, align: str, *, ink: str = "muted") -> dict[str, Any]:
        return {"x": x, "y": y, "label": label, "align": align, "ink": light(ink), "bold": ink == "ink"}

    edge = left - frame.left + 2
    if panel.title:
        yield word(edge, top - 36, _cut(panel.title, frame.panel / BOLD), "left", ink="ink")
    varied = f"{plot.row_title} \u2193  {plot.column_title} \u2192"
    yield word(edge, top - 22, _cut(varied, frame.panel), "left")
    for number, name in enumerate(plot.columns):
        if number % frame.every == 0:
            yield word(left + (number + 0.5) * frame.step, top - 8, name, "center")
    for number, name in enumerate(plot.rows):
        yield word(left - 8, top + (number + 0.5) * ROW, _cut(name, frame.left - 10), "right")


def _cut(name: str, room: float) -> str:
    if text_width(name, LETTER) <= room:
        return name
    while name and text_width(f"{name}\u2026", LETTER) > room:
        name = name[:-1]
    return f"{name.rstrip()}\u2026"
