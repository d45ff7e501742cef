"""F1 and F2 on the games of the channel test: status by the plan's rule, number and sentence."""

from __future__ import annotations

import pytest

from gaiatsu.studies.falsifiers.channels import STARTS, GameNumber, game_finding
from gaiatsu.studies.falsifiers.rules import Status
from gaiatsu.studies.field.estimates import Estimate


def number(estimator: str, value: float, *, agreed: int) -> Estimate:
    return Estimate(
        estimator,
        value=value,
        low=value - 0.02,
        high=value + 0.04,
        p=0.8,
        probability=0.99,
        details={"agreed": agreed},
    )


def found(estimator: str, word: str, beside: str, *, agreed: int) -> GameNumber:
    high, single = number(estimator, -0.006, agreed=agreed), number(estimator, 0.036, agreed=2)
    return GameNumber(high, single, word, beside, 3, ("ties",))


@pytest.mark.parametrize("word", ["supported", "against", "cannot tell"])
def test_the_status_is_that_of_the_plan(word: str) -> None:
    finding = game_finding(found("gamma", word, "against", agreed=3), "gamma", ("gamma", "the claim"))

    assert finding.status is Status(word)
    assert finding.number == 0.036
    assert finding.interval == pytest.approx((0.016, 0.076))
    assert finding.data == ("ties",)


def test_where_too_few_starts_agree_the_sentence_says_so_and_what_holds_beside() -> None:
    numbers = found("gamma", "cannot tell", "against", agreed=1)
    finding = game_finding(numbers, "gamma", ("gamma", "the claim"))

    assert "would be against the claim" in finding.why
    assert f"1 of {STARTS} starts" in finding.why
    assert "-0.006" in finding.why
    assert finding.details["highest_agreed"] == 1


def test_where_starts_agree_there_is_no_caution() -> None:
    numbers = found("reputation", "supported", "supported", agreed=3)
    finding = game_finding(numbers, "reputation", ("reputation", "the claim"))

    assert "highest elsewhere" not in finding.why
    assert "the direct path to conceding has p = 0.8" in finding.why
