"""Bayesian estimation of the crisis game: chains, importance sampling as a fast path, and the evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.priors import CoefficientPrior
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.estimation.signalling.slopes import anchor
from gaiatsu.estimation.signalling.target import GameTarget, game_target
from gaiatsu.inference.bridge import bridge
from gaiatsu.inference.draws import Diagnostics, Draws
from gaiatsu.inference.importance import K_HAT_LIMIT, propose, refit, resample, tail_shape
from gaiatsu.inference.laplace import Laplace, laplace
from gaiatsu.inference.nuts import Chains, Tuning, nuts
from gaiatsu.inference.posterior import FEWEST_EFFECTIVE, chain_status
from gaiatsu.inference.ridge import Ridge, Straight, follow_ridge
from gaiatsu.inference.status import Status

__all__ = ["Effort", "Evidence", "GamePosterior", "log_evidence", "sample_posterior", "weighted_posterior"]

FloatArray = NDArray[np.float64]

_SPREAD: Final = 1.5
"""Chains start from scores this much wider than the posterior's."""

_TOO_LOW: Final = 5.0
"""Starts whose log density is more than this many times the dimension below the mode are drawn in."""

_HEAVY: Final = 8.0
"""Degrees of freedom of the law along the ridge that importance draws come from."""

_WIDE: Final = 1.2
"""Importance draws are this much wider than the map says: weights from a narrow law have no variance."""

_REFITS: Final = 6
"""How often a law may be fitted to weighted draws; jumps of the likelihood bend no ridge."""


@dataclass(frozen=True)
class Effort:
    """How much is drawn.

    Parameters
    ----------
    chains, draws, warmup
        Chains, and transitions kept and thrown away in each.
    weighted
        Importance draws, which check the chains and give the evidence.
    accept
        Mean acceptance the chains' step size aims at.
    """

    chains: int = 2
    draws: int = 1000
    warmup: int = 300
    weighted: int = 2000
    accept: float = 0.9


@dataclass(frozen=True)
class Evidence:
    """Log marginal likelihood, three ways.

    Parameters
    ----------
    laplace
        One normal law at the mode.
    importance
        Importance sampling from the ridge.
    standard_error
        Monte Carlo standard error of that.
    k_hat
        Pareto shape of its weights; above .7 it is not relied on.
    ess
        Effective number of its draws.
    bridge
        Bridge between those draws and the chains'; None where no chains were run.
    status
        Whether the importance weights can be relied on, or else how the search for the mode ended.
    """

    laplace: float
    importance: float
    standard_error: float
    k_hat: float
    ess: float
    bridge: float | None
    status: Status


@dataclass(frozen=True, eq=False)
class GamePosterior:
    """Posterior of the coefficients of the crisis game.

    Parameters
    ----------
    draws
        ``coefficient``, with the log likelihood of each game.
    evidence
        Log marginal likelihood.
    mode
        Coefficients with the greatest posterior density on the scale of the priors' normal scores.
    several
        Share of draws in which each game has more than one equilibrium.
    starts
        Where the chains began; chains by coefficients.
    bent
        Whether the weakest direction could be followed as a ridge.
    """

    draws: Draws
    evidence: Evidence
    mode: FloatArray
    several: FloatArray
    starts: FloatArray
    bent: bool


def sample_posterior(
    design: GameDesign,
    priors: tuple[CoefficientPrior, ...],
    *,
    rng: np.random.Generator,
    start: FloatArray,
    selection: Selection = Selection.MIXTURE,
    effort: Effort | None = None,
) -> GamePosterior:
    r"""Draw from the posterior by Hamiltonian Monte Carlo.

    What the data leave open is shown as width and not as a failed fit: constants that the likelihood can
    hardly tell apart keep the prior's spread. Where a game has several equilibria the likelihood averages
    over the stable ones, since any may have been played; picking the likeliest after seeing the outcomes
    would make no law of the outcomes.

    Parameters
    ----------
    design
        Counts and regressors.
    priors
        One a coefficient: `independent_priors` or `theory_priors`.
    rng
        Source of all randomness.
    start
        Coefficients from which the mode is searched, beside the center of the priors; the maximum
        likelihood estimate is a good choice.
    selection
        Which equilibrium a game is taken to play.
    effort
        Chains and draws.

    Returns
    -------
    GamePosterior
        Labelled draws, evidence, status, and how often games had several equilibria.

    Notes
    -----
    The no-U-turn sampler runs on normal scores of the ridge (`follow_ridge`), in which the posterior is
    nearly standard normal, with exact gradients by the implicit function theorem (`at_points`). The mixture
    jumps where equilibria appear or vanish; the sampler stays valid, since it accepts by the density itself,
    and a jump costs acceptance.

    References
    ----------
    hoffman_gelman2014; crismancox_gibilisco2021; vehtari2021
    """
    chosen = effort or Effort()
    found = _prepared(design, priors, selection, start)
    weighted = _along_ridge(found, rng, chosen.weighted)
    began = _dispersed(found, rng, chosen.chains)
    tuning = Tuning(accept=chosen.accept)
    potential = found.target.mapped(found.scores)
    chains = nuts(potential, began, rng=rng, draws=chosen.draws, warmup=chosen.warmup, tuning=tuning)
    scores = chains.points.reshape(-1, chains.points.shape[2])
    points, log_jacobian = found.scores.points(scores)
    at = _many(found.target, points)
    density = at[0].sum(axis=1) + found.target.log_prior(points) + log_jacobian
    ratios = density - _log_proposal(scores)
    bridged, _ = bridge(ratios, weighted.log_weights, ess=min(chains.ess, float(len(scores))))
    evidence = replace(_evidence(found, weighted), bridge=bridged)
    shape = chains.points.shape[:2]
    coefficients = found.target.coefficients(points).reshape(*shape, -1)
    diagnostics = _diagnostics(chains, evidence)
    status = chain_status(diagnostics)
    draws = _labelled(found, coefficients, at[0].reshape(*shape, -1), diagnostics=diagnostics, status=status)
    starts = found.target.coefficients(found.scores.points(began)[0])
    return GamePosterior(draws, evidence, found.mode, at[1], starts, isinstance(found.scores, Ridge))


def weighted_posterior(
    design: GameDesign,
    priors: tuple[CoefficientPrior, ...],
    *,
    rng: np.random.Generator,
    start: FloatArray,
    selection: Selection = Selection.MIXTURE,
    effort: Effort | None = None,
) -> GamePosterior:
    """Draw from the posterior by importance sampling: the fast path, with its own alarm.

    Parameters
    ----------
    design
        Counts and regressors.
    priors
        One a coefficient.
    rng
        Source of all randomness.
    start
        Coefficients from which the mode is searched, beside the center of the priors.
    selection
        Which equilibrium a game is taken to play.
    effort
        Number of weighted draws; the rest is not used.

    Returns
    -------
    GamePosterior
        As many equally weighted draws, some repeated; their status says whether the weights can be relied on.

    References
    ----------
    vehtari2024
    """
    chosen = effort or Effort()
    found = _prepared(design, priors, selection, start)
    weighted = _weighted(found, rng, chosen.weighted)
    evidence = _evidence(found, weighted)
    usable = np.isfinite(weighted.log_weights).any()
    kept = resample(weighted.log_weights, rng, chosen.weighted) if usable else np.arange(chosen.weighted)
    kept = rng.permutation(kept)
    coefficients = found.target.coefficients(weighted.points[kept])[None]
    diagnostics = Diagnostics(
        "importance",
        k_hat=evidence.k_hat,
        ess=evidence.ess,
        log_evidence=evidence.importance,
        log_evidence_se=evidence.standard_error,
    )
    likelihood = weighted.log_likelihoods[kept][None]
    draws = _labelled(found, coefficients, likelihood, diagnostics=diagnostics, status=evidence.status)
    several = weighted.several[kept].mean(axis=0)
    none = np.empty((0, len(design.names)))
    return GamePosterior(draws, evidence, found.mode, several, none, isinstance(found.scores, Ridge))


def log_evidence(
    design: GameDesign,
    priors: tuple[CoefficientPrior, ...],
    *,
    rng: np.random.Generator,
    start: FloatArray,
    selection: Selection = Selection.MIXTURE,
    effort: Effort | None = None,
) -> Evidence:
    """Log marginal likelihood of one specification, for Bayes factors between specifications.

    Parameters
    ----------
    design
        Counts and regressors.
    priors
        One a coefficient; a Bayes factor depends on the priors of what two specifications do not share.
    rng
        Source of the importance draws.
    start
        Coefficients from which the mode is searched, beside the center of the priors.
    selection
        Which equilibrium a game is taken to play.
    effort
        Number of weighted draws; the rest is not used.

    Returns
    -------
    Evidence
        By Laplace's approximation, and by importance sampling with its standard error and k-hat. Log
        likelihoods leave out the multinomial constants, which are the same in every specification.

    References
    ----------
    kass_raftery1995; vehtari2024
    """
    found = _prepared(design, priors, selection, start)
    return _evidence(found, _weighted(found, rng, (effort or Effort()).weighted))


@dataclass(frozen=True, eq=False)
class _Prepared:
    """Target, its mode, and the map from normal scores."""

    target: GameTarget
    laplace: Laplace
    scores: Ridge | Straight

    @property
    def mode(self) -> FloatArray:
        return np.asarray(self.target.coefficients(self.laplace.mode)[0])


@dataclass(frozen=True, eq=False)
class _Weights:
    """Importance draws."""

    points: FloatArray
    log_weights: FloatArray
    log_likelihoods: FloatArray
    several: NDArray[np.bool_]


def _prepared(
    design: GameDesign, priors: tuple[CoefficientPrior, ...], selection: Selection, start: FloatArray
) -> _Prepared:
    target = game_target(design, priors, selection)
    starts = (target.points(start), np.zeros(target.dimension))
    with np.errstate(all="ignore"):  # a Newton step may overshoot; it is refused
        modes = [laplace(target, start=point[None]) for point in starts]
    best = max(modes, key=lambda found: _order(found.log_density[0]))
    mode = target.coefficients(best.mode)[0]
    near = replace(target, near=anchor(design, mode)) if np.isfinite(best.log_density[0]) else target
    with np.errstate(all="ignore"):  # as above
        ridge = follow_ridge(near, best)
    return _Prepared(near, best, ridge or Straight(best.mode[0], best.factor[0]))


def _order(value: float) -> float:
    return float(value) if np.isfinite(value) else -np.inf


def _many(target: GameTarget, points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log likelihood of each game at points, and the share of them in which it has several equilibria."""
    likelihoods, several = target.each(points)
    return likelihoods, np.asarray(several.mean(axis=0))


def _weighted(found: _Prepared, rng: np.random.Generator, draws: int) -> _Weights:
    """Draw along the ridge; where those weights cannot be relied on, fit a law to them and draw again."""
    best = latest = _along_ridge(found, rng, draws)
    factor = found.laplace.factor[0]
    for _ in range(_REFITS):
        if _verdict(best.log_weights)[2].ok or not np.isfinite(latest.log_weights).any():
            break
        center, factor = refit(latest.points, latest.log_weights, factor)
        points, log_proposal = propose(center, factor, rng=rng, draws=draws)
        latest = _weigh(found.target, points, log_proposal)
        best = max((best, latest), key=lambda tried: _rank(tried.log_weights))
    return best


def _along_ridge(found: _Prepared, rng: np.random.Generator, draws: int) -> _Weights:
    scores = _WIDE * rng.standard_normal((draws, found.target.dimension))
    scores[:, 0] /= np.sqrt(rng.chisquare(_HEAVY, draws) / _HEAVY)
    with np.errstate(all="ignore"):  # far out the map may overflow; such draws get no weight
        points, log_jacobian = found.scores.points(scores)
    return _weigh(found.target, points, _log_proposal(scores) - log_jacobian)


def _weigh(target: GameTarget, points: FloatArray, log_proposal: FloatArray) -> _Weights:
    with np.errstate(all="ignore"):  # as above
        likelihoods, several = target.each(points)
        log_weights = likelihoods.sum(axis=1) + target.log_prior(points) - log_proposal
    log_weights = np.where(np.isfinite(log_weights), log_weights, -np.inf)
    return _Weights(points, log_weights, likelihoods, several)


def _rank(log_weights: FloatArray) -> tuple[bool, float]:
    """Order proposals: those that can be relied on first, then by their effective draws."""
    _, ess, status = _verdict(log_weights)
    return status.ok, ess


def _verdict(log_weights: FloatArray) -> tuple[float, float, Status]:
    """Pareto shape and effective number of weights, and whether they can be relied on."""
    if not np.isfinite(log_weights).any():
        return np.inf, 0.0, Status.NOT_FINITE
    ess = 1.0 / float(np.exp(2.0 * (log_weights - logsumexp(log_weights))).sum())
    k_hat = tail_shape(log_weights)
    status = Status.CONVERGED if ess >= FEWEST_EFFECTIVE else Status.FEW_EFFECTIVE_DRAWS
    return k_hat, ess, status if k_hat <= K_HAT_LIMIT else Status.UNRELIABLE_WEIGHTS


def _log_proposal(scores: FloatArray) -> FloatArray:
    """Log density of the importance draws: a t law along the ridge, normal across it."""
    from scipy.stats import norm, t

    across = norm.logpdf(scores[:, 1:], scale=_WIDE).sum(axis=1)
    return np.asarray(t.logpdf(scores[:, 0], _HEAVY, scale=_WIDE) + across)


def _evidence(found: _Prepared, weights: _Weights) -> Evidence:
    logs, normal_law = weights.log_weights, float(found.laplace.log_evidence[0])
    k_hat, ess, status = _verdict(logs)
    if status is Status.NOT_FINITE:
        return Evidence(normal_law, float("nan"), float("nan"), k_hat, ess, None, status)
    total = float(logsumexp(logs)) - float(np.log(logs.size))
    error = float(np.sqrt(max(logs.size / ess - 1.0, 0.0) / logs.size))
    return Evidence(normal_law, total, error, k_hat, ess, None, status)


def _dispersed(found: _Prepared, rng: np.random.Generator, chains: int) -> FloatArray:
    """Scores wider than the posterior's, drawn in where the density there is out of all proportion."""
    scores = _SPREAD * rng.standard_normal((chains, found.target.dimension))
    least = float(found.laplace.log_density[0]) - _TOO_LOW * found.target.dimension
    for _ in range(60):
        with np.errstate(all="ignore"):  # such a start is drawn in
            points, _ = found.scores.points(scores)
            low = ~(found.target.log_density(points[None], np.array([0]))[0] > least)
        if not low.any():
            break
        scores[low] *= 0.8
    return scores


def _diagnostics(chains: Chains, evidence: Evidence) -> Diagnostics:
    return Diagnostics(
        "nuts",
        k_hat=evidence.k_hat,
        ess=chains.ess,
        r_hat=chains.r_hat,
        divergences=chains.divergences,
        log_evidence=evidence.bridge,
        log_evidence_se=evidence.standard_error,
    )


def _labelled(
    found: _Prepared,
    coefficients: FloatArray,
    likelihood: FloatArray,
    *,
    diagnostics: Diagnostics,
    status: Status,
) -> Draws:
    names = found.target.design.names
    return Draws(
        {"coefficient": coefficients},
        {"coefficient": ("term",)},
        {"term": names},
        diagnostics,
        status,
        likelihood,
    )
