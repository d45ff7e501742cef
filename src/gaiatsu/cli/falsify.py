"""``gaiatsu falsify``: what would refute each claim, and whether the data do."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.options import data_option, patch_option, seed_option
from gaiatsu.cli.output import emit, json_option, note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.studies.falsify import Falsifier, FalsifyStudy

__all__ = ["falsify"]

WIDTH = 100
ORDER = ("against", "supported", "cannot tell", "data needed")
HEADINGS = {
    "against": "Against the article",
    "supported": "Borne out",
    "cannot tell": "Cannot tell",
    "data needed": "Data needed",
}


@click.command()
@click.argument("case_set", default="schoppa1999")
@data_option
@patch_option
@seed_option
@json_option
def falsify(case_set: str, **options: Any) -> None:
    """Ask of each claim what would refute it, and whether the data do.

    Every falsifier is printed with its status, the number behind it and where the status would change;
    those that need data nobody has given say which.
    """
    study = _study(case_set, options)
    emit("falsify", _object(study), "\n".join(_lines(study)), as_json=options["as_json"])
    if not any(name for name in study.loaded if name not in {"episodes", "events", "dependence table"}):
        note("No external data were read: name their folder with --data or GAIATSU_DATA.")


def _study(case_set: str, options: dict[str, Any]) -> FalsifyStudy:
    from gaiatsu.cases import load
    from gaiatsu.context.external import material_series
    from gaiatsu.context.panel import episode_panel
    from gaiatsu.studies.falsify import falsify as ask
    from gaiatsu.studies.figure2 import figure2
    from gaiatsu.studies.rivals import rivals
    from gaiatsu.studies.state import state_study

    chosen, seed = load(case_set, patches=options["patches"]), options["seed"]
    data_dir = options["data"] or None
    series = material_series(data_dir) if data_dir else None
    panel = episode_panel(chosen, series)
    state = state_study(chosen, seed=seed, data=series).state
    explanations = rivals(chosen, panel, state, seed=seed, data=series)
    return ask(chosen, panel, state, explanations, figure2(chosen), data_dir=data_dir)


def _object(study: FalsifyStudy) -> dict[str, Any]:
    return {
        "summary": study.counts,
        "falsifiers": study.rows,
        "loaded": study.loaded,
        "thresholds": study.thresholds,
        "provenance": study.provenance,
    }


def _lines(study: FalsifyStudy) -> Iterator[str]:
    counts = study.counts
    listing = ", ".join(f"{counts[status]} {HEADINGS[status].lower()}" for status in ORDER if counts[status])
    yield f"{len(study.rows)} falsifiers: {listing}."
    for status in ORDER:
        chosen = [row for row in study.rows if row.status.value == status]
        if chosen:
            yield f"\n{HEADINGS[status]} ({len(chosen)})"
        for row in chosen:
            yield from _falsifier(row)


def _falsifier(row: Falsifier) -> Iterator[str]:
    yield f"\n  {row.id} {row.title} ({', '.join(row.claims)})"
    yield _indented(f"Refuted if: {row.refuted_by}")
    if row.number is not None:
        ends = f" ({row.interval[0]:.2g} to {row.interval[1]:.2g})" if row.interval else ""
        yield _indented(f"{row.measure[:1].upper()}{row.measure[1:]}: {row.number:.2g}{ends}.")
        yield _indented(f"Status changes: {row.threshold}.")
    yield _indented(row.why)


def _indented(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4)
