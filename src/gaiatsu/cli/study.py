"""``gaiatsu study``: put a claim of the article to data that it never saw, as specified beforehand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.options import data_option, seed_option
from gaiatsu.cli.output import emit, json_option
from gaiatsu.cli.progress import show_progress

if TYPE_CHECKING:
    from gaiatsu.report.document import Report
    from gaiatsu.studies.field.records import FieldStudy
    from gaiatsu.studies.field.specification import FieldSpecification

__all__ = ["study"]

RENDERING = 3


class StudyName(click.ParamType[str]):
    """A name of a study, read late so that asking for help loads nothing."""

    name = "study"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse a name that no study has."""
        from gaiatsu.studies.field.registry import STUDIES

        if value not in STUDIES:
            self.fail(f"No study is called {value!r}. Expected: one of {', '.join(STUDIES)}.", param, ctx)
        return str(value)


@click.command()
@click.argument("name", metavar="STUDY", type=StudyName())
@data_option
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the report's files; none without it."
)
@click.option("--plan", is_flag=True, help="Print the specification and compute nothing.")
@seed_option
@json_option
def study(name: str, **options: Any) -> None:
    """Put a claim of the article to data that it never saw.

    STUDY is decline (did U.S. success against Japan fall after 1992, and by more than elsewhere?), legitimacy
    (do threats with an institution behind them win more?), scope (does the social context matter among
    friends and vanish among rivals?) or channels (does it move what conceding is worth, once threat and
    credibility are in the crisis-signaling game?). Each was specified before it was run; --plan shows how.
    With --out the report is written in the form of the article's: one HTML page, the same as PDF, tables as
    CSV, figures as SVG and PNG, and the trail of every number.
    """
    from gaiatsu.studies.field.specification import specification

    if options["plan"]:
        spec = specification(name)
        emit("study", _object(name, spec, options["seed"]), _plan(spec), as_json=options["as_json"])
        return
    found, report, files = _run(name, options)
    data = _object(name, found.specification, options["seed"])
    data |= _results(found, report, options["out"], files=files)
    emit("study", data, _text(report, files), as_json=options["as_json"])


def _require(name: str, folder: str | None) -> None:
    """Refuse at once where a data set is not there, before anything heavy is loaded."""
    from gaiatsu.sources import data_folder, info
    from gaiatsu.sources.locate import require_file
    from gaiatsu.studies.field.specification import specification

    place = data_folder(folder)
    for data in specification(name).data:
        require_file(info(data), place)


def _run(name: str, options: dict[str, Any]) -> tuple[FieldStudy, Report, tuple[Path, ...]]:
    out: Path | None = options["out"]
    _require(name, options["data"] or None)
    from gaiatsu.report.bundle import check_place, write
    from gaiatsu.report.narrative.field_report import compose_field
    from gaiatsu.studies.compilation import keep_compiled
    from gaiatsu.studies.field.registry import field_study

    keep_compiled()
    if out is not None:
        check_place(out)
    begun, after = 0, RENDERING if out is not None else 0
    with show_progress() as progress:

        def step_of_study(step: str, index: int, count: int) -> None:
            nonlocal begun
            begun = count
            progress(step, index, count + after)

        workers = min(2, os.cpu_count() or 1)
        found = field_study(
            name, options["data"] or None, seed=options["seed"], progress=step_of_study, workers=workers
        )
        report = compose_field(found)
        if out is None:
            return found, report, ()
        say = progress
        files = write(report, out, progress=lambda step, index, _: say(step, begun + index, begun + after))
    return found, report, files


def _object(name: str, spec: FieldSpecification, seed: int) -> dict[str, Any]:
    return {
        "study": name,
        "specification": spec,
        "seed": seed,
        "verdict": None,
        "verdicts": [],
        "findings": [],
        "estimates": [],
        "facts": {},
        "cases": [],
        "looks": [],
        "data": [],
        "out": None,
        "files": [],
        "provenance": None,
    }


def _results(
    found: FieldStudy, report: Report, out: Path | None, *, files: tuple[Path, ...]
) -> dict[str, Any]:
    from gaiatsu.report.sources import bare

    entries = report.trail.entries
    return {
        "verdict": bare(report.front.verdict, entries),
        "verdicts": found.verdicts,
        "findings": [
            {"id": section.id, "title": section.title, "finding": bare(section.finding, entries)}
            for section in report.sections
        ],
        "estimates": found.estimates,
        "facts": found.facts,
        "cases": found.listing,
        "looks": found.looks,
        "data": found.data,
        "out": None if out is None else str(out),
        "files": [] if out is None else [file.relative_to(out).as_posix() for file in files],
        "provenance": found.provenance,
    }


def _text(report: Report, files: tuple[Path, ...]) -> str:
    from gaiatsu.report.sources import bare

    entries = report.trail.entries
    lines = [bare(report.front.verdict, entries), ""]
    lines += [f"{bare(one.title, entries)}\n  {bare(one.finding, entries)}" for one in report.sections]
    if files:
        out = files[0].parent
        lines += ["", *(str(file) for file in files if file.parent == out)]
    return "\n".join(lines)


def _plan(spec: FieldSpecification) -> str:
    lines = [spec.title, "", spec.question, f"Written {spec.written}.", "", "Estimators"]
    lines += [f"  {one.id} ({one.role}): {one.estimand}" for one in spec.estimators]
    lines += ["", "Verdicts", *(f"  {rule.question}: {rule.word} when {rule.when}" for rule in spec.rules)]
    lines += ["", "Seen before", *(f"  {look.what}: {look.value} ({look.source})" for look in spec.looks)]
    changes = [f"  {one.what} Why: {one.why}" for one in spec.deviations] or ["  none"]
    return "\n".join([*lines, "", "Deviations since", *changes])
