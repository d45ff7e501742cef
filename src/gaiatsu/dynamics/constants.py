"""What the years of a run have in common, computed once from the draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.answer import grade_factors
from gaiatsu.dynamics.parameters import ParameterDraws
from gaiatsu.dynamics.setting import DEMAND_TYPES
from gaiatsu.numerics.special import logit
from gaiatsu.theory.norm_change.trust import evidence_of_honoring, evidence_of_violation
from gaiatsu.theory.response import TERM_NAMES

__all__ = ["Constants", "prepare_constants"]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

_DEPTHS = tuple(kind.value for kind in DEMAND_TYPES)
_SEEN = 3  # rows of what can be perceived: hierarchy, trust of the sender, reputation


@dataclass(frozen=True, eq=False)
class Constants:
    """Parameters of ``n`` relationships in the form that a step reads.

    Parameters
    ----------
    parameters
        The draws.
    payoff_weights
        Weights of eq. 2 by term.
    credibility_weights
        phi_A, phi_W, phi_K.
    backlash_weights
        Weights of eq. 5: A, M, l, H, tau.
    backlash_cuts
        Cut points of eq. 5.
    factors
        `grade_factors` by step, demand types and relationships in one row: three of shape ``(4 n,)``.
    depths
        delta_d in the same order, shape ``(4 n,)``.
    honoring, violation
        Evidence of a deal honored and of one stretched.
    resting_sender, resting_target
        Log odds that trust of the sender, and of the target, rests at.
    followed, dropped
        a0 and b0.
    lags
        For each lag of perception in whole years, the places of the relationships that have it in an array of
        shape ``(3, n)``, counted through.
    columns
        0 to n - 1.
    """

    parameters: ParameterDraws
    payoff_weights: Mapping[str, Floats]
    credibility_weights: tuple[Floats, Floats, Floats]
    backlash_weights: tuple[Floats, Floats, Floats, Floats, Floats]
    backlash_cuts: tuple[Floats, Floats]
    factors: tuple[Floats, Floats, Floats]
    depths: Floats
    honoring: Floats
    violation: Floats
    resting_sender: Floats
    resting_target: Floats
    followed: Floats
    dropped: Floats
    lags: tuple[tuple[int, Places], ...]
    columns: Places

    @property
    def longest_lag(self) -> int:
        """Longest lag of perception, whole years."""
        return max(lag for lag, _ in self.lags)

    def factors_of(self, demand: Places) -> tuple[Floats, Floats, Floats]:
        """Factors of each relationship's demand type."""
        place = demand * self.columns.size + self.columns
        first, second, third = self.factors
        return first.take(place), second.take(place), third.take(place)

    def depth_of(self, demand: Places) -> Floats:
        """delta_d of each relationship's demand type."""
        return self.depths.take(demand * self.columns.size + self.columns)

    def perceive(self, seen: tuple[Floats, ...]) -> Floats:
        """Look up what was seen as many years ago as perception lags; rows stand newest first.

        The truth of ``lag`` years ago is read at whole years, at or before that date; before the record is
        old enough the first value is seen.
        """
        if len(self.lags) == 1:
            return seen[min(self.lags[0][0], len(seen) - 1)]
        out = np.empty(seen[0].size)
        for lag, places in self.lags:
            out[places] = seen[min(lag, len(seen) - 1)].take(places)
        return out.reshape(seen[0].shape)


def prepare_constants(parameters: ParameterDraws) -> Constants:
    """Bring draws into the form that a step reads.

    Parameters
    ----------
    parameters
        The draws.

    Returns
    -------
    Constants
    """
    first = parameters["backlash_first"]
    error, cheat = parameters["honest_error"], parameters["cheat_rate"]
    strength, mean = parameters["resolve_prior_weight"], parameters["resolve_prior"]
    factors = grade_factors(parameters.thresholds)
    lag = np.ceil(parameters["perception_lag"]).astype(int)
    return Constants(
        parameters=parameters,
        payoff_weights={name: parameters[name] for name in TERM_NAMES},
        credibility_weights=(
            parameters["posture_credibility"],
            parameters["stake_credibility"],
            parameters["own_cost_credibility"],
        ),
        backlash_weights=_five(parameters),
        backlash_cuts=(first, first + parameters["backlash_gap"]),
        factors=(_row(factors, 0), _row(factors, 1), _row(factors, 2)),
        depths=np.concatenate([parameters[f"depth_{name}"] for name in _DEPTHS]),
        honoring=np.asarray(evidence_of_honoring(error, cheat_rate=cheat)),
        violation=np.asarray(evidence_of_violation(error, cheat_rate=cheat)),
        resting_sender=np.asarray(logit(parameters["resting_trust_of_sender"])),
        resting_target=np.asarray(logit(parameters["resting_trust_of_target"])),
        followed=strength * mean,
        dropped=strength * (1.0 - mean),
        lags=tuple((int(k), np.flatnonzero(np.tile(lag == k, _SEEN))) for k in np.unique(lag)),
        columns=np.arange(len(parameters), dtype=np.intp),
    )


def _row(factors: Floats, step: int) -> Floats:
    return np.ascontiguousarray(factors[:, step]).ravel()


def _five(parameters: ParameterDraws) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    return (
        parameters["backlash_public_posture"],
        parameters["backlash_threat"],
        parameters["backlash_legitimacy"],
        parameters["backlash_hierarchy"],
        parameters["backlash_trust"],
    )
