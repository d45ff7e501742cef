"""The figures of the advice: worth, the years, patience, and what turns the order."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.report.document import Chart
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.figures.lines import Line, LinePlot, Mark, lines
from gaiatsu.studies.advise.words import named, parameter_words

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["STEP", "depends_chart", "patience_chart", "worth_chart", "years_chart"]

STEP: Final = "advice"
COLORS: Final = {
    "social": "concede",
    "social-usual-demands": "concede",
    "multilateral-only": "concede",
    "quiet": "third",
    "materialist": "refuse",
    "materialist-selective": "refuse",
    "opportunist": "refuse",
    "computed-optimum": "fourth",
}
"""Blue for what goes by the regime, red for what goes by leverage, green for asking alone."""

BELIEFS: Final = {
    "default": "ink",
    "ties": "third",
    "record": "third",
    "article": "concede",
    "materialist": "refuse",
    "sceptical": "fourth",
}
SHOWN: Final = 6
"""Parameters in a chart of what turns an order."""


def worth_chart(trail: Trail) -> Chart:
    """Draw the worth of every strategy, the largest mean first.

    Parameters
    ----------
    trail
        The numbers of the advice.

    Returns
    -------
    Chart
    """
    rows = trail.value(STEP, "rows")
    marks = []
    for row in rows:
        text = trail.read(trail.number(STEP, f"rows[name={row.name}].value", "2f"))
        color = COLORS.get(row.name, "ink")
        marks.append(Dot(row.title, row.value, row.low, row.high, color=color, printed=text))
    low, high = min(0.0, *(row.low for row in rows)), max(row.high for row in rows)
    plot = DotPlot(
        tuple(marks),
        "full concessions, discounted and net of cost",
        (floor(low), high * 1.02),
    )
    lead, last = rows[0], rows[-1]
    return Chart(
        "worth",
        "What each strategy is worth",
        dots(plot),
        dots(plot, narrow=True),
        f"Rows of points by strategy. {lead.title} has the largest mean, {last.title} the smallest; the "
        "ranges of "
        "most strategies overlap.",
        note=(
            "Point: mean. Line: nine tenths of the sets of parameters, so mostly what is not known, not luck."
        ),
    )


def years_chart(trail: Trail) -> Chart:
    """Draw what a year brings under the leader, the article's packages and the status quo.

    Parameters
    ----------
    trail
        The numbers of the advice.

    Returns
    -------
    Chart
    """
    rows: dict[str, Any] = {row.name: row for row in trail.value(STEP, "rows")}
    first, last = trail.value(STEP, "first"), trail.value(STEP, "last")
    shown = dict.fromkeys((next(iter(rows)), "social", "materialist", "status-quo"))
    drawn = []
    for place, name in enumerate(shown):
        points = tuple((float(first + year), value) for year, value in enumerate(rows[name].by_year))
        color = "fourth" if place == 0 and name not in ("social", "materialist") else COLORS.get(name, "ink")
        dash = (4, 3) if name == "status-quo" else ()
        drawn.append(Line(rows[name].title, points, color=color, dash=dash))
    every = [value for line in drawn for _, value in line.points]
    plot = LinePlot(
        lines=tuple(drawn),
        x=(float(first), drawn[0].points[-1][0]),
        y=(min(0.0, *every), max(every) * 1.05),
        y_title="worth of the year, full concessions",
        marks=(Mark(float(last) + 0.5, "status quo for all"), Mark(0.0, level=True)),
        height=230,
        form=("d", ".2~f"),
    )
    return Chart(
        "years",
        "What a year brings, and what is left when the strategies end",
        lines(plot),
        lines(plot, narrow=True),
        "Lines by year for the leading strategy, the article's two packages and the status quo. After the "
        "rule all "
        "play the status quo from what they left behind.",
        note="Means over all draws, not discounted.",
    )


def patience_chart(trail: Trail) -> Chart:
    """Draw the probability that the social package is worth more, by patience and beliefs.

    Parameters
    ----------
    trail
        The numbers of the advice.

    Returns
    -------
    Chart
    """
    duels = trail.value(STEP, "duels")
    used = trail.value(STEP, "options.stakes.discount")
    drawn = tuple(
        Line(
            _belief(one),
            tuple(zip(one.patiences, one.by_patience, strict=True)),
            color=BELIEFS.get(one.beliefs, "gray"),
        )
        for one in duels
    )
    plot = LinePlot(
        lines=drawn,
        x=(0.0, 1.0),
        y=(0.0, 1.0),
        x_title="what a year later counts for",
        y_title="probability that the social package is worth more",
        marks=(
            Mark(float(used), "the sender's", align="right"),
            Mark(0.9, level=True),
            Mark(0.1, level=True),
        ),
        height=260,
        ticks=(0.0, 0.1, 0.5, 0.9, 1.0),
        form=(".1~f", ".1~f"),
    )
    return Chart(
        "patience",
        "The social package against the materialist one, by patience",
        lines(plot),
        lines(plot, narrow=True),
        "Curves of a probability over patience, one for each set of beliefs; between the level rules at one "
        "and nine "
        "tenths nobody can tell.",
        note="Level rules: nine to one for either side.",
    )


def _belief(one: Any) -> str:
    return {"ties": "after sanction cases", "record": "given the record"}.get(one.beliefs, str(one.beliefs))


def depends_chart(trail: Trail, place: int) -> Chart | None:
    """Draw the parameters that turn the order of two strategies.

    Parameters
    ----------
    trail
        The numbers of the advice.
    place
        Which pair.

    Returns
    -------
    Chart or None
        ``None`` where no parameter turns it beyond chance.
    """
    turning = trail.value(STEP, f"turnings.{place}")
    titles = {row.name: row.title for row in trail.value(STEP, "rows")}
    settled = [one for one in turning.influences if one.settled][:SHOWN]
    if not settled:
        return None
    one, other = titles[turning.one], titles[turning.other]
    marks = []
    for each in settled:
        path = f"turnings.{place}.influences[parameter={each.parameter}].difference"
        text = trail.read(trail.number(STEP, path, "+2f"))
        color = "concede" if each.difference > 0.0 else "refuse"
        words = parameter_words(each.parameter)
        label = words[:1].upper() + words[1:]
        marks.append(Dot(label, each.difference, each.low, each.high, color=color, printed=text))
    reach = max(max(abs(each.low), abs(each.high)) for each in settled)
    plot = DotPlot(
        tuple(marks),
        f"change in the probability that {named(one)} is better",
        (-reach * 1.05, reach * 1.05),
        threshold=(0.0, ""),
    )
    return Chart(
        f"depends-{place + 1}",
        f"What turns the order of {named(one)} and {named(other)}",
        dots(plot),
        dots(plot, narrow=True),
        "Rows of points by parameter; to the right a large value speaks for the first strategy, to the left "
        "for the "
        "second.",
        note="From the lower to the upper third of the draws; intervals hold for all parameters at once.",
    )
