"""One explanation against the outcomes: fitted at each lag, mixed over them, scored on unseen cases.

Every explanation is scored in the same way: one covariate, one coefficient that must have the sign the
explanation demands, the same prior on how much the covariate's whole range can do, the same thresholds by
demand type. What differs is only the course of the covariate over the episodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.extent import Extent, Periods, extent
from gaiatsu.estimation.compare.integral import (
    Cases,
    Integral,
    Nodes,
    draw_of_point,
    integrate,
    reweigh,
)
from gaiatsu.estimation.compare.mixture import Mixture, mix
from gaiatsu.estimation.compare.scores import log_scores, ranked_probability_scores
from gaiatsu.inference.priors import Prior

__all__ = ["Course", "LagFit", "ModelFit", "fit_base_rate", "fit_course"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Course:
    """A covariate over the episodes, at each lag or in each draw of its own uncertainty.

    Parameters
    ----------
    values
        Shape (lag, case): the covariate read ``lags`` years before each episode, signed so that more means
        more concession. With ``uncertain`` shape (draw, case) instead: draws of one course without lag.
    lags
        Years of lag of each row; one entry, 0, for an uncertain course.
    uncertain
        Whether the rows are draws of one course.
    """

    values: Floats
    lags: tuple[float, ...] = (0.0,)
    uncertain: bool = False

    def __post_init__(self) -> None:
        rows = 1 if self.uncertain else self.values.shape[0]
        if self.values.ndim != 2 or rows != len(self.lags) or not np.all(np.isfinite(self.values)):
            what = f"A course of shape {self.values.shape} came with {len(self.lags)} lags."
            raise InvalidSpecification(what, expected="finite values, a row a lag (or draws and one lag)")

    @property
    def mean(self) -> Floats:
        """The course at the shortest lag, averaged over draws, shape (case,)."""
        return np.asarray(self.values.mean(axis=0) if self.uncertain else self.values[0])

    @property
    def span(self) -> float:
        """Range of the course over all episodes and lags, or of its mean; the unit of its effect."""
        return float(np.ptp(self.mean if self.uncertain else self.values))

    def scaled(self, row: int) -> Floats:
        """One lag in units of the span, centered on the episodes; all draws where uncertain."""
        values = self.values if self.uncertain else self.values[row : row + 1]
        span = self.span
        centered = values - values.mean(axis=1, keepdims=True)
        return np.asarray(centered / (span if span > 0.0 else 1.0), dtype=float)


@dataclass(frozen=True)
class LagFit:
    """An explanation at one lag.

    Parameters
    ----------
    lag
        Years.
    log_bayes_factor
        Against the base rate, natural logarithm.
    log_score
        Sum over cases of the leave-one-out log score.
    weight
        Posterior probability of this lag among the lags, equal before.
    """

    lag: float
    log_bayes_factor: float
    log_score: float
    weight: float


@dataclass(frozen=True)
class ModelFit:
    """An explanation as a model of the outcomes.

    Parameters
    ----------
    log_evidence
        Log probability of the outcomes, averaged over the lags.
    log_evidence_se
        Largest numerical error of a lag's evidence.
    log_bayes_factors
        Against the base rate, by prior set, averaged over the lags.
    predictions
        Category probabilities of each case given all others, shape (case, category).
    log_scores, ranked_scores
        Of those predictions, a case each.
    lags
        The explanation at each lag.
    implied
        Fall in concessions it implies, with interval; ``None`` where no periods were given.
    effective
        Smallest effective number of integration points behind any of these numbers.
    """

    log_evidence: float
    log_evidence_se: float
    log_bayes_factors: Mapping[str, float]
    predictions: Floats
    log_scores: Floats
    ranked_scores: Floats
    lags: tuple[LagFit, ...]
    implied: Extent | None
    effective: float

    @property
    def best_lag(self) -> LagFit:
        """The lag at which the explanation fits best."""
        return max(self.lags, key=lambda fit: fit.log_bayes_factor)


def fit_base_rate(cases: Cases, nodes: Nodes) -> Integral:
    """Integrate the model without any cause: grades differ by demand type and nothing else.

    Parameters
    ----------
    cases
        Outcomes and strata.
    nodes
        Points of the prior.

    Returns
    -------
    Integral
        The yardstick of every Bayes factor.
    """
    return integrate(cases, nodes, np.zeros((1, 1)))


def fit_course(
    cases: Cases,
    nodes: Nodes,
    course: Course,
    *,
    base: Integral,
    priors: Mapping[str, Prior],
    periods: Periods | None = None,
) -> ModelFit:
    """Fit an explanation at every lag and mix the lags.

    Parameters
    ----------
    cases
        Outcomes and strata.
    nodes
        Points of the prior; their first slope is the explanation's coefficient.
    course
        The covariate.
    base
        Result of :func:`fit_base_rate` on the same points.
    priors
        Prior of the effect of the covariate's whole range, by name of the set; the first one gives the
        scores, the others are reached by weighing its points anew.
    periods
        Two periods, for the implied fall.

    Returns
    -------
    ModelFit
        Evidence, scores and lags.

    Notes
    -----
    eta_i = b (x_i - mean x) / span x. A prior on the positive half-line is what holds b to its sign.
    """
    first = next(iter(priors.values()))
    slope = np.asarray(first.constrain(nodes.slopes[:, 0]))
    fits = [_integral(cases, nodes, course, row=row, slope=slope) for row in range(len(course.lags))]
    ratios = {name: prior.log_density(slope) - first.log_density(slope) for name, prior in priors.items()}
    mixture = mix(
        np.array([fit.log_evidence for fit in fits]),
        np.stack([fit.left_out for fit in fits]),
        np.stack([fit.predictions for fit in fits]),
    )
    return ModelFit(
        mixture.log_evidence,
        max(fit.log_evidence_se for fit in fits),
        {name: _reweighed(fits, ratio) - base.log_evidence for name, ratio in ratios.items()},
        mixture.predictions,
        log_scores(mixture.predictions, cases.outcomes),
        ranked_probability_scores(mixture.predictions, cases.outcomes),
        tuple(_lag_fits(course.lags, fits, mixture, base)),
        None if periods is None else _implied(fits, mixture, cases, periods),
        min(min(fit.effective, fit.effective_left_out) for fit in fits),
    )


def _integral(cases: Cases, nodes: Nodes, course: Course, *, row: int, slope: Floats) -> Integral:
    values = course.scaled(row)
    if course.uncertain:
        values = values[draw_of_point(values.shape[0], nodes)]
    return integrate(cases, nodes, slope[:, None] * values)


def _reweighed(fits: Sequence[Integral], log_ratio: Floats) -> float:
    parts = [reweigh(fit, log_ratio)[0] for fit in fits]
    return float(np.logaddexp.reduce(parts) - np.log(len(parts)))


def _lag_fits(
    lags: Sequence[float], fits: Sequence[Integral], mixture: Mixture, base: Integral
) -> Iterable[LagFit]:
    for lag, fit, weight in zip(lags, fits, mixture.weights, strict=True):
        score = float(np.sum(fit.log_evidence - fit.left_out))
        yield LagFit(float(lag), fit.log_evidence - base.log_evidence, score, float(weight))


def _implied(fits: Sequence[Integral], mixture: Mixture, cases: Cases, periods: Periods) -> Extent:
    expected = np.concatenate([fit.expected for fit in fits])
    shares = zip(mixture.weights, fits, strict=True)
    weights = np.concatenate([weight * fit.weights for weight, fit in shares])
    return extent(expected, cases.outcomes, periods, weights=weights)
