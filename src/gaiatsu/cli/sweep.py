"""``gaiatsu sweep``: many runs over parameters, scenarios, strategies, worlds and prior sets."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from gaiatsu.cli.output import emit, json_option, note, write_report
from gaiatsu.cli.sweep_texts import plan_lines, plan_text, result_lines, span_text
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaiatsu.studies.sweeps import Computing, SweepPlan, SweepResult
    from gaiatsu.studies.sweeps.plan import Cell

__all__ = ["sweep"]

_WORTH_WORKERS = 20.0  # processor seconds below which starting workers takes longer than they save
_BETWEEN = 2.0  # seconds between lines of progress where nobody watches


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
@click.option("--no-report", is_flag=True, help="Write the tables only, not the page with the figures.")
@click.option(
    "--dry-run", is_flag=True, help="Say how many cells there are and how long they take, and stop."
)
@click.option("--list", "listing", is_flag=True, help="List the shipped sweeps and stop.")
@click.option("--show", metavar="NAME", help="Print the text of a shipped sweep, to copy and change.")
@json_option
def sweep(spec: str | None, *, listing: bool, show: str | None, as_json: bool, **options: Any) -> None:
    """Run many cells: parameters, scenarios, strategies, worlds and prior sets, each with each.

    SPEC is a YAML file or the name of a shipped sweep. Each finished cell is written at once, so that a sweep
    that was interrupted goes on with --resume where it ended. Each cell is then compared with the one that
    differs from it in a single thing, with the same draws and luck; a page with figures is written beside the
    tables.
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
    head = plan_text(plan, seconds)
    if options["dry_run"]:
        data = {**_object(plan, seconds), **_nothing()}
        emit("sweep", data, "\n".join([head, *plan_lines(plan)]), as_json=as_json)
        return
    out = options["out"] or Path(f"{found.name}-sweep")
    if not options["no_report"]:
        from gaiatsu.report.bundle import check_place

        check_place(out / "report")
    computing = _computing(options, seconds)
    note(head)
    result = _run(plan, out, computing=computing, resume=options["resume"])
    files = [*result.files, *([] if options["no_report"] else _report(result, out))]
    data = {**_object(plan, seconds), **_done(result, out, computing), "files": files}
    named = [name for name in files if "/" not in name or name.endswith((".html", ".pdf"))]
    emit("sweep", data, "\n".join(result_lines(result, out, named)), as_json=as_json)


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


def _report(result: SweepResult, out: Path) -> list[str]:
    """Write the page into a folder of its own beside the tables."""
    from gaiatsu.report.narrative.swept import compose_sweep

    written = write_report(lambda: compose_sweep(result), out / "report")
    return [f"report/{name}" for name in written["files"]]


class _Meter:
    """Progress on standard error: how many cells are done and when the rest will be."""

    def __init__(self, where: str, *, live: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._where, self._live, self._clock = where, live, clock
        self._began = self._said = clock()
        self._done = self._total = 0
        self._pace: tuple[float, int] | None = None
        self._open = False

    def __call__(self, cell: Cell | None, done: int, total: int) -> None:
        """Take note of a finished cell; of none at the start, and when the tables are put together."""
        now = self._clock()
        if cell is None and self._total:
            self._end_line()
            note("Putting the tables together ...")
            return
        self._done, self._total = done, total
        if cell is None:
            self._began = now
            kept = f", {done:,} kept from before" if done else ""
            note(f"{total:,} cells by {self._where}{kept}")
            return
        if not self._live and now - self._said < _BETWEEN and done < total:
            return
        self._said = now
        line = f"[{done:>{len(str(total))}}/{total}] {span_text(now - self._began)}{self._left(now)}"
        self._open = True
        click.echo(f"\r\x1b[2K{line}" if self._live else line, nl=not self._live, err=True, color=self._live)

    def _left(self, now: float) -> str:
        """Time left at the pace since the first cell; what came before it was partly the start of workers."""
        if self._pace is None:
            self._pace = (now, self._done)
        since, cells = now - self._pace[0], self._done - self._pace[1]
        if not cells or self._done == self._total:
            return ""
        return f", {span_text(since / cells * (self._total - self._done))} left"

    def _end_line(self) -> None:
        """End the line that is rewritten, where there is one."""
        if self._live and self._open:
            click.echo(err=True)
        self._open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._end_line()
        if kind is not None and self._total:
            note(f"{self._done:,} of {self._total:,} cells are kept; --resume goes on from there.")


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


def _object(plan: SweepPlan, seconds: float) -> dict[str, Any]:
    spec = plan.spec
    return {
        "sweep": {"name": spec.name, "title": spec.title, "about": spec.about, "digest": plan.digest},
        "varied": {
            "scenarios": spec.scenarios,
            "strategies": [one.name for one in plan.strategies],
            "worlds": spec.worlds,
            "priors": spec.priors,
            "parameters": spec.parameters,
        },
        "baseline": plan.baseline if spec.pairs else None,
        "options": {"draws": spec.draws, "replicates": spec.replicates, "seed": spec.seed},
        "cells": len(plan.tasks),
        "relationship_years": plan.relationship_years,
        "estimated_seconds": round(seconds, 1),
        "provenance": plan.provenance,
    }


def _nothing() -> dict[str, Any]:
    empty = dict.fromkeys(("workers", "scheduler", "kept", "computed", "rows", "digest"))
    return {**empty, "effects": [], "contrasts": [], "interactions": [], "out": None, "files": []}


def _done(result: SweepResult, out: Path, computing: Computing) -> dict[str, Any]:
    from gaiatsu.studies.sweeps.effects import effects

    return {
        "workers": None if computing.scheduler else computing.workers,
        "scheduler": computing.scheduler,
        "kept": result.kept,
        "computed": result.computed,
        "rows": result.frame.height,
        "digest": result.digests["results.csv"],
        "effects": effects(result.frame),
        "contrasts": result.contrasts,
        "interactions": result.interactions,
        "out": str(out),
    }
