"""What a strategy costs against the best for the same parameters, and which parameters turn the ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from gaiatsu.strategy.evaluate import discounted

if TYPE_CHECKING:
    from gaiatsu.strategy.evaluate import Performance

__all__ = ["Influence", "Regret", "Rule", "influences", "regrets", "rule", "wilson"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_LEVEL: Final = 0.05


@dataclass(frozen=True)
class Regret:
    """What a strategy costs against the one that is best for the same parameters.

    Parameters
    ----------
    name
        Name of the strategy.
    mean
        Mean over the sets of parameters. The best is chosen on one half of the replicates and both are judged
        on the other, so that luck does not count as foresight; with a single replicate there is no other, and
        it does.
    high
        95 % quantile over the sets, chosen and judged on all replicates, so rather too large.
    best
        Share of the sets in which no strategy does better.
    """

    name: str
    mean: float
    high: float
    best: float


@dataclass(frozen=True)
class Influence:
    """How far a parameter turns the ranking of two strategies.

    Parameters
    ----------
    parameter
        Its name.
    upper, lower
        Share of the sets in which the first strategy is better, where the parameter is in the upper and in
        the lower third of its draws.
    difference
        The first less the second.
    low, high
        Interval of the difference that covers all parameters at once with 95 % (Bonferroni).
    """

    parameter: str
    upper: float
    lower: float
    difference: float
    low: float
    high: float

    @property
    def settled(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True)
class Rule:
    """The ranking under a simple rule on the parameters that turn it most.

    Parameters
    ----------
    conditions
        ``(parameter, which third, bound)``, at most two; the rule holds where all do.
    share, sets
        Share of the sets in which the first strategy is better under the rule, and how many sets those are.
    low, high
        Its 95 % interval (Wilson).
    otherwise
        The share where no condition holds: each parameter in the opposite third.
    otherwise_low, otherwise_high
        Its 95 % interval.
    """

    conditions: tuple[tuple[str, str, float], ...]
    share: float
    sets: int
    low: float
    high: float
    otherwise: float
    otherwise_low: float
    otherwise_high: float


def regrets(performances: Sequence[Performance], *, discount: float) -> tuple[Regret, ...]:
    """Compare every strategy with the best for the same parameters.

    Regret is what a negotiator who does not know the parameters loses against one who does.

    Parameters
    ----------
    performances
        At least one.
    discount
        delta, 0-1.

    Returns
    -------
    tuple of Regret
        In the order given.

    References
    ----------
    savage1951
    """
    first, second = (
        np.stack([discounted(one.halves[half], discount) for one in performances]) for half in (0, 1)
    )
    whole = np.stack([discounted(one.payoffs, discount) for one in performances])
    chosen = [
        np.take_along_axis(judged, choosing.argmax(axis=0)[None], axis=0) - judged
        for choosing, judged in ((first, second), (second, first))
    ]
    crossed = 0.5 * (chosen[0] + chosen[1])
    plain = whole.max(axis=0) - whole
    return tuple(
        Regret(
            one.name,
            float(crossed[place].mean()),
            float(np.quantile(plain[place], 1.0 - _LEVEL)),
            float(np.mean(plain[place] <= 0.0)),
        )
        for place, one in enumerate(performances)
    )


def influences(better: Flags, parameters: Mapping[str, Floats]) -> tuple[Influence, ...]:
    """Say for each parameter how far it turns the ranking, the strongest first.

    Parameters
    ----------
    better
        For each set of parameters, whether the first strategy is better.
    parameters
        Draws by name; those that do not vary are left out.

    Returns
    -------
    tuple of Influence

    Notes
    -----
    ``P(better | upper third) - P(better | lower third)`` with the interval of Newcombe for a difference of
    independent shares, at a level that all parameters hold together.

    References
    ----------
    newcombe1998

    Examples
    --------
    >>> weight = np.linspace(-1.0, 1.0, 300)
    >>> found = influences(weight > 0.0, {"weight": weight})
    >>> found[0].upper, found[0].lower, found[0].settled
    (1.0, 0.0, True)
    """
    varying = {name: draws for name, draws in parameters.items() if np.ptp(draws) > 0.0}
    found = [_influence(name, draws, better, among=len(varying)) for name, draws in varying.items()]
    return tuple(sorted(found, key=lambda one: -abs(one.difference)))


def rule(better: Flags, parameters: Mapping[str, Floats], ranked: Sequence[Influence]) -> Rule | None:
    """State the ranking under the one or two parameters that turn it most.

    Parameters
    ----------
    better
        For each set of parameters, whether the first strategy is better.
    parameters
        Draws by name.
    ranked
        From `influences`.

    Returns
    -------
    Rule or None
        ``None`` where no parameter turns the ranking beyond its interval.
    """
    used = [one for one in ranked if one.settled][:2]
    if not used:
        return None
    holds, opposite = np.ones(better.size, dtype=bool), np.ones(better.size, dtype=bool)
    conditions = []
    for one in used:
        draws = parameters[one.parameter]
        low, high = np.quantile(draws, (1.0 / 3.0, 2.0 / 3.0))
        upper = one.difference > 0.0
        conditions.append((one.parameter, "upper" if upper else "lower", float(high if upper else low)))
        holds &= draws > high if upper else draws < low
        opposite &= draws < low if upper else draws > high
    share, other = (float(np.mean(better[who])) if who.any() else float("nan") for who in (holds, opposite))
    low, high = wilson(share, int(holds.sum()))
    below, above = wilson(other, int(opposite.sum()))
    return Rule(tuple(conditions), share, int(holds.sum()), low, high, other, below, above)


def _influence(name: str, draws: Floats, better: Flags, *, among: int) -> Influence:
    low, high = np.quantile(draws, (1.0 / 3.0, 2.0 / 3.0))
    upper, lower = better[draws > high], better[draws < low]
    shares = [float(part.mean()) if part.size else float("nan") for part in (upper, lower)]
    (l1, u1), (l2, u2) = (
        wilson(share, part.size, among=among) for share, part in zip(shares, (upper, lower), strict=True)
    )
    gap = shares[0] - shares[1]
    return Influence(
        name,
        shares[0],
        shares[1],
        gap,
        gap - float(np.hypot(shares[0] - l1, u2 - shares[1])),
        gap + float(np.hypot(u1 - shares[0], shares[1] - l2)),
    )


def wilson(share: float, cases: int, *, among: int = 1) -> tuple[float, float]:
    """Interval of a share by Wilson's score.

    Parameters
    ----------
    share
        The share, 0-1.
    cases
        How many it is taken over.
    among
        How many such intervals are to hold together with 95 % (Bonferroni).

    Returns
    -------
    tuple of float
        0 and 1 where there is no case.

    References
    ----------
    wilson1927

    Examples
    --------
    >>> [round(end, 4) for end in wilson(81 / 263, 263)]
    [0.2553, 0.3662]
    """
    if not cases:
        return 0.0, 1.0
    z = float(-ndtri(_LEVEL / (2.0 * among)))
    middle = (share + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z / (1 + z * z / cases) * float(np.sqrt(share * (1 - share) / cases + z * z / (4 * cases**2)))
    return max(0.0, middle - half), min(1.0, middle + half)
