"""The report of a study on field data, in the form of the article's."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gaiatsu.report.document import Report
from gaiatsu.report.narrative import sources
from gaiatsu.report.narrative.field_parts import STEP, plan
from gaiatsu.report.trail import Trail

if TYPE_CHECKING:
    from gaiatsu.studies.field.records import FieldStudy

__all__ = ["compose_field"]

SUBTITLE = (
    "A test of Leonard J. Schoppa, *The Social Context in Coercive International Bargaining* (1999), on "
    "cases that it did not use"
)


def compose_field(study: FieldStudy) -> Report:
    """Tell a field study as a report.

    Each study is told by the module ``field_NAME`` of this package: ``front`` writes page one, ``sections``
    the rest. The plan and the trail are told alike for all.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    Report
        Page one, the study's sections, its plan, and the trail of every number.
    """
    trail = Trail({STEP: study})
    teller: Any = import_module(f"gaiatsu.report.narrative.field_{study.specification.id}")
    opening = teller.front(trail)
    told = (*teller.sections(trail), plan(trail), sources.section(trail))
    return Report(study.specification.title, SUBTITLE, opening, told, trail, _imprint(study))


def _imprint(study: FieldStudy) -> tuple[str, ...]:
    read = "; ".join(f"{data.name} {data.version}, SHA-256 {data.digest}" for data in study.data)
    made = study.provenance
    unknown = [data.name for data in study.data if not data.recognized]
    lines = [
        f"Made by gaiatsu {made.version} from {read}, with seed {made.seed}.",
        f"Specification {study.specification.id}, SHA-256 {study.specification.digest}.",
    ]
    if unknown:
        lines.append(f"Not the release that was examined: {', '.join(unknown)}.")
    return tuple(lines)
