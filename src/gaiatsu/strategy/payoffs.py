"""What a year is worth to the sender and to the target, and what the years are worth together."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from gaiatsu.dynamics.constants import Constants
    from gaiatsu.dynamics.setting import Demands
    from gaiatsu.dynamics.step import Year

__all__ = [
    "LastDeal",
    "Stakes",
    "deal_of",
    "no_deal",
    "sender_payoff",
    "target_payoff",
    "worth_of_answer",
    "worth_of_deal",
]

Floats = NDArray[np.float64]
Levels = NDArray[np.int8]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Stakes:
    """What counts in a payoff beside the concession, and how much; ours, since the article weighs nothing.

    Parameters
    ----------
    discount
        delta, 0-1: what a year later counts for.
    backlash_cost
        What a counter-sanction costs the sender, in full concessions; a protest costs half of it.
    stretch_gain
        What stretching a deal of exposure 1 adds to it, as a share of its worth to the sender.
    breach_loss
        What a breach by the target takes from a deal, as a share of its worth to the sender.
    breach_gain
        What breaking a deal of one grade is worth to the target, in the unit of eta.

    Raises
    ------
    InvalidSpecification
        A discount outside 0-1, or another number below 0.
    """

    discount: float = 0.9
    backlash_cost: float = 0.3
    stretch_gain: float = 0.5
    breach_loss: float = 0.5
    breach_gain: float = 0.5

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if not (np.isfinite(value) and value >= 0.0) or (one.name == "discount" and value > 1.0):
                msg = f"{one.name} of the stakes is {value!r}."
                raise InvalidSpecification(msg, expected="a discount from 0 to 1, and numbers of at least 0")


@dataclass(frozen=True, eq=False)
class LastDeal:
    """The deal that was made a year ago; arrays of shape ``(n,)``.

    Parameters
    ----------
    grade
        Its grade, 0-3; 0 where there is none.
    exposure
        Its exposure, 0-1.
    prize
        Worth of a full concession in the year in which it was made.
    """

    grade: Floats
    exposure: Floats
    prize: float = 1.0


def no_deal(size: int) -> LastDeal:
    """Nothing was agreed on a year ago, as at the start of a run."""
    return LastDeal(np.zeros(size), np.zeros(size))


def deal_of(year: Year, demands: Demands) -> LastDeal:
    """Deal that a year leaves behind.

    Parameters
    ----------
    year
        The year.
    demands
        What was asked for in it.

    Returns
    -------
    LastDeal
    """
    return LastDeal(np.maximum(year.concession, 0).astype(float), year.exposure, demands.prize)


def sender_payoff(year: Year, demands: Demands, last: LastDeal, *, stakes: Stakes) -> Floats:
    """Worth of a year to the sender: what it won, less what that cost, and what became of the last deal.

    Parameters
    ----------
    year
        The year.
    demands
        What was asked for in it.
    last
        Deal made a year ago.
    stakes
        Weights.

    Returns
    -------
    array
        Shape ``(n,)``; 1 is a full concession for nothing.

    Notes
    -----
    ``v y/3 - K F - c B/2 + v' y'/3 (s sigma' S - d X)``: prize v, concession y, own cost K of a threat
    carried out F, backlash B; of last year's deal (primed) the part gained by stretching it, S, and lost by
    the target's breach, X. The first two terms are those of `gaiatsu.theory.tactics.threat_value`.

    References
    ----------
    schoppa1999
    """
    return worth_of_answer(
        np.maximum(year.concession, 0), year.carried_out == 1, np.maximum(year.backlash, 0), demands, stakes
    ) + worth_of_deal(
        last.prize * last.grade / 3.0, last.exposure, year.deal == 0, lost=year.kept == 0, stakes=stakes
    )


def worth_of_answer(
    grade: Floats | Levels | float,
    carried: Floats | Flags | float,
    backlash: Floats | Levels | float,
    demands: Demands,
    stakes: Stakes,
) -> Floats:
    """Worth to the sender of an answer to its demand.

    Parameters
    ----------
    grade
        0-3.
    carried
        Whether the threat was carried out, or the chance of it.
    backlash
        0-2.
    demands
        Prize and own cost.
    stakes
        Weights.

    Returns
    -------
    array
        ``v y/3 - K F - c B/2``.
    """
    won = demands.prize * np.asarray(grade, dtype=float) / 3.0
    return np.asarray(
        won - demands.own_cost * np.asarray(carried, dtype=float) - stakes.backlash_cost * backlash / 2.0
    )


def worth_of_deal(
    worth: Floats | float,
    exposure: Floats | float,
    stretched: Floats | Flags | float,
    *,
    lost: Floats | Flags | float,
    stakes: Stakes,
) -> Floats:
    """Count what the sender gains from a deal, or loses of it, a year after it was made.

    Parameters
    ----------
    worth
        Worth of the deal when it was made.
    exposure
        How much of it can be stretched, 0-1.
    stretched
        Whether it was stretched, or the chance of it.
    lost
        Whether the target broke it, or the chance of it.
    stakes
        Weights.

    Returns
    -------
    array
        Gain and loss, without the worth itself.
    """
    gained = stakes.stretch_gain * exposure * np.asarray(stretched, dtype=float)
    return np.asarray(worth * (gained - stakes.breach_loss * np.asarray(lost, dtype=float)))


def target_payoff(
    year: Year, constants: Constants, last: LastDeal, *, asymmetry: float, stakes: Stakes
) -> Floats:
    """Worth of a year to the target by eq. 1, 2 and 5, on a scale on which being left alone is worth 0.

    Eq. 1 fixes only what one grade more is worth. The rest is ours: a threat is a loss to whoever refuses it,
    of which each grade conceded saves a third, so that payoffs can be compared between tactics.

    Parameters
    ----------
    year
        The year.
    constants
        The parameters.
    last
        Deal made a year ago.
    asymmetry
        a_t.
    stakes
        Weights.

    Returns
    -------
    array
        Shape ``(n,)``, in the unit of eta.

    Notes
    -----
    ``y eta - sum_{k<=y} alpha_k - 3 beta_M q M a + sum_{k<=B} (index - cut_k) + g y' X`` in a year with a
    demand, and ``g y' X`` in one without; shocks are left out, as nobody chooses them.

    References
    ----------
    schoppa1999; mckelvey_palfrey1995
    """
    grade = np.maximum(year.concession, 0).astype(np.intp)
    place = np.maximum(year.demand, 0).astype(np.intp)
    kept = np.stack([np.ones_like(year.payoff), *constants.factors_of(place)])
    thresholds = np.log(kept[grade, constants.columns])
    feared = 3.0 * constants.payoff_weights["material"] * year.credibility
    threat = feared * year.threatened_cost * asymmetry
    first, second = constants.backlash_cuts
    hit = np.where(year.backlash >= 1, year.provocation - first, 0.0)
    hit += np.where(year.backlash >= 2, year.provocation - second, 0.0)
    answered = grade * year.payoff + thresholds - threat
    asked = year.demand >= 0
    return np.asarray(asked * answered + hit + stakes.breach_gain * last.grade * (year.kept == 0))
