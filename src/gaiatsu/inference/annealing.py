"""Sequential Monte Carlo over data that arrive in order, with bridges where one of them says much.

The parameters are coordinates whose prior is standard normal, so that proposals which leave the prior alone
need the likelihood only. The likelihood may be an unbiased estimate; accepted points keep theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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

_HALF: Final = 0.5
_RENEW: Final = 0.55
_SMALLEST_STEP: Final = 1e-4
_WANTED: Final = 0.25
_AGREE: Final = 1.0
_FEW: Final = 100.0
_BEYOND_CHANCE: Final = 3.0
_WATCHED: Final = 8


@dataclass(frozen=True, eq=False)
class Scored:
    """Log likelihoods of ``n`` points, piece by piece, and what came of each point.

    Parameters
    ----------
    pieces
        Log likelihood of each piece of the data given those before it, shape ``(pieces, n)``.
    carried
        Arrays whose last axis is the points: whatever should stay with a point.
    ahead
        For some pieces, what each point says of the piece before it is known; the last axis is the points.
    """

    pieces: Floats
    carried: Mapping[str, Floats]
    ahead: Mapping[int, Floats] = field(default_factory=dict)

    def take(self, places: NDArray[np.int64]) -> Scored:
        """Take some of the points."""
        carried = {name: column[..., places] for name, column in self.carried.items()}
        ahead = {piece: column[..., places] for piece, column in self.ahead.items()}
        return Scored(self.pieces[:, places], carried, ahead)

    def moved(self, accepted: Flags, other: Scored) -> Scored:
        """Take the other's points where accepted, and this one's elsewhere."""
        carried = {
            name: np.where(accepted, other.carried[name], column) for name, column in self.carried.items()
        }
        ahead = {
            piece: np.where(accepted, other.ahead[piece], column) for piece, column in self.ahead.items()
        }
        return Scored(np.where(accepted, other.pieces, self.pieces), carried, ahead)


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

    draws: int = 4000
    islands: int = 4
    moves: int = 8
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
    foretold
        Means of what was said ahead of a piece, given the pieces before it.
    earlier
        Points given the pieces before the one that was asked for; none where none was.
    log_evidence, log_evidence_se
        Log of the marginal likelihood and its standard error, from the islands.
    increments
        Log predictive density of each piece given those before it, shape ``(pieces,)``.
    k_hat, prior_ess
        Pareto shape of the weights, and effective number of draws, had the first points been weighted by
        the whole likelihood at once.
    ess
        Effective number of the draws, from how far the islands' means lie apart in the eight coordinates
        that moved most.
    acceptance
        Share of the last moves that were accepted.
    stages
        Resamplings on the way.
    smallest
        Smallest effective share of the points when a piece was taken in at once.
    status
        How it ended.
    """

    points: Floats
    scored: Scored
    snapshots: Mapping[str, Floats]
    foretold: Mapping[int, Floats]
    earlier: Floats
    log_evidence: float
    log_evidence_se: float
    increments: Floats
    k_hat: float
    prior_ess: float
    ess: float
    acceptance: float
    stages: int
    smallest: float
    status: Status


def anneal(
    model: Model, *, seed: int, options: AnnealingOptions | None = None, before: int | None = None
) -> Annealed:
    """Draw from a posterior by taking in the data piece by piece.

    Parameters
    ----------
    model
        Likelihoods on coordinates whose prior is standard normal.
    seed
        Seed of the named streams.
    options
        How much work is done.
    before
        Piece before which points are kept as they are without it and those after it.

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
    fleet = _Fleet(model, seed, chosen)
    fleet.sail(before)
    gained, islands = fleet.gained, chosen.islands
    whole = gained.sum(axis=0)
    log_evidence = float(logsumexp(whole) - np.log(islands))
    shares = np.exp(whole - log_evidence) if np.isfinite(log_evidence) else np.ones_like(whole)
    ess = _effective(fleet.points.reshape(islands, -1, fleet.points.shape[1]))
    return Annealed(
        points=fleet.points,
        scored=fleet.scored,
        snapshots=fleet.snapshots,
        foretold=fleet.foretold,
        earlier=fleet.earlier,
        log_evidence=log_evidence,
        log_evidence_se=float(shares.std(ddof=1) / np.sqrt(islands)),
        increments=np.asarray(logsumexp(gained, axis=1) - np.log(islands)),
        k_hat=tail_shape(fleet.first),
        prior_ess=_ess(fleet.first),
        ess=ess,
        acceptance=fleet.acceptance,
        stages=fleet.stages,
        smallest=fleet.smallest,
        status=_status(whole, ess, collapsed=fleet.collapsed),
    )


class _Fleet:
    """Islands of points on their way from the prior to the posterior, in step but otherwise apart.

    They share the exponents, so that one call scores them all. The law that an island's proposals leave alone
    is fitted to the other islands: fitted to its own points it would hold them where chance put them, and the
    evidence would be too small.
    """

    def __init__(self, model: Model, seed: int, options: AnnealingOptions) -> None:
        self.model, self.seed, self.options = model, seed, options
        self.size = options.draws // options.islands
        self.shape = (options.islands, self.size)
        self.calls, self.stages, self.stride = 0, 0, 0.5
        self.acceptance, self.smallest, self.collapsed = float("nan"), 1.0, False
        self.points = self._prior()
        self.guides = self._fitted(np.zeros(self.shape))
        self.scored = self._score(self.points)
        self.first = self.scored.pieces.sum(axis=0)
        self.gained = np.zeros((self.scored.pieces.shape[0], options.islands))
        self.foretold: dict[int, Floats] = {}
        self.earlier = self.points[:0]
        self.snapshots = {
            name: np.empty_like(column)
            for name, column in self.scored.carried.items()
            if name.startswith("at_")
        }

    def sail(self, before: int | None) -> None:
        """Take in every piece, then move on for a while."""
        exponents = np.zeros(self.gained.shape[0])
        weights = np.zeros(self.shape)
        for piece in range(exponents.size):
            if piece in self.scored.ahead:
                shares = np.concatenate([_normalized(row) for row in weights]) / self.shape[0]
                self.foretold[piece] = self.scored.ahead[piece] @ shares
            if piece == before:
                rng = stream(self.seed, "anneal", "earlier")
                self.earlier = self.points[self._drawn(weights, rng)]
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
            values = self.scored.pieces[piece].reshape(self.shape)
            if not np.isfinite(logsumexp(weights + values, axis=1)).all():
                self.collapsed = True
                self.gained[piece] = -np.inf
                exponents[piece] = 1.0
                return weights
            left = 1.0 - exponents[piece]
            share = self._effective_share(weights + left * values)
            self.smallest = min(self.smallest, share) if left == 1.0 else self.smallest
            ahead = self._stride_ahead(weights, values, left)
            fresh = weights + ahead * values
            self.gained[piece] += logsumexp(fresh, axis=1) - logsumexp(weights, axis=1)
            weights, exponents[piece] = fresh, min(exponents[piece] + ahead, 1.0)
            if self._effective_share(weights) < _RENEW:
                weights = self._renew(weights)
                for _ in range(self.options.moves):
                    self._move(exponents)
        return weights

    def _stride_ahead(self, weights: Floats, values: Floats, left: float) -> float:
        """Largest exponent that leaves half of the points effective, by halving."""
        if self._effective_share(weights + left * values) >= _HALF:
            return left
        low, high = 0.0, left
        while high - low > _SMALLEST_STEP * left:
            middle = 0.5 * (low + high)
            enough = self._effective_share(weights + middle * values) >= _HALF
            low, high = (middle, high) if enough else (low, middle)
        return max(low, _SMALLEST_STEP * left)

    def _effective_share(self, weights: Floats) -> float:
        return float(np.mean([_ess(row) for row in weights])) / self.size

    def _renew(self, weights: Floats) -> Floats:
        if np.any(weights != weights[:, :1]):
            self.guides = self._fitted(weights)
            places = self._drawn(weights, self._stream("resample"))
            self.points, self.scored = self.points[places], self.scored.take(places)
            self.stages += 1
        return np.zeros(self.shape)

    def _fitted(self, weights: Floats) -> list[_Guide]:
        """Fit the law of each island's proposals to the weighted points of the others."""
        apart = self.points.reshape(*self.shape, -1)
        places = range(self.shape[0])
        return [
            _guide(
                np.concatenate([apart[other] for other in places if other != own]),
                np.concatenate([_normalized(weights[other]) for other in places if other != own]),
            )
            for own in places
        ]

    def _drawn(self, weights: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
        rows = [resample(row, rng, self.size) + place * self.size for place, row in enumerate(weights)]
        return np.concatenate(rows)

    def _move(self, exponents: Floats) -> None:
        rng = self._stream("move")
        noise = rng.standard_normal((*self.shape, self.points.shape[1]))
        apart = self.points.reshape(noise.shape)
        moved = [
            guide.moved(own, drawn, stride=self.stride)
            for guide, own, drawn in zip(self.guides, apart, noise, strict=True)
        ]
        proposed = np.concatenate(moved)
        allowed = self.model.allowed(proposed)
        proposed = np.where(allowed[:, None], proposed, self.points)
        scored = self._score(proposed)
        gain = exponents @ (_finite(scored.pieces) - _finite(self.scored.pieces))
        gain += self._excess(proposed) - self._excess(self.points)
        accepted = allowed & (np.log(rng.random(len(gain))) < gain)
        self.points = np.where(accepted[:, None], proposed, self.points)
        self.scored = self.scored.moved(accepted, scored)
        self.acceptance = float(accepted.mean())
        self.stride = float(np.clip(self.stride * np.exp(self.acceptance - _WANTED), 0.02, 0.999))

    def _excess(self, points: Floats) -> Floats:
        apart = points.reshape(*self.shape, -1)
        return np.concatenate([guide.excess(own) for guide, own in zip(self.guides, apart, strict=True)])

    def _keep(self, piece: int, weights: Floats) -> None:
        """Keep what is known of the states once a piece has been taken in."""
        if not self.snapshots:
            return
        places = self._drawn(weights, self._stream("keep"))
        for name, kept in self.snapshots.items():
            kept[..., piece, :] = self.scored.carried[name][..., piece, places]

    def _prior(self) -> Floats:
        rng = self._stream("prior")
        points = rng.standard_normal((self.shape[0] * self.size, self.model.dimension))
        outside = ~self.model.allowed(points)
        while outside.any():
            points[outside] = rng.standard_normal((int(outside.sum()), self.model.dimension))
            outside = ~self.model.allowed(points)
        return points

    def _score(self, points: Floats) -> Scored:
        self.calls += 1
        return self.model.score(points, key=(self.seed, self.calls))

    def _stream(self, name: str) -> np.random.Generator:
        self.calls += 1
        return stream(self.seed, "anneal", name, self.calls)


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

    def moved(self, points: Floats, noise: Floats, *, stride: float) -> Floats:
        """Propose: the law is left alone by any stride from 0 to 1."""
        around = np.sqrt(1.0 - stride**2) * (points - self.center)
        return np.asarray(self.center + around + stride * noise @ self.root.T)

    def excess(self, points: Floats) -> Floats:
        """Log density of the prior less that of this law, up to a constant, at each point."""
        away = points - self.center
        quadratic = np.einsum("nd,nd->n", away @ self.surplus, away)
        return np.asarray(0.5 * quadratic - points @ self.center + 0.5 * self.center @ self.center)


def _guide(points: Floats, weights: Floats) -> _Guide:
    """Fit the law; what a sample of this size would show by chance counts as nothing."""
    shares = weights / weights.sum()
    size, dimension = 1.0 / float(np.sum(shares**2)), points.shape[1]
    middle = shares @ points
    centered = points - middle
    values, axes = np.linalg.eigh((centered * shares[:, None]).T @ centered)
    edge = np.sqrt(dimension / size)
    chance = (values > max(1.0 - edge, 0.0) ** 2) & (values < (1.0 + edge) ** 2)
    values = np.where(chance, 1.0, np.maximum(values, 1e-3))
    along = axes.T @ middle
    along = np.where(np.abs(along) > _BEYOND_CHANCE * np.sqrt(values / size), along, 0.0)
    return _Guide(axes @ along, axes * np.sqrt(values) @ axes.T, (axes * (1.0 / values - 1.0)) @ axes.T)


def _normalized(log_weights: Floats) -> Floats:
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def _finite(values: Floats) -> Floats:
    return np.maximum(values, -1e10)


def _ess(log_weights: Floats) -> float:
    top = log_weights.max()
    if not np.isfinite(top):
        return 0.0
    weights = np.exp(log_weights - top)
    return float(weights.sum() ** 2 / (weights**2).sum())


def _effective(islands: Floats) -> float:
    """Effective number of draws, from the variance of the islands' means in the coordinates that moved most.

    Coordinates on which the data are silent mix at once, and would flatter the rest.
    """
    pooled = islands.reshape(-1, islands.shape[2])
    departure = np.abs(pooled.mean(axis=0)) + np.abs(np.log(np.maximum(pooled.std(axis=0), 1e-300)))
    moved = islands[:, :, np.argsort(departure)[-_WATCHED:]]
    means, spread = moved.mean(axis=1), moved.var(axis=1).mean(axis=0)
    ratio = float(np.mean(means.var(axis=0, ddof=1) / np.maximum(spread, 1e-300)))
    count = islands.shape[0]
    return float(min(count / max(ratio, 1e-300), count * islands.shape[1]))


def _status(evidence: Floats, ess: float, *, collapsed: bool) -> Status:
    if collapsed:
        return Status.PARTICLES_COLLAPSED
    if np.ptp(evidence) > 2.0 * _AGREE:
        return Status.ISLANDS_DISAGREE
    return Status.FEW_EFFECTIVE_DRAWS if ess < _FEW else Status.CONVERGED
