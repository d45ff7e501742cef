"""Figure 2 told: the decline is there, and here is what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Chart, Column, Heading, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.figures.lines import Line, LinePlot, Mark, lines
from gaiatsu.report.figures.theme import PROBABILITY
from gaiatsu.report.narrative.wording import (
    agree,
    capital,
    demand,
    episode,
    in_order,
    join,
    small,
    strength_of_p,
)

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["section"]

STEP = "figure2"
ONE_SIDED = "stratified.p.greater"
RATES = (0.5, 0.6, 0.7, 0.8)


def section(trail: Trail) -> Section:
    """Tell what the comparison of like demands with like shows.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    Section
        Opened by the counts and the exact test.
    """
    return Section(
        "figure-2",
        "Figure 2",
        "Did like demands win less after 1992?",
        _finding(trail),
        (
            _counts(trail),
            Caveat(_beyond(trail)),
            Prose(_tests(trail)),
            Heading("selection", "Cases that the figure does not show"),
            _selection_chart(trail),
            Caveat(_why_selection()),
            Prose(_selection(trail)),
            Heading("codings", "Other codings, fewer cases, tied cases"),
            _robustness_chart(trail),
            Prose(_codings(trail)),
            Prose(_clusters(trail)),
            _cluster_table(trail),
            Heading("placebo", "Other dates"),
            Prose(_placebo(trail)),
        ),
    )


def _finding(trail: Trail) -> str:
    before, total_before = _count(trail, "before")
    after, total_after = _count(trail, "after")
    p = trail.number(STEP, ONE_SIDED, "p")
    word = strength_of_p(trail.value(STEP, ONE_SIDED))
    fell = trail.value(STEP, "rate_after") < trail.value(STEP, "rate_before")
    opening = "Yes" if fell else "No"
    return (
        f"{opening}: Japan conceded in {before} of {total_before} episodes before the Clinton "
        f"administration and in {after} of {total_after} after, which within types of demand is {word} "
        f"(exact one-sided p = {p})."
    )


def _count(trail: Trail, period: str) -> tuple[str, str]:
    return (
        trail.number(STEP, f"pooled.{period}_conceded", "d"),
        trail.number(STEP, f"pooled.{period}_conceded + pooled.{period}_refused", "d"),
    )


def _counts(trail: Trail) -> Table:
    rows = [
        _count_row(trail, f"tables[stratum={kind}]", capital(demand(kind)))
        for kind in in_order(one.stratum for one in trail.value(STEP, "tables"))
    ]
    rows.append(_count_row(trail, "pooled", "All", strong=True))
    return Table(
        "figure2",
        "Episodes in which Japan conceded",
        (
            Column("demand", "Type of demand"),
            Column("before", "Before Clinton", "right"),
            Column("after", "After", "right"),
        ),
        tuple(rows),
    )


def _count_row(trail: Trail, path: str, name: str, *, strong: bool = False) -> Row:
    cells = [
        trail.number(STEP, f"{path}.{period}_conceded", "d")
        + " of "
        + trail.number(STEP, f"{path}.{period}_conceded + {path}.{period}_refused", "d")
        for period in ("before", "after")
    ]
    return Row((name, *cells), strong=strong)


def _beyond(trail: Trail) -> str:
    low = trail.number(STEP, "stratified.interval.0", "1f")
    mid = trail.number(STEP, "stratified.mid_p_interval.0", "1f")
    infinite = trail.value(STEP, "stratified.odds_ratio") == float("inf")
    size = "has no upper end" if infinite else "is wide"
    return (
        "The size of the change is hardly known: the 95% interval for the common odds ratio begins at "
        f"{low} (mid-p: {mid}) and {size}."
    )


def _tests(trail: Trail) -> str:
    fisher = trail.number(STEP, "unstratified.p.two_sided", "p")
    mid = trail.number(STEP, "stratified.p.mid_greater", "p")
    two = trail.number(STEP, "stratified.p.two_sided", "p")
    return (
        "The test holds fixed how many episodes of each type fell in each period and how many ended in "
        "concession, and counts every way the concessions could have been dealt out. Two-sided it gives p "
        f"= {two}, with the mid-p correction {mid} (one-sided); without strata, Fisher's test gives "
        f"{fisher} (two-sided)."
    )


def _why_selection() -> str:
    return (
        "Figure 1 scatters over the whole scale in the same years in which Figure 2 shows concessions "
        "only. Its first column may have been chosen for them."
    )


def _selection_chart(trail: Trail) -> Chart:
    grid = trail.value(STEP, "selection.grid")
    example = trail.value(STEP, "selection.example")
    alpha = trail.value(STEP, "alpha")
    drawn = tuple(
        Line(
            f"{rate:.0%}",
            tuple((one.unobserved, one.one_sided) for one in grid if one.rate == rate and one.attainable),
            "concede" if rate == example.rate else "ink",
        )
        for rate in RATES
    )
    plot = LinePlot(
        lines=drawn,
        x=(0, max(one.unobserved for one in grid)),
        y=(0.0008, 0.5),
        x_title="earlier episodes that the figure does not show",
        y_title="One-sided p, by true rate of concession before 1993",
        marks=(Mark(alpha, f"p = {small(alpha)}", level=True),),
        log=True,
        ticks=(0.001, 0.01, 0.05, 0.1, 0.5),
        form=("d", PROBABILITY),
        height=260,
    )
    p = trail.number(STEP, "selection.example.one_sided", "p")
    return Chart(
        "selection",
        "The decline survives unseen refusals until the true rate before falls to about six in ten"
        if example.one_sided < alpha
        else "A few unseen refusals are enough to lose the decline",
        lines(plot),
        lines(plot, narrow=True),
        "Lines of the one-sided p-value by number of unseen earlier episodes, one for each supposed rate "
        f"of concession. Higher rates stay far below the threshold; at the rate of the example it is {p}.",
        note="Whole numbers of episodes make the lines jagged. The CSV file has every rate.",
        data=_selection_table(trail),
    )


def _selection_table(trail: Trail) -> Table:
    rows = []
    shown = sorted({one.before_total for one in trail.value(STEP, "selection.grid")})[4::4]
    for total in shown:
        cells = [trail.number(STEP, f"selection.grid[before_total={total},rate=0.8].before_total", "d")]
        for rate in RATES:
            one = f"selection.grid[before_total={total},rate={rate}]"
            possible = trail.value(STEP, f"{one}.attainable")
            cells.append(trail.number(STEP, f"{one}.one_sided", "p") if possible else "\u2013")
        rows.append(Row(tuple(cells)))
    return Table(
        "selection",
        "One-sided p by supposed number of earlier episodes and supposed rate of concession",
        (
            Column("episodes", "Earlier episodes"),
            *(Column(f"rate_{int(100 * rate)}", f"{rate:.0%}", "right") for rate in RATES),
        ),
        tuple(rows),
        full=tuple(
            {
                "earlier_episodes": one.before_total,
                "unseen": one.unobserved,
                "rate": one.rate,
                "concessions": one.before_conceded,
                "attainable": one.attainable,
                "one_sided": one.one_sided,
                "two_sided": one.two_sided,
            }
            for one in trail.value(STEP, "selection.grid")
        ),
    )


def _selection(trail: Trail) -> str:
    base = "selection.example"
    conceded = trail.number(STEP, f"{base}.before_conceded", "d")
    total = trail.number(STEP, f"{base}.before_total", "d")
    two = trail.number(STEP, f"{base}.two_sided", "p")
    one = trail.number(STEP, f"{base}.one_sided", "p")
    text = (
        f"Were the truth {conceded} concessions in {total} earlier episodes, p would be {one} one-sided "
        f"and {two} two-sided."
    )
    fewest = trail.value(STEP, "selection.refusals_stratified")
    if fewest is None:
        tried = trail.number(STEP, "selection.refusals_tried", "d")
        return f"{text} Not even {tried} unseen refusals, wherever they hurt most, would lose the conclusion."
    number = trail.number(STEP, "selection.refusals_stratified", "Words")
    return (
        f"{text} {number} unseen {agree(fewest, 'refusal')}, placed in the types of demand where they hurt "
        "most, would be enough to lose the stratified conclusion."
    )


def _robustness_chart(trail: Trail) -> Chart:
    alpha = trail.value(STEP, "alpha")
    plot = DotPlot(
        dots=tuple(_dots(trail)),
        title="one-sided p, stratified by type of demand (logarithmic)",
        domain=(0.001, 0.4),
        threshold=(alpha, f"p = {small(alpha)}"),
        log=True,
        ticks=(0.001, 0.01, 0.05, 0.1, 0.3),
        form=PROBABILITY,
    )
    kept = sum(one.value is not None and one.value < alpha for one in plot.dots)
    title = (
        "The decline survives every way of weakening the comparison"
        if kept == len(plot.dots)
        else "The decline survives most, not all, ways of weakening the comparison"
        if 2 * kept > len(plot.dots)
        else "The decline survives few ways of weakening the comparison"
    )
    return Chart(
        "robustness",
        title,
        dots(plot),
        dots(plot, narrow=True),
        "Rows of points: the one-sided p-value as coded, without each type of demand, after the most "
        f"harmful single recoding and omission, and with tied episodes counted once. {kept} of "
        f"{len(plot.dots)} stay below the threshold.",
    )


def _dots(trail: Trail) -> list[Dot]:
    def dot(label: str, path: str, **more: object) -> Dot:
        value = float(trail.value(STEP, path))
        color = "concede" if value < trail.value(STEP, "alpha") else "refuse"
        printed = trail.read(trail.number(STEP, path, "p"))
        return Dot(label, value, color=color, printed=printed, group=str(more.get("group", "")))

    found = [dot("as coded", ONE_SIDED)]
    for number, kind in enumerate(in_order(one.id for one in trail.value(STEP, "leave_one_type_out"))):
        path = f"leave_one_type_out.{kind}.p.stratified_one_sided"
        found.append(dot(f"all {demand(kind)} demands", path, group="" if number else "Left out"))
    worst = _worst(trail, "leave_one_out")
    path = f"leave_one_out.{worst}.p.stratified_one_sided"
    found.append(dot(f"{episode(worst)} (worst single case)", path))
    worst = _worst(trail, "single_flips")
    path = f"single_flips.{worst}.p.stratified_one_sided"
    found.append(dot(f"{episode(worst)} (worst single recoding)", path, group="Recoded"))
    for number, (label, path) in enumerate(_tied(trail)):
        found.append(dot(label, path, group="Tied episodes counted once" if number == 0 else ""))
    return found


def _worst(trail: Trail, part: str) -> str:
    return str(max(trail.value(STEP, part), key=lambda one: float(one.p.stratified_one_sided)).id)


SUPPOSITIONS = {
    "semiconductors-before": "Semiconductors I and II",
    "autos-1995": "Autos and auto parts 1995",
    "framework-sectors": "Framework sectors",
    "framework-sectors-parts": "Framework sectors and auto parts",
    "framework-all": "All Framework years",
}


def _tied(trail: Trail) -> list[tuple[str, str]]:
    found = []
    for number, one in enumerate(trail.value(STEP, "clusters")):
        if one.id in SUPPOSITIONS and not one.against_members:
            coded = "" if one.coded == "as its members" else f", as {one.coded}"
            found.append((f"{SUPPOSITIONS[one.id]}{coded}", f"clusters.{number}.p.stratified_one_sided"))
    return found


def _codings(trail: Trail) -> str:
    path = "fragilities[test=stratified_one_sided]"
    flips = trail.value(STEP, f"{path}.minimal_flips")
    if flips is None:
        searched = trail.number(STEP, f"{path}.searched", "words")
        return f"No reversal of up to {searched} outcome codings changes the stratified conclusion."
    number = trail.number(STEP, f"{path}.minimal_flips", "Words")
    sets, tried = trail.number(STEP, f"{path}.sets.#", "d"), trail.number(STEP, f"{path}.tried", "d")
    named = [join(map(episode, one)) for one in trail.value(STEP, f"{path}.sets")]
    pooled = trail.number(STEP, "fragilities[test=unstratified_one_sided].minimal_flips", "words")
    which = f": {'; '.join(named)}" if len(named) <= 4 else ""
    return (
        f"{number} outcome {agree(flips, 'coding')} would have to be reversed to lose the stratified "
        f"conclusion, and only {sets} of the {tried} sets of that size do it{which}. The pooled conclusion "
        f"needs {pooled}."
    )


def _clusters(trail: Trail) -> str:
    weakest = trail.value(STEP, "weakest_cluster")
    if weakest is None:
        return "No episodes were marked as parts of one negotiation."
    p = trail.number(STEP, "weakest_cluster.p.stratified_one_sided", "p")
    n = trail.number(STEP, "weakest_cluster.n", "d")
    text = (
        "An exact test counts each episode as decided anew, yet some were one negotiation. Merging the "
        "two semiconductor accords, or autos with auto parts, changes little."
    )
    loses = weakest.p.stratified_one_sided >= trail.value(STEP, "alpha")
    return text + (
        " Counting everything asked for in the Framework years as a single negotiation does: the "
        f"conclusion then rests on how that one is coded, and in the worst case ({n} episodes) p = {p}."
        if loses
        else f" Nor does the worst case ({n} episodes, p = {p})."
    )


def _cluster_table(trail: Trail) -> Table:
    rows = []
    for number, one in enumerate(trail.value(STEP, "clusters")):
        path = f"clusters.{number}"
        stress = " (none of its members is)" if one.against_members else ""
        rows.append(
            Row(
                (
                    one.title,
                    f"{one.coded}{stress}",
                    trail.number(STEP, f"{path}.n", "d"),
                    trail.number(STEP, f"{path}.p.stratified_one_sided", "p"),
                    trail.number(STEP, f"{path}.p.unstratified_two_sided", "p"),
                )
            )
        )
    return Table(
        "clusters",
        "Every way of counting tied episodes once",
        (
            Column("supposition", "Counted as one"),
            Column("coded", "Coded"),
            Column("episodes", "Episodes", "right"),
            Column("stratified_one_sided", "p, stratified", "right"),
            Column("unstratified_two_sided", "p, Fisher", "right"),
        ),
        tuple(rows),
        folded=True,
    )


def _placebo(trail: Trail) -> str:
    rank = trail.value(STEP, "placebo.actual_rank_stratified")
    if rank is None:
        return "The two periods are not divided by date, so no other boundary can be tried."
    places = trail.number(STEP, "placebo.boundaries.#", "d")
    number = trail.number(STEP, "placebo.actual_rank_stratified", "d")
    standing = "the sharpest" if rank == 1 else f"number {number}"
    text = (
        f"Of the {places} dates at which the episodes could be divided, the start of the Clinton "
        f"administration is {standing}."
    )
    if trail.value(STEP, "placebo.selected_p_stratified") is None:
        return text
    p = trail.number(STEP, "placebo.selected_p_stratified", "p")
    return (
        f"{text} Had the date been picked for its effect, p would still be {p}, by enumeration of every "
        "other dealing of outcomes."
    )
