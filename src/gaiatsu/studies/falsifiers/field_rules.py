"""From numbers on field data to statuses; the rules stand in the decision on falsifiers and field data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gaiatsu.studies.falsifiers.field import Bounded, LagRow, rate_above, rate_below
from gaiatsu.studies.falsifiers.rules import FalsifierThresholds, Status
from gaiatsu.studies.shares import Share

__all__ = [
    "Replacement",
    "deference_status",
    "enforcement_status",
    "growth_status",
    "lag_status",
    "legitimacy_status",
    "replacement_status",
]

DEFAULT = FalsifierThresholds()
SUPPORTED, AGAINST, UNKNOWN = Status.SUPPORTED, Status.AGAINST, Status.CANNOT_TELL


def deference_status(found: Bounded, *, thresholds: FalsifierThresholds = DEFAULT) -> Status:
    """Judge F3: whether concessions follow measured deference.

    Parameters
    ----------
    found
        Shift of concessions as deference rises within targets.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Against when the interval lies below the margin and no filling lifts the shift above it; supported
        when it lies above zero and no filling takes it below; otherwise cannot tell.
    """
    if found.high < thresholds.margin and found.highest < thresholds.margin:
        return AGAINST
    return SUPPORTED if found.low > 0.0 and found.lowest > 0.0 else UNKNOWN


def legitimacy_status(found: Bounded, *, published_smaller: bool) -> Status:
    """Judge F4: whether legitimacy wins more once the regime is strong.

    Parameters
    ----------
    found
        Growth of the gain from an institution's backing.
    published_smaller
        Whether the published split says that the gain was larger before.

    Returns
    -------
    Status
        Against when the interval lies below zero whatever is missing, or includes it and the published split
        says smaller; supported when it lies above zero whatever is missing; otherwise cannot tell.
    """
    includes = found.low <= 0.0 <= found.high
    if (found.high < 0.0 and found.highest < 0.0) or (includes and published_smaller):
        return AGAINST
    return SUPPORTED if found.low > 0.0 and found.lowest > 0.0 else UNKNOWN


def enforcement_status(
    without: Share,
    enforced: Share,
    *,
    left_by_complying: bool,
    doubtful: int = 2,
    thresholds: FalsifierThresholds = DEFAULT,
) -> Status:
    """Judge F5: whether defendants comply only where retaliation has been authorized.

    Parameters
    ----------
    without, enforced
        Disputes in which the defendant complied, without and with an authorization.
    left_by_complying
        Whether disputes end before an authorization because the defendant complies: compliance there then
        shows nothing.
    doubtful
        How many codes in favor may be wrong.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Against when compliance without authorization is rare and with it more common; supported when it is
        common without, even if the doubtful codes are wrong and not by the way the disputes are sorted;
        otherwise cannot tell.
    """
    rare = rate_below(without, thresholds.compliance_none) >= thresholds.certainty
    if rare and enforced.rate > without.rate:
        return AGAINST
    fewer = Share(max(without.successes - doubtful, 0), without.cases)
    common = rate_above(fewer, thresholds.compliance_shown) >= thresholds.certainty
    return SUPPORTED if common and not left_by_complying else UNKNOWN


@dataclass(frozen=True)
class Replacement:
    """Share of the change in deference that replacement carries, under one rule of survival and seniority.

    Parameters
    ----------
    rule
        The rule in words.
    share
        Mean replacement over mean change.
    low
        Its fifth percentile over the draws of the theory.
    occupation_before, occupation_after
        Measured weight of the occupation cohort at either date.
    """

    rule: str
    share: float
    low: float
    occupation_before: float
    occupation_after: float


def replacement_status(found: Sequence[Replacement], *, thresholds: FalsifierThresholds = DEFAULT) -> Status:
    """Judge F8: whether the replacement of cohorts carries the change.

    Parameters
    ----------
    found
        One entry a rule.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Against when replacement carries about none under every rule, supported when it counts under every
        rule, otherwise cannot tell.
    """
    if all(one.share < thresholds.replacement_none for one in found):
        return AGAINST
    shown = all(one.low > thresholds.replacement_shown for one in found)
    return SUPPORTED if shown else UNKNOWN


def lag_status(rows: Sequence[LagRow], *, soured: bool, thresholds: FalsifierThresholds = DEFAULT) -> Status:
    """Judge F13: whether threats rose while the context soured and no lag explains it.

    Parameters
    ----------
    rows
        Every lag, without and with exposure.
    soured
        Whether the social context fell over the same years.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Against when the context soured and the rise is improbable under every lag with either exposure;
        supported when it soured and threats did not rise; otherwise cannot tell.
    """
    if not soured:
        return UNKNOWN
    if all(row.p < thresholds.alpha for row in rows):
        return AGAINST
    plain = next(row for row in rows if row.lag == 0 and row.exposure == "none")
    return SUPPORTED if plain.p >= thresholds.alpha else UNKNOWN


def growth_status(found: Bounded, *, low_state: bool, thresholds: FalsifierThresholds = DEFAULT) -> Status:
    """Judge F14: whether concessions came back with growth.

    Parameters
    ----------
    found
        Concessions in years of growth less those in years without.
    low_state
        Whether the social state stayed low.
    thresholds
        Where the statuses begin.

    Returns
    -------
    Status
        Against when the difference exceeds the margin whatever is missing and the social state stayed low;
        supported when it stays below; otherwise cannot tell.
    """
    if not low_state:
        return UNKNOWN
    if found.low > thresholds.margin and found.lowest > thresholds.margin:
        return AGAINST
    below = found.high < thresholds.margin and found.highest < thresholds.margin
    return SUPPORTED if below else UNKNOWN
