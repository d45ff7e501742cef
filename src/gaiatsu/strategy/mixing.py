"""Strategies made of others: one under a condition, another otherwise; or a lottery each year."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics import Tactic
from gaiatsu.dynamics.plan import Faced, Plan
from gaiatsu.dynamics.policy import Chance
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from gaiatsu.dynamics import Outlook, Policy

__all__ = ["Blend", "Condition", "Seen", "Switch", "lottery", "merge", "provoked"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

Seen = Literal[
    "hierarchy",
    "trust_of_sender",
    "trust_of_target",
    "resolve",
    "asymmetry",
    "dispute_settlement",
    "year",
    "provoked",
]
"""What a condition may look at; ``provoked`` is 1 after a refusal, a broken deal or a counter-sanction."""

_COARSE: Final = float(2**20)
_BELOW_ONE: Final = 1.0 - 2.0**-30


def provoked(outlook: Outlook) -> Flags:
    """Whether the target refused, broke a deal or hit back with a counter-sanction last year."""
    last = outlook.answered
    return np.asarray((last.concession == 0) | (last.kept == 0) | (last.backlash == 2))


def lottery(chances: Floats) -> Floats:
    """Uniform numbers for a mixed strategy, from the digits of a chance that nothing else feels.

    Parameters
    ----------
    chances
        Uniform numbers, a row for each `gaiatsu.dynamics.policy.Chance`.

    Returns
    -------
    array
        Uniform on [0, 1), shape ``(n,)``.

    Notes
    -----
    ``2^20 u mod 1`` of the row that decides threats: what is left of u below its first twenty binary digits
    is uniform, and independent of them.

    Examples
    --------
    >>> rows = np.random.default_rng(1).random((10, 4000))
    >>> float(abs(np.corrcoef(lottery(rows), rows[Chance.THREAT])[0, 1])) < 0.05
    True
    """
    return np.asarray((chances[Chance.THREAT] * _COARSE) % 1.0)


@dataclass(frozen=True)
class Condition:
    """What the sender looks at, and where it changes its way.

    Parameters
    ----------
    seen
        What it looks at, as it perceives it.
    below, above
        The condition holds below the first or above the second; one of them is given.

    Raises
    ------
    InvalidSpecification
        Something that the sender cannot see, or not exactly one bound.
    """

    seen: Seen
    below: float | None = None
    above: float | None = None

    def __post_init__(self) -> None:
        if self.seen not in get_args(Seen):
            msg = f"A condition looks at {self.seen!r}."
            raise InvalidSpecification(msg, expected=f"one of {', '.join(get_args(Seen))}")
        if (self.below is None) == (self.above is None):
            msg = f"The condition on {self.seen} has the bounds {self.below} and {self.above}."
            raise InvalidSpecification(msg, expected="below or above, one of them")

    def holds(self, outlook: Outlook) -> Flags:
        """Say for each relationship whether it holds."""
        seen: Any = provoked(outlook) if self.seen == "provoked" else getattr(outlook, self.seen)
        value = np.broadcast_to(np.asarray(seen, dtype=float), outlook.hierarchy.shape)
        return np.asarray(value < self.below if self.below is not None else value > self.above)


@dataclass(frozen=True)
class Switch:
    """One strategy where a condition holds, another elsewhere.

    Parameters
    ----------
    when
        The condition.
    use, otherwise
        The two strategies.
    """

    when: Condition
    use: Policy
    otherwise: Policy

    def __call__(self, outlook: Outlook, chances: Floats, /) -> Tactic:
        """Choose; see `gaiatsu.dynamics.Policy`."""
        return merge(self.when.holds(outlook), self.use(outlook, chances), self.otherwise(outlook, chances))


@dataclass(frozen=True)
class Blend:
    """A lottery over strategies, drawn anew each year.

    Parameters
    ----------
    parts
        Weights, above 0, and strategies; the weights are brought to a sum of 1.

    Raises
    ------
    InvalidSpecification
        No strategy, or a weight that is not above 0.
    """

    parts: tuple[tuple[float, Policy], ...]

    def __post_init__(self) -> None:
        weights = [weight for weight, _ in self.parts]
        if not weights or not all(np.isfinite(weight) and weight > 0.0 for weight in weights):
            msg = f"The weights of the blend are {weights}."
            raise InvalidSpecification(msg, expected="at least one strategy, each with a weight above 0")

    def __call__(self, outlook: Outlook, chances: Floats, /) -> Tactic:
        """Choose; see `gaiatsu.dynamics.Policy`."""
        drawn = lottery(chances)
        edges = np.cumsum([0.0, *(weight for weight, _ in self.parts)])
        edges = edges / edges[-1]
        tactics = [
            policy(outlook, _drawn_within(chances, drawn, low, high))
            for (low, high), (_, policy) in zip(pairwise(edges.tolist()), self.parts, strict=True)
        ]
        tactic = tactics[-1]
        for edge, one in reversed(list(zip(edges[1:-1].tolist(), tactics[:-1], strict=True))):
            tactic = merge(drawn < edge, one, tactic)
        return tactic


def _drawn_within(chances: Floats, drawn: Floats, low: float, high: float) -> Floats:
    """Chances of a part of a lottery: the part may draw lots itself, by what is left of the ticket."""
    left = np.clip((drawn - low) / (high - low), 0.0, _BELOW_ONE)
    rows = chances.copy()
    rows[Chance.THREAT] = (np.floor(chances[Chance.THREAT] * _COARSE) + left) / _COARSE
    return rows


def merge(where: Flags, one: Tactic, other: Tactic) -> Tactic:
    """Take one tactic in some relationships and another in the rest.

    Parameters
    ----------
    where
        Relationships that get the first, shape ``(n,)``.
    one, other
        The tactics.

    Returns
    -------
    Tactic
        What one of them leaves open stays open where it is taken.
    """
    carry: Floats | None = None
    if one.carry_out is not None or other.carry_out is not None:
        carry = np.where(
            where, *(np.nan if tactic.carry_out is None else tactic.carry_out for tactic in (one, other))
        )
    return Tactic(
        _merged_plan(where, one.plan, other.plan),
        np.where(where, one.threatened, other.threatened),
        np.where(where, one.stretch, other.stretch),
        carry,
    )


def _merged_plan(where: Flags, one: Plan, other: Plan) -> Plan:
    faces = Faced(
        np.where(where, one.faced.domestic_support, other.faced.domestic_support),
        np.where(where, one.faced.exposure, other.faced.exposure),
        np.where(where, one.faced.depth, other.faced.depth),
        (
            np.where(where, one.faced.factors[0], other.faced.factors[0]),
            np.where(where, one.faced.factors[1], other.faced.factors[1]),
            np.where(where, one.faced.factors[2], other.faced.factors[2]),
        ),
    )
    names = [field.name for field in fields(Plan) if field.name != "faced"]
    columns: dict[str, Any] = {
        name: np.where(where, getattr(one, name), getattr(other, name)) for name in names
    }
    return Plan(**columns, faced=faces)
