"""The report of a simulated scenario: page one, its sections, and what it rests on."""

from __future__ import annotations

import json
from math import isnan
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.report.document import Callout, Chart, Column, FrontPage, Prose, Report, Row, Section, Table
from gaiatsu.report.figures.simulation import fan_chart
from gaiatsu.report.narrative import sources
from gaiatsu.report.narrative.simulated_changes import changed, changed_line
from gaiatsu.report.narrative.simulated_parts import (
    RUN,
    answers,
    changes,
    lives,
    replacement_line,
    shock_marks,
    states,
)
from gaiatsu.report.narrative.simulated_refusal import refusal
from gaiatsu.report.narrative.simulated_sides import expected, priors_line, rivals
from gaiatsu.report.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.studies.simulate import Scenario, SimulationOptions, SimulationStudy

__all__ = ["compose_simulation", "imprint_of", "said_by", "scenario_table", "subtitle"]

SUBTITLE: Final = "What follows from the theory of Schoppa (1999) under "
TOLD_ELSEWHERE: Final = ("name", "title", "about", "expect")
HEADLINES: Final = {
    "hierarchy": "Hierarchy",
    "trust_of_sender": "Trust of the sender",
    "trust_of_target": "Trust of the target",
    "resolve": "Reputation for resolve",
    "depth": "Depth of demands",
}


def subtitle(options: SimulationOptions) -> str:
    """Say at the head of a page what it is.

    Parameters
    ----------
    options
        How it was driven.

    Returns
    -------
    str
    """
    from gaiatsu.dynamics.worlds import find_world

    beliefs = "stated beliefs; nothing here was fitted"
    if options.parameters is not None:
        beliefs = "what the record leaves of stated beliefs"
    supposed = find_world(options.world).title.lower()
    return SUBTITLE + beliefs + ("" if options.world == "article" else f". Supposed: {supposed}")


def compose_simulation(study: SimulationStudy) -> Report:
    """Tell a simulated scenario as a report.

    Parameters
    ----------
    study
        What came of the scenario.

    Returns
    -------
    Report
        Page one, a section for each question, what was supposed, and the trail of every number.

    Examples
    --------
    >>> from gaiatsu.studies.simulate import SimulationOptions, find_scenario, simulate
    >>> found = simulate(find_scenario("template"), options=SimulationOptions(draws=20))
    >>> [section.id for section in compose_simulation(found).sections]
    ['relationship', 'origins', 'answers', 'norms', 'refusal', 'directions', 'supposed', 'sources']
    """
    trail = Trail({RUN: study})
    opening = _front(trail, study)
    told = [changed(trail, study, study.changed)] if study.changed else []
    told += [tell(trail, study) for tell in (states, changes, answers, lives, refusal)]
    told += [rivals(trail, study)] if study.worlds and not isnan(study.own.change) else []
    told += [expected(trail, study)] if study.expectations else []
    told += [_supposed(study), sources.section(trail)]
    return Report(
        study.scenario.title,
        subtitle(study.options),
        opening,
        tuple(told),
        trail,
        imprint_of(study.provenance.version, study.options),
    )


def imprint_of(version: str, options: SimulationOptions) -> tuple[str, ...]:
    """Say how a run can be made again.

    Parameters
    ----------
    version
        Version of gaiatsu.
    options
        How it was driven.

    Returns
    -------
    tuple of str
    """
    many = "relationships" if options.replicates > 1 else "relationship"
    made = (
        f"Made by gaiatsu {version}: {options.draws:,} sets of parameters from {options.beliefs}, "
        f"{options.replicates} {many} each, world {options.world}, seed {options.seed}."
    )
    return made, options.fitted


def _front(trail: Trail, study: SimulationStudy) -> FrontPage:
    first, last = study.scenario.span
    fans = {one.name: one for one in study.fans}
    drawn = [fans["hierarchy"], fans["trust_of_sender"]]
    marks = shock_marks(study)
    chart = Chart(
        "opening",
        "Hierarchy and trust: median, half and nine tenths of the histories",
        fan_chart(drawn, shocks=marks),
        fan_chart(drawn, shocks=marks, narrow=True),
        "Two panels by year, hierarchy in economic issues and trust of the sender, each with a median and "
        "two bands.",
        note="Dashed: shocks to identities." if marks else "",
    )
    question = (
        f"What becomes of this relationship from {first} to {last}, if the theory and the beliefs of "
        f"{study.options.beliefs} hold?"
    )
    return FrontPage(question, _verdict(trail, study), chart, _headlines(trail, study), _carry(trail, study))


def _verdict(trail: Trail, study: SimulationStudy) -> str:
    if study.changed is not None:
        return f"{changed_line(trail, study.changed)} {_answered(trail, study)}"
    ends = {
        name: " to ".join(trail.number(RUN, f"fans.{name}.quantiles.2.{place}", "prob") for place in (0, -1))
        for name in ("hierarchy", "trust_of_sender")
    }
    return (
        f"{_answered(trail, study)} Hierarchy goes from a median of {ends['hierarchy']}, trust of the sender "
        f"from {ends['trust_of_sender']}."
    )


def _answered(trail: Trail, study: SimulationStudy) -> str:
    if isnan(study.own.change):
        return "No history has demands in both spans of years."
    (a, b), (c, d) = study.windows
    said = {
        "fewer": "Later demands win less",
        "more": "Later demands win more",
        "cannot tell": "Whether later demands win less: cannot tell",
    }[study.own.says]
    earlier, later = (trail.number(RUN, f"own.{name}", "prob") for name in ("earlier", "later"))
    return (
        f"{said}. The chance that a demand wins at least a partly successful concession is {earlier} in "
        f"{a}\u2013{b} and {later} in {c}\u2013{d}, and falls in {trail.number(RUN, 'own.fell', '%')} of the "
        "histories."
    )


def _headlines(trail: Trail, study: SimulationStudy) -> Table:
    first, last = study.scenario.span
    (a, b), (c, d) = study.windows
    rows, group = [], f"States, {first} and {last}: median (90%)"
    for name, title in HEADLINES.items():
        cells = []
        for place in (0, -1):
            low, middle, high = (
                trail.number(RUN, f"fans.{name}.quantiles.{row}.{place}", "prob") for row in (0, 2, 4)
            )
            cells.append(f"{middle} ({low}\u2013{high})")
        rows.append(Row((title, *cells), group=group))
        group = ""
    group = f"Chance of at least a partly successful concession, {a}\u2013{b} and {c}\u2013{d}"
    sides = [(f"priors[name={row.name}]", f"{row.title} prior") for row in study.priors]
    for path, title in sides or [("own", "All demands")]:
        cells = [trail.number(RUN, f"{path}.{name}", "prob") for name in ("earlier", "later")]
        rows.append(Row((title, *cells), group=group))
        group = ""
    columns = (
        Column("what", ""),
        Column("earlier", "Earlier", "right"),
        Column("later", "Later", "right"),
    )
    return Table("headlines", "At a glance", columns, tuple(rows))


def _carry(trail: Trail, study: SimulationStudy) -> Callout:
    return Callout("What this can carry", tuple(_carried(trail, study)))


def _carried(trail: Trail, study: SimulationStudy) -> Iterator[str]:
    yield study.options.fitted
    yield f"{replacement_line(trail)} (falsifier F8)."
    if study.worlds and not isnan(study.own.change):
        yield priors_line(study)
        agree = sum(one.says == study.own.says for one in study.worlds)
        yield f"Worlds that say the same of later demands: {agree} of {len(study.worlds)}."
    median = trail.number(RUN, "first_refusal.median", "year")
    recorded = study.causes.recorded if study.causes else None
    beside = f"; the record's came in {recorded}" if recorded else ""
    if study.first_refusal.median < float("inf"):
        yield f"Half of the histories have a first refusal by {median}{beside}."
    else:
        yield f"Fewer than half of the histories have a refusal{beside}."


def _supposed(study: SimulationStudy) -> Section:
    about = study.scenario.about or "The scenario says no more than its parts."
    return Section(
        "supposed",
        "Scenario",
        "What was supposed?",
        about,
        (
            Prose(
                "Everything that the scenario says stands below, with what it takes over from the scenario "
                "that it is based on. Every number is an assumption unless it names a table or a record."
            ),
            scenario_table(study.scenario),
        ),
    )


def scenario_table(scenario: Scenario) -> Table:
    """List what a scenario says, a row a value.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Table
    """
    columns = (Column("part", "Part"), Column("value", "Value"))
    rows = tuple(Row(row) for row in said_by(scenario).items())
    return Table("scenario", "The scenario as it was run", columns, rows, folded=True)


def said_by(scenario: Scenario) -> dict[str, str]:
    """Flatten what a scenario supposes.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    dict
        Value by part, in words; without name, title, description and expectations.

    Examples
    --------
    >>> from gaiatsu.studies.simulate import find_scenario
    >>> said_by(find_scenario("no-reinterpretations"))["record.without 1"]
    'semiconductor-goal-stretched-1987'
    """
    plain = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    return dict(_flat({key: value for key, value in plain.items() if key not in TOLD_ELSEWHERE}, ""))


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    simple = isinstance(value, dict) and all(not isinstance(item, dict | list) for item in value.values())
    if simple and value:
        yield path, ", ".join(f"{key}: {_word(item)}" for key, item in value.items())
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for place, item in enumerate(value, start=1):
            yield from _flat(item, f"{path} {place}")
    else:
        yield path, _word(value)


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
