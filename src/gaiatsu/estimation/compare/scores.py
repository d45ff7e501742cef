"""How well a model foretells a case it has not seen, and how many cases it takes to tell two models apart.

Scores are proper: no model can gain by saying anything but what it believes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["PairedDifference", "cases_needed", "log_scores", "paired_difference", "ranked_probability_scores"]

CONVENTIONAL = 2.0
"""Standard errors that a difference has to clear before it counts as one."""


def log_scores(probabilities: NDArray[np.float64], outcomes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Log probability that was given to what happened; higher is better.

    Parameters
    ----------
    probabilities
        Predicted probability of each category, shape (case, category).
    outcomes
        Category observed in each case, from 0.

    Returns
    -------
    numpy.ndarray
        One score a case, at most 0.

    Examples
    --------
    >>> log_scores(np.array([[0.25, 0.75]]), np.array([0])).round(4)
    array([-1.3863])
    """
    _check(probabilities, outcomes)
    return np.log(probabilities[np.arange(outcomes.size), outcomes])


def ranked_probability_scores(
    probabilities: NDArray[np.float64], outcomes: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Squared distance between the predicted and the observed cumulative outcome; lower is better.

    It honors the order of the grades: a nominal concession foretold as none is a smaller error than a full
    one foretold as none.

    Parameters
    ----------
    probabilities
        Predicted probability of each category, shape (case, category).
    outcomes
        Category observed in each case, from 0.

    Returns
    -------
    numpy.ndarray
        One score a case, from 0 to 1.

    Notes
    -----
    RPS = sum over k < K of (P(y <= k) - 1[y <= k])^2, divided by K - 1 (`epstein1969`).

    References
    ----------
    epstein1969

    Examples
    --------
    >>> ranked_probability_scores(np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]), np.array([1, 2]))
    array([0.5, 1. ])
    """
    _check(probabilities, outcomes)
    categories = probabilities.shape[1]
    predicted = np.cumsum(probabilities, axis=1)[:, :-1]
    observed = outcomes[:, None] <= np.arange(categories - 1)
    return np.asarray(np.sum((predicted - observed) ** 2, axis=1) / (categories - 1), dtype=float)


@dataclass(frozen=True)
class PairedDifference:
    """Difference of two models' scores on the same cases.

    Parameters
    ----------
    total
        Sum over cases of first minus second.
    standard_error
        Standard error of that sum over cases; ``nan`` for a single case.
    cases
        Number of cases.
    """

    total: float
    standard_error: float
    cases: int

    @property
    def verdict(self) -> str:
        """``better``, ``worse`` or ``cannot tell`` at two standard errors, where more is better."""
        if not np.isfinite(self.standard_error) or abs(self.total) <= CONVENTIONAL * self.standard_error:
            return "cannot tell"
        return "better" if self.total > 0.0 else "worse"


def paired_difference(first: NDArray[np.float64], second: NDArray[np.float64]) -> PairedDifference:
    """Compare two models' scores case by case.

    Two models see the same easy and hard cases, so their difference is known better than either's score.

    Parameters
    ----------
    first, second
        Scores of the two models on the same cases, in the same order.

    Returns
    -------
    PairedDifference
        Sum of the differences with its standard error.

    Notes
    -----
    se = sqrt(n) sd(d), d_i the difference on case i (`vehtari2017`, eq. 24).

    References
    ----------
    vehtari2017

    Examples
    --------
    >>> paired_difference(np.array([-0.1, -0.2, -0.3]), np.array([-0.5, -0.7, -0.6])).verdict
    'better'
    """
    if first.shape != second.shape or first.ndim != 1 or first.size == 0:
        what = f"Scores of shapes {first.shape} and {second.shape} cannot be paired."
        raise InvalidSpecification(
            what,
            expected="two vectors of the same cases",
        )
    difference = first - second
    spread = float(np.std(difference, ddof=1)) if difference.size > 1 else float("nan")
    return PairedDifference(float(difference.sum()), spread * difference.size**0.5, difference.size)


def cases_needed(truth: NDArray[np.float64], rival: NDArray[np.float64]) -> float:
    """Cases it takes before the true model is expected to lead its rival by two standard errors.

    The question a reader asks when a comparison cannot tell: how much more evidence would it take?

    Parameters
    ----------
    truth, rival
        Probabilities of each category that the two models give to cases like these, shape (case, category);
        the first is taken to be true.

    Returns
    -------
    float
        Number of cases (not rounded); infinity when the two models predict the same.

    Notes
    -----
    The log ratio of the predictions has, under the first model, mean m = KL(truth || rival) and standard
    deviation s over cases and outcomes; n = (2 s / m)^2 makes m n twice the standard error s sqrt(n).

    Examples
    --------
    >>> round(cases_needed(np.array([[0.2, 0.8]]), np.array([[0.5, 0.5]])), 1)
    33.1
    """
    log_ratio = np.log(truth) - np.log(rival)
    weights = truth / truth.shape[0]
    mean = float(np.sum(weights * log_ratio))
    variance = float(np.sum(weights * (log_ratio - mean) ** 2))
    if mean <= 1e-12:
        return float("inf")
    return CONVENTIONAL**2 * variance / mean**2


def _check(probabilities: NDArray[np.float64], outcomes: NDArray[np.int64]) -> None:
    if probabilities.ndim != 2 or probabilities.shape[0] != outcomes.size or outcomes.size == 0:
        what = f"Predictions of shape {probabilities.shape} were scored against {outcomes.size} outcomes."
        raise InvalidSpecification(
            what,
            expected="one row of category probabilities for each outcome",
        )
    if not np.allclose(probabilities.sum(axis=1), 1.0, atol=1e-6):
        what = "The predicted probabilities of a case do not sum to 1."
        raise InvalidSpecification(what, expected="rows that sum to 1")
