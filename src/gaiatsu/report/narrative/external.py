"""Outside numbers told: where the theory holds on data that nobody chose for it, and where it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Chart, Column, Heading, Prose, Row, Section, Table
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.figures.theme import PROBABILITY
from gaiatsu.report.narrative.wording import agree, capital, join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gaiatsu.report.document import Block
    from gaiatsu.report.trail import Trail

__all__ = ["section"]

STEP = "external"
ORDER = ("disagrees", "agrees", "cannot tell")
HEADINGS = {
    "disagrees": "Against",
    "agrees": "For",
    "cannot tell": "Cannot tell",
}
FEW = 2
COMMON = "rows[*standing=agrees,bears_on~RIV]"
"""Numbers that agree with the theory and bear on its material rivals."""
SHORT = {
    "legitimacy-timing": "Legitimacy, before or after WTO",
    "legitimacy-gap": "Multilateral cases win more",
    "legitimacy-effect": "Illegitimacy costs concessions",
    "resistance-pays": "Resistance wards off repeats",
    "recent-back-down": "Back-downs cost concessions",
    "dependence-coerces": "Dependence helps threats",
    "threat-or-nature": "Threats win less than nature",
    "institutions-succeed": "Institutions help sanctions",
    "costs-succeed": "Costs help sanctions",
    "dependence-means": "Dependence fell before refusals",
    "no-information-effect": "Revealed resolve",
    "more-threats": "Fewer threats as trust falls",
    "japan-and-others": "Japan concedes more than others",
    "dependent-targets": "Dependent targets concede more",
    "costly-threats": "Costly threats win more",
    "decades": "U.S.-Japan threats by decade",
    "most-responsive": "Japan most responsive",
    "obligations": "Protected targets concede more",
    "cases-japan": "U.S.-Japan cases, to 1992 and after",
    "cases-others": "Other targets, to 1992 and after",
    "decline-beyond-others": "Japan's decline beyond others",
    "ideal-points": "UN ideal points",
    "garrisons": "Garrisons",
    "hierarchy-index": "Lake's index of hierarchy",
}
"""Short names of the outside numbers for the chart."""
COLORS = {"disagrees": "refuse", "agrees": "concede", "cannot tell": "gray"}


def section(trail: Trail) -> Section:
    """Tell how the theory fares against numbers from outside.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    Section
        Opened by how many numbers agree and disagree.
    """
    blocks: list[Block] = [_chart(trail)] if _measured(trail) else []
    blocks += [
        Caveat(
            "A row agrees or disagrees only where the theory's direction holds in 95% of the article's "
            "prior draws and the number's direction is as sure. A null finding decides nothing."
        ),
        Prose(_shared(trail)),
        _table(trail),
    ]
    if trail.value(STEP, "missing"):
        blocks.append(Prose(_missing(trail)))
    blocks += [Heading("facts", "The article's own facts, counted again"), _facts(trail)]
    return Section(
        "outside",
        "Numbers from outside",
        "Does the theory hold on data that it was not made from?",
        _finding(trail),
        tuple(blocks),
    )


def _standing(trail: Trail, kind: str) -> list[str]:
    return [row.id for row in trail.value(STEP, "rows") if row.standing.value == kind]


def _count(trail: Trail, kind: str) -> str:
    return trail.number(STEP, f"rows[*standing={kind}].#", "none")


def _finding(trail: Trail) -> str:
    agrees, disagrees, unsure = (_count(trail, kind) for kind in ORDER[1::-1] + ORDER[2:])
    total = trail.number(STEP, "rows.#", "d")
    many, few = (len(_standing(trail, kind)) for kind in ("agrees", "disagrees"))
    opening = "More often than not, where anything can be said" if many > few else "No more often than not"
    needed = len(_standing(trail, "data needed"))
    waiting = f"; {_count(trail, 'data needed')} {agree(needed, 'needs', 'need')} data" if needed else ""
    return (
        f"{opening}: of {total} outside numbers {agrees} {agree(many, 'goes', 'go')} the theory's way, "
        f"{disagrees} {agree(few, 'goes', 'go')} against it and {unsure} cannot tell{waiting}."
    )


def _shared(trail: Trail) -> str:
    """Say how many of the numbers that agree would agree with the rivals too."""
    common = len(_common(trail))
    agrees = _count(trail, "agrees")
    if not common:
        return f"Of the {agrees} that agree, none is what materialism predicts as well."
    number = trail.number(STEP, f"{COMMON}.#", "words")
    return (
        f"Agreement is not proof: of the {agrees} that agree, {number} {agree(common, 'is', 'are')} what "
        "materialism predicts as well, and so do not tell the theory from its rivals."
    )


def _common(trail: Trail) -> list[str]:
    return [row.id for row in trail.value(STEP, COMMON)]


def _measured(trail: Trail) -> bool:
    """Whether enough rows were counted here: a chart of printed signs alone shows nothing."""
    counted = [row for row in trail.value(STEP, "rows") if row.evidence and row.ours is not None]
    return len(counted) > FEW


def _name(row_id: str) -> str:
    return SHORT.get(row_id) or capital(row_id.replace("-", " "))


def _chart(trail: Trail) -> Chart:
    plot = DotPlot(
        dots=tuple(_dots(trail)),
        title="probability that the number goes the theory's way",
        domain=(0.0, 1.0),
        threshold=(0.95, ""),
        ticks=(0.05, 0.5, 0.95),
        form=PROBABILITY,
    )
    return Chart(
        "outside",
        "Which way the outside numbers go",
        dots(plot),
        dots(plot, narrow=True),
        "Rows of points from 0, surely against the theory, to 1, surely with it, in three groups: "
        "against, for, cannot tell.",
        note="Each number against the direction that the theory gives it. Rows without a direction are "
        "left out.",
    )


def _dots(trail: Trail) -> list[Dot]:
    directed = [row for row in trail.value(STEP, "rows") if row.evidence and row.prediction.direction]
    found: list[Dot] = []
    for kind in ORDER:
        for place, row in enumerate([row for row in directed if row.standing.value == kind]):
            same = row.evidence.direction == row.prediction.direction
            sure = row.evidence.certainty if same else 1 - row.evidence.certainty
            found.append(Dot(_name(row.id), sure, color=COLORS[kind], group="" if place else HEADINGS[kind]))
    return found


def _table(trail: Trail) -> Table:
    rows: list[Row] = []
    for kind in ORDER:
        for place, name in enumerate(_standing(trail, kind)):
            path = f"rows.{name}"
            published = trail.words(STEP, f"{path}.published")
            rows.append(
                Row(
                    (
                        trail.words(STEP, f"{path}.quantity"),
                        f"{published} ([@{trail.value(STEP, f'{path}.source')}])",
                        trail.words(STEP, f"{path}.finding"),
                        ", ".join(trail.value(STEP, f"{path}.bears_on")).replace("beta_", "\u03b2 "),
                    ),
                    group="" if place else HEADINGS[kind],
                )
            )
    return Table(
        "outside",
        "Outside numbers and what they say",
        (
            Column("quantity", "Quantity"),
            Column("on_record", "On record"),
            Column("finding", "Beside the theory"),
            Column("bears_on", "Bears on"),
        ),
        tuple(rows),
        full=tuple(
            {
                "id": row.id,
                "quantity": row.quantity,
                "on_record": row.published,
                "source": row.source,
                "standing": row.standing,
                "finding": row.finding,
                "contrast": row.prediction.contrast if row.prediction else None,
                "model_mean": row.prediction.mean if row.prediction else None,
                "model_low": row.prediction.low if row.prediction else None,
                "model_high": row.prediction.high if row.prediction else None,
                "recount": _recount(row.ours.values) if row.ours else None,
                "comes_out": row.ours.reproduces if row.ours else None,
                "coding": row.ours.coding if row.ours else None,
            }
            for row in trail.value(STEP, "rows")
        ),
    )


def _recount(values: Mapping[str, float | int | str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in values.items())


def _missing(trail: Trail) -> str:
    number = trail.number(STEP, "rows[*standing=data needed].#", "Words")
    names: Sequence[str] = trail.value(STEP, "missing")
    return (
        f"{number} more numbers need data sets that were not given: {join(names)}. With them in a folder, "
        "named by --data, the rows fill in."
    )


def _facts(trail: Trail) -> Table:
    rows = []
    for fact in trail.value(STEP, "facts"):
        path = f"facts.{fact.id}"
        rows.append(
            Row(
                (
                    trail.words(STEP, f"{path}.paraphrase"),
                    trail.words(STEP, f"{path}.printed"),
                    fact.standing.value,
                    trail.words(STEP, f"{path}.finding"),
                )
            )
        )
    return Table(
        "facts",
        "What the article asserts in passing",
        (
            Column("assertion", "Assertion"),
            Column("printed", "Printed"),
            Column("standing", "Standing"),
            Column("finding", "Counted again"),
        ),
        tuple(rows),
    )
