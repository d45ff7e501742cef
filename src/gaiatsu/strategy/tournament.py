"""Every strategy of the sender against every strategy of the target, and how sure the order is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.strategy.play import play

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gaiatsu.dynamics.policy import Policy
    from gaiatsu.dynamics.target import TargetPolicy
    from gaiatsu.strategy.play import Arena

__all__ = ["Games", "Mutual", "Standing", "mutual_best", "resample", "round_robin", "standings"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Games:
    """What every pair brought to both sides, on the same relationships with the same luck.

    Parameters
    ----------
    senders, targets
        Names.
    sender, target
        Discounted worth to each side, shape ``(senders, targets, sets)``.
    """

    senders: tuple[str, ...]
    targets: tuple[str, ...]
    sender: Floats
    target: Floats


@dataclass(frozen=True)
class Standing:
    """Place of a strategy in an order.

    Parameters
    ----------
    name
        The strategy.
    mean, error
        Mean worth and its standard error over relationships.
    rank
        Its place by the mean, from 1.
    rank_low, rank_high
        Places between which it stays in 90 % of resamples of the relationships.
    first
        Share of the resamples in which it comes first.
    best_in
        Share of the relationships in which nothing was worth more.
    """

    name: str
    mean: float
    error: float
    rank: int
    rank_low: int
    rank_high: int
    first: float
    best_in: float


@dataclass(frozen=True)
class Mutual:
    """A pair of which each is the best answer of the index to the other.

    Parameters
    ----------
    sender, target
        The pair.
    share
        Share of the resamples in which it is.
    sender_worth, target_worth
        What it is worth to each, on average.
    """

    sender: str
    target: str
    share: float
    sender_worth: float
    target_worth: float


def round_robin(
    place: Arena,
    senders: Mapping[str, Policy],
    targets: Mapping[str, TargetPolicy],
    *,
    progress: Callable[[str], None] | None = None,
) -> Games:
    """Play every strategy of the sender against every strategy of the target.

    Parameters
    ----------
    place
        The relationships, one copy of them.
    senders, targets
        Strategies by name.
    progress
        Told the name of each sender as its games begin.

    Returns
    -------
    Games

    References
    ----------
    axelrod1984
    """
    shape = (len(senders), len(targets), place.sets)
    first, second = np.empty(shape), np.empty(shape)
    for row, (name, policy) in enumerate(senders.items()):
        if progress is not None:
            progress(name)
        for column, target in enumerate(targets.values()):
            worth = play(place, policy, target)
            first[row, column], second[row, column] = worth.sender[0], worth.target[0]
    return Games(tuple(senders), tuple(targets), first, second)


def resample(sets: int, rng: np.random.Generator, *, times: int = 400) -> Floats:
    """Draw weights of relationships for resamples of as many.

    Parameters
    ----------
    sets
        Number of relationships.
    rng
        Random numbers.
    times
        Number of resamples.

    Returns
    -------
    array
        Shape ``(times, sets)``, rows adding up to 1.

    References
    ----------
    efron_tibshirani1993
    """
    return np.asarray(rng.multinomial(sets, np.full(sets, 1.0 / sets), size=times) / sets)


def standings(names: tuple[str, ...], worth: Floats, weights: Floats) -> tuple[Standing, ...]:
    """Order strategies by their mean worth, and say how sure the order is.

    Parameters
    ----------
    names
        The strategies.
    worth
        Worth in each relationship, shape ``(strategies, sets)``.
    weights
        From `resample`.

    Returns
    -------
    tuple of Standing
        The best first.

    Examples
    --------
    >>> worth = np.asarray([[1.0, 1.0, 1.0], [2.0, 3.0, 2.0]])
    >>> found = standings(("one", "other"), worth, resample(3, np.random.default_rng(1)))
    >>> found[0].name, found[0].first, found[0].rank_high
    ('other', 1.0, 1)
    """
    means = worth.mean(axis=1)
    errors = worth.std(axis=1, ddof=1) / np.sqrt(worth.shape[1])
    order = np.argsort(-means, kind="stable")
    again = weights @ worth.T
    ranks = 1 + (again[:, :, None] < again[:, None, :]).sum(axis=2)
    low, high = np.quantile(ranks, (0.05, 0.95), axis=0, method="nearest")
    top = np.mean(worth >= worth.max(axis=0) - 1e-12, axis=1)
    return tuple(
        Standing(
            names[one],
            float(means[one]),
            float(errors[one]),
            rank=1 + int(np.sum(means > means[one])),
            rank_low=int(low[one]),
            rank_high=int(high[one]),
            first=float(np.mean(ranks[:, one] == 1)),
            best_in=float(top[one]),
        )
        for one in order.tolist()
    )


def mutual_best(games: Games, weights: Floats, *, least: float = 0.05) -> tuple[Mutual, ...]:
    """Find pairs of which each is the best answer of the index to the other.

    Parameters
    ----------
    games
        The games.
    weights
        From `resample`.
    least
        Share of the resamples below which a pair is left out.

    Returns
    -------
    tuple of Mutual
        The surest first; none may be an equilibrium of the whole game, as better answers may stand outside
        the index.
    """
    sender = np.einsum("ijn,bn->bij", games.sender, weights, optimize=True)
    target = np.einsum("ijn,bn->bij", games.target, weights, optimize=True)
    best = (sender == sender.max(axis=1, keepdims=True)) & (target == target.max(axis=2, keepdims=True))
    share = best.mean(axis=0)
    pairs = [
        Mutual(
            games.senders[row],
            games.targets[column],
            float(share[row, column]),
            float(games.sender[row, column].mean()),
            float(games.target[row, column].mean()),
        )
        for row, column in np.argwhere(share >= least)
    ]
    return tuple(sorted(pairs, key=lambda pair: -pair.share))
