"""Where the mechanisms join: the target's graded answer, and the social context inside the crisis game."""

from gaiatsu.theory.response.graded import (
    TERM_NAMES,
    concession_log_probabilities,
    concession_probabilities,
    expected_concession,
    payoff,
    payoff_terms,
    social_interaction,
)

__all__ = [
    "TERM_NAMES",
    "concession_log_probabilities",
    "concession_probabilities",
    "expected_concession",
    "payoff",
    "payoff_terms",
    "social_interaction",
]
