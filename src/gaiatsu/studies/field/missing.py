"""Missing outcomes, if they are missing at random: weighting and multiple imputation."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from gaiatsu.numerics.special import expit
from gaiatsu.studies.field.logit import fitted

__all__ = ["Filled", "Question", "imputed", "weighted"]

FloatArray = NDArray[np.float64]

LOWEST_CHANCE = 0.02
"""Chances of having an outcome are not taken as lower, so that no case weighs more than fifty."""


@dataclass(frozen=True, eq=False)
class Question:
    """A sum of rates, some with a minus, asked of cases of which some have no outcome.

    Parameters
    ----------
    y
        0, 1, or not a number where no outcome is coded.
    cells
        Cell of each case, from 0.
    signs
        Weight of the rate of each cell in the sum, such as (-1, 1) for a change.
    X
        Circumstances on which outcomes may depend, (case, term), beside the cells.
    """

    y: FloatArray
    cells: NDArray[np.int64]
    signs: tuple[float, ...]
    X: FloatArray

    @property
    def design(self) -> FloatArray:
        """Circumstances and all cells but the first, as columns."""
        dummies = [self.cells == cell for cell in range(1, len(self.signs))]
        return np.column_stack([*(dummy.astype(float) for dummy in dummies), self.X])


@dataclass(frozen=True)
class Filled:
    """An estimate that speaks for all cases.

    Parameters
    ----------
    value, error
        Estimate and standard error.
    share_missing
        Cases without an outcome, over all.
    extra
        For weights, the largest; for imputation, the share of the variance that is due to what is missing.
    """

    value: float
    error: float
    share_missing: float
    extra: float


def weighted(question: Question) -> Filled:
    """Weight each coded case by one over its chance of being coded.

    Parameters
    ----------
    question
        What is asked.

    Returns
    -------
    Filled
        Weights are taken as known, which makes the standard error a little too large.

    References
    ----------
    seaman_white2013
    """
    known = ~np.isnan(question.y)
    X = question.design
    chance = np.ones(len(known))
    if not known.all():
        fit = fitted(known.astype(float), X, tuple(map(str, range(X.shape[1]))))
        chance = expit(np.column_stack([X, -np.ones(len(X))]) @ fit.estimate)
    weights = known / np.maximum(chance, LOWEST_CHANCE)
    value, variance = 0.0, 0.0
    for cell, sign in enumerate(question.signs):
        inside = known & (question.cells == cell)
        w, y = weights[inside], question.y[inside]
        rate = float(w @ y / w.sum())
        shrunk = (w @ y + 0.5) / (w.sum() + 1)
        effective = w.sum() ** 2 / (w @ w)
        value += sign * rate
        variance += sign**2 * shrunk * (1 - shrunk) / (effective + 1)
    return Filled(value, sqrt(variance), float(1 - known.mean()), float(weights.max()))


def imputed(question: Question, *, rng: np.random.Generator, draws: int) -> Filled:
    """Draw the missing outcomes many times and combine the answers.

    Parameters
    ----------
    question
        What is asked.
    rng
        Source of the draws.
    draws
        Imputations.

    Returns
    -------
    Filled
        Combined by Rubin's rules.

    References
    ----------
    rubin1987
    """
    known = ~np.isnan(question.y)
    X = question.design
    fit = fitted(question.y[known], X[known], tuple(map(str, range(X.shape[1]))))
    points = rng.multivariate_normal(fit.estimate, fit.covariance, size=draws, method="eigh")
    chances = expit(points @ np.column_stack([X, -np.ones(len(X))])[~known].T)
    filled = (rng.random(chances.shape) < chances).astype(float)
    values, within = np.zeros(draws), np.zeros(draws)
    for cell, sign in enumerate(question.signs):
        inside = question.cells == cell
        total = inside.sum()
        successes = question.y[known & inside].sum() + filled[:, inside[~known]].sum(axis=1)
        shrunk = (successes + 0.5) / (total + 1)
        values += sign * successes / total
        within += sign**2 * shrunk * (1 - shrunk) / (total + 1)
    between = float(values.var(ddof=1))
    variance = float(within.mean()) + (1 + 1 / draws) * between
    extra = (1 + 1 / draws) * between / variance
    return Filled(float(values.mean()), sqrt(variance), float(1 - known.mean()), extra)
