"""Ways of the target to answer, as functions of what it is called on to answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.answer import SATISFIED, grade_weights
from gaiatsu.dynamics.target import Answer, quantal_answer
from gaiatsu.numerics.special import expit

if TYPE_CHECKING:
    from gaiatsu.dynamics.target import Call

__all__ = [
    "CALLED",
    "TargetRule",
    "allied",
    "best_grade",
    "calculating",
    "cheating",
    "defiant",
    "legalist",
    "reciprocal",
    "simple_target_rules",
    "target_rule_of",
    "yielding",
]

Floats = NDArray[np.float64]
Levels = NDArray[np.int8]
Flags = NDArray[np.bool_]

CALLED: Final = ("always", "under threat", "legitimacy", "trust of sender", "trust of target")
"""What a rule of the target weighs: a constant, a threat, and three things less one half."""

_SURE: Final = 6.0
"""Log odds at which a conduct is as good as certain."""

_HALF: Final = 0.5

_SUPPORTED: Final = 0.3
"""Support at home from which a demand is wanted there; the usual value of a scenario."""


def best_grade(call: Call, *, scale: Floats | float = 1.0, shift: Floats | float = 0.0) -> Levels:
    """Grade worth most to the target this year, by eq. 1 without its shocks.

    Parameters
    ----------
    call
        What the target faces.
    scale
        What the worth of eq. 1 counts for.
    shift
        Added to the worth of every grade more.

    Returns
    -------
    array of int8
        0-3.
    """
    weights = grade_weights(call.payoff, call.issue.faced.factors)
    with np.errstate(divide="ignore"):
        worth = np.log(np.stack([weights.first, weights.second, weights.third]))
    grades = np.arange(1, 4)[:, None]
    worth = scale * worth + shift * grades
    every = np.concatenate([np.zeros((1, worth.shape[1])), worth])
    return np.asarray(every.argmax(axis=0), dtype=np.int8)


def _hit_back(call: Call, shift: Floats | float = 0.0) -> Levels:
    """Backlash worth most this year, by eq. 5 without its shock."""
    first, second = call.constants.backlash_cuts
    reach = call.provocation + shift
    level = (reach > first).astype(np.int8)
    level += reach > second
    return level


def _everyone(call: Call, level: int) -> Levels:
    return np.full(call.payoff.shape, level, dtype=np.int8)


def calculating(call: Call, chances: Floats, /) -> Answer:  # noqa: ARG001
    """Do what is worth most this year, and break every deal, as nothing that year speaks against it.

    Parameters
    ----------
    call
        What the target faces.
    chances
        Not looked at.

    Returns
    -------
    Answer
    """
    return Answer(best_grade(call), _hit_back(call), 1.0)


def yielding(call: Call, chances: Floats, /) -> Answer:
    """Give in to every threat, never hit back, and answer quiet demands as usual.

    Parameters
    ----------
    call
        What the target faces.
    chances
        Uniform numbers, a row for each `gaiatsu.dynamics.policy.Chance`.

    Returns
    -------
    Answer
    """
    usual = quantal_answer(call, chances)
    return Answer(np.where(call.threatened, 3, usual.grade).astype(np.int8), _everyone(call, 0), 0.0)


def defiant(call: Call, chances: Floats, /) -> Answer:
    """Refuse whatever is threatened and answer it with a counter-sanction; answer quiet demands as usual.

    Parameters
    ----------
    call
        What the target faces.
    chances
        Uniform numbers, a row for each `gaiatsu.dynamics.policy.Chance`.

    Returns
    -------
    Answer
    """
    usual = quantal_answer(call, chances)
    return replace(
        usual,
        grade=np.where(call.threatened, 0, usual.grade).astype(np.int8),
        backlash=_everyone(call, 2),
    )


def legalist(call: Call, chances: Floats, /) -> Answer:  # noqa: ARG001
    """Comply with what the rules support and refuse the rest; protest against threats outside them.

    Parameters
    ----------
    call
        What the target faces.
    chances
        Not looked at.

    Returns
    -------
    Answer
        Complies where the demand's legitimacy is above one half, concedes partly at one half.
    """
    level = np.broadcast_to(np.asarray(call.pressure.legitimacy, dtype=float), call.payoff.shape)
    grade = np.select([level > _HALF, level == _HALF], [3, 1], default=0)
    return Answer(grade.astype(np.int8), (level < _HALF).astype(np.int8), 0.0)


def reciprocal(call: Call, chances: Floats, /) -> Answer:
    """Keep faith with a sender that is trusted; refuse and break deals with one that is not.

    Parameters
    ----------
    call
        What the target faces.
    chances
        Uniform numbers, a row for each `gaiatsu.dynamics.policy.Chance`.

    Returns
    -------
    Answer
        As usual where trust of the sender is at least one half; no concession and every deal broken below.
    """
    usual = quantal_answer(call, chances)
    trusts = call.issue.trust_of_sender >= _HALF
    return Answer(
        np.where(trusts, usual.grade, 0).astype(np.int8),
        np.where(trusts, usual.backlash, np.maximum(usual.backlash, 1)).astype(np.int8),
        np.where(trusts, 0.0, 1.0),
    )


def cheating(call: Call, chances: Floats, /) -> Answer:
    """Promise enough to satisfy the sender, never hit back, and break every deal.

    Parameters
    ----------
    call
        What the target faces.
    chances
        Uniform numbers, a row for each `gaiatsu.dynamics.policy.Chance`.

    Returns
    -------
    Answer
    """
    usual = quantal_answer(call, chances)
    return Answer(np.maximum(usual.grade, SATISFIED).astype(np.int8), _everyone(call, 0), 1.0)


def allied(call: Call, chances: Floats, /) -> Answer:
    """Give what many at home want themselves and little else, and keep what was agreed.

    Parameters
    ----------
    call
        What the target faces.
    chances
        Uniform numbers, a row for each `gaiatsu.dynamics.policy.Chance`.

    Returns
    -------
    Answer
        Partly successful at least where support for the demand is at least .3; at most nominal below.
    """
    usual = quantal_answer(call, chances)
    wanted = call.issue.faced.domestic_support >= _SUPPORTED
    grade = np.where(wanted, np.maximum(usual.grade, SATISFIED), np.minimum(usual.grade, 1))
    return Answer(grade.astype(np.int8), usual.backlash, 0.0)


@dataclass(frozen=True, eq=False)
class TargetRule:
    """A rule of the target written as numbers.

    Parameters
    ----------
    scale
        What this year's worth by eq. 1 counts for.
    grade
        Weights of what is seen in the worth of every grade more, shape ``(seen,)`` or ``(seen, n)``.
    backlash
        The same, added to the index of the backlash.
    breach
        The same, in the log odds of breaking an open deal.
    """

    scale: Floats
    grade: Floats
    backlash: Floats
    breach: Floats

    def __call__(self, call: Call, _chances: Floats, /) -> Answer:
        """Answer; see `gaiatsu.dynamics.TargetPolicy`."""
        seen = _called(call)
        shift, anger, breach = (_weigh(weights, seen) for weights in (self.grade, self.backlash, self.breach))
        return Answer(
            best_grade(call, scale=np.exp(self.scale), shift=shift),
            _hit_back(call, anger),
            np.asarray(expit(breach)),
        )


def target_rule_of(point: Floats) -> TargetRule:
    """Read weights as a rule of the target, or as one for each relationship.

    Parameters
    ----------
    point
        Weights, shape ``(16,)`` or ``(16, n)``; zeros are the `calculating` target, but for deals, of which
        it breaks half.

    Returns
    -------
    TargetRule
    """
    width = len(CALLED)
    return TargetRule(
        point[0], point[1 : 1 + width], point[1 + width : 1 + 2 * width], point[1 + 2 * width :]
    )


def simple_target_rules() -> Floats:
    """Weights of the simplest rules of the target, where a search begins.

    Returns
    -------
    array
        Shape ``(rules, 16)``: what is worth most this year, everything, or nothing, with deals kept or
        broken, hitting back as it is worth or never.
    """
    width, rules = len(CALLED), []
    for shift in (0.0, _SURE, -_SURE):
        for anger in (0.0, -_SURE):
            for breach in (-_SURE, _SURE):
                point = np.zeros(1 + 3 * width)
                point[1], point[1 + width], point[1 + 2 * width] = shift, anger, breach
                rules.append(point)
    return np.stack(rules)


def _called(call: Call) -> Floats:
    """Stack what a rule of the target weighs, shape ``(seen, n)``."""
    ones = np.ones_like(call.payoff)
    return np.stack(
        [
            ones,
            call.threatened * ones,
            np.asarray(call.pressure.legitimacy) - _HALF,
            call.issue.trust_of_sender - _HALF,
            call.trust_of_target - _HALF,
        ]
    )


def _weigh(weights: Floats, seen: Floats) -> Floats:
    return np.asarray(weights @ seen if weights.ndim == 1 else (weights * seen).sum(axis=0))
