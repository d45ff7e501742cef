"""Evidence for a mechanism whose lag, or whose own course, is not known.

A rival may be given any lag up to eight years. Choosing the best one after seeing the outcomes would
flatter it; instead every lag is a variant with its own evidence, and the rival is their mixture. The same
arithmetic carries the uncertain course of the social mechanisms, whose variants are posterior draws of
the relationship's state.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from gaiatsu.errors import InvalidSpecification

__all__ = ["Mixture", "bayes_factor_word", "mix", "split_posterior"]


@dataclass(frozen=True)
class Mixture:
    """A mechanism's variants made into one model.

    Parameters
    ----------
    log_evidence
        Log probability of the outcomes under the mixture.
    weights
        Posterior probability of each variant.
    predictions
        Predicted category probabilities of each case with that case left out, shape (case, category).
    """

    log_evidence: float
    weights: NDArray[np.float64]
    predictions: NDArray[np.float64]


def mix(
    log_evidence: NDArray[np.float64],
    left_out: NDArray[np.float64],
    predictions: NDArray[np.float64],
    *,
    prior: NDArray[np.float64] | None = None,
) -> Mixture:
    """Average variants by the probability the other cases give them.

    Parameters
    ----------
    log_evidence
        Log evidence of each variant on all cases, shape (variant,).
    left_out
        Log evidence of each variant with each case left out, shape (variant, case).
    predictions
        Each variant's category probabilities for the case left out, shape (variant, case, category).
    prior
        Prior probability of each variant; equal when left out.

    Returns
    -------
    Mixture
        The evidence, the posterior of the variants, and exact leave-one-out predictions.

    Notes
    -----
    Z = sum_v p_v Z_v;   p(y_i | y_-i) = sum_v p_v Z_v,-i p_v(y_i | y_-i) / sum_v p_v Z_v,-i.

    Examples
    --------
    >>> half = np.full((2, 1, 2), 0.5)
    >>> mix(np.log([0.1, 0.3]), np.log([[0.2], [0.6]]), half).weights
    array([0.25, 0.75])
    """
    if predictions.shape[:2] != left_out.shape or left_out.shape[0] != log_evidence.size:
        what = (
            f"Evidence of shapes {log_evidence.shape}, {left_out.shape}, {predictions.shape} cannot be mixed."
        )
        raise InvalidSpecification(
            what,
            expected="(variant,), (variant, case) and (variant, case, category)",
        )
    equal = np.full(log_evidence.size, 1.0 / log_evidence.size)
    log_prior = np.log(equal if prior is None else prior)
    total = logsumexp(log_evidence + log_prior)
    by_case = left_out + log_prior[:, None]
    by_case = np.exp(by_case - logsumexp(by_case, axis=0))
    mixed = np.sum(by_case[:, :, None] * predictions, axis=0)
    return Mixture(
        float(total), np.exp(log_evidence + log_prior - total), mixed / mixed.sum(axis=1, keepdims=True)
    )


def split_posterior(
    log_evidence: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Posterior probability of each interval in which the outcomes may have broken.

    Parameters
    ----------
    log_evidence
        Log evidence of a step in each interval.
    starts, ends
        Edges of the intervals, decimal years; a break is as likely in one year as in another beforehand.

    Returns
    -------
    numpy.ndarray
        Probabilities that sum to one.

    Examples
    --------
    >>> split_posterior(np.zeros(2), np.array([1978.0, 1986.0]), np.array([1986.0, 1988.0]))
    array([0.8, 0.2])
    """
    weight = log_evidence + np.log(ends - starts)
    return np.asarray(np.exp(weight - logsumexp(weight)), dtype=float)


def bayes_factor_word(log_bayes_factor: float) -> str:
    """Words for the weight of evidence, after Kass and Raftery.

    Parameters
    ----------
    log_bayes_factor
        Natural logarithm of the Bayes factor.

    References
    ----------
    kass_raftery1995

    Examples
    --------
    >>> bayes_factor_word(1.5), bayes_factor_word(-6.0)
    ('positive evidence for', 'very strong evidence against')
    """
    size = abs(log_bayes_factor)
    grades = ((np.log(3.0), "hardly any"), (np.log(20.0), "positive"), (np.log(150.0), "strong"))
    word = next((name for limit, name in grades if size < limit), "very strong")
    return f"{word} evidence {'for' if log_bayes_factor >= 0.0 else 'against'}"
