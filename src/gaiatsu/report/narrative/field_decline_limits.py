"""The limits of the decline told: missing outcomes, models, and what so few cases could have shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Chart, Column, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.figures.lines import Line, LinePlot, lines
from gaiatsu.report.narrative.field_parts import (
    BINARY,
    CODINGS,
    FELL,
    LARGE,
    POINTS,
    STEP,
    Cells,
    Key,
    named,
    word,
)
from gaiatsu.report.narrative.wording import ALPHA

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["missing", "models", "power"]


def missing(trail: Trail) -> Section:
    """Tell what the cases without an outcome could hide.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
        Opened by when outcomes are missing.
    """
    cells = Cells(trail)
    every = {ten: Key("missingness", variant=f"every sender {ten}s") for ten in (1970, 1980, 1990, 2000)}
    shares = [cells.number(key, fmt="%") for key in every.values()]
    rises = cells.value(every[2000]) >= cells.value(every[1990])
    manner = (
        "The share without an outcome rises with time"
        if rises
        else "The share without an outcome does not rise with time: it peaks in the 1990s"
    )
    finding = (
        f"{manner} (every sender: {shares[0]} in the 1970s, {shares[1]}, {shares[2]} and {shares[3]} in the "
        "four decades), and it is worst for Japan just when the question is decided."
    )
    bound = Key("bounds", "broad", "trade", "beyond")
    return Section(
        "missing",
        "Missing outcomes",
        "What could the cases without an outcome hide?",
        finding,
        (
            _missing_chart(trail),
            Prose(_refusals(trail)),
            Caveat(
                "Without an assumption the change beyond other targets lies anywhere from "
                f"{cells.range(bound)} points: the data alone exclude almost nothing."
            ),
            _filled_table(trail),
            _bounds_chart(trail),
            _cases(trail),
        ),
    )


def _refusals(trail: Trail) -> str:
    begun, unknown = (trail.number(STEP, f"facts.refusal_years{end}", "words") for end in ("", "_unknown"))
    return (
        f"Of the {begun} Japanese trade cases begun in 1993-96, the years in which the article sees Japan "
        f"refuse, {unknown} have no coded outcome. If refusals are coded less often than settlements, the "
        "decline is larger than the coded cases show; the bounds cover this, the estimates that assume "
        f"outcomes missing at random do not. {_tipping(trail)}"
    )


def _tipping(trail: Trail) -> str:
    """Say how many of the uncoded later cases must be refusals for the fall to be called."""
    total = trail.number(STEP, "facts.tipping_of", "words")
    if trail.value(STEP, "facts.tipping") < 0:
        return (
            f"Even if all {total} later cases without an outcome were refusals, the fall would not be called."
        )
    most = trail.number(STEP, "facts.tipping", "words")
    sure = trail.number(STEP, "specification.thresholds.probability", "prob")
    return (
        f"The fall would be called, with a probability of {sure}, if at most {most} of the {total} later "
        "cases without an outcome were successes, and the earlier ones like the coded ones."
    )


def _missing_title(trail: Trail) -> str:
    found = [one for one in trail.value(STEP, "estimates") if one.variant.startswith("every sender ")]
    worst = max((one for one in found if one.variant.endswith("0s")), key=lambda one: one.value)
    return f"Outcomes are missing most often for cases begun in the {worst.variant[-5:]}"


def _missing_chart(trail: Trail) -> Chart:
    groups = {"Japan": "refuse", "other U.S. targets": "concede", "every sender": "gray"}
    found = [one for one in trail.value(STEP, "estimates") if one.estimator == "missingness"]
    drawn = []
    for group, color in groups.items():
        points = tuple(
            (int(one.variant[-5:-1]), one.value)
            for one in found
            if one.variant.startswith(group) and one.variant.endswith("0s") and one.n > 2
        )
        drawn.append(Line(group, points, color, dots=True))
    plot = LinePlot(
        lines=tuple(drawn),
        x=(1940, 2000),
        y=(0.0, 0.6),
        y_title="Share of cases without a coded outcome, by decade of start",
        height=230,
        form=("d", "format(datum.value, '.0%')"),
    )
    return Chart(
        "missing",
        _missing_title(trail),
        lines(plot),
        lines(plot, narrow=True),
        "Three lines by decade; all peak in the 1990s; Japan's is the highest.",
        note="Decades with fewer than three cases are left out.",
    )


def _filled_table(trail: Trail) -> Table:
    cells = Cells(trail)
    rows = []
    titles = {"weighting": "Inverse-probability weights", "imputation": "Multiple imputation"}
    for coding in ("broad", "strict"):
        first = f"{named(CODINGS, coding)}, trade cases"
        japan, more = Key("within", coding, "trade"), Key("beyond", coding, "trade")
        rows.append(Row(("Coded cases only", cells.spread(japan), cells.spread(more)), group=first))
        for name, title in titles.items():
            keys = [Key(name, coding, "trade", variant) for variant in ("Japan", "beyond")]
            rows.append(Row((title, *(cells.spread(key) for key in keys))))
        keys = [Key("bounds", coding, "trade", variant) for variant in ("Japan", "beyond")]
        rows.append(Row(("No assumption: lowest and highest", *(cells.range(key) for key in keys))))
    return Table(
        "filled",
        "The change after 1992 under assumptions about the missing outcomes, in points",
        (
            Column("assumption", "Missing outcomes"),
            Column("japan", "Japan", "right"),
            Column("beyond", "Beyond other targets", "right"),
        ),
        tuple(rows),
        note="95% intervals. Weights and imputation assume that outcomes are missing at random given "
        "decade, stage, institution, clarity of the demand, and Japan.",
    )


def _bounds_chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    rows = []
    for place, coding in enumerate(BINARY):
        key, seen = Key("bounds", coding, "trade", "Japan"), Key("within", coding, "trade")
        span = (cells.value(key, "low"), cells.value(key, "high"))
        rows.append(
            Dot(
                named(CODINGS, coding),
                cells.value(seen),
                color="refuse",
                printed=trail.read(cells.range(key)),
                group="" if place else "Japan, trade cases",
                faint=span,
            )
        )
    plot = DotPlot(
        tuple(rows),
        "change of the success rate after 1992, in points",
        (-1.0, 0.6),
        threshold=(0.0, "no change"),
        ticks=(-1.0, -0.5, 0.0, 0.5),
        form=POINTS,
    )
    return Chart(
        "bounds",
        "What the missing outcomes could make of Japan's change",
        dots(plot),
        dots(plot, narrow=True),
        "Bands from the lowest to the highest possible change under six codings; every band contains zero. "
        "The one for the stage of threat is narrow.",
        note="Points: coded cases. Bands: every filling of the missing outcomes.",
    )


def _cases(trail: Trail) -> Table:
    rows = tuple(
        Row((str(one.case), str(one.year), one.outcome or "\u2013", one.stage, one.counts))
        for one in trail.value(STEP, "listing")
    )
    return Table(
        "japan-cases",
        "Japan's trade cases one by one",
        (
            Column("case", "Case in TIES"),
            Column("year", "Begun"),
            Column("outcome", "Final outcome"),
            Column("stage", "Stage"),
            Column("success", "Gave in or settled"),
        ),
        rows,
        note="Where no outcome is coded, the stage says how far the case is known to have gone.",
        folded=True,
    )


def models(trail: Trail) -> Section:
    """Tell what models of the cases add.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
        Opened by the term for Japan after 1992.
    """
    cells = Cells(trail)
    plain = Key("logit", "broad", "trade", "with controls")
    opening = (
        "Holding circumstances constant does not change the picture"
        if cells.value(plain, "p") > ALPHA
        else "With circumstances held constant Japan stands apart"
    )
    finding = (
        f"{opening}: {cells.spread(plain)} points for Japan after 1992 beyond what others did (p = "
        f"{cells.number(plain, 'p', 'p')})."
    )
    return Section(
        "models",
        "Models",
        "Do the circumstances of the cases explain it?",
        finding,
        (
            _prior_chart(trail),
            Caveat(
                "Japan is one cluster: standard errors clustered by target are too small for a term that "
                "varies in one cluster only, and are printed for the record. The article's prior allows "
                "one direction only, so its interval lies on that side whatever the cases say."
            ),
            _models_table(trail),
        ),
    )


def _prior_chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    rows = []
    for name in ("default", "sceptical", "article", "materialist"):
        key = Key("bayes", "broad", "trade", name)
        factor = trail.read(cells.number(key, "details.log_factor", "factor"))
        rows.append(
            Dot(
                f"{name.capitalize()} prior",
                cells.value(key, "details.points"),
                cells.value(key, "details.points_low"),
                cells.value(key, "details.points_high"),
                color="ink",
                printed=f"factor {factor}",
            )
        )
    plot = DotPlot(
        tuple(rows),
        "change of Japan's rate after 1992 that is its own, in points",
        (-0.6, 0.4),
        threshold=(0.0, "none"),
        ticks=(-0.5, 0.0),
        form=POINTS,
    )
    return Chart(
        "priors",
        "What readers with other beliefs conclude",
        dots(plot),
        dots(plot, narrow=True),
        "Four intervals, one a prior set; all but the article's contain zero.",
        note="95% posterior intervals; at the right the Bayes factor for a decline of Japan's own over none.",
    )


def _models_table(trail: Trail) -> Table:
    cells = Cells(trail)
    rows = []
    for name, coding, title in (("logit", "broad", "Logit"), ("ordinal", "ordered", "Three grades")):
        for variant in ("without controls", "with controls"):
            key = Key(name, coding, "trade", variant)
            weight = "details.log_odds" if name == "logit" else "value"
            rows.append(
                Row(
                    (
                        f"{title}, {variant}",
                        cells.number(key, weight, "+2f"),
                        cells.number(key, "details.error", "2f"),
                        cells.number(key, "details.clustered_error", "2f"),
                        cells.spread(key) if name == "logit" else "\u2013",
                        cells.number(key, "p", "p"),
                        cells.number(key, "n", "d"),
                    )
                )
            )
    return Table(
        "models",
        "Japan after 1992 as a term of a model, trade cases",
        (
            Column("model", "Model"),
            Column("weight", "Log odds", "right"),
            Column("error", "Standard error", "right"),
            Column("clustered", "Clustered", "right"),
            Column("points", "Points (95% interval)", "right"),
            Column("p", "p", "right"),
            Column("n", "Cases", "right"),
        ),
        tuple(rows),
    )


def power(trail: Trail) -> Section:
    """Tell what the design could have seen.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
        Opened by the fall of the article's size.
    """
    cells = Cells(trail)
    half, small = Key("power", "broad", "trade", "0.5"), Key("power", "broad", "trade", "0.2")
    figure = Key("power", "broad", "trade", "Figure 2")
    noticed = [cells.number(key, fmt="prob") for key in (figure, small)]
    finding = (
        f"A fall as large as the article's would have been noticed with a probability of {noticed[0]}, one "
        f"of 20 points with {noticed[1]}."
    )
    if (word(trail, LARGE), word(trail, FELL)) == ("against", "cannot tell"):
        finding += " So the cases speak against the size, not against a fall."
    text = (
        "Had success fallen by 20 points and been noticed, the estimate would have been "
        f"{cells.number(small, 'details.type_m', '1f')} times too large on average; for 50 points "
        f"{cells.number(half, 'details.type_m', '1f')} times."
    )
    rows = [
        one for one in trail.value(STEP, "estimates") if one.estimator == "power" and one.variant[0] == "0"
    ]
    plot = LinePlot(
        lines=(
            Line("a fall", tuple((float(one.variant), one.value) for one in rows), "refuse", dots=True),
            Line(
                "beyond others",
                tuple((float(one.variant), one.details["beyond"]) for one in rows),
                "concede",
                dots=True,
            ),
        ),
        x=(float(rows[0].variant), float(rows[-1].variant)),
        y=(0.0, 1.0),
        x_title="true fall of Japan's rate",
        y_title="Probability that it is noticed",
        height=230,
        form=(".0%", "format(datum.value, '.0%')"),
    )
    chart = Chart(
        "power",
        "What these cases could have shown",
        lines(plot),
        lines(plot, narrow=True),
        "Two rising lines: small falls are rarely noticed, large ones nearly always.",
    )
    return Section("power", "Power", "What could this design have seen?", finding, (chart, Prose(text)))
