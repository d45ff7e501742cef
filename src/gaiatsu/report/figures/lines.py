"""Lines over a quantity, named at their ends, with bands, rules and marks where the reader needs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaiatsu.report.figures.labels import text_width
from gaiatsu.report.figures.theme import NARROW, WIDE, Spec, axis, chart, layer, values
from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Band", "Line", "LinePlot", "Mark", "lines"]

LETTER, GAP = 12, 14.5
LEFT = 44

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A line and its name.

    Parameters
    ----------
    label
        Name at its end; empty for none.
    points
        Where it goes.
    color
        Meaning of its color in the palette.
    dash
        Lengths of strokes and gaps; empty for a whole line.
    dots
        Whether its points are drawn.
    """

    label: str
    points: tuple[Point, ...]
    color: str = "ink"
    dash: tuple[int, ...] = ()
    dots: bool = False


@dataclass(frozen=True)
class Band:
    """A range that goes with a quantity, such as an interval.

    Parameters
    ----------
    points
        Places with lower and upper end.
    color
        Meaning of its color in the palette.
    label
        Name inside it, with its place; empty for none.
    at
        Where the name stands.
    """

    points: tuple[tuple[float, float, float], ...]
    color: str = "band"
    label: str = ""
    at: Point = (0.0, 0.0)


@dataclass(frozen=True)
class Mark:
    """A rule across the plot and what it says.

    Parameters
    ----------
    at
        Where it stands.
    label
        What it says.
    level
        Whether it is level (a value of y) instead of upright (a value of x).
    row
        Line of text on which an upright rule's name stands, from the top.
    align
        On which side of an upright rule its name stands.
    """

    at: float
    label: str = ""
    level: bool = False
    row: int = 0
    align: str = "left"


@dataclass(frozen=True)
class LinePlot:
    """What the plot shows.

    Parameters
    ----------
    lines, bands, marks
        Its parts.
    dots
        Points that belong to no line.
    x, y
        Ends of the axes.
    x_title, y_title
        What they measure; the latter stands above the plot.
    height
        Height in pixels.
    log
        Whether the upright axis is logarithmic.
    ticks
        Where the upright axis is marked; chosen by the plot when left out.
    form
        Format of the numbers on the level and on the upright axis.
    dated
        Whether the level axis is labelled; panels above another leave it to that one.
    overhead
        Whether the names of upright rules stand above the plot, where no band lies under them.
    """

    lines: tuple[Line, ...]
    x: tuple[float, float]
    y: tuple[float, float]
    x_title: str = ""
    y_title: str = ""
    bands: tuple[Band, ...] = ()
    marks: tuple[Mark, ...] = ()
    dots: tuple[Point, ...] = ()
    height: int = 260
    log: bool = False
    ticks: tuple[float, ...] = ()
    form: tuple[str, str] = ("d", "")
    dated: bool = True
    overhead: bool = False


def lines(plot: LinePlot, *, narrow: bool = False) -> Spec:
    """Draw the plot.

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
    return chart(panel(plot, narrow=narrow))


def panel(plot: LinePlot, *, narrow: bool = False, room: float | None = None) -> Spec:
    """Draw the plot as a part of a larger chart, with as much room for names as asked for."""
    space = name_room(plot) if room is None else room
    frame = _Frame(plot, (NARROW if narrow else WIDE) - LEFT - space)
    parts = [*frame.bands(), *frame.rules(), *frame.strokes(), *frame.names(), *frame.title()]
    return layer(*parts, width=frame.width, height=plot.height)


def name_room(plot: LinePlot) -> float:
    """How much room the names at the lines' ends need, in pixels."""
    return 12 + max((text_width(line.label, LETTER) for line in plot.lines if line.label), default=0.0)


@dataclass(frozen=True)
class _Frame:
    plot: LinePlot
    width: float

    def x(self, field: str = "x") -> Spec:
        scale = {"domain": list(self.plot.x), "nice": False, "zero": False}
        ticks = max(3, round(self.width / 75))
        title = axis(
            self.plot.x_title or None, format=self.plot.form[0], tickCount=ticks, titleAnchor="start"
        )
        return {"field": field, "type": "quantitative", "scale": scale, "axis": title}

    def y(self, field: str = "y") -> Spec:
        scale: Spec = {"domain": list(self.plot.y), "nice": False}
        scale |= {"type": "log"} if self.plot.log else {"zero": False}
        marks: Spec = {"tickCount": 5}
        if self.plot.ticks:
            marks["values"] = list(self.plot.ticks)
        if self.plot.form[1]:
            marks["labelExpr" if "datum" in self.plot.form[1] else "format"] = self.plot.form[1]
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis(**marks)}

    def bands(self) -> list[Spec]:
        drawn: list[Spec] = []
        for band in self.plot.bands:
            rows = [{"x": x, "y": low, "high": high} for x, low, high in band.points]
            mark = {"type": "area", "color": light(band.color), "opacity": 1, "clip": True}
            place = {"x": self.x(), "y": self.y(), "y2": {"field": "high"}}
            drawn.append({"data": values(rows), "mark": mark, "encoding": place})
        named = [
            {"x": band.at[0], "y": band.at[1], "label": band.label} for band in self.plot.bands if band.label
        ]
        return drawn + (self.text(named, color=light("muted")) if named else [])

    def rules(self) -> list[Spec]:
        upright = [mark for mark in self.plot.marks if not mark.level]
        level = [mark for mark in self.plot.marks if mark.level]
        drawn: list[Spec] = []
        rule = {"type": "rule", "color": light("gray"), "strokeDash": [3, 3]}
        if upright:
            rows = [{"x": mark.at, "label": mark.label} for mark in upright]
            drawn.append({"data": values(rows), "mark": rule, "encoding": {"x": self.x()}})
        for mark in upright:
            shift = 5 if mark.align == "left" else -5
            line = -9 if self.plot.overhead else 7 + GAP * mark.row
            place = {"x": self.x(), "y": {"value": line}, "text": {"field": "label"}}
            words = {"type": "text", "align": mark.align, "dx": shift, "color": light("muted")}
            row = {"x": mark.at, "label": mark.label}
            drawn.append({"data": values([row]), "mark": words, "encoding": place})
        if level:
            rows = [{"y": mark.at, "label": mark.label, "x": self.plot.x[0]} for mark in level]
            drawn.append({"data": values(rows), "mark": rule, "encoding": {"y": self.y()}})
            drawn += self.text(rows, dx=4, dy=-8, color=light("muted"))
        return drawn

    def strokes(self) -> list[Spec]:
        drawn: list[Spec] = []
        for line in self.plot.lines:
            rows = [{"x": x, "y": y} for x, y in line.points]
            # a dot on the edge of the frame would be cut in half
            clip = not (line.dots and self.holds(line.points))
            mark: Spec = {"type": "line", "color": light(line.color), "clip": clip}
            if line.dash:
                mark |= {"strokeDash": list(line.dash), "strokeWidth": 1.5}
            if line.dots:
                mark["point"] = {"color": light(line.color), "size": 26}
            drawn.append({"data": values(rows), "mark": mark, "encoding": {"x": self.x(), "y": self.y()}})
        if self.plot.dots:
            rows = [{"x": x, "y": y} for x, y in self.plot.dots]
            mark = {"type": "point", "color": light("ink"), "size": 55, "opacity": 0.75}
            drawn.append({"data": values(rows), "mark": mark, "encoding": {"x": self.x(), "y": self.y()}})
        return drawn

    def holds(self, points: Sequence[Point]) -> bool:
        """Whether all points lie inside the frame or on its edge."""
        (left, right), (low, high) = self.plot.x, self.plot.y
        return all(left <= x <= right and low <= y <= high for x, y in points)

    def names(self) -> list[Spec]:
        named = [line for line in self.plot.lines if line.label and line.points]
        shifts = spread([self.pixel(line.points[-1][1]) for line in named], GAP)
        drawn: list[Spec] = []
        for line, y in zip(named, shifts, strict=True):
            row = {"x": line.points[-1][0], "label": line.label}
            mark = {
                "type": "text",
                "align": "left",
                "dx": 7,
                "color": light(line.color),
                "fontWeight": "bold",
            }
            place = {"x": self.x(), "y": {"value": y}, "text": {"field": "label"}}
            drawn.append({"data": values([row]), "mark": mark, "encoding": place})
        return drawn

    def pixel(self, value: float) -> float:
        """Height of a value in pixels from the top."""
        import math

        low, high = self.plot.y
        if self.plot.log:
            low, high, value = math.log(low), math.log(high), math.log(max(value, 1e-12))
        return self.plot.height * (high - min(max(value, low), high)) / (high - low)

    def title(self) -> list[Spec]:
        if not self.plot.y_title:
            return []
        above = -9 - (GAP if self.plot.overhead else 0)
        mark = {"type": "text", "align": "left", "baseline": "bottom", "fontWeight": "bold", "dy": above}
        place = {"x": {"value": -LEFT + 8}, "y": {"value": 0}, "text": {"field": "label"}}
        return [{"data": values([{"label": self.plot.y_title}]), "mark": mark, "encoding": place}]

    def text(self, rows: Sequence[dict[str, Any]], **more: Any) -> list[Spec]:
        mark = {"type": "text", "align": "left", "baseline": "middle", **more}
        place = {"x": self.x(), "y": self.y(), "text": {"field": "label"}}
        return [{"data": values(rows), "mark": mark, "encoding": place}]


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Move names apart until none touches the next, each as little as its neighbors allow.

    Parameters
    ----------
    places
        Where the names want to stand.
    gap
        Least distance between two.

    Examples
    --------
    >>> spread([10.0, 12.0, 40.0], 10.0)
    [6.0, 16.0, 40.0]
    """
    order = sorted(range(len(places)), key=lambda number: places[number])
    blocks: list[tuple[float, list[int]]] = []
    for number in order:
        blocks.append((places[number], [number]))
        while len(blocks) > 1 and _touch(blocks[-2], blocks[-1], gap):
            _, later = blocks.pop()
            _, earlier = blocks.pop()
            joined = earlier + later
            blocks.append((sum(places[one] for one in joined) / len(joined), joined))
    moved = [0.0] * len(places)
    for middle, members in blocks:
        for rank, number in enumerate(members):
            moved[number] = middle + (rank - (len(members) - 1) / 2) * gap
    return moved


def _touch(one: tuple[float, list[int]], two: tuple[float, list[int]], gap: float) -> bool:
    return two[0] - one[0] < gap * (len(one[1]) + len(two[1])) / 2
