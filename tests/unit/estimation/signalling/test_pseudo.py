"""Pseudo-likelihood against the published estimates, plain formulas, differences and simulated games."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling import pseudo as pseudo_module
from gaiatsu.estimation.signalling.first_stage import Beliefs, beliefs_from_probabilities, first_stage
from gaiatsu.estimation.signalling.likelihood import evaluate
from gaiatsu.estimation.signalling.pseudo import (
    evaluate_pseudo,
    nested_pseudo_likelihood,
    pseudo_likelihood,
    pseudo_terms,
    updated,
)
from gaiatsu.estimation.signalling.pseudo_covariance import (
    _beliefs_by_coefficients,
    nested_covariance,
    outer_product_covariance,
    two_step_covariance,
)
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.inference.status import Status
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import equilibria

if TYPE_CHECKING:
    from conftest import Sanctions, Simulated

FloatArray = NDArray[np.float64]


def sigint_beliefs(sanctions: Sanctions) -> Beliefs:
    return beliefs_from_probabilities(sanctions.columns["PRhat"], sanctions.columns["PFhat"])


# --- the published estimates -----------------------------------------------------------------------------


@pytest.mark.data
def test_nested_pseudo_likelihood_is_the_published_one(sanctions: Sanctions) -> None:
    fit = nested_pseudo_likelihood(sanctions.design, sigint_beliefs(sanctions))

    assert fit.status is Status.CONVERGED
    assert fit.evaluation.value == pytest.approx(-3932.447, abs=6e-4)
    np.testing.assert_allclose(fit.coefficients, sanctions.estimate("nested"), atol=5e-5)
    np.testing.assert_allclose(fit.beliefs.resist, sanctions.columns["PRnpl"], atol=5e-6)
    np.testing.assert_allclose(fit.beliefs.stand_firm, sanctions.columns["PFnpl"], atol=5e-6)


@pytest.mark.data
def test_nested_pseudo_likelihood_is_the_same_from_our_own_first_stage(sanctions: Sanctions) -> None:
    fit = nested_pseudo_likelihood(sanctions.design, first_stage(sanctions.design).beliefs)

    assert fit.status is Status.CONVERGED
    np.testing.assert_allclose(fit.coefficients, sanctions.estimate("nested"), atol=1e-4)


@pytest.mark.data
def test_where_beliefs_settle_the_pseudo_likelihood_is_the_likelihood(sanctions: Sanctions) -> None:
    fit = nested_pseudo_likelihood(sanctions.design, first_stage(sanctions.design).beliefs)
    full = evaluate(sanctions.design, fit.coefficients, Selection.MOST_LIKELY)

    assert fit.evaluation.value == pytest.approx(full.value, abs=1e-5)
    assert full.value < -3927.9095 - 4.0  # and not its maximum


@pytest.mark.data
def test_pseudo_likelihood_agrees_as_far_as_the_beliefs_do(sanctions: Sanctions) -> None:
    """The beliefs in the data file are another forest's than the log's; see validation/signalling."""
    published, beliefs = sanctions.published["pseudo"], sigint_beliefs(sanctions)
    fit = pseudo_likelihood(sanctions.design, beliefs)
    there = evaluate_pseudo(sanctions.design, sanctions.estimate("pseudo"), beliefs)
    error = np.array(published["standard_error"])

    assert fit.status is Status.CONVERGED
    assert there.value == pytest.approx(published["log_likelihood"], abs=0.05)
    assert 0.0 < fit.evaluation.value - there.value < 0.05
    np.testing.assert_array_less(
        abs(fit.coefficients - sanctions.estimate("pseudo")), np.maximum(0.35 * error, 0.01)
    )


@pytest.mark.data
def test_the_published_errors_come_from_an_asymmetric_matrix(sanctions: Sanctions) -> None:
    design = sanctions.design
    fit = nested_pseudo_likelihood(design, sigint_beliefs(sanctions), start=sanctions.estimate("nested"))
    mixed = plain_sandwich(sanctions, transposed=(True, False))
    right = plain_sandwich(sanctions, transposed=(False, False))
    printed = np.array(sanctions.published["nested"]["standard_error"])

    np.testing.assert_allclose(np.sqrt(np.diag(mixed)), printed, atol=0.0051)
    assert abs(mixed - mixed.T).max() > 0.5
    np.testing.assert_allclose(outer_product_covariance(design, fit), right, rtol=1e-6, atol=1e-9)
    assert 1.2 < np.median(np.sqrt(np.diag(right)) / printed) < 1.3


def plain_sandwich(sanctions: Sanctions, *, transposed: tuple[bool, bool]) -> FloatArray:
    """The covariance in probabilities, with differences for every derivative."""
    design = sanctions.design
    fit = nested_pseudo_likelihood(design, sigint_beliefs(sanctions), start=sanctions.estimate("nested"))
    theta, resist, firm = fit.coefficients, fit.beliefs.resist, fit.beliefs.stand_firm

    def answers(point: FloatArray, p: FloatArray, q: FloatArray) -> FloatArray:
        new = updated(design, point, beliefs_from_probabilities(p, q))
        return np.stack([new.resist, new.stand_firm])

    def value(p: FloatArray, q: FloatArray) -> FloatArray:
        return pseudo_terms(design, theta, beliefs_from_probabilities(p, q)).value

    h = 1e-6
    by_belief = np.column_stack(
        [
            (value(resist + h, firm) - value(resist - h, firm)) / (2 * h),
            (value(resist, firm + h) - value(resist, firm - h)) / (2 * h),
        ]
    )
    r_by_f = (answers(theta, resist, firm + h) - answers(theta, resist, firm - h))[0] / (2 * h)
    f_by_r = (answers(theta, resist + h, firm) - answers(theta, resist - h, firm))[1] / (2 * h)
    turn = np.stack(
        [
            (answers(theta + step, resist, firm) - answers(theta - step, resist, firm)) / (2 * h)
            for step in h * np.eye(theta.size)
        ],
        axis=2,
    )
    scores = fit.evaluation.scores
    omega = scores.T @ scores
    factors = []
    for flipped in transposed:
        a, b = (f_by_r, r_by_f) if flipped else (r_by_f, f_by_r)
        room = (1.0 - a * b)[:, None]
        first, second = (turn[0] + a[:, None] * turn[1]) / room, (turn[1] + b[:, None] * turn[0]) / room
        factors.append(omega + scores.T @ (by_belief[:, :1] * first + by_belief[:, 1:] * second))
    return np.asarray(np.linalg.inv(factors[0]) @ omega @ np.linalg.inv(factors[1]).T)


# --- the formulas ----------------------------------------------------------------------------------------


def random_beliefs(games: int) -> Beliefs:
    rng = stream(3, "beliefs")
    return Beliefs(0.5 + 0.3 * rng.normal(size=games), 0.5 * rng.normal(size=games))


def test_the_pseudo_likelihood_is_the_plain_formula(simulated: Simulated) -> None:
    """As the literature writes it, with the sender's probabilities by quadrature."""
    design, beliefs = simulated.design, random_beliefs(simulated.design.games)
    game = design.payoffs(simulated.truth)
    p, q = beliefs.resist, beliefs.stand_firm
    cutoff = (game.sender_status_quo - (1 - p) * game.sender_prize) / p
    places, weights = np.polynomial.legendre.leggauss(200)
    top = np.maximum(np.maximum(game.sender_stand_firm, game.sender_back_down), cutoff) + 9.0
    x = cutoff[:, None] + 0.5 * (top - cutoff)[:, None] * (places + 1)
    density = np.exp(-0.5 * (x - game.sender_stand_firm[:, None]) ** 2) / np.sqrt(2 * np.pi)
    firm = 0.5 * (top - cutoff) * ((density * ndtr(x - game.sender_back_down[:, None])) @ weights)
    stay = ndtr(cutoff - game.sender_back_down) * ndtr(cutoff - game.sender_stand_firm)
    resist = ndtr((q * game.target_stand_firm + (1 - q) * game.target_prize - game.target_concession) / q)
    chances = [stay, (1 - stay) * (1 - resist), firm * resist, (1 - stay - firm) * resist]
    plain = sum((design.counts[:, place] * np.log(chances[place])).sum() for place in range(4))

    assert evaluate_pseudo(design, simulated.truth, beliefs).value == pytest.approx(plain, rel=1e-10)


def test_scores_and_hessian_equal_differences(simulated: Simulated) -> None:
    design, beliefs, theta = simulated.design, random_beliefs(simulated.design.games), simulated.truth
    here = evaluate_pseudo(design, theta, beliefs)
    steps = 1e-5 * np.eye(theta.size)
    ends = [[evaluate_pseudo(design, theta + sign * step, beliefs) for sign in (1, -1)] for step in steps]

    np.testing.assert_allclose(
        here.gradient, [(up.value - down.value) / 2e-5 for up, down in ends], rtol=1e-5, atol=1e-3
    )
    rise = [(up.gradient - down.gradient) / 2e-5 for up, down in ends]
    np.testing.assert_allclose(here.hessian, rise, rtol=1e-6, atol=1e-4)


def test_derivatives_by_the_beliefs_equal_differences(simulated: Simulated) -> None:
    design, beliefs, theta = simulated.design, random_beliefs(simulated.design.games), simulated.truth
    here, h = pseudo_terms(design, theta, beliefs), 1e-5
    moved = [(Beliefs(beliefs.z + s * h, beliefs.log_odds), Beliefs(beliefs.z, beliefs.log_odds + s * h))
             for s in (1, -1)]  # fmt: skip

    for place in (0, 1):
        up, down = (pseudo_terms(design, theta, pair[place]) for pair in moved)
        np.testing.assert_allclose(
            here.slope[:, place], (up.value - down.value) / (2 * h), rtol=1e-5, atol=1e-4
        )
        np.testing.assert_allclose(
            here.curvature[:, place], (up.slope - down.slope) / (2 * h), rtol=1e-5, atol=1e-3
        )


def test_beliefs_that_answer_each_other_turn_as_differences_say(simulated: Simulated) -> None:
    design, theta = simulated.design, simulated.truth
    z = simulated.z
    settled = Beliefs(z, updated(design, theta, Beliefs(z, np.zeros(z.size))).log_odds)
    turn = _beliefs_by_coefficients(design, theta, settled)[0]

    for place, step in enumerate(1e-6 * np.eye(theta.size)):
        rise = [equilibria(design.payoffs(theta + sign * step)).z for sign in (1, -1)]
        np.testing.assert_allclose(turn[:, place], (rise[0] - rise[1]) / 2e-6, rtol=1e-5, atol=1e-6)


# --- known truths ----------------------------------------------------------------------------------------


def test_with_true_beliefs_the_truth_is_recovered(simulated: Simulated) -> None:
    design, z = simulated.design, simulated.z
    true = Beliefs(z, updated(design, simulated.truth, Beliefs(z, np.zeros(z.size))).log_odds)
    fit = pseudo_likelihood(design, true)
    error = np.sqrt(np.diag(np.linalg.inv(-fit.evaluation.hessian)))

    assert fit.status is Status.CONVERGED
    assert (abs(fit.coefficients - simulated.truth) < 3.0 * error).all()
    assert error.max() < 0.1


def test_nested_pseudo_likelihood_recovers_the_truth_from_poor_beliefs(simulated: Simulated) -> None:
    games = simulated.design.games
    fit = nested_pseudo_likelihood(simulated.design, Beliefs(np.zeros(games), np.zeros(games)))
    error = np.sqrt(np.diag(nested_covariance(simulated.design, fit)))

    assert fit.status is Status.CONVERGED
    assert (abs(fit.coefficients - simulated.truth) < 3.0 * error).all()
    np.testing.assert_allclose(fit.beliefs.z, simulated.z, atol=0.2)


def test_beliefs_that_keep_moving_are_named(simulated: Simulated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pseudo_module, "MOST_ROUNDS", 2)
    games = simulated.design.games
    fit = nested_pseudo_likelihood(simulated.design, Beliefs(np.zeros(games), np.zeros(games)))

    assert fit.status is Status.BELIEFS_UNSETTLED
    assert fit.moved > pseudo_module.SETTLED


def test_cycling_beliefs_are_damped_until_they_settle(
    few_plays: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that overshoots: beliefs jump to the other side of the equilibrium, as far as they were."""
    honest = pseudo_module.updated

    def overshooting(design: object, coefficients: FloatArray, beliefs: Beliefs) -> Beliefs:
        new = honest(design, coefficients, beliefs)
        return Beliefs(beliefs.z + 2.1 * (new.z - beliefs.z), new.log_odds)

    monkeypatch.setattr(pseudo_module, "updated", overshooting)
    monkeypatch.setattr(pseudo_module, "SETTLED", 1e-3)
    design = few_plays.design.at(np.arange(100))
    poor = Beliefs(np.zeros(100), np.zeros(100))
    damped = nested_pseudo_likelihood(design, poor)
    monkeypatch.setattr(pseudo_module, "LEAST_DAMPING", 1.0)
    monkeypatch.setattr(pseudo_module, "MOST_ROUNDS", damped.rounds)
    undamped = nested_pseudo_likelihood(design, poor)

    assert damped.status is Status.CONVERGED
    assert undamped.status is not Status.CONVERGED


# --- the first stage -------------------------------------------------------------------------------------


def test_an_unpenalized_first_stage_is_statsmodels_logit(simulated: Simulated) -> None:
    import statsmodels.api as sm

    fit = first_stage(simulated.design, penalty=0.0)
    counts = simulated.design.counts
    reactions = np.column_stack([counts[:, 2] + counts[:, 3], counts[:, 1]])
    peer = sm.GLM(reactions, fit.resist.regressors, family=sm.families.Binomial()).fit()

    np.testing.assert_allclose(fit.beliefs.resist, peer.fittedvalues, atol=1e-4)  # the constant's weak prior


def test_a_reaction_that_is_never_seen_leaves_beliefs_finite(simulated: Simulated) -> None:
    counts = simulated.design.counts.copy()
    counts[:, 1] = 0.0
    beliefs = first_stage(simulated.design.with_counts(counts)).beliefs

    assert np.isfinite(beliefs.z).all()
    assert (beliefs.resist > 0.99).all()


def test_the_penalty_falls_where_regressors_matter(simulated: Simulated) -> None:
    rng = stream(4, "shuffled")
    shuffled = simulated.design.with_counts(simulated.design.counts[rng.permutation(simulated.design.games)])

    assert first_stage(shuffled).resist.penalty > 5.0 * first_stage(simulated.design).resist.penalty


@pytest.mark.parametrize(
    ("resist", "firm", "words"),
    [([0.5, 1.0], [0.5, 0.5], "resistance is 1 in game 2"), ([0.5], [float("nan")], "standing firm is nan"),
     ([0.5], [0.5, 0.5], "1 beliefs about resistance and 2")],
)  # fmt: skip
def test_unusable_beliefs_are_named(resist: list[float], firm: list[float], words: str) -> None:
    with pytest.raises(InvalidSpecification, match=words):
        beliefs_from_probabilities(np.array(resist), np.array(firm))


def test_a_penalty_below_zero_is_refused(simulated: Simulated) -> None:
    with pytest.raises(InvalidSpecification, match="penalty of the first stage is -1"):
        first_stage(simulated.design, penalty=-1.0)


def test_two_step_errors_are_the_spread_over_simulated_data(few_plays: Simulated) -> None:
    """The first stage is part of the estimate: errors that held the beliefs fixed would be too small."""
    base = few_plays
    found = equilibria(base.design.payoffs(base.truth))
    chances = np.exp(found.log_outcomes)
    rng = stream(5, "two steps")
    estimates, claims = [], []
    for _ in range(60):
        design = base.design.with_counts(rng.multinomial(60, chances / chances.sum(1, keepdims=True)) * 1.0)
        first = first_stage(design, penalty=1.0)
        fit = pseudo_likelihood(design, first.beliefs, start=base.truth)
        estimates.append(fit.coefficients)
        claims.append(np.sqrt(np.diag(two_step_covariance(design, fit, first))))

    ratio = np.mean(claims, axis=0) / np.std(estimates, axis=0)
    assert (abs(np.log(ratio)) < 0.4).all()


def test_graded_concessions_are_refused(simulated: Simulated) -> None:
    graded = simulated.design.with_counts(simulated.design.counts, np.zeros((simulated.design.games, 3)))

    with pytest.raises(InvalidSpecification, match="grades concessions"):
        pseudo_likelihood(graded, random_beliefs(graded.games))
