"""Scope told: what the social context does among friends and among rivals, in three kinds of episode."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from gaiatsu.report.document import Callout, Caveat, Chart, Column, FrontPage, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.formats import show
from gaiatsu.report.narrative.field_parts import POINTS, STEP, Cells, Key, word
from gaiatsu.report.narrative.field_scope_limits import bounds, power, reliability
from gaiatsu.report.narrative.wording import agree
from gaiatsu.studies.field.scope_verdicts import MATTERS, SCOPE, STRONGER, VANISHES

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail
    from gaiatsu.studies.field.estimates import Estimate

__all__ = ["front", "sections"]

ARENAS = {
    "ties": "Sanction threats (TIES)",
    "icb": "International crises (ICB)",
    "gml": "Militarized disputes (GML)",
}
DEFINITIONS = {
    "ties": "As specified: rivals or a dispute in ten years",
    "ties_rivals": "Hostile only if strategic rivals",
    "ties_disputes": "Hostile only if a dispute in ten years",
    "ties_allies": "Amicable only with a defense pact",
}
CODINGS = {"strict": "gave in", "broad": "gave in or settled"}
TERMS = {
    "nearness": "Nearness of UN votes",
    "organizations": "Shared organizations",
    "pact": "Defense pact",
    "institution": "Part taken by an institution",
}
GROUPS = {"amicable": "concede", "hostile": "refuse", "difference": "ink"}
NAMES = {"amicable": "friends", "hostile": "rivals", "difference": "friends less rivals"}
ANSWER = {"supported": "yes", "against": "no", "cannot tell": "cannot tell"}


def _key(sample: str, coding: str, group: str) -> Key:
    if sample == "ties":
        return Key(group, coding, sample)
    return Key("arenas" if sample in ARENAS else "definitions", coding, sample, group)


FRIENDS, RIVALS, GAP = (_key("ties", "strict", group) for group in GROUPS)


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
    return FrontPage(question, _verdict(trail), _chart(trail), _answers(trail), _box(trail))


def _verdict(trail: Trail) -> str:
    cells = Cells(trail)
    claim = {
        "supported": "The limit that the article draws is borne out",
        "against": "The limit that the article draws is not borne out by the coded cases",
        "cannot tell": "These cases cannot tell whether the article draws its limit rightly",
    }[word(trail, SCOPE)]
    bounded = next(one.bounded for one in trail.value(STEP, "verdicts") if one.question == SCOPE)
    undecided = word(trail, SCOPE) == "cannot tell"
    missing = "" if bounded or undecided else ", though outcomes that nobody coded could undo this"
    friends = {
        "supported": "moves concessions among friends",
        "against": "does not raise concessions among friends by a margin that matters",
        "cannot tell": "may or may not move concessions among friends",
    }[word(trail, MATTERS)]
    rivals = {
        "supported": "vanishes among rivals",
        "against": "does not vanish among rivals",
        "cannot tell": "cannot be shown to vanish among rivals",
    }[word(trail, VANISHES)]
    return (
        f"{claim}{missing}: as the social index goes from low to high, it {friends} "
        f"({cells.spread(FRIENDS)} points, 90% interval) and {rivals} ({cells.spread(RIVALS)}). "
        f"{_best_chance(trail)}."
    )


def _best_chance(trail: Trail) -> str:
    rows = [one for one in trail.value(STEP, "estimates") if one.estimator == "power" and isfinite(one.value)]
    if not rows:
        return "Too few cases are coded to say what could have been seen"
    best = max(rows, key=lambda one: one.value)
    chance = Cells(trail).number(Key("power", "strict", "ties", best.variant), fmt="%")
    if best.value < 0.005:
        return (
            "It could have spoken against the article or said nothing, but hardly for it: see [power](#power)"
        )
    return f"Had the article been right, it would have said so with a probability of at most {chance}"


def _dots(trail: Trail, rows: list[tuple[str, str, str]]) -> list[Dot]:
    """Draw three lines for each sample and coding: friends, rivals, and the difference."""
    cells, found = Cells(trail), []
    for sample, coding, heading in rows:
        for place, (group, color) in enumerate(GROUPS.items()):
            key = _key(sample, coding, group)
            if not isfinite(cells.value(key)):
                continue
            found.append(
                Dot(
                    NAMES[group].capitalize(),
                    cells.value(key),
                    cells.value(key, "low"),
                    cells.value(key, "high"),
                    color=color,
                    printed=trail.read(cells.number(key)),
                    group="" if place else heading,
                    hollow=group == "difference",
                )
            )
    return found


def _plot(rows: list[Dot], title: str) -> DotPlot:
    return DotPlot(
        tuple(rows),
        title,
        (-0.7, 0.7),
        threshold=(0.0, "no shift"),
        ticks=(-0.5, -0.25, 0.0, 0.25, 0.5),
        form=POINTS,
    )


def _chart(trail: Trail) -> Chart:
    rows = [(sample, "strict", f"{name}, {_ended(sample)}") for sample, name in ARENAS.items()]
    plot = _plot(
        _dots(trail, rows), "shift of concessions as the social index goes from low to high, in points"
    )
    stronger = word(trail, STRONGER) == "supported"
    title = (
        "The social context matters more among friends"
        if stronger
        else "In no arena does the index clearly raise concessions more among friends"
        if all(not Cells(trail).value(_key(sample, "strict", "difference"), "low") > 0.0 for sample in ARENAS)
        else "Where the social context matters more differs by arena"
    )
    margin = trail.number(STEP, "facts.margin_points", "d")
    return Chart(
        "shifts",
        title,
        dots(plot),
        dots(plot, narrow=True),
        "Shifts with 90 percent intervals for friends, rivals and their difference, in sanction threats, "
        "crises and militarized disputes.",
        note=f"Lines: 90% intervals, clustered by dyad. A shift of less than {margin} points counts as "
        "none. Hollow: friends less rivals.",
    )


def _ended(sample: str) -> str:
    return {"ties": "target gave in", "icb": "actor reports defeat", "gml": "target did not answer by force"}[
        sample
    ]


def _answers(trail: Trail) -> Table:
    cells = Cells(trail)
    rows = []
    for question, key in ((MATTERS, FRIENDS), (VANISHES, RIVALS), (STRONGER, GAP), (SCOPE, GAP)):
        verdict = next(one for one in trail.value(STEP, "verdicts") if one.question == question)
        broad = Key(key.estimator, "broad", "ties")
        rows.append(
            Row(
                (
                    question,
                    ANSWER[verdict.word],
                    cells.spread(key) if question != SCOPE else "",
                    cells.spread(broad) if question != SCOPE else "",
                    "yes" if verdict.bounded else "no",
                ),
                strong=question == SCOPE,
            )
        )
    return Table(
        "answers",
        "Sanction threats: shifts in points, with 90% intervals",
        (
            Column("question", "Question"),
            Column("answer", "Answer"),
            Column("strict", "Gave in", "right"),
            Column("broad", "Gave in or settled", "right"),
            Column("bounded", "Robust to missing", "right"),
        ),
        tuple(rows),
    )


def _box(trail: Trail) -> Callout:
    cells = Cells(trail)
    alphas = [
        cells.number(Key("reliability", "strict", "ties", group), "details.alpha", "2f")
        for group in ("amicable", "hostile")
    ]
    friends, rivals = (cells.number(key, "n", "d") for key in (FRIENDS, RIVALS))
    lost = cells.number(FRIENDS, "details.missing", "d")
    index = (
        f"*The index.* Its terms hardly go together: reliability {alphas[0]} among friends and {alphas[1]} "
        "among rivals. It is a list of traces of the social context, not a measure of one thing."
    )
    cases = (
        f"*Cases.* {friends} coded threats among friends and {rivals} among rivals; {lost} more among "
        "friends have no coded outcome."
    )
    choice = (
        "*Choice.* Who threatens whom, and which crises an organization enters, is not random; no estimate "
        "here is free of that."
    )
    seen = "*Seen before.* What was known when the study was specified is listed in [the plan](#plan)."
    return Callout("What these cases can carry", (index, cases, choice, seen))


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
        Arenas and definitions, single terms, the material term, missing outcomes, reliability, power.
    """
    return (
        _arenas(trail),
        _terms(trail),
        _material(trail),
        bounds(trail),
        reliability(trail),
        power(trail),
    )


def _arenas(trail: Trail) -> Section:
    cells = Cells(trail)
    samples = (*DEFINITIONS, "icb", "gml")
    positive = sum(cells.value(_key(name, "strict", "difference")) > 0.0 for name in samples)
    counted, total = (
        show(number, "none" if number == positive else "words") for number in (positive, len(samples))
    )
    crises = _key("icb", "strict", "difference")
    finding = (
        f"Of {total} comparisons in the strict coding {counted} {agree(positive or 1, 'has', 'have')} the "
        "larger shift among friends, as the article would have it. In crises the difference is "
        f"{cells.spread(crises)} points (p = {cells.number(crises, 'details.holm', 'p')} adjusted for three "
        "arenas)."
    )
    return Section(
        "arenas",
        "Friends and rivals",
        "Do other arenas and other definitions say otherwise?",
        finding,
        (
            _definitions_chart(trail),
            Caveat(
                "A crisis actor that reports defeat and a target that does not answer with force have "
                "conceded only in a manner of speaking; the arenas are set beside each other, never pooled."
            ),
            _table(trail),
        ),
    )


def _definitions_chart(trail: Trail) -> Chart:
    rows = [(sample, "strict", name) for sample, name in DEFINITIONS.items()]
    plot = _plot(_dots(trail, rows), "shift of acquiescence in sanction threats, in points")
    return Chart(
        "definitions",
        "Sanction threats by definition of friends and rivals",
        dots(plot),
        dots(plot, narrow=True),
        "Shifts with 90 percent intervals under four definitions of friends and rivals.",
    )


def _table(trail: Trail) -> Table:
    cells, rows = Cells(trail), []
    samples = {**DEFINITIONS, "icb": ARENAS["icb"], "gml": ARENAS["gml"]}
    for sample, name in samples.items():
        for coding, said in CODINGS.items():
            keys = [_key(sample, coding, group) for group in GROUPS]
            if sample == "gml" and coding == "broad":
                continue
            rows.append(
                Row(
                    (
                        "any" if sample == "gml" else said if sample != "icb" else _crisis(coding),
                        cells.number(keys[0], "n", "d"),
                        cells.spread(keys[0]),
                        cells.number(keys[1], "n", "d"),
                        cells.spread(keys[1]),
                        cells.spread(keys[2]),
                        cells.number(keys[2], "p", "p"),
                    ),
                    group=name if coding == "strict" else "",
                    strong=sample == "ties" and coding == "strict",
                )
            )
    return Table(
        "scope-contrasts",
        "Shifts in points with 90% intervals, every sample and coding",
        (
            Column("coding", "Concession"),
            Column("friends_n", "Friends", "right"),
            Column("friends", "Shift", "right"),
            Column("rivals_n", "Rivals", "right"),
            Column("rivals", "Shift", "right"),
            Column("difference", "Friends less rivals", "right"),
            Column("p", "p", "right"),
        ),
        tuple(rows),
    )


def _crisis(coding: str) -> str:
    return "defeat" if coding == "strict" else "defeat or compromise"


def _terms(trail: Trail) -> Section:
    found = [one for one in trail.value(STEP, "estimates") if one.estimator == "terms"]
    called = [one for one in found if one.details["holm"] < 0.05]
    cells = Cells(trail)
    listed = "; ".join(_named_term(cells, one) for one in called) or "none"
    return Section(
        "terms",
        "The terms",
        "Which terms of the social context work, and where?",
        f"After adjustment for their number these stand out: {listed}.",
        (
            _terms_chart(trail),
            Caveat(
                "An institution takes part where it expects to be heard, and states that share many "
                "organizations are mostly old and rich: a term's shift is not what changing it would do."
            ),
            _terms_table(trail),
        ),
    )


def _named_term(cells: Cells, one: Estimate) -> str:
    group, term = one.variant.split(": ")
    key = Key("terms", "strict", one.sample, one.variant)
    where = {"ties": "sanction threats", "icb": "crises", "gml": "disputes"}[one.sample]
    name = TERMS[term][:1].lower() + TERMS[term][1:]
    return f"{name} among {NAMES[group]} in {where} ({cells.number(key)} points)"


def _terms_chart(trail: Trail) -> Chart:
    cells, rows = Cells(trail), []
    for group, color in (("amicable", "concede"), ("hostile", "refuse")):
        for place, (term, name) in enumerate(TERMS.items()):
            key = Key("terms", "strict", "ties", f"{group}: {term}")
            if not _there(trail, key):
                continue
            rows.append(
                Dot(
                    name,
                    cells.value(key),
                    cells.value(key, "low"),
                    cells.value(key, "high"),
                    color=color,
                    printed=trail.read(cells.number(key)),
                    group="" if place else f"Sanction threats, {NAMES[group]}",
                )
            )
    plot = _plot(rows, "shift of acquiescence by one term, the others held constant, in points")
    return Chart(
        "terms",
        "Each term alone, in sanction threats",
        dots(plot),
        dots(plot, narrow=True),
        "Shifts of four terms with 90 percent intervals, among friends and among rivals.",
    )


def _there(trail: Trail, key: Key) -> bool:
    names = (key.estimator, key.coding, key.sample, key.variant)
    return any(
        (one.estimator, one.coding, one.sample, one.variant) == names
        for one in trail.value(STEP, "estimates")
    )


def _terms_table(trail: Trail) -> Table:
    cells, rows = Cells(trail), []
    for sample, name in ARENAS.items():
        first = True
        for term, title in TERMS.items():
            keys = [Key("terms", "strict", sample, f"{group}: {term}") for group in ("amicable", "hostile")]
            if not all(_there(trail, key) for key in keys):
                continue
            said = [
                text for key in keys for text in (cells.spread(key), cells.number(key, "details.holm", "p"))
            ]
            rows.append(Row((title, *said), group=name if first else ""))
            first = False
    return Table(
        "scope-terms",
        "Each term alone: shifts in points with 90% intervals, and p adjusted within arena and group",
        (
            Column("term", "Term"),
            Column("friends", "Friends", "right"),
            Column("friends_p", "p", "right"),
            Column("rivals", "Rivals", "right"),
            Column("rivals_p", "p", "right"),
        ),
        tuple(rows),
        folded=True,
    )


def _material(trail: Trail) -> Section:
    cells, rows = Cells(trail), []
    for sample, name in ARENAS.items():
        keys = [Key("material", "strict", sample, group) for group in ("amicable", "hostile")]
        if all(_there(trail, key) for key in keys):
            said = (text for key in keys for text in (cells.spread(key), cells.number(key, "p", "p")))
            rows.append(Row((name, *said)))
    table = Table(
        "scope-material",
        "Shift by the ratio of capabilities, in points with 90% intervals",
        (
            Column("arena", "Arena"),
            Column("friends", "Friends", "right"),
            Column("friends_p", "p", "right"),
            Column("rivals", "Rivals", "right"),
            Column("rivals_p", "p", "right"),
        ),
        tuple(rows),
    )
    how = Prose("The ratio of the two states' capabilities (CINC) goes from its 10th to its 90th percentile.")
    return Section("material", "Capabilities", "And the material term?", _power_finding(trail), (how, table))


def _power_finding(trail: Trail) -> str:
    cells = Cells(trail)
    friends, rivals = (Key("material", "strict", "ties", group) for group in ("amicable", "hostile"))
    if not (_there(trail, friends) and _there(trail, rivals)):
        return "It could not be assessed."
    reading = {
        (True, True): "power works in both contexts",
        (True, False): "power works among friends too, and less surely among rivals",
        (False, True): "power works among rivals, as the article has it, and not clearly among friends",
        (False, False): "neither is clear",
    }[cells.value(friends, "low") > 0.0, cells.value(rivals, "low") > 0.0]
    return (
        f"From a weak to a strong sender acquiescence in sanction threats shifts by {cells.spread(friends)} "
        f"points among friends and by {cells.spread(rivals)} among rivals: {reading}."
    )
