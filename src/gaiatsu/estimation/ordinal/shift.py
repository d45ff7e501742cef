"""What moving one term does to the probability of a yes, averaged over cases, with errors by cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, ndtr, ndtri

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal.design import OrdinalDesign
from gaiatsu.estimation.ordinal.penalized import fit_penalized

if TYPE_CHECKING:
    from gaiatsu.inference.status import Status

__all__ = ["Shift", "average_shift", "average_shifts"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Shift:
    """Change in a probability as one term goes from a low to a high value.

    Parameters
    ----------
    term
        The term that is moved.
    low, high
        Its two values, in its own unit.
    estimate
        Change in the probability, averaged over the cases, -1 to 1.
    standard_error
        By the delta method, from a covariance clustered as asked.
    cases, clusters
        How many cases and clusters stand behind it.
    status
        How the fit ended.
    """

    term: str
    low: float
    high: float
    estimate: float
    standard_error: float
    cases: int
    clusters: int
    status: Status

    def interval(self, level: float = 0.90) -> tuple[float, float]:
        """Give the normal interval of the change."""
        reach = float(ndtri(0.5 + level / 2.0)) * self.standard_error
        return self.estimate - reach, self.estimate + reach

    @property
    def p(self) -> float:
        """Two-sided p-value of no change."""
        return float(2.0 * ndtr(-abs(self.estimate) / self.standard_error))

    def equivalence_p(self, margin: float) -> float:
        """Give the p-value of two one-sided tests that the change lies within a margin of zero.

        Parameters
        ----------
        margin
            Largest change that still counts as none, above 0.

        Returns
        -------
        float
            The larger of the two one-sided p-values: small where the change is shown to be about none.

        References
        ----------
        schuirmann1987

        Examples
        --------
        >>> from gaiatsu.inference.status import Status
        >>> shift = Shift("x", 0.0, 1.0, 0.0, 0.05, 100, 100, Status.CONVERGED)
        >>> round(shift.equivalence_p(0.1), 4)
        0.0228
        """
        above = ndtr((self.estimate - margin) / self.standard_error)
        below = ndtr(-(self.estimate + margin) / self.standard_error)
        return float(max(above, below))


def average_shift(
    design: OrdinalDesign,
    term: str,
    *,
    between: tuple[float, float],
    clusters: ArrayLike,
    strength: float = 1.0,
) -> Shift:
    """Estimate what moving one term does to the probability of a concession, with errors by cluster.

    A coefficient says nothing about size, and cases of one dyad are not independent. This turns a penalized
    logit into points of probability, whose error allows for both.

    Parameters
    ----------
    design
        Yes-or-no outcomes and terms.
    term
        The term to move.
    between
        Low and high value it is moved between.
    clusters
        Label of each case's cluster.
    strength
        Pseudo-cases behind each weight.

    Returns
    -------
    Shift
        Points of probability, read as: a case like these would be so much likelier to end in a concession.

    Raises
    ------
    InvalidSpecification
        If the outcome has more than two grades, or labels are too few.

    Notes
    -----
    ``mean_i [s(eta_i(high)) - s(eta_i(low))]`` with the logistic function s. Covariance
    ``A^-1 (G/(G-1) sum_g u_g u_g') A^-1`` with A the penalized information and u_g the sum of the scores of
    cluster g.

    References
    ----------
    greenland_mansournia2015; cameron_miller2015

    Examples
    --------
    >>> x = np.repeat([0.0, 1.0], 50)
    >>> y = np.concatenate([np.arange(50) < 10, np.arange(50) < 30]).astype(int)
    >>> design = OrdinalDesign(y, x[:, None], ("x",), categories=2)
    >>> shift = average_shift(design, "x", between=(0.0, 1.0), clusters=np.arange(100), strength=0.0)
    >>> round(shift.estimate, 3), round(shift.standard_error, 3)
    (0.4, 0.09)
    """
    return average_shifts(design, {term: between}, clusters=clusters, strength=strength)[0]


def average_shifts(
    design: OrdinalDesign,
    between: dict[str, tuple[float, float]],
    *,
    clusters: ArrayLike,
    strength: float = 1.0,
) -> tuple[Shift, ...]:
    """Estimate `average_shift` for several terms of one fit.

    Parameters
    ----------
    design
        Yes-or-no outcomes and terms.
    between
        Low and high value by term.
    clusters
        Label of each case's cluster.
    strength
        Pseudo-cases behind each weight.

    Returns
    -------
    tuple of Shift
        In the order of ``between``.

    Raises
    ------
    InvalidSpecification
        If the outcome has more than two grades, or labels are too few.
    """
    labels = np.unique(np.asarray(clusters), return_inverse=True)[1]
    if design.categories != 2 or len(labels) != len(design.y):
        msg = f"A shift was asked of {design.categories} grades and {len(labels)} labels of clusters."
        raise InvalidSpecification(msg, expected=f"2 grades and {len(design.y)} labels")
    fit = fit_penalized(design, "logit", strength=strength)
    rows = np.column_stack([design.X, -np.ones(len(design.y))])
    residuals = design.counts * (design.y - expit(rows @ fit.estimate))
    covariance = _clustered(fit.covariance, residuals[:, None] * rows, labels)
    return tuple(
        _shift(design, term, ends, estimate=fit.estimate, covariance=covariance, found=(labels, fit.status))
        for term, ends in between.items()
    )


def _clustered(inverse: FloatArray, scores: FloatArray, labels: NDArray[np.intp]) -> FloatArray:
    groups = int(labels.max()) + 1
    sums = np.zeros((groups, scores.shape[1]))
    np.add.at(sums, labels, scores)
    factor = groups / (groups - 1.0) if groups > 1 else np.nan
    return np.asarray(inverse @ (factor * sums.T @ sums) @ inverse)


def _shift(
    design: OrdinalDesign,
    term: str,
    ends: tuple[float, float],
    *,
    estimate: FloatArray,
    covariance: FloatArray,
    found: tuple[NDArray[np.intp], Status],
) -> Shift:
    column = design.terms.index(term)
    weight = design.counts / design.counts.sum()
    chances, slopes = [], []
    for end in ends:
        rows = np.column_stack([design.X, -np.ones(len(design.y))])
        rows[:, column] = end
        chance = expit(rows @ estimate)
        chances.append(weight @ chance)
        slopes.append(weight @ ((chance * (1.0 - chance))[:, None] * rows))
    gradient = slopes[1] - slopes[0]
    error = float(np.sqrt(gradient @ covariance @ gradient))
    labels, status = found
    size = float(chances[1] - chances[0])
    low, high = ends
    cases = round(float(design.counts.sum()))
    return Shift(term, low, high, size, error, cases, int(labels.max()) + 1, status)
