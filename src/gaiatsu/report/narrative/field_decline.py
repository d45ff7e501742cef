"""The decline told on sanction cases: how much of it is there, and how much of that is Japan's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Callout, Caveat, Chart, Column, FrontPage, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot
from gaiatsu.report.figures.lines import Line, LinePlot, Mark
from gaiatsu.report.formats import show
from gaiatsu.report.narrative.field_decline_limits import CHANGE, missing, models, power, tipping
from gaiatsu.report.narrative.field_parts import (
    BINARY,
    CODINGS,
    FELL,
    LARGE,
    POINTS,
    SAMPLES,
    STEP,
    Cells,
    Key,
    named,
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
from gaiatsu.report.narrative.wording import ALPHA, agree, capital, join

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["front", "sections"]

BEYOND = "It fell by more than elsewhere"
BEYOND_OTHERS = Axis(
    "change after 1992 beyond that of all other targets, in points",
    (-0.6, 0.6),
    (-0.5, 0.0, 0.5),
    "like the others",
)
JAPANESE = 740
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
        "supported": "U.S. success against Japan fell",
        "against": "U.S. success against Japan did not fall by a margin that matters",
        "cannot tell": "Whether U.S. success against Japan fell, these cases cannot tell",
    }[word(trail, FELL)]
    more = {
        "supported": "Japan's fell by more",
        "against": "Japan's did not fall by more",
        "cannot tell": "whether Japan's fell by more stays open",
    }[word(trail, BEYOND)]
    before, after = (cells.number(JAPAN, f"details.{name}", "text") for name in ("before", "after"))
    sure, beyond = (cells.number(key, "probability", "prob") for key in (JAPAN, MORE))
    return (
        f"{fell}: success went from {before} trade cases begun by 1992 to {after} begun later "
        f"({cells.number(JAPAN)} points, 95% interval {cells.range(JAPAN)}, probability of a fall {sure}). "
        f"Against other targets it changed by {cells.number(OTHERS)} points, and {more} (probability "
        f"{beyond})."
    )


def _beside_article(trail: Trail) -> str:
    """Set the size of the fall beside the article's, in words that go with the answer on the fall itself."""
    cells = Cells(trail)
    large = cells.number(JAPAN, "details.article_size", "p")
    lacking = cells.number(Key("bounds", "broad", "trade", "Japan"), "details.share_missing", "%")
    verdict = verdict_on(trail, LARGE)
    do = "do " if word(trail, FELL) == "cannot tell" else ""
    what = {
        "against": f"They {do}speak against a fall as large as the article's",
        "supported": f"They {do}bear out a fall as large as the article's",
        "cannot tell": "Whether it fell by as much as in the article stays open",
    }[verdict.word]
    hair = narrowly(
        cells,
        cells.value(JAPAN, "details.article_size"),
        below=", a hair below the {line} at which the plan draws the line",
        above=", a hair above the {line} at which the plan draws the line",
    )
    hidden = (
        "whatever the missing outcomes are"
        if verdict.bounded
        else f"and the {lacking} of Japan's cases without a coded outcome could overturn it"
    )
    rests = "" if verdict.word == "cannot tell" else f", {hidden}"
    return (
        f"{what}, 86 points in its Figure 2: a fall of 50 points or more has a probability of "
        f"{large}{hair}{rests}."
    )


def _rates_chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    rows: list[Dot] = []
    for group, key, color in (("Japan", JAPAN, "refuse"), ("Other targets", OTHERS, "concede")):
        for place, (side, when) in enumerate((("before", "to 1992"), ("after", "from 1993"))):
            heading = "U.S. trade cases, gave in or settled" if group == "Japan" and not place else ""
            dot = Dot(f"{group} {when}", None, color=color, group=heading, hollow=bool(place))
            rows.append(rate(cells, key, side, dot))
    rows += [
        Dot("Before Clinton", 1.0, group="The article's Figure 2, conceded", printed="8/8"),
        Dot("After", 1 / 7, printed="1/7", hollow=True),
    ]
    return drawn(
        "rates",
        _rates_title(trail),
        plotted(rows, RATES),
        "Rates of success with intervals. Japan to 1992 and from 1993; other targets to 1992 and from "
        "1993; the article's Figure 2 before and after. Wide bands show what the missing outcomes could "
        "make of each rate.",
        note="Lines: 95% intervals of the coded cases. Bands: lowest and highest rate that any filling of "
        "the missing outcomes gives. Hollow: later. The article's are 15 episodes that its author chose.",
    )


def _rates_title(trail: Trail) -> str:
    more = trail.value(STEP, MORE.path("probability"))
    if more >= 0.95:
        return "Success fell in Japan, and by more than elsewhere"
    both = trail.value(STEP, JAPAN.path()) < 0 and trail.value(STEP, OTHERS.path()) < 0
    return (
        "Success was rarer after 1992 in Japan and elsewhere; how much is unsure"
        if both
        else "Rates of success before and after, in Japan and elsewhere"
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
            Column("japan_cases", "Japan", "right"),
            Column("japan", "Change", "right"),
            Column("others", "Others", "right"),
            Column("beyond", "Beyond", "right"),
            Column("probability", "P(fell more)", "right"),
        ),
        tuple(rows),
        note="Japan: successes among coded cases, to 1992 and from 1993, and their change. Others: change "
        "for other targets. Beyond: Japan's change less theirs. P: probability that Japan's fell more.",
    )


def _box(trail: Trail) -> Callout:
    cells = Cells(trail)
    missing_share = cells.number(Key("bounds", "broad", "trade", "Japan"), "details.share_missing", "%")
    span = cells.range(Key("bounds", "broad", "trade", "Japan"))
    half, small = (cells.number(Key("power", "broad", "trade", size), fmt="prob") for size in ("0.5", "0.2"))
    coded = cells.number(JAPAN, "n", "d")
    place = Key("target-permutation", "broad", "trade")
    rank, targets = cells.number(place, "details.rank", "d"), cells.number(place, "n", "words")
    lacking = (
        f"*Missing.* {missing_share} of Japan's trade cases have no outcome. Without an assumption about "
        f"them its change could be anything from {span} points. {tipping(trail)}"
    )
    size = (
        f"*Size.* With {coded} coded cases a fall of 50 points would be noticed with a probability of "
        f"{half}, one of 20 points with {small}."
    )
    among = (
        f"*Japan among targets.* By its fall beyond the others it ranks {rank} of the {targets} targets "
        "with enough cases."
    )
    seen = (
        "*Seen before.* Part of these numbers was known when the study was specified; see [the plan](#plan)."
    )
    return Callout("What these cases can carry", (lacking, size, among, seen))


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
    chance = min(cells.value(JAPAN, "p"), trail.value(STEP, "facts.holm_smallest")) > ALPHA
    finding = (
        f"The rate is lower after 1992 under {falling} of {total} codings"
        f"{', though no test rules out chance' if chance else ''}. By how much depends on whether a "
        f"negotiated settlement counts: {cells.number(JAPAN)} points with settlements, "
        f"{cells.number(strict)} when only giving in counts."
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
    japan, others = (Key("scores", "score", "trade", group) for group in ("Japan", "others"))
    return (
        "Settlement scores can be compared by rank. The chance that a later Japanese case is better for the "
        f"sender than an earlier one is {cells.number(japan, fmt='prob')} (p = "
        f"{cells.number(japan, 'p', 'p')}, {cells.number(japan, 'n', 'd')} scored cases); for other targets "
        f"it is {cells.number(others, fmt='prob')} (p = {cells.number(others, 'p', 'p')}). One half would "
        "be no change."
    )


def _changes_chart(trail: Trail) -> Chart:
    cells = Cells(trail)
    rows = [
        *by_coding(cells, "within", "Japan", "refuse"),
        *by_coding(cells, "others", "Other targets", "concede"),
    ]
    japan, others = (
        straddling(cells, [Key(name, coding, "trade") for coding in BINARY]) for name in ("within", "others")
    )
    return drawn(
        "changes",
        "The change after 1992 under every coding, trade cases",
        plotted(rows, CHANGE),
        f"Points with 95 percent intervals for six codings. Of Japan's intervals {japan}; of those of other "
        f"targets {others}.",
    )


def _samples_table(trail: Trail) -> Table:
    cells = Cells(trail)
    columns = (
        Column("sample", "Sample"),
        Column("japan_cases", "Japan", "right"),
        Column("japan", "Change (95% interval)", "right"),
        Column("others_cases", "Others", "right"),
        Column("others", "Change (95% interval)", "right"),
        Column("beyond", "Beyond", "right"),
        Column("probability", "P(fell more)", "right"),
    )
    rows = []
    for sample in trail.value(STEP, "specification").samples:
        japan, others, more = (Key(name, "broad", sample.id) for name in ("within", "others", "beyond"))
        moved = [
            f"{cells.number(key, 'details.before', 'text')}\u2192{cells.number(key, 'details.after', 'text')}"
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
        f"and Japan ranks {cells.number(place, 'details.rank', 'd')} of the "
        f"{cells.number(place, 'n', 'words')} targets with enough cases."
        if word(trail, BEYOND) == "cannot tell"
        else f"{capital(word(trail, BEYOND))}: {cells.number(MORE)} points beyond other targets."
    )
    chance = (
        "If any target could have been the one in question, a fall as far beyond the others has a "
        f"probability of {cells.number(place, 'p', 'p')}, where the smallest that "
        f"{cells.number(place, 'n', 'words')} targets allow is "
        f"{cells.number(place, 'details.smallest_p', 'p')}. Dealing whole years to the two periods at "
        f"random gives {cells.number(years, 'p', 'p')}. Over all samples and codings, a fall beyond others "
        f"is called in {called} of {total} comparisons, which are not adjusted for their number."
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
        f"U.S. success against {join(further)}, which {lean} on the United States for security as Japan "
        "does, fell further. If that is more than chance, its cause is not an identity of Japan's own."
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
    return drawn(
        "targets",
        "Every target with enough cases in Japan's place",
        plotted(rows, BEYOND_OTHERS),
        "A point for each target, from the largest fall beyond the others to the largest rise; Japan's is "
        "marked.",
        note="Trade cases, gave in or settled; targets with three or more coded cases in each period.",
    )


def _cuts_chart(trail: Trail) -> Chart:
    rows = [one for one in trail.value(STEP, "estimates") if one.estimator == "other-cuts"]
    years = [int(one.variant) for one in rows]
    drawn_lines = (("Japan", "japan", "refuse"), ("others", "others", "concede"))
    plot = LinePlot(
        lines=tuple(
            Line(
                label,
                tuple((year, one.details[name]) for year, one in zip(years, rows, strict=True)),
                color,
                dots=True,
            )
            for label, name, color in drawn_lines
        ),
        x=(min(years), max(years)),
        y=(-0.7, 0.3),
        x_title="first year of the later period",
        y_title="Change of the success rate, in points",
        marks=(Mark(trail.value(STEP, "specification").thresholds["first_after"], "as planned"),),
        height=230,
        form=("d", POINTS),
    )
    return drawn(
        "cuts",
        "The change when the period is divided elsewhere",
        plot,
        "Two lines by first year of the later period, Japan's change and that of others, with the year of "
        "the plan marked.",
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
            " If it is more than chance, it fits a change that came with the WTO better than one that came "
            "with the Clinton team."
        )
    return text
