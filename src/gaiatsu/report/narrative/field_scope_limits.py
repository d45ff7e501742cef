"""Limits of the study of scope: outcomes that nobody coded, an index of little reliability, power."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from gaiatsu.report.document import Column, Prose, Row, Section, Table
from gaiatsu.report.narrative.field_parts import STEP, Cells, Key, word
from gaiatsu.studies.field.scope_verdicts import MATTERS, SCOPE

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["bounds", "power", "reliability"]

NAMES = {"amicable": "Friends", "hostile": "Rivals", "difference": "Friends less rivals"}
CODINGS = {"strict": "Gave in", "broad": "Gave in or settled"}


def bounds(trail: Trail) -> Section:
    """Tell what the missing outcomes could do.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    friends = Key("bounds", "strict", "ties", "amicable")
    gap = Key("bounds", "strict", "ties", "difference")
    rows = tuple(
        Row(
            (
                name,
                *(cells.range(Key("bounds", coding, "ties", group)) for coding in CODINGS),
            )
        )
        for group, name in NAMES.items()
    )
    return Section(
        "missing",
        "Missing outcomes",
        "What could the outcomes that nobody coded do?",
        "Without any assumption about them the shift among friends lies anywhere from "
        f"{cells.range(friends)} points, the difference from {cells.range(gap)}.",
        (
            Table(
                "scope-bounds",
                "Least and largest shift over every filling of the missing outcomes, in points",
                (
                    Column("group", "Group"),
                    *(Column(coding, name, "right") for coding, name in CODINGS.items()),
                ),
                rows,
                note="Exact for a linear model with the same controls; the bounds hold no sampling error.",
            ),
            Prose(_stricter(trail)),
        ),
    )


def _stricter(trail: Trail) -> str:
    """Say how the verdict stands to the stricter rule of the falsifier."""
    verdict = next(one for one in trail.value(STEP, "verdicts") if one.question == SCOPE)
    opening = (
        "The specification lets a verdict for the article stand only if no filling turns the difference "
        "around. The falsifier F15 asks the same of a verdict against: "
    )
    if verdict.word == "cannot tell":
        return f"{opening}here it has none to ask it of."
    return opening + (
        "it stands by that rule too." if verdict.bounded else "by that stricter rule these cases cannot tell."
    )


def reliability(trail: Trail) -> Section:
    """Tell how far the index can be relied on.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    rows = []
    for coding, said in CODINGS.items():
        for place, group in enumerate(("amicable", "hostile")):
            key = Key("reliability", coding, "ties", group)
            corrected = cells.spread(key) if isfinite(cells.value(key)) else "no correction exists"
            rows.append(
                Row(
                    (
                        NAMES[group],
                        cells.number(key, "details.alpha", "2f"),
                        cells.spread(Key(group, coding, "ties")),
                        corrected,
                    ),
                    group="" if place else said,
                )
            )
    alpha = cells.number(Key("reliability", "strict", "ties", "amicable"), "details.alpha", "2f")
    return Section(
        "reliability",
        "The index",
        "Does the index measure anything?",
        f"Little: the reliability among friends is {alpha}, where 0 would be noise and 1 perfection.",
        (
            Table(
                "scope-reliability",
                "Shifts before and after correction for reliability, in points with 90% intervals",
                (
                    Column("group", "Group"),
                    Column("alpha", "Reliability", "right"),
                    Column("shift", "Shift", "right"),
                    Column("corrected", "Corrected", "right"),
                ),
                tuple(rows),
            ),
            Prose(
                "A proxy that is mostly noise shrinks every effect toward nothing, among friends as among "
                "rivals. Correction widens the intervals with the estimates; it does not make the terms "
                f"measure one thing.{_after_correction(trail)}"
            ),
        ),
    )


def _after_correction(trail: Trail) -> str:
    """Say whether a verdict against the first claim survives the correction, which its rule leaves out."""
    if word(trail, MATTERS) != "against":
        return ""
    cells = Cells(trail)
    margin = trail.value(STEP, "facts.margin_points") / 100
    tops = [cells.value(Key("reliability", coding, "ties", "amicable"), "high") for coding in CODINGS]
    opening = " That the index does not matter among friends was to be judged by the shifts as they stand: "
    if all(isfinite(top) and top < margin for top in tops):
        return f"{opening}corrected, they lie below the margin too."
    return f"{opening}by the corrected ones the cases could not tell."


def power(trail: Trail) -> Section:
    """Tell what the design can show.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    found = [one for one in trail.value(STEP, "estimates") if one.estimator == "power" and one.variant]
    cells, rows = Cells(trail), []
    for one in found:
        key = Key("power", "strict", "ties", one.variant)
        friends, rivals = (f"{100 * float(part):.0f}" for part in one.variant.split(" and "))
        sizes = [cells.value(key, f"details.{name}") for name in ("exaggeration", "wrong_sign")]
        rows.append(
            Row(
                (
                    f"{friends} and {rivals}",
                    cells.number(key, fmt="%"),
                    cells.number(key, "details.against", "%"),
                    cells.number(key, "details.unknown", "%"),
                    cells.number(key, "details.exaggeration", "1f") if isfinite(sizes[0]) else "\u2013",
                    cells.number(key, "details.wrong_sign", "%1") if isfinite(sizes[1]) else "\u2013",
                )
            )
        )
    large = next((one for one in reversed(found) if float(one.variant.split()[-1]) == 0), None)
    finding = "Too few cases are coded to say."
    if large is not None:
        chance = cells.number(Key("power", "strict", "ties", large.variant), fmt="%")
        finding = (
            f"If the index moved concessions by {100 * float(large.variant.split()[0]):.0f} points among "
            "friends and not at all among rivals, the verdict would be for the article with a probability "
            f"of {chance}: it takes many more coded rivals to show that nothing moves them."
        )
    return Section(
        "power",
        "Power",
        "Could the study have come out otherwise?",
        finding,
        (
            Table(
                "scope-power",
                "Chance of each verdict for supposed true shifts among friends and rivals, in points",
                (
                    Column("truth", "True shifts"),
                    Column("supported", "For the article", "right"),
                    Column("against", "Against", "right"),
                    Column("unknown", "Cannot tell", "right"),
                    Column("exaggeration", "Exaggeration", "right"),
                    Column("wrong_sign", "Wrong sign", "right"),
                ),
                tuple(rows),
                note="Before missing outcomes are considered. Exaggeration: mean size of a significant shift "
                "among friends over the true one.",
            ),
        ),
    )
