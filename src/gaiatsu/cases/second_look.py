"""Things in a valid case set that its author may want to look at again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gaiatsu.cases.episode import Episode
from gaiatsu.cases.fields import Coded, Uncoded
from gaiatsu.cases.records import CaseSet
from gaiatsu.errors import Problem
from gaiatsu.terms import Concession

__all__ = ["doubts"]


def doubts(case_set: CaseSet, *, file: str = "") -> tuple[Problem, ...]:
    """Codings that the rules allow and that sit oddly with one another.

    Parameters
    ----------
    case_set
        A valid set.
    file
        Name to print; the set's id when left out.

    Returns
    -------
    tuple of Problem
        One for each doubt; an empty tuple says nothing about the codings' truth.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> doubts(cases.load("schoppa1999"))
    ()
    """
    name = file or case_set.id
    return tuple(
        Problem(name, 0, f"episodes.{episode.id}.{field}", value, message)
        for episode in case_set.episodes
        for field, value, message in _episode_doubts(episode)
    )


def _episode_doubts(episode: Episode) -> Iterator[tuple[str, str, str]]:
    conceded, graded = _known(episode.conceded), _known(episode.concession)
    if conceded is True and graded is Concession.NONE:
        yield "conceded", "true", "the target is said to have conceded, and the concession is graded 0"
    if conceded is False and graded is Concession.LARGE:
        yield "conceded", "false", "the target is said to have held out, and the concession is graded 3"
    if _known(episode.authorised) is True and _known(episode.threatened_cost) == 0:
        yield "authorised", "true", "a threat is said to be authorized, and threatens nothing"
    if _known(episode.numeric_target) is True and _known(episode.explicitness) == 0:
        yield "numeric_target", "true", "a demand that names a quantity is coded as not explicit at all"


def _known(coded: Coded[Any] | Uncoded) -> Any:
    """Return the value; ``None`` where there is none, for a gap raises no doubt."""
    return coded.value if isinstance(coded, Coded) else None
