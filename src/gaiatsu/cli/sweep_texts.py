"""What ``gaiatsu sweep`` says to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gaiatsu.studies.sweeps import SweepPlan, SweepResult
    from gaiatsu.studies.sweeps.effects import Level
    from gaiatsu.studies.sweeps.paired import Contrast

__all__ = ["plan_lines", "plan_text", "result_lines", "span_text"]

_MOST_SHOWN: Final = 12
_MOST_DIFFERENCES: Final = 60
_MOST_LEVELS: Final = 8
_WORDS: Final = ("scenario", "strategy", "world", "prior")


def span_text(seconds: float) -> str:
    """Say how long something takes.

    Examples
    --------
    >>> span_text(12.4), span_text(0.1)
    ('12 s', 'under 1 s')
    """
    if seconds < 0.5:
        return "under 1 s"
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def plan_text(plan: SweepPlan, seconds: float) -> str:
    """Say what a sweep is, how many cells it has and how long they take.

    Parameters
    ----------
    plan
        The sweep.
    seconds
        Estimated seconds on one processor.

    Returns
    -------
    str
        Two lines.
    """
    spec = plan.spec
    each = f"{spec.draws:,} sets of parameters" + (
        f" with {spec.replicates} relationships each" if spec.replicates > 1 else ""
    )
    each += ", given the record" * spec.given_record
    about = "" if seconds < 0.5 else "about "
    return (
        f"{spec.title}\n{len(plan.tasks):,} cells, {each}: {plan.relationship_years:,} relationship-years, "
        f"{about}{span_text(seconds)} on one processor."
    )


def plan_lines(plan: SweepPlan) -> Iterator[str]:
    """Say what is varied, a line each, with the baseline in brackets."""
    spec = plan.spec
    for axis in plan.grid.axes:
        marked = spec.pairs and len(axis.levels) > 1
        shown = [
            f"[{level}]" if marked and place == axis.baseline else level
            for place, level in enumerate(axis.levels)
        ]
        cut = [*shown[:3], "...", shown[-1]] if len(shown) > _MOST_LEVELS else shown
        sign = "; " if axis.name == "point" else ", "
        yield f"  {axis.name:22}{sign.join(cut)}" + (f"  ({len(shown)} values)" if cut != shown else "")
    yield f"  {'measured':22}{', '.join(spec.measures)}"
    yield f"  {'in':22}{', '.join(spec.periods)}"
    if spec.pairs:
        size = sum(len(task.questions) for task in plan.tasks) * spec.draws * 16
        yield f"  {'compared':22}each cell with its partner at the [baseline] of each axis"
        yield f"  {'on the disk':22}at most {max(1, round(size / 1e6)):,} MB by set of parameters"


def result_lines(result: SweepResult, out: Path, files: list[str]) -> Iterator[str]:
    """Say what came of a sweep: means, paired differences, and where the files are.

    Parameters
    ----------
    result
        What it came to.
    out
        The folder.
    files
        Files to name.

    Yields
    ------
    str
        A line.
    """
    from gaiatsu.studies.sweeps.effects import effects

    spec = result.plan.spec
    yield f"{spec.title}: {len(result.plan.tasks):,} cells, {result.frame.height:,} rows"
    yield spec.fitted
    found = effects(result.frame)
    for dimension in dict.fromkeys(level.dimension for level in found):
        yield from _table(dimension, [level for level in found if level.dimension == dimension])
    if found:
        yield "\nEach number is the mean over the cells with that value, whatever else varies."
        if any(level.without and level.cells for level in found):
            yield "* without cells that have no number: nothing of the kind happened, or under half refused."
    yield from _differences(result)
    yield f"\n{out}: {', '.join(files)}\nresults.csv has the SHA-256 {result.digests['results.csv']}"


def _differences(result: SweepResult) -> Iterator[str]:
    """Draw a row a value and measure, over the first period and all demands."""
    spec = result.plan.spec
    chosen = [
        one
        for one in result.contrasts
        if one.period == spec.periods[0] and one.demand in ("all", spec.demands[0])
    ]
    if len(chosen) > _MOST_DIFFERENCES:
        chosen = [one for one in chosen if one.measure == spec.measures[0]]
    if not chosen:
        return
    yield f"\nPaired differences from the baseline{'error':>22}{'5 %':>9}{'95 %':>9}   over the cells"
    order = {axis.name: place for place, axis in enumerate(result.plan.grid.axes)}
    levels = {axis.name: axis.levels for axis in result.plan.grid.axes}
    chosen.sort(key=lambda one: (order[one.axis], levels[one.axis].index(one.level)))
    before = ("", "")
    for one in chosen[:_MOST_DIFFERENCES]:
        if (one.axis, one.level) != before:
            before = (one.axis, one.level)
            yield f"  {one.axis}: {one.level}, not {one.baseline}"
        yield _difference(one)
    yield "Mean over the cells, with its simulation error; quantiles over the sets of parameters, which hold"
    yield "their luck too; the smallest and the largest difference of a cell. ! The sign hangs on the rest."
    if len(chosen) < len(result.contrasts):
        yield "Other periods and demands, and every cell with its partner, are in differences.csv."


def _difference(one: Contrast) -> str:
    label = one.measure if one.demand == "all" else f"{one.measure}, {one.demand}"
    years = f"{one.first}-{one.last}" if one.first != one.last else f"{one.first}"
    numbers = f"{_signed(one.mean):>10}{one.error:>9.3f}{_signed(one.low):>9}{_signed(one.high):>9}"
    reach = f"{_signed(one.least)} to {_signed(one.most)}{' !' * one.turns}" if one.cells > 1 else ""
    return f"    {label:20}{years:>12}{numbers}   {reach}".rstrip()


def _signed(number: float) -> str:
    return "0" if abs(number) < 0.0005 else f"{number:+.3f}"


def _table(dimension: str, levels: list[Level]) -> Iterator[str]:
    """Draw a row a question, a column a level."""
    names = list(dict.fromkeys(level.level for level in levels))
    shown = names if len(names) <= _MOST_SHOWN else [*names[: _MOST_SHOWN - 1], names[-1]]
    width = max(9, *(len(name) + 2 for name in shown))
    title = f"By {dimension}" if dimension in _WORDS else f"By the parameter {dimension}"
    label = max(20, *(len(_label(level)) + 2 for level in levels))
    yield f"\n{title:{label + 12}}" + "".join(f"{name:>{width}}" for name in shown)
    by_place = {
        (level.measure, level.demand, level.first, level.last, level.level): level for level in levels
    }
    for measure, demand, first, last in dict.fromkeys(place[:4] for place in by_place):
        named = measure if demand == "all" else f"{measure}, {demand}"
        years = f"{first}-{last}" if first != last else f"{first}"
        cells = [by_place.get((measure, demand, first, last, name)) for name in shown]
        yield f"  {named:{label}}{years:>10}" + "".join(f"{_number(one):>{width}}" for one in cells)
    if shown != names:
        yield f"  {len(names) - len(shown)} values between are in the results."


def _label(level: Level) -> str:
    return level.measure if level.demand == "all" else f"{level.measure}, {level.demand}"


def _number(level: Level | None) -> str:
    if level is None or level.mean is None:
        return "-"
    mark = "*" if level.without else ""
    return (f"{level.mean:.1f}" if level.measure == "first_refusal" else f"{level.mean:.3f}") + mark
