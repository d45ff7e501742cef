"""The estimators that are compared, each from the same simulated data and from nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.belief_tree import belief_tree, half_renewed_pseudo_likelihood
from gaiatsu.estimation.signalling.constrained import constrained_likelihood
from gaiatsu.estimation.signalling.covariance import CovarianceKind, covariance
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.first_stage import first_stage
from gaiatsu.estimation.signalling.likelihood import Evaluation, evaluate
from gaiatsu.estimation.signalling.maximum import Climb, climb
from gaiatsu.estimation.signalling.pseudo import PseudoFit, nested_pseudo_likelihood, pseudo_likelihood
from gaiatsu.estimation.signalling.pseudo_covariance import nested_covariance, two_step_covariance
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.inference.status import Status
from gaiatsu.studies.game_simulation.designs import World
from gaiatsu.studies.game_simulation.single_root import single_root_maximum

__all__ = ["FAST", "FULL", "SLOW", "Estimate", "estimates", "full_likelihood"]

FloatArray = NDArray[np.float64]

AHEAD: Final = 1e-6
FEASIBLE: Final = 1e-6
FULL: Final = "full likelihood"
FROM_TRUTH: Final = "full likelihood, begun at the truth"


@dataclass(frozen=True, eq=False)
class Estimate:
    """What one estimator makes of one data set.

    Parameters
    ----------
    estimator
        Its name.
    coefficients
        In the order of the design.
    model_errors, robust_errors
        Standard errors from the Hessian, and from the scores of games; NaN where there are none.
    log_likelihood
        As the estimator sees it.
    status
        How it ended.
    seconds
        Processor time, with everything that it begins from.
    """

    estimator: str
    coefficients: FloatArray
    model_errors: FloatArray
    robust_errors: FloatArray
    log_likelihood: float
    status: Status
    seconds: float


@dataclass(frozen=True, eq=False)
class _Found:
    coefficients: FloatArray
    model: FloatArray
    robust: FloatArray
    value: float
    status: Status


@dataclass(frozen=True, eq=False)
class Task:
    """What an estimator is handed.

    Parameters
    ----------
    world
        Data; the truth is for the climb that begins there.
    rng
        For those that begin at random.
    evaluations
        Most evaluations of the search without derivatives.
    """

    world: World
    rng: np.random.Generator
    evaluations: int

    @property
    def design(self) -> GameDesign:
        """Counts and regressors."""
        return self.world.design


def estimates(task: Task, names: tuple[str, ...]) -> Iterator[Estimate]:
    """Run some estimators on one data set.

    Parameters
    ----------
    task
        The data set.
    names
        Keys of `FAST` or `SLOW`.

    Yields
    ------
    Estimate
        One an estimator.
    """
    every = {**FAST, **SLOW}
    for name in names:
        begin = time.process_time()
        with np.errstate(all="ignore"):  # estimates may run away; their status says so
            found = every[name](task)
        spent = time.process_time() - begin
        yield Estimate(name, found.coefficients, found.model, found.robust, found.value, found.status, spent)


def full_likelihood(design: GameDesign) -> Climb:
    """Full maximum likelihood from starts that go around its ledges.

    Parameters
    ----------
    design
        Counts and regressors.

    Returns
    -------
    Climb
        From pseudo-likelihood with tree beliefs, the target's renewed once; and from constrained likelihood
        where that promises more.
    """
    begin = half_renewed_pseudo_likelihood(design, belief_tree(design).beliefs)
    best = climb(design, begin.coefficients, Selection.MOST_LIKELY)
    search = constrained_likelihood(design, begin.coefficients, begin.beliefs.z)
    promises = search.distance < FEASIBLE and search.value > best.evaluation.value + AHEAD
    if promises or not best.status.ok:
        again = climb(design, search.coefficients, Selection.MOST_LIKELY)
        best = max((best, again), key=lambda found: found.evaluation.value)
    return best


def _full(task: Task) -> _Found:
    return _climbed(task.design, full_likelihood(task.design))


def _from_truth(task: Task) -> _Found:
    return _climbed(task.design, climb(task.design, task.world.truth, Selection.MOST_LIKELY))


def _constrained(task: Task) -> _Found:
    begin = half_renewed_pseudo_likelihood(task.design, belief_tree(task.design).beliefs)
    found = constrained_likelihood(task.design, begin.coefficients, begin.beliefs.z)
    here = evaluate(task.design, found.coefficients, Selection.MOST_LIKELY)
    return _Found(found.coefficients, *_errors(task.design, here), found.value, found.status)


def _pseudo_smooth(task: Task) -> _Found:
    first = first_stage(task.design)
    found = pseudo_likelihood(task.design, first.beliefs)
    model, _ = _errors(task.design, found.evaluation)
    robust = _roots(lambda: two_step_covariance(task.design, found, first), model.size)
    return _Found(found.coefficients, model, robust, found.evaluation.value, found.status)


def _pseudo_tree(task: Task) -> _Found:
    found = pseudo_likelihood(task.design, belief_tree(task.design).beliefs)
    return _pseudo(task.design, found)


def _pseudo_renewed(task: Task) -> _Found:
    return _pseudo(task.design, half_renewed_pseudo_likelihood(task.design, belief_tree(task.design).beliefs))


def _nested(task: Task) -> _Found:
    found = nested_pseudo_likelihood(task.design, first_stage(task.design).beliefs)
    model, _ = _errors(task.design, found.evaluation)
    robust = _roots(lambda: nested_covariance(task.design, found), model.size)
    return _Found(found.coefficients, model, robust, found.evaluation.value, found.status)


def _stable(task: Task) -> _Found:
    begin = half_renewed_pseudo_likelihood(task.design, belief_tree(task.design).beliefs)
    return _climbed(task.design, climb(task.design, begin.coefficients, Selection.MOST_LIKELY_STABLE))


def _least(task: Task) -> _Found:
    begin = half_renewed_pseudo_likelihood(task.design, belief_tree(task.design).beliefs)
    return _climbed(task.design, climb(task.design, begin.coefficients, Selection.LEAST_RESISTANCE))


def _single_root(task: Task) -> _Found:
    size = len(task.design.names)
    start = task.rng.uniform(size=size) if size < 10 else 0.05 * task.rng.standard_normal(size)
    point, value, status = single_root_maximum(task.design, start, evaluations=task.evaluations)
    nothing = np.full(size, np.nan)
    return _Found(point, nothing, nothing, value, status)


def _climbed(design: GameDesign, found: Climb) -> _Found:
    errors = _errors(design, found.evaluation)
    return _Found(found.coefficients, *errors, found.evaluation.value, found.status)


def _pseudo(design: GameDesign, found: PseudoFit) -> _Found:
    errors = _errors(design, found.evaluation)
    return _Found(found.coefficients, *errors, found.evaluation.value, found.status)


def _errors(design: GameDesign, here: Evaluation) -> tuple[FloatArray, FloatArray]:
    if not np.isfinite(here.hessian).all() or not np.isfinite(here.scores).all():
        nothing = np.full(len(design.names), np.nan)
        return nothing, nothing
    model, robust = (
        covariance(design, here, kind).standard_errors
        for kind in (CovarianceKind.HESSIAN, CovarianceKind.SANDWICH)
    )
    return model, robust


def _roots(make: Callable[[], FloatArray], size: int) -> FloatArray:
    """Roots of a diagonal; NaN where the matrix cannot be inverted."""
    try:
        return np.asarray(np.sqrt(np.diag(make())))
    except np.linalg.LinAlgError:
        return np.full(size, np.nan)


FAST: Final[Mapping[str, Callable[[Task], _Found]]] = MappingProxyType(
    {
        FULL: _full,
        "constrained likelihood": _constrained,
        "pseudo-likelihood, smooth beliefs": _pseudo_smooth,
        "pseudo-likelihood, tree beliefs": _pseudo_tree,
        "pseudo-likelihood, target renewed": _pseudo_renewed,
    }
)
"""Estimators that every data set is handed to."""

SLOW: Final[Mapping[str, Callable[[Task], _Found]]] = MappingProxyType(
    {
        FROM_TRUTH: _from_truth,
        "nested pseudo-likelihood": _nested,
        "full likelihood, stable equilibria only": _stable,
        "full likelihood, least resistance": _least,
        "single root, simplex search": _single_root,
    }
)
"""Estimators that only some are."""
