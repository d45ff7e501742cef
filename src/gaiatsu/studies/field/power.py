"""What two small samples can show: power, wrong signs and exaggeration, by enumeration."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import binom

__all__ = ["SamplePower", "two_sample_power"]


@dataclass(frozen=True)
class SamplePower:
    """What a comparison of two samples can show if the truth is as supposed.

    Parameters
    ----------
    change
        True rate of the second sample less that of the first.
    power
        Chance that a change is called in its direction or the other.
    right
        Chance that it is called in its true direction.
    type_s
        Share of the calls that have the wrong sign.
    type_m
        Average size of a called change over the true one.
    """

    change: float
    power: float
    right: float
    type_s: float
    type_m: float


def two_sample_power(
    first: tuple[float, int],
    second: tuple[float, int],
    *,
    probability: float = 0.95,
    noise: float = 0.0,
) -> SamplePower:
    """Enumerate every outcome of two samples and ask how often a change would be called.

    Parameters
    ----------
    first, second
        True rate and number of cases of each sample.
    probability
        Probability of a direction from which it is called.
    noise
        Standard error of a comparison with others that is taken from the change; 0 for none.

    Returns
    -------
    SamplePower
        A change is called when its estimate, shrunk by the Jeffreys prior, is far enough from zero in units
        of its standard error, which is how the posterior probability behaves.

    References
    ----------
    gelman_carlin2014

    Examples
    --------
    >>> found = two_sample_power((0.9, 14), (0.2, 10))
    >>> round(found.power, 2), round(found.type_m, 2)
    (0.99, 1.01)
    """
    (rate, n), (later, m) = first, second
    a, b = np.arange(n + 1)[:, None], np.arange(m + 1)[None, :]
    chance = binom.pmf(a, n, rate) * binom.pmf(b, m, later)
    shrunk_a, shrunk_b = (a + 0.5) / (n + 1), (b + 0.5) / (m + 1)
    error = np.sqrt(shrunk_a * (1 - shrunk_a) / (n + 1) + shrunk_b * (1 - shrunk_b) / (m + 1) + noise**2)
    estimate = shrunk_b - shrunk_a
    limit = ndtri(probability) * error
    if noise:
        up, down = ndtr((estimate - limit) / noise), ndtr((-estimate - limit) / noise)
    else:
        up, down = (estimate >= limit).astype(float), (estimate <= -limit).astype(float)
    called = float((chance * (up + down)).sum())
    change = later - rate
    right = float((chance * (down if change < 0 else up)).sum())
    raw = np.abs(b / m - a / n)
    size = float((chance * (up + down) * raw).sum()) / called if called > 0 else nan
    return SamplePower(
        change,
        called,
        right if change else nan,
        1 - right / called if called > 0 and change else nan,
        size / abs(change) if change else nan,
    )
