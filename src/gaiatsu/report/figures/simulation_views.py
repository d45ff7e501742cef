"""Charts of closer looks at simulated histories: answers, cohorts, tactics, differences of scenarios."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from gaiatsu.report.figures.lines import Band, Line, LinePlot, Mark, name_room, panel
from gaiatsu.report.figures.simulation import SIGNED
from gaiatsu.report.figures.theme import Spec, chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaiatsu.studies.simulate.compare import YearDifference
    from gaiatsu.studies.simulate.views import AnswerFan, CohortView, TacticLegitimacy

__all__ = ["DEMAND_TITLES", "answer_chart", "cohort_chart", "difference_chart", "tactic_chart", "top_chart"]

DEMAND_TITLES: Final = {
    "results": "demands for results",
    "rule": "demands for a rule",
    "macroeconomic": "macroeconomic demands",
    "other": "other demands",
}
COLORS: Final = ("concede", "refuse", "third", "fourth", "fifth", "ink")
MOST: Final = 5
"""Cohorts that are drawn at most."""
LEAST: Final = 0.01
"""Median weight at the top that a cohort must reach to be drawn."""
HEIGHT, LOW = 120, 90


def answer_chart(fans: Sequence[AnswerFan], *, narrow: bool = False) -> Spec:
    """Draw what demands of each type could expect, a panel a type.

    Parameters
    ----------
    fans
        Fans of one kind of answer.
    narrow
        Whether for a phone.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    return stacked([_answer(one, first=place == 0) for place, one in enumerate(fans)], narrow=narrow)


def _answer(one: AnswerFan, *, first: bool) -> LinePlot:
    years = [float(year) for year in one.years]
    rows = [
        (year, *column)
        for year, column in zip(years, one.quantiles.T.tolist(), strict=True)
        if all(map(isfinite, column))
    ]
    graded = one.answer == "concession"
    subject = "Mean grade of concession" if graded else "Chance of a backlash"
    return LinePlot(
        lines=(Line("median" if first else "", tuple((row[0], row[3]) for row in rows), color="concede"),),
        bands=(
            Band(tuple((row[0], row[1], row[5]) for row in rows), color="band"),
            Band(tuple((row[0], row[2], row[4]) for row in rows), color="concede-soft"),
        ),
        x=(years[0], years[-1]),
        y=(0.0, 3.0 if graded else 1.0),
        y_title=f"{subject}, {DEMAND_TITLES[one.demand]}",
        height=HEIGHT,
        ticks=(0.0, 1.0, 2.0, 3.0) if graded else (0.0, 0.5, 1.0),
        form=("d", "" if graded else ".2~f"),
    )


def shown(cohorts: Sequence[CohortView]) -> list[CohortView]:
    """Cohorts that are drawn: those that ever weigh something at the top, in order of entry."""
    heavy = [one for one in cohorts if float(one.weight[1].max()) >= LEAST]
    kept = sorted(heavy, key=lambda one: -float(one.weight[1].max()))[:MOST]
    return [one for one in cohorts if any(one is other for other in kept)]


def cohort_chart(cohorts: Sequence[CohortView], *, narrow: bool = False) -> Spec:
    """Draw identities of those who entered together, a panel a cohort.

    Parameters
    ----------
    cohorts
        The cohorts.
    narrow
        Whether for a phone.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    plots = [_cohort(one, first=place == 0) for place, one in enumerate(shown(cohorts))]
    return stacked(plots, narrow=narrow)


def _cohort(one: CohortView, *, first: bool) -> LinePlot:
    years = [float(year) for year in one.years]
    sides = {}
    for name in ("economic", "security"):
        rows = zip(years, *getattr(one, name).tolist(), strict=True)
        sides[name] = [row for row in rows if all(map(isfinite, row))]
    middle = {name: tuple((row[0], row[2]) for row in rows) for name, rows in sides.items()}
    return LinePlot(
        lines=(
            Line("economic" if first else "", middle["economic"], color="concede"),
            Line("security" if first else "", middle["security"], color="refuse", dash=(4, 3)),
        ),
        bands=(
            Band(tuple((row[0], row[1], row[3]) for row in sides["security"]), color="refuse-soft"),
            Band(tuple((row[0], row[1], row[3]) for row in sides["economic"]), color="concede-soft"),
        ),
        x=(years[0], years[-1]),
        y=(0.0, 1.0),
        y_title=f"Identity of the cohort {one.name}" if one.name[:1].isalpha() else f"Entered in {one.name}",
        height=LOW,
        ticks=(0.0, 0.5, 1.0),
        form=("d", ".2~f"),
    )


def top_chart(cohorts: Sequence[CohortView], *, narrow: bool = False) -> Spec:
    """Draw who is at the top: median weight of each cohort.

    Parameters
    ----------
    cohorts
        The cohorts.
    narrow
        Whether for a phone.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    drawn = shown(cohorts)
    years = [float(year) for year in drawn[0].years]
    plot = LinePlot(
        lines=tuple(
            Line(one.name, tuple(zip(years, one.weight[1].tolist(), strict=True)), color=color)
            for one, color in zip(drawn, COLORS, strict=False)
        ),
        marks=(Mark(0.5, level=True),),
        x=(years[0], years[-1]),
        y=(0.0, 1.0),
        y_title="Weight at the top, median",
        height=180,
        ticks=(0.0, 0.5, 1.0),
        form=("d", ".2~f"),
    )
    return stacked([plot], narrow=narrow)


def tactic_chart(tactics: Sequence[TacticLegitimacy], *, narrow: bool = False) -> Spec:
    """Draw how legitimate each tactic is.

    Parameters
    ----------
    tactics
        Tactics by year.
    narrow
        Whether for a phone.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    looks = {
        ("authorized threat", False): ("authorized", "third", ()),
        ("quiet demand", False): ("quiet", "muted", ()),
        ("unilateral threat", True): ("unilateral, rule broken", "refuse", (5, 3)),
        ("unilateral threat", False): ("unilateral", "refuse", ()),
    }
    lines = []
    years = [float(year) for year in tactics[0].years]
    for one in tactics:
        if (one.tactic, one.violation) in looks:
            label, color, dash = looks[one.tactic, one.violation]
            points = tuple(zip(years, one.legitimacy.tolist(), strict=True))
            lines.append(Line(label, points, color=color, dash=dash))
    plot = LinePlot(
        lines=tuple(lines),
        x=(years[0], years[-1]),
        y=(-0.02, 1.02),
        y_title="Procedural legitimacy of a demand",
        height=180,
        ticks=(0.0, 0.5, 1.0),
        form=("d", ".2~f"),
    )
    return stacked([plot], narrow=narrow)


def difference_chart(
    states: Sequence[YearDifference], titles: dict[str, str], *, narrow: bool = False
) -> Spec:
    """Draw the paired difference of each state by year, a panel a state.

    Parameters
    ----------
    states
        Differences by state and year.
    titles
        States that are drawn, with their names in prose.
    narrow
        Whether for a phone.

    Returns
    -------
    dict
        Vega-Lite specification.
    """
    plots: list[LinePlot] = []
    for name, title in titles.items():
        rows = [row for row in states if row.state == name]
        ends = [value for row in rows for value in (row.low, row.high, row.mean)]
        low, high = min(-0.02, *ends), max(0.02, *ends)
        room = 0.08 * (high - low)
        plots.append(
            LinePlot(
                lines=(
                    Line("" if plots else "mean", tuple((row.year, row.mean) for row in rows), "concede"),
                ),
                bands=(Band(tuple((row.year, row.low, row.high) for row in rows), color="concede-soft"),),
                marks=(Mark(0.0, level=True),),
                x=(float(rows[0].year), float(max(rows[-1].year, rows[0].year + 1))),
                y=(low - room, high + room),
                y_title=title,
                height=HEIGHT,
                form=("d", SIGNED),
            )
        )
    return stacked(plots, narrow=narrow)


def stacked(plots: Sequence[LinePlot], *, narrow: bool) -> Spec:
    """Put plots above each other, with as much room for names as any needs."""
    room = max(name_room(plot) for plot in plots)
    panels = [panel(plot, narrow=narrow, room=room) for plot in plots]
    return chart({"vconcat": panels, "spacing": 30})
