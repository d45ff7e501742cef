"""``gaiatsu replicate``: reproduce and examine the article, and write the report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.options import data_option, patch_option, seed_option
from gaiatsu.cli.output import emit, json_option
from gaiatsu.cli.progress import show_progress

if TYPE_CHECKING:
    from gaiatsu.report.document import Report
    from gaiatsu.studies.replicate import Replication

__all__ = ["replicate"]

RENDERING = 3


@click.command()
@click.argument("case_set")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the report's files.")
@data_option
@patch_option
@click.option("--ratings", metavar="FILE", help="CSV file (year, rating, label) to draw Figure 1 from.")
@seed_option
@json_option
def replicate(case_set: str, out: Path, **options: Any) -> None:
    """Reproduce and examine the article; write the report.

    CASE_SET is a name of the catalog, such as schoppa1999, or a file. The report is one HTML page, the same
    as PDF, every table as CSV, every figure as SVG and PNG, and the trail of every number. An earlier report
    in the same folder is replaced when the new one is complete.
    """
    from gaiatsu.cases import load
    from gaiatsu.report.bundle import check_place, write
    from gaiatsu.report.compose import compose
    from gaiatsu.sources import data_folder
    from gaiatsu.studies.compilation import keep_compiled
    from gaiatsu.studies.replicate import STEPS
    from gaiatsu.studies.replicate import replicate as run

    keep_compiled()
    check_place(out)
    if options["data"]:
        data_folder(options["data"])
    chosen = load(case_set, patches=options["patches"])
    total = len(STEPS) + RENDERING
    with show_progress() as progress:
        replication = run(
            chosen,
            data_dir=options["data"] or None,
            ratings=options["ratings"],
            seed=options["seed"],
            workers=os.cpu_count() or 1,
            progress=lambda step, index, _: progress(step, index, total),
        )
        report = compose(replication)
        begun = len(STEPS)
        files = write(report, out, progress=lambda step, index, _: progress(step, begun + index, total))
    data = _object(replication, report, out, files)
    emit("replicate", data, _text(report, files), as_json=options["as_json"])


def _object(replication: Replication, report: Report, out: Path, files: tuple[Path, ...]) -> dict[str, Any]:
    from gaiatsu.report.sources import bare

    entries = report.trail.entries
    case_set = replication.case_set
    return {
        "case_set": {
            "id": case_set.id,
            "digest": case_set.digest,
            "patches": list(case_set.applied_patches),
        },
        "seed": replication.seed,
        "out": str(out),
        "verdict": bare(report.front.verdict, entries),
        "findings": [
            {"id": section.id, "title": section.title, "finding": bare(section.finding, entries)}
            for section in report.sections
        ],
        "files": [file.relative_to(out).as_posix() for file in files],
    }


def _text(report: Report, files: tuple[Path, ...]) -> str:
    """Name the files; tables and figures by their folders."""
    from collections import Counter

    from gaiatsu.report.sources import bare

    out = files[0].parent
    folders = Counter((file.parent, file.suffix) for file in files if file.parent != out)
    lines = [str(file) for file in files if file.parent == out]
    lines += [f"{folder}: {count} {suffix[1:].upper()} files" for (folder, suffix), count in folders.items()]
    return "\n".join([bare(report.front.verdict, report.trail.entries), "", *lines])
