"""From numbers to statuses: what would refute each claim, and every threshold behind it in one place.

A status is about what the loaded data give, not about whether the claim is true. Each rule is a function of
numbers, so that each status it can give can be shown to be given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

__all__ = [
    "FalsifierThresholds",
    "Status",
    "channel_status",
    "conjunction_status",
    "decline_status",
    "independence_status",
    "plasticity_status",
    "threat_status",
    "trust_status",
]


class Status(StrEnum):
    """What the loaded data say about a claim that could be refuted.

    Examples
    --------
    >>> Status("cannot tell").name
    'CANNOT_TELL'
    """

    SUPPORTED = "supported"
    AGAINST = "against"
    CANNOT_TELL = "cannot tell"
    DATA_NEEDED = "data needed"


@dataclass(frozen=True)
class FalsifierThresholds:
    """Where the statuses begin.

    Parameters
    ----------
    bayes_factor
        Bayes factor from which one of two models is preferred.
    absence
        Bayes factor for no effect at all from which its absence counts as shown.
    rule_refuted, rule_shown
        Probability of the two-strike rule below which it is refuted and from which it is shown.
    hardest_refuted, hardest_shown
        The same for the fall among demands for results being the largest.
    standard_errors
        Standard errors that a difference of predictive scores has to clear.
    alpha
        One-sided level of the exact tests.
    margin
        Change of a probability that still counts as none.
    certainty
        Probability from which something counts as shown.
    replacement_none, replacement_shown
        Share of a change below which replacement carries about none of it, and above which it counts.
    compliance_none, compliance_shown
        Rate of compliance without enforcement below which only enforcement works, and above which it works
        without.

    Examples
    --------
    >>> FalsifierThresholds().rule_refuted
    0.1
    """

    bayes_factor: float = 10.0
    absence: float = 3.0
    rule_refuted: float = 0.1
    rule_shown: float = 0.5
    hardest_refuted: float = 0.1
    hardest_shown: float = 0.9
    standard_errors: float = 2.0
    alpha: float = 0.05
    margin: float = 0.10
    certainty: float = 0.95
    replacement_none: float = 0.10
    replacement_shown: float = 0.25
    compliance_none: float = 0.10
    compliance_shown: float = 0.25


DEFAULT = FalsifierThresholds()


def independence_status(
    interval: tuple[float, float], log_absence: float, *, thresholds: FalsifierThresholds = DEFAULT
) -> Status:
    """Judge F1: whether the social terms depend on the size of the threat.

    Parameters
    ----------
    interval
        Credible interval of gamma.
    log_absence
        Log Bayes factor of gamma = 0 over gamma free.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Against when the interval excludes zero, supported when the data prefer zero, otherwise cannot tell.

    Examples
    --------
    >>> independence_status((-1.5, 1.4), 0.1).value
    'cannot tell'
    """
    if interval[0] > 0.0 or interval[1] < 0.0:
        return Status.AGAINST
    return Status.SUPPORTED if log_absence > log(thresholds.absence) else Status.CANNOT_TELL


def channel_status(
    log_through: float, log_beside: float, *, thresholds: FalsifierThresholds = DEFAULT
) -> Status:
    """Judge F2: whether reputation works through the threat and nowhere else.

    Parameters
    ----------
    log_through
        Log Bayes factor of a credibility that follows the record over one that does not.
    log_beside
        Log Bayes factor of an effect of reputation beside the threat over none.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Against when the data prefer a constant credibility or an effect beside the threat, supported when
        they prefer the record's and no effect beside it, otherwise cannot tell.
    """
    limit = log(thresholds.bayes_factor)
    if log_through < -limit or log_beside > limit:
        return Status.AGAINST
    return Status.SUPPORTED if log_through > limit and log_beside < 0.0 else Status.CANNOT_TELL


def trust_status(rule: float, hardest: float, *, thresholds: FalsifierThresholds = DEFAULT) -> Status:
    """Judge F6: whether the second violation was decisive and not the first, and numbers were refused most.

    Parameters
    ----------
    rule
        Probability of the two-strike rule on the record.
    hardest
        Probability that concessions fell most among demands for results.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Against when either is refuted, supported when both are shown, otherwise cannot tell.
    """
    if rule < thresholds.rule_refuted or hardest < thresholds.hardest_refuted:
        return Status.AGAINST
    shown = rule >= thresholds.rule_shown and hardest >= thresholds.hardest_shown
    return Status.SUPPORTED if shown else Status.CANNOT_TELL


def plasticity_status(log_level: float, *, thresholds: FalsifierThresholds = DEFAULT) -> Status:
    """Judge F7: whether the shock made identity plastic or moved its level at once.

    Parameters
    ----------
    log_level
        Log Bayes factor of a level that steps with each shock over the plastic course.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Against when the step is preferred, supported when the plastic course is, otherwise cannot tell.
    """
    limit = log(thresholds.bayes_factor)
    if log_level > limit:
        return Status.AGAINST
    return Status.SUPPORTED if log_level < -limit else Status.CANNOT_TELL


def conjunction_status(
    log_factors: Sequence[float], gain: float, error: float, *, thresholds: FalsifierThresholds = DEFAULT
) -> Status:
    """Judge F10: whether more is needed than the power shift, given a lag.

    Parameters
    ----------
    log_factors
        Log Bayes factors of the conjunction over lagged materialism, by prior set that treats both alike.
    gain, error
        Gain of the conjunction in leave-one-out log score, with its standard error.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Supported when every factor and the score prefer the conjunction, against when every factor prefers
        lagged materialism and the score does not contradict it, otherwise cannot tell.
    """
    limit = log(thresholds.bayes_factor)
    clear = thresholds.standard_errors * error
    if all(value > limit for value in log_factors) and gain > clear:
        return Status.SUPPORTED
    if all(value < -limit for value in log_factors) and gain <= clear:
        return Status.AGAINST
    return Status.CANNOT_TELL


def decline_status(
    p_values: Sequence[float], *, declined: bool, thresholds: FalsifierThresholds = DEFAULT
) -> Status:
    """Judge F11: whether concessions fell, like with like.

    Parameters
    ----------
    p_values
        One-sided p-values of the comparison as coded and under each named supposition.
    declined
        Whether the rate fell at all within types of demand.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Against when it did not fall, supported when every p-value is below the level, otherwise cannot tell.
    """
    if not declined:
        return Status.AGAINST
    return Status.SUPPORTED if max(p_values) < thresholds.alpha else Status.CANNOT_TELL


def threat_status(p_rise: float, *, soured: bool, thresholds: FalsifierThresholds = DEFAULT) -> Status:
    """Judge F13: whether threats rose while the context soured.

    Parameters
    ----------
    p_rise
        One-sided p-value of a rise in the number of threats.
    soured
        Whether the social context fell over the same years.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Supported when the context soured and threats did not rise. Where they did, a sender whose view of the
        context trails the truth could still be the reason, and only the threat equation fitted with its lag
        could say against; until then cannot tell.
    """
    rose = p_rise < thresholds.alpha
    return Status.SUPPORTED if soured and not rose else Status.CANNOT_TELL
