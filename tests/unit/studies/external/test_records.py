"""The rule by which every outside number is judged."""

from __future__ import annotations

import pytest

from gaiatsu.studies.external.records import Evidence, Prediction, standing
from gaiatsu.studies.standing import Standing, by_probability

RISES = Prediction("x", 1, 0.99, 0.6, 0.1, 0.0, 0.2)
FALLS = Prediction("x", -1, 0.99, 0.6, -0.1, -0.2, 0.0)
OPEN = Prediction("x", 1, 0.7, 0.6, 0.1, -0.1, 0.2)
LEVEL = Prediction("x", 0, float("nan"), float("nan"), 0.66, 0.4, 0.9)


@pytest.mark.parametrize(
    ("prediction", "evidence", "expected"),
    [
        (RISES, Evidence(1, 0.96), Standing.AGREES),
        (RISES, Evidence(-1, 0.96), Standing.DISAGREES),
        (FALLS, Evidence(-1, 0.96), Standing.AGREES),
        (FALLS, Evidence(1, 0.96), Standing.DISAGREES),
        (RISES, Evidence(1, 0.94), Standing.CANNOT_TELL),
        (OPEN, Evidence(1, 0.99), Standing.CANNOT_TELL),
        (RISES, Evidence(1, 0.99, robust=False), Standing.CANNOT_TELL),
        (RISES, None, Standing.DATA_NEEDED),
        (LEVEL, Evidence(0, 1.0, 0.657), Standing.AGREES),
        (LEVEL, Evidence(0, 1.0, 0.95), Standing.DISAGREES),
        (LEVEL, None, Standing.DATA_NEEDED),
    ],
)
def test_the_same_rule_judges_every_row(
    prediction: Prediction, evidence: Evidence | None, expected: Standing
) -> None:
    assert standing(prediction, evidence) is expected


def test_a_probability_is_judged_at_both_ends() -> None:
    assert [by_probability(p) for p in (0.951, 0.5, 0.049)] == [
        Standing.AGREES,
        Standing.CANNOT_TELL,
        Standing.DISAGREES,
    ]
