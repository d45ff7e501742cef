"""Codings of success for outcomes that have no order: one must be named, none is the default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gaiatsu.cases.importers.records import CONCEDED_FROM, make_rule
from gaiatsu.cases.origin import Rule, Success

__all__ = ["Ladder", "graded"]

FULL, PARTLY, NOTHING = 3, 2, 0


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
    return grade >= CONCEDED_FROM


@dataclass(frozen=True)
class Ladder:
    """Outcomes of a data set in three groups, from which each coding of success makes its grades.

    Parameters
    ----------
    full
        Outcomes in which the sender got everything.
    partly
        Outcomes in which it got something.
    nothing
        Outcomes in which it got nothing.

    Examples
    --------
    >>> ladder = Ladder(("defeat",), ("compromise",), ("victory",))
    >>> [ladder.grades(success)["compromise"] for success in ("full", "broad", "ordered")]
    [0, 3, 2]
    """

    full: tuple[str, ...]
    partly: tuple[str, ...]
    nothing: tuple[str, ...]

    @property
    def codings(self) -> dict[Success, str]:
        """What each coding of success counts as what."""
        full, partly, nothing = (" or ".join(group) for group in (self.full, self.partly, self.nothing))
        return {
            "full": f"Only {full} is success: grade 3; every other outcome is grade 0.",
            "broad": f"{_capital(full)}, {partly}: grade 3; {nothing}: grade 0.",
            "ordered": f"{_capital(full)}: grade 3; {partly}: 2; {nothing}: 0. The order is ours.",
        }

    def grades(self, success: Success) -> Mapping[str, int]:
        """Grade of each outcome.

        Parameters
        ----------
        success
            ``full``, ``broad`` or ``ordered``.

        Returns
        -------
        Mapping
            Grade of concession, 0-3, by outcome.
        """
        partly = {"full": NOTHING, "broad": FULL, "ordered": PARTLY}[success]
        return {
            **dict.fromkeys(self.full, FULL),
            **dict.fromkeys(self.partly, partly),
            **dict.fromkeys(self.nothing, NOTHING),
        }

    def rule(self, success: Success, source: str, column: str, left_open: str) -> Rule:
        """Write a coding of success down.

        Parameters
        ----------
        success
            ``full``, ``broad`` or ``ordered``.
        source
            Key of the work.
        column
            Column of the outcome.
        left_open
            Which values of the column stay without a grade.

        Returns
        -------
        Rule
            The rule; its confidence is low where an order is put on what has none.
        """
        codes = {
            outcome: f"grade {grade}, conceded {str(graded(grade)).lower()}"
            for outcome, grade in self.grades(success).items()
        }
        reason = f"The outcome is a list of names without order; the coding {success!r} was asked for."
        return make_rule(
            source,
            self.codings[success],
            fields=("concession", "conceded"),
            column=column,
            codes={**codes, left_open: "left open"},
            sure=("low" if success == "ordered" else "medium", reason),
        )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
