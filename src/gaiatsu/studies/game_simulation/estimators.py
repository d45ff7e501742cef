"""The estimators that are compared, each from the same simulated data and from nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.bayes import Effort, weighted_posterior
from gaiatsu.estimation.signalling.belief_tree import belief_tree, half_renewed_pseudo_likelihood
from gaiatsu.estimation.signalling.constrained import constrained_likelihood
from gaiatsu.estimation.signalling.covariance import CovarianceKind, covariance
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.first_stage import first_stage
from gaiatsu.estimation.signalling.likelihood import Evaluation, evaluate
from gaiatsu.estimation.signalling.maximum import Climb, ascend, climb, regressor_scales
from gaiatsu.estimation.signalling.priors import independent_priors
from gaiatsu.estimation.signalling.pseudo import PseudoFit, nested_pseudo_likelihood, pseudo_likelihood
from gaiatsu.estimation.signalling.pseudo_covariance import nested_covariance, two_step_covariance
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.inference.status import Status
from gaiatsu.studies.game_simulation.designs import World
from gaiatsu.studies.game_simulation.single_root import single_root_maximum

__all__ = ["FAST", "FULL", "SAMPLED", "SLOW", "Estimate", "estimates", "full_likelihood"]

FloatArray = NDArray[np.float64]

AHEAD: Final = 1e-6
FEASIBLE: Final = 1e-6
FULL: Final = "full likelihood"
CONSTANT_SPREAD: Final = 2.5
MODE: Final = "full likelihood, weak priors"
MEAN: Final = "posterior mean, weak priors"
WEIGHTED: Final = 1000
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
        Keys of `FAST`, `SLOW` or `SAMPLED`.

    Yields
    ------
    Estimate
        One an estimator.
    """
    every = {**FAST, **SLOW, **SAMPLED}
    for name in names:
        begin = time.process_time()
        with np.errstate(all="ignore"):  # estimates may run away; their status says so
            found = every[name](task)
        spent = time.process_time() - begin
        yield Estimate(name, found.coefficients, found.model, found.robust, found.value, found.status, spent)


def full_likelihood(design: GameDesign) -> Climb:
    """Full maximum likelihood from starts that go around its ledges.

    A climb that converged is preferred to one that did not, whatever their likelihoods: where each game may
    pick its equilibrium, payoffs that run away can fit better than any that make sense.

    Parameters
    ----------
    design
        Counts and regressors.

    Returns
    -------
    Climb
        From pseudo-likelihood with the target's belief renewed once; from constrained likelihood where that
        promises more; and from smooth beliefs where neither converged.
    """
    begin = _begin(design)
    best = climb(design, begin.coefficients, Selection.MOST_LIKELY)
    search = constrained_likelihood(design, begin.coefficients, begin.beliefs.z)
    promises = search.distance < FEASIBLE and search.value > best.evaluation.value + AHEAD
    if promises or not best.status.ok:
        best = _better(best, climb(design, search.coefficients, Selection.MOST_LIKELY))
    if not best.status.ok:
        smooth = first_stage(design).beliefs
        for fit in (pseudo_likelihood(design, smooth), half_renewed_pseudo_likelihood(design, smooth)):
            best = _better(best, climb(design, fit.coefficients, Selection.MOST_LIKELY))
    return best


def _begin(design: GameDesign) -> PseudoFit:
    """Pseudo-likelihood, the target renewed: at tree beliefs, or smooth ones where the tree has one leaf.

    One belief about resistance for all games leaves the sender's payoffs undetermined.
    """
    tree = belief_tree(design)
    beliefs = tree.beliefs if tree.resist_leaves > 1 else first_stage(design).beliefs
    return half_renewed_pseudo_likelihood(design, beliefs)


def _better(one: Climb, other: Climb) -> Climb:
    return max((one, other), key=lambda found: (found.status.ok, found.evaluation.value))


def _mode(task: Task) -> _Found:
    """Posterior mode under independent normal priors that hardly matter where the data speak."""
    design = task.design
    inverse = 1.0 / _prior_spread(design) ** 2

    def log_posterior(point: FloatArray) -> Evaluation:
        here = evaluate(design, point, Selection.MOST_LIKELY)
        return Evaluation(
            here.value - 0.5 * float(inverse @ point**2),
            here.scores - inverse * point / design.games,
            here.hessian - np.diag(inverse),
            here.played,
        )

    smooth = half_renewed_pseudo_likelihood(design, first_stage(design).beliefs)
    starts = [_begin(design).coefficients, smooth.coefficients]
    held = [np.clip(start, -3.0 / np.sqrt(inverse), 3.0 / np.sqrt(inverse)) for start in starts]
    found = [ascend(log_posterior, start, scale=regressor_scales(design)) for start in held]
    return _climbed(design, _better(*found))


def _mean(task: Task) -> _Found:
    """Posterior mean and spread under the same priors, where any equilibrium may have been played."""
    begin = full_likelihood(task.design)
    found = weighted_posterior(
        task.design,
        independent_priors(task.design),
        rng=task.rng,
        start=begin.coefficients,
        selection=Selection.MIXTURE_OF_ALL,
        effort=Effort(weighted=WEIGHTED),
    )
    drawn = found.draws.flat("coefficient")
    nothing = np.full(drawn.shape[1], np.nan)
    return _Found(
        drawn.mean(axis=0), drawn.std(axis=0), nothing, found.evidence.importance, found.draws.status
    )


def _prior_spread(design: GameDesign) -> FloatArray:
    """Deviations over 0: 2.5 for a constant, 1 for what a deviation of any other regressor does."""
    spreads = [column.std() for block in design.blocks for column in block.T]
    return np.array([CONSTANT_SPREAD if spread == 0.0 else 1.0 / spread for spread in spreads])


def _full(task: Task) -> _Found:
    return _climbed(task.design, full_likelihood(task.design))


def _from_truth(task: Task) -> _Found:
    return _climbed(task.design, climb(task.design, task.world.truth, Selection.MOST_LIKELY))


def _constrained(task: Task) -> _Found:
    begin = _begin(task.design)
    found = constrained_likelihood(task.design, begin.coefficients, begin.beliefs.z)
    nothing = np.full(found.coefficients.size, np.nan)  # where it is right they are those of full likelihood
    return _Found(found.coefficients, nothing, nothing, found.value, found.status)


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
    return _pseudo(task.design, _begin(task.design))


def _nested(task: Task) -> _Found:
    found = nested_pseudo_likelihood(task.design, first_stage(task.design).beliefs)
    model, _ = _errors(task.design, found.evaluation)
    robust = _roots(lambda: nested_covariance(task.design, found), model.size)
    return _Found(found.coefficients, model, robust, found.evaluation.value, found.status)


def _stable(task: Task) -> _Found:
    begin = _begin(task.design)
    return _climbed(task.design, climb(task.design, begin.coefficients, Selection.MOST_LIKELY_STABLE))


def _least(task: Task) -> _Found:
    begin = _begin(task.design)
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
        MODE: _mode,
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

SAMPLED: Final[Mapping[str, Callable[[Task], _Found]]] = MappingProxyType({MEAN: _mean})
"""What takes draws from a posterior."""
