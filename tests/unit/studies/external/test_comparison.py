"""Joining a number and an implication; small measures on data made for the purpose."""

from __future__ import annotations

import pytest

from gaiatsu.studies.external.comparison import near, shift
from gaiatsu.studies.external.episodes import larger_fall
from gaiatsu.studies.shares import Share
from gaiatsu.studies.threats import BeforeAfter


def test_a_shift_has_the_direction_of_the_rates() -> None:
    up, down = shift(Share(9, 10), Share(1, 10)), shift(Share(1, 10), Share(9, 10))

    assert (up.direction, down.direction) == (1, -1)
    assert up.certainty == pytest.approx(down.certainty)
    assert up.value == pytest.approx(0.8)


def test_a_number_is_near_when_it_rounds_to_the_print() -> None:
    assert near(132 / 201, 0.657, 3)
    assert not near(61 / 249, 0.25, 2)


def test_the_larger_fall_is_found() -> None:
    falls = BeforeAfter(Share(40, 50), Share(10, 50), 0, 0)
    stays = BeforeAfter(Share(25, 50), Share(25, 50), 0, 0)

    assert larger_fall(falls, stays) > 0.99
    assert larger_fall(stays, falls) < 0.01
