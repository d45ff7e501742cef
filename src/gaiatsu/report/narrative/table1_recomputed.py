"""Table 1 from other producers' numbers: the same shape at another level, and what the level is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Chart, Column, Prose, Row, Section, Table
from gaiatsu.report.figures.lines import Line, LinePlot, lines
from gaiatsu.report.narrative.wording import join

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaiatsu.report.document import Block
    from gaiatsu.report.trail import Trail

__all__ = ["section", "told"]

STEP = "recomputed"
TOP = {"ratio": 9.5, "share": 5.0}


def told(trail: Trail) -> bool:
    """Whether the data at hand allowed Table 1 to be computed again.

    Parameters
    ----------
    trail
        The numbers of the replication.
    """
    return isinstance(trail.record, Mapping) and trail.record.get(STEP) is not None


def section(trail: Trail) -> Section:
    """Tell how Table 1 comes out of other statistics.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    Section
        Opened by whether any conclusion changes.
    """
    blocks: tuple[Block, ...] = (
        _chart(trail),
        Caveat(_caveat(trail)),
        Prose(_levels(trail)),
        _columns(trail),
        Prose(_gap(trail)),
        _gaps(trail),
        _conclusions(trail),
        _years(trail),
    )
    return Section(
        "table-1-recomputed",
        "Table 1, computed again",
        "Do other statistics tell the same story about dependence?",
        _finding(trail),
        blocks,
    )


def _finding(trail: Trail) -> str:
    low, high = (trail.number(STEP, f"columns.{place}.correlation", "3f") for place in _by_correlation(trail))
    changed = trail.value(STEP, "changed")
    total = trail.number(STEP, "conclusions.#", "words")
    same = (
        f"and none of {total} conclusions changes"
        if not changed
        else f"but {trail.number(STEP, 'changed.#', 'words')} of {total} conclusions change: {join(changed)}"
    )
    return (
        "From dyadic trade ([@barbieri2009]) and World Bank product ([@worldbank2024]) come four columns "
        f"that correlate with the printed ones at {low} to {high}, {same}. Their levels differ."
    )


def _by_correlation(trail: Trail) -> tuple[int, int]:
    found = [one.correlation for one in trail.value(STEP, "columns")]
    return found.index(min(found)), found.index(max(found))


def _chart(trail: Trail) -> Chart:
    rows = trail.value(STEP, "rows")

    def points(which: str) -> tuple[tuple[float, float], ...]:
        return tuple((row.year, getattr(row, which)["ratio"]) for row in rows)

    level = trail.number(STEP, "columns.2.level", "2f")
    plot = LinePlot(
        lines=(
            Line("printed", points("printed"), "ink"),
            Line("computed again", points("recomputed"), "concede"),
        ),
        x=(1970, 1995.4),
        y=(0, TOP["ratio"]),
        y_title="Japan's export dependence \u00f7 U.S. export dependence",
        height=220,
        ticks=(0, 3, 6, 9),
        form=("d", "datum.label + ':1'"),
    )
    return Chart(
        "dependence-recomputed",
        _chart_title(trail),
        lines(plot),
        lines(plot, narrow=True),
        "Two lines of the dependence ratio, 1970 to 1995, as printed and as computed again. They rise and "
        f"fall together; the printed one is {level} times the other in the median year.",
        note="The ratio is that of the two bilateral export shares.",
    )


def _chart_title(trail: Trail) -> str:
    side = "lower" if trail.value(STEP, "columns.2.level") > 1.0 else "higher"
    return f"Other statistics give the same course at a {side} level"


def _caveat(trail: Trail) -> str:
    missing = trail.number(STEP, "asia_missing", "%")
    return (
        "The producers of the article's table are not named beyond the OECD, so its product series cannot "
        "be had as it was. Hong Kong is in no sum over Asia here; if the Asian column overstated what it "
        f"has by as much as the American one does, it would lack {missing} of Japan's exports to Asia."
    )


def _levels(trail: Trail) -> str:
    japan, america = (trail.number(STEP, f"columns.{place}.level", "2f") for place in (0, 1))
    slope, p = (
        trail.number(STEP, f"columns.1.drift.{name}", form)
        for name, form in (("slope", "+3f"), ("hac_p", "p"))
    )
    low, high = (trail.number(STEP, f"columns.1.{name}", "2f") for name in ("lowest_level", "highest_level"))
    return (
        f"The printed share of Japan's exports is {japan} times the recomputed one in the median year, that "
        f"of the American exports {america} times. Neither quotient is quite constant: that of the American "
        f"column runs from {low} to {high} and drifts by {slope} a year (p = {p}, allowing for persistence)."
    )


def _columns(trail: Trail) -> Table:
    rows = []
    for place, one in enumerate(trail.value(STEP, "columns")):
        path = f"columns.{place}"
        ends = [trail.number(STEP, f"{path}.correlation_interval.{end}", "3f") for end in (0, 1)]
        span = [trail.number(STEP, f"{path}.{name}", "2f") for name in ("lowest_level", "highest_level")]
        rows.append(
            Row(
                (
                    one.title,
                    trail.number(STEP, f"{path}.correlation", "3f"),
                    " to ".join(ends),
                    trail.number(STEP, f"{path}.level", "2f"),
                    " to ".join(span),
                    trail.number(STEP, f"{path}.scatter", "1f"),
                )
            )
        )
    return Table(
        "table1-columns",
        "Printed against recomputed, 1970\u201395",
        (
            Column("column", "Column"),
            Column("correlation", "Correlation", "right"),
            Column("interval", "95 % interval", "right"),
            Column("level", "Printed over recomputed, median", "right"),
            Column("range", "Least to most", "right"),
            Column("scatter", "Scatter, %", "right"),
        ),
        tuple(rows),
    )


def _gap(trail: Trail) -> str:
    def number(place: int, name: str, form: str) -> str:
        return trail.number(STEP, f"gaps.{place}.{name}", form)

    known = trail.value(STEP, "gaps.0.vintage") is not None
    vintage = (
        " The product does not help: an estimate of 2013 ([@lane2007]) is lower than the one used here, "
        f"and with it the recomputed shares would be {number(0, 'vintage', '1f')} and "
        f"{number(1, 'vintage', '1f')} percent higher still."
        if known
        else ""
    )
    return (
        "The recomputed columns take what the importer reports, freight and insurance included, for what "
        "the exporter exported. By the convention of the Monetary Fund that adds 10 percent ([@imf1993]), "
        f"which is {number(0, 'explained_share', '%')} of the gap of Japan's column and "
        f"{number(1, 'explained_share', '%')} of that of the American one.{vintage} What is left is "
        f"{number(0, 'unexplained', '1f')} and {number(1, 'unexplained', '1f')} percent. It would take "
        f"margins of {number(0, 'implied_margin', '2f')} and {number(1, 'implied_margin', '2f')} to close "
        "the gaps by freight alone; bulky American exports (grain, logs, coal) may well have cost more to "
        "ship, but no data set here says so, and the rest stays unexplained."
    )


def _gaps(trail: Trail) -> Table:
    names = {one.column: one.title for one in trail.value(STEP, "columns")}
    rows = []
    for place, one in enumerate(trail.value(STEP, "gaps")):
        path = f"gaps.{place}"
        vintage = "not loaded" if one.vintage is None else trail.number(STEP, f"{path}.vintage", "+1f")
        rows.append(
            Row(
                (
                    names[one.column],
                    trail.number(STEP, f"{path}.gap", "+1f"),
                    trail.number(STEP, f"{path}.freight", "+1f"),
                    vintage,
                    trail.number(STEP, f"{path}.unexplained", "+1f"),
                )
            )
        )
    return Table(
        "table1-gap",
        "What the gap in level is made of, percent of the printed level",
        (
            Column("column", "Column"),
            Column("gap", "Recomputed above printed", "right"),
            Column("freight", "Freight and insurance by convention", "right"),
            Column("vintage", "Older product would add", "right"),
            Column("unexplained", "Left unexplained", "right"),
        ),
        tuple(rows),
        note="The parts multiply: gap and added product together, over freight, leave the unexplained rest.",
    )


def _conclusions(trail: Trail) -> Table:
    shape: dict[str, str] = {"asia-late": "year", "asia-fell": "+3f", "first-fall-larger": "+2f"}
    rows = []
    for place, one in enumerate(trail.value(STEP, "conclusions")):
        form = shape.get(one.id, "2f")
        path = f"conclusions.{place}"
        rows.append(
            Row(
                (
                    trail.words(STEP, f"{path}.words"),
                    _holds(trail, path, "printed", form),
                    _holds(trail, path, "recomputed", form),
                ),
                strong=one.changes,
            )
        )
    return Table(
        "table1-conclusions",
        "The conclusions on Table 1, drawn from either series",
        (
            Column("conclusion", "Conclusion"),
            Column("printed", "Printed", "right"),
            Column("recomputed", "Computed again", "right"),
        ),
        tuple(rows),
        note="In brackets the number it rests on: probability of a straight line; p; share of the fall; p; "
        "slope a year; year; difference of the two falls.",
    )


def _holds(trail: Trail, path: str, which: str, form: str) -> str:
    value = trail.number(STEP, f"{path}.{which}_value", form)
    return f"{'yes' if trail.value(STEP, f'{path}.{which}') else 'no'} ({value})"


def _years(trail: Trail) -> Table:
    names = tuple(one.column for one in trail.value(STEP, "columns"))
    forms = dict(zip(names, ("1f", "2f", "1f", "1f"), strict=True))

    def cells(place: int, pick: Callable[[str], str]) -> tuple[str, ...]:
        return tuple(trail.number(STEP, f"rows.{place}.{pick(name)}", forms[name]) for name in names)

    rows = tuple(
        Row(
            (
                trail.number(STEP, f"rows.{place}.year", "year"),
                *cells(place, lambda name: f"printed.{name}"),
                *cells(place, lambda name: f"recomputed.{name}"),
            )
        )
        for place in range(len(trail.value(STEP, "rows")))
    )
    short = ("Japan to U.S.", "U.S. to Japan", "Ratio", "Japan to Asia")
    return Table(
        "table1-recomputed",
        "Table 1 as printed and computed again, year by year",
        (
            Column("year", "Year"),
            *(
                Column(f"{name}_printed", f"{label}, printed", "right")
                for name, label in zip(names, short, strict=True)
            ),
            *(
                Column(f"{name}_recomputed", f"{label}, again", "right")
                for name, label in zip(names, short, strict=True)
            ),
        ),
        rows,
        folded=True,
    )
