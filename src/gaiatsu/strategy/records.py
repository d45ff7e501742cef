"""A strategy as an entry of the index: what it is called, where it comes from, what it claims to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gaiatsu.dynamics import Policy

__all__ = ["Properties", "Strategy"]


@dataclass(frozen=True)
class Properties:
    """What a strategy declares about its conduct; each is tested on what it does.

    Parameters
    ----------
    opens_with_threat
        It may threaten in its first year, before the target has done anything.
    provokable
        A refusal or a broken deal last year makes it harder this year.
    forgiving
        What provoked it two years ago no longer matters once the target has given way since.
    honors_deals
        It never stretches a deal.
    uses_regime
        It threatens with the regime's authority where it can get it.
    acts_alone
        It may threaten on its own authority.
    goes_public
        Its threats may be made in public.
    links
        It may draw on the security relation in every issue, beyond what is usual.
    """

    opens_with_threat: bool
    provokable: bool = False
    forgiving: bool = True
    honors_deals: bool = False
    uses_regime: bool = False
    acts_alone: bool = False
    goes_public: bool = False
    links: bool = False


@dataclass(frozen=True)
class Strategy:
    """A strategy of the sender.

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
        What it does in a year.
    """

    name: str
    title: str
    summary: str
    literature: tuple[str, ...]
    properties: Properties
    policy: Policy
