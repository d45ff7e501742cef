"""Whether the first violation was excused and the second decisive (claim MC1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import MissingData
from gaiatsu.studies.state.relationship import deal_evidence, resting_log_odds
from gaiatsu.terms import EventKind, Side
from gaiatsu.theory.norm_change.trust import evidence_of_violation, trust_from_record, two_strike_rule

if TYPE_CHECKING:
    from gaiatsu.context.record import EventRecord

__all__ = ["THRESHOLDS", "TwoStrike", "two_strike"]

Floats = NDArray[np.float64]

THRESHOLDS: Final = (0.3, 0.4, 0.5, 0.6, 0.7)
"""Fixed values of tau* that the result is also reported at."""

_JUST_AFTER: Final = 1e-6


@dataclass(frozen=True)
class TwoStrike:
    """Probability of the two-strike rule and of the ways in which it can fail.

    Parameters
    ----------
    first, second
        Ids of the two violations.
    gap
        Years between them.
    closed_form
        Chance that the rule holds with no honored deal between, over the prior.
    on_record
        Chance that trust stays above the threshold after the first violation and falls below it after the
        second, with every recorded deal counted.
    first_decisive
        Chance that the first violation already ends trust, on the record.
    never_decisive
        Chance that trust survives both, on the record.
    trust_before, trust_after_first, trust_after_second
        Mean trust on the record just before the first violation and just after each.
    by_threshold
        For fixed tau*: closed form and record.
    """

    first: str
    second: str
    gap: float
    closed_form: float
    on_record: float
    first_decisive: float
    never_decisive: float
    trust_before: float
    trust_after_first: float
    trust_after_second: float
    by_threshold: tuple[tuple[float, float, float], ...]


def two_strike(
    record: EventRecord,
    parameters: Mapping[str, Floats],
    *,
    thresholds: tuple[float, ...] = THRESHOLDS,
) -> TwoStrike:
    """Probability that the first violation by the sender is excused and the second is decisive.

    Parameters
    ----------
    record
        The dated events; its first two deals stretched by the sender are the strikes.
    parameters
        Draws of the parameters of eq. 7.
    thresholds
        Fixed values of tau* to report as well.

    Returns
    -------
    TwoStrike

    Raises
    ------
    MissingData
        The record holds fewer than two violations by the sender.

    References
    ----------
    schoppa1999; kydd2005
    """
    deals = record.select(subject="trust_of_sender")
    strikes = deals.select(EventKind.AGREEMENT_STRETCHED)
    if len(strikes) < 2:
        msg = f"The record holds {len(strikes)} deals stretched by the sender."
        raise MissingData(msg, expected="at least two")
    dates = strikes.dates[:2]
    trust = _trust_around(deals, dates, parameters)
    gap = float(dates[1] - dates[0])
    drawn = parameters["trust_threshold"]
    excused, decided = trust[:, 1] > drawn, trust[:, 2] < drawn
    return TwoStrike(
        first=strikes.ids[0],
        second=strikes.ids[1],
        gap=gap,
        closed_form=_closed_form(parameters, drawn, gap),
        on_record=float(np.mean(excused & decided)),
        first_decisive=float(np.mean(~excused)),
        never_decisive=float(np.mean(excused & ~decided)),
        trust_before=float(trust[:, 0].mean()),
        trust_after_first=float(trust[:, 1].mean()),
        trust_after_second=float(trust[:, 2].mean()),
        by_threshold=tuple(
            (
                fixed,
                _closed_form(parameters, np.full(drawn.shape, fixed), gap),
                float(np.mean((trust[:, 1] > fixed) & (trust[:, 2] < fixed))),
            )
            for fixed in thresholds
        ),
    )


def _closed_form(parameters: Mapping[str, Floats], threshold: Floats, gap: float) -> float:
    strength = evidence_of_violation(parameters["honest_error"], cheat_rate=parameters["cheat_rate"])
    holds = two_strike_rule(
        parameters["resting_trust_of_sender"],
        threshold,
        violation_evidence=strength,
        memory=parameters["trust_memory"],
        gap=gap,
    )
    return float(np.mean(holds))


def _trust_around(deals: EventRecord, strikes: Floats, parameters: Mapping[str, Floats]) -> Floats:
    dates = np.asarray([strikes[0], strikes[0] + _JUST_AFTER, strikes[1] + _JUST_AFTER])
    return np.asarray(
        trust_from_record(
            dates,
            deals.dates,
            resting=resting_log_odds(parameters, Side.SENDER)[:, None],
            evidence=deal_evidence(deals, parameters)[:, None, :],
            memory=parameters["trust_memory"][:, None, None],
        )
    )
