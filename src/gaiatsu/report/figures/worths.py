"""A table of worths in color: rows against columns, each number printed in its tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.report.figures.labels import text_width
from gaiatsu.report.figures.theme import NARROW, WIDE, Spec, chart, layer, values
from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["WorthPlot", "worths"]

LETTER: Final = 12
ROW: Final = 24
SLANT: Final = 92
DEEPEST: Final = 0.62
"""Opacity of the largest number; a number of 0 has the color of the paper."""


@dataclass(frozen=True)
class WorthPlot:
    """What the table shows.

    Parameters
    ----------
    rows, columns
        Their names.
    numbers
        A number for each row and column.
    printed
        The same as text.
    marked
        Tiles with a frame: row and column, counted from 0.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: tuple[tuple[float, ...], ...]
    printed: tuple[tuple[str, ...], ...]
    marked: frozenset[tuple[int, int]] = frozenset()


def worths(plot: WorthPlot, *, narrow: bool = False) -> Spec:
    """Draw the table: blue above 0, red below, deeper the larger.

    Parameters
    ----------
    plot
        What to show.
    narrow
        Whether for a phone, where columns are numbered.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    width = float((NARROW if narrow else WIDE) - 8)
    letter = LETTER - 2 if narrow else LETTER
    left = min(0.4 * width, 14 + max(text_width(name, letter) for name in plot.rows))
    head = 20.0 if narrow else float(SLANT)
    step = (width - left - (2 if narrow else 40)) / len(plot.columns)
    height = head + ROW * len(plot.rows) + 4
    most = max(abs(number) for row in plot.numbers for number in row) or 1.0
    cells = [
        {
            "from": left + column * step + 1,
            "to": left + (column + 1) * step - 1,
            "top": head + row * ROW + 1,
            "foot": head + (row + 1) * ROW - 1,
            "x": left + (column + 0.5) * step,
            "y": head + (row + 0.5) * ROW,
            "label": plot.printed[row][column],
            "depth": DEEPEST * abs(number) / most,
            "fill": light("concede" if number >= 0.0 else "refuse"),
            "marked": (row, column) in plot.marked,
        }
        for row, numbers in enumerate(plot.numbers)
        for column, number in enumerate(numbers)
    ]
    heads = [
        {"x": left + (number + 0.5) * step, "y": head - 7, "label": str(number + 1) if narrow else name}
        for number, name in enumerate(plot.columns)
    ]
    sides = [
        {"x": left - 8, "y": head + (number + 0.5) * ROW, "label": _cut(name, left - 10, letter)}
        for number, name in enumerate(plot.rows)
    ]
    place = _Place(width, height)
    slant: Spec = {"align": "center"} if narrow else {"angle": 320, "align": "left", "dx": 2}
    parts = [
        place.tiles(cells),
        place.frames([cell for cell in cells if cell["marked"]]),
        place.words(cells, letter, align="center"),
        place.words(heads, letter, **slant),
        place.words(sides, letter, align="right"),
    ]
    return chart(layer(*parts, width=width, height=height))


def _cut(name: str, room: float, letter: int) -> str:
    short = name
    while short and text_width(f"{short}\u2026", letter) > room:
        short = short[:-1]
    return name if text_width(name, letter) <= room else f"{short.rstrip()}\u2026"


@dataclass(frozen=True)
class _Place:
    width: float
    height: float

    def _x(self, field: str) -> Spec:
        scale = {"domain": [0, self.width], "range": [0, self.width], "nice": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    def _y(self, field: str) -> Spec:
        scale = {"domain": [self.height, 0], "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    def _ends(self) -> Spec:
        return {
            "x": self._x("from"),
            "x2": {"field": "to"},
            "y": self._y("top"),
            "y2": {"field": "foot"},
        }

    def tiles(self, rows: Sequence[dict[str, Any]]) -> Spec:
        color = {"field": "fill", "type": "nominal", "scale": None}
        depth = {"field": "depth", "type": "quantitative", "scale": None}
        encoding = {**self._ends(), "color": color, "opacity": depth}
        return {"data": values(rows), "mark": {"type": "rect"}, "encoding": encoding}

    def frames(self, rows: Sequence[dict[str, Any]]) -> Spec:
        mark = {"type": "rect", "fillOpacity": 0, "stroke": light("ink"), "strokeWidth": 1.5}
        return {"data": values(rows), "mark": mark, "encoding": self._ends()}

    def words(self, rows: Sequence[dict[str, Any]], letter: int, **more: Any) -> Spec:
        mark = {"type": "text", "baseline": "middle", "fontSize": letter, "color": light("ink"), **more}
        place = {"x": self._x("x"), "y": self._y("y"), "text": {"field": "label"}}
        return {"data": values(rows), "mark": mark, "encoding": place}
