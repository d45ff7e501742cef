"""Charts of a calibrated relationship: states before and after, and the demands on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.figures.lines import Band, Line, LinePlot, Mark, name_room, panel
from gaiatsu.report.figures.simulation import FAN_TITLES
from gaiatsu.report.figures.theme import NARROW, WIDE, Spec, axis, chart, layer, values
from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaiatsu.studies.calibration.study import DemandRow, StateRow

__all__ = ["demand_chart", "state_chart"]

HEIGHT, ROW = 150, 26
AXIS = "chance of grade 2 or 3: ring from beliefs alone, disc given the record"
MEANING = "bands hold nine tenths; upright rules are years with a demand on record"
NAME_ROOM = 240


def state_chart(
    rows: Sequence[StateRow], *, demands: Sequence[DemandRow], states: Sequence[str], narrow: bool = False
) -> Spec:
    """Draw states by year: under beliefs alone, as known at the time, and given the whole record.

    Parameters
    ----------
    rows
        Quantiles by state and year.
    demands
        Demands on record; each year with one is marked by a rule.
    states
        States to show, one panel each.
    narrow
        Whether for a phone.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    years = sorted({row.year for row in demands})
    last = len(states) - 1
    plots = [
        _states([row for row in rows if row.state == state], state, years, ends=(place == 0, place == last))
        for place, state in enumerate(states)
    ]
    room = max(name_room(plot) for plot in plots)
    panels = [panel(plot, narrow=narrow, room=room) for plot in plots]
    return chart({"vconcat": panels, "spacing": 30})


def _states(rows: list[StateRow], state: str, years: list[int], *, ends: tuple[bool, bool]) -> LinePlot:
    first, last = ends
    when = [float(row.year) for row in rows]

    def path(name: str) -> tuple[tuple[float, float], ...]:
        return tuple((year, getattr(row, name)[1]) for year, row in zip(when, rows, strict=True))

    def span(name: str) -> tuple[tuple[float, float, float], ...]:
        return tuple(
            (year, getattr(row, name)[0], getattr(row, name)[2]) for year, row in zip(when, rows, strict=True)
        )

    return LinePlot(
        lines=(
            Line("beliefs alone" if first else "", path("prior"), color="muted", dash=(2, 3)),
            Line("as of the year" if first else "", path("filtered"), color="refuse", dash=(5, 3)),
            Line("given the record" if first else "", path("smoothed"), color="concede"),
        ),
        bands=(Band(span("prior"), color="band"), Band(span("smoothed"), color="concede-soft")),
        marks=tuple(Mark(float(year)) for year in years),
        x=(when[0], when[-1]),
        y=(0.0, 1.0),
        x_title=MEANING if last else "",
        y_title=FAN_TITLES.get(state, state),
        height=HEIGHT,
        ticks=(0.0, 0.25, 0.5, 0.75, 1.0),
        form=("d", ".2~f"),
    )


def demand_chart(rows: Sequence[DemandRow], *, narrow: bool = False) -> Spec:
    """Draw how likely each demand on record was to be met, before and after calibration.

    Parameters
    ----------
    rows
        Demands on record.
    narrow
        Whether for a phone.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    names = [f"{row.name} ({'?' if row.grade is None else row.grade})" for row in rows]
    data = [
        {
            "demand": name,
            "prior": row.prior,
            "posterior": row.posterior,
            "met": "won" if row.grade is not None and row.grade > 1 else "did not win",
        }
        for name, row in zip(names, rows, strict=True)
    ]
    width = (NARROW if narrow else WIDE) - NAME_ROOM - 30
    place: Spec = {
        "field": "demand",
        "type": "nominal",
        "sort": names,
        "axis": axis(title=None, labelLimit=NAME_ROOM, grid=False),
    }
    colors = {"domain": ["won", "did not win"], "range": [light("concede"), light("refuse")]}
    scale = {"domain": [0.0, 1.0]}
    across: Spec = {
        "type": "quantitative",
        "scale": scale,
        "axis": axis(format=".2~f", tickCount=5, title=AXIS),
    }
    move = {
        "mark": {"type": "rule", "color": light("muted")},
        "encoding": {
            "y": place,
            "x": {"field": "prior", **across},
            "x2": {"field": "posterior"},
        },
    }
    ring = {
        "mark": {"type": "point", "filled": False, "size": 50, "color": light("muted")},
        "encoding": {"y": place, "x": {"field": "prior", **across}},
    }
    disc = {
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1.0},
        "encoding": {
            "y": place,
            "x": {"field": "posterior", **across},
            "color": {
                "field": "met",
                "type": "nominal",
                "scale": colors,
                "legend": {"title": None, "orient": "top"},
            },
        },
    }
    return chart(layer(move, ring, disc, data=values(data), width=width, height=ROW * len(rows)))
