"""Japan after 1992 as a term of a model: penalized logit, graded outcomes, and named prior sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.ordinal import OrdinalDesign, PriorSet, fit_bayes_many, log_evidence
from gaiatsu.inference.priors import normal
from gaiatsu.numerics.special import expit
from gaiatsu.studies.field.design import Design, Z
from gaiatsu.studies.field.estimates import Estimate, normal_probability
from gaiatsu.studies.field.logit import clustered, contrast, fitted
from gaiatsu.studies.field.outcomes import JAPAN, FieldCases
from gaiatsu.theory.parameters import PRIOR_SETS

if TYPE_CHECKING:
    from gaiatsu.estimation.results import Fit

__all__ = ["CONTROLS", "models"]

FloatArray = NDArray[np.float64]

CONTROLS = ("clear", "committed", "costly", "institution", "imposed")
TERMS = ("japan", "after", "japan_after")
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
        Of ``logit``, ``ordinal`` and ``bayes``.
    """
    plan = design.specification
    names = design.primary
    cases = design.cases(plan.primary_sample, plan.primary_coding)
    graded = design.cases(plan.primary_sample, plan.coding("ordered"))
    for variant, controls in (("without controls", ()), ("with controls", CONTROLS)):
        yield _logit(cases, design.first_after, (*names, variant), controls=controls)
        yield _ordinal(graded, design.first_after, (names[1], variant), controls=controls)
    yield from _bayes(design, cases, names)


def _terms(
    cases: FieldCases, first_after: int, controls: tuple[str, ...]
) -> tuple[FieldCases, FloatArray, tuple[str, ...]]:
    known = cases.take(cases.known)
    here, late = (known.target == JAPAN).astype(float), (known.year >= first_after).astype(float)
    extra, kept = known.matrix(controls)
    return known, np.column_stack([here, late, here * late, extra]), (*TERMS, *kept)


def _logit(
    cases: FieldCases, first_after: int, names: tuple[str, str, str], *, controls: tuple[str, ...]
) -> Estimate:
    known, X, terms = _terms(cases, first_after, controls)
    fit = fitted(known.y, X, terms)
    place = terms.index("japan_after")
    on = X[X[:, place] == 1]
    off = on.copy()
    off[:, place] = 0.0
    found = contrast(fit, on, off, covariance=fit.covariance)
    weight, error = fit["japan_after"], float(fit.standard_error[place])
    return Estimate(
        "logit",
        *names,
        value=found.difference,
        low=found.difference - Z * found.error,
        high=found.difference + Z * found.error,
        p=normal_probability(weight, error),
        n=len(known.y),
        details={
            "log_odds": weight,
            "error": error,
            "clustered_error": _clustered_error(fit, known.target, place),
            "clusters": len(np.unique(known.target)),
            "status": fit.status.name,
        },
    )


def _clustered_error(fit: Fit[OrdinalDesign], clusters: NDArray[np.int64], place: int) -> float:
    return float(np.sqrt(clustered(fit, clusters)[place, place]))


def _ordinal(
    cases: FieldCases, first_after: int, names: tuple[str, str], *, controls: tuple[str, ...]
) -> Estimate:
    known, X, terms = _terms(cases, first_after, controls)
    fit = fitted(known.y, X, terms, categories=3)
    place = terms.index("japan_after")
    weight, error = fit["japan_after"], float(fit.standard_error[place])
    return Estimate(
        "ordinal",
        "ordered",
        *names,
        value=weight,
        low=weight - Z * error,
        high=weight + Z * error,
        p=normal_probability(weight, error),
        n=len(known.y),
        details={
            "error": error,
            "clustered_error": _clustered_error(fit, known.target, place),
            "status": fit.status.name,
        },
    )


def _bayes(design: Design, cases: FieldCases, names: tuple[str, str]) -> Iterator[Estimate]:
    known, X, _ = _terms(cases, design.first_after, ())
    y = known.y.astype(np.int64)
    full = OrdinalDesign(y, X * np.array([1.0, 1.0, -1.0]), ("japan", "after", "decline"), categories=2)
    bare = full.only(("japan", "after"))
    sets = [
        PriorSet(name, PRIOR_SETS[name]).extended(japan=NUISANCE, after=NUISANCE, decline=priors["hierarchy"])
        for name, priors in PRIOR_SETS.items()
    ]
    fits = fit_bayes_many(
        [full] * len(sets) + [bare],
        "logit",
        [*sets, sets[0]],
        rng=design.generator("bayes"),
        draws=DRAWS,
    )
    none = log_evidence(fits[-1]).value
    for priors, fit in zip(sets, fits[:-1], strict=True):
        yield _posterior(fit, (*names, priors.name), prior=str(priors["decline"]), none=none)


def _posterior(fit: Fit[OrdinalDesign], names: tuple[str, str, str], *, prior: str, none: float) -> Estimate:
    if fit.draws is None:
        raise AssertionError
    weights, cut = fit.draws.flat("beta"), fit.draws.flat("alpha")[:, 0]
    decline = weights[:, 2]
    without = weights[:, 0] + weights[:, 1] - cut
    points = expit(without - decline) - expit(without)
    low, high = np.quantile(decline, (0.025, 0.975))
    return Estimate(
        "bayes",
        *names,
        value=float(decline.mean()),
        low=float(low),
        high=float(high),
        probability=float((decline > 0).mean()),
        n=len(fit.design.y),
        details={
            "prior": prior,
            "log_factor": log_evidence(fit).value - none,
            "points": float(points.mean()),
            "points_low": float(np.quantile(points, 0.025)),
            "points_high": float(np.quantile(points, 0.975)),
            "status": fit.status.name,
        },
    )
