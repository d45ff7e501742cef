"""The rules of the plan, as a table of cases."""

from __future__ import annotations

import pytest

from gaiatsu.studies.channels.verdicts import (
    channel_word,
    holds_word,
    independence_word,
    place_word,
    reputation_word,
)
from gaiatsu.studies.field.specification import specification

LIMITS = specification("channels").thresholds
YES, NO, OPEN = "supported", "against", "cannot tell"


@pytest.mark.parametrize(
    ("p", "above", "beyond", "agreed", "word"),
    [
        (0.049, 0.95, 0.50, 3, YES),
        (0.050, 0.95, 0.50, 12, OPEN),  # the test does not reject
        (0.001, 0.94, 0.50, 12, OPEN),  # the direction is not sure
        (0.001, 0.28, 0.05, 12, NO),  # terms matter, and not as the theory has it
        (0.500, 0.28, 0.051, 12, OPEN),
        (0.001, 0.99, 0.01, 12, YES),  # sure and small: the first rule that applies
        (0.001, 0.99, 0.99, 2, OPEN),  # too few starts
        (0.001, 0.01, 0.00, 2, OPEN),
        (0.001, float("nan"), float("nan"), 12, OPEN),
    ],
)
def test_social_terms(p: float, above: float, beyond: float, agreed: int, word: str) -> None:
    assert channel_word(p, above, beyond, LIMITS, agreed=agreed) == word


@pytest.mark.parametrize(
    ("interval", "narrow", "agreed", "word"),
    [
        ((0.01, 0.08), (0.02, 0.07), 12, NO),
        ((-0.08, -0.01), (-0.07, -0.02), 12, NO),
        ((-0.02, 0.08), (-0.01, 0.07), 12, YES),
        ((-0.02, 0.12), (-0.01, 0.10), 12, OPEN),
        ((0.01, 0.08), (0.02, 0.07), 2, OPEN),
    ],
)
def test_independence(
    interval: tuple[float, float], narrow: tuple[float, float], agreed: int, word: str
) -> None:
    assert independence_word(interval, narrow, LIMITS, agreed=agreed) == word


@pytest.mark.parametrize(
    ("above", "p_direct", "agreed", "word"),
    [
        (0.95, 0.05, 12, YES),
        (0.95, 0.049, 12, NO),  # works, and not through credibility alone
        (0.05, 0.80, 12, NO),
        (0.50, 0.80, 12, OPEN),
        (0.99, 0.80, 2, OPEN),
    ],
)
def test_reputation(above: float, p_direct: float, agreed: int, word: str) -> None:
    assert reputation_word(above, p_direct, LIMITS, agreed=agreed) == word


@pytest.mark.parametrize(
    ("z", "p", "agreed", "word"),
    [(2.5, 0.01, 3, YES), (-2.5, 0.01, 3, NO), (1.0, 0.3, 3, OPEN), (2.5, 0.01, 2, OPEN)],
)
def test_place(z: float, p: float, agreed: int, word: str) -> None:
    assert place_word(z, p, LIMITS, agreed=agreed) == word


@pytest.mark.parametrize(
    ("first", "others", "word"),
    [
        (YES, {"a": OPEN, "b": YES}, YES),
        (YES, {"a": NO}, NO),
        (NO, {"a": YES}, NO),
        (NO, {"a": OPEN}, YES),
        (OPEN, {"a": NO, "b": YES}, OPEN),
    ],
)
def test_whether_it_holds(first: str, others: dict[str, str], word: str) -> None:
    assert holds_word(first, others) == word
