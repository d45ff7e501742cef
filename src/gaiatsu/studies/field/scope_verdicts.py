"""From shifts to answers: the rules of the specification of scope, each a function of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from scipy.special import ndtr

from gaiatsu.studies.field.records import Verdict

if TYPE_CHECKING:
    from gaiatsu.estimation.ordinal.shift import Shift
    from gaiatsu.studies.field.scope_shifts import Contrast

__all__ = ["MATTERS", "SCOPE", "STRONGER", "VANISHES", "scope_verdicts"]

SUPPORTED, AGAINST, UNKNOWN = "supported", "against", "cannot tell"
MATTERS: Final = "The social context matters among friends"
VANISHES: Final = "It vanishes among rivals"
STRONGER: Final = "It is stronger among friends"
SCOPE: Final = "Scope of the argument (SCO, F15)"


def scope_verdicts(strict: Contrast, broad: Contrast, thresholds: Mapping[str, float]) -> tuple[Verdict, ...]:
    """Answer the questions of the specification.

    Parameters
    ----------
    strict, broad
        The primary sample under either coding of success.
    thresholds
        With the margin below which a shift counts as none.

    Returns
    -------
    tuple of Verdict
        Whether it matters among friends, vanishes among rivals, is stronger among friends; and the claim.
        ``probability`` is that of the answer yes from the normal law of the strict estimate, ``large`` the
        probability that the shift (for rivals: its size) exceeds the margin. An answer is ``bounded`` where
        every filling of the missing outcomes leaves it standing, by the linear model.
    """
    margin = thresholds["margin"]
    friends = strict.amicable.shift, broad.amicable.shift
    rivals = strict.hostile.shift, broad.hostile.shift
    if friends[0] is None or friends[1] is None or rivals[0] is None or rivals[1] is None:
        return tuple(
            Verdict(question, UNKNOWN, 0.5, 0.5, bounded=False)
            for question in (MATTERS, VANISHES, STRONGER, SCOPE)
        )
    matters = _matters(strict, friends[0], friends[1], margin=margin)
    vanishes = _vanishes(strict, rivals[0], rivals[1], margin=margin)
    stronger = _stronger(strict, broad, margin)
    return matters, vanishes, stronger, _scope(strict, matters, vanishes, stronger)


def _matters(strict: Contrast, one: Shift, other: Shift, *, margin: float) -> Verdict:
    word = UNKNOWN
    if one.interval()[0] > 0.0 and other.estimate > 0.0:
        word = SUPPORTED
    elif one.interval()[1] < margin and other.interval()[1] < margin:
        word = AGAINST
    sure, large = (float(ndtr((one.estimate - level) / one.standard_error)) for level in (0.0, margin))
    ends = strict.amicable.lowest, strict.amicable.highest
    bounded = {SUPPORTED: ends[0] > 0.0, AGAINST: ends[1] < margin}.get(word, False)
    return Verdict(MATTERS, word, sure, large, bounded=bounded)


def _vanishes(strict: Contrast, one: Shift, other: Shift, *, margin: float) -> Verdict:
    _, low, high = strict.hostile.corrected
    inside = -margin < one.interval()[0] and one.interval()[1] < margin and -margin < low and high < margin
    same_side = (
        one.interval()[0] * one.interval()[1] > 0.0 and other.interval()[0] * other.interval()[1] > 0.0
    )
    word = SUPPORTED if inside else AGAINST if same_side else UNKNOWN
    beyond = float(
        ndtr((-margin - one.estimate) / one.standard_error)
        + ndtr((one.estimate - margin) / one.standard_error)
    )
    ends = strict.hostile.lowest, strict.hostile.highest
    stands = {SUPPORTED: -margin < ends[0] and ends[1] < margin, AGAINST: ends[0] * ends[1] > 0.0}
    return Verdict(VANISHES, word, 1.0 - beyond, beyond, bounded=stands.get(word, False))


def _stronger(strict: Contrast, broad: Contrast, margin: float) -> Verdict:
    word = UNKNOWN
    if strict.interval()[0] > 0.0 and broad.difference > 0.0:
        word = SUPPORTED
    elif strict.interval()[1] < margin and broad.interval()[1] < margin:
        word = AGAINST
    sure, large = (float(ndtr((strict.difference - level) / strict.error)) for level in (0.0, margin))
    stands = {SUPPORTED: strict.bounds[0] > 0.0, AGAINST: strict.bounds[1] < margin}
    return Verdict(STRONGER, word, sure, large, bounded=stands.get(word, False))


def _scope(strict: Contrast, matters: Verdict, vanishes: Verdict, stronger: Verdict) -> Verdict:
    """Combine the three answers; missing outcomes may not turn the difference around."""
    words = (matters.word, vanishes.word, stronger.word)
    word, bounded = UNKNOWN, False
    if matters.word == AGAINST or (vanishes.word == AGAINST and stronger.word == AGAINST):
        word = AGAINST
        both = vanishes.word == stronger.word == AGAINST and vanishes.bounded and stronger.bounded
        bounded = (matters.word == AGAINST and matters.bounded) or both
    elif words == (SUPPORTED,) * 3 and strict.bounds[0] > 0.0:
        word, bounded = SUPPORTED, matters.bounded and vanishes.bounded
    least = min(matters.probability, vanishes.probability, stronger.probability)
    return Verdict(SCOPE, word, least, stronger.large, bounded=bounded)
