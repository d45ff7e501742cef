"""What a comparison of the theory with an outside number consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from gaiatsu.studies.standing import DECISIVE, Standing

if TYPE_CHECKING:
    from gaiatsu.studies.facts import FactCheck
    from gaiatsu.studies.provenance import Provenance

__all__ = [
    "Evidence",
    "ExternalRow",
    "ExternalStudy",
    "LoadedData",
    "Origin",
    "Prediction",
    "Recomputed",
    "standing",
]


class Origin(StrEnum):
    """Where an outside number comes from."""

    ARTICLE = "printed in the article"
    PUBLISHED = "published elsewhere"
    COMPUTED = "computed from data"


@dataclass(frozen=True)
class Prediction:
    """What the theory says about a quantity, computed by evaluating its equations.

    Parameters
    ----------
    contrast
        What was compared with what.
    direction
        +1 or -1: the direction that the article's beliefs give the change; 0 for a level.
    article
        Share of draws from the article's prior set in that direction; not a number for a level.
    model
        The same share in the model at hand.
    mean, low, high
        Change (or level) in the model at hand: mean and central 90 % interval.
    """

    contrast: str
    direction: int
    article: float
    model: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Evidence:
    """What the outside number says about the same quantity.

    Parameters
    ----------
    direction
        +1 or -1; for a level, 0.
    certainty
        Probability that the direction is right: from the data where they are at hand; .975 for a finding
        published as significant, one half for one published as null.
    value
        The number, where it can be laid against the model's interval.
    robust
        Whether the direction survives any filling of outcomes that nobody coded.
    """

    direction: int
    certainty: float
    value: float | None = None
    robust: bool = True


@dataclass(frozen=True)
class Recomputed:
    """Our own number for a quantity, and exactly how it was counted.

    Parameters
    ----------
    values
        Numbers by name.
    coding
        Which rows, which outcomes, which years.
    reproduces
        Whether they equal the number on record to its last printed digit; ``None`` where it holds no number
        to compare with.
    remark
        What to know about a difference.
    """

    values: Mapping[str, float | int | str]
    coding: str
    reproduces: bool | None = None
    remark: str = ""


@dataclass(frozen=True)
class ExternalRow:
    """One outside number beside what the theory says about it.

    Parameters
    ----------
    id
        Name of the row.
    quantity
        What was measured.
    published
        The number on record.
    origin, source
        Where it comes from: kind, and key in the bibliography.
    bears_on
        Claims and equations it speaks to.
    data
        External data sets it needs; empty where it needs none.
    standing
        How it stands to the theory, by `standing`.
    finding
        The row in a sentence.
    prediction, evidence, ours
        What the theory says, what the number says, what we counted.
    """

    id: str
    quantity: str
    published: str
    origin: Origin
    source: str
    bears_on: tuple[str, ...]
    data: tuple[str, ...]
    standing: Standing
    finding: str
    prediction: Prediction | None = None
    evidence: Evidence | None = None
    ours: Recomputed | None = None


@dataclass(frozen=True)
class LoadedData:
    """A data set that was read: release, digest, and the defects found in it.

    Parameters
    ----------
    name, version, citation, digest
        As in the registry; the digest is the file's.
    recognized
        Whether the file is the release that was examined.
    defects
        Rows that show each known defect.
    """

    name: str
    version: str
    citation: str
    digest: str
    recognized: bool
    defects: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ExternalStudy:
    """The theory against numbers from outside.

    Parameters
    ----------
    model
        Name of the model at hand.
    rows
        The comparisons.
    facts
        The article's checkable facts beside the data.
    loaded
        Data sets that were read.
    missing
        Data sets that would be needed and are not there.
    provenance
        What the numbers were computed from.
    """

    model: str
    rows: tuple[ExternalRow, ...]
    facts: tuple[FactCheck, ...]
    loaded: tuple[LoadedData, ...]
    missing: tuple[str, ...]
    provenance: Provenance

    def row(self, name: str) -> ExternalRow:
        """Return the row of that id."""
        return next(row for row in self.rows if row.id == name)

    def count(self, kind: Standing) -> int:
        """Count the rows that stand so."""
        return sum(row.standing is kind for row in self.rows)


def standing(prediction: Prediction, evidence: Evidence | None) -> Standing:
    """Decide how a number stands to the theory; the same rule for every row.

    A direction counts as predicted when at least .95 of the draws from the article's prior set show it, and
    as found when its probability is at least .95 and no filling of missing outcomes reverses it. A level
    agrees when it lies in the model's central 90 % interval.

    Parameters
    ----------
    prediction
        What the theory says.
    evidence
        What the number says; ``None`` where there is none yet.

    Returns
    -------
    Standing

    Examples
    --------
    >>> rises = Prediction("x", 1, 1.0, 0.8, 0.1, 0.0, 0.2)
    >>> standing(rises, Evidence(1, 0.99)).value, standing(rises, Evidence(-1, 0.99)).value
    ('agrees', 'disagrees')
    >>> standing(rises, Evidence(1, 0.8)).value, standing(rises, None).value
    ('cannot tell', 'data needed')
    """
    if evidence is None:
        return Standing.DATA_NEEDED
    if prediction.direction == 0:
        inside = evidence.value is not None and prediction.low <= evidence.value <= prediction.high
        return Standing.AGREES if inside else Standing.DISAGREES
    if prediction.article < DECISIVE or evidence.certainty < DECISIVE or not evidence.robust:
        return Standing.CANNOT_TELL
    same = evidence.direction == prediction.direction
    return Standing.AGREES if same else Standing.DISAGREES
