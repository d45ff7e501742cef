"""The explanations against the tests in one table, for page one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gaiatsu.report.document import Column, Row, Table
from gaiatsu.report.narrative.rivals import GROUPS, STEP, scored
from gaiatsu.report.narrative.wording import join, short, verdict

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["verdict_table"]


def verdict_table(trail: Trail) -> Table:
    """Lay the explanations against the tests, for page one.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    Table
        A row for each scored explanation, the best supported first within its kind.
    """
    rows: list[Row] = []
    for kind, heading in GROUPS:
        for place, row in enumerate(scored(trail, kind)):
            rows.append(_verdict_row(trail, row, heading if place == 0 else ""))
    missing = [short(row.title) for row in trail.value(STEP, "rows") if row.scores is None]
    words = {row.verdicts.overall for row in trail.value(STEP, "rows")}
    note = (
        "Extent: share of the fall in concessions that the cause's movement implies; a share alone is too "
        "little. Score: gain in leave-one-out log score over the base rate; Bayes factor over it under even "
        "priors. Falls short: wrong in timing or extent, and predicts worse than the date or not at all."
    )
    if "as the dummy" in words:
        note += " Repeats the date: divides the episodes just as the periods do."
    if missing:
        note += f" Without data: {join(missing)}."
    return Table(
        "verdicts",
        "The explanations, put through the same tests",
        (
            Column("explanation", "Explanation"),
            Column("timing", "Timing"),
            Column("extent", "Extent"),
            Column("score", "Score", "right"),
            Column("bayes_factor", "Bayes factor", "right"),
            Column("verdict", "Verdict"),
        ),
        tuple(rows),
        note=note,
    )


def _verdict_row(trail: Trail, row: Any, group: str) -> Row:
    path = f"rows.{row.id}.scores"
    share = trail.number(STEP, f"{path}.extent.share", "%")
    return Row(
        (
            short(row.title),
            row.verdicts.timing,
            f"{share}, {verdict(row.verdicts.extent)}" if row.verdicts.extent != "too little" else share,
            trail.number(STEP, f"{path}.log_score_over.base-rate.total", "+1f"),
            trail.number(STEP, f"{path}.log_bayes_factors.even", "factor"),
            verdict(row.verdicts.overall),
        ),
        group=group,
        strong=row.verdicts.overall in {"passes", "as the dummy"},
    )
