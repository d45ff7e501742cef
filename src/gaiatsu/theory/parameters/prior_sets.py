"""Named prior sets: the same data seen by readers who come with different beliefs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gaiatsu.inference.priors import Prior, half_normal, normal
from gaiatsu.theory.parameters.catalog import DEFAULT

__all__ = ["PRIOR_SETS", "PRIOR_SET_MEANINGS", "SOCIAL_TERMS"]

SOCIAL_TERMS: Final = ("hierarchy", "legitimacy", "trust")
"""Terms of eq. 2 that stand for the social context; their sum over a change is the composite social shift."""

_SOCIAL_WEIGHTS: Final = (*SOCIAL_TERMS, "sender_trust")
_WEIGHTS: Final = ("material", "domestic_support", *_SOCIAL_WEIGHTS, "depth", "public_posture", "reactance")
_DEFAULT: Final = {
    name: parameter.prior
    for name, parameter in DEFAULT.items()
    if parameter.group in {"response", "thresholds"} or name == "sender_trust"
}


def _set(changes: Mapping[str, Prior]) -> Mapping[str, Prior]:
    return MappingProxyType({**_DEFAULT, **changes})


PRIOR_SETS: Final[Mapping[str, Mapping[str, Prior]]] = MappingProxyType(
    {
        "default": _set({}),
        "sceptical": _set(dict.fromkeys(_WEIGHTS, normal(0, 0.5))),
        "article": _set({**dict.fromkeys(_SOCIAL_WEIGHTS, half_normal(1)), "material": half_normal(0.5)}),
        "materialist": _set({**dict.fromkeys(_SOCIAL_WEIGHTS, normal(0, 0.15)), "material": half_normal(1)}),
    }
)
"""Priors of the weights and thresholds of eq. 1 and 2, by name of the set."""

PRIOR_SET_MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "default": "The beliefs written down with the theory.",
        "sceptical": "No effect is expected to be large, in either direction.",
        "article": "The social terms work in the article's direction; material force matters less.",
        "materialist": "Material force matters; the social terms hardly move anything.",
    }
)
"""What a reader who holds each set believes."""
