"""``gaiatsu sweep``: many runs over parameters, scenarios, strategies, worlds and prior sets."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from gaiatsu.cli.output import emit, json_option, note
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gaiatsu.studies.sweeps import Computing, SweepPlan, SweepResult, SweepSpec
    from gaiatsu.studies.sweeps.effects import Level
    from gaiatsu.studies.sweeps.plan import Cell

__all__ = ["sweep"]

_WORTH_WORKERS = 20.0  # processor seconds below which starting workers takes longer than they save
_BETWEEN = 2.0  # seconds between lines of progress where nobody watches
_MOST_SHOWN = 12
_WORDS = ("scenario", "strategy", "world", "prior")


@click.command()
@click.argument("spec", required=False)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the results; NAME-sweep when left out."
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes on this machine; when left out, one if the sweep is short, else one a processor.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Dask scheduler whose workers are used, as tcp://HOST:PORT."
)
@click.option("--resume", is_flag=True, help="Go on with an earlier run of the same sweep in that folder.")
@click.option(
    "--dry-run", is_flag=True, help="Say how many cells there are and how long they take, and stop."
)
@click.option("--list", "listing", is_flag=True, help="List the shipped sweeps and stop.")
@click.option("--show", metavar="NAME", help="Print the text of a shipped sweep, to copy and change.")
@json_option
def sweep(spec: str | None, *, listing: bool, show: str | None, as_json: bool, **options: Any) -> None:
    """Run many cells: parameters, scenarios, strategies, worlds and prior sets, each with each.

    SPEC is a YAML file or the name of a shipped sweep. Each finished cell is written at once, so that a sweep
    that was interrupted goes on with --resume where it ended.
    """
    if listing or show is not None:
        _tell(show, as_json=as_json)
        return
    if spec is None:
        msg = "No sweep was named."
        raise InvalidSpecification(
            msg, expected="a file or a name", todo="See gaiatsu sweep --show template."
        )
    from gaiatsu.studies.sweeps import find_sweep, plan_sweep, seconds_of

    found, beside = find_sweep(spec)
    plan = plan_sweep(found, beside=beside)
    seconds = seconds_of(plan)
    head = _head(plan, seconds)
    if options["dry_run"]:
        data = {**_object(plan, seconds), **_nothing()}
        emit("sweep", data, "\n".join([head, *_dimensions(found)]), as_json=as_json)
        return
    out = options["out"] or Path(f"{found.name}-sweep")
    computing = _computing(options, seconds)
    note(head)
    result = _run(plan, out, computing=computing, resume=options["resume"])
    data = {**_object(plan, seconds), **_done(result, out, computing)}
    emit("sweep", data, "\n".join(_text(result, out)), as_json=as_json)


def _computing(options: dict[str, Any], seconds: float) -> Computing:
    """Choose where cells are computed; asked-for workers are never quietly left out."""
    from gaiatsu.studies.sweeps import Computing
    from gaiatsu.studies.sweeps.pool import has_dask

    if options["scheduler"] is not None:
        if options["workers"] is not None:
            msg = f"--workers {options['workers']} and --scheduler {options['scheduler']} were both given."
            raise InvalidSpecification(msg, expected="one of them")
        return Computing(scheduler=options["scheduler"])
    if options["workers"] is not None:
        return Computing(options["workers"])
    many = os.cpu_count() or 1
    if many == 1 or seconds < _WORTH_WORKERS:
        return Computing()
    if not has_dask():
        note("Cells run one after another; pip install 'gaiatsu[cluster]' lets several processes share them.")
        return Computing()
    return Computing(many)


def _run(plan: SweepPlan, out: Path, *, computing: Computing, resume: bool) -> SweepResult:
    from gaiatsu.studies.sweeps import sweep as compute

    where = computing.scheduler or f"{computing.workers} process{'es' * (computing.workers > 1)}"
    with _Meter(where, live=sys.stderr.isatty()) as meter:
        return compute(plan, out, computing=computing, resume=resume, progress=meter)


class _Meter:
    """Progress on standard error: how many cells are done and when the rest will be."""

    def __init__(self, where: str, *, live: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._where, self._live, self._clock = where, live, clock
        self._began = self._said = clock()
        self._done = self._total = 0
        self._pace: tuple[float, int] | None = None

    def __call__(self, cell: Cell | None, done: int, total: int) -> None:
        """Take note of a finished cell; of none at the start."""
        now = self._clock()
        self._done, self._total = done, total
        if cell is None:
            self._began = now
            kept = f", {done:,} kept from before" if done else ""
            note(f"{total:,} cells by {self._where}{kept}")
            return
        if not self._live and now - self._said < _BETWEEN and done < total:
            return
        self._said = now
        line = f"[{done:>{len(str(total))}}/{total}] {_span(now - self._began)}{self._left(now)}"
        click.echo(f"\r\x1b[2K{line}" if self._live else line, nl=not self._live, err=True, color=self._live)

    def _left(self, now: float) -> str:
        """Time left at the pace since the first cell; what came before it was partly the start of workers."""
        if self._pace is None:
            self._pace = (now, self._done)
        since, cells = now - self._pace[0], self._done - self._pace[1]
        if not cells or self._done == self._total:
            return ""
        return f", {_span(since / cells * (self._total - self._done))} left"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._live and self._pace is not None:
            click.echo(err=True)
        if kind is not None and self._total:
            note(f"{self._done:,} of {self._total:,} cells are kept; --resume goes on from there.")


def _span(seconds: float) -> str:
    if seconds < 0.5:
        return "less than 1 s"
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def _tell(show: str | None, *, as_json: bool) -> None:
    from gaiatsu.studies.sweeps import find_sweep, sweep_names
    from gaiatsu.studies.sweeps.spec import sweep_text

    if show is not None:
        text = sweep_text(show)
        emit("sweep", {"sweep": show, "text": text}, text.rstrip("\n"), as_json=as_json)
        return
    titles = {name: find_sweep(name)[0].title for name in sweep_names()}
    lines = "\n".join(f"{name:32}{title}" for name, title in titles.items())
    emit("sweep", {"sweeps": titles}, lines, as_json=as_json)


def _head(plan: SweepPlan, seconds: float) -> str:
    spec = plan.spec
    each = f"{spec.draws:,} sets of parameters" + (
        f" with {spec.replicates} relationships each" if spec.replicates > 1 else ""
    )
    return (
        f"{spec.title}\n{len(plan.tasks):,} cells, {each}: {plan.relationship_years:,} relationship-years, "
        f"about {_span(seconds)} on one processor."
    )


def _dimensions(spec: SweepSpec) -> Iterator[str]:
    """Say what is varied, a line each."""
    from gaiatsu.studies.sweeps.spec import levels_of

    for name in ("scenarios", "strategies", "worlds", "priors"):
        yield f"  {name:22}{', '.join(getattr(spec, name))}"
    for name, given in spec.grid.items():
        values = levels_of(given)
        shown = [f"{value:g}" for value in values]
        cut = [*shown[:3], "...", shown[-1]] if len(shown) > 8 else shown
        yield f"  {name:22}{', '.join(cut)}" + (f"  ({len(shown)} values)" if len(shown) > 8 else "")
    if spec.points:
        yield f"  {'points':22}{len(spec.points)} of {', '.join(spec.parameters)}"
    yield f"  {'measured':22}{', '.join(spec.measures)}"
    yield f"  {'in':22}{', '.join(spec.periods)}"


def _object(plan: SweepPlan, seconds: float) -> dict[str, Any]:
    spec = plan.spec
    return {
        "sweep": {"name": spec.name, "title": spec.title, "about": spec.about, "digest": plan.digest},
        "varied": {
            "scenarios": spec.scenarios,
            "strategies": spec.strategies,
            "worlds": spec.worlds,
            "priors": spec.priors,
            "parameters": spec.parameters,
        },
        "options": {"draws": spec.draws, "replicates": spec.replicates, "seed": spec.seed},
        "cells": len(plan.tasks),
        "relationship_years": plan.relationship_years,
        "estimated_seconds": round(seconds, 1),
        "provenance": plan.provenance,
    }


def _nothing() -> dict[str, Any]:
    empty = dict.fromkeys(("workers", "scheduler", "kept", "computed", "rows", "digest"))
    return {**empty, "effects": [], "out": None, "files": []}


def _done(result: SweepResult, out: Path, computing: Computing) -> dict[str, Any]:
    from gaiatsu.studies.sweeps.effects import effects

    return {
        "workers": None if computing.scheduler else computing.workers,
        "scheduler": computing.scheduler,
        "kept": result.kept,
        "computed": result.computed,
        "rows": result.frame.height,
        "digest": result.digest,
        "effects": effects(result.frame),
        "out": str(out),
        "files": result.files,
    }


def _text(result: SweepResult, out: Path) -> Iterator[str]:
    from gaiatsu.studies.sweeps.effects import effects

    spec = result.plan.spec
    yield f"{spec.title}: {len(result.plan.tasks):,} cells, {result.frame.height:,} rows"
    yield "Nothing here was fitted: the numbers say what follows from the beliefs and from what was set."
    found = effects(result.frame)
    for dimension in dict.fromkeys(level.dimension for level in found):
        yield from _table(dimension, [level for level in found if level.dimension == dimension])
    if found:
        yield "\nEach number is the mean over the cells with that value, whatever else varies."
        if any(level.without and level.cells for level in found):
            yield "* without cells that have no number: nothing of the kind happened, or under half refused."
    yield f"\n{out}: {', '.join(result.files)}\nresults.csv has the SHA-256 {result.digest}"


def _table(dimension: str, levels: list[Level]) -> Iterator[str]:
    """Draw a row a question, a column a level."""
    names = list(dict.fromkeys(level.level for level in levels))
    shown = names if len(names) <= _MOST_SHOWN else [*names[: _MOST_SHOWN - 1], names[-1]]
    width = max(9, *(len(name) + 2 for name in shown))
    title = f"By {dimension}" if dimension in _WORDS else f"By the parameter {dimension}"
    yield f"\n{title:32}" + "".join(f"{name:>{width}}" for name in shown)
    by_place = {
        (level.measure, level.demand, level.first, level.last, level.level): level for level in levels
    }
    for measure, demand, first, last in dict.fromkeys(place[:4] for place in by_place):
        label = measure if demand == "all" else f"{measure}, {demand}"
        years = f"{first}-{last}" if first != last else f"{first}"
        cells = [by_place.get((measure, demand, first, last, name)) for name in shown]
        yield f"  {label:20}{years:>10}" + "".join(f"{_number(one):>{width}}" for one in cells)
    if shown != names:
        yield f"  {len(names) - len(shown)} values between are in the results."


def _number(level: Level | None) -> str:
    if level is None or level.mean is None:
        return "-"
    mark = "*" if level.without else ""
    return (f"{level.mean:.1f}" if level.measure == "first_refusal" else f"{level.mean:.3f}") + mark
