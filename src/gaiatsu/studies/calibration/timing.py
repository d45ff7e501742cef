"""When each part of the payoff of conceding fell, for one and the same demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.condition import TRACKED
from gaiatsu.theory.material import credibility, expected_threat
from gaiatsu.theory.social import expected_stretching, legitimacy_term, procedural_legitimacy

if TYPE_CHECKING:
    from gaiatsu.dynamics import ParameterDraws, Setting
    from gaiatsu.dynamics.condition import DemandRecord
    from gaiatsu.studies.calibration.posterior import Posterior

__all__ = ["PartOfFall", "parts_of_fall"]

Floats = NDArray[np.float64]

_PARTS: Final = {
    "material": "credible cost times dependence",
    "hierarchy": "deference",
    "legitimacy": "legitimacy of the same tactic under the rules of the year",
    "trust": "expected loss from a stretched deal",
    "social": "hierarchy, legitimacy and trust together",
}


@dataclass(frozen=True)
class PartOfFall:
    """How far a part of the payoff fell over the record, and when half of that had happened.

    Parameters
    ----------
    part, meaning
        Which part.
    fall, low, high
        Mean and 5 and 95 % quantiles of its fall from the first year on record to the last, in log odds of
        one grade more.
    falls
        Posterior probability that it fell at all.
    year, first, last
        Median and 5 and 95 % quantiles of the year by which half of the fall had happened, over draws in
        which it fell.
    """

    part: str
    meaning: str
    fall: float
    low: float
    high: float
    falls: float
    year: float
    first: float
    last: float


def parts_of_fall(found: Posterior, *, calibrated: bool = True) -> tuple[PartOfFall, ...]:
    """Decompose the fall in the payoff of conceding to an unchanging demand, with its timing.

    Causes that move too early or too late cannot have brought the change about: the article's argument from
    Table 1, made for every cause of eq. 2 at once.

    Parameters
    ----------
    found
        Posterior.
    calibrated
        With the record; otherwise under the prior.

    Returns
    -------
    tuple of PartOfFall

    Notes
    -----
    The demand is for results, unilateral, with the mean cost and posture of the record. A part ``p_t`` has
    half fallen in the first year with ``p_t <= (p_first + p_last) / 2``.

    References
    ----------
    schoppa1999
    """
    paths = found.annealed.scored.carried["path"] if calibrated else found.imagined.smoothed
    parameters = found.parameters if calibrated else found.before
    years = np.arange(found.record.demands[0].year, found.record.demands[-1].year + 1)
    parts = _parts(found.setting, found.record, parameters, paths=paths, years=years)
    return tuple(_summary(name, parts[name], years) for name in _PARTS)


def _parts(
    setting: Setting,
    record: DemandRecord,
    parameters: ParameterDraws,
    *,
    paths: Floats,
    years: NDArray[np.int64],
) -> dict[str, Floats]:
    """Parts of eq. 2 by year and draw."""
    rows, places = years - setting.start, years - setting.origin
    state = {name: paths[place][rows] for place, name in enumerate(TRACKED)}
    cost, posture = (
        float(np.mean([getattr(demand, name) for demand in record.demands]))
        for name in ("threatened_cost", "public_posture")
    )
    weights = (
        parameters["posture_credibility"],
        parameters["stake_credibility"],
        parameters["own_cost_credibility"],
    )
    demands = [setting.demands_in(int(year)) for year in years]
    believed = np.stack(
        [
            credibility(
                state["resolve"][row],
                public_posture=posture,
                stake=usual.stake,
                own_cost=usual.own_cost,
                weights=weights,
            )
            for row, usual in enumerate(demands)
        ]
    )
    legitimacy = procedural_legitimacy(
        target_in_violation=np.zeros(years.size),
        authorized=np.zeros(years.size),
        unilateral=np.ones(years.size),
        violation_elsewhere=setting.violation_elsewhere[places],
        dispute_settlement=setting.dispute_settlement[places],
    )
    exposure = np.asarray([usual.exposure[0] for usual in demands])[:, None]
    found = {
        "material": parameters["material"]
        * expected_threat(believed, cost, setting.asymmetry[places][:, None]),
        "hierarchy": parameters["hierarchy"] * state["hierarchy"],
        "legitimacy": parameters["legitimacy"] * legitimacy_term(np.asarray(legitimacy))[:, None],
        "trust": -parameters["trust"] * expected_stretching(state["trust_of_sender"], exposure),
    }
    return {**found, "social": found["hierarchy"] + found["legitimacy"] + found["trust"]}


def _summary(name: str, part: Floats, years: NDArray[np.int64]) -> PartOfFall:
    fall = part[0] - part[-1]
    half = part <= 0.5 * (part[0] + part[-1])
    when = years[np.argmax(half, axis=0)][fall > 0.0]
    dates = np.quantile(when, (0.5, 0.05, 0.95), method="lower") if when.size else np.full(3, np.nan)
    low, high = np.quantile(fall, (0.05, 0.95))
    return PartOfFall(
        name,
        _PARTS[name],
        float(fall.mean()),
        float(low),
        float(high),
        float(np.mean(fall > 0.0)),
        *(float(date) for date in dates),
    )
