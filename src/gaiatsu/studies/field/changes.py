"""Two rates set against each other, and two such changes: what the studies of rates compute alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.studies.field.design import Design, blank_share, completed, level
from gaiatsu.studies.field.estimates import (
    CENTRAL,
    Estimate,
    change,
    exceeds,
    normal_probability,
    posterior_changes,
)
from gaiatsu.studies.field.missing import Question, imputed, weighted
from gaiatsu.studies.field.outcomes import Cell, double_change_bounds

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Details",
    "Sides",
    "TwoChanges",
    "blank_by_decade",
    "bounded",
    "compared",
    "double_change",
    "filled_in",
    "spread_of",
]

Details = dict[str, float | int | str]
Pair = tuple[Cell, Cell]
FloatArray = NDArray[np.float64]


def double_change(asked: FloatArray, against: FloatArray) -> FloatArray:
    """Take one change from another: the difference in differences.

    Parameters
    ----------
    asked, against
        First and second value of each, such as rates before and after, 0 to 1; (2, ...).

    Returns
    -------
    numpy.ndarray
        The change of the first less that of the second, -2 to 2.

    Examples
    --------
    >>> float(double_change(np.array([0.75, 0.25]), np.array([0.5, 0.5])))
    -0.5
    """
    found: FloatArray = asked[1] - asked[0] - (against[1] - against[0])
    return found


@dataclass(frozen=True)
class TwoChanges:
    """Two pairs of samples whose changes are compared.

    Parameters
    ----------
    asked
        The pair in question, such as Japan before and after.
    against
        The pair it is set against, such as other targets before and after.
    """

    asked: Pair
    against: Pair

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All four samples."""
        return (*self.asked, *self.against)

    @property
    def smallest(self) -> int:
        """Coded cases in the smallest sample."""
        return min(cell.coded for cell in self.cells)

    @property
    def value(self) -> float:
        """Change of the pair in question less that of the other, coded cases only."""
        rates = np.array([[cell.share.rate for cell in pair] for pair in (self.asked, self.against)])
        return float(double_change(*rates))

    @property
    def bounds(self) -> tuple[float, float]:
        """Its smallest and largest value over every filling of the missing outcomes."""
        return double_change_bounds(self.asked, self.against)


@dataclass(frozen=True)
class Sides:
    """How a study names two samples, and what it asks of their difference.

    Parameters
    ----------
    names
        Names of the first and the second sample, such as ``before`` and ``after``.
    higher
        Place of the sample whose rate is the higher one if the article is right, 0 or 1.
    sizes
        Name of each size of the difference that is asked for, with that of its threshold.
    """

    names: tuple[str, str]
    higher: int
    sizes: Mapping[str, str]


def compared(design: Design, pair: Pair, names: tuple[str, str, str], *, sides: Sides) -> Estimate:
    """Compare the rates of two samples.

    Parameters
    ----------
    design
        Specification and cases.
    pair
        The two samples.
    names
        Estimator, coding and sample.
    sides
        What the samples are called, and which sizes of a difference matter.

    Returns
    -------
    Estimate
        Second rate less first, with the posterior interval under Jeffreys priors, the exact test, and the
        rates themselves in the details.
    """
    thresholds = design.specification.thresholds
    draws = int(thresholds["posterior_draws"])
    drawn = posterior_changes(pair, rng=design.generator(*names), draws=draws)
    high, low = pair[sides.higher], pair[1 - sides.higher]
    named = tuple(zip(sides.names, pair, strict=True))
    details: Details = {name: str(cell.share) for name, cell in named}
    details |= {f"rate_{name}": cell.share.rate for name, cell in named}
    details |= {f"missing_{name}": cell.missing for name, cell in named}
    for name, cell in named:
        details |= level(name, cell)
    details |= {name: exceeds(high, low, thresholds[limit]) for name, limit in sides.sizes.items()}
    found = change(*pair, drawn)
    return Estimate(
        *names,
        value=found["value"],
        low=found["low"],
        high=found["high"],
        p=found["p"],
        probability=exceeds(high, low),
        n=sum(cell.coded for cell in pair),
        details=details,
    )


def spread_of(draws: FloatArray) -> tuple[float, float, float]:
    """Summarize draws of a difference in differences.

    Parameters
    ----------
    draws
        From its posterior.

    Returns
    -------
    tuple of float
        Ends of the central 95 %, and a two-sided p-value of no difference, the draws taken as normal.

    Examples
    --------
    >>> low, high, p = spread_of(np.linspace(-1.0, 3.0, 401))
    >>> round(low, 2), round(high, 2), 0.3 < p < 0.4
    (-0.9, 2.9, True)
    """
    low, _, high = np.quantile(draws, CENTRAL)
    return float(low), float(high), normal_probability(float(draws.mean()), float(draws.std()))


def bounded(names: tuple[str, str, str], span: tuple[float, float], cells: Sequence[Cell]) -> Estimate:
    """Report what every filling of the missing outcomes could make of a comparison.

    Parameters
    ----------
    names
        Coding, sample and variant.
    span
        The smallest and the largest value.
    cells
        The samples that are compared.

    Returns
    -------
    Estimate
        Of the estimator ``bounds``, with the share of cases that have no outcome.
    """
    missing = sum(cell.missing for cell in cells)
    n = sum(cell.coded for cell in cells) + missing
    details: Details = {"missing": missing, "share_missing": missing / n if n else nan}
    return Estimate("bounds", *names, low=span[0], high=span[1], n=n, details=details)


def filled_in(
    design: Design, question: Question, names: tuple[str, str, str], *, stream: Sequence[str]
) -> Iterator[Estimate]:
    """Answer a question for all cases, outcomes missing at random.

    Parameters
    ----------
    design
        Specification and cases.
    question
        What is asked.
    names
        Coding, sample and variant.
    stream
        Name of the random stream of the imputations.

    Yields
    ------
    Estimate
        Of ``weighting`` and of ``imputation``.
    """
    n = len(question.cells)
    yield completed("weighting", names, weighted(question), n)
    draws = int(design.specification.thresholds["imputations"])
    rng = design.generator("imputation", *stream)
    yield completed("imputation", names, imputed(question, rng=rng, draws=draws), n)


def blank_by_decade(table: pl.DataFrame, groups: Mapping[str, NDArray[np.bool_]]) -> Iterator[Estimate]:
    """Count the cases without an outcome by group and decade of start.

    Parameters
    ----------
    table
        Cases, with ``outcome`` and ``start_year``.
    groups
        Rows of each group, by its name.

    Yields
    ------
    Estimate
        Of ``missingness``; the variant is the group and the decade, or ``all years``.
    """
    blank = table["outcome"].is_null().to_numpy()
    decade = table["start_year"].to_numpy() // 10 * 10
    for group, rows in groups.items():
        for ten in np.unique(decade):
            inside = rows & (decade == ten)
            if inside.any():
                yield blank_share(f"{group} {ten}s", inside, blank)
        yield blank_share(f"{group} all years", rows, blank)
