"""Mixtures over lags, and the posterior of a break."""

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.mixture import bayes_factor_word, mix, split_posterior


def conjugate(prior: tuple[float, float], outcomes: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Evidence, evidence without each case, and prediction of each case, for a coin with a Beta prior."""
    from scipy.special import betaln

    a, b = prior
    ones = outcomes.sum()

    def evidence(heads: float, tails: float) -> float:
        return float(betaln(a + heads, b + tails) - betaln(a, b))

    zeros = outcomes.size - ones
    left = np.array([evidence(ones - y, zeros - (1 - y)) for y in outcomes])
    p = np.array([(a + ones - y) / (a + b + outcomes.size - 1) for y in outcomes])
    return evidence(ones, zeros), left, np.stack([1 - p, p], axis=1)


def test_the_score_of_a_case_is_the_evidence_with_it_over_the_evidence_without() -> None:
    outcomes = np.array([1, 1, 0, 1, 1, 0, 1])
    parts = [conjugate(prior, outcomes) for prior in ((1.0, 1.0), (8.0, 2.0), (2.0, 5.0))]
    whole, left, predictions = (np.array([part[i] for part in parts]) for i in range(3))
    prior = np.array([0.5, 0.3, 0.2])

    mixed = mix(whole, left, predictions, prior=prior)

    without = np.log(np.sum(prior[:, None] * np.exp(left), axis=0))
    expected = np.exp(mixed.log_evidence - without)
    assert mixed.log_evidence == pytest.approx(np.log(prior @ np.exp(whole)))
    assert mixed.predictions[np.arange(7), outcomes] == pytest.approx(expected)
    assert mixed.weights == pytest.approx(prior * np.exp(whole) / (prior @ np.exp(whole)))


def test_one_variant_is_left_as_it_was() -> None:
    whole, left, predictions = conjugate((2.0, 2.0), np.array([1, 0, 1]))

    mixed = mix(np.array([whole]), left[None], predictions[None])

    assert mixed.predictions == pytest.approx(predictions)
    assert mixed.log_evidence == pytest.approx(whole)


def test_a_variant_with_no_chance_changes_nothing_but_the_price_of_having_had_it() -> None:
    whole, left, predictions = conjugate((2.0, 2.0), np.array([1, 0, 1]))
    second = np.array([whole, -800.0])

    mixed = mix(second, np.stack([left, np.full(3, -800.0)]), np.stack([predictions, predictions[:, ::-1]]))

    assert mixed.log_evidence == pytest.approx(whole - np.log(2))
    assert mixed.predictions == pytest.approx(predictions)


def test_shapes_that_do_not_match_are_refused() -> None:
    with pytest.raises(InvalidSpecification, match="cannot be mixed"):
        mix(np.zeros(2), np.zeros((1, 3)), np.zeros((2, 3, 2)))


def test_a_break_is_as_likely_in_a_year_as_its_evidence_says() -> None:
    log_evidence = np.log([0.01, 0.02, 0.07])
    masses = split_posterior(
        log_evidence, np.array([1980.0, 1984.0, 1985.0]), np.array([1984.0, 1985.0, 1986.0])
    )

    assert masses == pytest.approx(np.array([0.04, 0.02, 0.07]) / 0.13)


@pytest.mark.parametrize(
    ("log_factor", "word"),
    [
        (0.0, "hardly any evidence for"),
        (-1.0, "hardly any evidence against"),
        (1.1, "positive evidence for"),
        (-4.0, "strong evidence against"),
        (9.0, "very strong evidence for"),
    ],
)
def test_the_words_follow_the_published_grades(log_factor: float, word: str) -> None:
    assert bayes_factor_word(log_factor) == word
