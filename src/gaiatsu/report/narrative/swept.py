"""A sweep told: what moves its first measure, what that hangs on, the other measures, what was varied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaiatsu.report.document import Callout, Chart, Column, FrontPage, Report, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.formats import show
from gaiatsu.report.narrative import sources
from gaiatsu.report.narrative.swept_parts import (
    RUN,
    Headline,
    called,
    hanging,
    headline_of,
    numbered,
    ranges,
    spaced,
    together,
)
from gaiatsu.report.narrative.wording import capital
from gaiatsu.report.trail import Trail

if TYPE_CHECKING:
    from gaiatsu.studies.sweeps import SweepResult
    from gaiatsu.studies.sweeps.paired import Contrast
    from gaiatsu.studies.sweeps.spec import SweepSpec

__all__ = ["compose_sweep"]

_MOST_LEVELS: Final = 6
_MOST_CELLS: Final = 24
_MOST_CHARTS: Final = 5
_WORDS: Final = {
    "scenario": "the scenario",
    "strategy": "the sender's strategy",
    "world": "whose account holds",
    "prior": "the prior set",
    "point": "the point",
}


def compose_sweep(result: SweepResult) -> Report:
    """Tell a sweep as a report.

    Parameters
    ----------
    result
        What the sweep came to.

    Returns
    -------
    Report
        Page one on the first measure of the sweep; then what hangs on what, the other measures, what was
        varied, and the trail of every number.
    """
    trail = Trail({RUN: result})
    head, plan = headline_of(result), result.plan
    told = [ranges(trail, result, head), together(trail, result, head), hanging(trail, result, head)]
    sections = [one for one in (*told, _others(trail, result, head)) if one is not None]
    front = _front(trail, result, head)
    spec, made = plan.spec, result.provenance
    imprint = (
        f"Made by gaiatsu {made.version}: {len(plan.tasks):,} cells of {spec.draws:,} sets of parameters, "
        f"{spec.replicates} relationship{'s' * (spec.replicates > 1)} each, seed {spec.seed}. "
        f"{spec.fitted}"
    )
    subtitle = (
        "A sweep over a simulation of the theory of Leonard J. Schoppa, *The Social Context in Coercive "
        "International Bargaining* (1999)"
    )
    every = (*sections, _varied(result), sources.section(trail))
    return Report(spec.title, subtitle, front, every, trail, (imprint,))


def _front(trail: Trail, result: SweepResult, head: Headline) -> FrontPage:
    question = f"What moves {head.subject}{head.years}, and what does that hang on?"
    found = numbered(result, head)
    if not found:
        verdict = "Nothing was compared: the sweep has a single cell, or was told to compare none."
        return FrontPage(
            question,
            verdict,
            _cells_chart(result, head),
            _cells_table(trail, result, head),
            _box(result.plan.spec),
        )
    chart = _effect_chart(head, [one for _, one in found], name="effects")
    return FrontPage(
        question,
        _verdict(trail, result, head),
        chart,
        _effect_table(trail, result, head),
        _box(result.plan.spec),
    )


def _verdict(trail: Trail, result: SweepResult, head: Headline) -> str:
    found = numbered(result, head)
    clear = [(place, one) for place, one in found if abs(one.mean) > 2.0 * one.error]
    place, most = max(clear or found, key=lambda pair: abs(pair[1].mean))
    path = f"contrasts.{place}"
    mean = trail.number(RUN, f"{path}.mean", head.signed)
    error = trail.number(RUN, f"{path}.error", head.plain)
    if not clear:
        return (
            f"Nothing that was varied moves {head.subject} by more than the simulation could see: the "
            f"largest difference is {mean}, with a simulation error of {error}."
        )
    said = (
        f"Of what was varied, {_axis(most.axis)} moves it most: {called(most.axis, most.level)} instead of "
        f"{most.baseline} changes it by {mean} (simulation error {error})"
    )
    if most.cells > 1:
        least, largest = (trail.number(RUN, f"{path}.{end}", head.signed) for end in ("least", "most"))
        said += f", from {least} to {largest} depending on the rest"
    said += "; even the sign hangs on the rest." if most.turns else "."
    return f"{said} {_hangs(trail, result, head)}".strip()


def _axis(name: str) -> str:
    return _WORDS.get(name, f"the parameter {name.replace('_', ' ')}")


def _hangs(trail: Trail, result: SweepResult, head: Headline) -> str:
    """Say which interaction is the strongest, where the simulation can see one."""
    seen = [
        (place, one)
        for place, one in enumerate(result.interactions)
        if head.asks(one) and abs(one.mean) > 3.0 * one.error
    ]
    if not seen:
        return (
            "No effect hangs on another axis by more than the simulation could see."
            if result.interactions
            else ""
        )
    place, one = max(seen, key=lambda pair: abs(pair[1].mean))
    alone, there = (
        trail.number(RUN, f"interactions.{place}.{name}", head.signed) for name in ("alone", "with_other")
    )
    base = result.plan.baseline[one.other_axis]
    return (
        f"What {called(one.axis, one.level)} does hangs most on {_axis(one.other_axis)}: {alone} with "
        f"{base}, {there} with {one.other_level}, all else at the baseline."
    )


def _effect_chart(head: Headline, found: list[Contrast], *, name: str) -> Chart:
    rows: list[Dot] = []
    for axis in dict.fromkeys(one.axis for one in found):
        mine = [one for one in found if one.axis == axis]
        for place, one in enumerate(spaced(mine, _MOST_LEVELS)):
            group = f"{capital(axis.replace('_', ' '))}, against {one.baseline}" if place == 0 else ""
            faint = (one.least, one.most) if one.cells > 1 else ()
            printed = show(one.mean, head.signed)
            rows.append(
                Dot(one.level, one.mean, one.low, one.high, printed=printed, group=group, faint=faint)
            )
    ends = [end for row in rows for end in (row.value, row.low, row.high, *row.faint) if end is not None]
    room = max(1e-3, 0.05 * (max(0.0, *ends) - min(0.0, *ends)))
    domain = (min(0.0, *ends) - room, max(0.0, *ends) + room)
    plot = DotPlot(tuple(rows), "Difference from the baseline", domain, threshold=(0.0, "no difference"))
    return Chart(
        name,
        f"{capital(head.short)}: what each value changes",
        dots(plot),
        dots(plot, narrow=True),
        "A point with a bar for each value of what was varied, about a line at no difference.",
        note="Point: mean over the cells. Line: nine tenths of the sets of parameters, whose luck it holds "
        "too. Broad band: from the smallest to the largest difference of a cell.",
    )


def _effect_table(trail: Trail, result: SweepResult, head: Headline) -> Table:
    rows, before, found = [], "", numbered(result, head)
    axes = dict.fromkeys(one.axis for _, one in found)
    shown = [pair for axis in axes for pair in spaced([p for p in found if p[1].axis == axis], _MOST_LEVELS)]
    for place, one in shown:
        path = f"contrasts.{place}"
        numbers = [
            trail.number(RUN, f"{path}.{name}", head.signed)
            for name in ("mean", "low", "high", "least", "most")
        ]
        error = trail.number(RUN, f"{path}.error", head.plain)
        group = f"{capital(one.axis.replace('_', ' '))}, against {one.baseline}" if one.axis != before else ""
        before = one.axis
        rows.append(Row((one.level, numbers[0], error, *numbers[1:]), group=group, strong=one.turns))
    return Table(
        "effects",
        f"{capital(head.short)}{head.years}: differences from the baseline",
        (
            Column("level", "Value"),
            Column("mean", "Mean", "right"),
            Column("error", "Error", "right"),
            Column("low", "5%", "right"),
            Column("high", "95%", "right"),
            Column("least", "Least", "right"),
            Column("most", "Most", "right"),
        ),
        tuple(rows),
        note="Least, most: the smallest and the largest difference of a cell from its partner. Strong: the "
        "sign hangs on the rest. The file holds every measure, demand type and period; values without events "
        "are left out.",
        full=_full(result),
    )


def _full(result: SweepResult) -> tuple[dict[str, object], ...]:
    from dataclasses import asdict

    return tuple(asdict(one) for one in result.contrasts)


def _box(spec: SweepSpec) -> Callout:
    left = "what the record leaves of it" if spec.given_record else "a prior set"
    drawn = f"Parameters that are not set are drawn from {left}."
    beliefs = f"{drawn} {spec.fitted} The error is the simulation's alone."
    shared = (
        "Cells share their sets of parameters and their luck, so that a difference is what was changed and "
        "nothing else."
    )
    chosen = (
        "An axis moves more when its values lie farther apart: whoever wrote the sweep chose them. Means "
        "over cells weigh every combination alike, however likely it is."
    )
    return Callout("What this can carry", (beliefs, shared, chosen))


def _others(trail: Trail, result: SweepResult, head: Headline) -> Section | None:
    """Tell the other measures, a chart each and one table."""
    spec = result.plan.spec
    heads = [headline_of(result, measure) for measure in spec.measures if measure != head.measure]
    known = [one for one in heads if numbered(result, one)]
    if not known:
        return None
    charts = [
        _effect_chart(one, [found for _, found in numbered(result, one)], name=f"effects-{one.measure}")
        for one in known[:_MOST_CHARTS]
    ]
    moved = []
    for one in known:
        place, most = max(numbered(result, one), key=lambda pair: abs(pair[1].mean))
        if abs(most.mean) > 2.0 * most.error:
            mean = trail.number(RUN, f"contrasts.{place}.mean", one.signed)
            moved.append(f"{one.subject} by {called(most.axis, most.level)} ({mean})")
    finding = f"Moved most: {'; '.join(moved)}." if moved else "Nothing that the simulation could see."
    return Section("measures", "Other measures", "What moves the other measures?", finding, tuple(charts))


def _varied(result: SweepResult) -> Section:
    from gaiatsu.dynamics.worlds import find_world
    from gaiatsu.theory.parameters import find_parameter

    plan, said = result.plan, dict[tuple[str, str], str]()
    said |= {("strategy", one.name): one.summary for one in plan.strategies}
    said |= {("world", name): find_world(name).supposes for name in plan.spec.worlds}
    rows = []
    for axis in plan.grid.axes:
        group = capital(axis.name.replace("_", " "))
        if axis.values:
            values = ", ".join(
                axis.levels if len(axis.levels) <= 12 else (*axis.levels[:3], "\u2026", axis.levels[-1])
            )
            rows.append(Row((values, find_parameter(axis.name).meaning), group=group))
            continue
        for place, level in enumerate(axis.levels):
            marked = f"{level} (baseline)" if place == axis.baseline and len(axis.levels) > 1 else level
            rows.append(Row((marked, said.get((axis.name, level), "")), group=group if place == 0 else ""))
    columns = (Column("value", "Value"), Column("meaning", "What it is"))
    about = plan.spec.about or "Every value met every value of the others."
    note = "Parameters: " + ", ".join(f"{a.name} {a.levels[a.baseline]}" for a in plan.grid.axes if a.values)
    table = Table(
        "varied", "Scenarios, strategies, accounts, prior sets and parameters", columns, tuple(rows)
    )
    if any(axis.values for axis in plan.grid.axes):
        table = Table(table.id, table.caption, columns, table.rows, note=f"{note} are the baseline.")
    return Section("varied", "The sweep", "What was varied?", about, (table,))


def _cells_chart(result: SweepResult, head: Headline) -> Chart:
    rows = spaced(head.rows(result), _MOST_CELLS)
    drawn = [
        Dot(
            _cell_name(result, row["cell"]),
            row["value"],
            row["low"],
            row["high"],
            printed=show(row["value"], head.value),
        )
        for _, row in rows
    ]
    ends = [end for dot in drawn for end in (dot.value, dot.low, dot.high) if end is not None]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    plot = DotPlot(tuple(drawn), capital(head.short), (low - 0.02, high + 0.02))
    return Chart(
        "cells",
        f"{capital(head.short)} in each cell",
        dots(plot),
        dots(plot, narrow=True),
        "A point with a bar for each cell.",
        note="Mean, and nine tenths of the sets of parameters.",
    )


def _cells_table(trail: Trail, result: SweepResult, head: Headline) -> Table:
    rows = [
        Row(
            (
                _cell_name(result, row["cell"]),
                trail.number(RUN, f"rows.{place}.value", head.value),
                trail.number(RUN, f"rows.{place}.error", head.plain),
            )
        )
        for place, row in spaced(head.rows(result), _MOST_CELLS)
    ]
    columns = (Column("cell", "Cell"), Column("value", "Mean", "right"), Column("error", "Error", "right"))
    return Table("cells", f"{capital(head.short)}{head.years}", columns, tuple(rows))


def _cell_name(result: SweepResult, number: int) -> str:
    grid = result.plan.grid
    place = grid.place(number)
    said = [
        called(axis.name, axis.levels[one])
        for axis, one in zip(grid.axes, place, strict=True)
        if axis in grid.varied
    ]
    return "; ".join(said) or result.plan.tasks[number].cell.scenario
