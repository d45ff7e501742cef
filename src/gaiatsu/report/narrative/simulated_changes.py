"""What one scenario changes against another: the chart, the table and the sentence of two kinds of page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaiatsu.report.document import Chart, Column, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.figures.simulation import FAN_TITLES
from gaiatsu.report.figures.simulation_views import difference_chart
from gaiatsu.report.formats import show
from gaiatsu.report.narrative.simulated_parts import MEASURED, RUN, pair

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail
    from gaiatsu.studies.simulate import ScenarioComparison, SimulationStudy
    from gaiatsu.studies.simulate.differences import Difference

__all__ = ["STATES", "changed", "changed_line", "outcome_chart", "outcome_table", "settled", "states_chart"]

STATES: Final = ("hierarchy", "trust_of_sender", "trust_of_target", "resolve", "legitimacy", "depth")
SHARES: Final = ("satisfied", "refused", "threat", "backlash", "carried_out")


def settled(one: Difference) -> bool:
    """Whether a difference is more than two simulation errors from zero."""
    return abs(one.mean) > 2.0 * one.error


def outcome_chart(found: ScenarioComparison, axis: str) -> Chart:
    """Draw the paired differences of outcomes and states.

    Parameters
    ----------
    found
        The comparison.
    axis
        What is taken from what.

    Returns
    -------
    Chart
    """
    listed = [
        (one, group if place == 0 else "")
        for group, names in (("Outcomes, shares", SHARES), ("States", STATES))
        for place, one in enumerate(one for one in found.outcomes if one.measure in names)
    ]
    rows = tuple(
        Dot(_named(one.measure), one.mean, one.low, one.high, printed=show(one.mean, "+3f"), group=group)
        for one, group in listed
    )
    reach = max(0.02, *(abs(end) for row in rows for end in (row.low or 0.0, row.high or 0.0))) * 1.05
    plot = DotPlot(rows, axis, (-reach, reach), threshold=(0.0, "no difference"))
    return Chart(
        "differences",
        f"Paired differences over {found.first}\u2013{found.last}",
        *pair(dots, plot),
        alt="A point with a bar for each outcome and state, about a line at no difference.",
        note="Mean, and nine tenths of the sets of parameters. For outcomes the bar holds the luck of "
        "single relationships too.",
    )


def outcome_table(trail: Trail, found: ScenarioComparison, *, heads: tuple[str, str], at: str = "") -> Table:
    """List the paired differences of outcomes and states.

    Parameters
    ----------
    trail
        The numbers of the run.
    found
        The comparison.
    heads
        What the two scenarios are called.
    at
        Where the comparison stands in the trail.

    Returns
    -------
    Table
    """
    rows = []
    for place, one in enumerate(found.outcomes):
        path = f"{at}outcomes.{place}"
        cells = [trail.number(RUN, f"{path}.{key}", "2f") for key in ("one", "other")]
        cells += [trail.number(RUN, f"{path}.mean", "+3f"), trail.number(RUN, f"{path}.error", "3f")]
        rows.append(Row((_named(one.measure), *cells), strong=settled(one)))
    columns = (
        Column("measure", "Measure"),
        Column("one", heads[0], "right"),
        Column("other", heads[1], "right"),
        Column("difference", "Diff.", "right"),
        Column("error", "Error", "right"),
    )
    fields = ("measure", "one", "other", "mean", "error", "low", "high", "identical")
    full = tuple({key: getattr(one, key) for key in fields} for one in found.outcomes)
    note = "Bold: beyond two simulation errors."
    return Table("outcomes-changed", "Outcomes and states", columns, tuple(rows), note=note, full=full)


def states_chart(found: ScenarioComparison) -> Chart:
    """Draw the paired difference of each state by year.

    Parameters
    ----------
    found
        The comparison.

    Returns
    -------
    Chart
    """
    differing = {row.state for row in found.states if row.mean or row.low or row.high}
    titles = {name: FAN_TITLES[name] for name in STATES if name in differing or not differing}
    return Chart(
        "states-changed",
        "Paired difference of each state by year",
        *pair(difference_chart, found.states, titles),
        alt="A panel a state by year, with the mean difference and a band.",
        note="Mean, and nine tenths of the histories. States that do not differ are left out.",
    )


def changed(trail: Trail, study: SimulationStudy, found: ScenarioComparison) -> Section:
    """Tell what a scenario changes against the one that it is based on.

    Parameters
    ----------
    trail
        The numbers of the run.
    study
        The run.
    found
        Its comparison with the scenario below.

    Returns
    -------
    Section
    """
    blocks = (
        outcome_chart(found, f"{study.scenario.title}, less {found.other.title}"),
        outcome_table(trail, found, heads=("Here", "There"), at="changed."),
    )
    return Section(
        "changed",
        "Counterfactual",
        f"What does it change against {found.other.title}?",
        changed_line(trail, found),
        blocks,
    )


def changed_line(trail: Trail, found: ScenarioComparison) -> str:
    """Say what a scenario changes of what demands win.

    Parameters
    ----------
    trail
        The numbers of the run.
    found
        The comparison with the scenario below.

    Returns
    -------
    str
    """
    if found.parted is None:
        return (
            f"Against \u201c{found.other.title}\u201d: no state differs in {found.first}\u2013{found.last}."
        )
    places = {one.measure: f"changed.outcomes.{place}" for place, one in enumerate(found.outcomes)}
    won = places["satisfied"]
    mean, error = trail.number(RUN, f"{won}.mean", "+3f"), trail.number(RUN, f"{won}.error", "3f")
    parts = [f"share of demands that win {mean} (simulation error {error})"]
    for name, title in (("hierarchy", "hierarchy"), ("trust_of_sender", "trust of the sender")):
        mean, low, high = (
            trail.number(RUN, f"{places[name]}.{key}", "+3f") for key in ("mean", "low", "high")
        )
        parts.append(f"{title} {mean} ({low} to {high})")
    return f"Against \u201c{found.other.title}\u201d in {found.first}\u2013{found.last}: {', '.join(parts)}."


def _named(measure: str) -> str:
    return MEASURED.get(measure, FAN_TITLES.get(measure, measure))
