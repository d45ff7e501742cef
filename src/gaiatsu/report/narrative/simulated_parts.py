"""Sections of a simulated scenario: the relationship, origins of change, answers, norms."""

from __future__ import annotations

from math import isinf, isnan
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.report.document import Caveat, Chart, Column, Heading, Prose, Row, Section, Table
from gaiatsu.report.figures.simulation import FAN_TITLES, change_chart, fan_chart
from gaiatsu.report.figures.simulation_views import answer_chart, cohort_chart, tactic_chart, top_chart

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaiatsu.report.document import Block
    from gaiatsu.report.trail import Trail
    from gaiatsu.studies.simulate import SimulationStudy

__all__ = ["RUN", "answers", "changes", "lives", "pair", "replacement_line", "shock_marks", "states"]

RUN: Final = "run"
"""Name under which the run stands in the trail."""

PARTS: Final = {
    "replacement": "Replacement",
    "careers": "Careers",
    "drift": "Drift",
    "shock": "Shock",
    "interaction": "Interaction",
    "total": "Total",
}
MEASURED: Final = {
    "satisfied": "Won at least a partly successful concession",
    "refused": "Won nothing",
    "concession": "Mean grade of concession, 0\u20133",
    "threat": "Came with a threat",
    "backlash": "Threats that met a backlash",
    "carried_out": "Resisted threats carried out",
}
TYPES: Final = {
    "all": "all demands",
    "results": "results",
    "rule": "rule",
    "macroeconomic": "macroeconomic",
    "other": "other",
}
APART: Final = 6.0
"""Years between two shocks below which only the first is named in a chart."""


def pair(build: Callable[..., Any], *given: Any, **more: Any) -> tuple[Any, Any]:
    """Draw a chart for a page and for a phone.

    Parameters
    ----------
    build
        The chart's function.
    given, more
        What it is given beside ``narrow``.

    Returns
    -------
    tuple
        Both specifications.
    """
    return build(*given, **more), build(*given, **more, narrow=True)


def shock_marks(study: SimulationStudy) -> list[tuple[float, str]]:
    """Find the shocks of a scenario within its years.

    Parameters
    ----------
    study
        The run.

    Returns
    -------
    list
        Date, and the year as its name where there is room for it.
    """
    from gaiatsu.studies.simulate.making import make_setting

    first, last = study.scenario.span
    marks: list[tuple[float, str]] = []
    named = -float("inf")
    for date in sorted(make_setting(study.scenario).shock_dates):
        if first <= date <= last:
            marks.append((date, f"{date:.0f}"[:4] if date - named >= APART else ""))
            named = date if date - named >= APART else named
    return [(date, str(int(date)) if name else "") for date, name in marks]


def states(trail: Trail, study: SimulationStudy) -> Section:
    """Tell what becomes of every state, and of the cohorts behind hierarchy.

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
    fans = {one.name: one for one in study.fans}
    marks = shock_marks(study)
    four = [fans[name] for name in ("hierarchy", "trust_of_sender", "trust_of_target", "resolve")]
    sides = [fans[name] for name in ("hierarchy_security", "hierarchy_economic")]
    blocks: list[Block] = [
        Chart(
            "states",
            "The four states by year",
            *pair(fan_chart, four, shocks=marks),
            alt="Four panels by year, each with a median and two bands.",
            note="Median, half and nine tenths of the histories, at the start of each year."
            + (" Dashed: shocks to identities." if marks else ""),
        ),
        Caveat("A band holds both kinds of doubt: what the parameters are, and what chance does."),
        _table_of_states(trail, study),
        Chart(
            "sides",
            "Hierarchy on both sides",
            *pair(fan_chart, sides, shocks=marks),
            alt="Two panels by year, hierarchy on the security and on the economic side.",
            note="Median, half and nine tenths of the histories.",
        ),
        Heading("cohorts", "Who is at the top, and what they think"),
        Chart(
            "cohorts",
            "Identity of those who entered together",
            *pair(cohort_chart, study.cohorts),
            alt="A panel a cohort, with its identity on the economic and on the security side by year.",
            note="Median and nine tenths of the histories; the five weightiest cohorts at most, none "
            "that never weighs anything at the top.",
        ),
        Prose(_who(study)),
        Chart(
            "top",
            "Weight of each cohort at the top",
            *pair(top_chart, study.cohorts),
            alt="A line a cohort, its share of the weight at the top by year.",
            note="Medians over the draws.",
        ),
    ]
    path = "fans.hierarchy.quantiles"
    low, end, high = (trail.number(RUN, f"{path}.{row}.-1", "prob") for row in (0, 2, 4))
    start = trail.number(RUN, f"{path}.2.0", "prob")
    finding = (
        f"Hierarchy ends at a median of {end} (nine tenths of the histories: {low} to {high}), from {start}."
    )
    return Section("relationship", "States", "What becomes of the relationship?", finding, tuple(blocks))


def _who(study: SimulationStudy) -> str:
    text = (
        "Hierarchy is the mean of these identities, weighted by who holds the top posts. A new cohort takes "
        "over what the material position of its year suggests, so that it need not think less of deference "
        "than the one before."
    )
    said = [text]
    for one in study.cohorts:
        low, middle, high = one.half
        if isinf(middle):
            said.append(
                f"In most histories the cohort {one.name} keeps half of the weight or more to the end."
            )
        elif not isnan(middle):
            last = "the end or never" if isinf(high) else f"{high:.0f}"
            said.append(
                f"The cohort {one.name} holds less than half of the weight from {middle:.0f} on (nine tenths "
                f"of the draws: {low:.0f} to {last})."
            )
    return " ".join(said)


def _table_of_states(trail: Trail, study: SimulationStudy) -> Table:
    years = study.fans[0].years
    places = sorted({0, len(years) // 3, 2 * len(years) // 3, len(years) - 1})
    columns = (
        Column("state", "State, median (90%)"),
        *(Column(f"y{years[place]}", str(years[place]), "right") for place in places),
    )
    rows, full = [], []
    for fan in study.fans:
        cells = []
        for place in places:
            low, middle, high = (
                trail.number(RUN, f"fans.{fan.name}.quantiles.{row}.{place}", "prob") for row in (0, 2, 4)
            )
            cells.append(f"{middle} ({low}\u2013{high})")
        rows.append(Row((FAN_TITLES[fan.name], *cells)))
        names = ("q05", "q25", "median", "q75", "q95")
        full += [
            {"state": fan.name, "meaning": FAN_TITLES[fan.name], "year": int(year), "mean": float(mean)}
            | dict(zip(names, column, strict=True))
            for year, mean, column in zip(fan.years, fan.mean, fan.quantiles.T.tolist(), strict=True)
        ]
    return Table("states", "Every state; the file holds every year", columns, tuple(rows), full=tuple(full))


def changes(trail: Trail, study: SimulationStudy) -> Section:
    """Tell where the change of hierarchy came from (eq. 11, falsifier F8).

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
    finding = f"{replacement_line(trail)}."
    rows, full = [], []
    for decade in sorted({row.year // 10 for row in study.changes}):
        inside = [place for place, row in enumerate(study.changes) if row.year // 10 == decade]
        first, last = (study.changes[place].year for place in (inside[0], inside[-1]))
        path = " + ".join
        cells = (
            trail.number(RUN, path(f"changes.{place}.{name}" for place in inside), "+3f") for name in PARTS
        )
        rows.append(Row((f"{first}\u2013{last}", *cells)))
    rows.append(
        Row(
            ("All years", *(trail.number(RUN, f"parts[part={name}].mean", "+3f") for name in PARTS)),
            strong=True,
        )
    )
    ends = [
        [trail.number(RUN, f"parts[part={name}].{end}", "+2f") for end in ("low", "high")] for name in PARTS
    ]
    spread = [" to ".join(two) for two in ends]
    rows.append(Row(("Nine tenths of the histories", *spread)))
    full = [{"year": row.year, **{name: getattr(row, name) for name in PARTS}} for row in study.changes]
    columns = (Column("years", "Years"), *(Column(name, title, "right") for name, title in PARTS.items()))
    return Section(
        "origins",
        "Decomposition",
        "Where did the change of hierarchy come from?",
        finding,
        (
            Chart(
                "changes",
                "Mean change of hierarchy over each year, by where it came from",
                *pair(change_chart, study.changes),
                alt="A stacked column a year, with the whole change as a line.",
                note="Means over the histories. The line is the whole change.",
            ),
            Caveat(
                "F8 is against the article where replacement carries about none of the change. Here it "
                "speaks of the beliefs: what each cohort thinks is assumed, not measured."
            ),
            Table(
                "changes",
                "The same by decade; the file holds every year",
                columns,
                tuple(rows),
                full=tuple(full),
            ),
            Prose(
                "*Replacement* is later cohorts reaching the top; *careers*, fewer security careers in "
                "economic posts; *drift*, the pull of the material position in quiet years; *shock*, what "
                "shocks added to it; *interaction*, deference used up by backlash and security threats. The "
                "parts add up to the change in every history ([@firebaugh1989])."
            ),
        ),
    )


def replacement_line(trail: Trail) -> str:
    """Say what the replacement of cohorts carries of the change (falsifier F8).

    Parameters
    ----------
    trail
        The numbers of the run.

    Returns
    -------
    str
        A sentence without its full stop.
    """
    share = trail.value(RUN, "parts[part=replacement].share")
    total = trail.number(RUN, "parts[part=total].mean", "+2f")
    if isnan(share):
        moved = trail.number(RUN, "parts[part=replacement].mean", "+2f")
        cancel = f"and the parts nearly cancel: {total} in all"
        return f"The replacement of cohorts moves hierarchy by {moved}, {cancel}"
    carried = trail.number(RUN, "parts[part=replacement].share", "%")
    return f"Of a mean change of hierarchy of {total}, the replacement of cohorts carries {carried}"


def answers(trail: Trail, study: SimulationStudy) -> Section:
    """Tell what demands win and provoke, by type.

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
    fans = {one.name: one for one in study.fans}
    blocks: list[Block] = []
    for answer, title in (
        ("concession", "What demands of each type could expect to win"),
        ("backlash", "Chance that a threat meets a backlash, by type of demand"),
    ):
        drawn = [
            one for one in study.answers if one.answer == answer and (one.quantiles == one.quantiles).any()
        ]
        if drawn:
            blocks.append(
                Chart(
                    answer,
                    title,
                    *pair(answer_chart, drawn),
                    alt="A panel a demand type by year, with a median and two bands.",
                    note="Median, half and nine tenths of the histories in which such a demand was made: "
                    "means of the answer's law, not single answers. Years with few are pooled with their "
                    "neighbors.",
                )
            )
    blocks += [
        Caveat(
            "The spread is wide because the beliefs say little about how costly a first step is to the "
            "target."
        ),
        *([_table_of_outcomes(trail, study)] if any(rate.events for rate in study.rates) else []),
        Chart(
            "tactics",
            "How legitimate each way of pressing a demand is",
            *pair(tactic_chart, study.tactics),
            alt="A line a tactic by year, from 0 to 1.",
            note="Nothing in it is uncertain: it follows from dispute settlement and the target's own "
            "record (eq. 10). Lines that coincide lie over each other; a quiet demand over a broken rule "
            "counts as an authorized threat does.",
        ),
        Chart(
            "demands",
            "Legitimacy and depth of the demands as made",
            *pair(fan_chart, [fans[name] for name in ("legitimacy", "depth")]),
            alt="Two panels by year, legitimacy and depth, each with a median and two bands.",
            note="Median, half and nine tenths of the histories. Legitimacy takes few values, so its bands "
            "are steps.",
        ),
    ]
    earlier, later, met = (
        trail.number(RUN, f"own.{name}", "prob") for name in ("earlier", "later", "backlash")
    )
    finding = (
        f"A demand wins at least a partly successful concession with a chance of {earlier} in {a}\u2013{b} "
        f"and {later} in {c}\u2013{d}; a later threat meets a backlash with a chance of {met}."
    )
    return Section(
        "answers", "Answers", "What do demands win, and what do they provoke?", finding, tuple(blocks)
    )


def _table_of_outcomes(trail: Trail, study: SimulationStudy) -> Table:
    spans = list(dict.fromkeys((rate.first, rate.last) for rate in study.rates))
    columns = (
        Column("demand", "Demand"),
        *(Column(f"from_{first}", f"{first}\u2013{last}", "right") for first, last in spans),
    )
    rows = []
    for name, title in MEASURED.items():
        group = title
        for kind, words in TYPES.items():
            there = [rate for rate in study.rates if rate.measure == name and rate.demand == kind]
            if not any(rate.events for rate in there):
                continue
            fmt = "2f" if name == "concession" else "prob"
            path = f"rates[measure={name},demand={kind}"
            cells = (trail.number(RUN, f"{path},first={first}].value", fmt) for first, _ in spans)
            rows.append(Row((words, *cells), group=group, strong=kind == "all"))
            group = ""
    full = [
        {
            "measure": r.measure,
            "demand": r.demand,
            "first": r.first,
            "last": r.last,
            "mean": r.value,
            "events": r.events,
        }
        for r in study.rates
    ]
    return Table(
        "outcomes", "Outcomes that were drawn, by type of demand", columns, tuple(rows), full=tuple(full)
    )


def lives(trail: Trail, study: SimulationStudy) -> Section:
    """Tell how long norms last.

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
    rows = tuple(
        Row(
            (
                life.norm.capitalize(),
                f"{life.meaning[:1].upper()}{life.meaning[1:]}.",
                *(
                    trail.number(RUN, f"half_lives.{place}.{name}", "1f")
                    for name in ("median", "low", "high")
                ),
            )
        )
        for place, life in enumerate(study.half_lives)
    )
    columns = (
        Column("norm", "What wears off"),
        Column("meaning", "Counted as"),
        Column("median", "Median, years", "right"),
        Column("low", "5%", "right"),
        Column("high", "95%", "right"),
    )
    full = [
        {"norm": life.norm, "meaning": life.meaning, "q05": life.low, "median": life.median, "q95": life.high}
        for life in study.half_lives
    ]
    trust, identity = (trail.number(RUN, f"half_lives.{place}.median", "1f") for place in (0, 2))
    finding = (
        f"Half of what was learned about the other side is gone after {trust} quiet years, half of an "
        f"identity's distance from the material position after {identity}."
    )
    return Section(
        "norms",
        "Half-lives",
        "How long do norms last?",
        finding,
        (
            Table("half-lives", "Years until half is gone, over the draws", columns, rows, full=tuple(full)),
            Caveat("\u221e: it never happens in that share of the draws or histories."),
        ),
    )
