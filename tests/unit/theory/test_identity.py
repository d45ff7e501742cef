"""Identity, plasticity, and what linkage costs."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.theory.norm_change.identity import identity_after_linkage, identity_step, plasticity

SHOCKS = np.asarray([1989.86, 1991.98])


def g(dates: list[float], **changes: float) -> np.ndarray:
    values = {"base": 0.024, "jump": 0.3, "decay": 2.5, **changes}
    return np.asarray(plasticity(np.asarray(dates), SHOCKS, **values))


def test_plasticity_by_hand() -> None:
    one = 1 - 0.976 * (1 - 0.3 * np.exp(-(1991.0 - 1989.86) / 2.5))
    two = 1 - 0.976 * (1 - 0.3 * np.exp(-(1993.0 - 1989.86) / 2.5)) * (
        1 - 0.3 * np.exp(-(1993.0 - 1991.98) / 2.5)
    )

    np.testing.assert_allclose(g([1985.0, 1991.0, 1993.0]), [0.024, one, two], rtol=1e-12)


def test_a_shock_raises_plasticity_on_its_day_and_not_before() -> None:
    before, on = g([1989.859999, 1989.86])

    assert before == pytest.approx(0.024)
    assert on == pytest.approx(1 - 0.976 * 0.7)


def test_plasticity_fades_back_to_its_base() -> None:
    assert g([2040.0])[0] == pytest.approx(0.024, abs=1e-6)


def test_a_shock_alone_does_not_move_an_identity_that_is_where_it_would_go() -> None:
    assert identity_step(0.6, 0.6, plasticity=0.9) == pytest.approx(0.6)


def test_gradual_change_of_the_position_hardly_moves_an_identity_in_quiet_years() -> None:
    h = 0.8
    for year in range(1970, 1989):
        h = identity_step(h, 0.7 - 0.01 * (year - 1970), plasticity=0.024)

    assert 0.7 < h < 0.8


def test_no_shocks_leave_the_base() -> None:
    quiet = plasticity(np.asarray([1990.0]), np.zeros(0), base=0.024, jump=0.3, decay=2.5)

    assert quiet.tolist() == [pytest.approx(0.024)]


def test_months_compose_to_a_year() -> None:
    h = 0.8
    for _ in range(12):
        h = identity_step(h, 0.5, plasticity=0.3, years=1 / 12)

    assert h == pytest.approx(identity_step(0.8, 0.5, plasticity=0.3))


def test_a_year_is_the_equation() -> None:
    assert identity_step(0.8, 0.5, plasticity=0.1) == pytest.approx(0.8 + 0.1 * (0.5 - 0.8))


def test_material_linkage_spends_deference() -> None:
    assert identity_after_linkage(0.8, 0.0, cost=0.2) == 0.8
    assert identity_after_linkage(0.8, 0.5, cost=0.2) == pytest.approx(0.72)
