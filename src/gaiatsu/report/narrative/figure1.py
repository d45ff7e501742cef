"""Figure 1 told: what a slope printed without its points can and cannot exclude."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Chart, Column, Prose, Row, Section, Table
from gaiatsu.report.figures.lines import Band, Line, LinePlot, Mark, lines
from gaiatsu.report.narrative.wording import ALPHA, strength_of_factor

if TYPE_CHECKING:
    from gaiatsu.report.document import Block
    from gaiatsu.report.trail import Trail

__all__ = ["section"]

STEP = "figure1"


def section(trail: Trail) -> Section:
    """Tell what Figure 1 can carry.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    Section
        Opened by what is excluded and whether the figure tells the explanations apart.
    """
    blocks: list[Block] = [_exclusion_chart(trail), Caveat(_unprinted(trail)), Prose(_power(trail))]
    blocks += [Prose(_discrimination(trail)), _table(trail)]
    if trail.value(STEP, "ratings") is not None:
        blocks = [_ratings_chart(trail), Prose(_ratings(trail)), *blocks]
    return Section(
        "figure-1",
        "Figure 1",
        "Does steady success to 1992 speak against material causes?",
        _finding(trail),
        tuple(blocks),
    )


def _finding(trail: Trail) -> str:
    low, high = trail.numbers(STEP, ["fall_not_excluded.0", "fall_not_excluded.1"], "2f")
    few, many = trail.numbers(STEP, ["likely_sizes.0", "likely_sizes.1"], "d")
    excluded = (
        f"The printed slope leaves room, with {few} to {many} cases, for a fall of {low} to {high} of the "
        "scale's three grades"
    )
    if trail.value(STEP, "discriminates"):
        return f"{excluded}; even so, it tells a flat record from the one that dependence predicts."
    factor = trail.number(STEP, "largest_bayes_factor", "1f")
    return (
        f"Very little. {excluded}, and it favors a flat record over the decline that dependence predicts "
        f"by a factor of {factor} at most."
    )


def _exclusion_chart(trail: Trail) -> Chart:
    rows = [one for one in trail.value(STEP, "exclusions") if one.n <= 30]
    published = trail.value(STEP, "published")
    change = published.slope * (published.last_year - published.first_year)
    predicted = sorted(one.change for one in trail.value(STEP, "material"))
    likely = trail.value(STEP, "likely_sizes")
    plot = LinePlot(
        lines=(
            Line("printed slope", ((rows[0].n, change), (rows[-1].n, change)), "ink"),
            Line("no change", ((rows[0].n, 0.0), (rows[-1].n, 0.0)), "gray", dash=(4, 3)),
            *(
                Line("dependence" if place == 0 else "", ((rows[0].n, one), (rows[-1].n, one)), "refuse")
                for place, one in enumerate(predicted)
            ),
        ),
        bands=(Band(tuple((one.n, *one.change_interval) for one in rows), "band"),),
        marks=(
            Mark(likely[0], f"likely: {likely[0]} to {likely[1]}"),
            Mark(likely[1], ""),
        ),
        x=(rows[0].n, rows[-1].n),
        y=(-1.6, 3.0),
        x_title="cases behind the figure (not printed)",
        y_title="Change in U.S. success, 1977\u201392, in grades of 0\u20133",
        height=270,
    )
    low, high = trail.numbers(STEP, ["fall_not_excluded.0", "fall_not_excluded.1"], "2f")
    inside = _inside(trail)
    return Chart(
        "exclusion",
        "The decline that dependence predicts lies inside the interval for every likely number of cases"
        if inside
        else "For some likely numbers of cases the interval leaves out what dependence predicts",
        lines(plot),
        lines(plot, narrow=True),
        "Band of the 95 percent interval of the change from 1977 to 1992 by number of cases, narrowing "
        f"from left to right around a small rise. Falls of {low} to {high} grades stay inside for likely "
        "numbers of cases; the declines that dependence predicts "
        f"{'do too' if inside else 'do not always'}.",
        note="Band: 95% interval implied by the printed slope and p-value. Red: what dependence predicts, "
        "by three ways of turning the ratio into grades.",
    )


def _inside(trail: Trail) -> bool:
    likely = trail.value(STEP, "likely_sizes")
    intervals = [
        one.change_interval for one in trail.value(STEP, "exclusions") if likely[0] <= one.n <= likely[1]
    ]
    changes = [one.change for one in trail.value(STEP, "material")]
    return all(low <= change <= high for low, high in intervals for change in changes)


def _unprinted(trail: Trail) -> str:
    slope, p = trail.number(STEP, "published.slope", "3f"), trail.number(STEP, "published.p", "p")
    return (
        f"The article prints the slope ({slope} a year) and its p-value ({p}), not the points or their "
        "number. Give a file of ratings with --ratings and the figure is drawn and its line fitted here."
    )


def _power(trail: Trail) -> str:
    few, many = trail.value(STEP, "likely_sizes")
    low = trail.number(STEP, f"power[n={few},fall=1.0].two_sided", "%")
    high = trail.number(STEP, f"power[n={many},fall=1.0].two_sided", "%")
    sizes = trail.numbers(STEP, ["likely_sizes.0", "likely_sizes.1"], "d")
    return (
        "Had success fallen by a whole grade, from partly to nominally successful, the test would have "
        f"noticed with a probability of {low} ({sizes[0]} cases) to {high} ({sizes[1]} cases). Not having "
        "noticed one is weak evidence."
    )


def _discrimination(trail: Trail) -> str:
    factor = trail.number(STEP, "largest_bayes_factor", "1f")
    p = trail.number(STEP, "material.0.ratio_trend_p", "p")
    word = strength_of_factor(trail.value(STEP, "largest_bayes_factor"))
    flat = trail.value(STEP, "material.0.ratio_trend_p") > ALPHA
    opening = (
        "Nor could the figure easily have told the explanations apart. Over its years the dependence "
        f"ratio has no significant trend of its own (p = {p}), so materialism predicts a slope near zero "
        "as well."
        if flat
        else f"Over the figure's years dependence has a trend (p = {p}) that success might have followed."
    )
    return (
        f"{opening} The largest Bayes factor for a flat record, over all likely numbers of cases, is "
        f"{factor}: {word} ([@kass_raftery1995])."
    )


def _table(trail: Trail) -> Table:
    few, many = trail.value(STEP, "likely_sizes")
    sizes = sorted({few, 10, 12, many, 20, 30})
    rows = []
    for n in sizes:
        path = f"exclusions[n={n}]"
        rows.append(
            Row(
                (
                    trail.number(STEP, f"{path}.n", "d"),
                    trail.number(STEP, f"{path}.standard_error", "3f"),
                    trail.number(STEP, f"{path}.largest_fall", "2f"),
                    trail.number(STEP, f"{path}.largest_fall_one_sided", "2f"),
                    trail.number(STEP, f"{path}.largest_rise", "2f"),
                    trail.number(STEP, f"power[n={n},fall=1.0].two_sided", "%"),
                )
            )
        )
    columns = (
        Column("cases", "Cases"),
        Column("standard_error", "Standard error of the slope", "right"),
        Column("largest_fall", "Largest fall not excluded", "right"),
        Column("largest_fall_one_sided", "the same, one-sided", "right"),
        Column("largest_rise", "Largest rise not excluded", "right"),
        Column("power_of_one_grade", "Power against a fall of one grade", "right"),
    )
    return Table(
        "figure1-exclusions",
        "What the printed slope and p-value exclude, by number of cases",
        columns,
        tuple(rows),
        note="Falls and rises in grades from 1977 to 1992, 95% intervals. The CSV file has every number "
        "tried.",
        full=tuple(
            {
                "cases": one.n,
                "standard_error": one.standard_error,
                "slope_low": one.slope_interval[0],
                "slope_high": one.slope_interval[1],
                "largest_fall": one.largest_fall,
                "largest_fall_one_sided": one.largest_fall_one_sided,
                "largest_rise": one.largest_rise,
            }
            for one in trail.value(STEP, "exclusions")
        ),
    )


def _ratings_chart(trail: Trail) -> Chart:
    ratings = trail.value(STEP, "ratings")
    points = tuple((one.year, float(one.rating)) for one in ratings.points)
    plot = LinePlot(
        lines=(Line("fitted", ratings.ends, "concede"),),
        dots=points,
        x=(min(x for x, _ in points) - 0.5, max(x for x, _ in points) + 0.5),
        y=(-0.2, 3.2),
        y_title="U.S. success, 0 not at all to 3 largely",
        ticks=(0, 1, 2, 3),
        height=220,
    )
    slope = trail.number(STEP, "ratings.line.slope", "+3f")
    return Chart(
        "figure1",
        f"Figure 1 drawn from the ratings given: slope {slope} a year",
        lines(plot),
        lines(plot, narrow=True),
        f"Scatter of ratings by year with a fitted line of slope {slope}.",
    )


def _ratings(trail: Trail) -> str:
    used = trail.number(STEP, "ratings.used", "d")
    p = trail.number(STEP, "ratings.line.p", "p")
    same = trail.value(STEP, "ratings.slope_matches") and trail.value(STEP, "ratings.p_matches")
    verdict = "reproduce the printed line" if same else "do not reproduce the printed line"
    return f"The {used} ratings within the figure's years {verdict} (p = {p})."
