"""Named random streams."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.numerics.streams import stream


def test_the_same_name_gives_the_same_numbers() -> None:
    assert np.array_equal(stream(7, "placebo", 3).random(5), stream(7, "placebo", 3).random(5))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((7, "placebo"), (8, "placebo")),
        ((7, "placebo"), (7, "power")),
        ((7, "a", "bc"), (7, "ab", "c")),
        ((7, 1), (7, "1")),
        ((7,), (7, "")),
        ((-7, "a"), (7, "a")),
    ],
)
def test_another_name_gives_other_numbers(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert not np.array_equal(stream(*one).random(5), stream(*other).random(5))


def test_opening_other_streams_changes_nothing() -> None:
    alone = stream(7, "power").random(3)
    for name in "abc":
        stream(7, name).random(100)

    assert np.array_equal(alone, stream(7, "power").random(3))


def test_the_first_numbers_never_change() -> None:
    assert stream(20261123, "anchor").integers(1000, size=4).tolist() == [376, 274, 357, 501]
