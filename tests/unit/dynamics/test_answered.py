"""The sender remembers what the target did last year, and nothing of this year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics import Outlook, Tactic, draw_parameters, observed_policy, run
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.state import Answered


def test_what_is_remembered_is_last_years_row_of_the_histories() -> None:
    remembered: list[Answered] = []

    def listening(outlook: Outlook, chances: NDArray[np.float64], /) -> Tactic:
        remembered.append(outlook.answered)
        return observed_policy(outlook, chances)

    histories = run(quiet_setting(1970, 1980), draw_parameters(40, seed=3), seed=3, policy=listening)

    assert all((column == -1).all() for column in remembered[0])
    for year in range(1, 10):
        assert np.array_equal(remembered[year].concession, histories["concession"][year - 1])
        assert np.array_equal(remembered[year].backlash, histories["backlash"][year - 1])
    assert set(np.concatenate([year.kept for year in remembered])) == {-1, 0, 1}
