"""Things in a valid case set that its author may want to look at again."""

from __future__ import annotations

from collections.abc import Iterator

from gaiatsu.cases.records import CaseSet, Episode
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
    graded = episode.concession.value
    if episode.conceded.value and graded is Concession.NONE:
        yield "conceded", "true", "the target is said to have conceded, and the concession is graded 0"
    if not episode.conceded.value and graded is Concession.LARGE:
        yield "conceded", "false", "the target is said to have held out, and the concession is graded 3"
    if episode.authorised.value and episode.threatened_cost.value == 0:
        yield "authorised", "true", "a threat is said to be authorized, and threatens nothing"
    if episode.numeric_target.value and episode.explicitness.value == 0:
        yield "numeric_target", "true", "a demand that names a quantity is coded as not explicit at all"
