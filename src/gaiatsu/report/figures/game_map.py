"""Maps over two quantities: cells of one class are drawn as one stripe, so that maps stay sharp and small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gaiatsu.report.figures.game_explore import PAYOFF_TITLES
from gaiatsu.report.figures.theme import NARROW, WIDE, Spec, axis, chart, values
from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gaiatsu.studies.game_map import GameMap

__all__ = ["MapPanel", "equilibrium_map", "map_panel", "panels", "shades"]

MOST_CELLS: Final = 240
"""Cells a side beyond which a figure shows every second, third, ... game."""

STEPS: Final = 10
DARKEST: Final = {"refuse": "#6e2607", "concede": "#0f3a68"}


@dataclass(frozen=True, eq=False)
class MapPanel:
    """One map.

    Parameters
    ----------
    classes
        Class of each cell, rows from the low end of y.
    names, colors
        Name and color of each class.
    x, y
        Ends of the axes.
    titles
        What x and y measure.
    heading
        What the map shows.
    """

    classes: NDArray[np.intp]
    names: tuple[str, ...]
    colors: tuple[str, ...]
    x: tuple[float, float]
    y: tuple[float, float]
    titles: tuple[str, str]
    heading: str


def shades(color: str, steps: int = STEPS) -> tuple[str, ...]:
    """Colors from the paper's to a dark one of a meaning, evenly spaced.

    Parameters
    ----------
    color
        ``refuse`` or ``concede``.
    steps
        How many.

    Returns
    -------
    tuple of str
        Hexadecimal, the lightest first.

    Examples
    --------
    >>> shades("refuse", 2)
    ('#f5f3ec', '#6e2607')
    """
    ends = [_rgb(end) for end in (light("panel"), DARKEST[color])]
    mixes = [ends[0] + (ends[1] - ends[0]) * step / (steps - 1) for step in range(steps)]
    return tuple("#" + "".join(f"{round(channel):02x}" for channel in mix) for mix in mixes)


def _rgb(color: str) -> NDArray[np.float64]:
    return np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)], dtype=float)


def equilibrium_map(found: GameMap, *, narrow: bool = False) -> Spec:
    """Draw the number of equilibria, and resistance and concession in the equilibrium that was chosen.

    Parameters
    ----------
    found
        The map.
    narrow
        Whether for one column of a journal or a phone.

    Returns
    -------
    Spec
        Vega-Lite specification of three maps.
    """
    along, across = found.grid.along, found.grid.across or found.grid.along
    which = found.selection.value
    frame: dict[str, Any] = {
        "x": (along.low, along.high),
        "y": (across.low, across.high),
        "titles": (PAYOFF_TITLES[along.name], PAYOFF_TITLES[across.name]),
    }
    count, names, colors = _counted(found)
    drawn = [MapPanel(count, names, colors, heading="Number of equilibria", **frame)]
    for array, color, words in (
        (found.p_resist, "refuse", f"P(resist), {which}"),
        (found.p_concession, "concede", f"P(concession), {which}"),
    ):
        drawn.append(_probability(array, color, words, frame))
    return panels(drawn, narrow=narrow)


def _counted(found: GameMap) -> tuple[NDArray[np.intp], tuple[str, ...], tuple[str, ...]]:
    inks = [light(name) for name in ("band", "refuse-soft", "concede-soft", "fourth", "third")]
    numbers = np.unique(found.count)
    classes = np.searchsorted(numbers, found.count)
    colors = tuple(inks[place % len(inks)] for place in range(numbers.size))
    return classes, tuple(str(number) for number in numbers), colors


def _probability(array: NDArray[np.float64], color: str, heading: str, frame: dict[str, Any]) -> MapPanel:
    whole = np.nan_to_num(array, nan=0.0)
    classes = np.minimum((whole * STEPS).astype(np.intp), STEPS - 1)
    names = (*(f"<.{place}" for place in range(1, STEPS)), "\u22641")
    return MapPanel(classes, names, shades(color), heading=heading, **frame)


def panels(drawn: list[MapPanel], *, narrow: bool) -> Spec:
    """Set maps side by side on a page, below each other in a column.

    Parameters
    ----------
    drawn
        The maps.
    narrow
        Whether for one column.

    Returns
    -------
    Spec
        Vega-Lite specification.
    """
    side = NARROW - 90 if narrow else min(420, (WIDE - 62 * len(drawn)) // len(drawn))
    parts = [map_panel(one, width=side, first=narrow or place == 0) for place, one in enumerate(drawn)]
    together = {"vconcat" if narrow else "hconcat": parts, "spacing": 26}
    own = {"fill": "independent", "stroke": "independent"}
    return chart({**together, "resolve": {"scale": own, "legend": own}})


def map_panel(one: MapPanel, *, width: float, first: bool = True) -> Spec:
    """Draw one map.

    Parameters
    ----------
    one
        The map.
    width
        Its width and height in pixels.
    first
        Whether the upright axis has its title.

    Returns
    -------
    Spec
        A layer to set into a chart.
    """
    used = sorted(np.unique(one.classes).tolist())
    shown = list(range(used[0], used[-1] + 1))
    scale = {"domain": [one.names[place] for place in shown], "range": [one.colors[place] for place in shown]}
    legend = {
        "orient": "bottom",
        "title": None,
        "direction": "horizontal",
        "symbolType": "square",
        "symbolSize": 130,
        "symbolStrokeWidth": 0,
        "columns": 5,
        "labelFontSize": 11,
        "labelLimit": 400,
        "columnPadding": 8,
    }
    color = {"field": "kind", "type": "nominal", "scale": scale, "legend": legend, "sort": None}
    stroke = {"field": "kind", "type": "nominal", "scale": scale, "legend": None}
    place = {
        "x": _place("left", one.x, one.titles[0]),
        "x2": {"field": "right"},
        "y": _place("low", one.y, one.titles[1] if first else None),
        "y2": {"field": "high"},
        "fill": color,
        "stroke": stroke,
    }
    mark = {"type": "rect", "strokeWidth": 0.6, "opacity": 1, "clip": True}
    title = {"text": one.heading, "anchor": "start", "fontSize": 12, "color": light("ink"), "offset": 8}
    drawn = {"data": values(_stripes(one)), "mark": mark, "encoding": place}
    return {**drawn, "width": width, "height": width, "title": title}


def _place(field: str, ends: tuple[float, float], title: str | None) -> Spec:
    scale = {"domain": list(ends), "nice": False, "zero": False}
    look = axis(title, grid=False, tickCount=4, titleAnchor="start", titleFontSize=11, format="~g")
    return {"field": field, "type": "quantitative", "scale": scale, "axis": look}


def _stripes(one: MapPanel) -> list[dict[str, Any]]:
    """Neighbors of one class in a row as one rectangle."""
    classes = one.classes[_sample(one.classes.shape[0])][:, _sample(one.classes.shape[1])]
    rows, columns = classes.shape
    x, y = np.linspace(*one.x, columns + 1), np.linspace(*one.y, rows + 1)
    found = []
    for row in range(rows):
        cuts = np.flatnonzero(np.diff(classes[row])) + 1
        starts, ends = np.append(0, cuts), np.append(cuts, columns)
        for start, end in zip(starts, ends, strict=True):
            kind = one.names[classes[row, start]]
            ends_of = {"left": float(x[start]), "right": float(x[end])}
            found.append({**ends_of, "low": float(y[row]), "high": float(y[row + 1]), "kind": kind})
    return found


def _sample(size: int) -> NDArray[np.intp]:
    return np.linspace(0, size - 1, min(size, MOST_CELLS)).round().astype(np.intp)
