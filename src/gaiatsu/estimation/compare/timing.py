"""When the outcomes broke and when a cause moved, each with its uncertainty.

The outcomes are dated by the same model that scores the explanations: a step at each moment between two
episodes. A cause is described by the shape that fits it best and, if it fell at one time, by when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.dates import DatePosterior, split_dates
from gaiatsu.estimation.compare.explanation import Course, ModelFit, fit_course
from gaiatsu.estimation.compare.integral import Cases, Integral, Nodes
from gaiatsu.estimation.compare.mixture import split_posterior
from gaiatsu.estimation.timing.shapes import ShapeComparison, compare_shapes
from gaiatsu.inference.priors import Prior

__all__ = ["OutcomeTiming", "PathTiming", "Split", "outcome_timing", "path_timing", "step_timing"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Split:
    """The outcomes divided at one moment: a dummy for everything after it.

    Parameters
    ----------
    last_before, first_after
        Dates of the episodes on either side, decimal years.
    after
        Number of episodes after it.
    log_bayes_factor
        Of a fall there against none anywhere, natural logarithm.
    log_score
        Sum of leave-one-out log scores of the dummy.
    probability
        Posterior probability that the break lies here, given that there is one.
    is_boundary
        Whether the case set's own two periods meet here.
    """

    last_before: float
    first_after: float
    after: int
    log_bayes_factor: float
    log_score: float
    probability: float
    is_boundary: bool


@dataclass(frozen=True)
class OutcomeTiming:
    """Shape and date of the fall in concessions.

    Parameters
    ----------
    shapes
        Posterior probability of ``constant``, ``trend`` and ``step``, equal beforehand.
    splits
        Every moment at which the outcomes can be divided.
    date
        Posterior of the date, given a step.
    rank_by_evidence, rank_by_score
        Place of the case set's own boundary among the placebo dates (1 is best); ``None`` where its
        periods are not divided by date.
    """

    shapes: Mapping[str, float]
    splits: tuple[Split, ...]
    date: DatePosterior
    rank_by_evidence: int | None
    rank_by_score: int | None


def outcome_timing(
    cases: Cases,
    nodes: Nodes,
    dates: Floats,
    *,
    base: Integral,
    prior: Prior,
    later: NDArray[np.bool_],
) -> OutcomeTiming:
    """Date the fall in concessions among the episodes.

    Parameters
    ----------
    cases, nodes
        Outcomes and points of the prior.
    dates
        When each episode was decided, decimal years.
    base
        Result without any cause.
    prior
        Prior of the fall, on the positive half-line.
    later
        Episodes of the case set's own second period.

    Returns
    -------
    OutcomeTiming
        Conditional on the episodes that were selected into the set.
    """
    starts, ends = split_dates(dates)
    priors = {"even": prior}
    fits = [
        fit_course(cases, nodes, Course(-(dates[None] > start).astype(float)), base=base, priors=priors)
        for start in starts
    ]
    trend = fit_course(cases, nodes, Course(-dates[None]), base=base, priors=priors)
    evidence = np.array([fit.log_evidence for fit in fits])
    masses = split_posterior(evidence, starts, ends)
    widths = (ends - starts) / (ends[-1] - starts[0])
    step = float(logsumexp(evidence, b=widths))
    total = np.array([base.log_evidence, trend.log_evidence, step])
    shapes = np.exp(total - logsumexp(total))
    splits = tuple(_splits(fits, (starts, ends, masses), dates=dates, base=base, later=later))
    return OutcomeTiming(
        dict(zip(("constant", "trend", "step"), shapes.tolist(), strict=True)),
        splits,
        DatePosterior(starts, ends, masses),
        _rank(splits, "log_bayes_factor"),
        _rank(splits, "log_score"),
    )


def _splits(
    fits: list[ModelFit],
    intervals: tuple[Floats, Floats, Floats],
    *,
    dates: Floats,
    base: Integral,
    later: NDArray[np.bool_],
) -> list[Split]:
    rows = zip(fits, *intervals, strict=True)
    return [
        Split(
            float(start),
            float(end),
            int(np.sum(dates > start)),
            fit.log_evidence - base.log_evidence,
            float(fit.log_scores.sum()),
            float(mass),
            is_boundary=bool(np.array_equal(dates > start, later)),
        )
        for fit, start, end, mass in rows
    ]


def _rank(splits: tuple[Split, ...], name: str) -> int | None:
    own = [getattr(split, name) for split in splits if split.is_boundary]
    return 1 + sum(getattr(split, name) > own[0] + 1e-9 for split in splits) if own else None


@dataclass(frozen=True)
class PathTiming:
    """How a cause moved over the years.

    Parameters
    ----------
    shapes
        Probability of ``constant``, ``trend``, ``step`` and ``bend``.
    date
        When it fell, if it fell at one time; ``None`` for a path that never falls.
    """

    shapes: Mapping[str, float]
    date: DatePosterior | None


def path_timing(years: Floats, paths: Floats, *, required: bool = True) -> PathTiming:
    """Describe the course of a cause sampled once a year.

    Parameters
    ----------
    years
        Moments at which the path was read, decimal years in order, at least six.
    paths
        Shape (draw, year), signed so that more means more concession.
    required
        Whether only a fall counts as a movement.

    Returns
    -------
    PathTiming
        Averaged over draws.

    Notes
    -----
    The errors around a shape are taken as independent: the question is how the path that did occur went, not
    whether chance could have made it. Asking whether a drift of the same size might come from a
    persistent series is another question, and `gaiatsu.estimation.timing.compare_shapes` answers it with
    ``errors="ar1"``.

    Examples
    --------
    >>> years = np.arange(1980.0, 1992.0)
    >>> timing = path_timing(years, np.where(years < 1987, 5.0, 3.0)[None] + 0.01 * np.cos(9 * years))
    >>> max(timing.shapes, key=timing.shapes.get), round(timing.date.quantile(0.5), 2)
    ('step', 1986.5)
    """
    if paths.ndim != 2 or paths.shape[1] != years.size:
        what = f"A path of shape {paths.shape} came with {years.size} years."
        raise InvalidSpecification(what, expected="shape (draw, year)")
    moving = [row for row in paths if np.ptp(row) > 0.0]
    if not moving:
        return PathTiming({"constant": 1.0}, None)
    found = [compare_shapes(years, row, sign="negative" if required else None) for row in moving]
    names = [fit.name for fit in found[0].fits]
    share = len(moving) / len(paths)
    shapes = {name: share * float(np.mean([one.fit(name).probability for one in found])) for name in names}
    shapes["constant"] += 1.0 - share
    return PathTiming(shapes, _step_date(years, found))


def _step_date(years: Floats, found: list[ShapeComparison]) -> DatePosterior:
    times = np.asarray(found[0].step.times)
    ends = years[np.searchsorted(years, times) + 1]
    masses = np.mean([one.step.probabilities for one in found], axis=0)
    return DatePosterior(times, ends, masses / masses.sum())


def step_timing(dates: Floats, levels: Floats) -> PathTiming:
    """Describe a cause that moves only when something dated happens.

    Parameters
    ----------
    dates
        Moments of change, decimal years in order.
    levels
        Level from each of them on, signed so that more means more concession; the first is the level
        before any change.

    Returns
    -------
    PathTiming
        A step at the dates of the falls, each weighted by its size; constant where there is none.

    Examples
    --------
    >>> step_timing(np.array([1945.0, 1989.9, 1992.0]), np.array([1.0, 0.5, 0.0])).date.mean
    1990.95
    """
    falls = np.maximum(-np.diff(levels), 0.0)
    if falls.sum() <= 0.0:
        return PathTiming({"constant": 1.0}, None)
    kept = falls > 0.0
    moments = dates[1:][kept]
    return PathTiming({"step": 1.0}, DatePosterior(moments, moments, falls[kept] / falls.sum()))
