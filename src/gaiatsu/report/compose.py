"""The whole report of a replication: every study told in the order of the article's argument."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from gaiatsu.cases import load
from gaiatsu.report.document import Report
from gaiatsu.report.narrative import (
    external,
    falsifiers,
    figure1,
    figure2,
    front,
    ordered,
    power,
    rivals,
    sources,
    state,
    table1,
    table1_recomputed,
)
from gaiatsu.report.trail import Trail
from gaiatsu.studies.provenance import Provenance, case_input, trace

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet
    from gaiatsu.cases.records import Episode, Event, Statement
    from gaiatsu.studies.replicate import Replication

__all__ = ["compose"]

TITLE = "The social context of coercive bargaining, examined"
SUBTITLE = (
    "A replication of Leonard J. Schoppa, *The Social Context in Coercive International Bargaining* (1999)"
)
TOLD = (table1, figure1, figure2, state, ordered, power, rivals, external, falsifiers)


@dataclass(frozen=True)
class CasesStep:
    """The case set as a step of the replication, so that its numbers have a trail too.

    Parameters
    ----------
    episodes, events, statements
        Its records.
    provenance
        The document they were read from.
    """

    episodes: tuple[Episode, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    provenance: Provenance


def compose(replication: Replication) -> Report:
    """Tell a replication as a report.

    Parameters
    ----------
    replication
        Every study of the article.

    Returns
    -------
    Report
        Page one, a section for each table, figure and test, and the trail of every number.

    Examples
    --------
    >>> from gaiatsu import cases, replicate
    >>> case_set = cases.load("schoppa1999")
    >>> report = compose(replicate(case_set))  # doctest: +SKIP
    >>> len(report.sections)  # doctest: +SKIP
    10
    """
    trail = Trail(_steps(replication))
    opening = front.front(trail)
    sections = [chapter.section(trail) for chapter in TOLD]
    if table1_recomputed.told(trail):
        sections.insert(1, table1_recomputed.section(trail))
    sections.append(sources.section(trail))
    references = replication.case_set.references
    return Report(TITLE, SUBTITLE, opening, tuple(sections), trail, _imprint(replication), references)


def _steps(replication: Replication) -> dict[str, Any]:
    case_set = replication.case_set
    steps = {
        field.name: getattr(replication, field.name)
        for field in fields(replication)
        if field.name not in {"case_set", "seed"} and getattr(replication, field.name) is not None
    }
    steps["cases"] = CasesStep(
        case_set.episodes,
        case_set.events,
        case_set.statements,
        trace(
            load,
            case_input(case_set),
            case_input(case_set, "events"),
            citations=(case_set.citation,),
            patches=case_set.applied_patches,
        ),
    )
    return steps


def _imprint(replication: Replication) -> tuple[str, ...]:
    case_set = replication.case_set
    version = replication.figure2.provenance.version
    made = (
        f"Made by gaiatsu {version} from the case set {case_set.id}, SHA-256 {case_set.digest}, with seed "
        f"{replication.seed}."
    )
    lines = [
        made,
        *(f"Patch {patch.id} by {patch.author}: {patch.reason}" for patch in case_set.history),
    ]
    if _ours(case_set):
        lines.append(
            "Values that the article does not fix were coded by the authors of gaiatsu; each says so, with "
            "its "
            "reason, and can be changed by a patch."
        )
    return tuple(lines)


def _ours(case_set: CaseSet) -> bool:
    return any(episode.depth.coder != "article" for episode in case_set.episodes)
