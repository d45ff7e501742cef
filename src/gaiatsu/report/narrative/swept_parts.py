"""Sections of a sweep: values over a parameter, two things at a time, and what hangs on what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from math import isfinite, prod
from typing import TYPE_CHECKING, Any, Final, TypeVar

from gaiatsu.dynamics.histories import PARTS as CHANGES
from gaiatsu.report.document import Caveat, Chart, Column, Row, Section, Table
from gaiatsu.report.figures.heat import HeatPanel, HeatPlot, heat
from gaiatsu.report.figures.lines import Band, Line, LinePlot
from gaiatsu.report.figures.simulation_views import stacked
from gaiatsu.report.narrative.wording import capital
from gaiatsu.studies.sweeps.axes import POINT, Axis
from gaiatsu.studies.sweeps.codebook import meaning_of
from gaiatsu.studies.sweeps.spec import FIRST_REFUSAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaiatsu.report.trail import Trail
    from gaiatsu.studies.sweeps import SweepResult
    from gaiatsu.studies.sweeps.paired import Contrast, Interaction

__all__ = ["RUN", "Headline", "called", "hanging", "headline_of", "numbered", "ranges", "spaced", "together"]

RUN: Final = "sweep"
"""Name under which the sweep stands in the trail."""

_COLORS: Final = ("concede", "refuse", "third", "fourth", "fifth")
_OTHER_YEARS: Final = (
    "Scenarios with other years stand in the tiles with their own; figures and tables of differences leave "
    "them out, and differences.csv holds the years that they share."
)
_LONGEST: Final = 12
_MOST_LINES: Final = 5
_MOST_PANELS: Final = 6
_MOST_RANGES: Final = 4
_MOST_TILES: Final = 16
_MOST_HANGING: Final = 12

Any_ = TypeVar("Any_")


@dataclass(frozen=True)
class Headline:
    """What a page is about: one measure, over one demand type and period.

    Parameters
    ----------
    measure, demand, period, first, last
        The question.
    """

    measure: str
    demand: str
    period: str
    first: int
    last: int

    def asks(self, one: Contrast | Interaction) -> bool:
        """Whether a record answers it."""
        said = (one.measure, one.demand, one.period, one.first, one.last)
        return said == (self.measure, self.demand, self.period, self.first, self.last)

    def rows(self, result: SweepResult) -> list[tuple[int, Any]]:
        """List the row of each cell that answers it, with its place; over its own years if it has others."""
        wanted, found = (self.measure, self.demand, self.period), dict[int, tuple[int, Any]]()
        for place, row in enumerate(result.rows):
            same = (row["first"], row["last"]) == (self.first, self.last)
            if (row["measure"], row["demand"], row["period"]) == wanted and (
                same or row["cell"] not in found
            ):
                found[row["cell"]] = (place, row)
        return list(found.values())

    @property
    def short(self) -> str:
        """The measure in a few words."""
        of = "" if self.demand == "all" else f" ({self.demand})"
        return meaning_of(self.measure).partition(",")[0] + of

    @property
    def subject(self) -> str:
        """The measure as the subject of a sentence."""
        return self.short if self.short.startswith("deference") else f"the {self.short.removeprefix('the ')}"

    @property
    def years(self) -> str:
        """The period after the subject."""
        return f" in {self.first}" if self.first == self.last else f" in {self.first}\u2013{self.last}"

    @property
    def value(self) -> str:
        """Format of a value."""
        return "year" if self.measure == FIRST_REFUSAL else self.signed.removeprefix("+")

    @property
    def signed(self) -> str:
        """Format of a difference."""
        if self.measure == FIRST_REFUSAL:
            return "+2f"
        return "+4f" if self.measure in CHANGES else "+3f"

    @property
    def plain(self) -> str:
        """Format of an error."""
        return self.signed.removeprefix("+")


def headline_of(result: SweepResult, measure: str = "") -> Headline:
    """Choose the question of a measure: the first demand type and period of the sweep.

    Parameters
    ----------
    result
        The sweep.
    measure
        The measure; the first of the sweep when left out.

    Returns
    -------
    Headline
    """
    wanted = measure or result.plan.spec.measures[0]
    question = next(one for one in result.plan.tasks[0].questions if one.measure == wanted)
    return Headline(*question)


def numbered(result: SweepResult, head: Headline) -> list[tuple[int, Contrast]]:
    """List contrasts that answer a question.

    Parameters
    ----------
    result
        The sweep.
    head
        The question.

    Returns
    -------
    list
        Each with its place in the result.
    """
    return [(place, one) for place, one in enumerate(result.contrasts) if head.asks(one)]


def called(axis: str, level: str) -> str:
    """Name a value of an axis so that no other axis can be meant; a point speaks for itself.

    Parameters
    ----------
    axis, level
        The axis and its value.

    Returns
    -------
    str

    Examples
    --------
    >>> called("trust_memory", "0.9"), called("world", "article")
    ('trust memory 0.9', 'world article')
    """
    return level if axis == POINT else f"{axis.replace('_', ' ')} {level}"


def spaced(items: Sequence[Any_], most: int) -> list[Any_]:
    """Take at most so many of a sequence, at equal distances, both ends included.

    Parameters
    ----------
    items
        The sequence.
    most
        How many, at least two.

    Returns
    -------
    list

    Examples
    --------
    >>> spaced(range(9), 3)
    [0, 4, 8]
    """
    if len(items) <= most:
        return list(items)
    places = sorted({round(one * (len(items) - 1) / (most - 1)) for one in range(most)})
    return [items[place] for place in places]


def _values(result: SweepResult, head: Headline) -> dict[int, tuple[int, Any]]:
    """Row of each cell that answers the question, with its place."""
    return {row["cell"]: (place, row) for place, row in head.rows(result)}


def _weight(result: SweepResult, head: Headline, axis: Axis) -> float:
    """How far an axis moves the measure, at most: by itself or with another."""
    alone = [
        max(abs(one.least), abs(one.most))
        for one in result.contrasts
        if head.asks(one) and one.axis == axis.name
    ]
    return max(alone, default=0.0)


def _tied(result: SweepResult, head: Headline, axis: Axis, other: Axis) -> float:
    """How far what one axis does hangs on another, at most."""
    both = {axis.name, other.name}
    found = [
        abs(one.mean)
        for one in result.interactions
        if head.asks(one) and {one.axis, one.other_axis} == both and abs(one.mean) > 2.0 * one.error
    ]
    return max(found, default=0.0)


def ranges(trail: Trail, result: SweepResult, head: Headline) -> Section | None:
    """Draw the measure over each parameter with three values or more, a line for each value of another axis.

    Parameters
    ----------
    trail
        The numbers of the sweep.
    result
        The sweep.
    head
        The question.

    Returns
    -------
    Section or None
        ``None`` where no parameter has three values.
    """
    grid = result.plan.grid
    axes = [axis for axis in grid.varied if len(axis.values) >= 3][:_MOST_RANGES]
    plots = [plot for plot in (_range(result, head, axis) for axis in axes) if plot is not None]
    if not plots:
        return None
    chart = Chart(
        "ranges",
        f"{capital(head.short)} over each parameter",
        stacked(plots, narrow=False),
        stacked([_shortened(plot) for plot in plots], narrow=True),
        "A panel for each parameter, with a line for each value of what its effect hangs on most.",
        note="Everything that a panel does not name stands at the baseline. A band, where there is one line: "
        "twice the simulation error, which all its points share.",
    )
    named = " and ".join(axis.name.replace("_", " ") for axis in axes)
    finding = f"Each point is a cell: {named}, with all else at the baseline."
    del trail
    return Section("ranges", "Over a parameter", "How does it change with each parameter?", finding, (chart,))


def _range(result: SweepResult, head: Headline, axis: Axis) -> LinePlot | None:
    grid, found = result.plan.grid, _values(result, head)
    others = [other for other in grid.varied if other is not axis]
    second = max(
        others,
        key=lambda other: (_tied(result, head, axis, other), _weight(result, head, other)),
        default=None,
    )
    places: list[int | None] = (
        [None] if second is None else list(spaced(range(len(second.levels)), _MOST_LINES))
    )
    lines, band, ends = [], [], list[float]()
    for color, place in zip(_COLORS, places, strict=False):
        moved = {} if second is None or place is None else {second.name: place}
        points = []
        for step, x in enumerate(axis.values):
            row = found[grid.moved(grid.origin, **moved, **{axis.name: step})][1]
            if row["value"] is None or not isfinite(row["value"]):
                continue
            points.append((x, row["value"]))
            if second is None and row["error"] is not None:
                low, high = (row["value"] + side * 2.0 * row["error"] for side in (-1.0, 1.0))
                band.append((x, low, high))
                ends += [low, high]
        label = "" if second is None or place is None else second.levels[place]
        lines.append(Line(label, tuple(sorted(points)), color=color, dots=len(points) <= 12))
        ends += [y for _, y in points]
    if not ends:
        return None
    by = "" if second is None else f", by {second.name.replace('_', ' ')}"
    low, high = min(ends), max(ends)
    room = max(0.08 * (high - low), 1e-3)
    return LinePlot(
        lines=tuple(line for line in lines if line.points),
        bands=(Band(tuple(sorted(band)), color="concede-soft"),) if band else (),
        x=(min(axis.values), max(axis.values)),
        y=(low - room, high + room),
        x_title=axis.name.replace("_", " "),
        y_title=capital(head.short) + by,
        height=170,
        form=("~g", "~g"),
    )


def _shortened(plot: LinePlot) -> LinePlot:
    """Cut the names of lines and the title for a phone, whose chart is named above it anyway."""
    by = plot.y_title.rpartition(", by ")[2]
    return replace(
        plot,
        lines=tuple(replace(line, label=_cut(line.label, _LONGEST)) for line in plot.lines),
        y_title=f"By {by}" if by != plot.y_title else _cut(plot.y_title, 4 * _LONGEST),
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}\u2026"


def together(trail: Trail, result: SweepResult, head: Headline) -> Section | None:
    """Draw the measure over two axes at a time, in panels for the rest.

    Parameters
    ----------
    trail
        The numbers of the sweep.
    result
        The sweep.
    head
        The question.

    Returns
    -------
    Section or None
        ``None`` where fewer than two things were varied.
    """
    grid = result.plan.grid
    if len(grid.varied) < 2:
        return None
    down, across = _pair(result, head)
    rest = [axis for axis in grid.varied if axis not in (down, across)]
    paneled = _paneled(result, head, rest)
    rows, columns = (spaced(range(len(axis.levels)), _MOST_TILES) for axis in (down, across))
    found = _values(result, head)
    panels = []
    for places in product(*(range(len(axis.levels)) for axis in paneled)):
        moved = {axis.name: place for axis, place in zip(paneled, places, strict=True)}
        cells = [
            [grid.moved(grid.origin, **moved, **{down.name: row, across.name: column}) for column in columns]
            for row in rows
        ]
        title = "; ".join(called(a.name, a.levels[p]) for a, p in zip(paneled, places, strict=True))
        panels.append(_panel(trail, head, title, cells=cells, found=found, origin=grid.origin))
    middle = found[grid.origin][1]["value"]
    plot = HeatPlot(
        tuple(panels),
        tuple(down.levels[row] for row in rows),
        tuple(across.levels[column] for column in columns),
        down.name.replace("_", " "),
        across.name.replace("_", " "),
        middle if middle is not None and isfinite(middle) else 0.0,
    )
    fixed = [axis for axis in rest if axis not in paneled]
    held = "; ".join(called(axis.name, axis.levels[axis.baseline]) for axis in fixed)
    whole = len(rows) == len(down.levels) and len(columns) == len(across.levels)
    cut = "" if whole else " Values between those shown are in the file."
    chart = Chart(
        "together",
        f"{capital(head.short)} by {down.name.replace('_', ' ')} and {across.name.replace('_', ' ')}",
        heat(plot),
        heat(plot, narrow=True),
        "Tables of tiles with the value of each cell, a panel for each combination of the rest.",
        note="Blue: more than in the cell at the baseline, which has a frame; red: less."
        + (f" Held at the baseline: {held}." if held else "")
        + cut,
    )
    many = f"{len(panels)} panel{'s' * (len(panels) > 1)}"
    finding = f"No tile is an average over what else was varied: {many} of single cells."
    title = "What do two things do together?"
    spans = {(row["first"], row["last"]) for _, row in found.values()}
    blocks = (chart, Caveat(_OTHER_YEARS)) if len(spans) > 1 else (chart,)
    return Section("together", "Two at a time", title, finding, blocks)


def _pair(result: SweepResult, head: Headline) -> tuple[Axis, Axis]:
    """Choose two axes: the parameters with most values, else those that hang most on each other."""
    varied = list(result.plan.grid.varied)
    numbers = sorted((axis for axis in varied if axis.values), key=lambda axis: -len(axis.levels))
    if len(numbers) >= 2:
        return numbers[1], numbers[0]
    pairs = [(one, other) for place, one in enumerate(varied) for other in varied[place + 1 :]]
    one, other = max(pairs, key=lambda pair: _tied(result, head, *pair))
    return one, other


def _paneled(result: SweepResult, head: Headline, rest: list[Axis]) -> list[Axis]:
    """Choose axes for the panels, those that move most first, as long as the panels stay few."""
    chosen: list[Axis] = []
    for axis in sorted(rest, key=lambda axis: -_weight(result, head, axis)):
        if prod(len(one.levels) for one in (*chosen, axis)) <= _MOST_PANELS:
            chosen.append(axis)
    return [axis for axis in rest if axis in chosen]


def _panel(
    trail: Trail,
    head: Headline,
    title: str,
    *,
    cells: list[list[int]],
    found: dict[int, tuple[int, Any]],
    origin: int,
) -> HeatPanel:
    form = "year" if head.measure == FIRST_REFUSAL else "3f" if head.measure in CHANGES else "2f"
    rows = [[found[cell] for cell in line] for line in cells]
    marked = [(row, line.index(origin)) for row, line in enumerate(cells) if origin in line]
    return HeatPanel(
        title,
        tuple(tuple(said["value"] for _, said in row) for row in rows),
        tuple(
            tuple(trail.read(trail.number(RUN, f"rows.{place}.value", form)) for place, _ in row)
            for row in rows
        ),
        marked[0] if marked else (),
    )


def hanging(trail: Trail, result: SweepResult, head: Headline) -> Section | None:
    """Tell the strongest interactions: effects that hang on another axis.

    Parameters
    ----------
    trail
        The numbers of the sweep.
    result
        The sweep.
    head
        The question.

    Returns
    -------
    Section or None
        ``None`` where fewer than two things were varied.
    """
    found = [(place, one) for place, one in enumerate(result.interactions) if head.asks(one)]
    if not found:
        return None
    seen = [pair for pair in found if abs(pair[1].mean) > 2.0 * pair[1].error]
    shown = sorted(seen, key=lambda pair: -abs(pair[1].mean))[:_MOST_HANGING]
    rows = []
    for place, one in shown:
        path = f"interactions.{place}"
        alone, there, mean = (
            trail.number(RUN, f"{path}.{name}", head.signed) for name in ("alone", "with_other", "mean")
        )
        error = trail.number(RUN, f"{path}.error", head.plain)
        what, where = called(one.axis, one.level), called(one.other_axis, one.other_level)
        rows.append(Row((what, where, alone, there, mean, error)))
    columns = (
        Column("what", "What is changed"),
        Column("where", "Where"),
        Column("alone", "Alone", "right"),
        Column("there", "There", "right"),
        Column("mean", "More", "right"),
        Column("error", "Error", "right"),
    )
    table = Table(
        "interactions",
        "The strongest interactions; interactions.csv holds all",
        columns,
        tuple(rows),
        note="Alone: what the first value changes against its baseline, all else at the baseline. There: the "
        "same where the second value holds. More: there less alone, if beyond twice its simulation error; "
        "the largest first.",
    )
    finding = (
        f"{len(seen)} of {len(found)} pairs of values change each other's effect by more than twice the "
        "simulation error."
    )
    caveat = Caveat("Of many pairs about one in twenty would pass that bar by luck alone.")
    blocks = (table, caveat) if rows else (caveat,)
    return Section("hanging", "Interactions", "What hangs on what?", finding, blocks)
