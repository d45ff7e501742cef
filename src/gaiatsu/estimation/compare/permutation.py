"""Chance: how often it would line up the outcomes with a series as well as this.

Episodes of one demand type keep their type and change years with each other. Under the adjacent-category
logit the sum of outcome times covariate is sufficient for the covariate's effect, so the permutation of that
sum is the exact conditional test of the effect, like with like.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial, prod

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["PermutationTest", "exact_permutation", "permute", "sampled_permutation"]

TOLERANCE = 1e-9
LIMIT = 2_000_000
"""Arrangements that are counted one by one; beyond them they are drawn."""


@dataclass(frozen=True)
class PermutationTest:
    """Chance of a fit at least as good when years are dealt out at random within demand types.

    Parameters
    ----------
    statistic
        Best standardized fit over the lags, in standard deviations of the permutation law.
    p_value
        One-sided probability of at least that much.
    arrangements
        Arrangements behind the probability.
    exact
        Whether they were all counted; otherwise they were drawn.
    """

    statistic: float
    p_value: float
    arrangements: int
    exact: bool


def permute(
    outcomes: NDArray[np.int64],
    covariates: NDArray[np.float64],
    strata: NDArray[np.int64],
    *,
    rng: np.random.Generator,
) -> PermutationTest | None:
    """Count the arrangements where that is quick, draw them where it is not.

    Parameters
    ----------
    outcomes, covariates, strata
        As in :func:`exact_permutation`.
    rng
        Generator for drawing.

    Returns
    -------
    PermutationTest or None
        ``None`` where nothing differs within demand types, so that chance has nothing to rearrange.
    """
    x = np.atleast_2d(np.asarray(covariates, dtype=float))
    groups = [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    if not _varies(x, groups).any() or all(np.ptp(outcomes[group]) == 0 for group in groups):
        return None
    if prod(_arrangements(outcomes[group]) for group in groups) > LIMIT:
        return sampled_permutation(outcomes, covariates, strata, rng=rng)
    return exact_permutation(outcomes, covariates, strata)


def exact_permutation(
    outcomes: NDArray[np.int64], covariates: NDArray[np.float64], strata: NDArray[np.int64]
) -> PermutationTest:
    """Count every way of dealing the episodes' years out within demand types.

    Parameters
    ----------
    outcomes
        Grade of concession of each episode.
    covariates
        The mechanism's values, shape (lag, episode) or (episode,), signed so that more means more concession.
    strata
        Demand type of each episode; years change hands only within one.

    Returns
    -------
    PermutationTest
        The test of the best lag: its p-value pays for having looked at all of them.

    Raises
    ------
    InvalidSpecification
        When there are more than two million arrangements; use :func:`sampled_permutation`.

    Notes
    -----
    T_l = (sum_i y_i x_il - E) / SD with the mean and standard deviation of the permutation law;
    p = share of arrangements with max_l T_l at least as large as observed (`agresti1992`).

    References
    ----------
    agresti1992

    Examples
    --------
    >>> test = exact_permutation(np.array([3, 3, 0, 0]), np.array([2.0, 1.0, 0.0, -1.0]), np.zeros(4, int))
    >>> test.p_value, test.arrangements
    (0.16666666666666666, 6)
    """
    x, groups = _prepare(outcomes, covariates, strata)
    size = prod(_arrangements(outcomes[group]) for group in groups)
    if size > LIMIT:
        what = f"Counting {size} arrangements would take too long."
        raise InvalidSpecification(
            what,
            expected=f"at most {LIMIT}",
            todo="Draw arrangements with sampled_permutation instead.",
        )
    mean, deviation = _moments(outcomes, x, groups)
    observed = float(np.max((x @ outcomes - mean) / deviation))
    sums = [_group_sums(outcomes[group], x[:, group]) for group in groups]
    count = _count_at_least(sums, mean, deviation, observed - TOLERANCE)
    return PermutationTest(observed, count / size, size, exact=True)


def sampled_permutation(
    outcomes: NDArray[np.int64],
    covariates: NDArray[np.float64],
    strata: NDArray[np.int64],
    *,
    rng: np.random.Generator,
    draws: int = 2_000,
) -> PermutationTest:
    """Draw arrangements where there are too many to count.

    Parameters
    ----------
    outcomes, covariates, strata
        As in :func:`exact_permutation`.
    rng
        Generator of the arrangements.
    draws
        Arrangements to draw; the observed one is added to them, so the p-value is never 0.

    Returns
    -------
    PermutationTest
        With ``exact`` false.
    """
    x, groups = _prepare(outcomes, covariates, strata)
    mean, deviation = _moments(outcomes, x, groups)
    observed = float(np.max((x @ outcomes - mean) / deviation))
    drawn = np.tile(outcomes, (draws, 1))
    for group in groups:
        drawn[:, group] = rng.permuted(drawn[:, group], axis=1)
    best = np.max((drawn @ x.T - mean) / deviation, axis=1)
    hits = int(np.sum(best >= observed - TOLERANCE))
    return PermutationTest(observed, (hits + 1) / (draws + 1), draws, exact=False)


def _prepare(
    outcomes: NDArray[np.int64], covariates: NDArray[np.float64], strata: NDArray[np.int64]
) -> tuple[NDArray[np.float64], list[NDArray[np.int64]]]:
    """Covariates that vary within a stratum, as (lag, episode), and the members of each stratum."""
    x = np.atleast_2d(np.asarray(covariates, dtype=float))
    groups = [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    varies = _varies(x, groups)
    mixed = any(np.ptp(outcomes[group]) > 0 for group in groups)
    if not varies.any() or not mixed:
        what = "No episode can change years with another: within demand types nothing differs."
        raise InvalidSpecification(
            what,
            expected="a covariate and outcomes that vary within at least one demand type",
        )
    return x[varies], groups


def _varies(x: NDArray[np.float64], groups: list[NDArray[np.int64]]) -> NDArray[np.bool_]:
    """Which lags differ between episodes of one stratum."""
    return np.array([any(np.ptp(row[group]) > TOLERANCE for group in groups) for row in x])


def _moments(
    outcomes: NDArray[np.int64], x: NDArray[np.float64], groups: list[NDArray[np.int64]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and standard deviation of the sum under permutation, for each lag (Hoeffding's formulas)."""
    mean = np.zeros(x.shape[0])
    variance = np.zeros(x.shape[0])
    for group in groups:
        y, values = outcomes[group].astype(float), x[:, group]
        mean += y.sum() * values.mean(axis=1)
        if group.size > 1:
            centered = values - values.mean(axis=1, keepdims=True)
            variance += np.sum((y - y.mean()) ** 2) * np.sum(centered**2, axis=1) / (group.size - 1)
    return mean, np.sqrt(np.maximum(variance, TOLERANCE**2))


def _arrangements(y: NDArray[np.int64]) -> int:
    """Different orders in which a stratum's outcomes can stand."""
    return factorial(y.size) // prod(factorial(int(count)) for count in np.bincount(y))


def _orders(counts: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Every different order of a multiset, given how often each grade occurs."""
    if sum(counts) == 0:
        return [()]
    return [
        (grade, *rest)
        for grade, count in enumerate(counts)
        if count
        for rest in _orders(tuple(c - (k == grade) for k, c in enumerate(counts)))
    ]


def _group_sums(y: NDArray[np.int64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Every sum a stratum can give, shape (arrangement, lag)."""
    return np.array(_orders(tuple(np.bincount(y).tolist())), dtype=float) @ x.T


def _count_at_least(
    sums: list[NDArray[np.float64]], mean: NDArray[np.float64], deviation: NDArray[np.float64], limit: float
) -> int:
    """Arrangements whose best lag reaches the limit."""
    first, *others = sorted(sums, key=len, reverse=True)
    partial = np.zeros((1, mean.size))
    for part in others:
        partial = (partial[:, None, :] + part[None, :, :]).reshape(-1, mean.size)
    thresholds = mean + limit * deviation
    return sum(int(np.sum(np.any(partial + row >= thresholds, axis=1))) for row in first)
