"""One door to every estimator of the crisis game."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.constrained import constrained_likelihood
from gaiatsu.estimation.signalling.covariance import (
    Covariance,
    CovarianceKind,
    check_covariance,
    covariance,
    parametric_bootstrap,
    simulated,
)
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.first_stage import Beliefs, FirstStage, first_stage
from gaiatsu.estimation.signalling.fit import GameFit, Method, Start
from gaiatsu.estimation.signalling.identification import check_identified
from gaiatsu.estimation.signalling.likelihood import Evaluation, evaluate, log_likelihoods
from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.pseudo import (
    PseudoFit,
    evaluate_pseudo,
    nested_pseudo_likelihood,
    pseudo_likelihood,
)
from gaiatsu.estimation.signalling.pseudo_covariance import nested_covariance, two_step_covariance
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.estimation.signalling.starts import maximum_likelihood
from gaiatsu.estimation.signalling.weakness import runaway, weak_coefficients, weak_directions
from gaiatsu.inference.status import Status
from gaiatsu.theory.crisis_game import equilibria

__all__ = ["FitOptions", "fit_game"]

FloatArray = NDArray[np.float64]
RANDOM_STARTS: Final = 2


@dataclass(frozen=True)
class FitOptions:
    """What a fit may be told beside the method.

    Parameters
    ----------
    covariance
        Kind of covariance; None takes the inverse Hessian for a likelihood, and the method's own for a
        pseudo-likelihood.
    bootstrap_draws
        Draws of the parametric bootstrap.
    random_starts
        Random starts of full maximum likelihood, beside those from the pseudo-likelihoods.
    progress
        Told how many bootstrap draws are done.
    """

    covariance: CovarianceKind | None = None
    bootstrap_draws: int = 200
    random_starts: int = RANDOM_STARTS
    progress: Callable[[int], None] | None = None


@dataclass(frozen=True, eq=False)
class _Found:
    """What every estimator comes back with."""

    coefficients: FloatArray
    evaluation: Evaluation
    log_likelihood: float
    starts: tuple[Start, ...]
    status: Status
    value: Callable[[FloatArray], float]
    z: FloatArray | None = None
    own_covariance: Callable[[], FloatArray] | None = None


def fit_game(
    design: GameDesign,
    method: Method,
    *,
    selection: Selection,
    rng: np.random.Generator,
    options: FitOptions | None = None,
) -> GameFit:
    """Fit the crisis game, and say how far the numbers can be trusted.

    Parameters
    ----------
    design
        Counts and regressors.
    method
        The estimator.
    selection
        Which equilibrium a game is taken to play. Constrained likelihood lets each game play the likeliest;
        the pseudo-likelihoods leave the choice to the beliefs, and report how many there were.
    rng
        For random starts and the bootstrap.
    options
        Covariance, bootstrap, starts.

    Returns
    -------
    GameFit
        Always: whatever went wrong after the data were accepted is its status.

    Raises
    ------
    InvalidSpecification
        If the design is not identified, or the method cannot give the covariance, the selection or graded
        concessions asked for.

    References
    ----------
    crismancox_gibilisco2021; aguirregabiria_mira2007; su_judd2012

    Examples
    --------
    >>> from gaiatsu.estimation.signalling.design import GameFormulas, game_design
    >>> table = {"sq": np.array([50]), "cd": np.array([30]), "sf": np.array([40]), "bd": np.array([40])}
    >>> formulas = GameFormulas({"target_stand_firm": "1"}, {"sender_prize": 1.0}, dict(
    ...     status_quo="sq", concession="cd", stand_firm="sf", back_down="bd"))
    >>> found = fit_game(game_design(table, formulas), Method.FML, selection=Selection.MOST_LIKELY,
    ...                  rng=np.random.default_rng(1))
    >>> found.status.ok, found.agreed == len(found.starts)
    (True, True)
    """
    wanted = options or FitOptions()
    kind = _kind(design, method, wanted.covariance)
    _check_selection(method, selection)
    check_identified(design)
    found = _ESTIMATORS[method](design, selection, rng, wanted)
    spread = _covariance(design, found, (method, kind, selection), rng=rng, options=wanted)
    likelihood = method in (Method.FML, Method.CML)
    hessian = found.evaluation.hessian if likelihood else _implied(found, spread)
    away = runaway(design, found.coefficients, found.evaluation.hessian, value=found.value)
    weak = weak_directions(design, hessian)
    resist, count = _equilibria(design, found)
    verdicts = (
        Status.CONVERGED if away is None else Status.QUASI_SEPARATED,
        found.status,
        spread.status,
        Status.WEAKLY_IDENTIFIED if weak else Status.CONVERGED,
    )
    return GameFit(
        method=method,
        selection=selection,
        names=design.names,
        coefficients=found.coefficients,
        covariance=spread,
        log_likelihood=found.log_likelihood,
        evaluation=found.evaluation,
        games=design.games,
        observations=int(design.counts.sum()),
        starts=found.starts,
        resist=resist,
        equilibria=count,
        weak=weak,
        weak_names=weak_coefficients(design, hessian) if weak else (),
        runaway=away,
        status=next((verdict for verdict in verdicts if not verdict.ok), Status.CONVERGED),
    )


def _kind(design: GameDesign, method: Method, asked: CovarianceKind | None) -> CovarianceKind:
    likelihood = method in (Method.FML, Method.CML)
    if asked is None:
        return CovarianceKind.HESSIAN if likelihood else CovarianceKind.METHOD
    if asked is CovarianceKind.BOOTSTRAP or (asked is CovarianceKind.METHOD and not likelihood):
        return asked
    if not likelihood:
        msg = f"The covariance of a {method.value} cannot be the {asked.value!r}: its beliefs are estimates."
        expected = f"{CovarianceKind.METHOD.value!r} or {CovarianceKind.BOOTSTRAP.value!r}"
        raise InvalidSpecification(msg, expected=expected, todo="Choose one of these.")
    check_covariance(design, asked)
    return asked


def _check_selection(method: Method, selection: Selection) -> None:
    if method is Method.CML and selection is not Selection.MOST_LIKELY:
        msg = f"Constrained likelihood cannot select by the rule {selection.value!r}."
        todo = "Choose that rule, or full maximum likelihood."
        raise InvalidSpecification(msg, expected=f"the rule {Selection.MOST_LIKELY.value!r}", todo=todo)


def _full(design: GameDesign, selection: Selection, rng: np.random.Generator, options: FitOptions) -> _Found:
    found = maximum_likelihood(design, selection=selection, rng=rng, random=options.random_starts)
    starts = tuple(Start(each.start, each.evaluation.value, each.status) for each in found.climbs)
    best = found.best
    value = _likelihood(design, selection)
    return _Found(best.coefficients, best.evaluation, best.evaluation.value, starts, best.status, value)


def _constrained(
    design: GameDesign, selection: Selection, rng: np.random.Generator, options: FitOptions
) -> _Found:
    del rng, options
    beliefs = first_stage(design).beliefs
    plain = pseudo_likelihood(design, beliefs)
    nested = nested_pseudo_likelihood(design, beliefs, start=plain.coefficients)
    searches = [
        (f"{method.value}", constrained_likelihood(design, fit.coefficients, fit.beliefs.z))
        for method, fit in ((Method.NPL, nested), (Method.PL, plain))
    ]
    starts = tuple(Start(name, found.value, found.status) for name, found in searches)
    best = max((found for _, found in searches), key=lambda found: found.value)
    here = evaluate(design, best.coefficients, selection)
    value = _likelihood(design, selection)
    return _Found(best.coefficients, here, best.value, starts, best.status, value, best.z)


def _nested(
    design: GameDesign, selection: Selection, rng: np.random.Generator, options: FitOptions
) -> _Found:
    del selection, rng, options
    beliefs = first_stage(design).beliefs
    plain = pseudo_likelihood(design, beliefs)
    found = nested_pseudo_likelihood(design, beliefs, start=plain.coefficients)
    return _pseudo(design, found, lambda: nested_covariance(design, found))


def _plain(design: GameDesign, selection: Selection, rng: np.random.Generator, options: FitOptions) -> _Found:
    del selection, rng, options
    first: FirstStage = first_stage(design)
    found = pseudo_likelihood(design, first.beliefs)
    return _pseudo(design, found, lambda: two_step_covariance(design, found, first))


def _pseudo(design: GameDesign, found: PseudoFit, spread: Callable[[], FloatArray]) -> _Found:
    reached = found.evaluation.value
    start = Start("first stage", reached, found.status)
    beliefs: Beliefs = found.beliefs

    def value(point: FloatArray) -> float:
        return evaluate_pseudo(design, point, beliefs).value

    return _Found(
        found.coefficients, found.evaluation, reached, (start,), found.status, value, beliefs.z, spread
    )


def _likelihood(design: GameDesign, selection: Selection) -> Callable[[FloatArray], float]:
    return lambda point: float(log_likelihoods(design, point, selection).sum())


_ESTIMATORS: Final = {
    Method.FML: _full,
    Method.CML: _constrained,
    Method.NPL: _nested,
    Method.PL: _plain,
}


def _covariance(
    design: GameDesign,
    found: _Found,
    asked: tuple[Method, CovarianceKind, Selection],
    *,
    rng: np.random.Generator,
    options: FitOptions,
) -> Covariance:
    method, kind, selection = asked
    if not found.status.ok and kind is not CovarianceKind.HESSIAN:
        nothing = np.full((found.coefficients.size, found.coefficients.size), np.nan)
        return Covariance(kind, nothing, found.status, "There is no covariance without a maximum.")
    if kind is CovarianceKind.METHOD and found.own_covariance is not None:
        remark = f"Covariance of the {method.value}, with what its beliefs add."
        return Covariance(kind, found.own_covariance(), Status.CONVERGED, remark)
    if kind is CovarianceKind.BOOTSTRAP:
        drawn = parametric_bootstrap(
            lambda source: simulated(design, found.coefficients, selection, rng=source),
            lambda fresh: _again(fresh, method, selection, (found.coefficients, rng, options)),
            rng=rng,
            draws=options.bootstrap_draws,
            progress=options.progress,
        )
        return drawn.covariance()
    return covariance(design, found.evaluation, kind)


def _implied(found: _Found, spread: Covariance) -> FloatArray:
    """Curvature that the covariance stands for: a pseudo-likelihood's own takes the beliefs for known."""
    if not np.isfinite(spread.matrix).all():
        return found.evaluation.hessian
    return np.asarray(-np.linalg.pinv(spread.matrix, hermitian=True))


def _again(
    design: GameDesign,
    method: Method,
    selection: Selection,
    rest: tuple[FloatArray, np.random.Generator, FitOptions],
) -> tuple[FloatArray, Status]:
    """Estimate from simulated outcomes; a likelihood begins from the estimates that made them."""
    coefficients, rng, options = rest
    if method in (Method.FML, Method.CML):
        found = climb(design, coefficients, selection)
        return found.coefficients, found.status
    again = _ESTIMATORS[method](design, selection, rng, options)
    return again.coefficients, again.status


def _equilibria(design: GameDesign, found: _Found) -> tuple[FloatArray, NDArray[np.intp]]:
    """Resistance in the equilibrium used, and how many equilibria each game has."""
    from scipy.special import ndtr

    rows = found.evaluation.played
    if found.z is not None or rows is None:
        count = equilibria(design.payoffs(found.coefficients)).count
        z = np.full(design.games, np.nan) if found.z is None else found.z
        return np.asarray(ndtr(z)), count
    resist = np.zeros(design.games)
    np.add.at(resist, rows.game, rows.shares(design.games) * ndtr(rows.z))
    return resist, rows.count
