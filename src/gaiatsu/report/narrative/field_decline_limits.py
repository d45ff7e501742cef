"""The limits of the decline told: missing outcomes, models, and what so few cases could have shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Column, Prose, Row, Section, Table
from gaiatsu.report.figures.lines import Line, LinePlot
from gaiatsu.report.narrative.field_parts import FELL, LARGE, PERCENT, STEP, Cells, Key, word
from gaiatsu.report.narrative.field_rates import (
    Axis,
    Filling,
    bounds_chart,
    drawn,
    filled_table,
    missing_chart,
    noticed,
    prior_chart,
    worst_decade,
)
from gaiatsu.report.narrative.wording import ALPHA

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["CHANGE", "missing", "models", "power", "tipping"]

CHANGE = Axis(
    "change of the success rate after 1992, in points", (-1.0, 0.6), (-1.0, -0.5, 0.0, 0.5), "no change"
)
"""The axis on which changes of a rate stand."""
OWN = Axis("change of Japan's rate after 1992 that is its own, in points", (-0.6, 0.4), (-0.5, 0.0), "none")
JAPAN, BEYOND = Filling("within", "Japan", "Japan"), Filling("beyond", "beyond", "Beyond other targets")
STAGES = {"imposition": "imposed", "threat": "threatened"}
"""One word for a stage, whether it is that of the outcome or as far as a case is known to have gone."""


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
    every = [Key("missingness", variant=f"every sender {ten}s") for ten in (1970, 1980, 1990, 2000)]
    shares = [cells.number(key, fmt="%") for key in every]
    japan = cells.number(Key("missingness", variant="Japan 1990s"), fmt="%")
    manner = (
        "The share without an outcome rises with time"
        if cells.value(every[3]) >= cells.value(every[2])
        else f"The share without an outcome peaks in the {worst_decade(trail, 'every sender')}"
    )
    finding = (
        f"{manner}: of all cases, whoever sent them, {shares[0]} begun in the 1970s, {shares[1]} in the "
        f"1980s, {shares[2]} in the 1990s and {shares[3]} from 2000 on. Of Japan's begun in the 1990s, the "
        f"years in question, it is {japan}."
    )
    bound = Key("bounds", "broad", "trade", "beyond")
    return Section(
        "missing",
        "Missing outcomes",
        "What could the cases without an outcome hide?",
        finding,
        (
            missing_chart(
                trail,
                {"Japan": "refuse", "other U.S. targets": "concede", "every sender": "gray"},
                "Outcomes are missing most often for cases begun in the "
                f"{worst_decade(trail, 'every sender')}",
            ),
            Prose(f"{_refusals(trail)} {tipping(trail)}"),
            Caveat(
                "Without an assumption the change beyond other targets could be anything from "
                f"{cells.range(bound)} points: the data alone exclude almost nothing."
            ),
            filled_table(
                cells,
                (JAPAN, BEYOND),
                ("broad", "strict"),
                caption=(
                    "The change after 1992 under assumptions about the missing outcomes, in points",
                    "decade, stage, institution, clarity of the demand, and whether the target is Japan",
                ),
            ),
            bounds_chart(
                cells,
                JAPAN,
                "Japan, trade cases",
                "refuse",
                frame=("What the missing outcomes could make of Japan's change", CHANGE),
            ),
            _cases(trail),
        ),
    )


def _refusals(trail: Trail) -> str:
    begun, unknown = (trail.number(STEP, f"facts.refusal_years{end}", "words") for end in ("", "_unknown"))
    return (
        f"Of the {begun} Japanese trade cases begun in 1993\u201396, the years in which the article sees "
        f"Japan refuse, {unknown} have no coded outcome. If refusals are coded less often than settlements, "
        "the decline is larger than the coded cases show; the bounds cover this, the estimates that assume "
        "outcomes missing at random do not."
    )


def tipping(trail: Trail) -> str:
    """Say how many of the uncoded later cases must be refusals for the fall to be called.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    str
        One sentence.
    """
    total = trail.number(STEP, "facts.tipping_of", "words")
    if trail.value(STEP, "facts.tipping") < 0:
        return (
            f"Even if all {total} later cases without an outcome were refusals, the fall would not be called."
        )
    most = trail.number(STEP, "facts.tipping", "words")
    sure = trail.number(STEP, "specification.thresholds.probability", "prob")
    return (
        f"A fall would be called, with a probability of {sure} or more, if at most {most} of the {total} "
        "later cases without an outcome were successes and the earlier ones were like the coded ones."
    )


def _cases(trail: Trail) -> Table:
    rows = tuple(
        Row(
            (
                str(one.case),
                str(one.year),
                one.outcome or "\u2013",
                STAGES.get(one.stage, one.stage),
                one.counts,
            )
        )
        for one in trail.value(STEP, "listing")
    )
    return Table(
        "japan-cases",
        "Japan's trade cases one by one",
        (
            Column("case", "TIES case"),
            Column("year", "Begun"),
            Column("outcome", "Final outcome"),
            Column("stage", "Stage"),
            Column("success", "Success"),
        ),
        rows,
        note="Success: gave in or settled. Stage: that of the outcome; where none is coded, how far the case "
        "is known to have gone.",
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
            prior_chart(cells, "Japan's own change, as four readers see it", "a decline of Japan's own", OWN),
            Caveat(
                "Japan is one cluster: standard errors clustered by target are too small for a term that "
                "varies in one cluster only, and are printed for the record. The article's prior allows "
                "one direction only, so its interval lies on that side whatever the cases say."
            ),
            _models_table(trail),
        ),
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
            Column("clustered", "Clustered error", "right"),
            Column("points", "Points (95% interval)", "right"),
            Column("p", "p", "right"),
            Column("n", "Cases", "right"),
        ),
        tuple(rows),
        note="Penalized likelihood. Controls: clarity of the demand, commitment of the sender, costs to the "
        "target, institution, stage. Clustered: by target.",
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
    half, fifth = Key("power", "broad", "trade", "0.5"), Key("power", "broad", "trade", "0.2")
    figure = Key("power", "broad", "trade", "Figure 2")
    chances = [cells.number(key, fmt="prob") for key in (figure, half, fifth)]
    finding = (
        "The probability that a fall is noticed depends on its size: as large as the article's, "
        f"{chances[0]}; 50 points, {chances[1]}; 20 points, {chances[2]}."
    )
    if (word(trail, LARGE), word(trail, FELL)) == ("against", "cannot tell"):
        finding += " So the cases can speak against a fall of the article's size, hardly against a small one."
    text = (
        "Had success fallen by 20 points and been noticed, the estimate would have been "
        f"{cells.number(fifth, 'details.type_m', '1f')} times too large on average; for 50 points "
        f"{cells.number(half, 'details.type_m', '1f')} times."
    )
    rows = [
        one for one in trail.value(STEP, "estimates") if one.estimator == "power" and one.variant[0] == "0"
    ]
    falls = [round(100 * float(one.variant)) for one in rows]
    alone = tuple((fall, one.value) for fall, one in zip(falls, rows, strict=True))
    beyond = tuple((fall, one.details["beyond"]) for fall, one in zip(falls, rows, strict=True))
    plot = LinePlot(
        lines=(
            Line("a fall", alone, "refuse", dots=True),
            Line("a fall beyond others", beyond, "concede", dots=True),
        ),
        x=(falls[0], falls[-1]),
        y=(0.0, 1.0),
        x_title="true fall of Japan's rate, in points",
        y_title="Probability that it is noticed",
        height=230,
        form=("d", PERCENT),
    )
    chart = drawn(
        "power",
        "What these cases could have shown",
        plot,
        "Two rising lines: the larger the fall, the more probably it is noticed.",
        note=noticed(trail, "a fall"),
    )
    return Section("power", "Power", "What could this design have seen?", finding, (chart, Prose(text)))
