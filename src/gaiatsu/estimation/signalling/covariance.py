"""How far estimates of the crisis game are from what they estimate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.likelihood import Evaluation
from gaiatsu.estimation.signalling.selection import Selection, played
from gaiatsu.inference.status import Status
from gaiatsu.theory.crisis_game.depth import log_depths
from gaiatsu.theory.crisis_game.derivatives import at_belief

__all__ = [
    "Bootstrap",
    "Covariance",
    "CovarianceKind",
    "check_covariance",
    "covariance",
    "parametric_bootstrap",
    "simulated",
]

FloatArray = NDArray[np.float64]


class CovarianceKind(Enum):
    """Ways to an estimate's covariance."""

    HESSIAN = "inverse Hessian"
    """Right where the model is right and the log likelihood is nearly quadratic."""

    SANDWICH = "sandwich by game"
    """Holds up where the model of a game's outcomes is wrong, as long as games are independent."""

    CLUSTERED = "clustered by dyad"
    """The same with games of one dyad moving together, times the number of dyads over itself less 1."""

    BOOTSTRAP = "parametric bootstrap"
    """Spread of estimates from outcomes that the fitted model would have made."""

    METHOD = "of the method"
    """What an estimator other than maximum likelihood brings along."""


@dataclass(frozen=True, eq=False)
class Covariance:
    """Covariance of estimates, and what it stands on.

    Parameters
    ----------
    kind
        How it was made.
    matrix
        Coefficients by coefficients; nan where it does not exist.
    status
        Whether it exists.
    remark
        A sentence for the foot of a table.
    """

    kind: CovarianceKind
    matrix: FloatArray
    status: Status
    remark: str

    @property
    def standard_errors(self) -> FloatArray:
        """Roots of the diagonal."""
        with np.errstate(invalid="ignore"):
            return np.asarray(np.sqrt(np.diag(self.matrix)))


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """Estimates from simulated outcomes.

    Parameters
    ----------
    estimates
        Draws by coefficients: those that converged.
    failed
        How often the estimator gave no estimate.
    """

    estimates: FloatArray
    failed: int

    def covariance(self) -> Covariance:
        """Give the spread of the draws."""
        draws, size = self.estimates.shape
        remark = f"Parametric bootstrap, {draws} draws; {self.failed} more without an estimate."
        if draws <= size:
            nothing = np.full((size, size), np.nan)
            return Covariance(CovarianceKind.BOOTSTRAP, nothing, Status.FEW_EFFECTIVE_DRAWS, remark)
        matrix = np.atleast_2d(np.cov(self.estimates, rowvar=False))
        return Covariance(CovarianceKind.BOOTSTRAP, matrix, Status.CONVERGED, remark)

    def intervals(self, level: float = 0.95) -> FloatArray:
        """Give central percentile intervals; coefficients by low and high."""
        tail = 0.5 * (1.0 - level)
        return np.asarray(np.quantile(self.estimates, (tail, 1.0 - tail), axis=0).T)


def covariance(design: GameDesign, evaluation: Evaluation, kind: CovarianceKind) -> Covariance:
    r"""Covariance of maximum likelihood estimates from scores and the exact Hessian.

    Parameters
    ----------
    design
        Counts and regressors.
    evaluation
        At the maximum.
    kind
        `CovarianceKind.HESSIAN`, `CovarianceKind.SANDWICH` or `CovarianceKind.CLUSTERED`.

    Returns
    -------
    Covariance
        With status `Status.NOT_IDENTIFIED` and no numbers where the Hessian is not negative definite.

    Raises
    ------
    InvalidSpecification
        If errors are to be clustered and there is one dyad, or the kind needs more than an evaluation.

    Notes
    -----
    With scores :math:`s_g`, Hessian ``H`` and ``C`` dyads,

    .. math:: V = (-H)^{-1}, \qquad V \Bigl(\sum_g s_g s_g^T\Bigr) V, \qquad
        \frac{C}{C - 1}\, V \Bigl(\sum_c s_c s_c^T\Bigr) V, \quad s_c = \sum_{g \in c} s_g

    ``H`` is that of the likelihood with every belief following the coefficients. Leaving out how the
    beliefs bend, as the published bordered Hessian does, makes standard errors too small.

    References
    ----------
    liang_zeger1986; cameron_miller2015; crismancox_gibilisco2021

    Examples
    --------
    >>> from gaiatsu.estimation.signalling.design import GameFormulas, game_design
    >>> from gaiatsu.estimation.signalling.likelihood import evaluate
    >>> table = {"sq": [5, 4], "cd": [2, 1], "sf": [1, 1], "bd": [2, 4]}
    >>> table = {name: np.array(column) for name, column in table.items()}
    >>> formulas = GameFormulas({"target_stand_firm": "1"}, {"sender_prize": 1.0}, dict(
    ...     status_quo="sq", concession="cd", stand_firm="sf", back_down="bd"))
    >>> design = game_design(table, formulas)
    >>> here = evaluate(design, np.array([0.1]), Selection.MOST_LIKELY)
    >>> covariance(design, here, CovarianceKind.HESSIAN).remark
    'Inverse Hessian of the log likelihood.'
    """
    check_covariance(design, kind)
    remark = _remark(design, kind)
    inverse = _inverse(-evaluation.hessian)
    if inverse is None:
        return Covariance(kind, np.full_like(evaluation.hessian, np.nan), Status.NOT_IDENTIFIED, remark)
    if kind is CovarianceKind.HESSIAN:
        return Covariance(kind, inverse, Status.CONVERGED, remark)
    scores, factor = evaluation.scores, 1.0
    if kind is CovarianceKind.CLUSTERED:
        scores = np.zeros((design.clusters, scores.shape[1]))
        np.add.at(scores, design.cluster, evaluation.scores)
        factor = design.clusters / (design.clusters - 1.0)
    half = scores @ inverse
    return Covariance(kind, factor * (half.T @ half), Status.CONVERGED, remark)


def check_covariance(design: GameDesign, kind: CovarianceKind) -> None:
    """Refuse, before anything is fitted, a covariance that scores and a Hessian cannot give.

    Parameters
    ----------
    design
        Counts and regressors.
    kind
        What is wanted.

    Raises
    ------
    InvalidSpecification
        If errors are to be clustered and there is one dyad, or the kind needs more than an evaluation.
    """
    if kind not in (CovarianceKind.HESSIAN, CovarianceKind.SANDWICH, CovarianceKind.CLUSTERED):
        msg = f"A covariance of the kind {kind.value!r} cannot be had from one evaluation."
        expected = "inverse Hessian, sandwich by game, clustered by dyad"
        raise InvalidSpecification(msg, expected=expected, todo="Choose one of these.")
    if kind is CovarianceKind.CLUSTERED and design.clusters < 2:
        msg = f"Errors cannot be clustered by dyad: all {design.games} games are of 1 dyad."
        todo = "Choose the inverse Hessian or the sandwich by game, or add dyads."
        raise InvalidSpecification(msg, expected="at least 2 dyads", todo=todo)


def simulated(
    design: GameDesign,
    coefficients: FloatArray,
    selection: Selection,
    *,
    rng: np.random.Generator,
) -> GameDesign:
    """Draw outcomes that the game would have at some coefficients, in the same games.

    Parameters
    ----------
    design
        Counts and regressors: each game is played as often as it was observed.
    coefficients
        In the order of `GameDesign.names`.
    selection
        Which equilibrium a game plays. A rule that looks at outcomes looks at those observed; under the
        mixture an equilibrium is drawn a game.
    rng
        Source of randomness.

    Returns
    -------
    GameDesign
        The same regressors with other counts, and with grades where the design has them.

    References
    ----------
    crismancox_gibilisco2021
    """
    game = design.payoffs(coefficients)
    steps = coefficients[design.slices[-1].stop :]
    grades = None if design.depths is None else (design.depths, steps)
    rows = played(game, design.counts, selection, grades=grades)
    order = rng.permutation(rows.game.size)  # the first row of a game in a random order is a fair draw
    drawn = order[np.unique(rows.game[order], return_index=True)[1]]
    z = rows.z[drawn]
    chances = np.exp(np.column_stack([end.value for end in at_belief(z, game).ends()]))
    counts = rng.multinomial(design.counts.sum(axis=1).astype(int), _normal(chances)).astype(float)
    if design.depths is None:
        return design.with_counts(counts)
    share = design.depths.sum() / max(design.counts[:, 1].sum(), 1.0)
    graded = rng.binomial(counts[:, 1].astype(int), min(share, 1.0))
    laws = np.exp(np.column_stack([grade.value for grade in log_depths(z, steps)]))
    return design.with_counts(counts, rng.multinomial(graded, _normal(laws)).astype(float))


def parametric_bootstrap(
    draw: Callable[[np.random.Generator], GameDesign],
    fitter: Callable[[GameDesign], tuple[FloatArray, Status]],
    *,
    rng: np.random.Generator,
    draws: int,
    progress: Callable[[int], None] | None = None,
) -> Bootstrap:
    """Estimate again and again from outcomes that the fitted model would have made.

    Where a likelihood is far from quadratic, the Hessian at its maximum says little about the spread of the
    estimates. This asks the estimator itself.

    Parameters
    ----------
    draw
        Makes a data set, such as `simulated` at the estimates.
    fitter
        From a data set to estimates and a status.
    rng
        Source of randomness. Runs with different sources can be joined.
    draws
        How many, at least 1.
    progress
        Told how many draws are done after each.

    Returns
    -------
    Bootstrap
        Draws that converged, and how many did not.

    Raises
    ------
    InvalidSpecification
        If no draw was asked for.

    References
    ----------
    efron_tibshirani1993
    """
    if draws < 1:
        msg = f"{draws} draws were asked for."
        raise InvalidSpecification(msg, expected="at least 1 draw", todo="Ask for some hundreds.")
    kept: list[FloatArray] = []
    size = 0
    for done in range(1, draws + 1):
        estimates, status = fitter(draw(rng))
        size = estimates.size
        if status.ok:
            kept.append(estimates)
        if progress is not None:
            progress(done)
    return Bootstrap(np.reshape(kept, (len(kept), size)), draws - len(kept))


def _normal(chances: FloatArray) -> FloatArray:
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))


def _inverse(information: FloatArray) -> FloatArray | None:
    """Inverse of a positive definite matrix, scaled to a unit diagonal first; None for any other."""
    from scipy.linalg import LinAlgError, cho_factor, cho_solve

    diagonal = np.diag(information)
    if not (np.isfinite(information).all() and (diagonal > 0.0).all()):
        return None
    size = np.sqrt(diagonal)
    try:
        factor = cho_factor(information / np.outer(size, size))
    except LinAlgError:
        return None
    return np.asarray(cho_solve(factor, np.eye(size.size)) / np.outer(size, size))


def _remark(design: GameDesign, kind: CovarianceKind) -> str:
    if kind is CovarianceKind.HESSIAN:
        return "Inverse Hessian of the log likelihood."
    if kind is CovarianceKind.SANDWICH:
        return f"Sandwich of the scores of {design.games} games."
    few = design.clusters <= len(design.names)
    warning = " There are no more dyads than coefficients: the matrix is singular." if few else ""
    return f"Clustered by {design.clusters} dyads, times {design.clusters}/{design.clusters - 1}.{warning}"
