"""Equilibria of the crisis game along one payoff: branches with their folds, and the four outcomes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.report.figures.lines import Band, Line, LinePlot, Mark, name_room, panel
from gaiatsu.report.figures.theme import PROBABILITY, Spec, chart
from gaiatsu.theory.crisis_game import OUTCOMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gaiatsu.studies.game_explore import Trace

__all__ = ["PAYOFF_TITLES", "branch_plot"]

PAYOFF_TITLES: Final = {
    "sender_status_quo": "Sender's payoff from the status quo",
    "sender_prize": "Sender's payoff if the target concedes",
    "target_concession": "Target's payoff from conceding",
    "sender_stand_firm": "Sender's payoff from standing firm",
    "target_stand_firm": "Target's payoff if the sender stands firm",
    "sender_back_down": "Sender's payoff from backing down",
    "target_prize": "Target's payoff if the sender backs down",
}
"""What an axis along a payoff measures, in standard deviations of the private shocks."""

OUTCOME_LOOKS: Final = {
    "status_quo": ("status quo", "muted"),
    "concession": ("concession", "concede"),
    "stand_firm": ("stand firm", "refuse"),
    "back_down": ("back down", "third"),
}
DASH: Final = (4, 3)
EDGE: Final = 0.012
FINEST: Final = 400
"""Points of a line beyond which none can be seen."""


def branch_plot(trace: Trace, *, narrow: bool = False) -> Spec:
    """Draw resistance and outcomes along a payoff, stable equilibria as whole lines, others dashed.

    Parameters
    ----------
    trace
        The equilibria.
    narrow
        Whether for one column of a journal or a phone.

    Returns
    -------
    Spec
        Vega-Lite specification of two panels over one axis.
    """
    upper = _plot(trace, _resistance(trace), title="Probability that a challenged target resists")
    upper = replace(upper, bands=_bands(trace), marks=_marks(trace, narrow=narrow), overhead=True)
    words = f"{PAYOFF_TITLES[trace.grid.along.name]} (s.d. of the shocks)"
    lower = _plot(trace, _outcomes(trace), title="Probability that the crisis ends in ...")
    lower = replace(lower, bands=tuple(replace(band, label="") for band in upper.bands), x_title=words)
    room = max(name_room(upper), name_room(lower))
    height = 150 if narrow else 210
    panels = [panel(replace(plot, height=height), narrow=narrow, room=room) for plot in (upper, lower)]
    return chart({"vconcat": panels, "spacing": 34})


def _plot(trace: Trace, drawn: tuple[Line, ...], *, title: str) -> LinePlot:
    ends = trace.grid.along.low, trace.grid.along.high
    top = max((y for line in drawn for _, y in line.points), default=1.0)
    high = next(end for end in (0.1, 0.2, 0.5, 1.0) if top <= end or end == 1.0)
    edge = EDGE * high  # a line along an end of the axis would be cut in half
    reach = (-edge, high + edge)
    form = ("~g", PROBABILITY)
    return LinePlot(lines=drawn, x=ends, y=reach, y_title=title, form=form)


def _resistance(trace: Trace) -> tuple[Line, ...]:
    return tuple(_strokes(trace, trace.found.resist, "ink", ""))


def _outcomes(trace: Trace) -> tuple[Line, ...]:
    found: list[Line] = []
    for place, name in enumerate(OUTCOMES):
        words, color = OUTCOME_LOOKS[name]
        found += _strokes(trace, np.exp(trace.found.log_outcomes[:, place]), color, words)
    return tuple(found)


def _strokes(trace: Trace, values: NDArray[np.float64], color: str, label: str) -> list[Line]:
    """Make a line of each stable or unstable part of a branch; name the one that ends last."""
    drawn = []
    rows_of = [np.flatnonzero(trace.branch == number) for number in range(1, int(trace.branch.max()) + 1)]
    for rows in rows_of:
        stable = trace.found.stable[rows]
        cuts = np.flatnonzero(stable[1:] != stable[:-1]) + 1
        for part in np.split(np.arange(rows.size), cuts):
            whole = rows[part[0] : part[-1] + 2]  # up to the first point of the next part: no gap
            points = _thinned(trace.values[trace.found.game[whole]], values[whole])
            if len(points) > 1:
                drawn.append(Line("", points, color, () if stable[part[0]] else DASH))
    last = trace.grid.along.high
    ends = [place for place, line in enumerate(drawn) if line.points[-1][0] == last and not line.dash]
    ends = ends or [place for place, line in enumerate(drawn) if line.points[-1][0] == last]
    if label and ends:
        drawn[ends[0]] = replace(drawn[ends[0]], label=label)
    return drawn


def _thinned(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    keep = np.unique(np.linspace(0, x.size - 1, min(x.size, FINEST)).round().astype(int))
    return tuple(zip(x[keep].tolist(), y[keep].tolist(), strict=True))


def _bands(trace: Trace) -> tuple[Band, ...]:
    several = [part for part in trace.segments if part.equilibria > 1]
    return tuple(Band(((part.low, -EDGE, 1 + EDGE), (part.high, -EDGE, 1 + EDGE))) for part in several)


def _marks(trace: Trace, *, narrow: bool) -> tuple[Mark, ...]:
    """Rules at the folds; of a pair that bounds several equilibria the first is named on its left."""
    words = ("{:.3f}" if narrow else "two equilibria meet at {:.4f}").format
    marks = []
    for place, fold in enumerate(trace.folds):
        text = words(fold.value).replace("-", "\u2212")
        marks.append(
            Mark(fold.value, text if len(trace.folds) <= 2 else "", align=("right", "left")[place % 2])
        )
    return tuple(marks)
