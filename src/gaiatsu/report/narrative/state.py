"""The state of the relationship told: what the dated record alone says before each episode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Chart, Column, Heading, Prose, Row, Section, Table
from gaiatsu.report.figures.lines import Band, Line, LinePlot, Mark, lines, panel
from gaiatsu.report.figures.theme import PROBABILITY, Spec, chart
from gaiatsu.report.narrative.wording import capital, episode, join

if TYPE_CHECKING:
    from gaiatsu.report.document import Block
    from gaiatsu.report.trail import Trail

__all__ = ["section"]

STEP = "state"
SHOWN = {
    "trust_of_sender": "Japan's trust that deals are kept",
    "hierarchy": "Deference: Japan as junior partner",
    "legitimacy": "Legitimacy of the tactic used",
    "credibility": "Credibility of the threat",
}


def section(trail: Trail) -> Section:
    """Tell what the record says about trust, deference, legitimacy and resolve.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    Section
        Opened by which of the social terms moved, and how surely.
    """
    blocks: list[Block] = [
        _chart(trail),
        Caveat(
            "The states are computed from the dated record by the theory's own equations, with uncertain "
            "parameters. Nothing dated at or after an episode enters its row, and no outcome does."
        ),
        Prose(_moves(trail)),
    ]
    if trail.value(STEP, "two_strike") is not None:
        blocks += [Heading("two-strikes", "Was the second violation decisive?"), Prose(_strikes(trail))]
    blocks += [
        Heading("generations", "Did the generations change in time?"),
        _cohort_chart(trail),
        Prose(_generations(trail)),
        _table(trail),
    ]
    return Section(
        "state",
        "Social context",
        "Had the social context changed before Japan first refused?",
        _finding(trail),
        tuple(blocks),
    )


def _ends(trail: Trail, column: str) -> tuple[str, str]:
    """Give paths to the first episode and to the first one after the change of administration."""
    names = [row.episode for row in trail.value(STEP, "rows") if row.column == column]
    after = next(
        name for name in names if trail.value("cases", f"episodes.{name}.administration.value") == "after"
    )
    return f"rows[column={column},episode={names[0]}]", f"rows[column={column},episode={after}]"


def _moved(trail: Trail, column: str) -> float:
    before, after = _ends(trail, column)
    return float(trail.value(STEP, f"{after}.mean") - trail.value(STEP, f"{before}.mean"))


def _finding(trail: Trail) -> str:
    names = {"trust_of_sender": "trust", "hierarchy": "deference", "legitimacy": "the legitimacy of tactics"}
    fell = [column for column in names if _moved(trail, column) < -0.1]
    still = [column for column in names if column not in fell]
    opening = "Yes" if not still else "In part" if fell else "Hardly"
    told = [f"{names[column]} fell from {_from_to(trail, column)}" for column in fell]
    told += [f"{names[column]} hardly moved ({_from_to(trail, column)})" for column in still]
    return (
        f"{opening}: between 1978 and the first refusal {join(told)}. Trust and deference are known only "
        "within wide limits."
    )


def _from_to(trail: Trail, column: str) -> str:
    before, after = _ends(trail, column)
    old, new = trail.number(STEP, f"{before}.mean", "prob"), trail.number(STEP, f"{after}.mean", "prob")
    return f"{old} to {new}"


def _plot(trail: Trail, column: str) -> LinePlot:
    rows = [row for row in trail.value(STEP, "rows") if row.column == column]
    rows = sorted(rows, key=lambda row: (row.date, row.episode))
    violations = [mark for mark in _events(trail) if column == "trust_of_sender"]
    return LinePlot(
        lines=(Line("", tuple((row.date, row.mean) for row in rows), "concede", dots=True),),
        bands=(Band(tuple((row.date, row.low, row.high) for row in rows), "concede-soft"),),
        marks=(Mark(_divide(trail), "refusal" if violations else "", align="right"), *violations),
        x=(1978, 1997),
        y=(0, 1),
        y_title=SHOWN[column],
        height=88,
        ticks=(0, 0.5, 1),
        form=("d", PROBABILITY),
        dated=column == list(SHOWN)[-1],
        overhead=bool(violations),
    )


def _divide(trail: Trail) -> float:
    dates = [one.date for one in trail.value("cases", "episodes") if one.administration.value == "after"]
    return float(min(dates)) - 0.02


def _events(trail: Trail) -> tuple[Mark, ...]:
    if trail.value(STEP, "two_strike") is None:
        return ()
    marks = []
    for number, name in enumerate(("first", "second")):
        event = trail.value("cases", f"events.{trail.value(STEP, f'two_strike.{name}')}")
        label, align = (("deal stretched", "right"), ("again", "left"))[number]
        marks.append(Mark(event.decimal_date, label, align=align))
    return tuple(marks)


def _chart(trail: Trail) -> Chart:
    plots = [_plot(trail, column) for column in SHOWN]

    def draw(*, narrow: bool) -> Spec:
        panels = [panel(plot, narrow=narrow, room=12) for plot in plots]
        return chart({"vconcat": panels, "spacing": 24})

    readings = []
    for column, title in SHOWN.items():
        readings.append(f"{title}: {_from_to(trail, column)} between 1978 and the first refusal.")
    return Chart(
        "state",
        "Trust, deference, legitimacy and credibility before each episode",
        draw(narrow=False),
        draw(narrow=True),
        f"Four panels by date with 90 percent bands. {' '.join(readings)}",
        note="Line: mean over the parameters' draws at each episode. Band: central 90%. Legitimacy "
        "follows from the coded tactic and has no band. Dashed: the first refusal and, for trust, the deals "
        "said to be stretched.",
    )


def _moves(trail: Trail) -> str:
    before, after = _ends(trail, "credibility")
    old, new = trail.number(STEP, f"{before}.mean", "prob"), trail.number(STEP, f"{after}.mean", "prob")
    moved = abs(_moved(trail, "credibility"))
    word = "hardly moved" if moved < 0.1 else "moved too"
    return (
        f"The only social factor that rationalist accounts admit, the credibility of the threat, {word}: "
        f"{old} in 1978 and {new} at the first refusal. What changed is what deference, procedure and "
        "trust add to it."
        if moved < 0.1
        else f"The credibility of the threat {word}: from {old} in 1978 to {new} at the first refusal."
    )


def _strikes(trail: Trail) -> str:
    gap = trail.number(STEP, "two_strike.gap", "1f")
    on_record = trail.number(STEP, "two_strike.on_record", "prob")
    closed = trail.number(STEP, "two_strike.closed_form", "prob")
    first = trail.number(STEP, "two_strike.first_decisive", "prob")
    never = trail.number(STEP, "two_strike.never_decisive", "prob")
    before, once, twice = trail.numbers(
        STEP,
        ["two_strike.trust_before", "two_strike.trust_after_first", "two_strike.trust_after_second"],
        "prob",
    )
    likelier = trail.value(STEP, "two_strike.first_decisive") > trail.value(STEP, "two_strike.on_record")
    verdict = (
        f"that the first alone ended it is likelier ({first})"
        if likelier
        else f"it is likelier than that the first alone ended it ({first})"
    )
    return (
        f"On the record, trust falls from {before} to {once} with the first deal stretched and to {twice} "
        f"with the second, {gap} years later. That the first was excused and the second decisive has a "
        f"probability of {on_record} (with no deal kept in between: {closed}); {verdict}, and trust "
        f"survives both with {never}."
    )


def _cohort_chart(trail: Trail) -> Chart:
    rows = trail.value(STEP, "cohort")
    plot = LinePlot(
        lines=(
            Line("officials", tuple((row.year, row.officials) for row in rows), "refuse", dash=(4, 3)),
            Line("with politicians", tuple((row.year, row.mean) for row in rows), "concede"),
        ),
        bands=(Band(tuple((row.year, row.low, row.high) for row in rows), "concede-soft"),),
        marks=(Mark(0.5, "one half", level=True),),
        x=(rows[0].year, rows[-1].year),
        y=(0, 1),
        y_title="Weight at the top of those who began under the occupation",
        height=180,
        ticks=(0, 0.5, 1),
        form=("d", PROBABILITY),
    )
    year = trail.number(STEP, "half_date", "year")
    return Chart(
        "cohort",
        "The occupation generation had left the top before the first refusal",
        lines(plot),
        lines(plot, narrow=True),
        f"Two falling lines. Among officials the weight passes one half in {year}; with politicians a "
        "little later.",
    )


def _generations(trail: Trail) -> str:
    half = trail.number(STEP, "half_date", "year")
    low, high = trail.numbers(STEP, ["half_interval.1", "half_interval.2"], "year")
    share = trail.number(STEP, "change.replacement_share", "%")
    total = trail.number(STEP, "change.total | mean", "+2f")
    ends = trail.numbers(STEP, ["change.total | q05", "change.total | q95"], "+2f")
    early = trail.value(STEP, "half_date") < 1990
    reading = (
        "earlier than the article's reading that all senior officials of the 1980s had begun under the "
        "occupation"
        if early
        else "in keeping with the article's reading"
    )
    return (
        f"With careers of usual length the occupation cohort loses its majority among officials in {half}, "
        f"and with politicians between {low} and {high}: {reading}. Between the mean dates of the two "
        f"periods deference changes by {total} (90% from {ends[0]} to {ends[1]}), of which the replacement "
        f"of cohorts carries {share}."
    )


def _table(trail: Trail) -> Table:
    names = [row.episode for row in trail.value(STEP, "rows") if row.column == "hierarchy"]
    order = sorted(names, key=lambda name: trail.value("cases", f"episodes.{name}.date"))
    rows = []
    for name in order:
        cells = [
            trail.number(STEP, f"rows[column={column},episode={name}].mean", "prob", rows=(name,))
            for column in SHOWN
        ]
        title = episode(name, trail.value("cases", f"episodes.{name}.title"))
        rows.append(Row((title, trail.number("cases", f"episodes.{name}.year", "year"), *cells)))
    heads = {"trust_of_sender": "Trust", "hierarchy": "Deference"}
    return Table(
        "state",
        "The state before each episode (means)",
        (
            Column("episode", "Episode"),
            Column("year", "Year", "right"),
            *(Column(column, heads.get(column, capital(column)), "right") for column in SHOWN),
        ),
        tuple(rows),
        folded=True,
        full=tuple(
            {
                "episode": row.episode,
                "date": row.date,
                "state": row.column,
                "mean": row.mean,
                "low": row.low,
                "high": row.high,
            }
            for row in trail.value(STEP, "rows")
        ),
    )
