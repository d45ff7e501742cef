"""Which terms enter which payoff: nested specifications of the channel test, fixed before any is fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gaiatsu.errors import UnknownName
from gaiatsu.estimation.signalling.design import GameFormulas
from gaiatsu.studies.channels.counts import cut

__all__ = [
    "CODINGS",
    "SPECIFICATIONS",
    "ChannelSpecification",
    "channel_formulas",
    "channel_specification",
]

CONTROL: Final = "sqrt(sender_dependence) + sender_democracy + contiguity + alliance - 1"
PUBLISHED_CONTROL: Final = CONTROL.replace("alliance", "ally_published")
OWN_COST: Final = "sqrt(sender_dependence) + capability_ratio + reputation"
THREAT: Final = "sqrt(target_dependence) + target_costs + target_democracy + capability_ratio"
OWN_LOSS: Final = "sqrt(target_dependence) + target_costs"
PROCEDURE: Final = " + procedure"
"""The one term that some cuts of time hold constant; it is taken out there."""

LEGITIMACY: Final = "legitimacy" + PROCEDURE
FULL: Final = f"hierarchy + {LEGITIMACY} + trust"
CONSTANT_PROCEDURE: Final = 10
"""Periods of this many years end before a procedure of dispute settlement binds anybody."""

CODINGS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "published": {
            "status_quo": "status_quo",
            "concession": "concede",
            "stand_firm": "stand_firm",
            "back_down": "back_down",
        },
        "threatened": {
            "status_quo": "status_quo",
            "concession": "concede",
            "stand_firm": "stand_firm_threatened",
            "back_down": "back_down",
        },
    }
)
"""Column that counts each outcome. ``threatened`` leaves out sanctions that no threat came before."""


@dataclass(frozen=True)
class ChannelSpecification:
    """One way in which the terms enter the payoffs.

    Parameters
    ----------
    name
        Its name.
    title
        The same for a table.
    payoffs
        Right-hand side by payoff.
    nests
        Specifications that it becomes when terms are taken out: those it is tested against.
    tested
        Coefficients in which it differs from the last of these, as ``payoff: term``.
    label
        What is unusual about it; empty where terms stand as the theory puts them.
    """

    name: str
    title: str
    payoffs: Mapping[str, str]
    nests: tuple[str, ...] = ()
    tested: tuple[str, ...] = ()
    label: str = ""


def _payoffs(
    *, concession: str = "", target_firm: str = "1", sender_firm: str = "1", back_down: str = "1"
) -> Mapping[str, str]:
    """Payoffs of the main family; the sender's status quo and prize are the same in all of it."""
    return MappingProxyType(
        {
            "sender_status_quo": CONTROL,
            "sender_prize": "sender_costs",
            "target_concession": " + ".join(part for part in ("contiguity", concession) if part),
            "sender_stand_firm": sender_firm,
            "target_stand_firm": target_firm,
            "sender_back_down": back_down,
        }
    )


def _both(concession: str = "", *, target_firm: str = THREAT) -> Mapping[str, str]:
    return _payoffs(
        concession=concession, target_firm=target_firm, sender_firm=OWN_COST, back_down="accountability"
    )


def _published(control: str, concession: str) -> Mapping[str, str]:
    return MappingProxyType(
        {
            "sender_status_quo": control,
            "sender_prize": "sender_costs",
            "target_concession": f"{OWN_LOSS} + {concession}",
            "sender_stand_firm": "sqrt(sender_dependence) + sender_democracy + capability_ratio",
            "target_stand_firm": "target_democracy + capability_ratio",
            "sender_back_down": "sender_democracy",
        }
    )


def _terms(payoff: str, formula: str) -> tuple[str, ...]:
    return tuple(f"{payoff}: {term}" for term in formula.split(" + "))


def _social(name: str, title: str, formula: str) -> ChannelSpecification:
    tested = _terms("target_concession", formula)
    return ChannelSpecification(name, title, _both(formula), ("both",), tested)


SPECIFICATIONS: Final = (
    ChannelSpecification("neither", "Neither threat nor credibility", _payoffs()),
    ChannelSpecification(
        "material",
        "Material threat only",
        _payoffs(target_firm=THREAT),
        ("neither",),
        _terms("target_stand_firm", THREAT),
    ),
    ChannelSpecification(
        "credibility",
        "Credibility only",
        _payoffs(sender_firm=OWN_COST, back_down="accountability"),
        ("neither",),
        (*_terms("sender_stand_firm", OWN_COST), "sender_back_down: accountability"),
    ),
    ChannelSpecification(
        "both",
        "Threat and credibility",
        _both(),
        ("neither", "material", "credibility"),
        _terms("target_stand_firm", THREAT),
    ),
    _social("hierarchy", "+ hierarchy", "hierarchy"),
    _social("legitimacy", "+ legitimacy", LEGITIMACY),
    _social("trust", "+ trust", "trust"),
    ChannelSpecification(
        "full",
        "Threat, credibility and all social terms",
        _both(FULL),
        ("hierarchy", "legitimacy", "trust", "both"),
        _terms("target_concession", FULL),
    ),
    ChannelSpecification(
        "full-threat",
        "Full, material threat in the payoff from conceding as well",
        _both(f"{FULL} + material_threat"),
        ("full",),
        ("target_concession: material_threat",),
        "only to be compared with gamma",
    ),
    ChannelSpecification(
        "gamma",
        "Full, social terms times material threat",
        _both(f"{FULL} + material_threat + social_threat"),
        ("full", "full-threat"),
        ("target_concession: social_threat",),
    ),
    ChannelSpecification(
        "reputation-direct",
        "Threat and credibility, reputation in the payoff from conceding as well",
        _both("reputation"),
        ("both",),
        ("target_concession: reputation",),
        "reputation where the theory denies it",
    ),
    ChannelSpecification(
        "misplaced",
        "Social terms in the payoff from standing firm",
        _both(target_firm=f"{THREAT} + {FULL}"),
        ("both",),
        _terms("target_stand_firm", FULL),
        "social terms where the theory denies them",
    ),
    ChannelSpecification(
        "amity",
        "Full, amity in place of trust",
        _both(FULL.replace("trust", "amity")),
        ("both",),
        _terms("target_concession", FULL.replace("trust", "amity")),
        "trust measured by the absence of rivalry and disputes",
    ),
    ChannelSpecification(
        "past-threats",
        "Full, past threats in the sender's status quo as well",
        MappingProxyType(
            {**_both(FULL), "sender_status_quo": CONTROL.replace(" - 1", " + log1p(past_threats) - 1")}
        ),
        ("full",),
        ("sender_status_quo: log1p(past_threats)",),
        "dyads that threaten often are allowed to be such",
    ),
    ChannelSpecification(
        "published",
        "As published",
        _published(PUBLISHED_CONTROL, "contiguity + ally_published"),
        label="the alliance variable is 0 for everybody before 1990",
    ),
    ChannelSpecification(
        "published-mended",
        "As published, alliance mended, and out of the payoff from conceding",
        _published(CONTROL, "contiguity"),
        label="material threat in the payoff from conceding",
    ),
    ChannelSpecification(
        "published-social",
        "The same, social terms in the payoff from conceding",
        _published(CONTROL, f"contiguity + {FULL}"),
        ("published-mended",),
        _terms("target_concession", FULL),
        "material threat in the payoff from conceding",
    ),
)


def channel_specification(name: str) -> ChannelSpecification:
    """Return the specification of that name.

    Parameters
    ----------
    name
        Its name.

    Returns
    -------
    ChannelSpecification

    Raises
    ------
    UnknownName
        If there is none.

    Examples
    --------
    >>> channel_specification("trust").tested
    ('target_concession: trust',)
    """
    for item in SPECIFICATIONS:
        if item.name == name:
            return item
    msg = f"The channel test has no specification {name!r}."
    raise UnknownName(msg, expected=f"one of {', '.join(item.name for item in SPECIFICATIONS)}")


def channel_formulas(
    name: str, period: str = "decade", *, coding: str = "published", cluster: str = "dyad"
) -> GameFormulas:
    """Give the formulas of a specification for a table, as the estimators read them.

    The social context may move what conceding is worth (eq. 2), reputation how credible the threat is and
    regime what backing down costs (eq. 3), material threat what resisting costs. Terms that stand elsewhere
    are labeled: the theory says that they should not matter there.

    Parameters
    ----------
    name
        Name of the specification.
    period
        Cut of time of the table. A decade begins before the procedure of dispute settlement does, so that the
        term for it is left out where periods last ten years.
    coding
        ``published``, or ``threatened``, which leaves out sanctions that no threat came before.
    cluster
        Column that names what is not independent: ``dyad`` or ``ccode2``.

    Returns
    -------
    GameFormulas
        Nothing is held fixed but the target's prize, at 0.

    Raises
    ------
    UnknownName
        If there is no such specification, cut of time or coding.

    References
    ----------
    schoppa1999; crismancox_gibilisco2021

    Examples
    --------
    >>> channel_formulas("legitimacy").payoffs["target_concession"]
    'contiguity + legitimacy'
    >>> channel_formulas("legitimacy", "five-years").payoffs["target_concession"]
    'contiguity + legitimacy + procedure'
    """
    wanted = channel_specification(name)
    if coding not in CODINGS:
        msg = f"The channel test has no coding of outcomes {coding!r}."
        raise UnknownName(msg, expected=f"one of {', '.join(CODINGS)}")
    constant = cut(period).years >= CONSTANT_PROCEDURE
    payoffs = {
        payoff: formula.replace(PROCEDURE, "") if constant else formula
        for payoff, formula in wanted.payoffs.items()
    }
    return GameFormulas(payoffs, {}, CODINGS[coding], cluster)
