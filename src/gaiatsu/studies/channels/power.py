"""What the channel test can see: games drawn from the fit without social terms, the terms added, refitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from math import nan
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from gaiatsu.estimation.signalling.covariance import simulated
from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.channels.fits import LIKELIEST, embedded
from gaiatsu.studies.channels.measures import SUMMED
from gaiatsu.studies.channels.primary import names
from gaiatsu.studies.field.estimates import Estimate
from gaiatsu.studies.shares import Share

if TYPE_CHECKING:
    from gaiatsu.estimation.signalling.design import GameDesign
    from gaiatsu.studies.channels.bench import Bench

__all__ = ["EFFECTS", "Truth", "power", "replicate"]

FloatArray = NDArray[np.float64]

QUARTER: Final = 4
EFFECTS: Final = (0.0, 0.03, 0.1, 0.2, 0.4)
"""True coefficients of each term, per standard deviation: none, a small one, and those of the plan."""


@dataclass(frozen=True, eq=False)
class Truth:
    """What games are drawn from.

    Parameters
    ----------
    wide, narrow
        Designs with and without the social terms.
    coefficients
        Of the wide one, without an effect.
    seed
        Seed of the run.
    """

    wide: GameDesign
    narrow: GameDesign
    coefficients: FloatArray
    seed: int


def power(bench: Bench) -> Iterator[Estimate]:
    """Simulate what the test of the social terms can see.

    Parameters
    ----------
    bench
        Fits and settings.

    Yields
    ------
    Estimate
        Of ``power``: share of data sets in which the likelihood ratio rejects; among these, the share with a
        composite of the wrong sign and its mean size over the true one.
    """
    full, both = bench.fits["full"], bench.fits["both"]
    start = embedded(both, "one equilibrium", full.design)
    truth = Truth(full.design, both.design, start, bench.seed)
    halves = max(1, bench.settings.workers)
    for effect in EFFECTS:
        count = bench.settings.replicates
        if effect == max(EFFECTS):  # the fit without the terms is far from such data, and slow
            count = max(1, count // QUARTER)
        parts = np.array_split(np.arange(count), halves)
        tasks = [partial(_replicates, truth, effect, tuple(map(int, part))) for part in parts]
        drawn = np.concatenate(bench.spread(tasks))
        yield _summed_up(bench, effect, drawn)


def _summed_up(bench: Bench, effect: float, drawn: FloatArray) -> Estimate:
    known = drawn[np.isfinite(drawn).all(axis=1)]
    rejected = chi2.sf(np.maximum(known[:, 0], 0.0), len(SUMMED)) < bench.plan.thresholds["level"]
    share = float(rejected.mean()) if known.size else nan
    called = known[rejected, 1]
    low, high = Share(int(rejected.sum()), len(known)).interval()
    true = effect * len(SUMMED)
    some = called.size > 0 and true > 0.0
    return Estimate(
        "power",
        *names(bench),
        variant=f"{effect:.2f}",
        value=share,
        low=low,
        high=high,
        n=len(known),
        details={
            "effect": effect,
            "wrong_sign": float((called < 0.0).mean()) if some else nan,
            "exaggeration": float(abs(called).mean() / true) if some else nan,
            "mean": float(known[:, 1].mean()) if known.size else nan,
            "lost": len(drawn) - len(known),
        },
    )


def _replicates(truth: Truth, effect: float, which: tuple[int, ...]) -> FloatArray:
    return np.reshape([replicate(truth, effect, number) for number in which], (len(which), 2))


def replicate(truth: Truth, effect: float, number: int) -> tuple[float, float]:
    """Draw one data set and refit both specifications.

    Parameters
    ----------
    truth
        What games are drawn from.
    effect
        True coefficient of each social term.
    number
        Of the data set; it names the random stream.

    Returns
    -------
    tuple
        Statistic of the likelihood ratio and composite; NaN where a climb did not end.
    """
    social = [truth.wide.names.index(f"target_concession: {term}") for term in SUMMED]
    true = truth.coefficients.copy()
    true[social] = effect
    rng = stream(truth.seed, "channels", "power", f"{effect:.2f}", number)
    counts = simulated(truth.wide, true, LIKELIEST, rng=rng).counts
    kept = [place for place in range(true.size) if place not in social]
    with np.errstate(all="ignore"):  # a climb may overflow on its way; it is then not counted
        wide = climb(truth.wide.with_counts(counts), true, LIKELIEST)
        narrow = climb(truth.narrow.with_counts(counts), true[kept], LIKELIEST)
    if not (wide.status.ok and narrow.status.ok):
        return nan, nan
    statistic = 2.0 * (wide.evaluation.value - narrow.evaluation.value)
    return statistic, float(wide.coefficients[social].sum())
