"""Covariance of pseudo-likelihood estimates, with what the beliefs add to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.chain import scores_by_game
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.first_stage import Beliefs, FirstStage
from gaiatsu.estimation.signalling.pseudo import PseudoFit, pseudo_terms
from gaiatsu.theory.crisis_game import NAMES
from gaiatsu.theory.crisis_game.derivatives import at_belief

__all__ = ["nested_covariance", "outer_product_covariance", "two_step_covariance"]

FloatArray = NDArray[np.float64]


def two_step_covariance(design: GameDesign, fit: PseudoFit, first: FirstStage) -> FloatArray:
    r"""Covariance of pseudo-likelihood estimates whose beliefs were fitted to the same data.

    Parameters
    ----------
    design
        Counts and regressors; games of one cluster move together.
    fit
        From `pseudo_likelihood` at the beliefs of `first`.
    first
        The first stage.

    Returns
    -------
    array
        Coefficients by coefficients.

    Notes
    -----
    Both steps are one estimating equation. With scores :math:`s_g`, Hessian ``H``, cross derivatives
    :math:`H_b` by the coefficients ``b`` of the first stage, and its influence :math:`\xi_g`,

    .. math:: V = H^{-1} \Bigl(\sum_c \psi_c \psi_c^T\Bigr) H^{-1}, \qquad
        \psi_c = \sum_{g \in c} (s_g + H_b\, \xi_g)

    Beliefs shrunk by a penalty are biased; this is the spread around what they tend to.

    References
    ----------
    murphy_topel1985
    """
    mixed = _mixed(design, fit)
    adjusted = fit.evaluation.scores.copy()
    for place, (slope, logit) in enumerate(
        zip(first.slopes(), (first.resist, first.stand_firm), strict=True)
    ):
        adjusted += logit.influence @ (slope.T @ mixed[place])
    summed = np.zeros((design.clusters, adjusted.shape[1]))
    np.add.at(summed, design.cluster, adjusted)
    bread = np.linalg.inv(-fit.evaluation.hessian)
    return np.asarray(bread @ (summed.T @ summed) @ bread)


def nested_covariance(design: GameDesign, fit: PseudoFit) -> FloatArray:
    r"""Covariance of nested pseudo-likelihood estimates with exact derivatives, clustered.

    Parameters
    ----------
    design
        Counts and regressors; games of one cluster move together.
    fit
        From `nested_pseudo_likelihood`, with settled beliefs.

    Returns
    -------
    array
        Coefficients by coefficients.

    Notes
    -----
    The estimate solves :math:`\sum_g s_g(\theta, P(\theta)) = 0` with beliefs that answer each other:

    .. math:: V = J^{-1} \Bigl(\sum_c s_c s_c^T\Bigr) J^{-T}, \qquad
        J = H_{\theta\theta} + H_{\theta P}\, \frac{dP}{d\theta}

    References
    ----------
    aguirregabiria_mira2007
    """
    mixed, turn = _mixed(design, fit), _beliefs_by_coefficients(design, fit.coefficients, fit.beliefs)
    total = fit.evaluation.hessian + mixed[0].T @ turn[0] + mixed[1].T @ turn[1]
    summed = np.zeros((design.clusters, total.shape[0]))
    np.add.at(summed, design.cluster, fit.evaluation.scores)
    inverse = np.linalg.inv(total)
    return np.asarray(inverse @ (summed.T @ summed) @ inverse.T)


def outer_product_covariance(design: GameDesign, fit: PseudoFit) -> FloatArray:
    r"""Covariance of nested pseudo-likelihood estimates from first derivatives, as the literature writes it.

    Parameters
    ----------
    design
        Counts and regressors; games count as independent.
    fit
        From `nested_pseudo_likelihood`, with settled beliefs.

    Returns
    -------
    array
        Coefficients by coefficients.

    Notes
    -----
    With scores :math:`s_g` by the coefficients and :math:`s^P_g` by the beliefs, and the beliefs' answer
    :math:`\Psi`,

    .. math:: V = A^{-1}\, \Omega\, A^{-T}, \qquad \Omega = \sum_g s_g s_g^T, \qquad
        A = \Omega + \sum_g s_g s_g^{P\,T} (I - \Psi_P)^{-1} \Psi_\theta

    The standard errors printed in crismancox_gibilisco2021 come from the same pieces with
    :math:`\Psi_P` transposed in the first factor and not in the last, which makes an asymmetric matrix; on
    their data these are larger by about a quarter. Products of first derivatives stand in for second
    ones here; with rare outcomes `nested_covariance` is closer to what simulated data show.

    References
    ----------
    aguirregabiria_mira2007; crismancox_gibilisco2021
    """
    scores = fit.evaluation.scores
    terms = pseudo_terms(design, fit.coefficients, fit.beliefs)
    turn = _beliefs_by_coefficients(design, fit.coefficients, fit.beliefs)
    through = terms.slope[:, 0, None] * turn[0] + terms.slope[:, 1, None] * turn[1]
    omega = scores.T @ scores
    inverse = np.linalg.inv(omega + scores.T @ through)
    return np.asarray(inverse @ omega @ inverse.T)


def _mixed(design: GameDesign, fit: PseudoFit) -> tuple[FloatArray, FloatArray]:
    """Differentiate each game's score by its two beliefs."""
    curvature = pseudo_terms(design, fit.coefficients, fit.beliefs).curvature
    return scores_by_game(design, curvature[:, 0, 2:]), scores_by_game(design, curvature[:, 1, 2:])


def _beliefs_by_coefficients(
    design: GameDesign, coefficients: FloatArray, beliefs: Beliefs
) -> tuple[FloatArray, FloatArray]:
    """Differentiate beliefs that answer each other by the coefficients; games by coefficients."""
    game = design.payoffs(coefficients)
    inside = at_belief(beliefs.z, game)
    odds = inside.back_down - inside.stand_firm
    own = np.exp(beliefs.log_odds)
    premium = (game.target_prize - game.target_concession) * own
    answer = np.zeros((design.games, len(NAMES)))
    answer[:, NAMES.index("target_concession")] = -(1.0 + own)
    answer[:, NAMES.index("target_stand_firm")] = 1.0
    answer[:, NAMES.index("target_prize")] = own
    room = 1.0 - premium * odds.slope[:, 0]
    z = (answer + premium[:, None] * odds.slope[:, 1:]) / room[:, None]
    log_odds = odds.slope[:, 1:] + odds.slope[:, :1] * z
    return scores_by_game(design, z), scores_by_game(design, log_odds)
