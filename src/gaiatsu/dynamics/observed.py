"""Demands that are on record, and how they take the place of drawn ones in a year."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.plan import Plan
from gaiatsu.dynamics.policy import Tactic, faced_by
from gaiatsu.dynamics.target import Answer, quantal_answer
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from gaiatsu.dynamics.policy import Outlook
    from gaiatsu.dynamics.target import Call

__all__ = ["ObservedDemand", "compound_answer", "recorded_answer", "recorded_policy", "silent_policy"]

Floats = NDArray[np.float64]
Levels = NDArray[np.int8]

_SHARES: Final = (
    "threatened_cost",
    "public_posture",
    "linkage",
    "domestic_support",
    "carried_out",
    "dropped",
)
_KINDS: Final = 4
_HIGHEST: Final = {"grade": 3.0, "backlash": 2.0, "depth": 3.0}
_WORST: Final = 2


@dataclass(frozen=True)
class ObservedDemand:
    """A demand on record: how it was pressed, and what is known of what came of it.

    Parameters
    ----------
    year
        Calendar year in which it was answered.
    kind
        Place of its type in ``DEMAND_TYPES``.
    threatened
        Whether a threat went with it.
    threatened_cost, public_posture, linkage, domestic_support
        M, A, L and N, 0-1.
    unilateral, authorized, target_in_violation
        U, G (never both) and V.
    grade
        Concession, 0-3; ``None`` where unknown.
    backlash
        0-2; ``None`` where unknown.
    depth
        Coded depth of the demand, 0-3; ``None`` where unknown.
    carried_out, dropped
        How strongly the record says that the threat was carried out, or dropped, 0-1 each; both 0 where it
        says nothing.
    name
        What to call it in a table.

    Raises
    ------
    InvalidSpecification
        A number outside its range, or a threat both unilateral and authorized.
    """

    year: int
    kind: int
    threatened: bool = True
    threatened_cost: float = 0.0
    public_posture: float = 0.0
    linkage: float = 0.0
    domestic_support: float = 0.0
    unilateral: bool = False
    authorized: bool = False
    target_in_violation: bool = False
    grade: int | None = None
    backlash: int | None = None
    depth: float | None = None
    carried_out: float = 0.0
    dropped: float = 0.0
    name: str = ""

    def __post_init__(self) -> None:
        limits = {**dict.fromkeys(_SHARES, 1.0), **_HIGHEST, "kind": _KINDS - 1.0}
        for name, high in limits.items():
            value = getattr(self, name)
            if value is not None and not 0.0 <= value <= high:
                msg = f"{name} of the demand {self.name or self.year} is {value:g}."
                raise InvalidSpecification(msg, expected=f"a number from 0 to {high:g}")
        if self.unilateral and self.authorized:
            msg = f"The threat of the demand {self.name or self.year} is unilateral and authorized at once."
            raise InvalidSpecification(msg, expected="one of the two, or neither")

    def forget(self, *names: str) -> ObservedDemand:
        """Copy in which some of what came of the demand is unknown."""
        blank = {"grade": None, "backlash": None, "depth": None, "carried_out": 0.0, "dropped": 0.0}
        kept = {field.name: getattr(self, field.name) for field in fields(self)}
        return ObservedDemand(**{**kept, **{name: blank[name] for name in names}})


@dataclass(frozen=True, eq=False)
class RecordedPolicy:
    """The sender's choice in a year whose demand is on record.

    Parameters
    ----------
    demand
        The demand.
    linkage
        L that wears the security relation this year, where another demand of the year linked more.
    asked
        Whether the demand is made at all; a year in which none was has a policy too.
    """

    demand: ObservedDemand
    linkage: float
    asked: bool = True

    def __call__(self, outlook: Outlook, chances: Floats, /) -> Tactic:
        """Press the demand as on record; what its type means is the setting's."""
        demand, size = self.demand, chances.shape[1]
        kind = np.full(size, demand.kind, dtype=np.intp)

        def everywhere(value: float) -> Floats:
            return np.full(size, float(value))

        faced = faced_by(outlook, kind)
        faced = type(faced)(
            domestic_support=everywhere(demand.domestic_support),
            exposure=faced.exposure,
            depth=faced.depth,
            factors=faced.factors,
        )
        plan = Plan(
            asked=np.full(size, self.asked),
            demand=kind,
            threatened_cost=everywhere(demand.threatened_cost),
            public_posture=everywhere(demand.public_posture),
            unilateral=everywhere(demand.unilateral),
            authorized=everywhere(demand.authorized),
            linkage=everywhere(self.linkage),
            target_in_violation=everywhere(demand.target_in_violation),
            faced=faced,
        )
        known = demand.carried_out != demand.dropped
        carry = everywhere(demand.carried_out > demand.dropped) if known else None
        threatened = np.full(size, demand.threatened)
        return Tactic(plan, threatened, outlook.demands.stretch, carry_out=carry)


def recorded_policy(demand: ObservedDemand, *, linkage: float | None = None) -> RecordedPolicy:
    """Make the policy that presses a demand as on record.

    Parameters
    ----------
    demand
        The demand.
    linkage
        L, where another demand of the year linked more than this one, 0-1.

    Returns
    -------
    RecordedPolicy
        A policy for `gaiatsu.dynamics.step.step`.
    """
    return RecordedPolicy(demand, demand.linkage if linkage is None else linkage)


def silent_policy(year: int) -> RecordedPolicy:
    """Make the policy of a year in which nothing was asked.

    Parameters
    ----------
    year
        The year.

    Returns
    -------
    RecordedPolicy
    """
    return RecordedPolicy(ObservedDemand(year, 0, threatened=False), 0.0, asked=False)


def recorded_answer(call: Call, chances: Floats, demand: ObservedDemand) -> Answer:
    """Answer as on record; what is unknown is drawn (eq. 1 and 5).

    Parameters
    ----------
    call
        What the target faced.
    chances
        Uniform numbers, a row for each `gaiatsu.dynamics.policy.Chance`.
    demand
        The demand.

    Returns
    -------
    Answer
    """
    drawn = quantal_answer(call, chances)
    grade, backlash = drawn.grade, drawn.backlash
    if demand.grade is not None:
        grade = np.full_like(grade, demand.grade)
    if demand.backlash is not None:
        backlash = np.full_like(backlash, demand.backlash)
    return Answer(grade, backlash, drawn.breach)


def compound_answer(grade: Levels, backlashes: list[Levels], breach: Floats | float) -> Answer:
    """Answer to several demands of one year: their backlashes add up, to at most a counter-sanction's.

    Parameters
    ----------
    grade
        Grade conceded to the last of them.
    backlashes
        Backlash to each.
    breach
        Chance of breaking a deal that is open.

    Returns
    -------
    Answer
    """
    total = np.minimum(np.sum(backlashes, axis=0), _WORST).astype(np.int8)
    return Answer(grade, total, breach)
