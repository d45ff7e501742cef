"""The channel study told: prediction, and what other samples, codings, measures and rules say."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from gaiatsu.report.document import Column, Prose, Row, Section, Table
from gaiatsu.report.narrative.field_channels_tests import ANSWER, CODING, TITLES, key
from gaiatsu.report.narrative.field_parts import STEP, Cells, Key
from gaiatsu.studies.channels.study import sensitivities

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["elsewhere", "prediction"]


def prediction(trail: Trail) -> Section:
    """Tell how well dyads left out are predicted.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    names = {
        "full": "With social terms",
        "both": "Threat and credibility",
        "material": "Material threat only",
        "misplaced": "Social terms in standing firm",
    }
    full = key("predictive", "full")
    better = cells.value(full) > 0.0
    clear = cells.value(full, "low") * cells.value(full, "high") > 0.0
    said = (
        "predict better"
        if better and clear
        else "predict worse"
        if clear
        else "predict neither better nor worse"
    )
    rows = tuple(
        Row(
            (
                title,
                cells.number(key("predictive", name), "details.total", "1f"),
                "\u2013" if name == "both" else cells.spread(key("predictive", name), "+3f"),
            )
        )
        for name, title in names.items()
    )
    return Section(
        "prediction",
        "Prediction",
        "Do the social terms help to predict dyads that were left out?",
        f"They {said}: {cells.spread(full, '+3f')} in log score for each crisis, against threat and "
        "credibility alone.",
        (
            Table(
                "predictive",
                "Log score of dyads left out",
                (
                    Column("specification", "Specification"),
                    Column("total", "Log score", "right"),
                    Column("difference", "Difference for each crisis (95% interval)", "right"),
                ),
                rows,
                note="The dyads are split into parts, each predicted from the others, at the summit where "
                "each game has one equilibrium.",
            ),
        ),
    )


def elsewhere(trail: Trail) -> Section:
    """Tell what other samples, codings, measures and rules of selection say.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    words = sensitivities(trail.record[STEP])
    counted = {word: sum(one == word for one in words.values()) for word in ANSWER}
    finding = (
        f"Of {len(words)} analyses {counted['supported']} would say that they do, {counted['against']} that "
        f"they do not by the margin, and {counted['cannot tell']} could not tell."
    )
    return Section(
        "elsewhere",
        "Other choices",
        "Do other samples, codings, measures and rules say otherwise?",
        finding,
        (
            _elsewhere(trail, words),
            Prose(_quiet(trail)),
        ),
    )


def _quiet(trail: Trail) -> str:
    """Tell what the planned rule does where most games are quiet."""
    cells, each = Cells(trail), Key("periods", CODING, "relevant", "quiet games")
    counts = {
        f"{name}_{what}": cells.number(each, f"details.{name}_{what}", "d")
        for name in ("quiet", "active")
        for what in ("several", "least")
    }
    return (
        "Most decades of politically relevant dyads have no crisis. There the planned rule shows what it "
        "does: the published specification climbs from "
        f"{cells.number(each, 'details.one_equilibrium', '1f')}, where each game has one equilibrium, to "
        f"{cells.number(each, fmt='1f')} at least, and on the way {counts['quiet_least']} of "
        f"{counts['quiet_several']} quiet games with several equilibria are taken to play the one in which "
        f"a challenge is rarest, and {counts['active_least']} of {counts['active_several']} games with a "
        "crisis. Nobody learns from that why a dyad was quiet; the row of the table stands where each game "
        "has one equilibrium."
    )


def _elsewhere(trail: Trail, words: dict[str, str]) -> Table:
    cells, rows, last = Cells(trail), [], ""
    names = {"periods": "Samples", "coding": "Coding", "variants": "Measures", "placement": "Placement"}
    titles = {
        **TITLES,
        "amity": "Amity in place of trust",
        "past-threats": "Past threats in the status quo",
        "published-social": "Threat in the payoff from conceding",
        "decade": "Without sanctions that no threat preceded",
    }
    for one in trail.value(STEP, "estimates"):
        if one.estimator not in names or one.variant in ("gamma", "reputation", "quiet games"):
            continue
        each = Key(one.estimator, one.coding, one.sample, one.variant)
        label = titles[one.sample if one.variant == "channel" else one.variant]
        more = one.estimator in ("periods", "coding")
        others = [Key(one.estimator, one.coding, one.sample, name) for name in ("gamma", "reputation")]
        rows.append(
            Row(
                (
                    label,
                    cells.number(each, "n", "d"),
                    cells.number(each, "p", "p"),
                    _spread(cells, each, "+2f"),
                    *(_spread(cells, other, "+3f") if more else "" for other in others),
                    _state(one.details, words[": ".join((one.estimator, one.sample, one.variant))]),
                ),
                group=names[one.estimator] if one.estimator != last else "",
            )
        )
        last = one.estimator
    return Table(
        "elsewhere",
        "The tests under other choices, where each game has one equilibrium",
        (
            Column("choice", "Choice"),
            Column("games", "Games", "right"),
            Column("p", "p, all terms", "right"),
            Column("composite", "Composite", "right"),
            Column("gamma", "Gamma", "right"),
            Column("reputation", "Reputation", "right"),
            Column("answer", "Answer"),
        ),
        tuple(rows),
        note="Intervals at 95%: of the composite by the profile, of gamma and reputation by clustered "
        "errors. Answers by the rule of the first question, starts not counted.",
    )


def _spread(cells: Cells, each: Key, fmt: str) -> str:
    """Print a number with its interval, where it has one."""
    if isfinite(cells.value(each, "low")):
        return cells.spread(each, fmt)
    return f"{cells.number(each, fmt=fmt)} (no interval)"


def _state(details: object, word: str) -> str:
    several = details.get("several", 0) if isinstance(details, dict) else 0
    return f"{ANSWER[word]}; {several} games with several equilibria" if several else ANSWER[word]
