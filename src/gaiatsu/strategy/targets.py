"""The index of the target's strategies: what they do, where they come from, what they declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gaiatsu.dynamics.target import quantal_answer
from gaiatsu.errors import UnknownName
from gaiatsu.strategy.answers import (
    allied,
    calculating,
    cheating,
    defiant,
    legalist,
    reciprocal,
    yielding,
)

if TYPE_CHECKING:
    from gaiatsu.dynamics.target import TargetPolicy

__all__ = ["TARGETS", "TargetProperties", "TargetStrategy", "find_target"]


@dataclass(frozen=True)
class TargetProperties:
    """What a strategy of the target declares about its conduct; each is tested on what it does.

    Parameters
    ----------
    sure
        The same call gets the same answer: nothing is left to chance.
    bends_to_threats
        It concedes more to some demands if a threat goes with them, never less.
    hits_back
        It may answer a threat with a protest or a counter-sanction.
    keeps_deals
        It never breaks a deal.
    heeds_rules
        How legitimate the demand is bears on what it concedes.
    heeds_trust
        How far it trusts the sender bears on what it concedes.
    """

    sure: bool = False
    bends_to_threats: bool = False
    hits_back: bool = False
    keeps_deals: bool = False
    heeds_rules: bool = False
    heeds_trust: bool = False


@dataclass(frozen=True)
class TargetStrategy:
    """A strategy of the target.

    Parameters
    ----------
    name
        The word it is called by.
    title
        The same for a heading.
    summary
        What it does, in a sentence or two.
    literature
        Keys of the works it comes from.
    properties
        What it declares.
    policy
        How it answers in a year.
    """

    name: str
    title: str
    summary: str
    literature: tuple[str, ...]
    properties: TargetProperties
    policy: TargetPolicy


_ENTRIES: Final = (
    TargetStrategy(
        "quantal",
        "Quantal response",
        "Answers as the theory has it: better answers are likelier and none is sure; breaks deals as often "
        "as the scenario says.",
        ("schoppa1999", "mckelvey_palfrey1995"),
        TargetProperties(hits_back=True, heeds_rules=True, heeds_trust=True),
        quantal_answer,
    ),
    TargetStrategy(
        "calculating",
        "Calculating",
        "Does what is worth most this year by the theory's payoffs, without shocks, and breaks every deal.",
        ("schelling1960", "williamson1985"),
        TargetProperties(sure=True, hits_back=True, heeds_rules=True, heeds_trust=True),
        calculating,
    ),
    TargetStrategy(
        "yielding",
        "Yielding",
        "Gives in to every threat, never hits back and keeps its deals: the target that coercion hopes for.",
        ("schelling1966", "wagner1988"),
        TargetProperties(bends_to_threats=True, keeps_deals=True, heeds_rules=True, heeds_trust=True),
        yielding,
    ),
    TargetStrategy(
        "defiant",
        "Defiant",
        "Refuses whatever is threatened and answers it with a counter-sanction; answers quiet demands "
        "as usual.",
        ("powers_altman2023", "tedeschi_lindskold1976"),
        TargetProperties(hits_back=True, heeds_rules=True, heeds_trust=True),
        defiant,
    ),
    TargetStrategy(
        "legalist",
        "Legalist",
        "Complies with what the regime's rules support, refuses what they do not and protests against it, "
        "and keeps its deals.",
        ("pelc2010", "schoppa1999"),
        TargetProperties(sure=True, hits_back=True, keeps_deals=True, heeds_rules=True),
        legalist,
    ),
    TargetStrategy(
        "reciprocal",
        "Reciprocal",
        "Answers a sender that it trusts as usual and keeps its deals; concedes nothing to one that it does "
        "not trust, and breaks its deals.",
        ("axelrod1984", "kydd2005"),
        TargetProperties(hits_back=True, heeds_rules=True, heeds_trust=True),
        reciprocal,
    ),
    TargetStrategy(
        "cheating",
        "Promises and breaks",
        "Concedes enough on paper to satisfy the sender, never hits back, and breaks every deal.",
        ("putnam1988", "williamson1985"),
        TargetProperties(heeds_rules=True, heeds_trust=True),
        cheating,
    ),
    TargetStrategy(
        "allied",
        "What allies at home want",
        "Gives what many at home want themselves, and at most a nominal concession otherwise; keeps its "
        "deals.",
        ("putnam1988", "schoppa1993"),
        TargetProperties(hits_back=True, keeps_deals=True, heeds_rules=True, heeds_trust=True),
        allied,
    ),
)

TARGETS: Final[Mapping[str, TargetStrategy]] = MappingProxyType({one.name: one for one in _ENTRIES})
"""Strategies of the target by name; the first is the theory's own."""


def find_target(name: str) -> TargetStrategy:
    """Look a strategy of the target up in the index.

    Parameters
    ----------
    name
        Its name.

    Returns
    -------
    TargetStrategy

    Raises
    ------
    UnknownName
        There is none of that name.

    Examples
    --------
    >>> find_target("legalist").properties.heeds_rules
    True
    """
    if name not in TARGETS:
        near = get_close_matches(name, TARGETS, n=2) or list(TARGETS)
        msg = f"There is no strategy of the target called {name!r}."
        raise UnknownName(msg, expected=f"one of {', '.join(near)}")
    return TARGETS[name]
