"""What a study on field data hands over: estimates, verdicts, and how earlier looks compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.field.estimates import Estimate
from gaiatsu.studies.field.specification import FieldSpecification

if TYPE_CHECKING:
    from gaiatsu.studies.provenance import Provenance

__all__ = [
    "CaseRow",
    "DataRead",
    "FieldStudy",
    "LookCheck",
    "Progress",
    "Verdict",
    "assembled",
    "judged",
    "judged_size",
]

Progress = Callable[[str, int, int], None]
"""Called as each step begins, with its name, number and the number of steps."""


@dataclass(frozen=True)
class Verdict:
    """The answer to one question of a specification.

    Parameters
    ----------
    question
        As the specification puts it.
    word
        ``supported``, ``against`` or ``cannot tell``.
    probability
        Probability that the answer is yes.
    large
        Probability that it is yes by a margin that matters.
    bounded
        Whether the answer stands whatever the missing outcomes are.
    """

    question: str
    word: str
    probability: float
    large: float
    bounded: bool


@dataclass(frozen=True)
class LookCheck:
    """An earlier look at the data, taken again.

    Parameters
    ----------
    id, what, on_record
        As in the specification.
    ours
        What is found now; empty where it is not computed here.
    standing
        ``reproduced``, ``differs`` or ``not computed here``.
    remark
        What explains a difference.
    """

    id: str
    what: str
    on_record: str
    ours: str
    standing: str
    remark: str = ""


@dataclass(frozen=True)
class DataRead:
    """A data set that was read.

    Parameters
    ----------
    name, version, citation, licence, digest
        As in the registry; the digest is the file's.
    recognized
        Whether the file is the release that was examined.
    rows
        Rows that were read.
    defects
        Rows that show each known defect.
    """

    name: str
    version: str
    citation: str
    licence: str
    digest: str
    recognized: bool
    rows: int
    defects: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseRow:
    """A case behind a verdict, so that a reader can look it up.

    Parameters
    ----------
    case, year
        Its number in the data set, and the year it began.
    outcome
        Its final outcome in words; empty where none is coded.
    stage
        Stage of the outcome; ``imposed`` or ``threatened`` where none is coded.
    counts
        Whether it counts as success under the primary coding: ``yes``, ``no`` or ``unknown``.
    """

    case: int
    year: int
    outcome: str
    stage: str
    counts: str


@dataclass(frozen=True)
class FieldStudy:
    """A study on data that the article never saw.

    Parameters
    ----------
    specification
        The study as it was planned.
    estimates
        Every number that it asked for.
    verdicts
        Answers to its questions.
    looks
        Earlier looks, taken again.
    data
        Data sets that were read.
    facts
        Counts that belong to no estimator, by name.
    provenance
        What the numbers were computed from.
    listing
        The cases that matter most, one by one.
    """

    specification: FieldSpecification
    estimates: tuple[Estimate, ...]
    verdicts: tuple[Verdict, ...]
    looks: tuple[LookCheck, ...]
    data: tuple[DataRead, ...]
    facts: Mapping[str, float | int | str]
    provenance: Provenance
    listing: tuple[CaseRow, ...] = ()

    def find(self, estimator: str, coding: str = "", sample: str = "", *, variant: str = "") -> Estimate:
        """Return one estimate by its names."""
        wanted = (estimator, coding, sample, variant)
        for one in self.estimates:
            if (one.estimator, one.coding, one.sample, one.variant) == wanted:
                return one
        msg = f"The study {self.specification.id} has no estimate {'/'.join(wanted)}."
        raise InvalidSpecification(msg, expected="names that the study reports")

    def all_of(self, estimator: str) -> tuple[Estimate, ...]:
        """Return every estimate of one estimator."""
        return tuple(one for one in self.estimates if one.estimator == estimator)


def judged(
    question: str, probability: float, large: float, *, bounded: bool, thresholds: Mapping[str, float]
) -> Verdict:
    """Answer a question by the rule that every specification of this form uses.

    Parameters
    ----------
    question
        The question.
    probability
        Probability that the answer is yes.
    large
        Probability that it is yes by a margin that matters.
    bounded
        Whether the worst-case bounds exclude the other answer.
    thresholds
        With ``probability`` and ``against``.

    Returns
    -------
    Verdict
        Supported from the first threshold on; against when a margin that matters is as improbable as the
        second; otherwise cannot tell.

    Examples
    --------
    >>> limits = {"probability": 0.95, "against": 0.05}
    >>> judged("Did it fall?", 0.8, 0.6, bounded=False, thresholds=limits).word
    'cannot tell'
    """
    word = "cannot tell"
    if probability >= thresholds["probability"]:
        word = "supported"
    elif large <= thresholds["against"]:
        word = "against"
    return Verdict(question, word, probability, large, bounded)


def judged_size(
    question: str, probability: float, *, bounded: bool, thresholds: Mapping[str, float]
) -> Verdict:
    """Answer whether an effect is as large as a size that was named beforehand.

    Parameters
    ----------
    question
        The question.
    probability
        Probability of an effect of that size or more.
    bounded
        Whether the worst-case bounds exclude the size.
    thresholds
        With ``probability`` and ``against``.

    Returns
    -------
    Verdict
        Against when the size is as improbable as the second threshold; supported from the first on; otherwise
        cannot tell.

    Examples
    --------
    >>> limits = {"probability": 0.95, "against": 0.05}
    >>> judged_size("Is it that large?", 0.049, bounded=False, thresholds=limits).word
    'against'
    """
    return judged(question, probability, probability, bounded=bounded, thresholds=thresholds)


def assembled(study: FieldStudy) -> FieldStudy:
    """Hand a study over once its estimators are exactly those of its specification.

    Parameters
    ----------
    study
        The study.

    Returns
    -------
    FieldStudy
        The same.

    Raises
    ------
    InvalidSpecification
        If an estimator is missing or was not planned.
    """
    study.specification.check_reported(one.estimator for one in study.estimates)
    return study
