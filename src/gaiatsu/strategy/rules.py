"""Rules of the sender written as numbers: which tactic of a menu, and what becomes of deals and threats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.policy import threat_gain
from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.special import expit
from gaiatsu.strategy.mixing import merge
from gaiatsu.strategy.package import Package

if TYPE_CHECKING:
    from gaiatsu.dynamics.policy import Outlook, Tactic

__all__ = ["MENU", "SEEN", "SenderRule", "rule_of", "rule_size", "simple_rules"]

Floats = NDArray[np.float64]

MENU: Final = {
    "ask quietly": Package(threatens="never"),
    "ask for rules and of allies": Package(asks="rules and allies", threatens="never"),
    "threaten as usual": Package(threatens="always"),
    "threaten with everything": Package(
        threatens="always", channel="alone", threatened_cost=1.0, public_posture=1.0, linkage=1.0
    ),
    "discreetly through the regime": Package(
        threatens="with authority", channel="the regime", public_posture=0.0, linkage=0.0
    ),
    "the same for rules and of allies": Package(
        asks="rules and allies",
        threatens="with authority",
        channel="the regime",
        public_posture=0.0,
        linkage=0.0,
    ),
}
"""Tactics between which a rule chooses."""

SEEN: Final = ("always", "trust of sender", "resolve", "hierarchy", "dispute settlement")
"""What a rule weighs: a constant, and four things that the sender perceives, each less one half."""

_SHOWN: Final = 0.05
"""Weight below which a part of a rule is not worth a word."""

_SURE: Final = 6.0
"""Log odds at which a conduct is as good as certain."""


@dataclass(frozen=True, eq=False)
class SenderRule:
    """A rule of the sender: the tactic with the highest score, and chances of stretching and of following up.

    Parameters
    ----------
    menu
        Tactics.
    scores
        Weights of what is seen in the score of each tactic, shape ``(tactics, seen)``, or with a last axis of
        a rule for each relationship.
    gain
        Weight of the gain that the sender expects from a tactic this year (eq. 4).
    stretch, carry
        Weights in the log odds of stretching an open deal and of carrying out a threat that is resisted.
    """

    menu: tuple[Package, ...]
    scores: Floats
    gain: Floats
    stretch: Floats
    carry: Floats

    def __call__(self, outlook: Outlook, chances: Floats, /) -> Tactic:
        """Choose; see `gaiatsu.dynamics.Policy`."""
        seen = _seen(outlook)
        tactics = [package(outlook, chances) for package in self.menu]
        score = np.stack([self._score(number, one, outlook, seen) for number, one in enumerate(tactics)])
        chosen = score.argmax(axis=0)
        tactic = tactics[0]
        for number, one in enumerate(tactics[1:], start=1):
            tactic = merge(chosen == number, one, tactic)
        stretch, carry = (np.asarray(expit(_weigh(w, seen))) for w in (self.stretch, self.carry))
        return replace(tactic, stretch=stretch, carry_out=carry)

    def _score(self, number: int, tactic: Tactic, outlook: Outlook, seen: Floats) -> Floats:
        score = _weigh(self.scores[number], seen)
        if np.any(self.gain) and self.menu[number].threatens != "never":
            score = score + self.gain * threat_gain(outlook, tactic.plan) * tactic.threatened
        return np.asarray(score)

    def lines(self) -> Iterator[str]:
        """Say what the rule weighs, a line for each tactic and conduct."""
        names = {package: name for name, package in MENU.items()}
        rows = [
            (names.get(one, "tactic"), weights) for one, weights in zip(self.menu, self.scores, strict=True)
        ]
        rows += [("stretch a deal (log odds)", self.stretch), ("carry a threat out (log odds)", self.carry)]
        for name, weights in rows:
            pairs = [pair for pair in zip(weights.tolist(), SEEN, strict=True) if abs(pair[0]) >= _SHOWN]
            yield f"{name}: " + (", ".join(f"{weight:+.1f} {what}" for weight, what in pairs) or "0")
        yield f"every threat: {float(self.gain):+.1f} times its expected gain this year"


def rule_size(tactics: int) -> int:
    """Count the weights of a rule over a menu; the first tactic is the yardstick.

    Parameters
    ----------
    tactics
        Length of the menu.

    Returns
    -------
    int
    """
    return (tactics - 1) * len(SEEN) + 1 + 2 * len(SEEN)


def rule_of(point: Floats, menu: tuple[Package, ...]) -> SenderRule:
    """Read weights as a rule, or as one for each relationship.

    Parameters
    ----------
    point
        Weights, shape ``(d,)`` or ``(d, n)``.
    menu
        Tactics.

    Returns
    -------
    SenderRule

    Raises
    ------
    InvalidSpecification
        Another number of weights than the menu asks for.
    """
    width = len(SEEN)
    if point.shape[0] != rule_size(len(menu)):
        msg = f"A rule over {len(menu)} tactics was given {point.shape[0]} weights."
        raise InvalidSpecification(msg, expected=f"{rule_size(len(menu))}")
    moves = (len(menu) - 1) * width
    scores = np.concatenate([np.zeros((width, *point.shape[1:])), point[:moves]])
    return SenderRule(
        menu,
        scores.reshape(len(menu), width, *point.shape[1:]),
        gain=point[moves],
        stretch=point[moves + 1 : moves + 1 + width],
        carry=point[moves + 1 + width :],
    )


def simple_rules(tactics: int) -> Floats:
    """Weights of the simplest rules, where a search begins.

    Parameters
    ----------
    tactics
        Length of the menu.

    Returns
    -------
    array
        Shape ``(rules, d)``: each tactic always, and whichever threat promises most this year, with deals
        honored or stretched and threats as good as always carried out, or never.
    """
    width, size = len(SEEN), rule_size(tactics)
    moves = (tactics - 1) * width
    rules = []
    for number in range(tactics + 1):
        for stretch in (-_SURE, _SURE):
            for carry in (-_SURE, _SURE):
                point = np.zeros(size)
                if number == tactics:
                    point[moves] = 2.0 * _SURE
                elif number == 0:
                    point[:moves:width] = -1.0
                else:
                    point[(number - 1) * width] = 1.0
                point[moves + 1], point[moves + 1 + width] = stretch, carry
                rules.append(point)
    return np.stack(rules)


def _seen(outlook: Outlook) -> Floats:
    """Stack what a rule weighs, shape ``(seen, n)``."""
    ones = np.ones_like(outlook.hierarchy)
    return np.stack(
        [
            ones,
            outlook.trust_of_sender - 0.5,
            outlook.resolve - 0.5,
            outlook.hierarchy - 0.5,
            (outlook.dispute_settlement - 0.5) * ones,
        ]
    )


def _weigh(weights: Floats, seen: Floats) -> Floats:
    """Weighted sum over what is seen; the weights may differ between relationships."""
    return np.asarray(weights @ seen if weights.ndim == 1 else (weights * seen).sum(axis=0))
