"""The vocabulary of coercive bargaining: frozen words, no numbers, no files."""

from __future__ import annotations

from enum import IntEnum, StrEnum

__all__ = [
    "Backlash",
    "Channel",
    "Concession",
    "DemandType",
    "EventKind",
    "Independence",
    "Indicator",
    "Side",
]


class DemandType(StrEnum):
    """What kind of thing the sender asks for (Schoppa 1999, Figure 2).

    Examples
    --------
    >>> DemandType("results").label
    'results-oriented'
    """

    RESULTS = "results"
    RULE = "rule"
    MACROECONOMIC = "macroeconomic"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The word used in prose."""
        return {"results": "results-oriented", "rule": "rule-oriented"}.get(self.value, self.value)


class Concession(IntEnum):
    """How far the sender got what it asked for (the four grades of Bayard and Elliott 1994).

    Examples
    --------
    >>> Concession(3).label
    'largely successful'
    """

    NONE = 0
    NOMINAL = 1
    PARTIAL = 2
    LARGE = 3

    @property
    def label(self) -> str:
        """The word used in prose."""
        return ("not at all", "nominally", "partly", "largely successful")[self.value]


class Backlash(IntEnum):
    """What the target did besides answering the demand."""

    NONE = 0
    PROTEST = 1
    COUNTER_SANCTION = 2


class Channel(StrEnum):
    """How a threat is made: on the sender's own authority or through the regime."""

    UNILATERAL = "unilateral"
    REGIME = "regime"


class Side(StrEnum):
    """Who acted, spoke or is trusted."""

    SENDER = "sender"
    TARGET = "target"
    BOTH = "both"
    OTHER = "other"


class EventKind(StrEnum):
    """What a dated event did to the relationship."""

    SHOCK = "shock"
    REGIME_CHANGE = "regime_change"
    AGREEMENT_KEPT = "agreement_kept"
    AGREEMENT_STRETCHED = "agreement_stretched"
    THREAT_CARRIED_OUT = "threat_carried_out"
    THREAT_DROPPED = "threat_dropped"
    DOMESTIC_CHANGE = "domestic_change"
    ELITE_TURNOVER = "elite_turnover"
    MATERIAL_CHANGE = "material_change"


class Indicator(StrEnum):
    """What an elite statement says about the relationship."""

    DEFERENCE = "deference"
    EQUALITY = "equality"
    TRUST = "trust"
    DISTRUST = "distrust"
    PROCEDURE = "procedure"


class Independence(StrEnum):
    """Whether an indicator was observed apart from the outcome it is meant to predict."""

    INDEPENDENT = "independent"
    ENTANGLED = "entangled"
    UNCERTAIN = "uncertain"
