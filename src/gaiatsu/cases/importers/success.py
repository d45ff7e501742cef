"""Codings of success for outcomes that have no order: one must be named, none is the default."""

from __future__ import annotations

from typing import Final

from gaiatsu.cases.importers.records import CODER
from gaiatsu.cases.origin import Rule, Success

__all__ = ["GRADES", "SUCCESS_CODES", "graded", "success_rule"]

COMPLETE: Final = "complete acquiescence"
PARTIAL: Final = "partial acquiescence"
SETTLED: Final = "negotiated settlement"
STALEMATE: Final = "stalemate"
GAVE_UP: Final = "capitulation by sender"
SUCCESS_CODES: Final[dict[Success, str]] = {
    "strict": "Only complete acquiescence is success: grade 3; every other outcome is grade 0.",
    "broad": "Any acquiescence or a negotiated settlement is success: grade 3; a stalemate or a sender that "
    "capitulates is grade 0.",
    "ordered": "Complete acquiescence is grade 3, partial acquiescence or a negotiated settlement grade 2, a "
    "stalemate or a sender that capitulates grade 0; the order is ours.",
}
GRADES: Final[dict[Success, dict[str, int]]] = {
    "strict": {COMPLETE: 3, PARTIAL: 0, SETTLED: 0, STALEMATE: 0, GAVE_UP: 0},
    "broad": {COMPLETE: 3, PARTIAL: 3, SETTLED: 3, STALEMATE: 0, GAVE_UP: 0},
    "ordered": {COMPLETE: 3, PARTIAL: 2, SETTLED: 2, STALEMATE: 0, GAVE_UP: 0},
}
YES_FROM: Final = 2


def graded(grade: int) -> bool:
    """Whether a grade counts as having conceded: from partly on.

    Parameters
    ----------
    grade
        Grade of concession, 0-3.

    Returns
    -------
    bool

    Examples
    --------
    >>> [graded(grade) for grade in (0, 1, 2, 3)]
    [False, False, True, True]
    """
    return grade >= YES_FROM


def success_rule(success: Success, source: str, column: str) -> Rule:
    """Write down a coding of success as a rule.

    Parameters
    ----------
    success
        ``strict``, ``broad`` or ``ordered``.
    source
        Key of the work.
    column
        Column of the outcome.

    Returns
    -------
    Rule
        The rule; its confidence is low where an order is put on what has none.

    Examples
    --------
    >>> success_rule("strict", "morgan2014", "finaloutcome").codes["partial acquiescence"]
    'grade 0, conceded false'
    """
    codes = {
        outcome: f"grade {grade}, conceded {str(graded(grade)).lower()}"
        for outcome, grade in GRADES[success].items()
    }
    return Rule.model_validate(
        {
            "fields": ("concession", "conceded"),
            "does": SUCCESS_CODES[success],
            "codes": {**codes, "empty": "left open"},
            "source": source,
            "locator": column,
            "coder": CODER,
            "confidence": "low" if success == "ordered" else "medium",
            "reason": f"The outcome is a list of names without order; the coding {success!r} was asked for.",
        }
    )
