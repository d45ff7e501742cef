"""Table 1 told: the numbers reproduce; the reading of them as a gradual decline does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Chart, Column, Prose, Row, Section, Table
from gaiatsu.report.figures.lines import Line, LinePlot, Mark, lines
from gaiatsu.report.narrative.wording import ALPHA, join

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["section"]

STEP = "table1"
OUTCOMES = "trends[column=ratio,first_year=1977,last_year=1992].trend"
SHAPES = {
    "constant": "no change",
    "trend": "a straight line",
    "step": "a single drop",
    "bend": "a line that bends",
}


def section(trail: Trail) -> Section:
    """Tell what Table 1 shows.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    Section
        Opened by whether the ratio column reproduces and whether its fall was gradual.
    """
    return Section(
        "table-1",
        "Table 1",
        "Did Japan's dependence on the American market decline gradually?",
        _finding(trail),
        (
            _chart(trail),
            Caveat(_rounding(trail)),
            Prose(_shape(trail)),
            Prose(_timing(trail)),
            _trends(trail),
            _asia_chart(trail),
            Prose(_asia(trail)),
            _table(trail),
        ),
    )


def _finding(trail: Trail) -> str:
    agreeing = trail.number(STEP, "agreement.agreeing", "d")
    years = trail.number(STEP, "agreement.years", "d")
    reproduces = f"The ratio column follows from the two beside it in {agreeing} of {years} years"
    if trail.value(STEP, "collapse.roughly_linear"):
        return f"{reproduces}, and a straight line describes its fall best, as the article says."
    p = trail.number(STEP, "collapse.trend_until_turn.p", "p")
    share = trail.number(STEP, "collapse.share_done", "%")
    drift = "no trend" if trail.value(STEP, "collapse.trend_until_turn.p") > ALPHA else "a trend"
    return (
        f"{reproduces}; but the fall was not roughly linear. There is {drift} up to 1987 (p = {p}), then a "
        f"collapse, and {share} of the fall since 1987 was done by 1992."
    )


def _chart(trail: Trail) -> Chart:
    rows = trail.value(STEP, "rows")
    whole = trail.value(STEP, "trends[column=ratio,first_year=1970,last_year=1995].trend")
    means = trail.value(STEP, "means")
    fitted = tuple((year, whole.intercept + whole.slope * year) for year in (whole.first, whole.last))
    printed = trail.numbers(STEP, [f"means.{number}.mean" for number in range(len(means))], "1f")
    plot = LinePlot(
        lines=(
            Line("straight line", fitted, "gray", dash=(4, 3)),
            Line("", tuple((row.year, row.printed_ratio) for row in rows), "ink"),
            *(
                Line(
                    trail.read(text) if last else "",
                    ((one.first_year, one.mean), (one.last_year, one.mean)),
                    "concede",
                )
                for one, text, last in zip(means, printed, [False] * (len(means) - 1) + [True], strict=True)
            ),
        ),
        x=(1970, 1995.4),
        y=(0, 9.5),
        y_title="Japan's export dependence \u00f7 U.S. export dependence",
        marks=(Mark(1993.05, "first refusal", align="right"),),
        height=250,
        ticks=(0, 3, 6, 9),
        form=("d", "datum.label + ':1'"),
    )
    first, middle, last = printed
    peak, top = trail.number(STEP, "collapse.peak", "1f"), trail.number(STEP, "collapse.peak_year", "year")
    return Chart(
        "dependence",
        _ratio_title(trail),
        lines(plot),
        lines(plot, narrow=True),
        f"Line of the dependence ratio, 1970 to 1995, with a peak of {peak} in {top}. Its mean is {first} "
        f"in 1977-87, {middle} in 1988-92 and {last} in 1993-95. A straight line fitted to the whole "
        "follows it badly.",
        note=f"Blue: means of 1977\u201387 ({first}), 1988\u201392 ({middle}) and 1993\u201395 ({last}).",
    )


def _ratio_title(trail: Trail) -> str:
    early, middle, late = (one.mean for one in trail.value(STEP, "means"))
    if early - middle > 2 * max(middle - late, 0):
        return "Most of the fall was over before Japan first refused"
    return "The ratio was still falling when Japan first refused"


def _rounding(trail: Trail) -> str:
    year = trail.number(STEP, "agreement.largest_difference_year", "year")
    gap = trail.number(STEP, "agreement.largest_difference", "2f")
    wide = trail.number(STEP, "agreement.widest_range", "1f")
    widest = trail.number(STEP, "agreement.widest_year", "year")
    return (
        f"The inputs are rounded. In {year} the printed ratio differs from the computed one by {gap}, the "
        f"most that rounding allows; in {widest} the true ratio could lie anywhere in a range of {wide}."
    )


def _shape(trail: Trail) -> str:
    best = _best(trail, "shapes")
    persistent = _best(trail, "shapes_autocorrelated")
    line = _chance(trail, "shapes", "trend")
    opening = (
        f"Of four shapes (no change, a straight line, a single drop, a line that bends), {SHAPES[best]} is "
        f"the most probable ({_chance(trail, 'shapes', best)}; {SHAPES['trend']}: {line})."
    )
    parts = [opening]
    same = "still" if persistent == best else "then"
    parts.append(
        f"If each year resembles the one before it, {SHAPES[persistent]} is {same} ahead "
        f"({_chance(trail, 'shapes_autocorrelated', persistent)} against "
        f"{_chance(trail, 'shapes_autocorrelated', 'trend')} for the line), and the data say little more."
    )
    years = trail.value(STEP, "collapse.break_years")
    marks = [trail.number(STEP, f"collapse.break_years.{number}", "year") for number in range(len(years))]
    if marks:
        parts.append(f"A search over all partitions puts breaks in the level after {join(marks)}.")
    return " ".join(parts)


def _best(trail: Trail, which: str) -> str:
    return str(trail.value(STEP, f"collapse.{which}.best.name"))


def _chance(trail: Trail, which: str, shape: str) -> str:
    return f"probability {trail.number(STEP, f'collapse.{which}.fits.{shape}.probability', 'prob')}"


def _timing(trail: Trail) -> str:
    p = trail.number(STEP, f"{OUTCOMES}.p", "p")
    slope = trail.number(STEP, f"{OUTCOMES}.slope", "+2f")
    trendless = trail.value(STEP, f"{OUTCOMES}.p") > ALPHA
    early, middle, late = trail.numbers(STEP, ["means.0.mean", "means.1.mean", "means.2.mean"], "1f")
    first = (
        "This cuts both ways. Dependence fell too early to cause refusals that begin in 1993: its mean "
        f"goes from {early} to {middle} before them and only to {late} after. "
    )
    if trendless:
        return first + (
            "But over 1977\u201392, the years in which U.S. success shows no decline, the ratio shows no "
            f"significant trend either ({slope} a year, p = {p}). A materialist too would expect that "
            "success to be flat."
        )
    return first + (
        f"Over 1977\u201392 the ratio does have a trend ({slope} a year, p = {p}), which U.S. success does "
        "not follow."
    )


def _trends(trail: Trail) -> Table:
    names = {"ratio": "Dependence ratio", "japan_asia_share": "Japan's exports to Asia, % of product"}
    rows: list[Row] = []
    for number, one in enumerate(trail.value(STEP, "trends")):
        begins = number == 0 or trail.value(STEP, f"trends.{number - 1}.column") != one.column
        path = f"trends.{number}.trend"
        rows.append(
            Row(
                (
                    trail.number(STEP, f"trends.{number}.first_year", "year")
                    + "\u2013"
                    + trail.number(STEP, f"trends.{number}.last_year", "year"),
                    trail.number(STEP, f"{path}.slope", "+3f"),
                    trail.number(STEP, f"{path}.p", "p3"),
                    trail.number(STEP, f"{path}.hac_p", "p3"),
                    trail.number(STEP, f"{path}.kendall_p", "p3"),
                ),
                group=names[one.column] if begins else "",
            )
        )
    return Table(
        "trends",
        "Trends by window",
        (
            Column("years", "Years"),
            Column("slope", "Slope a year", "right"),
            Column("p", "p", "right"),
            Column("p_autocorrelation", "p, robust to persistence", "right"),
            Column("p_rank", "p, rank test", "right"),
        ),
        tuple(rows),
        note="Calendar years, both ends included; 1976\u201391 is the window one year ahead of the "
        "outcomes of 1977\u201392.",
    )


def _asia_chart(trail: Trail) -> Chart:
    rows = trail.value(STEP, "rows")
    plot = LinePlot(
        lines=(
            Line(
                "to the United States", tuple((row.year, row.japan_exports_share) for row in rows), "concede"
            ),
            Line("to Asia", tuple((row.year, row.japan_asia_share) for row in rows), "refuse"),
        ),
        x=(1970, 1995),
        y=(1.5, 4.5),
        y_title="Japan's exports, % of its product",
        height=200,
        ticks=(2, 3, 4),
    )
    return Chart(
        "asia",
        _asia_title(trail),
        lines(plot),
        lines(plot, narrow=True),
        "Two lines, 1970 to 1995. Exports to the United States rise to 1985 and fall; exports to Asia "
        "stay between 2 and 3 percent, dip in the late 1980s and rise after.",
    )


def _asia_title(trail: Trail) -> str:
    if trail.value(STEP, "asian_share.rises_in_eighties"):
        return "Asia took a growing share in the 1980s"
    return "Asia's share fell in the 1980s; it overtook because the American share fell faster"


def _asia(trail: Trail) -> str:
    slope = trail.number(STEP, "asian_share.eighties.slope", "+2f")
    p = trail.number(STEP, "asian_share.eighties.p", "p")
    rank = trail.number(STEP, "asian_share.eighties.kendall_p", "p")
    nineties = trail.number(STEP, "asian_share.change_nineties", "+1f")
    rises = trail.value(STEP, "asian_share.rises_in_eighties")
    reads = "rises, as the article reads it," if rises else "falls, where the article reads a rise:"
    year = trail.number(STEP, "asian_share.first_lasting_year_above_us", "year")
    return (
        f"Japan's share of exports to Asia {reads} {slope} points a year over 1980\u201389 (p = {p}; rank "
        f"test {rank}). It grows by {nineties} points from 1989 to 1995, and lastingly exceeds the "
        f"American share from {year}. As a rival explanation the Asian market is therefore not too gradual "
        "but too late to have worked in the 1980s."
    )


def _table(trail: Trail) -> Table:
    columns = (
        Column("year", "Year"),
        Column("japan_exports_share", "Japan to U.S., % of Japan's product", "right"),
        Column("us_exports_share", "U.S. to Japan, % of U.S. product", "right"),
        Column("printed_ratio", "Ratio, printed", "right"),
        Column("recomputed_ratio", "Ratio, recomputed", "right"),
        Column("japan_asia_share", "Japan to Asia, % of Japan's product", "right"),
    )
    forms = ("year", "1f", "2f", "1f", "2f", "1f")
    rows = []
    for number, row in enumerate(trail.value(STEP, "rows")):
        source = (str(row.year),)
        cells = tuple(
            trail.number(STEP, f"rows.{number}.{column.key}", form, rows=source)
            for column, form in zip(columns, forms, strict=True)
        )
        rows.append(Row(cells))
    caption = "Table 1 as printed, with its ratio computed again"
    return Table("table1", caption, columns, tuple(rows), folded=True)
