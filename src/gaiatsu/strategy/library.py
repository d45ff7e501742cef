"""The index of the sender's strategies."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from gaiatsu.errors import UnknownName
from gaiatsu.strategy.policies.materialist import MATERIALIST, MATERIALIST_SELECTIVE
from gaiatsu.strategy.policies.multilateral import MULTILATERAL_ONLY
from gaiatsu.strategy.policies.opportunist import OPPORTUNIST
from gaiatsu.strategy.policies.quiet import QUIET
from gaiatsu.strategy.policies.reciprocal import GENEROUS_TIT_FOR_TAT, TIT_FOR_TAT
from gaiatsu.strategy.policies.resolute import RESOLUTE
from gaiatsu.strategy.policies.social import SOCIAL, SOCIAL_USUAL_DEMANDS
from gaiatsu.strategy.policies.status_quo import STATUS_QUO
from gaiatsu.strategy.records import Strategy

__all__ = ["LIBRARY", "find_strategy"]

LIBRARY: Final[Mapping[str, Strategy]] = MappingProxyType(
    {
        one.name: one
        for one in (
            STATUS_QUO,
            MATERIALIST,
            SOCIAL,
            MATERIALIST_SELECTIVE,
            SOCIAL_USUAL_DEMANDS,
            QUIET,
            RESOLUTE,
            MULTILATERAL_ONLY,
            TIT_FOR_TAT,
            GENEROUS_TIT_FOR_TAT,
            OPPORTUNIST,
        )
    }
)
"""Strategies of the sender by name, the status quo and the article's two packages first."""


def find_strategy(name: str) -> Strategy:
    """Look a strategy up in the index.

    Parameters
    ----------
    name
        Its name.

    Returns
    -------
    Strategy

    Raises
    ------
    UnknownName
        There is none of that name.

    Examples
    --------
    >>> find_strategy("social").properties.honors_deals
    True
    """
    if name not in LIBRARY:
        near = get_close_matches(name, LIBRARY, n=2) or list(LIBRARY)
        msg = f"There is no strategy {name!r}."
        raise UnknownName(msg, expected=f"one of {', '.join(near)}")
    return LIBRARY[name]
