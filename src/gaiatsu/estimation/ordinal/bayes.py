"""Ordinal models by their posterior, one at a time or thousands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal.design import OrdinalDesign, PriorSet
from gaiatsu.estimation.ordinal.likelihood import category_log_probabilities
from gaiatsu.estimation.ordinal.target import Layout, OrdinalTarget, stack
from gaiatsu.estimation.results import Fit, Specification
from gaiatsu.inference.draws import Draws
from gaiatsu.inference.posterior import Sample, posterior

__all__ = ["Evidence", "Predictive", "fit_bayes", "fit_bayes_many", "log_evidence", "prior_predictive"]

FloatArray = NDArray[np.float64]

_BLOCK = 128
"""Problems computed at a time: enough to fill the processor, few enough to stay in its cache."""


@dataclass(frozen=True)
class Evidence:
    """Log marginal likelihood of a model.

    Parameters
    ----------
    value
        Natural logarithm.
    standard_error
        Monte Carlo standard error of it.
    """

    value: float
    standard_error: float


@dataclass(frozen=True, eq=False)
class Predictive:
    """Probabilities of the grades under draws of the parameters.

    Parameters
    ----------
    probabilities
        (draw, case, category).
    concentrated
        Share of draws that expect one grade in over ``level`` of the cases: such a belief was certain
        beforehand.
    level
        What counts as certain.
    mean
        Probability of each grade, averaged over draws and cases.
    """

    probabilities: FloatArray
    concentrated: float
    level: float
    mean: FloatArray


def fit_bayes(
    design: OrdinalDesign,
    link: str,
    priors: PriorSet,
    *,
    rng: np.random.Generator,
    draws: int = 4000,
    method: str = "auto",
) -> Fit[OrdinalDesign]:
    """Draw from the posterior of one ordinal model.

    Parameters
    ----------
    design
        Outcomes and terms.
    link
        ``"adjacent"`` (eq. 1), ``"probit"`` or ``"logit"``.
    priors
        Named priors; there is no default, because with few cases the answer depends on them.
    rng
        Source of the draws.
    draws
        Number of draws.
    method
        ``"auto"``, ``"importance"`` or ``"nuts"``; see :func:`gaiatsu.inference.posterior.posterior`.

    Returns
    -------
    Fit
        Draws of ``beta`` (term), ``alpha`` (threshold) and, with groups, ``departure`` (group, threshold);
        log likelihood by case; k-hat, effective draws and log evidence.

    References
    ----------
    vehtari2024, mckelvey_palfrey1995

    Examples
    --------
    >>> from gaiatsu.theory.parameters import PRIOR_SETS
    >>> design = OrdinalDesign(np.array([3, 2, 0, 1]), np.array([[0.9], [0.8], [0.1], [0.2]]), ("hierarchy",))
    >>> priors = PriorSet("default", PRIOR_SETS["default"])
    >>> fit = fit_bayes(design, "adjacent", priors, rng=np.random.default_rng(1))
    >>> fit.status.ok, fit["hierarchy"] > 0
    (True, True)
    """
    return fit_bayes_many([design], link, priors, rng=rng, draws=draws, method=method)[0]


def fit_bayes_many(
    designs: Sequence[OrdinalDesign],
    link: str,
    priors: PriorSet | Sequence[PriorSet],
    *,
    rng: np.random.Generator,
    draws: int = 1000,
    method: str = "auto",
) -> tuple[Fit[OrdinalDesign], ...]:
    """Draw from the posteriors of many models at once.

    Designs may differ in cases and terms; they are padded to one shape, which changes nothing (see
    :mod:`gaiatsu.estimation.ordinal.target`).

    Parameters
    ----------
    designs
        One a model, with equal numbers of categories and groups.
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``.
    priors
        One set for all, or one a model.
    rng
        Source of the draws.
    draws
        Draws a model.
    method
        As in :func:`fit_bayes`.

    Returns
    -------
    tuple of Fit
        In the order of the designs.
    """
    fits: list[Fit[OrdinalDesign]] = []
    for block, sets in _blocks(designs, priors):
        target = stack(link, block, sets)
        sample = posterior(target, rng=rng, draws=draws, method=method)
        fits += _fits(target, sample, block, sets)
    return tuple(fits)


def sample_many(
    designs: Sequence[OrdinalDesign],
    link: str,
    priors: PriorSet | Sequence[PriorSet],
    *,
    rng: np.random.Generator,
    draws: int = 1000,
    method: str = "auto",
) -> tuple[Sample, Layout]:
    """Draw from many posteriors and return bare constrained parameters, for loops that need nothing else.

    Returns
    -------
    tuple
        A sample whose points are parameters (model, draw, parameter) instead of unconstrained numbers, and
        their layout.
    """
    parts: list[Sample] = []
    place: Layout | None = None
    widest = max(design.X.shape[1] for design in designs)
    for block, sets in _blocks(designs, priors):
        target = stack(link, block, sets, terms=widest)
        sample = posterior(target, rng=rng, draws=draws, method=method)
        parts.append(Sample(target.constrain(sample.points), sample.diagnostics, sample.status))
        place = target.layout
    if place is None:
        msg = "No design was given."
        raise InvalidSpecification(msg, expected="at least one")
    points = np.concatenate([part.points for part in parts])
    diagnostics = tuple(record for part in parts for record in part.diagnostics)
    return Sample(points, diagnostics, tuple(status for part in parts for status in part.status)), place


def log_evidence(fit: Fit[OrdinalDesign]) -> Evidence:
    """Log marginal likelihood of a fitted model, for Bayes factors.

    Raises
    ------
    InvalidSpecification
        If the fit is not Bayesian.
    """
    if fit.draws is None or fit.draws.diagnostics.log_evidence is None:
        msg = f"A {fit.specification.method} fit has no evidence."
        raise InvalidSpecification(msg, expected="a fit made by fit_bayes")
    error = fit.draws.diagnostics.log_evidence_se
    return Evidence(fit.draws.diagnostics.log_evidence, float("nan") if error is None else error)


def prior_predictive(
    design: OrdinalDesign,
    link: str,
    priors: PriorSet,
    *,
    rng: np.random.Generator,
    draws: int = 4000,
    level: float = 0.9,
) -> Predictive:
    """Work out what a prior set believes of these cases before their outcomes are seen.

    Parameters
    ----------
    design
        Terms (the outcomes are not looked at).
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``.
    priors
        The prior set.
    rng
        Source of the draws.
    draws
        Draws of the parameters.
    level
        Expected share of one grade above which a draw counts as certain.

    Returns
    -------
    Predictive
        Probabilities, and the share of them that were certain beforehand.

    References
    ----------
    gelman2020
    """
    target = stack(link, [design], [priors])
    probabilities = predict(target, target.priors.sample(rng, draws))[0]
    concentrated = float((probabilities.mean(axis=1).max(axis=-1) > level).mean())
    return Predictive(probabilities, concentrated, level, probabilities.mean(axis=(0, 1)))


def predict(target: OrdinalTarget, x: FloatArray) -> FloatArray:
    """Probabilities of the grades (problem, draw, case, category) under constrained parameters."""
    n = target.y.shape[1]
    steps = np.matmul(x, np.swapaxes(target.design, 1, 2))
    columns = [steps[..., k * n : (k + 1) * n] for k in range(target.layout.thresholds)]
    return np.asarray(np.exp(category_log_probabilities(target.link, columns)))


def _blocks(
    designs: Sequence[OrdinalDesign], priors: PriorSet | Sequence[PriorSet]
) -> list[tuple[list[OrdinalDesign], list[PriorSet]]]:
    sets = [priors] * len(designs) if isinstance(priors, PriorSet) else list(priors)
    if len(sets) != len(designs):
        msg = f"{len(sets)} prior sets were given for {len(designs)} designs."
        raise InvalidSpecification(msg, expected="one, or one a design")
    return [(list(designs[i : i + _BLOCK]), sets[i : i + _BLOCK]) for i in range(0, len(designs), _BLOCK)]


def _fits(
    target: OrdinalTarget, sample: Sample, designs: Sequence[OrdinalDesign], priors: Sequence[PriorSet]
) -> list[Fit[OrdinalDesign]]:
    x = target.constrain(sample.points)
    cases = target.case_log_likelihood(sample.points, np.arange(target.problems))
    return [
        _fit(target, sample, i, (x[i], cases[i, :, : len(design.y)]), (design, priors[i]))
        for i, design in enumerate(designs)
    ]


def _fit(
    target: OrdinalTarget,
    sample: Sample,
    problem: int,
    arrays: tuple[FloatArray, FloatArray],
    model: tuple[OrdinalDesign, PriorSet],
) -> Fit[OrdinalDesign]:
    (x, cases), (design, priors) = arrays, model
    place, k = target.layout, len(design.terms)
    values = {"beta": x[None, :, :k], "alpha": place.cuts(x)[None]}
    thresholds = tuple(f"alpha_{j}" for j in range(1, design.categories))
    dims: dict[str, tuple[str, ...]] = {"beta": ("term",), "alpha": ("threshold",)}
    coords = {"term": design.terms, "threshold": thresholds, "case": design.cases}
    if place.groups:
        values["departure"] = place.by_group(x)[None]
        dims["departure"], coords["group"] = ("group", "threshold"), design.groups
    draws = Draws(values, dims, coords, sample.diagnostics[problem], sample.status[problem], cases[None])
    joined = np.concatenate([draws.flat("beta"), draws.flat("alpha")], axis=1)
    return Fit(
        Specification("ordinal", target.link, "bayes", design.terms, priors.name),
        design,
        design.terms + thresholds,
        joined.mean(axis=0),
        np.atleast_2d(np.cov(joined, rowvar=False)),
        float((cases.mean(axis=0) * design.counts).sum()),
        draws.status,
        draws,
    )
