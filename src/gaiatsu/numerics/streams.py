"""Random streams that are named, so that the order of computation does not matter."""

from __future__ import annotations

import hashlib

import numpy as np

__all__ = ["stream"]


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """Open the random stream with this seed and name.

    Every engine is handed its generator. Naming the stream after what is computed, instead of
    drawing from one generator in turn, gives the same bits whatever else runs, in whatever order
    and on however many workers.

    Parameters
    ----------
    seed
        Seed of the whole run, any integer.
    names
        Path of the stream, such as ``("placebo", "trade", 1993)``. A number and its decimal
        spelling name different streams.

    Returns
    -------
    numpy.random.Generator
        A Philox generator at the start of its stream.

    Notes
    -----
    The 128-bit key is a BLAKE2b digest of the seed and the names, each written with its type and
    length, so that ``("a", "bc")`` and ``("ab", "c")`` differ.

    Examples
    --------
    >>> stream(1, "placebo", 3).integers(100) == stream(1, "placebo", 3).integers(100)
    np.True_
    >>> float(stream(1, "a", "bc").random()) == float(stream(1, "ab", "c").random())
    False
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in (seed, *names):
        text = f"{type(part).__name__}:{part}".encode()
        digest.update(len(text).to_bytes(8, "big") + text)
    key = np.frombuffer(digest.digest(), dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key))
