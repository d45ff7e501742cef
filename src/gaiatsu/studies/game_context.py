"""Which social context makes refusal the target's best answer, given the material payoffs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.game import parse_numbers
from gaiatsu.theory.crisis_game import Payoffs
from gaiatsu.theory.parameters import PRIOR_SETS, sample_parameters
from gaiatsu.theory.response.crisis import (
    CONTEXT_TERMS,
    CONTEXT_WEIGHTS,
    CrisisContext,
    Placement,
    context_index,
    in_context,
    refusal_thresholds,
)

__all__ = [
    "LOGISTIC_SD",
    "ContextAnswer",
    "Frontier",
    "PriorShares",
    "answer",
    "draw_weights",
    "parse_context",
    "parse_weights",
    "shares_over",
]

FloatArray = NDArray[np.float64]

LOGISTIC_SD: Final = float(np.pi / np.sqrt(3.0))
"""Log odds to a standard deviation of the logistic law: priors stand in the former, games in the latter."""

DRAWN: Final = (*CONTEXT_TERMS, "public_posture")
_NEEDED: Final = (*CONTEXT_TERMS, "exposure")


@dataclass(frozen=True)
class Frontier:
    """Where one term of the context turns concession into refusal, the others held.

    Parameters
    ----------
    term
        The term.
    always_refuses
        Lowest and highest value with refusal in every equilibrium; ``None`` where there is none in 0-1.
    may_refuse
        The same with refusal in some equilibrium.
    """

    term: str
    always_refuses: tuple[float, float] | None
    may_refuse: tuple[float, float] | None


@dataclass(frozen=True)
class PriorShares:
    """How sure the answer is over draws of the weights.

    Parameters
    ----------
    prior
        Name of the prior set.
    draws
        Number of draws.
    every_equilibrium
        Share of draws in which every equilibrium refuses in the context asked about.
    some_equilibrium
        Share in which some equilibrium does.
    """

    prior: str
    draws: int
    every_equilibrium: float
    some_equilibrium: float


@dataclass(frozen=True)
class ContextAnswer:
    """The answer to "which social context makes refusal optimal here?".

    Parameters
    ----------
    level
        Probability of resistance that counts as refusal.
    placement
        The payoff that the social terms move.
    weights
        Weights that were used, in standard deviations of the target's shock; prior means where drawn.
    index
        Sum of the social terms in the context asked about.
    always_below, crossing, never_above
        Thresholds of that sum: refusal in every equilibrium below the first, in none above the last; at the
        middle one an equilibrium has exactly the level.
    reach
        Lowest and highest sum that hierarchy, legitimacy and trust can bring about.
    verdict
        ``refuses``, ``concedes`` or ``depends on the equilibrium`` in the context asked about.
    share_always, share_never
        Share of all contexts (hierarchy, legitimacy and trust evenly from 0 to 1) with refusal in every
        equilibrium, and in none; the rest depends on the equilibrium.
    frontiers
        One a term.
    prior
        Shares over draws; ``None`` where all weights were given.
    """

    level: float
    placement: Placement
    weights: Mapping[str, float]
    index: float
    always_below: float
    crossing: float
    never_above: float
    reach: tuple[float, float]
    verdict: str
    share_always: float
    share_never: float
    frontiers: tuple[Frontier, ...]
    prior: PriorShares | None


def parse_context(text: str) -> CrisisContext:
    """Read a context from ``name=number,name=number``.

    Parameters
    ----------
    text
        ``hierarchy``, ``legitimacy``, ``trust`` and ``exposure``, and where wanted ``public_posture`` and
        ``reputation``; each from 0 to 1.

    Returns
    -------
    CrisisContext
        The context.

    Raises
    ------
    InvalidSpecification
        If a name is unknown or missing, or a value is no number from 0 to 1.

    Examples
    --------
    >>> parse_context("hierarchy=.6,legitimacy=.5,trust=.8,exposure=1").trust
    0.8
    """
    found = _numbers(text, tuple(field.name for field in fields(CrisisContext)), what="context")
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        msg = f"The context has no {', no '.join(missing)}."
        todo = "Name it with --context: the answer depends on it."
        raise InvalidSpecification(msg, expected=f"all of {', '.join(_NEEDED)}", todo=todo)
    for name, value in found.items():
        if not 0.0 <= value <= 1.0:
            msg = f"The context has {name}={value:g}."
            raise InvalidSpecification(msg, expected="a number from 0 to 1", todo="Mend --context.")
    return CrisisContext(**found)


def parse_weights(text: str) -> dict[str, float]:
    """Read weights of the context from ``name=number,name=number``.

    Parameters
    ----------
    text
        Any of `CONTEXT_WEIGHTS`, in standard deviations of the target's shock a unit of the term.

    Returns
    -------
    dict
        The weights that were named.

    Raises
    ------
    InvalidSpecification
        If a name is unknown or a value is no finite number.

    Examples
    --------
    >>> parse_weights("hierarchy=.8,reputation=1")
    {'hierarchy': 0.8, 'reputation': 1.0}
    """
    return _numbers(text, CONTEXT_WEIGHTS, what="weight")


def _numbers(text: str, names: tuple[str, ...], *, what: str) -> dict[str, float]:
    found = {}
    for name, value in parse_numbers(text).items():
        if name not in names:
            msg = f"The {what} {name!r} is not known."
            raise InvalidSpecification(msg, expected=f"one of {', '.join(names)}", todo="Mend the name.")
        try:
            found[name] = float(str(value))
        except ValueError:
            msg = f"The {what} {name} is {value!r}, which is not a number."
            raise InvalidSpecification(msg, expected="a number", todo="Mend it.") from None
        if not np.isfinite(found[name]) or abs(found[name]) > 1000.0:
            msg = f"The {what} {name} is {found[name]}."
            raise InvalidSpecification(msg, expected="a finite number within 1,000 of 0", todo="Mend it.")
    return found


def draw_weights(prior: str, given: Mapping[str, float], *, draws: int, seed: int) -> dict[str, FloatArray]:
    """Draw the weights that were not given from a prior set, in the units of the game.

    Parameters
    ----------
    prior
        Name of the set.
    given
        Weights that are held.
    draws
        Number of draws, at least 1.
    seed
        Seed of the stream.

    Returns
    -------
    dict
        One array a weight.

    Raises
    ------
    InvalidSpecification
        If no set has the name.

    Notes
    -----
    Priors are in log odds of one grade more. Divided by the standard deviation of the logistic law they
    are in standard deviations of the target's shock.

    Examples
    --------
    >>> drawn = draw_weights("article", {"trust": 1.0}, draws=4, seed=1)
    >>> bool((drawn["hierarchy"] > 0).all()), drawn["trust"].tolist()
    (True, [1.0, 1.0, 1.0, 1.0])
    """
    if prior not in PRIOR_SETS:
        msg = f"No prior set is called {prior!r}."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(PRIOR_SETS)}", todo="Change --prior.")
    names = [name for name in DRAWN if name not in given]
    rng = stream(seed, "weights of the context")
    drawn = sample_parameters(names, rng=rng, draws=draws, priors=PRIOR_SETS[prior]) if names else {}
    scaled = {name: column / LOGISTIC_SD for name, column in drawn.items()}
    return scaled | {name: np.full(draws, value) for name, value in given.items()}


def answer(
    game: Payoffs,
    context: CrisisContext,
    weights: Mapping[str, float | FloatArray],
    *,
    level: float,
    placement: Placement,
    prior: str | None = None,
) -> ContextAnswer:
    """Say which social contexts make refusal the target's best answer.

    Parameters
    ----------
    game
        Material payoffs of one game.
    context
        The context asked about; the frontier in each term holds the others at it.
    weights
        Numbers, or arrays of draws, whose means then draw the frontier.
    level
        Probability of resistance that counts as refusal, strictly between 0 and 1.
    placement
        Which payoff the social terms move.
    prior
        Name of the prior set that the draws come from.

    Returns
    -------
    ContextAnswer
        Thresholds, frontiers, shares.

    Raises
    ------
    InvalidSpecification
        If there are several games, the level is no probability, or the weight of a term is missing.

    References
    ----------
    schoppa1999; lewis_schultz2003

    Examples
    --------
    >>> from gaiatsu.studies.game import parse_payoffs
    >>> game = parse_payoffs("sender_status_quo=0,sender_prize=1,target_concession=0,sender_stand_firm=-1.9,"
    ...     "target_stand_firm=-2.9,sender_back_down=-1.2,target_prize=1")
    >>> context = parse_context("hierarchy=.5,legitimacy=.5,trust=.5,exposure=1")
    >>> weights = {"hierarchy": 0.5, "legitimacy": 0.5, "trust": 0.5}
    >>> answer(game, context, weights, level=0.5, placement=Placement.TARGET_CONCESSION).verdict
    'depends on the equilibrium'
    """
    _check(game, context, weights, level=level)
    mean = {name: float(np.mean(value)) for name, value in weights.items()}
    # what acts on the sender moves the thresholds; the target's own terms are compared with them
    sender = {name: mean.get(name, 0.0) for name in ("reputation", "audience_cost")}
    found = refusal_thresholds(in_context(game, context, sender, placement), level, placement)
    low, high = float(found.always_below[0]), float(found.never_above[0])
    index = float(context_index(context, mean))
    slopes, base = _linear(context, mean)
    gains = np.array(list(slopes.values()))
    reach = base + float(np.minimum(gains, 0.0).sum()), base + float(np.maximum(gains, 0.0).sum())
    return ContextAnswer(
        level=level,
        placement=placement,
        weights=mean,
        index=index,
        always_below=low,
        crossing=float(found.crossing[0]),
        never_above=high,
        reach=reach,
        verdict=_verdict(index, low, high),
        share_always=_share_below(gains, low - base),
        share_never=1.0 - _share_below(gains, high - base),
        frontiers=tuple(_frontier(term, context, mean, (low, high)) for term in CONTEXT_TERMS),
        prior=None if prior is None else _prior_shares(prior, context_index(context, weights), low, high),
    )


def _check(
    game: Payoffs, context: CrisisContext, weights: Mapping[str, float | FloatArray], *, level: float
) -> None:
    if game.games != 1:
        msg = f"The context was asked about {game.games:,} games."
        raise InvalidSpecification(msg, expected="one game", todo="Name one with --payoffs.")
    if not 0.0 < level < 1.0:
        msg = f"The level is {level:g}."
        raise InvalidSpecification(msg, expected="a probability between 0 and 1", todo="Change --level.")
    needed = [*CONTEXT_TERMS, *(["public_posture"] if np.any(context.public_posture) else [])]
    missing = [name for name in needed if name not in weights]
    if missing:
        msg = f"The weight of {', '.join(missing)} is not given."
        raise InvalidSpecification(msg, expected="a weight of each term", todo="Name --prior or --weights.")


def _verdict(index: float, low: float, high: float) -> str:
    if index < low:
        return "refuses"
    return "concedes" if index > high else "depends on the equilibrium"


def _linear(context: CrisisContext, weights: Mapping[str, float]) -> tuple[dict[str, float], float]:
    """Slope of the index in each term, and the index where all three are 0."""
    nothing = replace(context, hierarchy=0.0, legitimacy=0.0, trust=0.0)
    base = float(context_index(nothing, weights))
    slopes = {
        term: float(context_index(replace(nothing, **{term: 1.0}), weights)) - base for term in CONTEXT_TERMS
    }
    return slopes, base


def _frontier(
    term: str, context: CrisisContext, weights: Mapping[str, float], ends: tuple[float, float]
) -> Frontier:
    start = float(context_index(replace(context, **{term: 0.0}), weights))
    gain = float(context_index(replace(context, **{term: 1.0}), weights)) - start
    return Frontier(term, *(_below(start, gain, end) for end in ends))


def _below(start: float, gain: float, end: float) -> tuple[float, float] | None:
    """Part of 0-1 on which ``start + gain u`` stays below the end."""
    if gain == 0.0:
        return (0.0, 1.0) if start < end else None
    turn = (end - start) / gain
    low, high = (0.0, min(turn, 1.0)) if gain > 0.0 else (max(turn, 0.0), 1.0)
    return (float(low), float(high)) if low < high else None


def _share_below(gains: FloatArray, end: float) -> float:
    """Volume of the part of the unit cube where the gains add up to less than the end."""
    end = end - float(np.minimum(gains, 0.0).sum())  # turn a falling term round
    sizes = abs(gains)
    small = sizes <= 1e-4 * sizes.max()
    end, sizes = end - 0.5 * float(sizes[small].sum()), sizes[~small]
    if not sizes.size:
        return float(end > 0.0)
    corners = np.stack(np.meshgrid(*[[0.0, 1.0]] * sizes.size, indexing="ij"), axis=-1).reshape(
        -1, sizes.size
    )
    sign = (-1.0) ** corners.sum(axis=1)
    volume = np.maximum(end - corners @ sizes, 0.0) ** sizes.size
    total = float(sign @ volume) / (float(np.prod(sizes)) * float(np.prod(np.arange(1, sizes.size + 1))))
    return min(max(total, 0.0), 1.0) if end < sizes.sum() else 1.0


def _prior_shares(prior: str, index: FloatArray, low: float, high: float) -> PriorShares:
    return PriorShares(prior, index.size, float(np.mean(index < low)), float(np.mean(index <= high)))


def shares_over(
    found: ContextAnswer,
    context: CrisisContext,
    weights: Mapping[str, float | FloatArray],
    terms: tuple[str, str],
    *,
    points: int | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Lay the answer over two terms of the context, the third held.

    Parameters
    ----------
    found
        The answer, for its thresholds.
    context
        The context asked about.
    weights
        Numbers, or arrays of draws.
    terms
        The two terms, the first along the level axis.
    points
        Cells a side; 60 for draws and 240 for numbers when left out.

    Returns
    -------
    tuple
        Share of draws in which every equilibrium refuses, and in which some does, at the middle of each cell;
        rows from the low end of the second term.

    Raises
    ------
    InvalidSpecification
        If the terms are not two different ones of hierarchy, legitimacy and trust.
    """
    if len(set(terms)) != 2 or not set(terms) <= set(CONTEXT_TERMS):
        msg = f"A map of {' and '.join(terms)} was asked for."
        raise InvalidSpecification(msg, expected=f"two of {', '.join(CONTEXT_TERMS)}", todo="Change --map.")
    drawn = any(np.ndim(weight) for weight in weights.values())
    side = points or (60 if drawn else 240)
    middle = (np.arange(side) + 0.5) / side
    first, second = np.meshgrid(middle, middle)
    place = {terms[0]: first.ravel()[:, None], terms[1]: second.ravel()[:, None]}
    index = context_index(replace(context, **place), weights)  # cells by draws
    always, ever = (index < found.always_below).mean(axis=1), (index <= found.never_above).mean(axis=1)
    return always.reshape(side, side), ever.reshape(side, side)
