"""Sequential Monte Carlo over data that arrive in order, with bridges where one of them says much.

The parameters are coordinates whose prior is standard normal, so that proposals which leave the prior alone
need the likelihood only. The likelihood may be an unbiased estimate; accepted points keep theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from gaiatsu.errors import InvalidSpecification
from gaiatsu.inference.importance import resample, tail_shape
from gaiatsu.inference.status import Status
from gaiatsu.numerics.streams import stream

__all__ = ["Annealed", "AnnealingOptions", "Model", "Scored", "anneal"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SMALLEST_STEP: Final = 1e-4
_WANTED: Final = 0.25
_AGREE: Final = 1.0
_FEW: Final = 100.0
_BEYOND_CHANCE: Final = 3.0


@dataclass(frozen=True, eq=False)
class Scored:
    """Log likelihoods of ``n`` points, piece by piece, and what came of each point.

    Parameters
    ----------
    pieces
        Log likelihood of each piece of the data given those before it, shape ``(pieces, n)``.
    carried
        Arrays whose last axis is the points: whatever should stay with a point.
    """

    pieces: Floats
    carried: Mapping[str, Floats]

    def take(self, places: NDArray[np.int64]) -> Scored:
        """Take some of the points."""
        carried = {name: column[..., places] for name, column in self.carried.items()}
        return Scored(self.pieces[:, places], carried)

    def moved(self, accepted: Flags, other: Scored) -> Scored:
        """Take the other's points where accepted, and this one's elsewhere."""
        carried = {
            name: np.where(accepted, other.carried[name], column) for name, column in self.carried.items()
        }
        return Scored(np.where(accepted, other.pieces, self.pieces), carried)


class Model(Protocol):
    """What is asked of a model: likelihoods of points whose coordinates have a standard normal prior."""

    @property
    def dimension(self) -> int:
        """Number of coordinates."""

    def allowed(self, points: Floats) -> Flags:
        """Which points the prior does not rule out; ``points`` has the shape ``(n, dimension)``."""

    def score(self, points: Floats, *, key: tuple[int, ...]) -> Scored:
        """Score points; ``key`` names the random stream, and is never used twice."""


@dataclass(frozen=True)
class AnnealingOptions:
    """How much work is done.

    Parameters
    ----------
    draws
        Points in all.
    islands
        Independent runs that they are divided among; how far these disagree is the error.
    moves
        Metropolis moves after each resampling.
    finish
        Moves after the last piece.

    Raises
    ------
    InvalidSpecification
        Fewer than two islands, or fewer than ten points in each.
    """

    draws: int = 2000
    islands: int = 4
    moves: int = 5
    finish: int = 10

    def __post_init__(self) -> None:
        if self.islands < 2 or self.draws < 10 * self.islands or self.moves < 1 or self.finish < 0:
            msg = f"{self.draws} draws in {self.islands} islands with {self.moves} moves cannot be relied on."
            raise InvalidSpecification(msg, expected="two islands of ten draws at least, and a move")


@dataclass(frozen=True, eq=False)
class Annealed:
    """Equally weighted draws of a posterior, and what is known of their quality.

    Parameters
    ----------
    points
        Draws, shape ``(draws, dimension)``, island after island.
    scored
        What came of them.
    snapshots
        For each array that is carried under a name beginning with ``at_``, whose last axis but one is the
        pieces: its draws given the pieces up to and with each, same shape.
    log_evidence, log_evidence_se
        Log of the marginal likelihood and its standard error, from the islands.
    increments
        Log predictive density of each piece given those before it, shape ``(pieces,)``.
    k_hat, prior_ess
        Pareto shape of the weights, and effective number of draws, had the first points been weighted by
        the whole likelihood at once.
    ess
        Effective number of the draws: how much their spread over islands leaves of their number.
    acceptance
        Share of the last moves that were accepted.
    stages
        Resamplings of an island, on average.
    smallest
        Smallest effective share of the points when a piece was taken in, over pieces and islands.
    status
        How it ended.
    """

    points: Floats
    scored: Scored
    snapshots: Mapping[str, Floats]
    log_evidence: float
    log_evidence_se: float
    increments: Floats
    k_hat: float
    prior_ess: float
    ess: float
    acceptance: float
    stages: float
    smallest: float
    status: Status


def anneal(model: Model, *, seed: int, options: AnnealingOptions | None = None) -> Annealed:
    """Draw from a posterior by taking in the data piece by piece.

    Parameters
    ----------
    model
        Likelihoods on coordinates whose prior is standard normal.
    seed
        Seed of the named streams.
    options
        How much work is done.

    Returns
    -------
    Annealed

    Notes
    -----
    A piece enters with exponents from 0 to 1 such that each step leaves half of the effective number of
    points. Then points are resampled and moved by ``z' = sqrt(1 - b^2) z + b xi``, which leaves the prior
    alone and is accepted by the likelihood ratio. The evidence is the product of the mean weights.

    References
    ----------
    chopin2002; delmoral2006; duan_fulop2015; cotter2013

    Examples
    --------
    >>> class Coin:  # z is the log odds of heads; five heads came
    ...     dimension = 1
    ...     def allowed(self, points):
    ...         return np.ones(len(points), bool)
    ...     def score(self, points, *, key):
    ...         return Scored(np.tile(-np.log1p(np.exp(-points[:, 0])), (5, 1)), {})
    >>> found = anneal(Coin(), seed=1, options=AnnealingOptions(draws=400))
    >>> bool(found.points.mean() > 0.5), found.status.name
    (True, 'CONVERGED')
    """
    chosen = options or AnnealingOptions()
    size = chosen.draws // chosen.islands
    runs = [_Island(model, (seed, place), size, chosen) for place in range(chosen.islands)]
    for island in runs:
        island.sail()
    points = np.concatenate([island.points for island in runs])
    scored = _joined([island.scored for island in runs])
    first = np.concatenate([island.first for island in runs])
    gained = np.stack([island.gained for island in runs])
    whole = gained.sum(axis=1)
    log_evidence = float(logsumexp(whole) - np.log(len(runs)))
    shares = np.exp(whole - log_evidence) if np.isfinite(log_evidence) else np.ones_like(whole)
    ess = _effective([island.points for island in runs])
    smallest = min(island.smallest for island in runs)
    return Annealed(
        points=points,
        scored=scored,
        snapshots={
            name: np.concatenate([island.snapshots[name] for island in runs], axis=-1)
            for name in runs[0].snapshots
        },
        log_evidence=log_evidence,
        log_evidence_se=float(shares.std(ddof=1) / np.sqrt(len(runs))),
        increments=np.asarray(logsumexp(gained, axis=0) - np.log(len(runs))),
        k_hat=tail_shape(first),
        prior_ess=_ess(first),
        ess=ess,
        acceptance=float(np.mean([island.acceptance for island in runs])),
        stages=float(np.mean([island.stages for island in runs])),
        smallest=smallest,
        status=_status([island.collapsed for island in runs], whole, ess),
    )


class _Island:
    """One population of points on its way from the prior to the posterior."""

    def __init__(self, model: Model, key: tuple[int, int], size: int, options: AnnealingOptions) -> None:
        self.model, self.key, self.size, self.options = model, key, size, options
        self.calls, self.stages, self.stride = 0, 0, 0.5
        self.acceptance, self.smallest, self.collapsed = float("nan"), 1.0, False
        self.points = self._prior()
        self.guide = _Guide(
            np.zeros(model.dimension), np.eye(model.dimension), np.zeros((model.dimension,) * 2)
        )
        self.scored = self._score(self.points)
        self.first = self.scored.pieces.sum(axis=0)
        self.gained = np.zeros(self.scored.pieces.shape[0])
        self.snapshots = {
            name: np.empty_like(column)
            for name, column in self.scored.carried.items()
            if name.startswith("at_")
        }

    def sail(self) -> None:
        """Take in every piece, then move on for a while."""
        exponents = np.zeros(self.gained.size)
        weights = np.zeros(self.size)
        for piece in range(self.gained.size):
            if self.scored.pieces[piece].any():
                weights = self._take_in(piece, exponents, weights)
            else:
                exponents[piece] = 1.0
            self._keep(piece, weights)
        self._renew(weights)
        for _ in range(self.options.finish):
            self._move(exponents)

    def _take_in(self, piece: int, exponents: Floats, weights: Floats) -> Floats:
        while exponents[piece] < 1.0 and not self.collapsed:
            values = self.scored.pieces[piece]
            if not np.isfinite(logsumexp(weights + values)):
                self.collapsed = True
                self.gained[piece] = -np.inf
                exponents[piece] = 1.0
                return weights
            share = _ess(weights + (1.0 - exponents[piece]) * values) / self.size
            self.smallest = min(self.smallest, share) if exponents[piece] == 0.0 else self.smallest
            ahead = self._stride_ahead(weights, values, 1.0 - exponents[piece])
            fresh = weights + ahead * values
            self.gained[piece] += float(logsumexp(fresh) - logsumexp(weights))
            weights, exponents[piece] = fresh, min(exponents[piece] + ahead, 1.0)
            if _ess(weights) < 0.55 * self.size:
                weights = self._renew(weights)
                for _ in range(self.options.moves):
                    self._move(exponents)
        return weights

    def _stride_ahead(self, weights: Floats, values: Floats, left: float) -> float:
        """Largest exponent that leaves half of the points effective, by halving."""
        if _ess(weights + left * values) >= 0.5 * self.size:
            return left
        low, high = 0.0, left
        while high - low > _SMALLEST_STEP * left:
            middle = 0.5 * (low + high)
            low, high = (
                (middle, high) if _ess(weights + middle * values) >= 0.5 * self.size else (low, middle)
            )
        return max(low, _SMALLEST_STEP * left)

    def _renew(self, weights: Floats) -> Floats:
        if np.ptp(weights) > 0.0:
            places = resample(weights, self._stream("resample"), self.size)
            self.points, self.scored = self.points[places], self.scored.take(places)
            self.stages += 1
        self.guide = _guide(self.points)
        return np.zeros(self.size)

    def _move(self, exponents: Floats) -> None:
        rng = self._stream("move")
        guide = self.guide
        noise = rng.standard_normal(self.points.shape) @ guide.root.T
        proposed = (
            guide.center + np.sqrt(1.0 - self.stride**2) * (self.points - guide.center) + self.stride * noise
        )
        allowed = self.model.allowed(proposed)
        proposed = np.where(allowed[:, None], proposed, self.points)
        scored = self._score(proposed)
        gain = exponents @ (_finite(scored.pieces) - _finite(self.scored.pieces))
        gain += guide.excess(proposed) - guide.excess(self.points)
        accepted = allowed & (np.log(rng.random(self.size)) < gain)
        self.points = np.where(accepted[:, None], proposed, self.points)
        self.scored = self.scored.moved(accepted, scored)
        self.acceptance = float(accepted.mean())
        self.stride = float(np.clip(self.stride * np.exp(self.acceptance - _WANTED), 0.02, 0.999))

    def _keep(self, piece: int, weights: Floats) -> None:
        """Keep what is known of the states once a piece has been taken in."""
        if not self.snapshots:
            return
        places = resample(weights, self._stream("keep"), self.size)
        for name, kept in self.snapshots.items():
            kept[..., piece, :] = self.scored.carried[name][..., piece, places]

    def _prior(self) -> Floats:
        rng = self._stream("prior")
        points = rng.standard_normal((self.size, self.model.dimension))
        outside = ~self.model.allowed(points)
        while outside.any():
            points[outside] = rng.standard_normal((int(outside.sum()), self.model.dimension))
            outside = ~self.model.allowed(points)
        return points

    def _score(self, points: Floats) -> Scored:
        self.calls += 1
        return self.model.score(points, key=(*self.key, self.calls))

    def _stream(self, name: str) -> np.random.Generator:
        self.calls += 1
        return stream(self.key[0], "anneal", self.key[1], name, self.calls)


@dataclass(frozen=True, eq=False)
class _Guide:
    """Normal law that proposals leave alone: the prior, but for directions in which the points left it.

    Parameters
    ----------
    center
        Its mean.
    root
        Square root of its covariance.
    surplus
        Its precision less the prior's.
    """

    center: Floats
    root: Floats
    surplus: Floats

    def excess(self, points: Floats) -> Floats:
        """Log density of the prior less that of this law, up to a constant, at each point."""
        away = points - self.center
        quadratic = np.einsum("nd,nd->n", away @ self.surplus, away)
        return np.asarray(0.5 * quadratic - points @ self.center + 0.5 * self.center @ self.center)


def _guide(points: Floats) -> _Guide:
    """Fit the law; what a sample of this size would show by chance counts as nothing."""
    size, dimension = points.shape
    middle = points.mean(axis=0)
    centered = points - middle
    values, axes = np.linalg.eigh(centered.T @ centered / size)
    edge = np.sqrt(dimension / size)
    chance = (values > max(1.0 - edge, 0.0) ** 2) & (values < (1.0 + edge) ** 2)
    values = np.where(chance, 1.0, np.maximum(values, 1e-3))
    along = axes.T @ middle
    along = np.where(np.abs(along) > _BEYOND_CHANCE * np.sqrt(values / size), along, 0.0)
    return _Guide(axes @ along, axes * np.sqrt(values) @ axes.T, (axes * (1.0 / values - 1.0)) @ axes.T)


def _finite(values: Floats) -> Floats:
    return np.maximum(values, -1e10)


def _ess(log_weights: Floats) -> float:
    top = log_weights.max()
    if not np.isfinite(top):
        return 0.0
    weights = np.exp(log_weights - top)
    return float(weights.sum() ** 2 / (weights**2).sum())


def _effective(populations: list[Floats]) -> float:
    """Effective number of draws, from the variance of the islands' means, averaged over coordinates."""
    means = np.stack([points.mean(axis=0) for points in populations])
    spread = np.stack([points.var(axis=0) for points in populations]).mean(axis=0)
    ratio = float(np.mean(means.var(axis=0, ddof=1) / np.maximum(spread, 1e-300)))
    number = sum(len(points) for points in populations)
    return float(min(len(populations) / max(ratio, 1e-300), number))


def _joined(parts: list[Scored]) -> Scored:
    carried = {
        name: np.concatenate([part.carried[name] for part in parts], axis=-1) for name in parts[0].carried
    }
    return Scored(np.concatenate([part.pieces for part in parts], axis=1), carried)


def _status(collapsed: list[bool], evidence: Floats, ess: float) -> Status:
    if any(collapsed):
        return Status.PARTICLES_COLLAPSED
    if np.ptp(evidence) > 2.0 * _AGREE:
        return Status.ISLANDS_DISAGREE
    return Status.FEW_EFFECTIVE_DRAWS if ess < _FEW else Status.CONVERGED
