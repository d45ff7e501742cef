"""Simulation-based calibration: whether the sampler returns the posterior that the model implies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.stats
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification

__all__ = ["Calibration", "calibrate", "uniformity"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Calibration:
    """Ranks of true values among posterior draws, with a test of their uniformity.

    Parameters
    ----------
    names
        What was ranked.
    ranks
        Rank of the truth, (replicate, quantity), from 0 to ``draws``.
    draws
        Number of posterior draws each truth was ranked among.
    p_values
        Chi-square test of uniform ranks, by quantity.
    """

    names: tuple[str, ...]
    ranks: IntArray
    draws: int
    p_values: FloatArray


def calibrate(
    truth: FloatArray, draws: FloatArray, *, names: tuple[str, ...], rng: np.random.Generator, bins: int = 20
) -> Calibration:
    """Rank true values among the draws of the posteriors computed from data simulated with them.

    If truths come from the prior and data from the model, the ranks are uniform whatever the model, so a
    slope, a hump or a bowl in them is a fault of the computation (Talts and others 2018).

    Parameters
    ----------
    truth
        True values, (replicate, quantity).
    draws
        Posterior draws, (replicate, draw, quantity), thinned to be nearly independent.
    names
        Names of the quantities.
    rng
        Breaks ties.
    bins
        Bins of the chi-square test.

    Returns
    -------
    Calibration
        Ranks and p-values.

    Raises
    ------
    InvalidSpecification
        If the shapes do not agree.

    References
    ----------
    talts2018

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> result = calibrate(rng.random((400, 1)), rng.random((400, 99, 1)), names=("p",), rng=rng)
    >>> bool(result.p_values[0] > 0.01)
    True
    """
    if draws.shape != (truth.shape[0], draws.shape[1], truth.shape[1]) or len(names) != truth.shape[1]:
        msg = f"Truths of shape {truth.shape} cannot be ranked among draws of shape {draws.shape}."
        raise InvalidSpecification(
            msg,
            expected="(replicate, quantity) and (replicate, draw, quantity), with a name for each quantity",
        )
    below = (draws < truth[:, None, :]).sum(axis=1)
    ties = (draws == truth[:, None, :]).sum(axis=1)
    ranks = (below + rng.integers(0, ties + 1)).astype(np.int64)
    p_values = np.array([uniformity(ranks[:, j], draws.shape[1], bins=bins) for j in range(truth.shape[1])])
    return Calibration(names, ranks, draws.shape[1], p_values)


def uniformity(ranks: IntArray, draws: int, *, bins: int = 20) -> float:
    """P-value of the chi-square test that ranks from 0 to ``draws`` are uniform.

    Parameters
    ----------
    ranks
        Ranks of one quantity.
    draws
        Largest possible rank.
    bins
        Number of bins, of nearly equal width.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> uniformity(np.arange(100), 99)
    1.0
    """
    possible = np.arange(draws + 1) * bins // (draws + 1)
    expected = np.bincount(possible, minlength=bins) * (len(ranks) / (draws + 1))
    observed = np.bincount(ranks * bins // (draws + 1), minlength=bins)
    return float(scipy.stats.chisquare(observed, expected).pvalue)
