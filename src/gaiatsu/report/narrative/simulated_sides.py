"""Structural rivals and prior sets beside a simulated scenario, and the directions that it expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Chart, Column, Heading, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.formats import show
from gaiatsu.report.narrative.field_parts import POINTS
from gaiatsu.report.narrative.simulated_parts import RUN

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail
    from gaiatsu.studies.simulate import SimulationStudy
    from gaiatsu.studies.simulate.beside import SideRow

__all__ = ["expected", "priors_line", "rivals"]

SAYS = {"fewer": "wins less", "more": "wins more", "cannot tell": "cannot tell"}
PLACES = {"earlier": "prob", "later": "prob", "change": "points", "fell": "%", "backlash": "prob"}


def priors_line(study: SimulationStudy) -> str:
    """Say in a line what the prior sets make of it."""
    said = {row.name: SAYS[row.says] for row in study.priors}
    if len(set(said.values())) == 1:
        return f"All {len(said)} prior sets say of later demands: {next(iter(said.values()))}."
    return "Later demands by prior set: " + ", ".join(f"{name} {word}" for name, word in said.items()) + "."


def rivals(trail: Trail, study: SimulationStudy) -> Section:
    """Tell what structural rivals and other prior sets make of the same scenario.

    Parameters
    ----------
    trail
        The numbers of the run.
    study
        The run.

    Returns
    -------
    Section
    """
    (a, b), (c, d) = study.windows
    groups = (("Structural rivals", study.worlds), ("Prior sets", study.priors))
    rows = [
        _dot(row, heading if place == 0 else "", row.name == study.options.world and heading != "Prior sets")
        for heading, listed in groups
        for place, row in enumerate(listed)
    ]
    reach = min(
        1.0, max(0.1, *(abs(end) for row in rows for end in (row.low or 0.0, row.high or 0.0))) + 0.02
    )
    plot = DotPlot(
        tuple(rows),
        f"Change of the chance, {a}\u2013{b} to {c}\u2013{d}, in points",
        (-reach, reach),
        threshold=(0.0, "no change"),
        form=POINTS,
    )
    apart = [row.title for row in study.worlds if row.says != study.own.says]
    finding = (
        "No structural rival says otherwise of the change of concessions: the same draws and luck leave it "
        f"at \u201c{SAYS[study.own.says]}\u201d in every one."
        if not apart
        else f"It depends on the account: {len(apart)} of {len(study.worlds)} say otherwise "
        f"({'; '.join(apart)})."
    )
    return Section(
        "rivals",
        "Worlds",
        "Would a rival account say otherwise?",
        finding,
        (
            Chart(
                "worlds",
                "Change of the chance that a demand wins at least a partly successful concession",
                dots(plot),
                dots(plot, narrow=True),
                "A point with a bar for each structural rival and each prior set, about a line at no change.",
                note="Mean, and nine tenths of the histories. Same draws and same luck throughout; a world "
                "comes on top of what the scenario itself fixes.",
            ),
            Caveat(
                "A rival here is a supposition, not a fit: that two worlds look alike says that this "
                "comparison cannot part them under these beliefs."
            ),
            _table(trail, "worlds", study, "Structural rivals side by side"),
            _table(trail, "priors", study, "Prior sets side by side"),
            Heading("accounts", "What each world supposes"),
            _accounts(study),
            Prose(
                "Rivals that turn on a country's own audience costs, on growth, capital, other markets, "
                "side payments or the worth of a guarantee have no term in the engine and are not shown; "
                "the study of rivals scores them on their own series."
            ),
        ),
    )


def _dot(row: SideRow, group: str, own: bool) -> Dot:
    printed = f"{show(row.change, 'points')}  {SAYS[row.says]}"
    return Dot(
        row.title,
        row.change,
        row.low,
        row.high,
        color="concede" if own else "ink",
        printed=printed,
        group=group,
    )


def _table(trail: Trail, name: str, study: SimulationStudy, caption: str) -> Table:
    (a, b), (c, d) = study.windows
    rows = []
    for row in getattr(study, name):
        path = f"{name}[name={row.name}]"
        cells = [trail.number(RUN, f"{path}.{key}", fmt) for key, fmt in PLACES.items()]
        year = trail.number(RUN, f"{path}.refusal", "year") if row.refusal < float("inf") else "none"
        strong = row.name == (study.options.world if name == "worlds" else study.options.prior)
        rows.append(Row((row.title, *cells, year, SAYS[row.says]), strong=strong))
    columns = (
        Column("world" if name == "worlds" else "prior", "World" if name == "worlds" else "Prior set"),
        Column("earlier", f"{a}\u2013{b}", "right"),
        Column("later", f"{c}\u2013{d}", "right"),
        Column("change", "Change", "right"),
        Column("fell", "Fell in", "right"),
        Column("backlash", "Backlash", "right"),
        Column("refusal", "Half refused by", "right"),
        Column("says", "Later demands"),
    )
    fields = ("name", "earlier", "later", "change", "error", "low", "high", "fell", "says", "backlash")
    more = ("hierarchy", "trust_of_sender", "refusal")
    full = tuple({key: getattr(row, key) for key in (*fields, *more)} for row in getattr(study, name))
    note = "A direction is said when more than nine tenths of the histories share it. Change in points."
    return Table(name, caption, columns, tuple(rows), note=note, full=full)


def _accounts(study: SimulationStudy) -> Table:
    rows = []
    for row in study.worlds:
        others = [key for key in row.references if key != "schoppa1999"] or list(row.references)
        rows.append(Row((row.title, row.supposes, "; ".join(f"[@{key}]" for key in others))))
    columns = (Column("world", "World"), Column("supposes", "Supposes"), Column("work", "After"))
    return Table("world-accounts", "Each world and the work it follows", columns, tuple(rows))


def expected(trail: Trail, study: SimulationStudy) -> Section:
    """Tell whether the directions that the scenario expects come true.

    Parameters
    ----------
    trail
        The numbers of the run.
    study
        The run.

    Returns
    -------
    Section
    """
    judged = [one for one in study.expectations if one.holds is not None]
    held = sum(bool(one.holds) for one in judged)
    rows = []
    for place, one in enumerate(study.expectations):
        what = one.expectation
        yardstick = f"in {what.than}" if what.against is None else f"in {what.against}"
        word = {True: "holds", False: "fails", None: f"asked of the {what.prior} prior only"}[one.holds]
        cells = ("\u2013", "\u2013")
        if one.difference is not None:
            path = f"expectations.{place}.difference"
            cells = (trail.number(RUN, f"{path}.mean", "+3f"), trail.number(RUN, f"{path}.error", "3f"))
        expected_words = (
            f"{what.direction} than {yardstick}" if what.direction != "same" else f"the same as {yardstick}"
        )
        rows.append(
            Row((what.measure.replace("_", " ").capitalize(), what.years, expected_words, *cells, word))
        )
    columns = (
        Column("measure", "Measure"),
        Column("years", "Years"),
        Column("expected", "Expected"),
        Column("difference", "Difference", "right"),
        Column("error", "Simulation error", "right"),
        Column("verdict", "Verdict"),
    )
    finding = (
        f"{held} of {len(judged)} that this prior set is asked about come true."
        if judged
        else "None of them is asked of this prior set."
    )
    return Section(
        "directions",
        "Expected",
        "Do the directions that the scenario expects come true?",
        finding,
        (
            Table("expected", "Directions expected, and what came of them", columns, tuple(rows)),
            Caveat("A direction holds when the mean has it by more than two simulation errors."),
        ),
    )
