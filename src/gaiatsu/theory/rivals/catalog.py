"""The rivals of the article, one by one, in the order it takes them up."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from gaiatsu.errors import UnknownName
from gaiatsu.theory.rivals.rival import Rival, Transform

__all__ = ["RIVALS", "find_rival"]

_POWER: Final = (
    Rival(
        "trade-dependence",
        "Trade dependence",
        "The target concedes because it needs the sender's market more than the sender needs its own.",
        "The ratio fell gradually and much of the fall was over under Bush, while concessions went on.",
        "Table 1 and section on alternative explanations",
        1,
        ("dependence_ratio",),
        Transform.LOG,
        references=("schoppa1999", "hirschman1945"),
    ),
    Rival(
        "asian-markets",
        "Asian markets",
        "Growing exports to Asia let the target do without the sender's market.",
        "The shift was gradual and passed the sender's share already in the Bush years.",
        "Table 1 and section on alternative explanations",
        -1,
        ("alternative_market_share", "target_export_share"),
        Transform.LOG_RATIO,
    ),
    Rival(
        "asian-export-share",
        "Asian export share alone",
        "A larger export share to Asia, whatever happens to the sender's, lowers the cost of holding out.",
        "The shift was gradual; by the article's own table the share fell in the 1980s.",
        "Table 1",
        -1,
        ("alternative_market_share",),
    ),
    Rival(
        "capital-flows",
        "Capital flows",
        "A sender that lives on the target's capital has less leverage over it.",
        "Dependence on the target's capital peaked under Bush, when concessions still came.",
        "section on alternative explanations",
        -1,
        ("sender_capital_dependence",),
        external=True,
        references=("schoppa1999", "murphy1996"),
    ),
)

_SECURITY: Final = (
    Rival(
        "cold-war-material",
        "End of the Cold War as a material event",
        "Without the Soviet threat the target needs the sender's guarantee less and can hold out.",
        "Security was never traded for economic concessions, and both sides came to need each other less.",
        "section on alternative explanations",
        -1,
        ("shocks",),
        lag_range=(0.0, 4.0),
    ),
    Rival(
        "security-dependence",
        "Security dependence",
        "The more of its defense the target gets from the sender, the more it concedes.",
        "The alliance stayed essential to both; the reductions were not that great.",
        "section on alternative explanations",
        1,
        ("target_security_dependence",),
        external=True,
    ),
)

_AUDIENCE: Final = (
    Rival(
        "ldp-fall",
        "Fall of the predominant party",
        "Leaders who can lose office bind themselves before their voters, so their refusals become credible.",
        "Cabinets were short-lived and majorities narrow long before; nothing new began in 1993.",
        "section on alternative explanations",
        -1,
        ("ldp-loses-power-1993",),
        lag_range=(0.0, 3.0),
        references=("schoppa1999", "fearon1994"),
    ),
    Rival(
        "electoral-reform",
        "Electoral reform",
        "Single-member districts make leaders answer to the median voter, which adds to audience costs.",
        "Governments were vulnerable to electoral results before the reform too.",
        "section on alternative explanations",
        -1,
        ("electoral-reform-1994",),
        lag_range=(0.0, 3.0),
        references=("schoppa1999", "fearon1994"),
    ),
    Rival(
        "audience-costs",
        "Audience costs of a more democratic target",
        "The more contested the target's government, the better it can bind itself to a refusal.",
        "The target was a contested democracy throughout.",
        "section on alternative explanations",
        -1,
        ("target_democracy",),
        lag_range=(0.0, 3.0),
        external=True,
        references=("schoppa1999", "fearon1994"),
    ),
    Rival(
        "electoral-discounting",
        "Electoral discount factors",
        "A president near an election discounts the future more and settles differently.",
        "A cycle cannot explain a lasting change.",
        "section on alternative explanations",
        0,
        ("presidential_cycle",),
        lag_range=(0.0, 0.0),
        references=("schoppa1999", "seawright_way1997"),
    ),
)

_ECONOMY: Final = (
    Rival(
        "recession-costs",
        "Recession: concessions cost more",
        "Stagnation raises the target's cost of giving in, so it concedes less.",
        "The same stagnation predicts the opposite through relative power; await the recovery.",
        "section on alternative explanations",
        1,
        ("target_growth",),
        lag_range=(0.0, 3.0),
        external=True,
    ),
    Rival(
        "recession-power",
        "Recession: power shifts back",
        "Stagnation reverses the target's rise in relative power, so it concedes more.",
        "The article names this opposite prediction itself.",
        "section on alternative explanations",
        -1,
        ("target_growth",),
        lag_range=(0.0, 3.0),
        external=True,
    ),
)

_STAGNATION: Final = (
    Rival(
        "stagnation-costs",
        "Stagnation as a dated event: concessions cost more",
        "From the year its growth stalls the target concedes less, because giving in costs it more.",
        "The same stagnation predicts the opposite through relative power; await the recovery.",
        "section on alternative explanations",
        -1,
        ("recession-1992",),
        lag_range=(0.0, 3.0),
    ),
    Rival(
        "stagnation-power",
        "Stagnation as a dated event: power shifts back",
        "From the year its growth stalls the target concedes more, because its relative power falls.",
        "The article names this opposite prediction itself.",
        "section on alternative explanations",
        1,
        ("recession-1992",),
        lag_range=(0.0, 3.0),
    ),
)

_INSTITUTIONS: Final = (
    Rival(
        "regime-audience-costs",
        "Audience costs at the regime",
        "Threats are more credible where institutions watch, so a stronger regime wins more.",
        "It leaves out what the rules mean for the legitimacy of a threat.",
        "section on procedural norms",
        1,
        ("dispute_settlement",),
        lag_range=(0.0, 2.0),
        references=("schoppa1999", "martin1993"),
    ),
    Rival(
        "shadow-of-the-future",
        "Shadow of the future",
        "Deals that will be enforced for long are worth fighting over, so a stronger regime wins less.",
        "It leaves out what the rules mean for the legitimacy of a threat.",
        "section on procedural norms",
        -1,
        ("dispute_settlement",),
        lag_range=(0.0, 2.0),
        references=("schoppa1999", "fearon1998"),
    ),
    Rival(
        "side-payments",
        "Promises and side payments",
        "The target concedes where it is paid for it elsewhere, and stopped when payments stopped.",
        "Named among the tactics that materialists allow; no payment is reported.",
        "introduction",
        1,
        missing=(
            "Nobody has coded the promises and side payments of trade negotiations between these two states; "
            "neither the article, nor sanctions data sets, nor aid statistics between rich allies hold them."
        ),
    ),
)

RIVALS: Final[tuple[Rival, ...]] = (*_POWER, *_SECURITY, *_AUDIENCE, *_ECONOMY, *_STAGNATION, *_INSTITUTIONS)
"""Every material rival."""


def find_rival(name: str) -> Rival:
    """One rival by id.

    Parameters
    ----------
    name
        Its id.

    Raises
    ------
    UnknownName
        No rival has it.

    Examples
    --------
    >>> find_rival("side-payments").available
    False
    """
    for rival in RIVALS:
        if rival.id == name:
            return rival
    known = [rival.id for rival in RIVALS]
    near = get_close_matches(name, known, n=3) or known
    msg = f"There is no rival {name!r}."
    raise UnknownName(msg, expected=f"one of {', '.join(near)}")
