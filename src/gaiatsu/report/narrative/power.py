"""Power told: what fifteen cases could have shown, had the article been right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gaiatsu.report.document import Caveat, Chart, Column, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.narrative import ordered
from gaiatsu.report.narrative.wording import capital

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["carried", "section"]

STEP = "power"
COMPOSITE = "composite social shift"


def section(trail: Trail) -> Section:
    """Tell what the design can show.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    Section
        Opened by the power for the composite and for single causes.
    """
    return Section(
        "power",
        "Power",
        "What could fifteen cases have shown?"
        if trail.value(STEP, "designs.0.episodes") == 15
        else "What could a design of this size have shown?",
        _finding(trail),
        (
            _chart(trail),
            Caveat(_supposed(trail)),
            Prose(_better(trail)),
            _table(trail),
        ),
    )


def _rows(trail: Trail, design: int = 0) -> list[Any]:
    return [row for row in trail.value(STEP, f"designs.{design}.rows") if row.effect != COMPOSITE]


def _path(design: int, effect: str) -> str:
    return f"designs.{design}.rows[effect={effect}]"


def _finding(trail: Trail) -> str:
    whole = trail.number(STEP, f"{_path(0, COMPOSITE)}.power", "%")
    low, high = (f(_rows(trail), key=lambda row: row.power) for f in (min, max))
    least = trail.number(STEP, f"{_path(0, low.effect)}.power", "%")
    most = trail.number(STEP, f"{_path(0, high.effect)}.power", "%")
    return (
        "Were the article right, with large effects, these episodes would show the composite social shift "
        f"in {whole} of trials, and a single cause in {least} ({low.effect}) to {most} ({high.effect})."
    )


def _supposed(trail: Trail) -> str:
    calls = trail.value(STEP, f"{_path(0, COMPOSITE)}.false_calls")
    text = (
        "An effect is called when its sign has a posterior probability of 95%. Power so counted depends "
        "on the analyst's priors: a sceptic calls less."
    )
    if calls is None or math.isnan(calls):
        return text
    false = trail.number(STEP, f"{_path(0, COMPOSITE)}.false_calls", "%")
    return f"{text} With no social effect at all the shift would still be called in {false} of trials."


def _chart(trail: Trail) -> Chart:
    found: list[Dot] = []
    for number, design in enumerate(trail.value(STEP, "designs")):
        for place, row in enumerate(sorted(design.rows, key=lambda row: row.effect != COMPOSITE)):
            printed = trail.read(trail.number(STEP, f"{_path(number, row.effect)}.power", "%"))
            found.append(
                Dot(
                    capital(row.effect),
                    row.power,
                    max(0.0, row.power - 2 * row.power_se),
                    min(1.0, row.power + 2 * row.power_se),
                    color="concede" if row.effect == COMPOSITE else "ink",
                    printed=printed,
                    group="" if place else capital(design.design.name),
                )
            )
    plot = DotPlot(
        tuple(found),
        "probability that the true sign is called",
        (0.0, 1.0),
        threshold=(0.8, "80%"),
        ticks=(0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
        form="format(datum.value, '.0%')",
    )
    whole = trail.number(STEP, f"{_path(0, COMPOSITE)}.power", "%")
    return Chart(
        "power",
        "Power by design: the composite first, then each cause",
        dots(plot),
        dots(plot, narrow=True),
        f"Rows of points by design. With the episodes at hand the composite reaches {whole} and single "
        "causes less; more episodes and independent dyads raise them.",
        note="Line: two Monte Carlo standard errors on either side.",
    )


def _better(trail: Trail) -> str:
    parts = [_exaggeration(trail)]
    designs = trail.value(STEP, "designs")
    noisy = [number for number, one in enumerate(designs) if one.design.reliability < 1]
    for number in noisy[:1]:
        episodes = trail.number(STEP, f"designs.{number}.episodes", "d")
        shrunk = trail.number(STEP, f"{_path(number, COMPOSITE)}.shrinkage", "%")
        coverage = trail.number(STEP, f"{_path(number, COMPOSITE)}.coverage", "%")
        parts.append(
            f"Sheer number does not help where the measures are poor: with {episodes} episodes and proxies "
            f"half of whose variance is error, the composite shrinks to {shrunk} of its size and "
            f"{coverage} of the intervals hold it."
        )
    return " ".join(parts)


def _exaggeration(trail: Trail) -> str:
    called = [row for row in _rows(trail) if row.calls]
    if not called:
        return "Nothing would be called with the episodes at hand."
    worst = max(called, key=lambda row: row.type_m)
    size = trail.number(STEP, f"{_path(0, worst.effect)}.type_m", "1f")
    wrong = max(called, key=lambda row: row.type_s)
    sign = trail.number(STEP, f"{_path(0, wrong.effect)}.type_s", "%")
    signs = (
        f"have the wrong sign in {sign} of calls at most" if wrong.type_s > 0 else "never have the wrong sign"
    )
    return (
        f"A single cause that was called with the episodes at hand would be exaggerated up to {size} times "
        f"({worst.effect}) and {signs}."
    )


def _table(trail: Trail) -> Table:
    rows: list[Row] = []
    for number, design in enumerate(trail.value(STEP, "designs")):
        for place, row in enumerate(design.rows):
            path = _path(number, row.effect)
            called = row.calls > 0
            rows.append(
                Row(
                    (
                        capital(row.effect),
                        trail.number(STEP, f"{path}.truth", "+2f"),
                        trail.number(STEP, f"{path}.power", "%"),
                        trail.number(STEP, f"{path}.false_calls", "%"),
                        trail.number(STEP, f"{path}.type_s", "%") if called else "\u2013",
                        trail.number(STEP, f"{path}.type_m", "1f") if called else "\u2013",
                        trail.number(STEP, f"{path}.shrinkage", "%"),
                        trail.number(STEP, f"{path}.coverage", "%"),
                    ),
                    group="" if place else trail.words(STEP, f"designs.{number}.design.name"),
                )
            )
    return Table(
        "power",
        "Power, wrong signs and exaggeration",
        (
            Column("effect", "Effect"),
            Column("truth", "Truth", "right"),
            Column("power", "Power", "right"),
            Column("false_calls", "Called if none", "right"),
            Column("type_s", "Wrong sign", "right"),
            Column("type_m", "Exaggerated, times", "right"),
            Column("shrinkage", "Mean estimate over truth", "right"),
            Column("coverage", "Coverage of 90%", "right"),
        ),
        tuple(rows),
        folded=True,
    )


def carried(trail: Trail) -> tuple[str, ...]:
    """Say for page one what the cases can carry of the social terms together and of single causes.

    Parameters
    ----------
    trail
        The numbers of the replication.
    """
    low, high = (f(_rows(trail), key=lambda row: row.power) for f in (min, max))
    least = trail.number(STEP, f"{_path(0, low.effect)}.power", "%")
    most = trail.number(STEP, f"{_path(0, high.effect)}.power", "%")
    single = (
        f"*Single causes.* Even if the article is right, one cause is seen in {least} ({low.effect}) to "
        f"{most} ({high.effect}) of trials."
    )
    return ordered.summary(trail), single
