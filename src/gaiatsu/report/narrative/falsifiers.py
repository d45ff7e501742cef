"""The falsifiers told: what would refute each claim, and what the data at hand say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Column, Prose, Row, Section, Table
from gaiatsu.report.narrative.wording import agree, join

if TYPE_CHECKING:
    from gaiatsu.report.document import Block
    from gaiatsu.report.trail import Trail

__all__ = ["section"]

STEP = "falsifiers"
ORDER = ("against", "supported", "cannot tell")


def section(trail: Trail) -> Section:
    """Tell how each falsifier stands.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    Section
        Opened by how many claims the data refute, support or leave open.
    """
    blocks: list[Block] = [_computed(trail), Caveat(_caution(trail))]
    leaning = _leaning(trail)
    if leaning:
        blocks.insert(0, Prose(leaning))
    if _named(trail, "data needed"):
        blocks.append(_needed(trail))
    return Section(
        "falsifiers",
        "F1\u2013F15",
        "What would refute the article, and is it so?",
        _finding(trail),
        tuple(blocks),
    )


def _named(trail: Trail, status: str) -> list[str]:
    return [row.id for row in trail.value(STEP, "rows") if row.status.value == status]


def _finding(trail: Trail) -> str:
    total = trail.number(STEP, "rows.#", "words")
    counts = [trail.number(STEP, f"counts.{status}", "none") for status in (*ORDER, "data needed")]
    against, supported = (len(_named(trail, status)) for status in ("against", "supported"))
    opening = "Nothing at hand refutes it" if not against else "Some of it is refuted"
    return (
        f"{opening}: of {total} falsifiers {counts[0]} {agree(against or 1, 'speaks', 'speak')} against the "
        f"article, {counts[1]} {agree(supported, 'bears it out', 'bear it out')}, {counts[2]} cannot tell "
        f"and {counts[3]} need data that are not loaded here."
    )


def _leaning(trail: Trail) -> str:
    """Say where coded cases alone would decide, against the article first."""
    sides = {
        side: [row.id for row in trail.value(STEP, "rows") if row.leaning == side]
        for side in ("against", "for")
    }
    parts = [f"{side} the article on {join(names)}" for side, names in sides.items() if names]
    if not parts:
        return ""
    return (
        f"Coded cases alone would speak {' and '.join(parts)}; outcomes that nobody coded could undo "
        f"{'either' if len(parts) > 1 else 'this'}, so the status stays open."
    )


def _caution(trail: Trail) -> str:
    supported = _named(trail, "supported")
    listed = join(supported) if supported else "None"
    return (
        "A claim that survives is not shown to be true: most of these observations could not have come out "
        f"against it with fifteen episodes. What is tested in earnest here: {listed}."
    )


def _computed(trail: Trail) -> Table:
    rows: list[Row] = []
    for status in ORDER:
        for place, name in enumerate(_named(trail, status)):
            rows.append(_row(trail, name, "" if place else status.capitalize()))
    return Table(
        "falsifiers",
        "Computed from the data at hand",
        (
            Column("id", ""),
            Column("claim", "Claim"),
            Column("refuted_by", "Refuted if"),
            Column("number", "Number", "right"),
            Column("why", "Reading"),
        ),
        tuple(rows),
        full=tuple(
            {
                "id": row.id,
                "claims": " ".join(row.claims),
                "title": row.title,
                "refuted_by": row.refuted_by,
                "status": row.status,
                "measure": row.measure,
                "number": row.number,
                "low": row.interval[0] if row.interval else None,
                "high": row.interval[1] if row.interval else None,
                "threshold": row.threshold,
                "why": row.why,
                "needs": row.needs,
            }
            for row in trail.value(STEP, "rows")
        ),
    )


def _row(trail: Trail, name: str, group: str) -> Row:
    path = f"rows.{name}"
    known = trail.value(STEP, f"{path}.number") is not None
    return Row(
        (
            name,
            trail.words(STEP, f"{path}.title"),
            trail.words(STEP, f"{path}.refuted_by"),
            trail.number(STEP, f"{path}.number", "2g") if known else "\u2013",
            trail.words(STEP, f"{path}.why"),
        ),
        group=group,
    )


def _needed(trail: Trail) -> Table:
    rows = [
        Row(
            (
                name,
                trail.words(STEP, f"rows.{name}.title"),
                trail.words(STEP, f"rows.{name}.refuted_by"),
                trail.words(STEP, f"rows.{name}.needs"),
            )
        )
        for name in _named(trail, "data needed")
    ]
    return Table(
        "falsifiers-needed",
        "What the others would take",
        (
            Column("id", ""),
            Column("claim", "Claim"),
            Column("refuted_by", "Refuted if"),
            Column("needs", "It takes"),
        ),
        tuple(rows),
    )
