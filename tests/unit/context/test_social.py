"""Social series from coded statements."""

from __future__ import annotations

import pytest

from gaiatsu import cases
from gaiatsu.context.series import SocialSeries
from gaiatsu.context.social import indicator_balance
from gaiatsu.errors import MissingData
from gaiatsu.terms import Indicator, Side


def balance(*, independent_only: bool = False, side: Side = Side.TARGET) -> SocialSeries:
    return indicator_balance(
        cases.load("schoppa1999"),
        towards=Indicator.EQUALITY,
        against=Indicator.DEFERENCE,
        side=side,
        independent_only=independent_only,
    )


def test_the_balance_is_a_share_by_year_on_the_social_side() -> None:
    series = balance()

    assert series.side == "social"
    assert 0.0 <= series.values.min() <= series.values.max() <= 1.0


def test_statements_that_explain_the_outcome_can_be_left_out() -> None:
    every, independent = balance(), balance(independent_only=True)

    assert independent.years.size <= every.years.size


def test_a_side_that_said_nothing_is_an_error_and_not_a_zero() -> None:
    with pytest.raises(MissingData, match="no such statement of equality or deference"):
        balance(side=Side.OTHER)
