"""The chart of page one: episodes by type of demand and outcome, events, and the material background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaiatsu.report.figures.labels import Label, place_labels, text_width
from gaiatsu.report.figures.theme import NARROW, Spec, axis, chart, layer, quantity, values
from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Timeline", "timeline", "timeline_narrow"]

WIDTH, LETTER, LEVEL = 708, 11.5, 15.5
LANE, BACKGROUND, TOP = 58, 104, 20
SIDE, STEP = 150, 25

Row = dict[str, Any]


@dataclass(frozen=True)
class Timeline:
    """What the chart of page one shows.

    Parameters
    ----------
    episodes
        Rows with ``label``, ``date``, ``lane`` (type of demand), ``conceded`` and ``ratio``, by date.
    events
        Rows with ``label`` and ``date``, by date.
    ratio
        Rows with ``year`` and ``ratio``.
    lanes
        Types of demand from top to bottom.
    divide
        Date that parts the two periods, and the name of the later one.
    background
        What the ratio is.
    """

    episodes: tuple[Mapping[str, Any], ...]
    events: tuple[Mapping[str, Any], ...]
    ratio: tuple[Mapping[str, Any], ...]
    lanes: tuple[str, ...]
    divide: tuple[float, str]
    background: str

    @property
    def span(self) -> tuple[float, float]:
        """First and last year drawn."""
        dates = [float(row["date"]) for row in self.episodes]
        return min(dates) - 1.3, max(dates) + 1.9

    def pixel(self, date: float) -> float:
        """Horizontal place of a date."""
        return (date - self.span[0]) / (self.span[1] - self.span[0]) * WIDTH

    def date(self, pixel: float) -> float:
        """Date at a horizontal place."""
        return self.span[0] + pixel / WIDTH * (self.span[1] - self.span[0])


@dataclass(frozen=True)
class Frame:
    """Where the parts of the chart stand, in pixels from the top."""

    content: Timeline
    strip: float

    @property
    def lanes_end(self) -> float:
        """Lower edge of the lanes."""
        return self.strip + LANE * len(self.content.lanes)

    @property
    def height(self) -> float:
        """Lower edge of the whole."""
        return self.lanes_end + BACKGROUND

    def lane(self, name: str) -> float:
        """Middle of a lane."""
        return self.strip + (self.content.lanes.index(name) + 0.55) * LANE

    def ratio(self, value: float) -> float:
        """Height of a dependence ratio."""
        return self.height - value / 9.6 * (BACKGROUND - 24)

    def x(self, field: str = "x") -> Spec:
        """Encode a date."""
        ticks = axis(format="d", tickCount=10, ticks=True)
        return quantity(field, domain=self.content.span, axis=ticks)

    def y(self, field: str = "y") -> Spec:
        """Encode a height."""
        return quantity(field, domain=(self.height, 0), axis=None)


def timeline(content: Timeline) -> Spec:
    """Draw events, episodes and the dependence ratio over one axis of years, for a page.

    Parameters
    ----------
    content
        What to show.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    events, levels = _flags(content)
    frame = Frame(content, TOP + levels * LEVEL + 4)
    body = layer(
        *_background(frame),
        *_lanes(frame),
        _divide(frame),
        *_events(frame, events),
        *_episodes(frame),
        *_key(frame),
        width=WIDTH,
        height=frame.height,
    )
    return chart(body)


def _flags(content: Timeline) -> tuple[list[Row], int]:
    """Set each event's name on the lowest level where no later stem crosses it."""
    rows: list[Row] = []
    for event in reversed(content.events):
        left = content.pixel(float(event["date"]))
        right = left + text_width(str(event["label"]), LETTER) + 14
        crossed = [row["level"] + 1 for row in rows if row["left"] < right]
        rows.append({**event, "left": left, "level": max(crossed, default=0)})
    return rows[::-1], 1 + max((row["level"] for row in rows), default=0)


def _text(rows: Sequence[Row], frame: Frame, **mark: Any) -> Spec:
    return {
        "data": values(rows),
        "mark": {"type": "text", "fontSize": LETTER, "align": "left", "baseline": "middle", **mark},
        "encoding": {"x": frame.x(), "y": frame.y(), "text": {"field": "label"}},
    }


def _rule(rows: Sequence[Row], frame: Frame, **mark: Any) -> Spec:
    """Draw upright rules where rows have a foot, level ones across where they have none."""
    encoding: Spec = {"y": frame.y()}
    if rows and "foot" in rows[0]:
        encoding |= {"x": frame.x(), "y2": {"field": "foot"}}
    return {"data": values(rows), "mark": {"type": "rule", **mark}, "encoding": encoding}


def _events(frame: Frame, events: Sequence[Row]) -> list[Spec]:
    rows = [
        {
            "x": row["date"],
            "y": frame.strip - (row["level"] + 1) * LEVEL,
            "foot": frame.height,
            "label": row["label"],
        }
        for row in events
    ]
    stems = _rule(rows, frame, color=light("gray"), strokeDash=[1, 3], strokeWidth=1.2)
    return [stems, _ground(rows, frame), _text(rows, frame, dx=5, color=light("muted"))]


def _ground(rows: Sequence[Row], frame: Frame) -> Spec:
    """Clear the paper behind names that a line would cross."""
    content = frame.content
    boxes = [
        {
            "x": content.date(content.pixel(float(row["x"])) + 3),
            "to": content.date(content.pixel(float(row["x"])) + 9 + text_width(str(row["label"]), LETTER)),
            "y": row["y"] - LEVEL / 2 + 1,
            "foot": row["y"] + LEVEL / 2 - 1,
        }
        for row in rows
    ]
    ends = {"x2": {"field": "to"}, "y2": {"field": "foot"}}
    return {
        "data": values(boxes),
        "mark": {"type": "rect", "color": light("paper"), "opacity": 1},
        "encoding": {"x": frame.x(), "y": frame.y(), **ends},
    }


def _divide(frame: Frame) -> Spec:
    date, name = frame.content.divide
    row = {"x": date, "y": 2, "foot": frame.height, "label": name}
    words = _text([{**row, "y": 8}], frame, dx=5, fontWeight="bold", color=light("ink"))
    return layer(_rule([row], frame, color=light("ink"), strokeWidth=1), words)


def _lanes(frame: Frame) -> list[Spec]:
    first = frame.content.span[0]
    names = [{"x": first, "y": frame.lane(lane) - 17, "label": lane} for lane in frame.content.lanes]
    lines = [{"y": frame.lane(lane)} for lane in frame.content.lanes]
    return [
        _rule(lines, frame, color=light("rule")),
        _text(names, frame, fontWeight="bold", color=light("ink")),
    ]


def _key(frame: Frame) -> list[Spec]:
    """Say in the empty corner what a full and an empty mark are."""
    first = frame.content.span[0]
    rows = [
        {"x": first, "y": 12, "label": "Japan concedes", "conceded": True},
        {"x": first, "y": 12 + 1.3 * LEVEL, "label": "Japan holds out", "conceded": False},
    ]
    words = _text(rows, frame, dx=16)
    words["encoding"]["color"] = _outcome()
    return [words, _points(rows, frame, xOffset=6)]


def _points(rows: Sequence[Row], frame: Frame, **mark: Any) -> Spec:
    return {
        "data": values(rows),
        "mark": {"type": "point", "size": 100, "strokeWidth": 2, "opacity": 1, **mark},
        "encoding": {"x": frame.x(), "y": frame.y(), "stroke": _outcome(), "fill": _filled()},
    }


def _outcome() -> Spec:
    return {"condition": {"test": "datum.conceded", "value": light("concede")}, "value": light("refuse")}


def _filled() -> Spec:
    return {"condition": {"test": "datum.conceded", "value": light("concede")}, "value": light("paper")}


def _episodes(frame: Frame) -> list[Spec]:
    content = frame.content
    labels = [
        Label(content.pixel(float(row["date"])), frame.lane(str(row["lane"])), str(row["label"]), radius=6)
        for row in content.episodes
    ]
    line = content.pixel(content.divide[0])
    places = place_labels(
        labels[::-1],
        size=LETTER,
        bounds=(0.0, frame.strip, float(WIDTH), frame.lanes_end),
        obstacles=[(line - 2, 0.0, line + 2, frame.height)],
        reach=2,
    )[::-1]
    marks = [
        {"x": row["date"], "y": label.y, "conceded": row["conceded"]}
        for row, label in zip(content.episodes, labels, strict=True)
    ]
    words = [
        {"x": content.date(place.x), "y": place.y, "label": row["label"], "align": place.align,
         "conceded": row["conceded"]}
        for row, place in zip(content.episodes, places, strict=True)
    ]  # fmt: skip
    text = _text(words, frame, align={"expr": "datum.align"})
    halo = _text(words, frame, align={"expr": "datum.align"}, stroke=light("paper"), strokeWidth=4)
    text["encoding"]["color"] = _outcome()
    return [halo, text, _points(marks, frame)]


def _background(frame: Frame) -> list[Spec]:
    first, last = frame.content.span
    shown = [
        {"x": row["year"], "y": frame.ratio(float(row["ratio"])), "foot": frame.height}
        for row in frame.content.ratio
        if first <= float(row["year"]) <= last
    ]
    grid = [{"x": first, "y": frame.ratio(level), "label": f"{level}:1"} for level in (3, 6, 9)]
    ends = [{**shown[-1], "label": f"{frame.content.ratio[-1]['ratio']:.1f}:1"}]
    area = {
        "data": values(shown),
        "mark": {
            "type": "area",
            "color": light("panel"),
            "line": {"color": light("ink"), "strokeWidth": 1.6},
        },
        "encoding": {"x": frame.x(), "y": frame.y(), "y2": {"field": "foot"}},
    }
    title = {
        "x": first,
        "y": frame.lanes_end + 6,
        "label": "Japan's export dependence \u00f7 U.S. export dependence",
    }
    return [
        area,
        _rule([{"y": row["y"]} for row in grid], frame, color=light("rule"), strokeWidth=0.6),
        _text(grid, frame, dy=-7, color=light("muted")),
        _text(ends, frame, dx=6, color=light("ink")),
        _text([title], frame, fontWeight="bold", color=light("ink")),
    ]


def timeline_narrow(content: Timeline) -> Spec:
    """Draw the episodes for a phone: a line each, in order of date, placed by the dependence ratio.

    Parameters
    ----------
    content
        What to show.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    rows = [{**row, "order": number} for number, row in enumerate(content.episodes)]
    later = [row for row in rows if float(row["date"]) >= content.divide[0]]
    y = {"field": "order", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.1}}
    ratios = [float(row["ratio"]) for row in rows]
    x = quantity(
        "ratio", domain=(min(ratios) - 0.4, max(ratios) + 0.4), axis=axis("dependence ratio", tickCount=5)
    )
    words = {
        "data": values(rows),
        "mark": {"type": "text", "align": "right", "fontSize": LETTER},
        "encoding": {"y": y, "x": {"value": SIDE - 4}, "text": {"field": "label"}, "color": _outcome()},
    }
    years = {
        "data": values([{**row, "year": str(int(float(row["date"])))} for row in rows]),
        "mark": {"type": "text", "align": "left", "fontSize": LETTER, "color": light("muted")},
        "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "year"}},
    }
    marks = {
        "data": values(rows),
        "mark": {"type": "point", "size": 90, "strokeWidth": 2, "opacity": 1},
        "encoding": {"y": y, "x": x, "stroke": _outcome(), "fill": _filled()},
    }
    lines = {"data": values(rows), "mark": {"type": "rule", "color": light("rule")}, "encoding": {"y": y}}
    divide = {
        "data": values(later[:1]),
        "mark": {"type": "rule", "color": light("ink"), "yOffset": -STEP / 2},
        "encoding": {"y": y},
    }
    height = len(rows) * STEP
    left = layer(words, years, divide, width=SIDE, height=height)
    right = layer(lines, divide, marks, width=NARROW - SIDE - 14, height=height)
    return chart({"hconcat": [left, right], "spacing": 8})
