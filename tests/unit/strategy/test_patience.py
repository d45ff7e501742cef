"""The patience from which one strategy beats another is every root of the difference, exactly."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from numpy.polynomial import Polynomial

from gaiatsu.strategy.patience import Order, patience, unit_roots


def test_two_years_have_the_closed_form() -> None:
    """Losing c now and gaining g next year pays from delta = c / g on."""
    gain = np.asarray([[-0.3, -0.3, 0.3, -0.3], [0.4, 0.2, -0.4, -0.1]])
    found = patience(gain)

    assert found.threshold.tolist() == [pytest.approx(0.75, abs=1e-13), inf, inf, inf]
    assert found.orders == (Order.FROM, Order.NEVER, Order.UNTIL, Order.NEVER)
    assert found.below(0.8) == 0.25
    assert found.below(0.7) == 0.0
    assert found.share(Order.NEVER) == 0.5


def test_a_gain_for_ever_after_a_loss_has_the_annuity_as_closed_form() -> None:
    """-1 now and 1/4 in each of many years: sum_{t>=1} delta^t / 4 = 1 at delta = 4/5, but for delta^T."""
    years = 400
    gain = np.full((years, 1), 0.25)
    gain[0] = -1.0

    assert patience(gain).threshold[0] == pytest.approx(0.8, abs=1e-12)


def test_a_first_year_of_nothing_changes_nothing() -> None:
    plain, later = np.asarray([[-1.0], [1.5]]), np.asarray([[0.0], [0.0], [-1.0], [1.5], [0.0]])

    assert patience(plain).threshold[0] == patience(later).threshold[0]
    assert patience(np.zeros((4, 1))).orders == (Order.SAME,)


@pytest.mark.parametrize(
    ("roots", "expected"),
    [
        ([0.2, 0.4, 0.9], [0.2, 0.4, 0.9]),
        ([0.5, 0.5], []),  # touches without crossing
        ([0.5, 0.5, 0.5], [0.5]),
        ([0.25, 0.25 + 1e-6], [0.25, 0.25 + 1e-6]),
        ([-0.3, 1.4, 0.7], [0.7]),
    ],
)
def test_every_crossing_is_found_and_nothing_else(roots: list[float], expected: list[float]) -> None:
    found = unit_roots(np.asarray(Polynomial.fromroots(roots).coef, dtype=float))

    assert found == pytest.approx(expected, abs=1e-7)


def test_several_crossings_are_told_apart_from_one() -> None:
    gain = Polynomial.fromroots([0.2, 0.4, 0.9]).coef[:, None]
    found = patience(np.hstack([gain, -gain]))

    assert found.orders == (Order.SEVERAL, Order.SEVERAL)
    assert found.threshold.tolist() == [pytest.approx(0.9), inf]


def test_streams_of_many_years_agree_with_numpy_and_with_a_fine_grid() -> None:
    rng = np.random.default_rng(7)
    streams = rng.normal(size=(45, 60)) * 0.97 ** np.arange(45)[:, None]
    found = patience(streams)
    grid = np.linspace(1e-4, 1.0 - 1e-4, 40_001)

    for place in range(60):
        complexes = Polynomial(streams[:, place]).roots()
        real = np.sort(complexes[np.abs(complexes.imag) < 1e-9].real)
        inside = real[(real > 0.0) & (real < 1.0)]
        assert found.crossings[place] == pytest.approx(inside.tolist(), abs=1e-8)
        signs = np.sign(Polynomial(streams[:, place])(grid))
        assert np.count_nonzero(np.diff(signs)) == len(found.crossings[place])
        best = Polynomial(streams[:, place])(grid[grid > min(found.threshold[place], 1.0)]) > 0.0
        assert best.all()
