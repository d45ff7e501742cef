"""The state of many relationships at the start of a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Answered", "CohortBook", "State"]

Floats = NDArray[np.float64]
Levels = NDArray[np.int8]


class Answered(NamedTuple):
    """What the target did last year, as both sides saw it; shape ``(n,)``, -1 for nothing of the kind.

    Parameters
    ----------
    concession
        0-3.
    backlash
        0-2.
    kept
        1 for an open deal that it kept, 0 for one that it broke.
    """

    concession: Levels
    backlash: Levels
    kept: Levels


@dataclass(frozen=True, eq=False)
class CohortBook:
    """Identities of every entry cohort at its entry, written in the terms of the common path.

    Eq. 8 moves every cohort by the same line, so ``h_c = pulled + left entry_c``: ``pulled`` is the path
    of an identity of 0 and ``left`` the share of an initial identity that is left. The book only grows: a row
    is written when a cohort enters.

    Parameters
    ----------
    rows
        entry_c, shape ``(capacity, 2, n)``: security, economic.
    filled
        Number of rows written, shape ``(1,)``; a state that is stepped again after a later one was made
        takes a copy, so that no future touches another.
    """

    rows: Floats
    filled: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class State:
    """State of ``n`` relationships at the start of a year.

    Parameters
    ----------
    year
        The year that is about to begin.
    trust_of_sender, trust_of_target
        Log odds of trust, shape ``(n,)``.
    followed, dropped
        a and b of the sender's reputation, above 0, shape ``(n,)``.
    pulled, left
        Common path of the identities in the two domains, shape ``(2, n)``.
    hierarchy
        Seniority-weighted identity in the two domains, 0-1, shape ``(2, n)``.
    book
        Entries of the cohorts.
    entered
        Number of cohorts that have entered.
    open_deal
        Exposure of the deal made last year, 0-1; 0 where there is none.
    seen
        What could be perceived in this year and each year before it, newest first: hierarchy, trust of the
        sender, reputation, shape ``(3, n)`` each.
    answered
        What the target did last year.
    """

    year: int
    trust_of_sender: Floats
    trust_of_target: Floats
    followed: Floats
    dropped: Floats
    pulled: Floats
    left: Floats
    hierarchy: Floats
    book: CohortBook
    entered: int
    open_deal: Floats
    seen: tuple[Floats, ...]
    answered: Answered
