"""A specification and the cases it is run on; pieces that every field study reports alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.numerics.streams import stream
from gaiatsu.studies.field.estimates import Estimate, normal_probability
from gaiatsu.studies.field.outcomes import FieldCases, prepared

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.studies.field.missing import Filled
    from gaiatsu.studies.field.outcomes import Cell
    from gaiatsu.studies.field.records import Progress
    from gaiatsu.studies.field.specification import Coding, FieldSpecification, Sample

__all__ = ["BINARY", "Design", "Step", "Z", "blank_share", "completed", "level", "performed"]

BINARY: Final = ("binary", "scores")
"""Kinds of codings that say success or failure."""
Z: Final = 1.959964
"""Half of a normal 95 % interval, in standard errors."""


@dataclass(frozen=True, eq=False)
class Design:
    """A specification and the cases it is run on.

    Parameters
    ----------
    specification
        The plan.
    table
        The cases that the study compares.
    whole
        The whole data set.
    seed
        Seed of the run.
    """

    specification: FieldSpecification
    table: pl.DataFrame
    whole: pl.DataFrame
    seed: int

    @property
    def first_after(self) -> int:
        """First year of the second period."""
        return int(self.specification.thresholds["first_after"])

    @property
    def primary(self) -> tuple[str, str]:
        """Names of the coding and the sample on which the verdict rests."""
        return self.specification.primary_coding.id, self.specification.primary_sample.id

    def cases(self, sample: Sample, coding: Coding) -> FieldCases:
        """Cases of a sample with the outcomes of a coding."""
        return prepared(self.table, sample, coding)

    def pairs(self) -> Iterator[tuple[Sample, Coding]]:
        """Every sample with every coding that is success or failure, where the two can go together."""
        for sample in self.specification.samples:
            for coding in self.codings():
                if not (sample.options.get("imposed") and coding.options.get("stage") == "threat"):
                    yield sample, coding

    def codings(self) -> Iterator[Coding]:
        """Every coding that is success or failure."""
        for coding in self.specification.codings:
            if coding.options["kind"] in BINARY:
                yield coding

    def generator(self, *names: str) -> np.random.Generator:
        """Open the random stream of that name."""
        return stream(self.seed, self.specification.id, *names)


Step = tuple[str, Callable[[Design], Iterable[Estimate]]]
"""A part of a study: what it is called while it runs, and what computes it."""


def performed(steps: Sequence[Step], design: Design, progress: Progress | None) -> tuple[Estimate, ...]:
    """Perform the steps of a study one after the other.

    Parameters
    ----------
    steps
        The steps.
    design
        Specification and cases.
    progress
        Called as each step begins; nothing where left out.

    Returns
    -------
    tuple of Estimate
        What all of them found, in order.
    """
    found: list[Estimate] = []
    for place, (name, step) in enumerate(steps):
        if progress is not None:
            progress(name, place + 1, len(steps))
        found += step(design)
    return tuple(found)


def completed(estimator: str, names: tuple[str, str, str], found: Filled, n: int) -> Estimate:
    """Report an estimate that speaks for all cases.

    Parameters
    ----------
    estimator
        ``weighting`` or ``imputation``.
    names
        Coding, sample and variant.
    found
        The estimate.
    n
        All cases.

    Returns
    -------
    Estimate
        With a normal interval.
    """
    half = Z * found.error
    return Estimate(
        estimator,
        *names,
        value=found.value,
        low=found.value - half,
        high=found.value + half,
        p=normal_probability(found.value, found.error),
        n=n,
        details={"error": found.error, "share_missing": found.share_missing, "extra": found.extra},
    )


def blank_share(variant: str, rows: NDArray[np.bool_], blank: NDArray[np.bool_]) -> Estimate:
    """Report the share of some cases that has no outcome.

    Parameters
    ----------
    variant
        Which cases.
    rows
        The cases.
    blank
        Whether each case of the data set has no outcome.

    Returns
    -------
    Estimate
        Of the estimator ``missingness``.
    """
    missing, n = int(blank[rows].sum()), int(rows.sum())
    return Estimate("missingness", variant=variant, value=missing / n, n=n, details={"missing": missing})


def level(name: str, cell: Cell) -> dict[str, float | int | str]:
    """Give the interval of a rate, and what the missing outcomes could make of it.

    Parameters
    ----------
    name
        What the entries begin with.
    cell
        The cases.

    Returns
    -------
    dict
        ``name_low`` and ``name_high`` (Jeffreys interval), ``name_lowest`` and ``name_highest`` (bounds).
    """
    low, high = cell.share.interval()
    ends = {"low": low, "high": high, "lowest": cell.lowest, "highest": cell.highest}
    return {f"{name}_{end}": value for end, value in ends.items()}
