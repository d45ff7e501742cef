"""Advice as files: a brief of one page, the whole report, charts, tables and the trail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gaiatsu.report.bundle import check_place, files_of, put
from gaiatsu.report.figures import render
from gaiatsu.report.narrative.advice import compose_advice
from gaiatsu.report.pdf import one_page
from gaiatsu.report.values import dump

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.report.document import Chart, Report
    from gaiatsu.studies.advise import Advice

__all__ = ["write_advice"]

BRIEF, TRAIL = "brief.pdf", "trail.json"


def write_advice(advice: Advice, out: Path) -> list[str]:
    """Write the brief, the report, its charts and tables into a folder, all or none.

    Parameters
    ----------
    advice
        What was found.
    out
        The folder; made, or replaced where it holds an earlier report and nothing else.

    Returns
    -------
    list of str
        Files, relative to the folder, the brief first.

    Raises
    ------
    OutputError
        The folder holds other files or cannot be written.
    """
    check_place(out)
    report = compose_advice(advice)
    made = {BRIEF: _brief(report), **files_of(report)}
    trail = json.loads(made[TRAIL])
    made[TRAIL] = (dump({**trail, "files": sorted(made)}) + "\n").encode()
    put(made, out)
    return list(made)


def _brief(report: Report) -> bytes:
    """Set page one with the two charts that carry most: the years, and what turns the order."""
    charts = {chart.id: chart for chart in report.charts()}
    second: Chart = next(charts[name] for name in ("depends-1", "depends-2", "patience") if name in charts)
    pair = charts["years"], second
    drawings = {report.front.chart.id: render.on_paper(render.svg(report.front.chart.spec))}
    drawings |= {chart.id: render.on_paper(render.svg(chart.narrow)) for chart in pair}
    return one_page(report, drawings, beside=pair)
