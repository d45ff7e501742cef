"""The channel test told: where the likelihood is highest, and what the social terms do there."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from gaiatsu.report.document import Callout, Chart, Column, FrontPage, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.narrative.field_channels_elsewhere import elsewhere, prediction
from gaiatsu.report.narrative.field_channels_limits import clustering, error, power, priors, weak_points
from gaiatsu.report.narrative.field_channels_tests import (
    ANSWER,
    CODING,
    SAMPLE,
    SINGLE,
    TITLES,
    coefficients,
    independence,
    key,
    p_value,
    place,
    reputation,
    social,
)
from gaiatsu.report.narrative.field_parts import STEP, Cells, Key, word
from gaiatsu.report.narrative.wording import agree
from gaiatsu.studies.channels.study import words_at
from gaiatsu.studies.channels.verdicts import CHANNEL, INDEPENDENT, PLACE, REPUTATION, channel_word

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["front", "sections"]

DAGGER = "\u2020"


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
    first = {
        "supported": "Social terms raise what conceding is worth to the target",
        "against": "Social terms do not raise what conceding is worth by a margin that matters",
        "cannot tell": "No verdict",
    }[word(trail, CHANNEL)]
    best = key("channel", "likeliest")
    needed = trail.number(STEP, "specification.thresholds.agreeing_starts", "d")
    count = cells.number(best, "details.agreed", "d")
    starts = trail.number(STEP, "specification.thresholds.starts", "d")
    why = ""
    if cells.value(best, "details.agreed") < trail.value(STEP, "specification.thresholds.agreeing_starts"):
        reach = agree(cells.value(best, "details.agreed"), "reaches", "reach")
        why = (
            ": by the planned rule of selection the likelihood is highest where games have several "
            f"equilibria and each is matched with the one that fits its outcomes, which {count} of {starts} "
            f"starts {reach} ({needed} needed)"
        )
    return f"{first}{why}. {_beside(trail)}"


def _beside(trail: Trail) -> str:
    """Say what holds where no rule has to choose, and whether it hangs on the standard error."""
    cells = Cells(trail)
    single = key("channel", SINGLE)
    answer = words_at(trail.record[STEP], SINGLE, agreed=False)[CHANNEL]
    improve = "improve the fit and " if cells.value(single, "p") < 0.05 else ""
    said = {
        "supported": "raise what conceding is worth",
        "against": f"{improve}do not raise what conceding is worth by the margin",
        "cannot tell": f"{improve}may or may not raise what conceding is worth",
    }[answer]
    return (
        f"Where every game has one equilibrium, as at the published estimates, the terms {said}: "
        f"{p_value(cells, single)} for all three, composite {cells.spread(single, '+2f')} of the target's "
        f"shock by profile likelihood{_by_clusters(trail, answer)}."
    )


def _by_clusters(trail: Trail, answer: str) -> str:
    """Add the interval by clustered errors where the same rule would give another word by it."""
    cells = Cells(trail)
    single = key("channel", SINGLE)
    above, beyond = (cells.value(single, f"details.clustered_{name}") for name in ("above", "beyond"))
    limits = trail.value(STEP, "specification.thresholds")
    word = channel_word(cells.value(single, "p"), above, beyond, limits)
    if word == answer:
        return ""
    low, high = (cells.number(single, f"details.clustered_{end}", "+2f") for end in ("low", "high"))
    return f" ({low} to {high} by errors clustered by dyad, by which it {_CLUSTERED[word]})"


_CLUSTERED = {
    "supported": "would be shown",
    "against": "would be refuted",
    "cannot tell": "could not be told",
}


def _chart(trail: Trail) -> Chart:
    plot = DotPlot(
        tuple(_dots(trail)),
        "composite, in standard deviations of the target's shock",
        (-0.4, 0.4),
        threshold=(0.0, "no effect"),
        ticks=(-0.4, -0.2, 0.0, 0.2, 0.4),
    )
    return Chart(
        "composite",
        _chart_title(trail),
        dots(plot),
        dots(plot, narrow=True),
        "The composite with 95 percent intervals at two summits, and in other samples, codings and measures.",
        note="Intervals: 95% by profile likelihood; dagger: by clustered errors, or none. Unit: the "
        "standard deviation of the target's private shock. Hollow: the climb ended where some games "
        "have several equilibria.",
    )


def _chart_title(trail: Trail) -> str:
    cells = Cells(trail)
    rows = [each for _, each, _ in _rows(trail)]
    clear = sum(cells.value(each, "low") > 0.0 for each in rows)
    if clear == 0:
        return "In no sample does the composite clearly rise above zero"
    return "In some samples the composite clearly rises above zero, in others not"


def _rows(trail: Trail) -> list[tuple[str, Key, str]]:
    rows = [
        ("Highest summit", key("channel", "likeliest"), "Decades of dyads"),
        ("One equilibrium in each game", key("channel", SINGLE), ""),
        ("Threat in the payoff from conceding", key("placement", "published-social"), "Decades, otherwise"),
        ("Amity in place of trust", key("variants", "amity"), ""),
        ("Past threats in the status quo", key("variants", "past-threats"), ""),
        ("Without sanctions that no threat preceded", Key("coding", "threatened", SAMPLE, "channel"), ""),
    ]
    heading = "Other samples"
    for name in ("five-years", "year", "relevant", "american"):
        rows.append((TITLES[name], Key("periods", CODING, name, "channel"), heading))
        heading = ""
    known = {(one.estimator, one.coding, one.sample, one.variant) for one in trail.value(STEP, "estimates")}
    return [row for row in rows if (row[1].estimator, row[1].coding, row[1].sample, row[1].variant) in known]


def _dots(trail: Trail) -> list[Dot]:
    cells, found = Cells(trail), []
    for label, each, group in _rows(trail):
        details = cells.value(each, "details")
        mark = "" if details["profiled"] else DAGGER
        ends = [cells.value(each, name) for name in ("low", "high")]
        found.append(
            Dot(
                label,
                cells.value(each),
                max(ends[0], -0.4),
                min(ends[1], 0.4),
                color="refuse" if each.estimator == "channel" else "ink",
                printed=trail.read(f"{cells.number(each, fmt='+2f')}{mark}"),
                group=group,
                hollow=bool(details.get("several", 0)),
            )
        )
    return found


def _answers(trail: Trail) -> Table:
    cells, rows = Cells(trail), []
    beside = words_at(trail.record[STEP], SINGLE, agreed=False)
    shown = {
        CHANNEL: ("channel", "Composite", "+2f"),
        INDEPENDENT: ("gamma", "Product of social terms and threat", "+3f"),
        REPUTATION: ("reputation", "Reputation, sender's payoff from standing firm", "+3f"),
    }
    for question, (estimator, what, fmt) in shown.items():
        rows.append(
            Row(
                (
                    question,
                    ANSWER[word(trail, question)],
                    ANSWER[beside[question]],
                    f"{what}: {cells.spread(key(estimator, SINGLE), fmt)}",
                ),
                strong=question == CHANNEL,
            )
        )
    z = cells.number(key("misplaced", SINGLE), "details.z", "+2f")
    rows.append(Row((PLACE, ANSWER[word(trail, PLACE)], ANSWER[beside[PLACE]], f"Vuong's statistic: {z}")))
    return Table(
        "answers",
        "Questions of the plan",
        (
            Column("question", "Question"),
            Column("answer", "By the plan"),
            Column("single", "Where each game has one equilibrium"),
            Column("number", "Number there"),
        ),
        tuple(rows),
        note="By the plan no question is answered at a summit that fewer than three of twelve starts reach.",
    )


def _box(trail: Trail) -> Callout:
    cells = Cells(trail)
    games, dyads, crises = (trail.number(STEP, f"facts.{name}", "d") for name in ("games", "dyads", "crises"))
    single, best = (Key("nested", CODING, SAMPLE, f"full: {name}") for name in (SINGLE, "likeliest"))
    rule = (
        "*The rule of selection.* Under the planned one each game plays the equilibrium that fits its "
        f"outcomes best. It lifts the likelihood from {cells.number(single, fmt='1f')} to "
        f"{cells.number(best, fmt='1f')} by letting {cells.number(best, 'details.several', 'd')} games "
        f"choose. {_other_rules(trail)}: see [two summits](#summits)."
    )
    data = (
        f"*Data.* {games} decades of {dyads} dyads with {crises} crises, all chosen because there was one. "
        "Hierarchy is nearly an alliance and trust nearly a count of past threats: see [weak "
        "points](#weak-points)."
    )
    weak = (
        "*Weak identification.* The constants of the target's two payoffs move along one line; intervals "
        "follow the likelihood itself and no stars are printed."
    )
    return Callout("What it depends on", (rule, data, weak))


def _other_rules(trail: Trail) -> str:
    """Say whether any other rule of selection ends at the higher summit."""
    rules = [one.details for one in trail.value(STEP, "estimates") if one.estimator == "selection"]
    others = [one for one in rules if one["several"] == 0]
    if len(others) == len(rules) - 1:
        return "Every other rule ends higher at the lower summit"
    return "Some other rules end higher among several equilibria as well"


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
    """
    return (
        _summits(trail),
        coefficients(trail),
        social(trail),
        independence(trail),
        reputation(trail),
        place(trail),
        prediction(trail),
        elsewhere(trail),
        error(trail),
        clustering(trail),
        priors(trail),
        power(trail),
        weak_points(trail),
    )


def _summits(trail: Trail) -> Section:
    cells = Cells(trail)
    best = Key("nested", CODING, SAMPLE, "full: likeliest")
    finding = (
        f"At its highest {cells.number(best, 'details.several', 'd')} of {cells.number(best, 'n', 'd')} "
        f"games have several equilibria and {cells.number(best, 'details.unstable', 'd')} are taken to play "
        f"one that play does not return to; {cells.number(best, 'details.agreed', 'd')} of "
        f"{cells.number(best, 'details.starts', 'd')} starts "
        f"{agree(cells.value(best, 'details.agreed'), 'ends', 'end')} there."
    )
    return Section(
        "summits",
        "Two summits",
        "Where is the likelihood highest?",
        finding,
        (
            Prose(
                "Near the payoffs of the higher summit a game has three equilibria. Under the planned rule "
                "each game plays the one that fits its own outcomes best, so that the rule is told the "
                "answer: a dyad that often conceded is given the equilibrium with little resistance, one "
                "that did not another. The likelihoods of a game's possible outcomes then sum to more than "
                "1, and a gain in them is no evidence in the usual sense."
            ),
            _bare(trail),
            _published(trail),
            _nested(trail),
            _rules(trail),
        ),
    )


def _bare(trail: Trail) -> Prose:
    """Show what selection by the outcome does without any regressor."""
    cells = Cells(trail)
    bare, full = (
        Key("nested", CODING, SAMPLE, "constants: likeliest"),
        Key("nested", CODING, SAMPLE, f"full: {SINGLE}"),
    )
    compared = "above" if cells.value(bare) > cells.value(full) else "below"
    return Prose(
        f"Five constants without any regressor reach {cells.number(bare, fmt='1f')} there, {compared} the "
        f"{cells.number(full, fmt='1f')} of all {cells.number(full, 'details.coefficients', 'd')} "
        "coefficients where each game has one equilibrium."
    )


def _published(trail: Trail) -> Prose:
    cells = Cells(trail)
    lower, higher = (
        Key("nested", CODING, "published", f"published: {which}") for which in (SINGLE, "likeliest")
    )
    if not isfinite(cells.value(lower)) or not cells.value(higher) > cells.value(lower) + 1.0:
        return Prose("The published specification has no higher summit than the published one.")
    return Prose(
        "The same holds of the published specification on its own 418 decades. Its published constrained "
        f"maximum is {cells.number(lower, fmt='2f')} ([@crismancox_gibilisco2021]); from a start with three "
        f"equilibria the same likelihood rises to {cells.number(higher, fmt='2f')} at least, with "
        f"{cells.number(higher, 'details.several', 'd')} games that have several equilibria "
        f"({_ended(cells.value(higher, 'details.status'))}). The published estimates are a summit of their "
        "own likelihood, and not its highest."
    )


def _ended(status: str) -> str:
    return "the climb converged" if status == "CONVERGED" else "the climb did not converge"


def _nested(trail: Trail) -> Table:
    cells, rows = Cells(trail), []
    for name, title in _titles().items():
        low, high = (Key("nested", CODING, SAMPLE, f"{name}: {which}") for which in (SINGLE, "likeliest"))
        rows.append(
            Row(
                (
                    title,
                    cells.number(low, "details.coefficients", "d")
                    if isfinite(cells.value(low))
                    else "\u2013",
                    cells.number(low, fmt="1f"),
                    cells.number(low, "details.aic", "1f") if isfinite(cells.value(low)) else "\u2013",
                    cells.number(low, "details.bic", "1f") if isfinite(cells.value(low)) else "\u2013",
                    _starts(cells, low),
                    _least(cells, high),
                    _starts(cells, high),
                ),
                strong=name in ("both", "full"),
            )
        )
    return Table(
        "nested",
        "Specifications at both summits",
        (
            Column("specification", "Specification"),
            Column("coefficients", "Coefficients", "right"),
            Column("log_likelihood", "One equilibrium", "right"),
            Column("aic", "AIC", "right"),
            Column("bic", "BIC", "right"),
            Column("agreed", "Starts", "right"),
            Column("highest", "Highest", "right"),
            Column("highest_agreed", "Starts", "right"),
        ),
        tuple(rows),
        note="Log likelihoods. Starts: how many of those tried ended at that value. A highest value found "
        "from the summit of a nested specification alone has 0.",
    )


def _starts(cells: Cells, each: Key) -> str:
    return f"{cells.number(each, 'details.agreed', 'd')}/{cells.number(each, 'details.starts', 'd')}"


def _least(cells: Cells, each: Key) -> str:
    """Mark a value at which the climb did not end."""
    mark = "" if cells.value(each, "details.status") == "CONVERGED" else "\u2265\u00a0"
    return f"{mark}{cells.number(each, fmt='1f')}"


def _titles() -> dict[str, str]:
    from gaiatsu.studies.channels.specification import SPECIFICATIONS

    return {"constants": "Five constants alone", **{item.name: item.title for item in SPECIFICATIONS}}


def _rules(trail: Trail) -> Table:
    cells, rows = Cells(trail), []
    for one in trail.value(STEP, "estimates"):
        if one.estimator == "selection":
            each = Key("selection", CODING, SAMPLE, one.variant)
            rows.append(
                Row(
                    (
                        one.variant[:1].upper() + one.variant[1:],
                        cells.number(each, "details.from_likeliest", "1f"),
                        cells.number(each, "details.from_one_equilibrium", "1f"),
                        cells.number(each, "details.several", "d"),
                        cells.number(each, fmt="+2f"),
                        cells.number(each, "p", "p"),
                    )
                )
            )
    return Table(
        "selection",
        "Rules of selection: log likelihood of the full specification, climbing from either summit",
        (
            Column("rule", "Equilibrium played"),
            Column("high", "From the highest", "right"),
            Column("single", "From one equilibrium", "right"),
            Column("several", "Games with several", "right"),
            Column("composite", "Composite", "right"),
            Column("p", "p", "right"),
        ),
        tuple(rows),
        note="The last three columns stand at the higher of the two ends. p: all social terms together.",
    )
