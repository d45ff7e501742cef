"""The report of two scenarios compared with the same draws and the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Callout, Caveat, Column, FrontPage, Report, Row, Section, Table
from gaiatsu.report.figures.simulation import FAN_TITLES
from gaiatsu.report.narrative import sources
from gaiatsu.report.narrative.simulated import imprint_of, said_by, subtitle
from gaiatsu.report.narrative.simulated_changes import outcome_chart, outcome_table, settled, states_chart
from gaiatsu.report.narrative.simulated_parts import RUN
from gaiatsu.report.trail import Trail

if TYPE_CHECKING:
    from gaiatsu.studies.simulate import ScenarioComparison

__all__ = ["compose_comparison"]


def compose_comparison(found: ScenarioComparison) -> Report:
    """Tell what one scenario changes against another as a report.

    Parameters
    ----------
    found
        The comparison.

    Returns
    -------
    Report
        Page one with the outcomes, the states by year, both scenarios, and the trail of every number.

    Examples
    --------
    >>> from gaiatsu.studies.simulate import SimulationOptions, compare_scenarios, find_scenario
    >>> one, other = find_scenario("cold-war-never-ends"), find_scenario("us-japan")
    >>> compose_comparison(compare_scenarios(one, other, options=SimulationOptions(draws=20))).sections[0].id
    'states'
    """
    trail = Trail({RUN: found})
    opening = _front(trail, found)
    told = (_states(trail, found), _supposed(found), sources.section(trail))
    title = f"{found.one.title}, compared with {found.other.title[:1].lower()}{found.other.title[1:]}"
    return Report(
        title,
        subtitle(found.options),
        opening,
        told,
        trail,
        imprint_of(found.provenance.version, found.options),
    )


def _front(trail: Trail, found: ScenarioComparison) -> FrontPage:
    question = (
        f"What would have been otherwise in {found.first}\u2013{found.last}, had the first scenario held "
        "instead of the second?"
    )
    chart = outcome_chart(found, "First less second")
    table = outcome_table(trail, found, heads=("First", "Second"))
    return FrontPage(question, _verdict(trail, found), chart, table, _carry(found))


def _verdict(trail: Trail, found: ScenarioComparison) -> str:
    place = next(place for place, one in enumerate(found.outcomes) if one.measure == "satisfied")
    one = found.outcomes[place]
    path = f"outcomes.{place}"
    mean, error = trail.number(RUN, f"{path}.mean", "+3f"), trail.number(RUN, f"{path}.error", "3f")
    if found.parted is None:
        return "Nothing: no state differs in any year."
    what = (
        "No difference of what demands win that the simulation could see"
        if not settled(one)
        else f"Demands win {'more' if one.mean > 0 else 'less'} often in the first"
    )
    return (
        f"{what}: the share that won at least a partly successful concession is "
        f"{trail.number(RUN, f'{path}.one', 'prob')} against {trail.number(RUN, f'{path}.other', 'prob')}, a "
        f"difference of {mean} with a simulation error of {error}. A state first differs in {found.parted}."
    )


def _carry(found: ScenarioComparison) -> Callout:
    return Callout(
        "How to read it",
        (
            "Both get the same parameters and the same luck: a difference comes from what was changed.",
            found.options.fitted,
            "The error is the simulation's; more draws make it smaller. It says nothing about the beliefs.",
            f"First: {found.one.title}. Second: {found.other.title}.",
        ),
    )


def _states(trail: Trail, found: ScenarioComparison) -> Section:
    when = "no year" if found.parted is None else trail.number(RUN, "parted", "year")
    full = tuple(
        {key: getattr(row, key) for key in ("state", "year", "mean", "low", "high")} for row in found.states
    )
    last = [(place, row) for place, row in enumerate(found.states) if row.year == found.last]
    rows = tuple(
        Row(
            (
                FAN_TITLES[row.state],
                *(trail.number(RUN, f"states.{place}.{key}", "+3f") for key in ("mean", "low", "high")),
            )
        )
        for place, row in last
    )
    columns = (
        Column("state", f"State in {found.last}"),
        Column("mean", "Mean difference", "right"),
        Column("low", "5%", "right"),
        Column("high", "95%", "right"),
    )
    return Section(
        "states",
        "States",
        "Which states differ, and from when?",
        f"A state first differs in {when}." if found.parted is not None else "None does.",
        (
            states_chart(found),
            Caveat("Axes differ from panel to panel."),
            Table("states", "In the last year; the file holds every year", columns, rows, full=full),
        ),
    )


def _supposed(found: ScenarioComparison) -> Section:
    one, other = said_by(found.one), said_by(found.other)
    parts = [*one, *(part for part in other if part not in one)]
    full = tuple({"part": part, "first": one.get(part, ""), "second": other.get(part, "")} for part in parts)
    rows = tuple(
        Row((row["part"], row["first"] or "\u2013", row["second"] or "\u2013"))
        for row in full
        if row["first"] != row["second"]
    )
    columns = (Column("part", "Part"), Column("first", "First"), Column("second", "Second"))
    table = Table("scenarios", "What they suppose otherwise; the file holds all", columns, rows, full=full)
    about = f"First: {found.one.about or found.one.title} Second: {found.other.about or found.other.title}"
    return Section("supposed", "Scenarios", "What was supposed?", about, (table,))
