"""One outside number and one implication of the theory, joined by the same rule for every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.studies.external.implications import Implication, TheoryDraws, predict, predict_level
from gaiatsu.studies.external.records import (
    Evidence,
    ExternalRow,
    Origin,
    Prediction,
    Recomputed,
    standing,
)
from gaiatsu.studies.shares import Share, probability_above
from gaiatsu.studies.standing import Standing

if TYPE_CHECKING:
    from gaiatsu.sources import Dataset

__all__ = [
    "Comparison",
    "Measurement",
    "Models",
    "Tables",
    "Values",
    "compare",
    "difference",
    "measured",
    "near",
    "shift",
    "spelled",
]

GRID: Final = 400
"""Points at which a posterior is cut for the interval of a difference."""

Models = tuple[TheoryDraws, TheoryDraws]
"""The model at hand, and draws from the article's prior set."""
Tables = Mapping[str, "Dataset"]
Values = dict[str, float | int | str]


@dataclass(frozen=True)
class Measurement:
    """What was found for one row.

    Parameters
    ----------
    evidence
        Direction and certainty; ``None`` where the number cannot be had yet.
    finding
        The finding in a sentence.
    ours
        Our own number, where there is one.
    """

    evidence: Evidence | None
    finding: str
    ours: Recomputed | None = None


@dataclass(frozen=True)
class Comparison:
    """A row before it is judged.

    Parameters
    ----------
    id, quantity, published, origin, source, bears_on
        As in `ExternalRow`.
    contrast, implication
        What the theory is asked, in words and as a function of its draws.
    measure
        Reads the finding off the data sets named in ``data``.
    data
        Data sets it needs.
    level
        Whether a level is compared rather than a change.
    """

    id: str
    quantity: str
    published: str
    origin: Origin
    source: str
    bears_on: tuple[str, ...]
    contrast: str
    implication: Implication
    measure: Callable[[Tables], Measurement]
    data: tuple[str, ...] = ()
    level: bool = False


def compare(comparison: Comparison, models: Models, tables: Tables) -> ExternalRow:
    """Judge one row.

    Parameters
    ----------
    comparison
        What to compare.
    models
        The model at hand, and draws from the article's prior set.
    tables
        Data sets that were read, by name.

    Returns
    -------
    ExternalRow
    """
    c = comparison
    if c.level:
        prediction = predict_level(c.contrast, c.implication, models[0])
    else:
        prediction = predict(c.contrast, c.implication, models)
    missing = [name for name in c.data if name not in tables]
    wanting = Measurement(None, f"Needs the data set{'s' * (len(missing) > 1)} {', '.join(missing)}.")
    found = wanting if missing else c.measure(tables)
    verdict = standing(prediction, found.evidence)
    return ExternalRow(
        c.id,
        c.quantity,
        c.published,
        c.origin,
        c.source,
        c.bears_on,
        c.data,
        verdict,
        " ".join(filter(None, (_verdict(c, verdict), found.finding, _size(prediction, found, verdict)))),
        prediction,
        found.evidence,
        found.ours,
    )


def _verdict(comparison: Comparison, verdict: Standing) -> str:
    if comparison.level:
        return ""
    words = {Standing.AGREES: "As the theory has it.", Standing.DISAGREES: "Against the theory."}
    return words.get(verdict, "")


def _size(prediction: Prediction, found: Measurement, verdict: Standing) -> str:
    """Say so where the direction is right and the size is not."""
    value = found.evidence.value if found.evidence else None
    if verdict is not Standing.AGREES or value is None or prediction.low <= value <= prediction.high:
        return ""
    span = f"{prediction.low:+.2f} to {prediction.high:+.2f}"
    return f"The size, {value:+.2f}, lies outside what the model at hand expects ({span})."


def measured(evidence: Evidence, finding: str) -> Callable[[Tables], Measurement]:
    """Wrap a finding that needs no data.

    Parameters
    ----------
    evidence
        What was found.
    finding
        The same in a sentence.

    Returns
    -------
    callable
        A measure that reads no tables.
    """
    return lambda _: Measurement(evidence, finding)


def shift(later: Share, earlier: Share) -> Evidence:
    """Direction of the difference between two samples, its probability and its size.

    Parameters
    ----------
    later, earlier
        Independent samples.

    Returns
    -------
    Evidence
    """
    above = probability_above(later, earlier)
    return Evidence(1 if above >= 0.5 else -1, max(above, 1 - above), later.rate - earlier.rate)


def difference(later: Share, earlier: Share, level: float = 0.95) -> tuple[float, float]:
    """Interval of the difference of two rates, each with its own Jeffreys prior.

    Parameters
    ----------
    later, earlier
        Independent samples.
    level
        Posterior probability inside.

    Returns
    -------
    tuple of float
        Ends of the equal-tailed interval of the later rate less the earlier one.

    Examples
    --------
    >>> low, high = difference(Share(6, 11), Share(13, 17))
    >>> round(low, 2), round(high, 2)
    (-0.54, 0.13)
    """
    levels = (np.arange(GRID) + 0.5) / GRID
    gaps = np.subtract.outer(later.quantiles(levels), earlier.quantiles(levels))
    low, high = np.quantile(gaps, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return float(low), float(high)


def spelled(later: Share, earlier: Share) -> str:
    """Write the difference of two rates with its 95 % interval.

    Parameters
    ----------
    later, earlier
        Independent samples.

    Returns
    -------
    str
        The later rate less the earlier one, in words for the middle of a sentence.

    Examples
    --------
    >>> spelled(Share(6, 11), Share(13, 17))
    'a difference of -0.22 (-0.54 to +0.13)'
    """
    low, high = difference(later, earlier)
    return f"a difference of {later.rate - earlier.rate:+.2f} ({low:+.2f} to {high:+.2f})"


def near(value: float, printed: float, digits: int) -> bool:
    """Whether a value rounds to the printed one.

    Parameters
    ----------
    value
        The value.
    printed
        The number as printed.
    digits
        Digits printed after the point.

    Returns
    -------
    bool

    Examples
    --------
    >>> near(0.6567, 0.657, 3), near(0.655, 0.657, 3)
    (True, False)
    """
    return abs(value - printed) <= 0.5 / 10.0**digits + 1e-9
