"""The target's answer."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.theory.response import (
    TERM_NAMES,
    concession_log_probabilities,
    concession_probabilities,
    expected_concession,
    payoff,
    payoff_terms,
    social_interaction,
)
from gaiatsu.theory.social import expected_stretching, social_payoff

TACTIC = {"threatened_cost": np.asarray([0.8, 0.0]), "public_posture": 0.5, "depth": np.asarray([0.6, 0.3])}
SETTING = {"asymmetry": 1.1, "domestic_support": np.asarray([0.4, 0.2]), "exposure": 1.0}
STATE = {"credibility": 0.5, "hierarchy": 0.7, "legitimacy": 0.25, "trust_of_sender": 0.9}


def test_adjacent_log_odds_are_the_payoff_less_the_threshold() -> None:
    thresholds = np.asarray([0.2, 0.7, 1.6])
    log_p = concession_log_probabilities(np.asarray(0.9), thresholds)

    np.testing.assert_allclose(np.diff(log_p), 0.9 - thresholds, rtol=1e-13)


def test_it_is_the_logit_quantal_response_of_the_stage_game(rng: np.random.Generator) -> None:
    """Choose the best of the four grades under extreme-value noise, many times."""
    thresholds, eta = np.asarray([0.2, 0.7, 1.6]), 0.9
    utility = np.arange(4) * eta - np.concatenate([[0.0], np.cumsum(thresholds)])
    chosen = np.argmax(utility + rng.gumbel(size=(400_000, 4)), axis=1)

    frequencies = np.bincount(chosen, minlength=4) / chosen.size
    np.testing.assert_allclose(concession_probabilities(np.asarray(eta), thresholds), frequencies, atol=0.004)


def test_probabilities_sum_to_one_even_for_huge_payoffs() -> None:
    p = concession_probabilities(np.asarray([-800.0, 0.0, 800.0]), np.asarray([0.0, 1.0, 2.0]))

    np.testing.assert_allclose(p.sum(axis=-1), 1.0)
    assert p[0, 0] == p[2, 3] == 1.0


def test_thresholds_may_differ_by_episode() -> None:
    p = concession_probabilities(np.zeros(2), np.asarray([[0.0, 0.0, 0.0], [50.0, 50.0, 50.0]]))

    np.testing.assert_allclose(p[0], 0.25)
    assert p[1, 0] == pytest.approx(1.0)


def test_a_higher_payoff_means_a_larger_concession() -> None:
    eta = np.linspace(-4.0, 4.0, 33)
    mean = expected_concession(concession_probabilities(eta, np.asarray([0.2, 0.7, 1.6])))

    assert np.all(np.diff(mean) > 0)
    assert 0.0 < mean[0] < mean[-1] < 3.0


def test_the_terms_by_hand() -> None:
    terms = payoff_terms(tactic=TACTIC, setting=SETTING, state=STATE)

    assert tuple(terms) == TERM_NAMES
    np.testing.assert_allclose(terms["material"], [0.44, 0.0])
    np.testing.assert_allclose(terms["trust"], -0.1)
    np.testing.assert_allclose(terms["legitimacy"], -0.25)
    np.testing.assert_allclose(terms["depth"], [-0.6, -0.3])
    np.testing.assert_allclose(terms["reactance"], -1.0)


def test_the_payoff_is_the_equation() -> None:
    weights = dict(zip(TERM_NAMES, (0.8, 0.5, 1.2, 1.3, 1.5, 0.7, 0.6, 0.3), strict=True))
    terms = payoff_terms(tactic=TACTIC, setting=SETTING, state=STATE)
    stretching = expected_stretching(0.9, 1.0)
    social = social_payoff(hierarchy=0.7, legitimacy=0.25, stretching=stretching, weights=(1.2, 1.3, 1.5))
    by_hand = (
        0.8 * 0.5 * np.asarray([0.8, 0.0]) * 1.1
        + 0.5 * np.asarray([0.4, 0.2])
        + social
        - 0.7 * np.asarray([0.6, 0.3])
        - 0.6 * 0.5
        - 0.3
    )

    np.testing.assert_allclose(payoff(terms, weights), by_hand, rtol=1e-13)


def test_social_terms_work_without_any_threat() -> None:
    terms = payoff_terms(tactic={**TACTIC, "threatened_cost": 0.0}, setting=SETTING, state=STATE)

    assert terms["material"] == 0.0
    assert terms["hierarchy"] == 0.7


def test_interaction_is_nothing_when_gamma_is_zero_or_no_threat_is_made() -> None:
    weights = {"hierarchy": 1.0, "legitimacy": 1.0, "trust": 1.0}
    terms = payoff_terms(tactic=TACTIC, setting=SETTING, state=STATE)

    assert np.all(social_interaction(terms, weights, gamma=0.0) == 0.0)
    assert social_interaction(terms, weights, gamma=2.0)[1] == 0.0
    assert social_interaction(terms, weights, gamma=2.0)[0] != 0.0


def test_a_weight_without_a_term_is_refused_by_name() -> None:
    with pytest.raises(InvalidSpecification, match="differ in legitimacy"):
        payoff({"hierarchy": 1.0}, {"hierarchy": 1.0, "legitimacy": 1.0})
