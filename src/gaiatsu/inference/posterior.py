"""From log densities to draws: mode, Laplace, importance sampling, and chains where that is not enough."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.inference.draws import Diagnostics
from gaiatsu.inference.importance import K_HAT_LIMIT, Weighted, importance, resample
from gaiatsu.inference.laplace import Laplace, laplace
from gaiatsu.inference.nuts import nuts
from gaiatsu.inference.status import Status
from gaiatsu.inference.targets import Target

__all__ = ["METHODS", "Sample", "posterior"]

FloatArray = NDArray[np.float64]

METHODS = ("auto", "importance", "nuts")
FEWEST_EFFECTIVE = 100.0
R_HAT_LIMIT = 1.01
_CHAINS = 4


@dataclass(frozen=True, eq=False)
class Sample:
    """Equally weighted draws from a stack of posteriors, on the unconstrained scale.

    Parameters
    ----------
    points
        Draws, (problem, draw, parameter).
    diagnostics
        What the sampler says about each problem.
    status
        How each problem ended.
    """

    points: FloatArray
    diagnostics: tuple[Diagnostics, ...]
    status: tuple[Status, ...]


def posterior(target: Target, *, rng: np.random.Generator, draws: int = 4000, method: str = "auto") -> Sample:
    """Draw from every posterior of a stack.

    Fifteen cases make posteriors that are close to their priors and to the normal law, so a Laplace
    approximation corrected by importance weights is nearly always enough and thousands of times faster than
    a Markov chain. Whether it is enough is checked for each problem by k-hat, never assumed.

    Parameters
    ----------
    target
        The stack.
    rng
        Source of all randomness.
    draws
        Draws a problem.
    method
        ``"auto"`` (importance sampling, then chains where k-hat exceeds 0.7), ``"importance"`` or ``"nuts"``.

    Returns
    -------
    Sample
        Draws, diagnostics, statuses.

    Raises
    ------
    InvalidSpecification
        If the method is unknown or no draws are asked for.

    References
    ----------
    vehtari2024, hoffman_gelman2014

    Examples
    --------
    >>> from gaiatsu.inference.targets import AutomaticTarget
    >>> target = AutomaticTarget(lambda z: -0.5 * ((z - 1.0) ** 2).sum(), 2, ())
    >>> sample = posterior(target, rng=np.random.default_rng(1), draws=1000)
    >>> sample.status[0].ok, round(sample.diagnostics[0].log_evidence, 1)
    (True, 1.8)
    """
    if method not in METHODS or draws < 1:
        msg = f"Posterior by {method!r} with {draws} draws cannot be computed."
        raise InvalidSpecification(
            msg,
            expected=f"one of {', '.join(METHODS)} and at least one draw",
        )
    approximation = laplace(target)
    weighted = importance(target, approximation, rng=rng, draws=draws)
    sample = _unweight(approximation, weighted, rng)
    chosen = {"auto": weighted.k_hat > K_HAT_LIMIT, "nuts": np.ones(target.problems, dtype=bool)}
    for problem in np.flatnonzero(chosen.get(method, np.zeros(target.problems, dtype=bool))):
        sample = _with_chains(sample, target, int(problem), approximation, rng)
    return sample


def _unweight(approximation: Laplace, weighted: Weighted, rng: np.random.Generator) -> Sample:
    draws = weighted.points.shape[1]
    points = np.empty_like(weighted.points)
    for problem, log_weights in enumerate(weighted.log_weights):
        usable = np.isfinite(log_weights).any()
        positions = resample(log_weights, rng, draws) if usable else np.arange(draws)
        points[problem] = weighted.points[problem, rng.permutation(positions)]
    diagnostics = tuple(
        Diagnostics(
            "importance",
            k_hat=float(weighted.k_hat[i]),
            ess=float(weighted.ess[i]),
            log_evidence=float(weighted.log_evidence[i]),
            log_evidence_se=float(weighted.log_evidence_se[i]),
        )
        for i in range(len(points))
    )
    status = tuple(
        _importance_status(first, record)
        for first, record in zip(approximation.status, diagnostics, strict=True)
    )
    return Sample(points, diagnostics, status)


def _importance_status(search: Status, diagnostics: Diagnostics) -> Status:
    if search is Status.NOT_FINITE:
        return search
    if diagnostics.k_hat is None or not diagnostics.k_hat <= K_HAT_LIMIT:
        return Status.UNRELIABLE_WEIGHTS
    return Status.CONVERGED if diagnostics.ess >= FEWEST_EFFECTIVE else Status.FEW_EFFECTIVE_DRAWS


def _with_chains(
    sample: Sample, target: Target, problem: int, approximation: Laplace, rng: np.random.Generator
) -> Sample:
    if sample.status[problem] is Status.NOT_FINITE:
        return sample
    draws = sample.points.shape[1]
    each = -(-draws // _CHAINS)
    noise = rng.standard_normal((_CHAINS, target.dimension))
    start = approximation.mode[problem] + noise @ approximation.factor[problem].T
    chains = nuts(target.potential(problem), start, rng=rng, draws=max(each, 250))
    points = sample.points.copy()
    points[problem] = chains.points.reshape(-1, target.dimension)[:draws]
    record = replace(
        sample.diagnostics[problem],
        method="nuts",
        ess=chains.ess,
        r_hat=chains.r_hat,
        divergences=chains.divergences,
    )
    diagnostics, status = list(sample.diagnostics), list(sample.status)
    diagnostics[problem], status[problem] = record, chain_status(record)
    return Sample(points, tuple(diagnostics), tuple(status))


def chain_status(diagnostics: Diagnostics) -> Status:
    """Judge chains by divergences, R-hat and effective draws, in that order.

    Examples
    --------
    >>> chain_status(Diagnostics("nuts", ess=900.0, r_hat=1.002, divergences=0)).ok
    True
    """
    if diagnostics.divergences:
        return Status.DIVERGENT
    if diagnostics.r_hat is None or not diagnostics.r_hat <= R_HAT_LIMIT:
        return Status.CHAINS_DISAGREE
    return Status.CONVERGED if diagnostics.ess >= FEWEST_EFFECTIVE else Status.FEW_EFFECTIVE_DRAWS
