"""One word for each cell of the table of explanations, and every threshold behind it in one place.

With fifteen episodes most cells cannot be decided, and the word for that is *cannot tell*. No word is
stronger than the number it was computed from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from gaiatsu.estimation.compare.dates import DateAgreement
from gaiatsu.estimation.compare.extent import Extent, Movement
from gaiatsu.estimation.compare.scores import PairedDifference

__all__ = [
    "CANNOT_TELL",
    "DATA_NEEDED",
    "Thresholds",
    "evidence_verdict",
    "extent_verdict",
    "overall_verdict",
    "score_verdict",
    "timing_verdict",
]

CANNOT_TELL = "cannot tell"
DATA_NEEDED = "data needed"
BAD_TIMING = frozenset({"too early", "too late", "no movement", "gradual", "wrong direction"})
BAD_EXTENT = frozenset({"too little", "fell further before"})


@dataclass(frozen=True)
class Thresholds:
    """Where the words begin.

    Parameters
    ----------
    date_tolerance
        Years by which two changes may differ and still count as one time.
    probability
        Posterior probability from which a statement about timing is made.
    share
        Share of the observed fall in concessions that a mechanism has to imply to have moved enough.
    idle_ratio
        Movement between the periods over earlier movement without effect, below which a series had already
        fallen further for nothing.
    standard_errors
        Standard errors that a difference of predictive scores has to clear.
    bayes_factor
        Bayes factor from which evidence counts, under every named prior set.
    permutation
        Chance of as good a fit, below which years are said to matter.

    Examples
    --------
    >>> Thresholds().date_tolerance
    1.0
    """

    date_tolerance: float = 1.0
    probability: float = 0.5
    share: float = 0.5
    idle_ratio: float = 1.0
    standard_errors: float = 2.0
    bayes_factor: float = 3.0
    permutation: float = 0.05


DEFAULT = Thresholds()


def timing_verdict(
    moves: dict[str, float],
    agreement: DateAgreement | None,
    across: float,
    *,
    thresholds: Thresholds = DEFAULT,
) -> str:
    """Say whether a cause moved when the outcome did.

    Parameters
    ----------
    moves
        Posterior probability that the series is ``constant``, a ``trend``, a ``step`` or a ``break`` in
        slope.
    agreement
        Date of the cause's change against the outcome's; ``None`` where there is no date.
    across
        Movement between the two periods in the required direction (negative: the wrong way).
    thresholds
        Where the words begin.

    Returns
    -------
    str
        ``fits``, ``too early``, ``too late``, ``gradual``, ``no movement``, ``wrong direction`` or
        ``cannot tell``.

    Examples
    --------
    >>> timing_verdict({"constant": 0.9, "trend": 0.1}, None, 0.1)
    'no movement'
    """
    if across < 0.0:
        return "wrong direction"
    if moves.get("constant", 0.0) > thresholds.probability:
        return "no movement"
    if moves.get("trend", 0.0) > thresholds.probability:
        return "gradual"
    if agreement is None:
        return CANNOT_TELL
    words = (
        ("fits", agreement.within),
        ("too early", agreement.cause_earlier),
        ("too late", agreement.cause_later),
    )
    return next((word for word, mass in words if mass > thresholds.probability), CANNOT_TELL)


def extent_verdict(extent: Extent, moved: Movement, *, thresholds: Thresholds = DEFAULT) -> str:
    """Say whether a cause moved enough.

    Parameters
    ----------
    extent
        Fall in concessions the fitted mechanism implies.
    moved
        Its movement between the periods and before.
    thresholds
        Where the words begin.

    Returns
    -------
    str
        ``too little`` when even the upper end of the implied fall is less than the required share;
        ``fell further before`` when the series had fallen further without effect; ``enough`` when the
        lower end reaches the share; otherwise ``cannot tell``.
    """
    if extent.share_high < thresholds.share:
        return "too little"
    if moved.ratio < thresholds.idle_ratio:
        return "fell further before"
    return "enough" if extent.share_low >= thresholds.share else CANNOT_TELL


def score_verdict(difference: PairedDifference, *, thresholds: Thresholds = DEFAULT) -> str:
    """Say whether a model foretells unseen cases better than its comparison (scores where more is better).

    Parameters
    ----------
    difference
        Paired difference of the two models' scores.
    thresholds
        Where the words begin.

    Returns
    -------
    str
        ``better``, ``worse`` or ``cannot tell``.
    """
    error = difference.standard_error
    if not abs(difference.total) > thresholds.standard_errors * error:
        return CANNOT_TELL
    return "better" if difference.total > 0.0 else "worse"


def evidence_verdict(log_bayes_factors: Sequence[float], *, thresholds: Thresholds = DEFAULT) -> str:
    """Say which way the evidence points under every named prior set at once.

    Parameters
    ----------
    log_bayes_factors
        One for each prior set, natural logarithm, for the mechanism against the base rate.
    thresholds
        Where the words begin.

    Returns
    -------
    str
        ``for`` or ``against`` when every set says so; ``for under some priors`` or ``against under some
        priors`` when some do and none says the opposite; ``priors disagree`` when sets point in opposite
        ways; otherwise ``cannot tell``.

    Examples
    --------
    >>> evidence_verdict([2.0, 1.5, 3.0]), evidence_verdict([2.0, 0.1, 3.0]), evidence_verdict([2.0, -2.0])
    ('for', 'for under some priors', 'priors disagree')
    """
    limit = log(thresholds.bayes_factor)
    favors = [value > limit for value in log_bayes_factors]
    opposes = [value < -limit for value in log_bayes_factors]
    if any(favors) and any(opposes):
        return "priors disagree"
    if any(favors):
        return "for" if all(favors) else "for under some priors"
    if any(opposes):
        return "against" if all(opposes) else "against under some priors"
    return CANNOT_TELL


def overall_verdict(timing: str, extent: str, score: str, evidence: str) -> str:
    """Sum a row up without adding anything to it.

    Parameters
    ----------
    timing, extent, score, evidence
        The words of the row's cells.

    Returns
    -------
    str
        ``fits`` when timing and extent do, evidence is for it under some prior set and against it under
        none, and prediction is not worse; ``does not fit`` when timing or extent fails and neither
        evidence nor prediction speaks for it; ``data needed``; otherwise ``cannot tell``.

    Examples
    --------
    >>> overall_verdict("too early", "cannot tell", "cannot tell", "cannot tell")
    'does not fit'
    """
    if DATA_NEEDED in (timing, extent, score, evidence):
        return DATA_NEEDED
    favored = evidence in ("for", "for under some priors")
    if timing == "fits" and extent == "enough" and favored and score != "worse":
        return "fits"
    failed = timing in BAD_TIMING or extent in BAD_EXTENT
    if failed and not favored and score != "better":
        return "does not fit"
    return CANNOT_TELL
