"""Evidence and leave-one-out prediction by integrating over the prior.

Fifteen episodes do not narrow a prior much, and then the simplest integral is the best: spread points
evenly over the prior, weigh each by the probability it gives the outcomes. One pass yields the evidence,
the evidence without each case, the prediction of each case from all others and the posterior, with no fit
that could fail and nothing approximated but the sum itself, whose error is shown. The uncertain course of
a mechanism costs nothing extra: each point brings its own.

Where cases are many the points that matter become few; the effective number says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp, ndtri
from scipy.stats import qmc

from gaiatsu.errors import InvalidSpecification
from gaiatsu.inference.priors import Prior
from gaiatsu.theory.parameters import DEFAULT

__all__ = [
    "Cases",
    "Integral",
    "Nodes",
    "ThresholdPrior",
    "draw_of_point",
    "integrate",
    "prior_nodes",
    "reweigh",
]

Floats = NDArray[np.float64]
EDGE = 1e-12


@dataclass(frozen=True)
class Cases:
    """Outcomes in grades, and the strata that differ in how hard each grade is to reach.

    Parameters
    ----------
    outcomes
        Grade of each case, from 0 to ``categories - 1``.
    strata
        Stratum of each case, from 0 (the demand type).
    categories
        Number of grades.
    """

    outcomes: NDArray[np.int64]
    strata: NDArray[np.int64]
    categories: int

    def __post_init__(self) -> None:
        if self.outcomes.size != self.strata.size or self.outcomes.size < 2:
            what = f"{self.outcomes.size} outcomes came with {self.strata.size} strata."
            raise InvalidSpecification(what, expected="one stratum for each of at least two outcomes")
        if self.outcomes.min() < 0 or self.outcomes.max() >= self.categories or self.strata.min() < 0:
            what = f"An outcome or a stratum lies outside 0 to {self.categories - 1}."
            raise InvalidSpecification(what, expected="grades below the number of categories, strata from 0")

    @property
    def size(self) -> int:
        """Number of cases."""
        return int(self.outcomes.size)


@dataclass(frozen=True)
class ThresholdPrior:
    """Prior of what makes each grade hard to reach; that of the theory when left out.

    Parameters
    ----------
    first
        Prior of the first threshold.
    gap
        Prior of the distance from each threshold to the next.
    departure
        Prior of the departure of each stratum from each threshold.
    """

    first: Prior = DEFAULT["threshold_first"].prior
    gap: Prior = DEFAULT["threshold_gap"].prior
    departure: Prior = DEFAULT["threshold_by_demand"].prior


@dataclass(frozen=True)
class Nodes:
    """Points spread evenly over the prior, the same for every model that is compared.

    Parameters
    ----------
    base
        Odds of each grade against none at a payoff of zero: the exponential of minus the thresholds
        summed up to it, shape (grade, point, stratum).
    slopes
        Standard normal points for the models' own coefficients, shape (point, slope).
    replicates
        Independently shifted copies that the points consist of; they give the error of the integral.
    """

    base: Floats
    slopes: Floats
    replicates: int

    @property
    def size(self) -> int:
        """Number of points."""
        return int(self.slopes.shape[0])


@dataclass(frozen=True)
class Integral:
    """What the outcomes say about one model.

    Parameters
    ----------
    log_evidence
        Log probability of all outcomes.
    log_evidence_se
        Standard error of that integral, from its replicates.
    left_out
        Log probability of the outcomes without each case.
    predictions
        Category probabilities of each case given all others, shape (case, category).
    log_likelihood
        Log likelihood of each point.
    weights
        Posterior probability of each point.
    expected
        Expected grade of each case at each point, shape (point, case).
    effective
        Effective number of points behind the posterior.
    effective_left_out
        The smallest such number when a case is left out.
    """

    log_evidence: float
    log_evidence_se: float
    left_out: Floats
    predictions: Floats
    log_likelihood: Floats
    weights: Floats
    expected: Floats
    effective: float
    effective_left_out: float


def prior_nodes(
    cases: Cases,
    *,
    slopes: int,
    rng: np.random.Generator,
    prior: ThresholdPrior | None = None,
    exponent: int = 11,
    replicates: int = 8,
) -> Nodes:
    """Spread points over the prior of the thresholds and of the standardized slopes.

    Parameters
    ----------
    cases
        The outcomes the points will be weighed by; they fix strata and grades only.
    slopes
        Number of coefficients the models may use.
    rng
        Generator that shifts the points.
    prior
        Prior of the thresholds.
    exponent
        Each replicate holds 2 to this power points.
    replicates
        Independently shifted copies, at least 2.

    Returns
    -------
    Nodes
        Scrambled Sobol points through the normal quantile function.

    References
    ----------
    owen1998

    Examples
    --------
    >>> cases = Cases(np.array([0, 1]), np.array([0, 0]), 2)
    >>> prior_nodes(cases, slopes=1, rng=np.random.default_rng(1), exponent=4).size
    128
    """
    chosen = ThresholdPrior() if prior is None else prior
    steps, strata = cases.categories - 1, int(cases.strata.max()) + 1
    uniform = [
        qmc.Sobol(steps * (1 + strata) + slopes, rng=int(rng.integers(2**62))).random_base2(exponent)
        for _ in range(replicates)
    ]
    normal = ndtri(np.clip(np.concatenate(uniform), EDGE, 1.0 - EDGE))
    first = chosen.first.constrain(normal[:, :1])
    gaps = chosen.gap.constrain(normal[:, 1:steps])
    common = np.cumsum(np.concatenate([first, gaps], axis=1), axis=1)
    departures = chosen.departure.constrain(normal[:, steps : steps * (1 + strata)])
    thresholds = common[:, None, :] + departures.reshape(-1, strata, steps)
    odds = np.exp(-np.cumsum(np.moveaxis(thresholds, 2, 0), axis=0))
    base = np.concatenate([np.ones((1, *odds.shape[1:])), odds])
    return Nodes(base, normal[:, steps * (1 + strata) :], replicates)


def integrate(cases: Cases, nodes: Nodes, predictor: Floats) -> Integral:
    """Weigh the points of the prior by what they say about the outcomes.

    Parameters
    ----------
    cases
        Outcomes and strata.
    nodes
        Points of the prior.
    predictor
        The model's payoff of conceding at each point, shape (point, case) or broadcastable to it.

    Returns
    -------
    Integral
        Evidence, leave-one-out predictions and posterior.

    Notes
    -----
    With the adjacent-category logit log p(y)/p(y-1) = eta - alpha_y and points t of the prior,

        Z = mean_t prod_i p_t(y_i),   Z_-i = mean_t prod_{j != i} p_t(y_j),
        p(y | y_-i) = mean_t p_t(y) prod_{j != i} p_t(y_j) / Z_-i.

    Every leave-one-out prediction is an integral of its own over the same points, not a correction of the
    fit to all cases.

    Examples
    --------
    A coin with a uniform prior on the log odds scale, seen to fall on one side four times out of four:

    >>> cases = Cases(np.array([1, 1, 1, 1]), np.zeros(4, dtype=int), 2)
    >>> nodes = prior_nodes(cases, slopes=0, rng=np.random.default_rng(1))
    >>> result = integrate(cases, nodes, np.zeros((1, 1)))
    >>> bool(0.6 < result.predictions[0, 1] < 0.9)
    True
    """
    probabilities = _probabilities(cases, nodes, predictor)
    observed = np.log(np.take_along_axis(probabilities, cases.outcomes[None, None, :], axis=0)[0])
    total = observed.sum(axis=1)
    log_evidence, error = _mean_log(total, nodes.replicates)
    without = total[:, None] - observed
    highest = without.max(axis=0)
    shares = np.exp(without - highest)
    sums = shares.sum(axis=0)
    shares /= sums
    predictions = np.einsum("ti,kti->ik", shares, probabilities)
    weights = np.exp(total - log_evidence) / nodes.size
    return Integral(
        log_evidence,
        error,
        np.log(sums / nodes.size) + highest,
        predictions / predictions.sum(axis=1, keepdims=True),
        total,
        weights / weights.sum(),
        np.einsum("kti,k->ti", probabilities, np.arange(cases.categories, dtype=float)),
        float(1.0 / np.sum(weights**2)),
        float(np.min(1.0 / np.sum(shares**2, axis=0))),
    )


def reweigh(integral: Integral, log_ratio: Floats) -> tuple[float, Floats]:
    """Evidence and posterior under another prior of the same coefficients.

    Parameters
    ----------
    integral
        Result under the prior the points were spread over.
    log_ratio
        Log of the other prior's density over the first's at each point.

    Returns
    -------
    tuple
        Log evidence and the weight of each point.
    """
    weight = integral.log_likelihood + log_ratio
    total = float(logsumexp(weight))
    return total - float(np.log(weight.size)), np.exp(weight - total)


def draw_of_point(draws: int, nodes: Nodes) -> NDArray[np.int64]:
    """Which draw of an uncertain quantity each point carries: every replicate runs through all of them.

    Parameters
    ----------
    draws
        Number of draws.
    nodes
        Points of the prior.

    Returns
    -------
    numpy.ndarray
        Position of a draw for each point.
    """
    each = nodes.size // nodes.replicates
    return np.tile(np.arange(each) * draws // each, nodes.replicates)


def _probabilities(cases: Cases, nodes: Nodes, predictor: Floats) -> Floats:
    """Probability of each grade, shape (grade, point, case)."""
    odds = np.exp(np.broadcast_to(predictor, (nodes.size, cases.size)))
    result = np.empty((cases.categories, nodes.size, cases.size))
    power = np.ones_like(odds)
    for grade in range(cases.categories):
        np.multiply(nodes.base[grade][:, cases.strata], power, out=result[grade])
        power *= odds
    result /= result.sum(axis=0)
    return result


def _mean_log(total: Floats, replicates: int) -> tuple[float, float]:
    """Log of the mean of exponentials, with the standard error its replicates show."""
    parts = total.reshape(replicates, -1)
    each = logsumexp(parts, axis=1) - np.log(parts.shape[1])
    whole = float(logsumexp(each) - np.log(replicates))
    relative = np.exp(each - whole)
    return whole, float(np.std(relative, ddof=1) / np.sqrt(replicates))
