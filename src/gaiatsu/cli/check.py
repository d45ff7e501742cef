"""``gaiatsu check``: numbers published elsewhere, and the article's facts, beside what the theory says."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.output import emit, json_option, note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.studies.external import ExternalRow, ExternalStudy, Recomputed
    from gaiatsu.studies.facts import FactCheck

__all__ = ["check"]

WIDTH = 100
HEADINGS = {
    "disagrees": "Against what was predicted",
    "agrees": "As predicted",
    "cannot tell": "Undecided",
    "data needed": "Still wanted",
}


@click.command()
@click.option("--data", metavar="DIR", help="Folder of external data sets; GAIATSU_DATA when left out.")
@click.option(
    "--prior",
    type=click.Choice(["default", "sceptical", "article", "materialist"]),
    default="default",
    show_default=True,
    help="Beliefs about the theory's weights that the numbers are laid beside.",
)
@click.option("--seed", type=int, default=1999, show_default=True, help="Seed of the draws.")
@json_option
def check(data: str | None, prior: str, seed: int, *, as_json: bool) -> None:
    """Set the model against numbers published elsewhere.

    Each number is printed with what the theory implies about it and how the two stand. Without a folder of
    external data, the rows that are counted from data say which sets they need.
    """
    from gaiatsu import cases
    from gaiatsu.studies.external import external_panel, theory_draws

    case_set = cases.load("schoppa1999")
    model = theory_draws(case_set, prior, seed=seed)
    study = external_panel(data, model, case_set=case_set, seed=seed)
    emit("check", _object(study), _text(study), as_json=as_json)
    if not study.loaded:
        note("No external data were read: name their folder with --data or GAIATSU_DATA.")


def _object(study: ExternalStudy) -> dict[str, Any]:
    return {
        "model": study.model,
        "summary": {kind: sum(row.standing.value == kind for row in study.rows) for kind in HEADINGS},
        "rows": study.rows,
        "facts": study.facts,
        "data": study.loaded,
        "missing": study.missing,
        "provenance": study.provenance,
    }


def _text(study: ExternalStudy) -> str:
    return "\n".join([*_summary(study), *_rows(study), *_facts(study), *_data(study)])


def _summary(study: ExternalStudy) -> Iterator[str]:
    counts = _object(study)["summary"]
    listing = ", ".join(f"{count} {HEADINGS[kind].lower()}" for kind, count in counts.items() if count)
    yield f"{len(study.rows)} numbers from outside beside the theory ({study.model}): {listing}."


def _rows(study: ExternalStudy) -> Iterator[str]:
    from gaiatsu.claims import bibliography

    works = bibliography()
    for kind, heading in HEADINGS.items():
        chosen = [row for row in study.rows if row.standing.value == kind]
        if chosen:
            yield f"\n{heading} ({len(chosen)})"
        for row in chosen:
            yield f"\n  {row.quantity}: {row.published}"
            yield _indented(f"{works[row.source].short}; bears on {', '.join(row.bears_on)}")
            yield _indented(row.finding)
            yield from _prediction(row)


def _prediction(row: ExternalRow) -> Iterator[str]:
    said = row.prediction
    if said is not None:
        share = "" if said.direction == 0 else f"; {said.model:.0%} of draws {_way(said.direction)}"
        yield _indented(
            f"Model: {said.contrast}: {said.mean:+.2f} ({said.low:+.2f} to {said.high:+.2f}){share}."
        )
    if row.ours is not None:
        yield _indented(_recount(row.ours))


def _recount(ours: Recomputed) -> str:
    """Write the numbers counted here, how, and whether they are those on record."""
    numbers = ", ".join(f"{name.replace('_', ' ')} {_short(value)}" for name, value in ours.values.items())
    verdict = {True: "The number on record comes out", False: "The number on record does not come out"}
    opening = "Counted here" if ours.reproduces is None else verdict[ours.reproduces]
    return f"{opening}: {numbers} ({ours.coding}). {ours.remark}".rstrip()


def _short(value: float | str) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _way(direction: int) -> str:
    return "are positive" if direction > 0 else "are negative"


def _facts(study: ExternalStudy) -> Iterator[str]:
    yield f"\nFacts the article asserts ({len(study.facts)})"
    for fact in study.facts:
        yield from _fact(fact)


def _fact(fact: FactCheck) -> Iterator[str]:
    yield f"\n  {fact.paraphrase} ({fact.printed}): {fact.standing.value}"
    yield _indented(fact.finding)


def _data(study: ExternalStudy) -> Iterator[str]:
    if study.loaded:
        names = ", ".join(f"{data.name} {data.version}" for data in study.loaded)
        yield "\n" + textwrap.fill(f"Read: {names}.", WIDTH)
    for data in study.loaded:
        if not data.recognized:
            yield f"Not the release that was examined: {data.name}, SHA-256 {data.digest[:16]}."
    if study.missing:
        yield textwrap.fill(f"Not there: {', '.join(study.missing)}.", WIDTH)


def _indented(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4)
