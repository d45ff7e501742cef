"""Rows of points with intervals: one estimate a line, named beside it, against a threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gaiatsu.report.figures.labels import text_width
from gaiatsu.report.figures.theme import NARROW, Spec, axis, chart, layer, values
from gaiatsu.report.palette import light

__all__ = ["Dot", "DotPlot", "dots"]

WIDTH, LETTER = 712, 12
LINE, TALL, HEAD = 23, 40, 26
SHORT = 9.0
"""How far a rule reaches above and below a line of a phone's plot, clear of the name above it."""

_AT_LEFT, _AT_RIGHT = ({"align": side, "baseline": "middle"} for side in ("left", "right"))

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Dot:
    """A line of the plot.

    Parameters
    ----------
    label
        Its name.
    value
        Where the point stands.
    low, high
        Ends of its interval, where it has one.
    color
        Meaning of its color in the palette.
    printed
        The value in words, at the end of the line.
    group
        Heading under which this and the following lines stand; empty for none.
    hollow
        Whether the point is drawn empty.
    faint
        Ends of a second interval behind it, such as what was believed before; empty for none.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    color: str = "ink"
    printed: str = ""
    group: str = ""
    hollow: bool = False
    faint: tuple[float, float] | tuple[()] = ()


@dataclass(frozen=True)
class DotPlot:
    """What the plot shows.

    Parameters
    ----------
    dots
        Lines from top to bottom.
    title
        What the axis measures.
    domain
        Ends of the axis.
    threshold
        Where a rule stands, and what it says; left out for none.
    log
        Whether the axis is logarithmic.
    ticks
        Where the axis is marked; chosen by the plot when left out.
    form
        Vega expression for the axis's labels.
    """

    dots: tuple[Dot, ...]
    title: str
    domain: tuple[float, float]
    threshold: tuple[float, str] | None = None
    log: bool = False
    ticks: tuple[float, ...] = ()
    form: str = ""


def dots(plot: DotPlot, *, narrow: bool = False) -> Spec:
    """Draw the plot.

    Parameters
    ----------
    plot
        What to show.
    narrow
        Whether for a phone: names stand above their lines instead of beside them.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    step = TALL if narrow else LINE
    rows, headings, height = _rows(plot, step)
    left = 6.0 if narrow else min(330.0, 14 + max(text_width(dot.label, LETTER) for dot in plot.dots))
    printed = max((text_width(dot.printed, LETTER) for dot in plot.dots), default=0.0)
    width = NARROW - 8 if narrow else WIDTH
    frame = _Frame(plot, left, width - printed - 12, height)
    parts = [
        *frame.threshold(rows, parted=narrow),
        *frame.behind(rows),
        *frame.lines(rows),
        *frame.points(rows),
    ]
    parts += frame.names(rows, above=narrow) + frame.headings(headings) + frame.ends(rows, width)
    return chart(layer(*parts, width=width, height=height))


def _rows(plot: DotPlot, step: int) -> tuple[Rows, Rows, float]:
    y, rows, headings = (14.0 if plot.threshold else 0.0), [], []
    for dot in plot.dots:
        if dot.group:
            y += HEAD
            headings.append({"label": dot.group, "y": y - 8})
        row = {name: getattr(dot, name) for name in ("label", "value", "low", "high", "printed", "hollow")}
        row |= {"from": dot.faint[0], "to": dot.faint[1]} if dot.faint else {}
        rows.append({**row, "ink": light(dot.color), "y": y + step * (0.7 if step == TALL else 0.5)})
        y += step
    return rows, headings, y + 6


@dataclass(frozen=True)
class _Frame:
    plot: DotPlot
    left: float
    right: float
    height: float

    def x(self, field: str) -> Spec:
        scale: Spec = {"domain": list(self.plot.domain), "range": [self.left, self.right], "nice": False}
        scale |= {"type": "log"} if self.plot.log else {"zero": False}
        scale["clamp"] = True
        marks: Spec = {"tickCount": 5, "grid": False}
        if self.plot.ticks:
            marks["values"] = list(self.plot.ticks)
        if self.plot.form:
            marks["labelExpr"] = self.plot.form
        title = axis(self.plot.title, titleAnchor="start", titleX=self.left, **marks)
        return {"field": field, "type": "quantitative", "scale": scale, "axis": title}

    def y(self, field: str = "y") -> Spec:
        scale = {"domain": [self.height, 0], "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    def threshold(self, dots: Rows, *, parted: bool) -> list[Spec]:
        """Draw the rule; where names stand above their lines it is parted, so that it strikes none out."""
        if self.plot.threshold is None:
            return []
        at, label = self.plot.threshold
        spans = [(row["y"] - SHORT, row["y"] + SHORT) for row in dots] if parted else [(0.0, self.height)]
        rows = [{"at": at, "y": top, "foot": foot} for top, foot in spans]
        named = [{"at": at, "y": 0, "label": label}]
        rule = {"type": "rule", "color": light("gray"), "strokeDash": [3, 3]}
        words = {"type": "text", "align": "left", "baseline": "top", "dx": 4, "color": light("muted")}
        place = {"x": self.x("at"), "y": self.y()}
        return [
            {"data": values(rows), "mark": rule, "encoding": {**place, "y2": {"field": "foot"}}},
            {"data": values(named), "mark": words, "encoding": {**place, "text": {"field": "label"}}},
        ]

    def lines(self, rows: Rows) -> list[Spec]:
        ends = [row for row in rows if row["low"] is not None and row["high"] is not None]
        if not ends:
            return []
        mark = {"type": "rule", "strokeWidth": 2, "strokeCap": "round"}
        place = {"x": self.x("low"), "x2": {"field": "high"}, "y": self.y()}
        return [{"data": values(ends), "mark": mark, "encoding": {**place, "color": _ink()}}]

    def behind(self, rows: Rows) -> list[Spec]:
        faint = [row for row in rows if "from" in row]
        if not faint:
            return []
        mark = {"type": "rule", "strokeWidth": 9, "color": light("band")}
        place = {"x": self.x("from"), "x2": {"field": "to"}, "y": self.y()}
        return [{"data": values(faint), "mark": mark, "encoding": place}]

    def points(self, rows: Rows) -> list[Spec]:
        known = [row for row in rows if row["value"] is not None]
        mark = {"type": "point", "size": 62, "strokeWidth": 1.8, "opacity": 1}
        fill = {"condition": {"test": "datum.hollow", "value": light("paper")}, **_ink()}
        place = {"x": self.x("value"), "y": self.y(), "stroke": _ink(), "fill": fill}
        return [{"data": values(known), "mark": mark, "encoding": place}]

    def names(self, rows: Rows, *, above: bool) -> list[Spec]:
        mark: Spec = {"type": "text", "fontSize": LETTER, "baseline": "middle"}
        mark |= {"align": "left", "dy": -16} if above else {"align": "right"}
        place = {"x": {"value": 0 if above else self.left - 12}, "y": self.y(), "text": {"field": "label"}}
        return [{"data": values(rows), "mark": mark, "encoding": place}]

    def headings(self, rows: Rows) -> list[Spec]:
        if not rows:
            return []
        mark = {
            "type": "text",
            "fontSize": LETTER,
            "fontWeight": "bold",
            "align": "left",
            "baseline": "middle",
        }
        place = {"x": {"value": 0}, "y": self.y(), "text": {"field": "label"}}
        return [{"data": values(rows), "mark": mark, "encoding": place}]

    def ends(self, rows: Rows, width: float) -> list[Spec]:
        mark = {
            "type": "text",
            "fontSize": LETTER,
            "align": "right",
            "baseline": "middle",
            "color": light("muted"),
        }
        place = {"x": {"value": width}, "y": self.y(), "text": {"field": "printed"}}
        return [{"data": values(rows), "mark": mark, "encoding": place}]


def _ink() -> Spec:
    return {"field": "ink", "type": "nominal", "scale": None}
