"""Words that the numbers choose: no verdict is written before it is computed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "LABELS",
    "agree",
    "capital",
    "demand",
    "episode",
    "event",
    "graded",
    "in_order",
    "join",
    "short",
    "small",
    "strength_of_factor",
    "strength_of_p",
    "verdict",
]

ALPHA = 0.05

LABELS = {
    "locomotive-1978": "Locomotive deal",
    "cigarettes-1986": "Cigarettes",
    "semiconductors-1986": "Semiconductors I",
    "endaka-1987": "Endaka stimulus",
    "beef-oranges-1988": "Beef and oranges",
    "sii-public-works-1990": "SII public works",
    "semiconductors-1991": "Semiconductors II",
    "autos-1992": "Auto deal",
    "current-account-1993": "Current account",
    "tax-cut-1994": "Tax cut",
    "framework-telecom-medical-1994": "Telecom, medical",
    "framework-autos-1995": "Framework autos",
    "auto-parts-1995": "Auto parts",
    "semiconductors-1996": "Semiconductors III",
    "film-1996": "Film",
}

SHORTER = {
    "Stagnation as a dated event: concessions cost more": "Stagnation raises costs",
    "Stagnation as a dated event: power shifts back": "Stagnation shifts power",
    "Recession: concessions cost more": "Recession raises costs",
    "Recession: power shifts back": "Recession shifts power",
    "End of the Cold War as a material event": "Cold War's end, material",
    "Audience costs of a more democratic target": "Audience costs, democracy",
    "Procedural legitimacy of the tactic": "Procedural legitimacy",
    "Trust that the sender will not stretch the deal": "Trust in the sender",
    "Reputation for following through": "Reputation for resolve",
    "Seniority weight of the occupation cohort": "Occupation generation",
    "Power shift and social change together": "Power shift and social change",
    "Threatened cost times asymmetry of dependence": "Material term alone",
}

EVENTS = {
    "Fall of the Berlin Wall": "Berlin Wall falls",
    "Breakup of the Soviet Union": "Soviet Union ends",
    "The Uruguay Round settles on dispute settlement that a loser cannot block": "Uruguay Round closes",
    "Japan turns its agricultural quotas into tariffs and comes into compliance": "",
    "The World Trade Organization and its dispute settlement come into force": "WTO opens",
    "The goal of a 20 percent share is read as the government's obligation": "chip deal stretched",
    "Kantor and Brown demand that the government deliver on the 1992 auto plans": "auto deal stretched",
    "The demand for a current account target is abandoned": "target dropped",
    "The sender settles for language without annual progress": "progress dropped",
}
"""Short names of the article's events; empty for one that another stands for."""


def event(label: str) -> str:
    """Give the short name of an event for charts; empty where another event stands for it."""
    return EVENTS.get(label, label)


def episode(name: str, title: str = "") -> str:
    """Give the short name of an episode for charts and tables.

    Parameters
    ----------
    name
        Id of the episode.
    title
        Its title, for sets that bring other episodes.

    Returns
    -------
    str
        The label of an episode of the article; for others the title, or the id spelled out.

    Examples
    --------
    >>> episode("film-1996")
    'Film'
    """
    if name in LABELS:
        return LABELS[name]
    return title or capital(name.replace("-", " "))


VERDICTS = {"as the dummy": "repeats the date", "fell further before": "moved earlier"}
"""What a reader is told where a study's own word needs its manual."""


def verdict(word: str) -> str:
    """Give a verdict of a study in words that need no manual.

    Examples
    --------
    >>> verdict("as the dummy"), verdict("falls short")
    ('repeats the date', 'falls short')
    """
    return VERDICTS.get(word, word)


def demand(kind: str) -> str:
    """Give the word for a type of demand."""
    return {"results": "results-oriented", "rule": "rule-oriented"}.get(kind, kind)


def in_order(kinds: Iterable[str]) -> list[str]:
    """Put types of demand in the order of the article's Figure 2.

    Examples
    --------
    >>> in_order(["macroeconomic", "rule", "results"])
    ['results', 'rule', 'macroeconomic']
    """
    order = ("results", "rule", "macroeconomic")
    return sorted(kinds, key=lambda kind: (order.index(kind) if kind in order else len(order), kind))


def join(items: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does.

    Parameters
    ----------
    items
        The words.
    last
        Word before the last of them.

    Returns
    -------
    str
        Commas between all but the last two; empty where there are no words.

    Examples
    --------
    >>> join(["a", "b", "c"])
    'a, b and c'
    """
    listed = list(items)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def agree(count: int, singular: str, plural: str = "") -> str:
    """Give the form of a noun that goes with a count.

    Parameters
    ----------
    count
        How many there are.
    singular
        Form for one.
    plural
        Form for any other count; the singular with an s when empty.

    Returns
    -------
    str
        The form, without the count.

    Examples
    --------
    >>> agree(1, "coding"), agree(2, "coding")
    ('coding', 'codings')
    """
    return singular if count == 1 else plural or f"{singular}s"


def capital(text: str) -> str:
    """Begin a sentence with it."""
    return text[:1].upper() + text[1:]


def short(title: str) -> str:
    """Cut a title at its first colon or comma, for tables and charts.

    Examples
    --------
    >>> short("Hierarchy: elites see their state as the junior partner")
    'Hierarchy'
    """
    cut = re.split(r"[:,]", title, maxsplit=1)[0]
    return SHORTER.get(title) or SHORTER.get(cut, cut)


def small(alpha: float) -> str:
    """Print a threshold.

    Examples
    --------
    >>> small(0.05)
    '.05'
    """
    return f"{alpha:g}".removeprefix("0")


def strength_of_p(p: float) -> str:
    """Say how far chance alone explains a difference.

    Examples
    --------
    >>> strength_of_p(0.0025)
    'unlikely to be chance'
    """
    if p < 0.001:
        return "very unlikely to be chance"
    if p < 0.01:
        return "unlikely to be chance"
    if p < ALPHA:
        return "hard to put down to chance"
    if p < 0.15:
        return "suggestive, no more"
    return "well within chance"


def strength_of_factor(factor: float) -> str:
    """Say how strongly a Bayes factor speaks, in the steps of Kass and Raftery (1995).

    Examples
    --------
    >>> strength_of_factor(2.0), strength_of_factor(0.04)
    ('hardly worth a mention', 'strong')
    """
    size = max(factor, 1 / factor) if factor > 0 else float("inf")
    return graded(size, (3, 20, 150), ("hardly worth a mention", "positive", "strong", "very strong"))


def graded(value: float, limits: Sequence[float], words: Sequence[str]) -> str:
    """Choose the word for the step on which a value stands.

    Parameters
    ----------
    value
        The value.
    limits
        Where one word gives way to the next, rising.
    words
        One more than there are limits.

    Returns
    -------
    str
        One of ``words``; a value on a limit has the word above it.
    """
    return words[sum(value >= limit for limit in limits)]
