"""What a change in a term does to the probability of each grade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal.design import OrdinalDesign
from gaiatsu.estimation.ordinal.likelihood import (
    category_log_probabilities,
    probability_slopes,
    step_derivatives,
)
from gaiatsu.estimation.results import Fit

__all__ = ["MarginalEffects", "marginal_effects"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MarginalEffects:
    """Average change of each grade's probability for a unit change of each term.

    Parameters
    ----------
    terms
        Names of the terms.
    effect
        (term, category); a row sums to zero.
    standard_error
        Of the effects: by the delta method, or the posterior standard deviation.
    """

    terms: tuple[str, ...]
    effect: FloatArray
    standard_error: FloatArray


def marginal_effects(fit: Fit[OrdinalDesign]) -> MarginalEffects:
    """Average over the cases the derivative of each grade's probability with respect to each term.

    A weight of an ordinal model has no unit that a reader knows; the change of a probability does.

    Parameters
    ----------
    fit
        Penalized or Bayesian.

    Returns
    -------
    MarginalEffects
        Effects and standard errors. For a posterior: mean and standard deviation over draws.

    Notes
    -----
    dP(y = k)/dx_j = beta_j sum_i w_i P'_k(eta_i) / sum_i w_i. Standard errors of a penalized fit by the
    delta method with exact derivatives.

    References
    ----------
    agresti2010

    Examples
    --------
    >>> from gaiatsu.estimation.ordinal.penalized import fit_penalized
    >>> X = np.array([[1.0], [2.0], [3.0], [4.0]])
    >>> design = OrdinalDesign(np.array([0, 1, 0, 1]), X, ("x",), categories=2)
    >>> effects = marginal_effects(fit_penalized(design, "logit"))
    >>> bool(abs(effects.effect.sum()) < 1e-12)
    True
    """
    return _by_draws(fit) if fit.draws is not None else _by_delta(fit)


def _by_delta(fit: Fit[OrdinalDesign]) -> MarginalEffects:
    design, link = fit.design, fit.specification.link
    weights, k = fit.estimate[: len(design.terms)], len(design.terms)
    share = design.counts / design.counts.sum()
    steps = (design.X @ weights)[None, :] - fit.estimate[k:, None]
    slopes = share @ probability_slopes(link, list(steps))
    change = np.stack([share @ row for row in _slope_derivatives(fit, steps)])
    jacobian = weights[:, None, None] * change
    jacobian[range(k), :, range(k)] += slopes
    variance = np.einsum("jkd,de,jke->jk", jacobian, fit.covariance, jacobian)
    return MarginalEffects(design.terms, weights[:, None] * slopes, np.sqrt(variance))


def _slope_derivatives(fit: Fit[OrdinalDesign], steps: FloatArray) -> list[FloatArray]:
    """Differentiate P'_k(eta_i) with respect to weights and thresholds, by grade: (case, parameter)."""
    design, link = fit.design, fit.specification.link
    probabilities = np.exp(np.asarray(category_log_probabilities(link, list(steps))))
    rows = []
    for grade in range(design.categories):
        first, second = step_derivatives(link, steps, np.full(len(design.y), grade))
        along = probabilities[:, grade] * (first * first.sum(axis=0) + second.sum(axis=0))
        rows.append(np.column_stack([along.sum(axis=0)[:, None] * design.X, -along.T]))
    return rows


def _by_draws(fit: Fit[OrdinalDesign]) -> MarginalEffects:
    if fit.draws is None:
        msg = "The fit has no draws."
        raise InvalidSpecification(msg, expected="a fit made by fit_bayes")
    design = fit.design
    weights, cuts = fit.draws.flat("beta"), fit.draws.flat("alpha")
    eta = weights @ design.X.T
    steps = [eta - cuts[:, k, None] for k in range(design.categories - 1)]
    if design.group is not None:
        departure = fit.draws.flat("departure")
        steps = [step - departure[:, design.group, k] for k, step in enumerate(steps)]
    share = design.counts / design.counts.sum()
    slopes = np.einsum("i,sik->sk", share, probability_slopes(fit.specification.link, steps))
    effects = weights[:, :, None] * slopes[:, None, :]
    return MarginalEffects(design.terms, effects.mean(axis=0), effects.std(axis=0, ddof=1))
