"""The gain from an institution with circumstances held constant, and what could explain it away."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from gaiatsu.estimation.ordinal import OrdinalDesign, PriorSet, fit_bayes_many, log_evidence
from gaiatsu.inference.priors import normal
from gaiatsu.numerics.sensitivity import (
    corrected_difference,
    e_value,
    partial_r2,
    robustness_value,
)
from gaiatsu.numerics.special import expit
from gaiatsu.studies.field.design import Design, Z
from gaiatsu.studies.field.estimates import Estimate, above, normal_probability
from gaiatsu.studies.field.logit import Contrast, clustered, contrast, fitted
from gaiatsu.studies.field.outcomes import FieldCases
from gaiatsu.theory.parameters import PRIOR_SETS

if TYPE_CHECKING:
    from gaiatsu.estimation.results import Fit

__all__ = ["CONTROLS", "linear", "models", "sensitivity"]

FloatArray = NDArray[np.float64]
Details = dict[str, float | int | str]

CONTROLS = (
    *(f"decade_{ten}" for ten in range(1950, 2010, 10)),
    "sender_usa",
    "sender_community",
    "clear",
    "committed",
    "costly",
    "sender_costly",
    "imposed",
)
ISSUES = ("issue_security", "issue_politics", "issue_other")
TERM, GROWTH = "institution", "institution_after"
QUALITIES = (0.6, 0.7, 0.8, 0.9, 1.0)
NUISANCE = normal(0, 1.5)
DRAWS = 2000


def models(design: Design) -> Iterator[Estimate]:
    """Fit the models of the specification.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of ``logit``, ``ordinal``, ``timing-logit`` and ``bayes``.
    """
    plan = design.specification
    for sample in plan.samples:
        yield _logit(design, design.cases(sample, plan.primary_coding), (plan.primary_coding.id, sample.id))
    for coding in design.codings():
        if not coding.primary:
            cases = design.cases(plan.primary_sample, coding)
            yield _logit(design, cases, (coding.id, plan.primary_sample.id))
    for sample in (plan.primary_sample, plan.sample("all")):
        yield _ordinal(design.cases(sample, plan.coding("ordered")), sample.id)
        yield _timing(design, sample.id)
    yield from _bayes(design)


def _controls(sample: str) -> tuple[str, ...]:
    return (*CONTROLS, *ISSUES) if sample == "all" else CONTROLS


def _terms(cases: FieldCases, sample: str) -> tuple[FieldCases, FloatArray, tuple[str, ...]]:
    known = cases.take(cases.known)
    extra, kept = known.matrix(_controls(sample))
    return known, np.column_stack([known.columns[TERM], extra]), (TERM, *kept)


def _gain(
    cases: FieldCases, sample: str
) -> tuple[FieldCases, Contrast, Fit[OrdinalDesign], tuple[float, float]]:
    """Fit the logit and average the gain; standard errors clustered by target, and ordinary ones beside."""
    known, X, terms = _terms(cases, sample)
    fit = fitted(known.y, X, terms)
    on, off = X.copy(), X.copy()
    on[:, 0], off[:, 0] = 1.0, 0.0
    robust = clustered(fit, known.target)
    found = contrast(fit, on, off, covariance=robust)
    plain = contrast(fit, on, off, covariance=fit.covariance)
    return known, found, fit, (plain.error, float(np.sqrt(robust[0, 0])))


def _logit(design: Design, cases: FieldCases, names: tuple[str, str]) -> Estimate:
    limits = design.specification.thresholds
    known, found, fit, (plain, weight_error) = _gain(cases, names[1])
    details: Details = {
        "backed": found.with_it,
        "without": found.without,
        "error": found.error,
        "plain_error": plain,
        "log_odds": fit[TERM],
        "log_odds_error": weight_error,
        "log_ratio": found.log_ratio,
        "log_ratio_error": found.log_ratio_error,
        "clusters": len(np.unique(known.target)),
        "backed_cases": int(known.columns[TERM].sum()),
        "large": above(found.difference, found.error, limits["margin"]),
        "published": above(found.difference, found.error, limits["published_effect"]),
        "status": fit.status.name,
    }
    return Estimate(
        "logit",
        *names,
        value=found.difference,
        low=found.difference - Z * found.error,
        high=found.difference + Z * found.error,
        p=normal_probability(found.difference, found.error),
        probability=above(found.difference, found.error),
        n=len(known.y),
        details=details,
    )


def _ordinal(cases: FieldCases, sample: str) -> Estimate:
    known, X, terms = _terms(cases, sample)
    fit = fitted(known.y, X, terms, categories=3)
    error = float(np.sqrt(clustered(fit, known.target)[0, 0]))
    return _weight("ordinal", ("ordered", sample), fit, TERM, error)


def _weight(
    estimator: str, names: tuple[str, str], fit: Fit[OrdinalDesign], term: str, error: float
) -> Estimate:
    value = fit[term]
    return Estimate(
        estimator,
        *names,
        value=value,
        low=value - Z * error,
        high=value + Z * error,
        p=normal_probability(value, error),
        probability=above(value, error),
        n=len(fit.design.y),
        details={"error": error, "status": fit.status.name},
    )


def _timing(design: Design, sample: str) -> Estimate:
    plan = design.specification
    cases = design.cases(plan.sample(sample), plan.primary_coding)
    known, X, terms = _terms(cases, sample)
    late = (known.year >= design.first_after).astype(float)
    X = np.column_stack([X, late, late * X[:, 0]])
    fit = fitted(known.y, X, (*terms, "after", GROWTH))
    error = float(np.sqrt(clustered(fit, known.target)[len(terms) + 1, len(terms) + 1]))
    return _weight("timing-logit", (plan.primary_coding.id, sample), fit, GROWTH, error)


def _bayes(design: Design) -> Iterator[Estimate]:
    plan = design.specification
    cases = design.cases(plan.primary_sample, plan.primary_coding)
    known, X, terms = _terms(cases, plan.primary_sample.id)
    named = ("legitimacy", *terms[1:])
    full = OrdinalDesign(known.y.astype(np.int64), X, named, categories=2)
    others = dict.fromkeys(named[1:], NUISANCE)
    sets = [PriorSet(name, priors).extended(**others) for name, priors in PRIOR_SETS.items()]
    fits = fit_bayes_many(
        [full] * len(sets) + [full.only(named[1:])],
        "logit",
        [*sets, sets[0]],
        rng=design.generator("bayes"),
        draws=DRAWS,
    )
    none = log_evidence(fits[-1]).value
    for priors, fit in zip(sets, fits[:-1], strict=True):
        yield _posterior(fit, (*design.primary, priors.name), prior=str(priors["legitimacy"]), none=none)


def _posterior(fit: Fit[OrdinalDesign], names: tuple[str, str, str], *, prior: str, none: float) -> Estimate:
    if fit.draws is None:
        raise AssertionError
    beta, cut = fit.draws.flat("beta"), fit.draws.flat("alpha")[:, :1]
    rest = beta[:, 1:] @ fit.design.X[:, 1:].T - cut
    points = (expit(rest + beta[:, :1]) - expit(rest)).mean(axis=1)
    low, high = np.quantile(beta[:, 0], (0.025, 0.975))
    details: Details = {
        "prior": prior,
        "log_factor": log_evidence(fit).value - none,
        "points": float(points.mean()),
        "points_low": float(np.quantile(points, 0.025)),
        "points_high": float(np.quantile(points, 0.975)),
        "status": fit.status.name,
    }
    return Estimate(
        "bayes",
        *names,
        value=float(beta[:, 0].mean()),
        low=float(low),
        high=float(high),
        probability=float((beta[:, 0] > 0).mean()),
        n=len(fit.design.y),
        details=details,
    )


# --- what could explain the gain away ----------------------------------------------------------------------


def sensitivity(design: Design) -> Iterator[Estimate]:
    """Ask what an unmeasured circumstance or a poor proxy would have to be like.

    Parameters
    ----------
    design
        Specification and cases.

    Yields
    ------
    Estimate
        Of ``e-value``, ``robustness`` and ``misclassification``.
    """
    plan = design.specification
    for sample in (plan.primary_sample, plan.sample("all")):
        cases = design.cases(sample, plan.primary_coding)
        where = (plan.primary_coding.id, sample.id)
        yield _e_value(cases, where)
        yield _robustness(cases, where, alpha=plan.thresholds["alpha"])
    cases = design.cases(plan.primary_sample, plan.primary_coding)
    known = cases.take(cases.known)
    backed = known.columns[TERM] == 1
    marked, others, share = (
        float(known.y[backed].mean()),
        float(known.y[~backed].mean()),
        float(backed.mean()),
    )
    for right in QUALITIES:
        for left in QUALITIES:
            value = corrected_difference(
                marked, others, prevalence=share, sensitivity=right, specificity=left
            )
            details: Details = {"sensitivity": right, "specificity": left}
            variant = f"{right:.1f}/{left:.1f}"
            yield Estimate(
                "misclassification", *design.primary, variant, value=value, n=len(known.y), details=details
            )


def _e_value(cases: FieldCases, names: tuple[str, str]) -> Estimate:
    known, found, _, _ = _gain(cases, names[1])
    ends = [exp(found.log_ratio + sign * Z * found.log_ratio_error) for sign in (-1, 0, 1)]
    value = e_value(ends[1], ends[0], ends[2])
    details: Details = {
        "interval": value.interval,
        "ratio": ends[1],
        "ratio_low": ends[0],
        "ratio_high": ends[2],
    }
    return Estimate("e-value", *names, value=value.estimate, n=len(known.y), details=details)


def linear(y: FloatArray, X: FloatArray) -> tuple[FloatArray, FloatArray, int]:
    """Fit a linear model with a constant by least squares.

    Parameters
    ----------
    y
        Outcomes.
    X
        (case, term), without the constant.

    Returns
    -------
    tuple
        Weights and t-values of the terms, and residual degrees of freedom; terms that others make up count
        once.
    """
    full = np.column_stack([np.ones(len(y)), X])
    inverse = np.linalg.pinv(full.T @ full)
    weights = inverse @ full.T @ y
    degrees = len(y) - int(np.linalg.matrix_rank(full))
    residual = y - full @ weights
    error = np.sqrt(np.diag(inverse) * (residual @ residual) / degrees)
    return weights[1:], (weights / error)[1:], degrees


def _robustness(cases: FieldCases, names: tuple[str, str], *, alpha: float) -> Estimate:
    known, X, terms = _terms(cases, names[1])
    weights, t, degrees = linear(known.y, X)
    _, treated, rest = linear(X[:, 0], X[:, 1:])
    critical = float(student.ppf(1 - alpha / 2, degrees - 1))
    with_both = {
        name: min(partial_r2(float(t[place]), degrees), partial_r2(float(treated[place - 1]), rest))
        for place, name in enumerate(terms)
        if place
    }
    strongest = max(with_both, key=lambda name: with_both[name])
    details: Details = {
        "significance": robustness_value(float(t[0]), degrees, critical=critical),
        "partial_r2": partial_r2(float(t[0]), degrees),
        "linear": float(weights[0]),
        "t": float(t[0]),
        "degrees": degrees,
        "benchmark": strongest,
        "benchmark_r2": with_both[strongest],
    }
    value = robustness_value(float(t[0]), degrees)
    return Estimate("robustness", *names, value=value, n=len(known.y), details=details)
