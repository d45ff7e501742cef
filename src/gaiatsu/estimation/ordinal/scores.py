"""Exact prediction of cases that were left out: every fold is fitted anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal.bayes import predict
from gaiatsu.estimation.ordinal.design import OrdinalDesign, PriorSet
from gaiatsu.estimation.ordinal.target import stack
from gaiatsu.inference.posterior import posterior
from gaiatsu.inference.status import Status

__all__ = ["Fold", "LooScores", "held_out", "leave_one_out", "leave_one_out_many"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_BLOCK = 120


@dataclass(frozen=True)
class Fold:
    """Cases a model learns from and cases it then foretells.

    Parameters
    ----------
    train, test
        Positions of the cases.
    """

    train: tuple[int, ...]
    test: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class LooScores:
    """How well a model foretold cases it had not seen.

    Parameters
    ----------
    cases
        Names of the cases foretold.
    probabilities
        Predicted probability of each grade, (case, category).
    log_score
        Log probability given to what happened; higher is better.
    rps
        Ranked probability score, 0 to 1; lower is better.
    k_hat
        Pareto shape of the refit behind each prediction.
    status
        How each refit ended.
    """

    cases: tuple[str, ...]
    probabilities: FloatArray
    log_score: FloatArray
    rps: FloatArray
    k_hat: FloatArray
    status: tuple[Status, ...]


def leave_one_out(
    design: OrdinalDesign,
    link: str,
    priors: PriorSet,
    *,
    rng: np.random.Generator,
    draws: int = 1000,
) -> LooScores:
    """Foretell each case from all the others.

    With fifteen cases one of them can carry a conclusion, and importance-weighted shortcuts for leaving it
    out fail exactly there; so the model is fitted anew without each.

    Parameters
    ----------
    design
        Outcomes and terms.
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``.
    priors
        Named priors.
    rng
        Source of the draws.
    draws
        Draws a refit.

    Returns
    -------
    LooScores
        Predictions, log score and RPS of each case.

    References
    ----------
    epstein1969, gneiting_raftery2007

    Examples
    --------
    >>> from gaiatsu.theory.parameters import PRIOR_SETS
    >>> design = OrdinalDesign(np.array([3, 2, 0, 1]), np.array([[0.9], [0.8], [0.1], [0.2]]), ("hierarchy",))
    >>> priors = PriorSet("default", PRIOR_SETS["default"])
    >>> leave_one_out(design, "adjacent", priors, rng=np.random.default_rng(1)).probabilities.shape
    (4, 4)
    """
    return leave_one_out_many([design], link, priors, rng=rng, draws=draws)[0]


def leave_one_out_many(
    designs: Sequence[OrdinalDesign],
    link: str,
    priors: PriorSet | Sequence[PriorSet],
    *,
    rng: np.random.Generator,
    draws: int = 1000,
) -> tuple[LooScores, ...]:
    """Do as :func:`leave_one_out` does for many models, all refits in one stack.

    Parameters
    ----------
    designs, link, priors, rng, draws
        As in :func:`gaiatsu.estimation.ordinal.bayes.fit_bayes_many`.

    Returns
    -------
    tuple of LooScores
        In the order of the designs.
    """
    folds = [[_without(design, i) for i in range(len(design.y))] for design in designs]
    return held_out(designs, link, priors, folds=folds, rng=rng, draws=draws)


def held_out(
    designs: Sequence[OrdinalDesign],
    link: str,
    priors: PriorSet | Sequence[PriorSet],
    *,
    folds: Sequence[Sequence[Fold]],
    rng: np.random.Generator,
    draws: int = 1000,
) -> tuple[LooScores, ...]:
    """Foretell the test cases of each fold from its training cases.

    Serves leaving out one demand type, and foretelling forward in time.

    Parameters
    ----------
    designs, link, priors, rng, draws
        As in :func:`gaiatsu.estimation.ordinal.bayes.fit_bayes_many`.
    folds
        The folds of each design.

    Returns
    -------
    tuple of LooScores
        In the order of the designs; cases in the order of the folds.

    Raises
    ------
    InvalidSpecification
        If a fold trains on a case it then foretells, or folds and designs differ in number.
    """
    sets = [priors] * len(designs) if isinstance(priors, PriorSet) else list(priors)
    _check(designs, sets, folds)
    jobs = [(d, fold) for d, design_folds in enumerate(folds) for fold in design_folds]
    parts: list[tuple[FloatArray, float, Status]] = []
    for first in range(0, len(jobs), _BLOCK):
        block = jobs[first : first + _BLOCK]
        training = [_training(designs[d], fold) for d, fold in block]
        target = stack(link, training, [sets[d] for d, _ in block])
        sample = posterior(target, rng=rng, draws=draws)
        predicted = predict(target, target.constrain(sample.points)).mean(axis=1)
        for i, (_, fold) in enumerate(block):
            k_hat = sample.diagnostics[i].k_hat
            rows = predicted[i, list(fold.test)]
            parts.append((rows, float("nan") if k_hat is None else k_hat, sample.status[i]))
    return tuple(
        _collect(design, [pair for pair in zip(jobs, parts, strict=True) if pair[0][0] == d])
        for d, design in enumerate(designs)
    )


def ranked_probability(probabilities: FloatArray, y: IntArray) -> FloatArray:
    """Ranked probability score of each case, 0 (certain and right) to 1.

    Notes
    -----
    Sum over k < K of (P(y <= k) - 1[y <= k])^2, divided by K - 1.

    References
    ----------
    epstein1969

    Examples
    --------
    >>> ranked_probability(np.array([[0.0, 0.0, 1.0]]), np.array([0])).tolist()
    [1.0]
    """
    last = probabilities.shape[1] - 1
    predicted = np.cumsum(probabilities, axis=1)[:, :last]
    happened = y[:, None] <= np.arange(last)
    return np.asarray(((predicted - happened) ** 2).sum(axis=1) / last)


def _without(design: OrdinalDesign, i: int) -> Fold:
    return Fold(tuple(j for j in range(len(design.y)) if j != i), (i,))


def _training(design: OrdinalDesign, fold: Fold) -> OrdinalDesign:
    """Keep every case in place, so that it can be predicted, but count the training cases only."""
    mask = np.zeros(len(design.y))
    mask[list(fold.train)] = 1.0
    return replace(design, weights=design.counts * mask)


def _collect(
    design: OrdinalDesign, results: Sequence[tuple[tuple[int, Fold], tuple[FloatArray, float, Status]]]
) -> LooScores:
    tests = [case for (_, fold), _ in results for case in fold.test]
    sizes = [len(fold.test) for (_, fold), _ in results]
    probabilities = np.concatenate([rows for _, (rows, _, _) in results])
    y = design.y[tests]
    return LooScores(
        tuple(design.cases[i] for i in tests),
        probabilities,
        np.log(probabilities[np.arange(len(y)), y]),
        ranked_probability(probabilities, y),
        np.repeat([k_hat for _, (_, k_hat, _) in results], sizes),
        tuple(status for (_, (_, _, status)), size in zip(results, sizes, strict=True) for _ in range(size)),
    )


def _check(
    designs: Sequence[OrdinalDesign], sets: Sequence[PriorSet], folds: Sequence[Sequence[Fold]]
) -> None:
    if not len(designs) == len(sets) == len(folds):
        msg = f"{len(designs)} designs, {len(sets)} prior sets and {len(folds)} lists of folds do not match."
        raise InvalidSpecification(
            msg,
            expected="as many of each",
        )
    for fold in (fold for design_folds in folds for fold in design_folds):
        if not fold.test or set(fold.test) & set(fold.train):
            msg = f"{fold} cannot be scored."
            raise InvalidSpecification(msg, expected="test cases outside the training cases")
