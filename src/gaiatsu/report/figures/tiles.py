"""A table of tiles: which mechanism was at work in which episode."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaiatsu.report.figures.labels import text_width
from gaiatsu.report.figures.theme import NARROW, Spec, chart, layer, values
from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Tile", "TilePlot", "tiles"]

WIDTH, LETTER, ROW, SLANT, STAGGER = 712, 12, 20, 104, 13


@dataclass(frozen=True)
class Tile:
    """A cell.

    Parameters
    ----------
    row, column
        Position, counted from 0.
    color
        Meaning of its color in the palette.
    mark
        A letter inside it; empty for none.
    """

    row: int
    column: int
    color: str
    mark: str = ""


@dataclass(frozen=True)
class TilePlot:
    """What the plot shows.

    Parameters
    ----------
    rows, columns
        Their names.
    tiles
        The cells.
    inks
        Meaning of the color of each column's name.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    tiles: tuple[Tile, ...]
    inks: tuple[str, ...] = ()


def tiles(plot: TilePlot, *, narrow: bool = False) -> Spec:
    """Draw the plot; on a phone the columns are numbered and the names of rows are cut.

    Parameters
    ----------
    plot
        What to show.
    narrow
        Whether for a phone.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    width = float(NARROW - 8 if narrow else WIDTH)
    left = min(0.48 * width, 12 + max(text_width(name, LETTER) for name in plot.rows))
    names = [_fit(name, left - 10) for name in plot.rows]
    head = 18.0 + STAGGER if narrow else float(SLANT)
    height = head + ROW * len(plot.rows) + 4
    step = (width - left - (4 if narrow else 46)) / len(plot.columns)
    frame = _Frame(width, height)
    cells = [_cell(tile, left, head, step=step) for tile in plot.tiles]
    inks = plot.inks or ("ink",) * len(plot.columns)
    heads = [
        {
            "x": left + (number + 0.5) * step,
            "y": head - 6 - (STAGGER if narrow and number % 2 else 0),
            "label": str(number + 1) if narrow else name,
            "ink": light(ink),
        }
        for number, (name, ink) in enumerate(zip(plot.columns, inks, strict=True))
    ]
    sides = [
        {"x": left - 8, "y": head + (number + 0.5) * ROW, "label": name, "ink": light("ink")}
        for number, name in enumerate(names)
    ]
    slant: Spec = {"align": "center"} if narrow else {"angle": 308, "align": "left", "dx": 2}
    marked = [cell for cell in cells if cell["label"]]
    parts = [frame.rects(cells), frame.words(heads, **slant), frame.words(sides, align="right")]
    if marked:
        parts.append(frame.words(marked, align="center"))
    return chart(layer(*parts, width=width, height=height))


def _fit(name: str, room: float) -> str:
    """Shorten a name that is too long: without what stands before a colon, then without its year."""
    own = name.rpartition(": ")[2]
    tries = (name, own[:1].upper() + own[1:], re.sub(r" \(\d{4}\)$", "", own[:1].upper() + own[1:]))
    return next((one for one in tries if text_width(one, LETTER) <= room), _cut(tries[-1], room))


def _cut(name: str, room: float) -> str:
    while name and text_width(f"{name}\u2026", LETTER) > room:
        name = name[:-1]
    return f"{name.rstrip()}\u2026"


def _cell(tile: Tile, left: float, head: float, *, step: float) -> dict[str, Any]:
    x, y = left + tile.column * step, head + tile.row * ROW
    ends = {"from": x + 1, "to": x + step - 1, "top": y + 1, "foot": y + ROW - 1}
    middle = {"x": x + step / 2, "y": y + ROW / 2}
    return {**ends, **middle, "fill": light(tile.color), "label": tile.mark, "ink": light("ink")}


@dataclass(frozen=True)
class _Frame:
    width: float
    height: float

    def x(self, field: str) -> Spec:
        scale = {"domain": [0, self.width], "range": [0, self.width], "nice": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    def y(self, field: str) -> Spec:
        scale = {"domain": [self.height, 0], "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    def rects(self, rows: Sequence[dict[str, Any]]) -> Spec:
        ends = {"x": self.x("from"), "x2": {"field": "to"}, "y": self.y("top"), "y2": {"field": "foot"}}
        color = {"field": "fill", "type": "nominal", "scale": None}
        mark = {"type": "rect", "opacity": 1, "cornerRadius": 1}
        return {"data": values(rows), "mark": mark, "encoding": {**ends, "color": color}}

    def words(self, rows: Sequence[dict[str, Any]], **more: Any) -> Spec:
        mark = {"type": "text", "baseline": "middle", "fontSize": LETTER, **more}
        color = {"field": "ink", "type": "nominal", "scale": None}
        place = {"x": self.x("x"), "y": self.y("y"), "text": {"field": "label"}, "color": color}
        return {"data": values(rows), "mark": mark, "encoding": place}
