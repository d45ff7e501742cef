"""What the reports on rates of success draw and tabulate alike, whatever the rates are of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaiatsu.report.document import Chart, Column, Row, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.figures.lines import Line, LinePlot, lines
from gaiatsu.report.narrative.field_parts import (
    BINARY,
    CODINGS,
    PERCENT,
    POINTS,
    STEP,
    Cells,
    Key,
    named,
)
from gaiatsu.report.narrative.wording import small

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gaiatsu.report.trail import Trail

__all__ = [
    "HAIR",
    "PRIORS",
    "RATES",
    "Axis",
    "Filling",
    "bounds_chart",
    "by_coding",
    "drawn",
    "filled_table",
    "missing_chart",
    "narrowly",
    "noticed",
    "plotted",
    "prior_chart",
    "rate",
    "straddling",
    "worst_decade",
]

HAIR = 0.02
"""Distance of a probability from its threshold within which a verdict says so."""
PRIORS = ("default", "sceptical", "article", "materialist")


@dataclass(frozen=True)
class Axis:
    """A level axis of a plot of dots.

    Parameters
    ----------
    title
        What it measures.
    domain
        Its ends.
    ticks
        Where it is marked.
    threshold
        What the rule at zero says; empty for no rule.
    form
        Vega expression for its labels.
    """

    title: str
    domain: tuple[float, float]
    ticks: tuple[float, ...]
    threshold: str = ""
    form: str = POINTS


RATES = Axis(
    "share of cases in which the target gave in or settled",
    (0.0, 1.0),
    (0.0, 0.25, 0.5, 0.75, 1.0),
    form=PERCENT,
)
"""The axis on which rates of success stand."""


def drawn(id: str, title: str, plot: DotPlot | LinePlot, alt: str, *, note: str = "") -> Chart:  # noqa: A002
    """Draw a plot wide and narrow.

    Parameters
    ----------
    id, title, alt, note
        As in a chart.
    plot
        What to show.

    Returns
    -------
    Chart
    """
    if isinstance(plot, DotPlot):
        return Chart(id, title, dots(plot), dots(plot, narrow=True), alt, note=note)
    return Chart(id, title, lines(plot), lines(plot, narrow=True), alt, note=note)


def plotted(rows: Sequence[Dot], axis: Axis) -> DotPlot:
    """Put dots on an axis.

    Parameters
    ----------
    rows
        The dots from top to bottom.
    axis
        The axis.

    Returns
    -------
    DotPlot
    """
    rule = (0.0, axis.threshold) if axis.threshold else None
    return DotPlot(tuple(rows), axis.title, axis.domain, threshold=rule, ticks=axis.ticks, form=axis.form)


def rate(cells: Cells, key: Key, side: str, dot: Dot) -> Dot:
    """Complete a dot with a rate of success, its interval, and what missing outcomes could make of it.

    Parameters
    ----------
    cells
        Prints the numbers.
    key
        The comparison that holds the rate.
    side
        Which of its two samples.
    dot
        Name, color and form of the dot; its value is not looked at.

    Returns
    -------
    Dot
    """
    ends = [cells.value(key, f"details.{side}_{end}") for end in ("low", "high", "lowest", "highest")]
    return Dot(
        dot.label,
        cells.value(key, f"details.rate_{side}"),
        ends[0],
        ends[1],
        color=dot.color,
        printed=cells.trail.read(cells.number(key, f"details.{side}", "text")),
        group=dot.group,
        hollow=dot.hollow,
        faint=(ends[2], ends[3]),
    )


def by_coding(cells: Cells, estimator: str, heading: str, color: str, *, sample: str = "trade") -> list[Dot]:
    """Draw one estimate under every coding of success.

    Parameters
    ----------
    cells
        Prints the numbers.
    estimator
        The estimator.
    heading
        What stands above the dots.
    color
        Meaning of their color.
    sample
        The sample.

    Returns
    -------
    list of Dot
    """
    rows = []
    for place, coding in enumerate(BINARY):
        key = Key(estimator, coding, sample)
        rows.append(
            Dot(
                named(CODINGS, coding),
                cells.value(key),
                cells.value(key, "low"),
                cells.value(key, "high"),
                color=color,
                printed=cells.trail.read(cells.number(key)) + cells.mark(key),
                group="" if place else heading,
            )
        )
    return rows


def straddling(cells: Cells, keys: Sequence[Key]) -> str:
    """Say how many of some intervals contain zero, for readers who do not see the figure.

    Parameters
    ----------
    cells
        Looks the intervals up.
    keys
        The estimates.

    Returns
    -------
    str
        ``all contain zero``, ``most contain zero``, ``few contain zero`` or ``none contains zero``.
    """
    inside = sum(cells.value(key, "low") <= 0 <= cells.value(key, "high") for key in keys)
    if inside == len(keys):
        return "all contain zero"
    if not inside:
        return "none contains zero"
    return "most contain zero" if 2 * inside > len(keys) else "few contain zero"


def narrowly(cells: Cells, value: float, *, below: str, above: str) -> str:
    """Say where an answer hangs on a hair.

    Parameters
    ----------
    cells
        Looks the threshold up below which a probability counts against the article.
    value
        The probability.
    below, above
        What is said on either side of the threshold; ``{line}`` stands for it.

    Returns
    -------
    str
        Empty where the probability is far from the threshold.
    """
    line = cells.trail.value(STEP, "specification").thresholds["against"]
    if abs(value - line) > HAIR:
        return ""
    return (below if value <= line else above).format(line=small(line))


# --- missing outcomes ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filling:
    """What the missing outcomes bear on: a comparison, and its names in the estimators for all cases.

    Parameters
    ----------
    estimator
        Estimator of the comparison on coded cases.
    variant
        Its name among the bounds, weights and imputations.
    label
        What a column calls it.
    """

    estimator: str
    variant: str
    label: str


def bounds_chart(
    cells: Cells, filling: Filling, heading: str, color: str, *, frame: tuple[str, Axis]
) -> Chart:
    """Draw what every filling of the missing outcomes could make of a comparison, under every coding.

    Parameters
    ----------
    cells
        Prints the numbers.
    filling
        The comparison.
    heading
        What stands above the dots.
    color
        Meaning of their color.
    frame
        Title of the chart, and its axis.

    Returns
    -------
    Chart
    """
    title, axis = frame
    keys = [Key("bounds", coding, "trade", filling.variant) for coding in BINARY]
    rows = [
        Dot(
            named(CODINGS, key.coding),
            cells.value(Key(filling.estimator, key.coding, "trade")),
            color=color,
            printed=cells.trail.read(cells.range(key)),
            group="" if place else heading,
            faint=(cells.value(key, "low"), cells.value(key, "high")),
        )
        for place, key in enumerate(keys)
    ]
    return drawn(
        "bounds",
        title,
        plotted(rows, axis),
        f"Bands from the lowest to the highest possible value under six codings; {straddling(cells, keys)}.",
        note="Points: coded cases. Bands: every filling of the missing outcomes.",
    )


def filled_table(
    cells: Cells, fillings: Sequence[Filling], codings: Sequence[str], *, caption: tuple[str, str]
) -> Table:
    """Tabulate comparisons under assumptions about the missing outcomes.

    Parameters
    ----------
    cells
        Prints the numbers.
    fillings
        The comparisons, a column each.
    codings
        The codings, a group of rows each; a single one needs no heading.
    caption
        Title of the table, and on what the outcomes are assumed to depend.

    Returns
    -------
    Table
    """
    rows = []
    for coding in codings:
        heading = f"{named(CODINGS, coding)}, trade cases" if len(codings) > 1 else ""
        plain = [cells.spread(Key(one.estimator, coding, "trade")) for one in fillings]
        rows.append(Row(("Coded cases only", *plain), group=heading))
        for name, title in (
            ("weighting", "Inverse-probability weights"),
            ("imputation", "Multiple imputation"),
        ):
            keys = [Key(name, coding, "trade", one.variant) for one in fillings]
            rows.append(Row((title, *(cells.spread(key) for key in keys))))
        keys = [Key("bounds", coding, "trade", one.variant) for one in fillings]
        rows.append(Row(("No assumption: lowest and highest", *(cells.range(key) for key in keys))))
    columns = (Column(one.variant.lower(), one.label, "right") for one in fillings)
    return Table(
        "filled",
        caption[0],
        (Column("assumption", "Missing outcomes"), *columns),
        tuple(rows),
        note="95% intervals. Weights and imputation assume that outcomes are missing at random given "
        f"{caption[1]}.",
    )


def worst_decade(trail: Trail, group: str) -> str:
    """Find the decade of start in which a group lacks outcomes most often.

    Parameters
    ----------
    trail
        The numbers of the study.
    group
        The group.

    Returns
    -------
    str
        Such as ``1990s``.
    """
    points = dict(_by_decade(trail, group))
    return f"{max(points, key=lambda ten: points[ten])}s"


def _by_decade(trail: Trail, group: str, fewest: int = 3) -> tuple[tuple[int, float], ...]:
    return tuple(
        (int(one.variant[-5:-1]), one.value)
        for one in trail.value(STEP, "estimates")
        if one.estimator == "missingness"
        and one.variant[:-6] == group
        and one.variant.endswith("0s")
        and one.n >= fewest
    )


def missing_chart(trail: Trail, groups: Mapping[str, str], title: str) -> Chart:
    """Draw the share of cases without an outcome by decade of start.

    Parameters
    ----------
    trail
        The numbers of the study.
    groups
        Color of each group, by its name.
    title
        Title of the chart.

    Returns
    -------
    Chart
    """
    plot = LinePlot(
        lines=tuple(
            Line(group, _by_decade(trail, group), color, dots=True) for group, color in groups.items()
        ),
        x=(1940, 2000),
        y=(0.0, 0.6),
        y_title="Share of cases without a coded outcome, by decade of start",
        height=230,
        form=("d", PERCENT),
    )
    worst = "; ".join(f"{group} most often in the {worst_decade(trail, group)}" for group in groups)
    return drawn(
        "missing",
        title,
        plot,
        f"A line for each group by decade: {worst}.",
        note="Decades with fewer than three cases are left out. The last one ends with the data, in 2005.",
    )


# --- readers and power -----------------------------------------------------------------------------------


def prior_chart(cells: Cells, title: str, effect: str, axis: Axis) -> Chart:
    """Draw what readers with the four named prior sets conclude.

    Parameters
    ----------
    cells
        Prints the numbers.
    title
        Title of the chart.
    effect
        What the Bayes factor speaks for, such as ``a gain``.
    axis
        The axis.

    Returns
    -------
    Chart
    """
    rows = []
    for name in PRIORS:
        key = Key("bayes", "broad", "trade", name)
        prior = cells.trail.read(cells.number(key, "details.prior", "text"))
        factor = cells.trail.read(cells.number(key, "details.log_factor", "factor"))
        rows.append(
            Dot(
                f"{name.capitalize()}, {prior}",
                cells.value(key, "details.points"),
                cells.value(key, "details.points_low"),
                cells.value(key, "details.points_high"),
                printed=f"factor {factor}",
            )
        )
    return drawn(
        "priors",
        title,
        plotted(rows, axis),
        "Four intervals, one for each prior set; the materialist's is the narrowest.",
        note="At left what each prior set believes beforehand of the term, in log odds with the article's "
        "direction positive: a normal law with mean and standard deviation, or the positive half of one. "
        f"Lines: 95% posterior intervals. At right the Bayes factor for {effect} over none; above 1 it "
        "speaks for one.",
    )


def noticed(trail: Trail, effect: str) -> str:
    """Say when a simulated effect counts as noticed.

    Parameters
    ----------
    trail
        The numbers of the study.
    effect
        Such as ``a fall``.

    Returns
    -------
    str
        A sentence.
    """
    sure = trail.number(STEP, "specification.thresholds.probability", "prob")
    return f"Noticed: the cases give {effect} a probability of at least {sure}."
