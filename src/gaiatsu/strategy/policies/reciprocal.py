"""Tit for tat, strict and generous: hard after a refusal, a broken deal or a counter-sanction, else soft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.strategy.mixing import lottery, merge, provoked
from gaiatsu.strategy.package import Package
from gaiatsu.strategy.records import Properties, Strategy

if TYPE_CHECKING:
    from gaiatsu.dynamics import Outlook, Tactic

__all__ = ["GENEROUS_TIT_FOR_TAT", "TIT_FOR_TAT", "Reciprocal"]

Floats = NDArray[np.float64]

_SOFT: Final = Package(threatens="never", stretch=0.0)
_HARD: Final = Package(threatens="always", stretch=1.0)


@dataclass(frozen=True)
class Reciprocal:
    """Answer last year's conduct in kind.

    Parameters
    ----------
    forgives
        Chance that a provocation is let pass, 0-1.
    """

    forgives: float = 0.0

    def __call__(self, outlook: Outlook, chances: Floats, /) -> Tactic:
        """Be hard where provoked, soft elsewhere; see `gaiatsu.dynamics.Policy`."""
        answers = provoked(outlook) & (lottery(chances) >= self.forgives)
        return merge(answers, _HARD(outlook, chances), _SOFT(outlook, chances))


_PROPERTIES: Final = Properties(opens_with_threat=False, provokable=True, acts_alone=True, goes_public=True)

TIT_FOR_TAT: Final = Strategy(
    name="tit-for-tat",
    title="Tit for tat",
    summary="Asks quietly and honors its deals; the year after a refusal, a broken deal or a "
    "counter-sanction it threatens in the usual way and stretches what it can.",
    literature=("axelrod1984",),
    properties=_PROPERTIES,
    policy=Reciprocal(),
)

GENEROUS_TIT_FOR_TAT: Final = Strategy(
    name="generous-tit-for-tat",
    title="Generous tit for tat",
    summary="Tit for tat that lets every third provocation pass.",
    literature=("nowak_sigmund1992", "axelrod1984"),
    properties=_PROPERTIES,
    policy=Reciprocal(forgives=1.0 / 3.0),
)
