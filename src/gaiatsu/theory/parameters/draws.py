"""Draws of parameters from their priors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from gaiatsu.inference.priors import Prior
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.parameters.catalog import DEFAULT

__all__ = ["sample_parameters"]

Floats = NDArray[np.float64]

_BELOW = ("honest_error", "cheat_rate")


def sample_parameters(
    names: Iterable[str],
    *,
    rng: np.random.Generator,
    draws: int,
    priors: Mapping[str, Prior] | None = None,
) -> dict[str, Floats]:
    """Draw parameters from their priors.

    Each parameter has a stream named after it, so that asking for one more does not change the others.
    ``honest_error`` and ``cheat_rate`` are drawn together given that the second is the larger, which is what
    makes the one honest.

    Parameters
    ----------
    names
        Parameters wanted; none twice.
    rng
        Generator; one number is taken from it to seed the named streams.
    draws
        Number of draws.
    priors
        Priors that replace the defaults.

    Returns
    -------
    dict
        Shape ``(draws,)`` for each name.

    Examples
    --------
    >>> drawn = sample_parameters(["honest_error", "cheat_rate"], rng=np.random.default_rng(1), draws=500)
    >>> bool((drawn["honest_error"] < drawn["cheat_rate"]).all())
    True
    """
    wanted = set(names)
    seed = int(rng.integers(2**63))
    streams = {name: stream(seed, "parameter", name) for name in DEFAULT}
    laws = {name: (priors or {}).get(name, parameter.prior) for name, parameter in DEFAULT.items()}
    together = wanted & set(_BELOW)
    drawn = {name: laws[name].sample(streams[name], draws) for name in DEFAULT if name in wanted - together}
    if together:
        pair = _ordered_pair([laws[name] for name in _BELOW], [streams[name] for name in _BELOW], draws)
        drawn |= {name: column for name, column in zip(_BELOW, pair, strict=True) if name in together}
    return {name: drawn[name] for name in DEFAULT if name in wanted}


def _ordered_pair(laws: list[Prior], streams: list[np.random.Generator], draws: int) -> tuple[Floats, Floats]:
    low, high = np.empty(0), np.empty(0)
    while low.size < draws:
        first, second = (law.sample(stream, draws) for law, stream in zip(laws, streams, strict=True))
        keep = first < second
        low, high = np.concatenate([low, first[keep]]), np.concatenate([high, second[keep]])
    return low[:draws], high[:draws]
