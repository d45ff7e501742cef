"""Charts of simulated histories: fans of states, parts of change, outcomes, the first refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gaiatsu.report.figures.lines import Band, Line, LinePlot, Mark, name_room, panel
from gaiatsu.report.figures.theme import NARROW, WIDE, Spec, axis, chart, layer, quantity, values
from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaiatsu.dynamics.summaries import ChangeYear, Fan, FirstRefusal

__all__ = ["FAN_TITLES", "SIGNED", "change_chart", "fan_chart", "refusal_chart"]

FAN_TITLES = {
    "hierarchy": "Hierarchy in economic issues",
    "hierarchy_security": "Hierarchy, security side",
    "hierarchy_economic": "Hierarchy, economic side",
    "trust_of_sender": "Trust of the sender by the target",
    "trust_of_target": "Trust of the target by the sender",
    "resolve": "Reputation for resolve",
    "legitimacy": "Legitimacy of the demand as made",
    "depth": "Depth of the demand",
}
PART_COLORS = {
    "replacement": "concede",
    "careers": "fourth",
    "drift": "fifth",
    "shock": "refuse",
    "interaction": "third",
}
LEFT, HEIGHT = 44, 150
"""Room at the left of a chart, and height of a panel, in pixels."""
SIGNED = "datum.value == 0 ? '0' : format(datum.value, '+.3~f')"
"""Vega expression that labels an axis of differences."""


def fan_chart(fans: Sequence[Fan], *, shocks: Sequence[tuple[float, str]] = (), narrow: bool = False) -> Spec:
    """Draw states by year: median, half and nine tenths of the histories.

    Parameters
    ----------
    fans
        Quantiles by year, one panel each.
    shocks
        Dates marked in every panel, with their names in the first.
    narrow
        Whether for a phone.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    plots = [_fan(one, shocks, first=place == 0) for place, one in enumerate(fans)]
    room = max(name_room(plot) for plot in plots)
    panels = [panel(plot, narrow=narrow, room=room) for plot in plots]
    return chart({"vconcat": panels, "spacing": 30})


def _fan(one: Fan, shocks: Sequence[tuple[float, str]], *, first: bool) -> LinePlot:
    years = [float(year) for year in one.years]
    low, quarter, middle, upper, high = one.quantiles.tolist()
    plot = LinePlot(
        lines=(Line("median", tuple(zip(years, middle, strict=True)), color="concede"),),
        bands=(
            Band(tuple(zip(years, low, high, strict=True)), color="band"),
            Band(tuple(zip(years, quarter, upper, strict=True)), color="concede-soft"),
        ),
        marks=tuple(
            Mark(date, name if first else "", row=place % 2, align="right" if place % 2 else "left")
            for place, (date, name) in enumerate(shocks)
        ),
        x=(years[0], years[-1]),
        y=(0.0, 1.0),
        y_title=FAN_TITLES.get(one.name, one.name),
        height=HEIGHT,
        ticks=(0.0, 0.25, 0.5, 0.75, 1.0),
        form=("d", ".2~f"),
    )
    return plot if first else replace(plot, lines=(replace(plot.lines[0], label=""),))


def change_chart(rows: Sequence[ChangeYear], *, narrow: bool = False) -> Spec:
    """Draw where the change of hierarchy over each year came from, stacked, with the whole change as a line.

    Parameters
    ----------
    rows
        Parts of change by year.
    narrow
        Whether for a phone.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    width = (NARROW if narrow else WIDE) - LEFT - 20
    stacked = [
        {"year": row.year, "part": name, "value": getattr(row, name), "order": order}
        for row in rows
        for order, name in enumerate(PART_COLORS)
    ]
    colors = {"domain": list(PART_COLORS), "range": [light(color) for color in PART_COLORS.values()]}
    place: Spec = {
        "x": {
            "field": "year",
            "type": "ordinal",
            "axis": axis(
                labelAngle=0, values=[row.year for row in rows if row.year % (10 if narrow else 5) == 0]
            ),
        },
        "y": {"field": "value", "type": "quantitative", "axis": axis(labelExpr=SIGNED, tickCount=5)},
    }
    columns = {
        "data": values(stacked),
        "mark": {"type": "bar", "width": {"band": 0.85}},
        "encoding": {
            **place,
            "color": {"field": "part", "type": "nominal", "scale": colors},
            "order": {"field": "order"},
        },
    }
    whole = {
        "data": values([{"year": row.year, "value": row.total} for row in rows]),
        "mark": {"type": "line", "color": light("ink"), "strokeWidth": 1.5},
        "encoding": place,
    }
    key = _key(list(PART_COLORS.items()), width)
    return chart(layer(columns, whole, *key, width=width, height=220))


def _key(parts: Sequence[tuple[str, str]], width: float) -> list[Spec]:
    """Names of the parts above the chart, in their colors."""
    per_row = max(1, int(width // 105))
    rows = -(-len(parts) // per_row)
    return [
        {
            "data": values([{"label": name}]),
            "mark": {"type": "text", "align": "left", "color": light(color), "fontWeight": "bold"},
            "encoding": {
                "x": {"value": 105 * (place % per_row)},
                "y": {"value": -14 - 16 * (rows - 1 - place // per_row)},
                "text": {"field": "label"},
            },
        }
        for place, (name, color) in enumerate(parts)
    ]


def refusal_chart(refusal: FirstRefusal, *, recorded: int | None = None, narrow: bool = False) -> Spec:
    """Draw when the first demand won nothing, as shares of the histories.

    Parameters
    ----------
    refusal
        Shares by year.
    recorded
        Year of the first refusal on record, marked where there is one.
    narrow
        Whether for a phone.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    width = (NARROW if narrow else WIDE) - LEFT - 20
    rows = [
        {"year": float(year), "share": float(share)}
        for year, share in zip(refusal.years, refusal.share, strict=True)
    ]
    top = {"domain": [0.0, 1.06 * max(0.01, *(row["share"] for row in rows))], "nice": False}
    ends = [float(refusal.years[0]) - 0.6, float(refusal.years[-1]) + 0.6]
    bars: Spec = {
        "data": values(rows),
        "mark": {"type": "bar", "color": light("refuse"), "size": max(3, 0.75 * width / len(rows))},
        "encoding": {
            "x": quantity("year", domain=ends, axis=axis(format="d")),
            "y": {
                "field": "share",
                "type": "quantitative",
                "scale": top,
                "axis": axis(format=".0%", tickCount=4),
            },
        },
    }
    marks = [] if recorded is None else _recorded(recorded, bars["encoding"]["x"])
    return chart(layer(bars, *marks, width=width, height=170))


def _recorded(year: int, x: Spec) -> list[Spec]:
    row = values([{"year": float(year), "label": "on record"}])
    words = {"type": "text", "align": "left", "dx": 5, "color": light("muted")}
    return [
        {
            "data": row,
            "mark": {"type": "rule", "color": light("gray"), "strokeDash": [3, 3]},
            "encoding": {"x": x},
        },
        {"data": row, "mark": words, "encoding": {"x": x, "y": {"value": 7}, "text": {"field": "label"}}},
    ]
