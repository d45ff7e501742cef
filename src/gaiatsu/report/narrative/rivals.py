"""The explanations told: each through the same tests, social and material alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gaiatsu.report.document import Caveat, Chart, Column, Heading, Points, Prose, Row, Section, Table
from gaiatsu.report.figures.bars import Bar, BarPlot, bars
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.figures.tiles import Tile, TilePlot, tiles
from gaiatsu.report.narrative.wording import (
    agree,
    episode,
    event,
    join,
    short,
    strength_of_factor,
)

if TYPE_CHECKING:
    from gaiatsu.report.document import Block
    from gaiatsu.report.trail import Trail

__all__ = ["GROUPS", "even", "fallen", "is_twin", "leaders", "scored", "section"]

STEP = "rivals"
EVEN = "scores.log_bayes_factors.even"
GROUPS = (("material", "Material rivals"), ("social", "Social mechanisms"), ("both", "Both"))
KINDS = {**dict(GROUPS), "yardstick": "Yardsticks"}
PARTS = (
    ("fits", "concede"),
    ("too early", "fifth"),
    ("too late", "refuse"),
    ("gradual", "gray"),
    ("no movement", "rule"),
)


def section(trail: Trail) -> Section:
    """Tell how the explanations compare.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    Section
        Opened by what the comparison decides.
    """
    blocks: list[Block] = [
        _evidence_chart(trail),
        Caveat(_caution(trail)),
        Prose(_leaders(trail)),
        _scores_table(trail),
        Heading("timing", "Timing: when each cause moved"),
        _timing_chart(trail),
        Caveat(
            "The date of the break in the outcomes is itself uncertain and conditional on which episodes "
            "the set holds; a cause fits where it moved within a year of it."
        ),
        Prose(_timing(trail)),
        Heading("order", "Order: what was already at work"),
        _order_chart(trail),
        Prose(_order(trail)),
        Heading("unscored", "What could not be scored"),
        *_unscored(trail),
    ]
    return Section(
        "explanations",
        "Rival explanations",
        "Do material causes explain the decline as well?",
        _finding(trail),
        tuple(blocks),
    )


def scored(trail: Trail, kind: str) -> list[Any]:
    """Give the scored explanations of a kind, the best supported first.

    Parameters
    ----------
    trail
        The numbers of the replication.
    kind
        ``material``, ``social`` or ``both``.

    Returns
    -------
    list
        Rows of the study of explanations that have scores, by their evidence under even priors.
    """
    rows = [row for row in trail.value(STEP, "rows") if row.kind == kind and row.scores is not None]
    return sorted(rows, key=even, reverse=True)


def leaders(trail: Trail) -> tuple[Any, Any]:
    """Give the best supported material and the best supported social explanation."""
    social = [*scored(trail, "social"), *scored(trail, "both")]
    return scored(trail, "material")[0], max(social, key=even)


def _count(trail: Trail, path: str, fmt: str = "words") -> str:
    return trail.number(STEP, f"{path}.#", fmt)


def _finding(trail: Trail) -> str:
    first, second = sorted(leaders(trail), key=even, reverse=True)
    factor = trail.number(STEP, f"rows.{first.id}.{EVEN} - rows.{second.id}.{EVEN}", "factor")
    other = "social" if first.kind == "material" else "material"
    closing = f"*{short(first.title)}* leads, {factor} to 1 over the best {other} explanation"
    if even(first) - even(second) < math.log(3):
        opening = "The episodes do not decide"
        closing = f"the best material and the best social explanation are {factor} to 1"
    elif first.kind == "material":
        opening = "One does as well, or better"
    else:
        opening = "No"
    if is_twin(first):
        closing += ", by repeating the date of the change"
    return f"{opening}: {fallen(trail)} fall short, and {closing}."


def fallen(trail: Trail) -> str:
    """Count the explanations of either kind that fall short, as the subject of a sentence.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    str
        Such as: twelve of sixteen material rivals and six of seven social mechanisms.
    """
    short_of = [
        _count(trail, f"rows[*kind={kind},verdicts.overall=falls short]") for kind in ("material", "social")
    ]
    scored_of = [_count(trail, f"rows[*kind={kind},status=scored]") for kind in ("material", "social")]
    material, social = (f"{some} of {all_}" for some, all_ in zip(short_of, scored_of, strict=True))
    return f"{material} material rivals and {social} social mechanisms"


def is_twin(row: Any) -> bool:
    """Whether an explanation divides the episodes exactly as the periods do."""
    return "second-period" in row.twins


def even(row: Any) -> float:
    """Give an explanation's log Bayes factor against the base rate under even priors."""
    return float(row.scores.log_bayes_factors["even"])


def _evidence_chart(trail: Trail) -> Chart:
    found: list[Dot] = []
    for kind, heading in GROUPS:
        for place, row in enumerate(scored(trail, kind)):
            color = "refuse" if kind == "material" else "concede"
            found.append(_evidence(trail, row, "" if place else heading, color))
    for place, row in enumerate(trail.value(STEP, "yardsticks")):
        found.append(_evidence(trail, row, "Yardsticks" if place == 0 else "", "gray"))
    limit = trail.value(STEP, "thresholds.bayes_factor")
    low = min(math.floor(min(dot.low or 0.0 for dot in found)), -2)
    plot = DotPlot(
        dots=tuple(found),
        title="Bayes factor against the base rate (logarithmic)",
        domain=(float(low), 6.2),
        threshold=(math.log(limit), f"{limit:g} to 1"),
        ticks=(math.log(0.1), 0.0, math.log(10), math.log(100)),
        form="datum.value < -1 ? '1 to 10' : datum.value < 1 ? 'even' : datum.value < 3 ? '10 to 1' : "
        "'100 to 1'",
    )
    top = max(found, key=lambda dot: dot.value or 0.0)
    return Chart(
        "explanations",
        "How strongly each explanation is supported by the fifteen outcomes"
        if len(trail.value(STEP, "episodes")) == 15
        else "How strongly each explanation is supported by the outcomes",
        dots(plot),
        dots(plot, narrow=True),
        f"Rows of points by explanation. {top.label} stands furthest to the right. Several explanations of "
        "either kind pass the threshold, and their ranges overlap.",
        note="Point: even priors, the same for every explanation. Line: range over the sceptical, article "
        "and materialist priors. Each explanation enters alone, over its own dated series.",
    )


def _evidence(trail: Trail, row: Any, group: str, color: str) -> Dot:
    factors = row.scores.log_bayes_factors
    printed = trail.read(trail.number(STEP, f"{_path(row)}.{EVEN}", "factor"))
    return Dot(
        short(row.title), factors["even"], min(factors.values()), max(factors.values()),
        color=color, printed=printed, group=group,
    )  # fmt: skip


def _path(row: Any) -> str:
    return f"{'yardsticks' if row.kind == 'yardstick' else 'rows'}.{row.id}"


def _caution(trail: Trail) -> str:
    dummy = trail.value(STEP, "yardsticks")[-1]
    twins = [short(_title(trail, name)) for name in dummy.twins]
    text = (
        "The yardstick to beat is the bare date of the change, a dummy for the second period: whatever "
        "divides these episodes at the same place predicts them as well, whether or not it caused anything."
    )
    if not twins:
        return text
    return f"{text} {join(twins)} {agree(len(twins), 'does', 'do')} exactly that."


def _title(trail: Trail, name: str) -> str:
    return str(trail.value(STEP, f"rows.{name}.title"))


def _leaders(trail: Trail) -> str:
    material, social = leaders(trail)
    pair = next(
        (
            one
            for one in trail.value(STEP, "separations")
            if {one.first, one.second} == {material.id, social.id}
        ),
        None,
    )
    text = (
        f"The best supported material rival is {short(material.title)} "
        f"({trail.number(STEP, f'rows.{material.id}.{EVEN}', 'factor')} to 1 against the base rate), the "
        f"best supported social mechanism {short(social.title)} "
        f"({trail.number(STEP, f'rows.{social.id}.{EVEN}', 'factor')} to 1). "
    )
    dummy = trail.number(STEP, f"yardsticks.second-period.{EVEN}", "factor")
    text += f"A dummy that knows only the period reaches {dummy}. "
    if pair is None:
        return text
    path = f"separations[first={pair.first},second={pair.second}]"
    cases = trail.number(STEP, f"{path}.cases", "d")
    word = strength_of_factor(math.exp(pair.log_bayes_factor))
    return (
        f"{text}Between the two explanations the evidence is {word}; to tell them apart by two standard "
        f"errors would take about {cases} episodes like these."
    )


def _scores_table(trail: Trail) -> Table:
    rows: list[Row] = []
    for kind, heading in KINDS.items():
        for place, row in enumerate(_ranked(trail, kind)):
            rows.append(_score_row(trail, row, heading if place == 0 else ""))
    return Table(
        "explanations",
        "Prediction and evidence",
        (
            Column("explanation", "Explanation"),
            Column("log_score_gain", "Log score over base rate", "right"),
            Column("ranked_score", "Ranked score", "right"),
            Column("over_material", "Over material term", "right"),
            Column("over_dummy", "Over the date", "right"),
            Column("sceptical", "Bayes factor, sceptical", "right"),
            Column("article", "article", "right"),
            Column("materialist", "materialist", "right"),
            Column("permutation", "p, permuted years", "right"),
            Column("lag", "Would fit"),
        ),
        tuple(rows),
        full=tuple(_whole_scores(row) for kind in KINDS for row in _ranked(trail, kind)),
        note="Log scores: leave-one-out, sum over episodes, more is better. Ranked score: mean, less is "
        f"better; the base rate has {trail.number(STEP, 'base_ranked_score', '2f')}. Bayes factors against "
        "the base rate.",
        folded=True,
    )


def _ranked(trail: Trail, kind: str) -> list[Any]:
    return list(trail.value(STEP, "yardsticks")) if kind == "yardstick" else scored(trail, kind)


def _whole_scores(row: Any) -> dict[str, Any]:
    """Give every score of an explanation for the file, against every yardstick."""
    scores = row.scores
    whole: dict[str, Any] = {"kind": row.kind, "id": row.id, "explanation": row.title}
    for name in ("base-rate", "material-only", "second-period"):
        gain, ranked = scores.log_score_over.get(name), scores.ranked_score_over.get(name)
        key = name.replace("-", "_")
        whole[f"log_score_over_{key}"] = gain.total if gain else None
        whole[f"log_score_over_{key}_se"] = gain.standard_error if gain else None
        whole[f"ranked_score_over_{key}"] = ranked.total if ranked else None
    whole["ranked_score"] = scores.ranked_score
    whole |= {f"log_bayes_factor_{name}": value for name, value in scores.log_bayes_factors.items()}
    whole["permutation_p"] = scores.permutation.p_value if scores.permutation else None
    return {**whole, "would_fit": row.verdicts.lag, "verdict": row.verdicts.overall}


def _score_row(trail: Trail, row: Any, group: str) -> Row:
    path = f"{_path(row)}.scores"
    gain = f"{path}.log_score_over.base-rate"
    error = trail.number(STEP, f"{gain}.standard_error", "1f")
    over = [
        trail.number(STEP, f"{path}.log_score_over.{name}.total", "+1f")
        if name in row.scores.log_score_over
        else ""
        for name in ("material-only", "second-period")
    ]
    factors = [
        trail.number(STEP, f"{path}.log_bayes_factors.{name}", "factor")
        for name in ("sceptical", "article", "materialist")
    ]
    return Row(
        (
            short(row.title),
            " ".join((trail.number(STEP, f"{gain}.total", "+1f"), f"({error})")),
            trail.number(STEP, f"{path}.ranked_score", "2f"),
            *over,
            *factors,
            trail.number(STEP, f"{path}.permutation.p_value", "p3") if row.scores.permutation else "\u2013",
            row.verdicts.lag,
        ),
        group=group,
    )


def _timing_chart(trail: Trail) -> Chart:
    found: list[Bar] = []
    for kind, heading in GROUPS:
        rows = [row for row in trail.value(STEP, "rows") if row.kind == kind and row.timing_masses]
        rows.sort(key=lambda row: -row.timing_masses.get("fits", 0.0))
        for place, row in enumerate(rows):
            found.append(Bar(short(row.title), row.timing_masses, "" if place else heading))
    plot = BarPlot(tuple(found), PARTS)
    best = max(found, key=lambda bar: bar.shares.get("fits", 0.0))
    return Chart(
        "timing",
        "Probability that each cause moved when the outcomes did",
        bars(plot),
        bars(plot, narrow=True),
        "Bars by explanation, divided into fits, too early, too late, gradual and no movement. "
        f"{best.label} has the largest part that fits.",
        data=_timing_table(trail),
    )


def _timing_table(trail: Trail) -> Table:
    rows: list[Row] = []
    for row in trail.value(STEP, "rows"):
        if not row.timing_masses:
            continue
        path = f"rows.{row.id}.timing_masses"
        cells = [
            trail.number(STEP, f"{path}.{part}", "prob") if part in row.timing_masses else "\u2013"
            for part, _ in PARTS
        ]
        rows.append(Row((short(row.title), *cells)))
    return Table(
        "timing",
        "Probability of each kind of timing",
        (
            Column("explanation", "Explanation"),
            *(Column(name.replace(" ", "_"), name.capitalize(), "right") for name, _ in PARTS),
        ),
        tuple(rows),
    )


def _timing(trail: Trail) -> str:
    step = trail.number(STEP, "outcome.shapes.step", "prob")
    trend = trail.number(STEP, "outcome.shapes.trend", "prob")
    here = trail.number(STEP, "outcome.splits[is_boundary=True].probability", "prob")
    place = (
        "more than any other date"
        if trail.value(STEP, "outcome.rank_by_evidence") == 1
        else "not the likeliest"
    )
    early = [short(row.title) for row in trail.value(STEP, "rows") if row.verdicts.timing == "too early"]
    late = [short(row.title) for row in trail.value(STEP, "rows") if row.verdicts.timing == "too late"]
    at_once = trail.value(STEP, "outcome.shapes.step") > trail.value(STEP, "outcome.shapes.trend")
    opening = (
        f"The outcomes broke at once (probability {step}) rather than gradually ({trend})"
        if at_once
        else f"The outcomes declined gradually (probability {trend}) rather than at once ({step})"
    )
    parts = [f"{opening}. A single break lies between the two periods with probability {here}, {place}."]
    if early:
        parts.append(f"{join(early)} moved too early.")
    if late:
        parts.append(f"{join(late)} moved too late.")
    return " ".join(parts)


def _order_chart(trail: Trail) -> Chart:
    names = trail.value(STEP, "episodes")
    conceded = dict(zip(names, trail.value(STEP, "conceded"), strict=True))
    rows = [row for row in trail.value(STEP, "ordering") if not math.isnan(row.onset.date)]
    cells = [
        Tile(number, column, _tile(active, conceded[name]), "\u00d7" if active == conceded[name] else "")
        for number, row in enumerate(rows)
        for column, (name, active) in enumerate(zip(names, row.active, strict=True))
    ]
    plot = TilePlot(
        tuple(f"{_short_onset(trail, row)} ({int(row.onset.date)})" for row in rows),
        tuple(map(episode, names)),
        tuple(cells),
        tuple("concede" if conceded[name] else "refuse" for name in names),
    )
    best = min(rows, key=lambda row: len(row.refusals_before) + len(row.concessions_after))
    return Chart(
        "order",
        "Which mechanism was at work in which episode",
        tiles(plot),
        tiles(plot, narrow=True),
        "Table of tiles, mechanisms down and episodes across in order of date. Crosses mark refusals "
        f"before a mechanism began and concessions after. {_short_onset(trail, best)} has the fewest.",
        note="Shaded: at work. Crosses: a refusal that the mechanism came too late to cause, or a "
        "concession in spite of it. Names of episodes: blue conceded, red refused; where they are "
        "numbered, the order is by date.",
    )


def _tile(active: bool, conceded: bool) -> str:
    if not active:
        return "panel"
    return "concede-soft" if conceded else "refuse-soft"


def _short_onset(trail: Trail, row: Any) -> str:
    title = short(_title(trail, row.onset.mechanism))
    if row.onset.basis in {"half of its fall", "first dated event"}:
        return title
    words = (event(row.onset.basis) or row.onset.basis).split()
    more = "\u2026" if len(words) > 4 else ""
    return f"{title}: {' '.join(words[:4])}{more}"


def _order(trail: Trail) -> str:
    rows = [row for row in trail.value(STEP, "ordering") if not math.isnan(row.onset.date)]
    outcomes = zip(trail.value(STEP, "episodes"), trail.value(STEP, "conceded"), strict=True)
    first = next(name for name, gave in outcomes if not gave)
    clean = _mechanisms(trail, [r for r in rows if not r.refusals_before and len(r.concessions_after) <= 1])
    late = _mechanisms(trail, [row for row in rows if first in row.refusals_before])
    text = f"At work in every refusal and in at most one concession: {join(clean)}." if clean else ""
    if late:
        text += f" The first refusal ({episode(first)}) precedes {join(late)} as dated here: not its causes."
    return text.strip() or "No mechanism is at work in every refusal and in few concessions."


def _mechanisms(trail: Trail, rows: list[Any]) -> list[str]:
    return list(dict.fromkeys(short(_title(trail, row.onset.mechanism)) for row in rows))


def _unscored(trail: Trail) -> tuple[Block, ...]:
    rows = [row for row in trail.value(STEP, "rows") if row.scores is None]
    if not rows:
        return (Prose("Every explanation could be scored."),)
    waiting = [row for row in rows if row.reason.startswith("The series ")]
    told = [
        f"{row.title}: {trail.words(STEP, f'rows.{row.id}.reason')}" for row in rows if row not in waiting
    ]
    if waiting:
        names = join([short(row.title) for row in waiting])
        told.insert(
            0, f"{names}: their series are in data sets that were not given (name a folder with --data)."
        )
    return (Points(tuple(told)),)
