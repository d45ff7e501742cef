"""Shares of a whole, one bar a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaiatsu.report.figures.labels import text_width
from gaiatsu.report.figures.theme import NARROW, Spec, chart, layer, values
from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Bar", "BarPlot", "bars"]

WIDTH, LETTER, THICK = 712, 12, 13
LINE, TALL, HEAD, TOP = 22, 38, 26, 24


@dataclass(frozen=True)
class Bar:
    """A line of the plot.

    Parameters
    ----------
    label
        Its name.
    shares
        Part to share of the whole, from 0 to 1.
    group
        Heading under which this and the following lines stand; empty for none.
    """

    label: str
    shares: Mapping[str, float]
    group: str = ""


@dataclass(frozen=True)
class BarPlot:
    """What the plot shows.

    Parameters
    ----------
    bars
        Lines from top to bottom.
    parts
        Name of each part and the meaning of its color, from left to right.
    """

    bars: tuple[Bar, ...]
    parts: tuple[tuple[str, str], ...]


def bars(plot: BarPlot, *, narrow: bool = False) -> Spec:
    """Draw the plot, with its parts named above it in their colors.

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
    left = 0.0 if narrow else 14 + max(text_width(bar.label, LETTER) for bar in plot.bars)
    key, top = _key(plot, left, width)
    rows, headings, height = _rows(plot, TALL if narrow else LINE, top)
    frame = _Frame(left, width, height)
    pieces = [frame.placed(piece) for row in rows for piece in row.pop("pieces")]
    squares = [
        {"from": k["from"], "to": k["to"], "y": k["top"], "foot": k["foot"], "ink": k["fill"]} for k in key
    ]
    parts = [frame.pieces([*pieces, *squares]), frame.names(rows, above=narrow), frame.words(key, bold=False)]
    if headings:
        parts.append(frame.words(headings, bold=True))
    return chart(layer(*parts, width=width, height=height))


def _key(plot: BarPlot, left: float, width: float) -> tuple[list[dict[str, Any]], float]:
    x, y, key = left, 8.0, []
    for name, color in plot.parts:
        wide = text_width(name, LETTER) + 34
        if x + wide > width and x > left:
            x, y = left, y + 17
        square = {"from": x, "to": x + 11, "top": y - 5.5, "foot": y + 5.5, "fill": light(color)}
        key.append({"x": x + 16, "y": y, "label": name, "ink": light("ink"), **square})
        x += wide
    return key, y + TOP - 8


def _rows(plot: BarPlot, step: int, y: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    rows, headings = [], []
    for bar in plot.bars:
        if bar.group:
            y += HEAD
            headings.append({"x": 0.0, "y": y - 8, "label": bar.group, "ink": light("ink")})
        middle = y + step * (0.7 if step == TALL else 0.5)
        rows.append({"label": bar.label, "y": middle, "pieces": _pieces(plot.parts, bar.shares, middle)})
        y += step
    return rows, headings, y + 4


def _pieces(parts: Sequence[tuple[str, str]], shares: Mapping[str, float], y: float) -> list[dict[str, Any]]:
    pieces, start = [], 0.0
    for name, color in parts:
        share = float(shares.get(name, 0.0))
        if share > 0.0005:
            ends = {"from": start, "to": start + share, "y": y - THICK / 2, "foot": y + THICK / 2}
            pieces.append({**ends, "ink": light(color)})
        start += share
    return pieces


@dataclass(frozen=True)
class _Frame:
    left: float
    width: float
    height: float

    def y(self) -> Spec:
        scale = {"domain": [self.height, 0], "nice": False, "zero": False}
        return {"field": "y", "type": "quantitative", "scale": scale, "axis": None}

    def x(self, field: str) -> Spec:
        scale = {"domain": [0, self.width], "range": [0, self.width], "nice": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    def placed(self, piece: dict[str, Any]) -> dict[str, Any]:
        """Turn shares of the whole into pixels."""
        room = self.width - self.left
        return {**piece, "from": self.left + room * piece["from"], "to": self.left + room * piece["to"]}

    def pieces(self, rows: Sequence[dict[str, Any]]) -> Spec:
        ends = {"x": self.x("from"), "x2": {"field": "to"}, "y": self.y(), "y2": {"field": "foot"}}
        mark = {"type": "rect", "opacity": 1, "stroke": light("paper"), "strokeWidth": 1}
        return {"data": values(rows), "mark": mark, "encoding": {**ends, "color": _ink()}}

    def names(self, rows: Sequence[dict[str, Any]], *, above: bool) -> Spec:
        mark: Spec = {"type": "text", "fontSize": LETTER, "baseline": "middle"}
        mark |= {"align": "left", "dy": -16} if above else {"align": "right"}
        place = {"x": {"value": 0 if above else self.left - 12}, "y": self.y(), "text": {"field": "label"}}
        return {"data": values(rows), "mark": mark, "encoding": place}

    def words(self, rows: Sequence[dict[str, Any]], *, bold: bool) -> Spec:
        mark = {"type": "text", "align": "left", "baseline": "middle", "fontSize": LETTER}
        mark["fontWeight"] = "bold" if bold else "normal"
        place = {"x": self.x("x"), "y": self.y(), "text": {"field": "label"}, "color": _ink()}
        return {"data": values(rows), "mark": mark, "encoding": place}


def _ink() -> Spec:
    return {"field": "ink", "type": "nominal", "scale": None}
