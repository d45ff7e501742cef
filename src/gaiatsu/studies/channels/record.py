"""What the sender's past makes of its name: reputation for resolve (eq. 6) and trust in its deals (eq. 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.context.dyads.social.record import agreement_spans, threat_spans
from gaiatsu.numerics.special import logit
from gaiatsu.theory.norm_change.reputation import resolve_from_record
from gaiatsu.theory.norm_change.trust import (
    evidence_of_honoring,
    evidence_of_violation,
    trust_from_record,
)
from gaiatsu.theory.parameters import find_parameter

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Beliefs", "Events", "dated_events", "past_beliefs", "prior_mean"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

SUCCESSORS: Final = {260: 255, 678: 679}
"""The Federal Republic and North Yemen are remembered as Germany and Yemen."""

KINDS: Final = {
    "threats_carried_low": "carried",
    "threats_dropped_low": "dropped",
    "agreements_stood": "stood",
    "agreements_reopened": "reopened",
}
ENDINGS: Final = ("outcome", "end_year", "imposition_year")


@dataclass(frozen=True, eq=False)
class Events:
    """What became known about the conduct of leading senders, and when.

    Parameters
    ----------
    kind
        ``carried``, ``dropped`` (threats), ``stood`` or ``reopened`` (agreements).
    sender, target
        Codes of the states.
    date
        Middle of the year in which it became known, a decimal year.
    """

    kind: NDArray[np.str_]
    sender: IntArray
    target: IntArray
    date: FloatArray

    def of(self, *kinds: str, sender: int) -> Events:
        """Return what is known of one sender, of some kinds."""
        part = np.isin(self.kind, kinds) & (self.sender == sender)
        return Events(self.kind[part], self.sender[part], self.target[part], self.date[part])


@dataclass(frozen=True, eq=False)
class Beliefs:
    """What a target may believe of a sender on the first day of a period.

    Parameters
    ----------
    reputation
        R of eq. 6, 0-1, from the sender's threats against this target and, at less weight, all others.
    reputation_elsewhere
        The same from threats against others alone, at full weight.
    reputation_events
        Threats behind it with a known end, against anyone.
    trust
        tau of eq. 7, 0-1, from the deals between the two.
    trust_events
        Deals behind it.
    """

    reputation: FloatArray
    reputation_elsewhere: FloatArray
    reputation_events: IntArray
    trust: FloatArray
    trust_events: IntArray


def prior_mean(name: str) -> float:
    """Mean of the Beta prior of a parameter, the value used where a proxy needs one number.

    Parameters
    ----------
    name
        Name of the parameter.

    Returns
    -------
    float
        0-1.

    Examples
    --------
    >>> round(prior_mean("resolve_prior"), 2)
    0.66
    """
    prior = find_parameter(name).prior
    return float(prior.first / (prior.first + prior.second))


def dated_events(cases: pl.DataFrame) -> Events:
    """Read from the cases what became known about the conduct of leading senders.

    Parameters
    ----------
    cases
        The table of TIES as the reader gives it.

    Returns
    -------
    Events
        Cases whose outcome contradicts their stage never count as ended. An agreement that nobody reopened
        is known to have stood five years after it was made.
    """
    import polars as pl

    plain = cases.rename({"imposed_year": "imposition_year"})
    contradicted = pl.col("quality").str.contains("stage_contradicted")
    sound = plain.with_columns(pl.when(~contradicted).then(pl.col(name)).alias(name) for name in ENDINGS)
    spans = pl.concat([threat_spans(sound), agreement_spans(sound)]).filter(
        pl.col("variable").is_in(list(KINDS))
    )
    return Events(
        np.asarray([KINDS[name] for name in spans["variable"]], dtype=np.str_),
        _successors(spans["ccode1"].to_numpy()),
        _successors(spans["ccode2"].to_numpy()),
        spans["first"].to_numpy() - 0.5,
    )


def _successors(codes: NDArray[np.int64]) -> IntArray:
    replaced = codes.astype(np.int64)
    for old, new in SUCCESSORS.items():
        replaced[replaced == old] = new
    return replaced


def past_beliefs(events: Events, sender: IntArray, target: IntArray, *, first_year: IntArray) -> Beliefs:
    """Compute reputation and trust on the first day of each period, from what was known by then.

    Eq. 3 lets the sender's past conduct enter only through the credibility of its threat, eq. 2 lets its past
    treatment of deals enter only through what an agreement with it is worth. The two must be measured apart
    if the channels are to be told apart.

    Parameters
    ----------
    events
        As `dated_events` gives them.
    sender, target
        Codes of the states of each row.
    first_year
        First year of each period.

    Returns
    -------
    Beliefs
        One value a row. Where nothing is known both stand at the mean of their prior, and the number of
        events says so.

    Notes
    -----
    Parameters stand at their prior means: a0 + b0 = 10 observations at R0 = .66, lam = .8 a year, threats
    against others at .25; trust rests at .82, e = .1, w = .5, psi = .9.

    References
    ----------
    josang_ismail2002; crescenzi2007; kydd2005

    Examples
    --------
    >>> import numpy as np
    >>> kept = Events(np.array(["carried"]), np.array([2]), np.array([740]), np.array([1985.5]))
    >>> row = np.array([2]), np.array([740])
    >>> round(float(past_beliefs(kept, *row, first_year=np.array([1986])).reputation[0]), 3)
    0.688
    >>> round(float(past_beliefs(kept, *row, first_year=np.array([1985])).reputation[0]), 3)
    0.66
    """
    sender, target = _successors(sender), _successors(target)
    rows = [_row(events, *one) for one in zip(sender.tolist(), target.tolist(), first_year, strict=True)]
    reputation, elsewhere, threats, trust, deals = (np.asarray(column) for column in zip(*rows, strict=True))
    return Beliefs(reputation, elsewhere, threats.astype(np.int64), trust, deals.astype(np.int64))


def _row(events: Events, sender: int, target: int, year: int) -> tuple[float, float, int, float, int]:
    day = np.asarray([float(year)])
    threats = events.of("carried", "dropped", sender=sender)
    own = threats.target == target
    weights = np.where(own, 1.0, prior_mean("extra_dyadic_weight"))
    deals = events.of("stood", "reopened", sender=sender)
    between = deals.target == target
    error, cheat = prior_mean("honest_error"), prior_mean("cheat_rate")
    evidence = np.where(
        deals.kind == "stood",
        evidence_of_honoring(error, cheat_rate=cheat),
        -evidence_of_violation(error, cheat_rate=cheat),
    )
    trust = trust_from_record(
        day,
        deals.date,
        resting=float(logit(prior_mean("resting_trust_of_sender"))),
        evidence=np.where(between, evidence, 0.0),
        memory=prior_mean("trust_memory"),
    )
    return (
        _resolve(threats, weights, day),
        _resolve(threats, np.where(own, 0.0, 1.0), day),
        int((threats.date < year).sum()),
        float(trust[0]),
        int((between & (deals.date < year)).sum()),
    )


def _resolve(threats: Events, weights: FloatArray, day: FloatArray) -> float:
    prior = find_parameter("resolve_prior").prior
    carried = threats.kind == "carried"
    found = resolve_from_record(
        day,
        threats.date,
        followed_through=np.where(carried, weights, 0.0),
        dropped=np.where(carried, 0.0, weights),
        prior=(prior.first, prior.second),
        memory=prior_mean("resolve_memory"),
    )
    return float(found[0])
