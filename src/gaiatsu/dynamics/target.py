"""What the target does in a year: the record of an answer, what it is given on, and the default answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.answer import Issue, Pressure, draw_grade, draw_ordered, grade_weights
from gaiatsu.dynamics.constants import Constants
from gaiatsu.dynamics.policy import Chance
from gaiatsu.dynamics.setting import Demands
from gaiatsu.numerics.special import logit

__all__ = ["Answer", "Call", "TargetPolicy", "quantal_answer"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Levels = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Call:
    """What the target is called on to answer; arrays of shape ``(n,)``.

    Parameters
    ----------
    year
        The year.
    asked, threatened
        Whether anything is demanded, and whether a threat goes with it.
    pressure
        How the demand is pressed.
    issue
        What it meets: dependence, depth, exposure, hierarchy, trust, credibility.
    payoff
        eta of eq. 2: what one grade of concession more is worth to the target, thresholds left out.
    provocation
        Index of the backlash (eq. 5).
    trust_of_target
        How far the sender trusts the target, 0-1.
    demands
        What is usual in the year, the target's usual breach among it.
    constants
        The parameters.
    """

    year: int
    asked: Flags
    threatened: Flags
    pressure: Pressure
    issue: Issue
    payoff: Floats
    provocation: Floats
    trust_of_target: Floats
    demands: Demands
    constants: Constants


@dataclass(frozen=True, eq=False)
class Answer:
    """What the target does in a year.

    Parameters
    ----------
    grade
        Grade of concession, 0-3; of no effect where nothing was asked.
    backlash
        0-2; of no effect where nothing was threatened.
    breach
        Chance of breaking a deal that is open, 0-1.
    """

    grade: Levels
    backlash: Levels
    breach: Floats | float


class TargetPolicy(Protocol):
    """The target's choice in a year, a pure function of what it faces and of the numbers handed in."""

    def __call__(self, call: Call, chances: Floats, /) -> Answer:
        """Answer; ``chances`` has a row for each `Chance` and a column a relationship."""
        ...


def quantal_answer(call: Call, chances: Floats, /) -> Answer:
    """Answer as eq. 1 and 5 have it: better answers are likelier, and no answer is sure.

    Parameters
    ----------
    call
        What the target faces.
    chances
        Uniform numbers, a row for each `Chance`.

    Returns
    -------
    Answer

    References
    ----------
    schoppa1999; mckelvey_palfrey1995
    """
    weights = grade_weights(call.payoff, call.issue.faced.factors)
    return Answer(
        draw_grade(weights, chances[Chance.CONCESSION]),
        draw_ordered(
            call.provocation, call.constants.backlash_cuts, np.asarray(logit(chances[Chance.BACKLASH]))
        ),
        call.demands.breach,
    )
