"""Searches by sections against closed forms."""

from __future__ import annotations

import numpy as np

from gaiatsu.numerics.sections import last_true


def test_roots_of_many_searches_are_found_at_once() -> None:
    squares = np.array([2.0, 3.0, 5.0])
    start, end = np.zeros(3), np.array([2.0, 4.0, 3.0])

    inside, outside = last_true(lambda x: x * x < squares[:, None], start, end, width=1e-12)

    np.testing.assert_allclose(inside, np.sqrt(squares), atol=1e-12)
    assert (inside * inside < squares).all()
    assert (outside * outside >= squares).all()


def test_a_search_may_run_downwards_and_ends_when_rounding_does() -> None:
    inside, outside = last_true(lambda x: x > 1e6, np.array([3e6]), np.array([0.0]), width=1e-30)

    assert inside[0] > 1e6 >= outside[0]
    assert inside[0] - outside[0] < 1e-8
