"""The limits of the gain told: models, unseen causes, the proxy, missing outcomes and power."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Column, Prose, Row, Section, Table
from gaiatsu.report.narrative.field_parts import STEP, Cells, Key
from gaiatsu.report.narrative.field_rates import (
    PRIORS,
    Axis,
    Filling,
    bounds_chart,
    filled_table,
    missing_chart,
    noticed,
    prior_chart,
    worst_decade,
)

if TYPE_CHECKING:
    from gaiatsu.report.document import Block
    from gaiatsu.report.trail import Trail

CIRCUMSTANCES = {
    "sender_community": "the European Community leading",
    "sender_usa": "the United States leading",
    "imposed": "something imposed",
    "clear": "a clear demand",
    "committed": "a strong commitment",
    "costly": "major costs to the target",
    "sender_costly": "major costs to the sender",
    "issue_security": "security at issue",
}

__all__ = ["missing", "models", "power", "unseen"]

GAIN, GROWTH = Filling("difference", "gain", "Gain"), Filling("timing", "growth", "From 1995 less before")
WIDE = Axis("gain from an institution, in points", (-0.6, 0.8), (-0.5, 0.0, 0.5), "no gain")
AVERAGE = Axis("gain from an institution, in points", (-0.1, 0.4), (0.0, 0.1, 0.2, 0.3, 0.4), "none")


def models(trail: Trail) -> Section:
    """Tell what readers with other beliefs conclude.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
        Opened by the default and the materialist reader.
    """
    cells = Cells(trail)
    keys = {name: Key("bayes", "broad", "trade", name) for name in PRIORS}
    chart = prior_chart(cells, "The gain, as four readers see it", "a gain", AVERAGE)
    factors = [cells.number(key, "details.log_factor", "factor") for key in keys.values()]
    all_up = all(cells.value(key, "details.log_factor") > 0 for key in keys.values())
    opening = "Every reader moves toward a gain" if all_up else "Readers differ"
    finding = (
        f"{opening}: the Bayes factors are {factors[0]} to 1 for the default prior, {factors[1]} for the "
        f"sceptic, {factors[2]} for the article's own and {factors[3]} for the materialist, who hardly "
        "allows one."
    )
    caveat = Caveat(
        "These posteriors take the cases as independent; the intervals with standard errors clustered by "
        "target are wider."
    )
    return Section(
        "models",
        "Models",
        "What should readers with other beliefs conclude?",
        finding,
        (chart, caveat, _grades(cells)),
    )


def _grades(cells: Cells) -> Table:
    rows, keys = [], []
    for name, title in (
        ("ordinal", "Institution, three grades"),
        ("timing-logit", "Institution from 1995 on"),
    ):
        for sample, label in (("trade", "trade cases"), ("all", "all issues")):
            key = Key(name, "ordered" if name == "ordinal" else "broad", sample)
            keys.append(key)
            rows.append(
                Row(
                    (
                        f"{title}, {label}",
                        cells.spread(key, "+2f") + cells.mark(key),
                        cells.number(key, "p", "p"),
                        cells.number(key, "n", "d"),
                    )
                )
            )
    return Table(
        "weights",
        "Weights in models, log odds",
        (
            Column("model", "Term"),
            Column("weight", "Weight (95% interval)", "right"),
            Column("p", "p", "right"),
            Column("n", "Cases", "right"),
        ),
        tuple(rows),
        note="Penalized likelihood, circumstances held constant; standard errors clustered by target."
        + cells.remark(*keys),
    )


def unseen(trail: Trail) -> Section:
    """Tell what an unseen cause, or errors of the proxy, would have to be like.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
        Opened by the strength that would explain the gain away.
    """
    cells = Cells(trail)
    e, robust = Key("e-value", "broad", "trade"), Key("robustness", "broad", "trade")
    share, mark = cells.number(robust, fmt="%1"), cells.number(robust, "details.benchmark_r2", "%1")
    name = str(cells.value(robust, "details.benchmark"))
    benchmark = CIRCUMSTANCES.get(name, name.replace("_", " "))
    stronger = cells.value(robust) > cells.value(robust, "details.benchmark_r2")
    finding = (
        "An unseen circumstance would have to go with both institution and success by a risk ratio of "
        f"{cells.number(e, fmt='2f')} to explain the gain away, and by "
        f"{cells.number(e, 'details.interval', '2f')} to make it insignificant."
    )
    need = "would have to be stronger than any that is seen" if stronger else "need not be stronger"
    text = (
        f"In a linear model it would have to account for {share} of the remaining variance of both, and for "
        f"{cells.number(robust, 'details.significance', '%1')} to make the gain insignificant. The "
        f"strongest of the circumstances held constant ({benchmark}) accounts for {mark}: an unseen one "
        f"{need}."
    )
    blocks: list[Block] = [
        Prose(text),
        Caveat(
            "The measures are those of [@vanderweele_ding2017] and [@cinelli_hazlett2020]. They say how "
            "strong a cause would have to be, not whether there is one."
        ),
        Prose(_proxy(cells)),
        _misclassified(cells),
    ]
    return Section("unseen", "Unseen causes", "What could explain the gain away?", finding, tuple(blocks))


def _proxy(cells: Cells) -> str:
    key = Key("proxy")
    text = (
        "The theory's term is whether a tactic accords with the regime's procedures; the data say only "
        "whether an institution took part. If the mark errs, and no more often for cases that succeed, the "
        "true gain is larger than the one seen."
    )
    if not cells.value(key, "n"):
        return text
    carry, panels, others = (
        cells.number(key, f"details.{name}", "text") for name in ("carry", "panels", "others")
    )
    return (
        f"{text} In all, {cells.number(key, 'n', 'words')} U.S. trade cases match one of the "
        f"{cells.number(key, 'details.dockets', 'd')} Section 301 dockets since 1995 by target and year; "
        f"{carry} of these carry an institution: {panels} where the docket was taken to the WTO and "
        f"{others} where it was not. Several cases can match one docket, so this is a hint and no measure; "
        "but it says that the mark misses many lawful tactics, perhaps more than the table below allows. "
        "The list's outcomes are not used."
    )


def _misclassified(cells: Cells) -> Table:
    rows = []
    for right in ("1.0", "0.9", "0.8", "0.7", "0.6"):
        keys = [
            Key("misclassification", "broad", "trade", f"{right}/{left}")
            for left in ("1.0", "0.9", "0.8", "0.7")
        ]
        rows.append(Row((right, *(cells.number(key) for key in keys))))
    return Table(
        "misclassification",
        "The plain gain if the mark of an institution errs, in points",
        (
            Column("sensitivity", "Sensitivity"),
            Column("specificity_1", "Specificity 100 %", "right"),
            Column("specificity_9", "Specificity 90 %", "right"),
            Column("specificity_8", "Specificity 80 %", "right"),
            Column("specificity_7", "Specificity 70 %", "right"),
        ),
        tuple(rows),
        note="Sensitivity: share of lawful tactics that carry the mark. Specificity: share of the others "
        "that do not. A dash: errors so frequent cannot have led to so few marks, or to these rates.",
    )


def missing(trail: Trail) -> Section:
    """Tell what the cases without an outcome could hide.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
        Opened by the bounds.
    """
    cells = Cells(trail)
    bound = Key("bounds", "broad", "trade", "gain")
    early = Key("bounds", "threat-stage", "trade", "gain")
    finding = (
        f"Nearly everything: without an assumption the gain could be anything from {cells.range(bound)} "
        f"points. At the stage of threat, where fewest are missing, from {cells.range(early)}."
    )
    groups = {"with an institution": "concede", "without": "gray"}
    worst = [worst_decade(trail, group) for group in groups]
    return Section(
        "missing",
        "Missing outcomes",
        "What could the cases without an outcome hide?",
        finding,
        (
            missing_chart(
                trail,
                groups,
                f"Outcomes are missing most often in the {worst[0]} with an institution, in the {worst[1]} "
                "without"
                if worst[0] != worst[1]
                else f"Outcomes are missing most often for cases begun in the {worst[0]}",
            ),
            filled_table(
                cells,
                (GAIN, GROWTH),
                ("broad",),
                caption=(
                    "Gain and its growth under assumptions about the missing outcomes, in points",
                    "decade, sender, stage and clarity of the demand",
                ),
            ),
            bounds_chart(
                cells,
                GAIN,
                "Trade cases",
                "concede",
                frame=("What the missing outcomes could make of the gain", WIDE),
            ),
        ),
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
        Opened by small and published gains.
    """
    cells = Cells(trail)
    small, told = Key("power", "broad", "trade", "0.1"), Key("power", "broad", "trade", "published")
    finding = (
        "The probability that a gain is noticed depends on its size: ten points, "
        f"{cells.number(small, fmt='prob')}; as large as published, {cells.number(told, fmt='prob')}."
    )
    rows = [one for one in trail.value(STEP, "estimates") if one.estimator == "power"]
    table = Table(
        "power",
        "What these cases could have shown",
        (
            Column("gain", "True gain"),
            Column("power", "P(noticed)", "right"),
            Column("type_s", "P(wrong sign)", "right"),
            Column("type_m", "Exaggeration", "right"),
        ),
        tuple(_power_row(cells, Key("power", "broad", "trade", one.variant)) for one in rows),
        note=f"{noticed(trail, 'a gain')} Wrong sign, exaggeration: among changes that are noticed. "
        "Independent cases, no controls; clustering lowers what can be seen.",
    )
    return Section("power", "Power", "What could this design have seen?", finding, (table,))


def _power_row(cells: Cells, key: Key) -> Row:
    title = cells.number(key, "details.true_change")
    return Row(
        (
            f"{title} points{' (as published)' if key.variant == 'published' else ''}",
            cells.number(key, fmt="prob"),
            cells.number(key, "details.type_s", "prob"),
            cells.number(key, "details.type_m", "2f"),
        )
    )
