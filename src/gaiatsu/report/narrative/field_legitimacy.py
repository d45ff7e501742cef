"""Legitimacy told on sanction cases: what an institution behind a threat adds, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Callout, Caveat, Chart, Column, FrontPage, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot
from gaiatsu.report.narrative.field_legitimacy_limits import missing, models, power, unseen
from gaiatsu.report.narrative.field_parts import (
    BINARY,
    CODINGS,
    SAMPLES,
    STEP,
    Cells,
    Key,
    named,
    strength,
    verdict_on,
    word,
)
from gaiatsu.report.narrative.field_rates import (
    RATES,
    Axis,
    by_coding,
    drawn,
    narrowly,
    plotted,
    rate,
    straddling,
)
from gaiatsu.report.narrative.wording import ALPHA, capital

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["front", "sections"]

FEWEST = 10
"""Cases with an institution below which no modeled gain is printed."""
LEANING = 0.8
"""Probability from which an open question is said to lean."""
GAIN, GROWTH = "Institutions raise success", "The gain is larger after 1995 than before"
LARGE = "The gain is as large as published"
GAINS = Axis("gain from an institution, in points", (-0.3, 0.7), (-0.25, 0.0, 0.25, 0.5), "no gain")
GROWN = Axis(
    "gain from 1995 on less gain before, in points", (-1.0, 0.6), (-1.0, -0.5, 0.0, 0.5), "no growth"
)
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
    return f"{_gain(trail)} {_when(trail)} {_size(trail)}"


def _gain(trail: Trail) -> str:
    cells = Cells(trail)
    leaning = capital(strength(cells.value(HELD, "probability")))
    share = cells.number(Key("bounds", "broad", "trade", "gain"), "details.share_missing", "%")
    bounded = verdict_on(trail, GAIN).bounded
    like = "" if bounded else f", if the {share} of trade cases without an outcome are like the others"
    opening = {
        "supported": f"Yes{like}",
        "against": f"Not by a margin that matters{like}",
        "cannot tell": f"{leaning}, though these cases cannot settle it",
    }[word(trail, GAIN)]
    sure = cells.number(HELD, "probability", "prob")
    often = "more" if cells.value(HELD) > 0 else "less"
    by_settlement = cells.value(HELD, "p") < ALPHA < cells.value(STRICT, "p")
    how = (
        "The gain may be none where only giving in counts" if by_settlement else "Where only giving in counts"
    )
    return (
        f"{opening}: with an institution the target gave in or settled {often} often "
        f"({cells.number(HELD)} points with circumstances held constant, 95% interval {cells.range(HELD)}, "
        f"probability of a gain {sure}). {how}: {cells.spread(STRICT)}."
    )


def _when(trail: Trail) -> str:
    cells = Cells(trail)
    grew = cells.number(TIMING, "probability", "prob")
    before, after = (cells.number(TIMING, f"details.gain_{side}") for side in ("before", "after"))
    opening = "Whether the gain grew with the WTO, as the article expects, stays open"
    if cells.value(TIMING, "probability") < 1 - LEANING:
        opening += " and leans the other way"
    told = {
        "supported": "The gain grew with the WTO, as the article expects",
        "against": "It did not grow with the WTO, against the article and with the published finding",
        "cannot tell": opening,
    }[word(trail, GROWTH)]
    close = narrowly(
        cells,
        cells.value(TIMING, "probability"),
        below=", a hair below the {line} that counts against it",
        above=", a hair above the {line} that would count against it",
    )
    growing, total = (trail.number(STEP, f"facts.{name}", "words") for name in ("codings_growing", "growths"))
    return (
        f"{told}: the plain gain is {before} points before 1995 and {after} from then on (probability that "
        f"it grew {grew}{close}), and {growing} of {total} codings show growth."
    )


def _size(trail: Trail) -> str:
    """Set the gain beside the published one."""
    told = {
        "supported": "It is as large as published",
        "against": "It is smaller than published",
        "cannot tell": "Whether it is as large as published stays open",
    }[word(trail, LARGE)]
    large = Cells(trail).number(HELD, "details.published", "prob")
    return f"{told}: a gain of 34 points or more has a probability of {large}."


def _chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    head = "Trade cases, gave in or settled"
    rows = [
        rate(cells, PLAIN, "without", Dot("No institution", None, color="gray", group=head)),
        rate(cells, PLAIN, "backed", Dot("With an institution", None, color="concede")),
    ]
    limits = trail.value(STEP, "specification").thresholds
    for label, name, color in (
        ("Unilateral", "unilateral", "gray"),
        ("Multilateral", "multilateral", "concede"),
    ):
        printed = trail.number(STEP, f"specification.thresholds.published_{name}", "%")
        group = "" if color == "concede" else "Published (Pelc 2010): Section 301, 1975\u201394"
        value = limits[f"published_{name}"]
        rows.append(Dot(label, value, color=color, group=group, printed=trail.read(printed)))
    title = (
        "Cases with an institution succeeded more often; the gap is smaller than the published one"
        if 0 < cells.value(PLAIN) < limits["published_gap"]
        else "Success with an institution and without"
    )
    return drawn(
        "rates",
        title,
        plotted(rows, RATES),
        "Rates of success with intervals, without an institution and with one; below, the two published "
        "rates. Wide bands show what the missing outcomes could make of each rate.",
        note="Lines: 95% intervals of coded cases. Bands: lowest and highest rate that any filling of the "
        "missing outcomes gives. The published rates count concessions.",
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
                    cells.number(held) + cells.mark(held),
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
        note="Without, With: rates without an institution and with one. Held const.: gain with circumstances "
        "held constant. To 1994, From 1995: plain gains. P(grew): probability that the later is the larger."
        + cells.remark(*(Key("logit", coding, "trade") for coding in BINARY)),
    )


def _box(trail: Trail) -> Callout:
    cells = Cells(trail)
    bound = Key("bounds", "broad", "trade", "gain")
    american = Key("published", "broad", "american")
    missing_outcomes = (
        f"*Missing.* {cells.number(bound, 'details.share_missing', '%')} of the trade cases have no "
        "outcome. Without an assumption about them the gain could be anything from "
        f"{cells.range(bound)} points."
    )
    cause = (
        "*Cause.* An unseen circumstance could explain the gain away if it went with both institution and "
        f"success by a risk ratio of {cells.number(Key('e-value', 'broad', 'trade'), fmt='2f')}."
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
    clear = trail.number(STEP, "facts.codings_clear", "words")
    every = trail.value(STEP, "facts.codings_gaining") == trail.value(STEP, "facts.codings")
    which = f"all {total}" if every else f"{gaining} of {total}"
    finding = (
        f"The gain is positive under {which} codings, and its interval leaves out zero under {clear}: "
        f"{cells.number(HELD)} points when settlements count, {cells.number(STRICT)} when only giving in "
        "does."
    )
    text = (
        "Compared like with like, within sender, decade and stage, the odds of success are "
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
        "Settlement scores can be compared by rank. The chance that a case with an institution is better for "
        f"the sender than one that lacks it is {cells.number(key, fmt='prob')} (p = "
        f"{cells.number(key, 'p', 'p')}, {cells.number(key, 'n', 'd')} scored cases). One half would be no "
        "difference."
    )


def _gain_chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    rows = [
        *by_coding(cells, "difference", "Plain difference", "gray"),
        *by_coding(cells, "logit", "Circumstances held constant", "concede"),
    ]
    plain, held = (
        straddling(cells, [Key(name, coding, "trade") for coding in BINARY])
        for name in ("difference", "logit")
    )
    return drawn(
        "gains",
        "The gain under every coding, trade cases",
        plotted(rows, GAINS),
        f"Points with 95 percent intervals for six codings. Of the plain intervals {plain}; of those with "
        f"circumstances held constant {held}.",
        note=cells.remark(*(Key("logit", coding, "trade") for coding in BINARY)).strip(),
    )


def _samples(trail: Trail) -> Table:
    cells = Cells(trail)
    samples = trail.value(STEP, "specification").samples
    rows = []
    for sample in samples:
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
        note="Without, With: successes among coded cases. Held constant: standard errors clustered by "
        "target. Too few: fewer than ten cases with an institution."
        + cells.remark(*(Key("logit", "broad", sample.id) for sample in samples)),
    )


def _held(cells: Cells, key: Key) -> tuple[str, str]:
    """Print a modeled gain; a handful of cases with an institution carries no model."""
    if cells.value(key, "details.backed_cases") < FEWEST:
        return "too few cases", "\u2013"
    return cells.spread(key) + cells.mark(key), cells.number(key, "probability", "prob")


def _timing(trail: Trail) -> Section:
    cells = Cells(trail)
    strict, everything = Key("timing", "strict", "trade"), Key("timing", "broad", "all")
    apart = cells.value(TIMING) * cells.value(strict) < 0
    opening = "The codings disagree" if apart else "These cases cannot tell"
    finding = {
        "supported": f"Yes: by {cells.spread(TIMING)} points.",
        "against": f"No: the gain changed by {cells.spread(TIMING)} points.",
        "cannot tell": f"{opening}: {cells.spread(TIMING)} points when settlements count, "
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
        "From 1995 on the comparison rests on few trade cases with an institution; the target gave in or "
        f"settled in {after}. What kinds of disputes reach an institution changed with the WTO, and these "
        "cases cannot say how."
    )


def _timing_chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    rows = [
        *by_coding(cells, "timing", named(SAMPLES, "trade"), "concede"),
        *by_coding(cells, "timing", named(SAMPLES, "all"), "gray", sample="all"),
    ]
    trade, everything = (
        straddling(cells, [Key("timing", coding, sample) for coding in BINARY]) for sample in ("trade", "all")
    )
    return drawn(
        "growth",
        "The growth of the gain under every coding",
        plotted(rows, GROWN),
        f"Points with 95 percent intervals for six codings. Of the intervals in trade cases {trade}; of "
        f"those over all issues {everything}.",
    )
