"""One word for each cell of the table of explanations, and every threshold behind it in one place.

With fifteen episodes most cells cannot be decided, and the word for that is *cannot tell*. No word is
stronger than the number it was computed from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from gaiatsu.estimation.compare.dates import DateAgreement
from gaiatsu.estimation.compare.explanation import LagFit
from gaiatsu.estimation.compare.extent import Extent, Movement
from gaiatsu.estimation.compare.scores import PairedDifference

__all__ = [
    "AS_THE_DUMMY",
    "CANNOT_TELL",
    "DATA_NEEDED",
    "PASSES",
    "Thresholds",
    "evidence_verdict",
    "extent_verdict",
    "lag_verdict",
    "overall_verdict",
    "score_verdict",
    "timing_masses",
    "timing_verdict",
]

CANNOT_TELL = "cannot tell"
DATA_NEEDED = "data needed"
PASSES = "passes"
AS_THE_DUMMY = "as the dummy"
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
        Posterior probability from which a statement about timing or extent is made.
    share
        Share of the observed fall in concessions that a mechanism has to imply to have moved enough.
    standard_errors
        Standard errors that a difference of predictive scores has to clear.
    bayes_factor
        Bayes factor from which evidence counts.

    Examples
    --------
    >>> Thresholds().date_tolerance
    1.0
    """

    date_tolerance: float = 1.0
    probability: float = 2.0 / 3.0
    share: float = 0.5
    standard_errors: float = 2.0
    bayes_factor: float = 3.0


DEFAULT = Thresholds()


def timing_masses(moves: Mapping[str, float], agreement: DateAgreement | None) -> dict[str, float]:
    """Share the probability out among what a cause's timing can be.

    Parameters
    ----------
    moves
        Probability that the series is ``constant``, a ``trend``, a ``step`` or a ``bend``.
    agreement
        Date of its fall against the date of the break in the outcomes; ``None`` where it never falls.

    Returns
    -------
    dict
        ``no movement``, ``gradual``, and, for a fall that can be dated, ``fits``, ``too early`` and ``too
        late``; they sum to one. Empty where nothing is known of the series.

    Examples
    --------
    >>> timing_masses({"constant": 0.25, "step": 0.75}, DateAgreement(0.5, 0.5, 0.0, 2.0, 1.0))["too early"]
    0.375
    """
    if not moves:
        return {}
    still, gradual = moves.get("constant", 0.0), moves.get("trend", 0.0)
    if agreement is None:
        return {"no movement": still, "gradual": gradual}
    dated = 1.0 - still - gradual
    return {
        "no movement": still,
        "gradual": gradual,
        "fits": dated * agreement.within,
        "too early": dated * agreement.cause_earlier,
        "too late": dated * agreement.cause_later,
    }


def timing_verdict(masses: Mapping[str, float], across: float, *, thresholds: Thresholds = DEFAULT) -> str:
    """Say whether a cause moved when the outcome did.

    Parameters
    ----------
    masses
        From :func:`timing_masses`.
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
    >>> timing_verdict({"no movement": 0.9, "gradual": 0.1}, 0.1), timing_verdict({"fits": 0.9}, -1.0)
    ('no movement', 'wrong direction')
    """
    if across < 0.0:
        return "wrong direction"
    likely = (word for word, mass in masses.items() if mass > thresholds.probability)
    return next(likely, CANNOT_TELL)


def lag_verdict(lags: Sequence[LagFit], *, thresholds: Thresholds = DEFAULT) -> str:
    """Say at which lag, if any, an explanation would fit.

    Parameters
    ----------
    lags
        The explanation at each lag.
    thresholds
        Where the words begin.

    Returns
    -------
    str
        ``without lag``, ``only with a lag of N years`` (the best one), or ``at no lag``.

    Examples
    --------
    >>> lag_verdict([LagFit(0.0, 0.2, -20.0, 0.1), LagFit(5.0, 2.0, -18.0, 0.9)])
    'only with a lag of 5 years'
    """
    limit = log(thresholds.bayes_factor)
    if not any(fit.log_bayes_factor > limit for fit in lags):
        return "at no lag"
    if min(lags, key=lambda fit: fit.lag).log_bayes_factor > limit:
        return "without lag"
    best = max(lags, key=lambda fit: fit.log_bayes_factor)
    return f"only with a lag of {best.lag:g} years"


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
        ``too little`` when the mechanism most probably implies less than the required share of the fall;
        ``fell further before`` when its series had most probably fallen further without effect;
        ``enough`` when it most probably implies the share; otherwise ``cannot tell``.
    """
    if 1.0 - extent.enough > thresholds.probability:
        return "too little"
    if moved.spent > thresholds.probability:
        return "fell further before"
    return "enough" if extent.enough > thresholds.probability else CANNOT_TELL


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


def overall_verdict(
    timing: str, extent: str, *, score: str, over_dummy: str, evidence: str, as_dummy: bool = False
) -> str:
    """Sum a row up without adding anything to it.

    Parameters
    ----------
    timing, extent, evidence
        The words of the row's cells.
    score, over_dummy
        Prediction against the base rate and against a bare dummy for the second period.
    as_dummy
        Whether it divides the episodes exactly as that dummy does.

    Returns
    -------
    str
        ``passes`` when timing fits and extent is enough, evidence is for it under some prior set
        and against it under none, and prediction is worse than neither yardstick's; ``as the dummy`` when
        it then is the dummy under another name; ``falls short`` when timing or extent fails and
        either nothing speaks for it or the dummy foretells clearly better; ``data needed``; otherwise
        ``cannot tell``.

    Examples
    --------
    >>> words = {"score": "cannot tell", "over_dummy": "worse", "evidence": "for"}
    >>> overall_verdict("too early", "cannot tell", **words), overall_verdict("fits", "cannot tell", **words)
    ('falls short', 'cannot tell')
    """
    if DATA_NEEDED in (timing, extent, score, evidence):
        return DATA_NEEDED
    favored = evidence in ("for", "for under some priors")
    if timing == "fits" and extent == "enough" and favored and "worse" not in (score, over_dummy):
        return AS_THE_DUMMY if as_dummy else PASSES
    failed = timing in BAD_TIMING or extent in BAD_EXTENT
    unsupported = not favored and score != "better"
    return "falls short" if failed and (unsupported or over_dummy == "worse") else CANNOT_TELL
