"""How likely what is on record is, given the state: the likelihood of eq. 1, 3 and 5 for one demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from gaiatsu.dynamics.answer import SATISFIED, grade_weights
from gaiatsu.numerics.special import log_expit, logit

if TYPE_CHECKING:
    from gaiatsu.dynamics.observed import ObservedDemand
    from gaiatsu.dynamics.target import Call

__all__ = ["EVIDENCE", "log_likelihood"]

Floats = NDArray[np.float64]

EVIDENCE: Final = {
    "concession": "grade of concession (eq. 1)",
    "conceded": "only whether the grade satisfies, instead of the grade itself (eq. 1)",
    "backlash": "backlash to a threat (eq. 5)",
    "follow_through": "whether a resisted threat was carried out or dropped (eq. 3)",
    "depth": "coded depth of the demand, as three coders' votes of yes or no would give it (eq. 2, D)",
}
"""Kinds of evidence by name."""

_VOTES: Final = 3.0


def log_likelihood(call: Call, demand: ObservedDemand, *, evidence: tuple[str, ...]) -> Floats:
    """Log probability of what is on record about one demand, given the state it met.

    Parameters
    ----------
    call
        What the target faced.
    demand
        What is on record.
    evidence
        Kinds that count, some of ``EVIDENCE``.

    Returns
    -------
    array
        Shape ``(n,)``; 0 where nothing is known.

    Notes
    -----
    ``log P(y) + log P(B) + u log q + v log(1 - q) + k log D + (3 - k) log(1 - D)`` up to a constant, with y
    the grade, B the backlash, u and v how strongly the record says that a resisted threat was carried out or
    dropped, and k the coded depth. Conduct in deals is left out: its chances are the setting's, and say
    nothing about parameters.

    References
    ----------
    schoppa1999; mckelvey_palfrey1995; mccullagh1980

    Examples
    --------
    >>> sorted(EVIDENCE)
    ['backlash', 'conceded', 'concession', 'depth', 'follow_through']
    """
    total = np.zeros(call.payoff.shape)
    if demand.grade is not None and "concession" in evidence:
        total += _grade(call, demand.grade)
    if demand.grade is not None and "conceded" in evidence:
        total += _conceded(call, demand.grade >= SATISFIED)
    if demand.backlash is not None and demand.threatened and "backlash" in evidence:
        total += _backlash(call, demand.backlash)
    if demand.depth is not None and "depth" in evidence:
        total += _depth(call, demand.depth)
    resisted = demand.grade is not None and demand.grade < SATISFIED and demand.threatened
    if resisted and "follow_through" in evidence:
        believed = np.asarray(logit(call.issue.credibility))
        total += _votes(demand.carried_out, believed) + _votes(demand.dropped, -believed)
    return total


def _grade(call: Call, grade: int) -> Floats:
    weights = grade_weights(call.payoff, call.issue.faced.factors)
    chosen = (np.ones_like(weights.first), weights.first, weights.second, weights.third)[grade]
    return np.asarray(np.log(chosen) - np.log(weights.total))


def _conceded(call: Call, conceded: bool) -> Floats:
    weights = grade_weights(call.payoff, call.issue.faced.factors)
    chosen = weights.second + weights.third if conceded else 1.0 + weights.first
    return np.asarray(np.log(chosen) - np.log(weights.total))


def _backlash(call: Call, level: int) -> Floats:
    first, second = (call.provocation - cut for cut in call.constants.backlash_cuts)
    if level == 0:
        return np.asarray(log_expit(-first))
    if level == 1:  # expit(a) - expit(b) = expit(a) expit(-b) (1 - exp(b - a))
        return np.asarray(log_expit(first) + log_expit(-second) + np.log1p(-np.exp(second - first)))
    return np.asarray(log_expit(second))


def _depth(call: Call, coded: float) -> Floats:
    ways = gammaln(_VOTES + 1.0) - gammaln(coded + 1.0) - gammaln(_VOTES - coded + 1.0)
    asked = np.asarray(logit(call.issue.faced.depth))
    return np.asarray(ways + _votes(coded, asked) + _votes(_VOTES - coded, -asked))


def _votes(number: float, log_odds: Floats) -> Floats | float:
    """Log probability of independent observations of one kind; of none it is 0 even where they cannot be."""
    return np.asarray(number * log_expit(log_odds)) if number > 0.0 else 0.0
