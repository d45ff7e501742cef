"""Legitimacy told on sanction cases: what an institution behind a threat adds, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Callout, Caveat, Chart, Column, FrontPage, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.narrative.field_legitimacy_limits import missing, models, power, unseen
from gaiatsu.report.narrative.field_parts import (
    BINARY,
    CODINGS,
    PERCENT,
    POINTS,
    SAMPLES,
    STEP,
    Cells,
    Key,
    named,
    strength,
    word,
)
from gaiatsu.report.narrative.wording import ALPHA, capital, small

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["front", "sections"]

HAIR = 0.02
"""Distance of a probability from its threshold within which the verdict says so."""
FEWEST = 10
"""Cases with an institution below which no modeled gain is printed."""
LEANING = 0.8
"""Probability from which an open question is said to lean."""
GAIN, GROWTH = "Institutions raise success", "The gain is larger after 1995 than before"
LARGE = "The gain is as large as published"
PLAIN, HELD, TIMING = (Key(name, "broad", "trade") for name in ("difference", "logit", "timing"))
STRICT = Key("logit", "strict", "trade")


def front(trail: Trail) -> FrontPage:
    """Write page one.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    FrontPage
        Every word of its verdict chosen by the numbers.
    """
    question = trail.value(STEP, "specification").question
    return FrontPage(question, _verdict(trail), _chart(trail), _table(trail), _box(trail))


def _verdict(trail: Trail) -> str:
    return f"{_gain(trail)} {_when(trail)}"


def _gain(trail: Trail) -> str:
    cells = Cells(trail)
    leaning = capital(strength(cells.value(HELD, "probability")))
    opening = {
        "supported": "Yes",
        "against": "Not by a margin that matters",
        "cannot tell": f"{leaning}, though these cases cannot settle it",
    }[word(trail, GAIN)]
    sure = cells.number(HELD, "probability", "prob")
    by_settlement = cells.value(HELD) > 2 * max(cells.value(STRICT), 0.0) and cells.value(HELD, "p") < ALPHA
    how = (
        f"the gain is in settlements: for giving in alone it is {cells.spread(STRICT)}"
        if by_settlement
        else f"for giving in alone it is {cells.spread(STRICT)}"
    )
    return (
        f"{opening}: in trade cases with an institution the target gave in or settled more often by "
        f"{cells.number(HELD)} points, circumstances held constant (95% interval {cells.range(HELD)}, "
        f"probability of a gain {sure}); {how}{_rests(cells, trail)}."
    )


def _rests(cells: Cells, trail: Trail) -> str:
    """Say where the verdict rests on the missing outcomes being like the others."""
    if next(one.bounded for one in trail.value(STEP, "verdicts") if one.question == GAIN):
        return ""
    share = cells.number(Key("bounds", "broad", "trade", "gain"), "details.share_missing", "%")
    return f"; and it rests on the {share} of cases without an outcome being like the others"


def _when(trail: Trail) -> str:
    cells = Cells(trail)
    grew = cells.number(TIMING, "probability", "prob")
    before, after = (cells.number(TIMING, f"details.gain_{side}") for side in ("before", "after"))
    opening = "Whether it grew with the WTO, as the article expects, stays open"
    if cells.value(TIMING, "probability") < 1 - LEANING:
        opening += " and leans the other way"
    told = {
        "supported": "The gain grew with the WTO, as the article expects",
        "against": "It did not grow with the WTO, against the article and with the published finding",
        "cannot tell": opening,
    }[word(trail, GROWTH)]
    growing, total = (trail.number(STEP, f"facts.{name}", "words") for name in ("codings_growing", "growths"))
    return (
        f"{told}: {before} points before 1995 and {after} after (probability that it grew "
        f"{grew}{_close(cells, trail)}), while {growing} of {total} codings show growth."
    )


def _close(cells: Cells, trail: Trail) -> str:
    """Say where the answer hangs on a hair."""
    line = trail.value(STEP, "specification").thresholds["against"]
    value = cells.value(TIMING, "probability")
    if abs(value - line) > HAIR:
        return ""
    return f", just {'below' if value <= line else 'above'} the {small(line)} that would count against it"


def _chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    rows = []
    for place, (side, label, color) in enumerate(
        (("without", "No institution", "gray"), ("backed", "With an institution", "concede"))
    ):
        rows.append(
            Dot(
                label,
                cells.value(PLAIN, f"details.rate_{side}"),
                cells.value(PLAIN, f"details.{side}_low"),
                cells.value(PLAIN, f"details.{side}_high"),
                color=color,
                printed=trail.read(cells.number(PLAIN, f"details.{side}", "text")),
                group="" if place else "Trade cases, gave in or settled",
                faint=(
                    cells.value(PLAIN, f"details.{side}_lowest"),
                    cells.value(PLAIN, f"details.{side}_highest"),
                ),
            )
        )
    limits = trail.value(STEP, "specification").thresholds
    rows += [
        Dot(
            "Unilateral",
            limits["published_unilateral"],
            color="gray",
            group="Published, Section 301, 1975\u201394",
        ),
        Dot("Multilateral", limits["published_multilateral"], color="concede"),
    ]
    plot = DotPlot(
        tuple(rows),
        "share of cases in which the target gave in or settled",
        (0.0, 1.0),
        ticks=(0.0, 0.25, 0.5, 0.75, 1.0),
        form=PERCENT,
    )
    more = cells.value(PLAIN) > 0
    title = (
        "Cases with an institution succeed more often, by less than published"
        if more and cells.value(PLAIN) < limits["published_gap"]
        else "Success with an institution and without"
    )
    return Chart(
        "rates",
        title,
        dots(plot),
        dots(plot, narrow=True),
        "Rates of success with intervals, without an institution and with one; below, the two published "
        "rates. Wide bands show what the missing outcomes could make of each rate.",
        note="Lines: 95% intervals of coded cases. Bands: lowest and highest rate that any filling of the "
        "missing outcomes gives.",
    )


def _table(trail: Trail) -> Table:
    cells = Cells(trail)
    rows = []
    for coding in BINARY:
        plain, held, timing = (Key(name, coding, "trade") for name in ("difference", "logit", "timing"))
        rows.append(
            Row(
                (
                    named(CODINGS, coding),
                    cells.number(plain, "details.rate_without", "%"),
                    cells.number(plain, "details.rate_backed", "%"),
                    cells.number(held),
                    cells.number(timing, "details.gain_before"),
                    cells.number(timing, "details.gain_after"),
                    cells.number(timing, "probability", "prob"),
                ),
                strong=coding == "broad",
            )
        )
    return Table(
        "codings-legitimacy",
        "Trade cases under every coding; gains in points",
        (
            Column("coding", "Coding"),
            Column("without", "Without", "right"),
            Column("backed", "With", "right"),
            Column("held", "Held const.", "right"),
            Column("before", "To 1994", "right"),
            Column("after", "From 1995", "right"),
            Column("grew", "P(grew)", "right"),
        ),
        tuple(rows),
        note="Held const.: gain with circumstances held constant.",
    )


def _box(trail: Trail) -> Callout:
    cells = Cells(trail)
    bound = Key("bounds", "broad", "trade", "gain")
    american = Key("published", "broad", "american")
    missing_outcomes = (
        f"*Missing.* {cells.number(bound, 'details.share_missing', '%')} of the trade cases have no "
        f"outcome. Without an assumption about them the gain lies anywhere from {cells.range(bound)} points."
    )
    cause = (
        "*Cause.* An unseen circumstance tied to both by a risk ratio of "
        f"{cells.number(Key('e-value', 'broad', 'trade'), fmt='1f')} would explain the gain away."
    )
    proxy = (
        "*Proxy.* That an institution took part is not that the tactic was lawful; the gain of lawfulness "
        "may be larger or smaller."
    )
    published = (
        f"*Published study.* TIES has {cells.number(american, 'details.backed', 'words')} coded U.S. trade "
        "cases with an institution: too few to repeat it."
    )
    return Callout("What these cases can carry", (missing_outcomes, cause, proxy, published))


# --- the rest --------------------------------------------------------------------------------------------


def sections(trail: Trail) -> tuple[Section, ...]:
    """Write the sections after page one.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    tuple of Section
        Gain, timing, models, unseen causes and proxies, missing outcomes, power.
    """
    return (_gains(trail), _timing(trail), models(trail), unseen(trail), missing(trail), power(trail))


def _gains(trail: Trail) -> Section:
    cells = Cells(trail)
    like = Key("stratified", "broad", "trade")
    gaining, total = (trail.number(STEP, f"facts.{name}", "words") for name in ("codings_gaining", "codings"))
    finding = (
        f"Under {gaining} of {total} codings the gain is positive: {cells.number(HELD)} points when "
        f"settlements count, {cells.number(STRICT)} when only giving in does."
    )
    text = (
        "Like with like, within sender, decade and stage, the odds of success are "
        f"{cells.number(like, fmt='1f')} times as high (exact 95% interval {cells.range(like, '1f')}, p "
        f"{_equals(cells, like)}), a difference of {cells.number(like, 'details.difference')} points, on "
        f"{cells.number(like, 'n', 'd')} cases in {cells.number(like, 'details.strata', 'words')} strata "
        "that hold both kinds."
    )
    below, others = (trail.number(STEP, f"facts.{name}", "words") for name in ("others_below", "others"))
    alpha = trail.number(STEP, "specification.thresholds.alpha", "prob")
    text += (
        f" Of the {others} other codings {below} keep a p-value below {alpha} in this test once adjusted "
        "for their number."
    )
    return Section(
        "gain",
        "Gain",
        "Do threats with an institution behind them win more?",
        finding,
        (_gain_chart(trail), Caveat(_published(cells)), Prose(text), Prose(_ranks(cells)), _samples(trail)),
    )


def _equals(cells: Cells, key: Key) -> str:
    text = cells.number(key, "p", "p")
    return text if cells.value(key, "p") < 0.0001 else f"= {text}"


def _published(cells: Cells) -> str:
    key, near = Key("published", "broad", "trade"), Key("published", "broad", "american")
    return (
        "The published gap is 44 points, and more than 34 with costs held constant ([@pelc2010]). Here the "
        f"probability of a gain of 34 points or more is {cells.number(key, 'probability', 'prob')} over all "
        f"senders, and {cells.number(near, 'probability', 'prob')} for the United States, on "
        f"{cells.number(near, 'details.backed', 'words')} cases with an institution."
    )


def _ranks(cells: Cells) -> str:
    key = Key("scores", "score", "trade")
    return (
        "By rank of the settlement scores, a case with an institution is better for the sender than one "
        f"without with a chance of {cells.number(key, fmt='prob')} (p = {cells.number(key, 'p', 'p')}, "
        f"{cells.number(key, 'n', 'd')} scored cases). One half would be no difference."
    )


def _gain_chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    rows = []
    for group, name, color in (
        ("Plain difference", "difference", "gray"),
        ("Circumstances held constant", "logit", "concede"),
    ):
        for place, coding in enumerate(BINARY):
            key = Key(name, coding, "trade")
            rows.append(
                Dot(
                    named(CODINGS, coding),
                    cells.value(key),
                    cells.value(key, "low"),
                    cells.value(key, "high"),
                    color=color,
                    printed=trail.read(cells.number(key)),
                    group="" if place else group,
                )
            )
    plot = DotPlot(
        tuple(rows),
        "gain from an institution, in points",
        (-0.3, 0.7),
        threshold=(0.0, "no gain"),
        ticks=(-0.25, 0.0, 0.25, 0.5),
        form=POINTS,
    )
    return Chart(
        "gains",
        "The gain under every coding, trade cases",
        dots(plot),
        dots(plot, narrow=True),
        "Points with 95 percent intervals for six codings, plain and with circumstances held constant.",
    )


def _samples(trail: Trail) -> Table:
    cells = Cells(trail)
    rows = []
    for sample in trail.value(STEP, "specification").samples:
        plain, held = Key("difference", "broad", sample.id), Key("logit", "broad", sample.id)
        rows.append(
            Row(
                (
                    named(SAMPLES, sample.id),
                    cells.number(plain, "details.without", "text"),
                    cells.number(plain, "details.backed", "text"),
                    cells.spread(plain),
                    *_held(cells, held),
                ),
                strong=sample.primary,
            )
        )
    return Table(
        "samples",
        "Gave in or settled, in every sample; gains in points",
        (
            Column("sample", "Sample"),
            Column("without", "Without", "right"),
            Column("backed", "With", "right"),
            Column("plain", "Gain (95% interval)", "right"),
            Column("held", "Held constant (95% interval)", "right"),
            Column("probability", "P(gain)", "right"),
        ),
        tuple(rows),
        note="Standard errors clustered by target.",
    )


def _held(cells: Cells, key: Key) -> tuple[str, str]:
    """Print a modeled gain; a handful of cases with an institution carries no model."""
    if cells.value(key, "details.backed_cases") < FEWEST:
        return "too few cases", "\u2013"
    return cells.spread(key), cells.number(key, "probability", "prob")


def _timing(trail: Trail) -> Section:
    cells = Cells(trail)
    strict, everything = Key("timing", "strict", "trade"), Key("timing", "broad", "all")
    finding = {
        "supported": f"Yes: by {cells.spread(TIMING)} points.",
        "against": f"No: the gain changed by {cells.spread(TIMING)} points.",
        "cannot tell": f"The codings disagree: {cells.spread(TIMING)} points when settlements count, "
        f"{cells.spread(strict)} when only giving in does.",
    }[word(trail, GROWTH)]
    held = Key("timing-logit", "broad", "trade")
    text = (
        f"With circumstances held constant the interaction is {cells.number(held, fmt='+2f')} log odds "
        f"({cells.range(held, '+2f')}). Over all issues the gain grew by {cells.spread(everything)} points. "
        "The theory says why it should grow in trade: the WTO's procedure, which a loser cannot block, "
        "takes the excuse from a unilateral threat. The published study finds the larger effect before the "
        "WTO ([@pelc2010])."
    )
    return Section(
        "timing",
        "The WTO",
        "Did the gain grow once the WTO could settle disputes?",
        finding,
        (_timing_chart(trail), Caveat(_thin(cells)), Prose(text)),
    )


def _thin(cells: Cells) -> str:
    after = cells.number(TIMING, "details.backed_after", "text")
    return (
        f"After 1995 the comparison rests on {after} trade cases with an institution. What kinds of "
        "disputes reach an institution changed with the WTO, and these cases cannot say how."
    )


def _timing_chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    rows = []
    for sample in ("trade", "all"):
        for place, coding in enumerate(BINARY):
            key = Key("timing", coding, sample)
            rows.append(
                Dot(
                    named(CODINGS, coding),
                    cells.value(key),
                    cells.value(key, "low"),
                    cells.value(key, "high"),
                    color="concede" if sample == "trade" else "gray",
                    printed=trail.read(cells.number(key)),
                    group="" if place else named(SAMPLES, sample),
                )
            )
    plot = DotPlot(
        tuple(rows),
        "gain after 1995 less gain before, in points",
        (-0.8, 0.6),
        threshold=(0.0, "no growth"),
        ticks=(-0.5, 0.0, 0.5),
        form=POINTS,
    )
    return Chart(
        "growth",
        "The growth of the gain under every coding",
        dots(plot),
        dots(plot, narrow=True),
        "Points with 95 percent intervals; trade cases lie on both sides of zero, all issues to the right.",
    )
