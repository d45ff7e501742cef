"""Social: the article's second package, and the same conduct with the usual demands."""

from __future__ import annotations

from typing import Final

from gaiatsu.strategy.package import Package
from gaiatsu.strategy.records import Properties, Strategy

__all__ = ["SOCIAL", "SOCIAL_USUAL_DEMANDS"]

_PROPERTIES: Final = Properties(opens_with_threat=True, honors_deals=True, uses_regime=True)

SOCIAL: Final = Strategy(
    name="social",
    title="Social package",
    summary="Asks for rules that the target breaks, or for what most there want themselves, never for "
    "numbers; threatens only with the regime's authority, out of sight of the public and without the "
    "alliance; honors every deal.",
    literature=("schoppa1999",),
    properties=_PROPERTIES,
    policy=Package(
        asks="rules and allies",
        threatens="with authority",
        channel="the regime",
        public_posture=0.0,
        linkage=0.0,
        stretch=0.0,
    ),
)

SOCIAL_USUAL_DEMANDS: Final = Strategy(
    name="social-usual-demands",
    title="Social conduct, usual demands",
    summary="The conduct of the social package without its choice of demands, so that it can be told whether "
    "the conduct wins or the easier demands do.",
    literature=("schoppa1999",),
    properties=_PROPERTIES,
    policy=Package(
        threatens="with authority", channel="the regime", public_posture=0.0, linkage=0.0, stretch=0.0
    ),
)
