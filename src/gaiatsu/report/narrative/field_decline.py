"""The decline told on sanction cases: how much of it is there, and how much of that is Japan's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Callout, Caveat, Chart, Column, FrontPage, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.figures.lines import Line, LinePlot, lines
from gaiatsu.report.formats import show
from gaiatsu.report.narrative.field_decline_limits import missing, models, power
from gaiatsu.report.narrative.field_parts import (
    BINARY,
    CODINGS,
    FELL,
    LARGE,
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
from gaiatsu.report.narrative.wording import agree, capital, join, small

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["front", "sections"]

BEYOND = "It fell by more than elsewhere"
JAPANESE = 740
HAIR = 0.02
"""Distance of a probability from its threshold within which the verdict says so."""
ALIKE = {713: "Taiwan", 732: "South Korea"}
"""Targets whose security rests on the United States in the same way."""
JAPAN, OTHERS, MORE = (Key(name, "broad", "trade") for name in ("within", "others", "beyond"))


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
    return FrontPage(question, _verdict(trail), _rates_chart(trail), _codings_table(trail), _box(trail))


def _verdict(trail: Trail) -> str:
    return f"{_own(trail)} {_beside_article(trail)}"


def _own(trail: Trail) -> str:
    cells = Cells(trail)
    fell = {
        "supported": "Yes: U.S. success against Japan fell",
        "against": "No: U.S. success against Japan did not fall by a margin that matters",
        "cannot tell": (
            "These cases cannot tell: U.S. success against Japan "
            f"{strength(cells.value(JAPAN, 'probability'))} fell"
        ),
    }[word(trail, FELL)]
    more = {
        "supported": "and by more than elsewhere",
        "against": "but not by more than elsewhere",
        "cannot tell": "but not clearly by more than elsewhere",
    }[word(trail, BEYOND)]
    before, after = (cells.number(JAPAN, f"details.{name}", "text") for name in ("before", "after"))
    sure, beyond = (cells.number(key, "probability", "prob") for key in (JAPAN, MORE))
    return (
        f"{fell}, from {before} trade cases begun by 1992 to {after} begun later ({cells.number(JAPAN)} "
        f"points, 95% interval {cells.range(JAPAN)}, probability of a fall {sure}), {more} (other targets "
        f"{cells.number(OTHERS)} points; probability that Japan fell further {beyond})."
    )


def _beside_article(trail: Trail) -> str:
    cells = Cells(trail)
    large = cells.number(JAPAN, "details.article_size", "p")
    lacking = cells.number(Key("bounds", "broad", "trade", "Japan"), "details.share_missing", "%")
    what = {
        "against": "This disagrees with the article, whose Figure 2 shows a fall of 86 points",
        "supported": "This agrees with the article, whose Figure 2 shows a fall of 86 points",
        "cannot tell": "Whether the fall is as large as the article's, 86 points in Figure 2, stays open",
    }[word(trail, LARGE)]
    bounded = next(one.bounded for one in trail.value(STEP, "verdicts") if one.question == LARGE)
    unless = (
        ", whatever the missing outcomes are"
        if bounded
        else f", unless the {lacking} of Japan's cases that have no coded outcome hide it"
    )
    return f"{what}: the probability of one of 50 points or more is {large}{_close(cells, trail)}{unless}."


def _close(cells: Cells, trail: Trail) -> str:
    """Say where a verdict hangs on a hair."""
    line = trail.value(STEP, "specification").thresholds["against"]
    value = cells.value(JAPAN, "details.article_size")
    if abs(value - line) > HAIR:
        return ""
    return f", just {'below' if value <= line else 'above'} the line of {small(line)} that the plan draws"


def _rates_chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    rows: list[Dot] = []
    for group, key, color in (("Japan", JAPAN, "refuse"), ("Other targets", OTHERS, "concede")):
        for place, (side, when) in enumerate((("before", "to 1992"), ("after", "from 1993"))):
            share = cells.number(key, f"details.{side}", "text")
            rows.append(
                Dot(
                    f"{group} {when}",
                    cells.value(key, f"details.rate_{side}"),
                    cells.value(key, f"details.{side}_low"),
                    cells.value(key, f"details.{side}_high"),
                    color=color,
                    printed=trail.read(share),
                    group="U.S. trade cases, gave in or settled" if group == "Japan" and not place else "",
                    hollow=bool(place),
                    faint=(
                        cells.value(key, f"details.{side}_lowest"),
                        cells.value(key, f"details.{side}_highest"),
                    ),
                )
            )
    rows += [
        Dot("Before Clinton", 1.0, group="The article's Figure 2", printed="8/8"),
        Dot("After", 1 / 7, printed="1/7", hollow=True),
    ]
    plot = DotPlot(
        tuple(rows),
        "share of cases in which the target gave in or settled",
        (0.0, 1.0),
        ticks=(0.0, 0.25, 0.5, 0.75, 1.0),
        form=PERCENT,
    )
    return Chart(
        "rates",
        _rates_title(trail),
        dots(plot),
        dots(plot, narrow=True),
        "Rates of success with intervals. Japan to 1992 and from 1993; other targets to 1992 and from "
        "1993; the article's Figure 2 before and after. Wide bands show what the missing outcomes could "
        "make of each rate.",
        note="Lines: 95% intervals of the coded cases. Bands: lowest and highest rate that any filling of "
        "the missing outcomes gives. Hollow: later.",
    )


def _ends(cells: Cells, key: Key, side: str) -> tuple[float, float]:
    return cells.value(key, f"details.{side}_lowest"), cells.value(key, f"details.{side}_highest")


def _rates_title(trail: Trail) -> str:
    more = trail.value(STEP, MORE.path("probability"))
    if more >= 0.95:
        return "Success fell in Japan, and by more than elsewhere"
    both = trail.value(STEP, JAPAN.path()) < 0 and trail.value(STEP, OTHERS.path()) < 0
    return (
        "Success was rarer after 1992 in Japan and elsewhere; how much is unsure"
        if both
        else "Success in Japan did not fall beyond others"
    )


def _codings_table(trail: Trail) -> Table:
    cells = Cells(trail)
    rows = []
    for coding in BINARY:
        keys = [Key(name, coding, "trade") for name in ("within", "others", "beyond")]
        before, after = (cells.number(keys[0], f"details.{name}", "text") for name in ("before", "after"))
        rows.append(
            Row(
                (
                    named(CODINGS, coding),
                    f"{before}\u2192{after}",
                    cells.number(keys[0]),
                    cells.number(keys[1]),
                    cells.number(keys[2]),
                    cells.number(keys[2], "probability", "prob"),
                ),
                strong=coding == "broad",
            )
        )
    return Table(
        "codings-decline",
        "Trade cases under every coding of success; changes in points",
        (
            Column("coding", "Coding"),
            Column("japan_cases", "Japan"),
            Column("japan", "Change", "right"),
            Column("others", "Others", "right"),
            Column("beyond", "Beyond", "right"),
            Column("probability", "P(fell more)", "right"),
        ),
        tuple(rows),
    )


def _box(trail: Trail) -> Callout:
    cells = Cells(trail)
    missing_share = cells.number(Key("bounds", "broad", "trade", "Japan"), "details.share_missing", "%")
    span = cells.range(Key("bounds", "broad", "trade", "Japan"))
    half = cells.number(Key("power", "broad", "trade", "0.5"), fmt="%")
    small = cells.number(Key("power", "broad", "trade", "0.2"), fmt="%")
    coded = cells.number(JAPAN, "n", "d")
    place = Key("target-permutation", "broad", "trade")
    rank, targets = cells.number(place, "details.rank", "d"), cells.number(place, "n", "d")
    lacking = (
        f"*Missing.* {missing_share} of Japan's trade cases have no outcome: the change lies anywhere from "
        f"{span} points.{_tipping(trail)}"
    )
    size = (
        f"*Size.* With {coded} coded cases a fall of 50 points would be noticed with a probability of "
        f"{half}, one of 20 points with {small}."
    )
    among = (
        f"*Japan among targets.* In its fall beyond the others it ranks {rank} of {targets} targets with "
        "enough cases."
    )
    seen = (
        "*Seen before.* Part of these numbers was known when the study was specified; see [the plan](#plan)."
    )
    return Callout("What these cases can carry", (lacking, size, among, seen))


def _tipping(trail: Trail) -> str:
    """Say when the missing outcomes would make the fall clear."""
    if trail.value(STEP, "facts.tipping") < 0:
        return ""
    most, total = (trail.number(STEP, f"facts.{name}", "words") for name in ("tipping", "tipping_of"))
    return (
        f" It would be clear if at most {most} of the {total} later cases without an outcome were successes."
    )


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
        Rates, comparison with others, missing outcomes, models, power.
    """
    return (_fell(trail), _others(trail), missing(trail), models(trail), power(trail))


def _fell(trail: Trail) -> Section:
    cells = Cells(trail)
    falling, total = (trail.number(STEP, f"facts.{name}", "words") for name in ("codings_falling", "codings"))
    strict = Key("within", "strict", "trade")
    adjusted = trail.number(STEP, "facts.holm_smallest", "p")
    finding = (
        f"Under {falling} of {total} codings it fell, but by how much depends on whether a negotiated "
        f"settlement counts: {cells.number(JAPAN)} points with settlements, {cells.number(strict)} when "
        "only giving in counts."
    )
    late, early = (Key("within", name, "trade") for name in ("final-stage", "threat-stage"))
    stages = [
        [cells.number(key, f"details.{side}", "text") for side in ("before", "after")]
        for key in (late, early)
    ]
    stage = (
        f"By stage: where something was imposed Japan went from {stages[0][0]} to {stages[0][1]} (exact p = "
        f"{cells.number(late, 'p', 'p')}, {cells.number(late, 'n', 'words')} coded cases); at the stage of "
        f"threat, where fewest outcomes are missing, from {stages[1][0]} to {stages[1][1]}."
    )
    return Section(
        "fell",
        "Japan",
        "Did U.S. success against Japan fall?",
        finding,
        (
            _changes_chart(trail),
            Caveat(
                f"The exact test of the primary comparison gives p = {cells.number(JAPAN, 'p', 'p')}. The "
                f"smallest p-value of the other codings is {adjusted} once adjusted for their number."
            ),
            Prose(stage),
            Prose(_ranks(cells)),
            _samples_table(trail),
        ),
    )


def _ranks(cells: Cells) -> str:
    key = Key("scores", "score", "trade", "Japan")
    return (
        "By rank of the settlement scores, a later Japanese case is better for the sender than an earlier "
        f"one with a chance of {cells.number(key, fmt='prob')} (p = {cells.number(key, 'p', 'p')}, "
        f"{cells.number(key, 'n', 'd')} scored cases); for other targets the chance is "
        f"{cells.number(Key('scores', 'score', 'trade', 'others'), fmt='prob')} (p = "
        f"{cells.number(Key('scores', 'score', 'trade', 'others'), 'p', 'p')}). One half would be no change."
    )


def _changes_chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    rows = []
    for group, name, color in (("Japan", "within", "refuse"), ("Other targets", "others", "concede")):
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
        "change of the success rate after 1992, in points",
        (-1.0, 0.6),
        threshold=(0.0, "no change"),
        ticks=(-1.0, -0.5, 0.0, 0.5),
        form=POINTS,
    )
    return Chart(
        "changes",
        "The change after 1992 under every coding, trade cases",
        dots(plot),
        dots(plot, narrow=True),
        "Points with 95 percent intervals for six codings, Japan and other targets; nearly all intervals "
        "of Japan contain zero.",
    )


def _samples_table(trail: Trail) -> Table:
    cells = Cells(trail)
    columns = (
        Column("sample", "Sample"),
        Column("japan_cases", "Japan"),
        Column("japan", "Change (95% interval)", "right"),
        Column("others_cases", "Others"),
        Column("others", "Change (95% interval)", "right"),
        Column("beyond", "Beyond", "right"),
        Column("probability", "P(fell more)", "right"),
    )
    rows = []
    for sample in trail.value(STEP, "specification").samples:
        japan, others, more = (Key(name, "broad", sample.id) for name in ("within", "others", "beyond"))
        moved = [
            f"{cells.number(key, 'details.before', 'text')} \u2192 "
            f"{cells.number(key, 'details.after', 'text')}"
            for key in (japan, others)
        ]
        cell = (named(SAMPLES, sample.id), moved[0], cells.spread(japan), moved[1], cells.spread(others))
        rows.append(
            Row((*cell, cells.number(more), cells.number(more, "probability", "prob")), strong=sample.primary)
        )
    return Table("samples", "Gave in or settled, in every sample; changes in points", columns, tuple(rows))


def _others(trail: Trail) -> Section:
    cells = Cells(trail)
    place, years = Key("target-permutation", "broad", "trade"), Key("year-permutation", "broad", "trade")
    called, total = (
        trail.number(STEP, f"facts.{name}", "words") for name in ("comparisons_called", "comparisons")
    )
    finding = (
        f"Not clearly: {cells.number(MORE)} points beyond other targets (95% interval {cells.range(MORE)}), "
        f"and Japan ranks {cells.number(place, 'details.rank', 'd')} of {cells.number(place, 'n', 'words')} "
        "targets."
        if word(trail, BEYOND) == "cannot tell"
        else f"{capital(word(trail, BEYOND))}: {cells.number(MORE)} points beyond other targets."
    )
    chance = (
        "If any target could have been the one in question, a fall as far beyond the others has a "
        f"probability of {cells.number(place, 'p', 'p')}, where the smallest that "
        f"{cells.number(place, 'n', 'words')} targets allow is "
        f"{cells.number(place, 'details.smallest_p', 'p')}. Dealing whole years to the two periods at "
        f"random gives {cells.number(years, 'p', 'p')}. Over all samples and codings, {called} of {total} "
        "comparisons call a fall beyond others."
    )
    return Section(
        "beyond",
        "Other targets",
        "Did it fall by more than elsewhere?",
        finding,
        (
            _targets_chart(trail),
            Caveat(_alike(trail)),
            Prose(chance),
            _cuts_chart(trail),
            Prose(_cuts(cells)),
        ),
    )


def _alike(trail: Trail) -> str:
    """Say which targets fell further that lean on the United States for their security as Japan does."""
    details = trail.value(STEP, Key("target-permutation", "broad", "trade").path("details"))
    japan = details.get(f"target_{JAPANESE}", 0.0)
    further = [name for code, name in ALIKE.items() if details.get(f"target_{code}", 0.0) < japan]
    if not further:
        return "No target that leans on the United States for its security as Japan does fell further."
    lean = agree(len(further), "leans", "lean")
    return (
        f"{join(further)}, which {lean} on the United States for {agree(len(further), 'its', 'their')} "
        "security as Japan does, fell further. What they share cannot be an identity of Japan's own."
    )


def _targets_chart(trail: Trail) -> Chart:
    from gaiatsu.sources.codes import state_name

    details = trail.value(STEP, Key("target-permutation", "broad", "trade").path("details"))
    found = sorted(
        (value, int(name.removeprefix("target_")))
        for name, value in details.items()
        if name.startswith("target_")
    )
    rows = tuple(
        Dot(
            state_name(code),
            value,
            color="refuse" if code == JAPANESE else "gray",
            printed=show(value, "points"),
        )
        for value, code in found
    )
    plot = DotPlot(
        rows,
        "change after 1992 beyond that of all other targets, in points",
        (-0.6, 0.6),
        threshold=(0.0, "like the others"),
        ticks=(-0.5, 0.0, 0.5),
        form=POINTS,
    )
    return Chart(
        "targets",
        "Every target with enough cases in Japan's place",
        dots(plot),
        dots(plot, narrow=True),
        "Points for each target; Japan lies in the middle.",
        note="Trade cases, gave in or settled; targets with three or more coded cases in each period.",
    )


def _cuts_chart(trail: Trail) -> Chart:
    rows = [one for one in trail.value(STEP, "estimates") if one.estimator == "other-cuts"]
    plot = LinePlot(
        lines=(
            Line(
                "Japan", tuple((int(one.variant), one.details["japan"]) for one in rows), "refuse", dots=True
            ),
            Line(
                "others",
                tuple((int(one.variant), one.details["others"]) for one in rows),
                "concede",
                dots=True,
            ),
        ),
        x=(min(int(one.variant) for one in rows), max(int(one.variant) for one in rows)),
        y=(-0.7, 0.3),
        x_title="first year of the later period",
        y_title="Change of the success rate, in points",
        height=230,
        form=("d", "format(100 * datum.value, '+.0f')"),
    )
    return Chart(
        "cuts",
        "The change when the period is divided elsewhere",
        lines(plot),
        lines(plot, narrow=True),
        "Two lines by year of division: Japan's change grows more negative when the later period begins "
        "after 1994; that of others stays near zero.",
    )


def _cuts(cells: Cells) -> str:
    late, here = Key("other-cuts", "broad", "trade", "1996"), Key("other-cuts", "broad", "trade", "1993")
    sides = [cells.number(late, f"details.{side}", "text") for side in ("before", "after")]
    text = (
        f"Divided at 1993, Japan's change beyond that of others is {cells.number(here)} points; divided at "
        f"1996 it is {cells.number(late)} points ({sides[0]} against {sides[1]} in Japan). The plan gives "
        "this no test, and the later samples are very small."
    )
    if cells.value(late) < cells.value(here) - 0.1:
        text += (
            " It would fit a change that came with the WTO better than one that came with the Clinton team."
        )
    return text
