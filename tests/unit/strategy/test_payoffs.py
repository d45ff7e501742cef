"""What a year is worth, against sums taken by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.dynamics import Demands, draw_parameters
from gaiatsu.dynamics.constants import prepare_constants
from gaiatsu.dynamics.elites import IdentityChange
from gaiatsu.dynamics.step import Year
from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.payoffs import LastDeal, Stakes, deal_of, no_deal, sender_payoff, target_payoff

FOUR = (0.5, 0.5, 0.5, 0.5)
DEMANDS = Demands(1.0, (1.0, 0.0, 0.0, 0.0), FOUR, FOUR, FOUR, prize=2.0, own_cost=0.2)
STAKES = Stakes(discount=0.9, backlash_cost=0.3, stretch_gain=0.5, breach_loss=0.4, breach_gain=0.7)
NAMES = [name for name in Year._fields if name != "change"]


def year(**given: float) -> Year:
    """One relationship in which nothing happened but what is given."""
    usual = dict.fromkeys(NAMES, 0.0) | {
        "demand": 0,
        "concession": -1,
        "carried_out": -1,
        "backlash": -1,
        "deal": -1,
        "kept": -1,
    }
    columns = {name: np.asarray([value]) for name, value in {**usual, **given}.items()}
    return Year(**columns, change=IdentityChange(*(np.zeros(1),) * 5))


def test_a_full_concession_for_nothing_is_worth_the_prize() -> None:
    assert sender_payoff(year(concession=3), DEMANDS, no_deal(1), stakes=STAKES).tolist() == [2.0]


def test_costs_of_a_threat_carried_out_and_of_a_backlash_are_taken_off() -> None:
    done = year(concession=1, carried_out=1, backlash=2)

    # 2 * 1/3 - 0.2 - 0.3
    assert sender_payoff(done, DEMANDS, no_deal(1), stakes=STAKES) == pytest.approx([2 / 3 - 0.5])


def test_a_threat_dropped_costs_nothing_at_once() -> None:
    assert sender_payoff(year(concession=0, carried_out=0), DEMANDS, no_deal(1), stakes=STAKES) == [0.0]


def test_stretching_adds_to_the_last_deal_and_a_breach_takes_from_it() -> None:
    last = LastDeal(np.asarray([3.0]), np.asarray([0.6]), prize=2.0)

    # worth 2: a gain of 2 x .5 x .6, and a loss of 2 x .4
    assert sender_payoff(year(deal=0, kept=1), DEMANDS, last, stakes=STAKES) == pytest.approx([0.6])
    assert sender_payoff(year(deal=0, kept=0), DEMANDS, last, stakes=STAKES) == pytest.approx([-0.2])


def test_the_deal_left_behind_is_the_concession_made() -> None:
    left = deal_of(year(concession=2, exposure=0.4), DEMANDS)

    assert (left.grade.tolist(), left.exposure.tolist(), left.prize) == ([2.0], [0.4], 2.0)
    assert deal_of(year(), DEMANDS).grade.tolist() == [0.0]


def test_one_grade_more_is_worth_to_the_target_what_eq_1_says() -> None:
    draws = draw_parameters(1, seed=5)
    constants = prepare_constants(draws)
    worth = [
        target_payoff(
            year(demand=2, concession=grade, payoff=1.25, credibility=0.5, threatened_cost=0.4),
            constants,
            no_deal(1),
            asymmetry=0.8,
            stakes=STAKES,
        )[0]
        for grade in range(4)
    ]
    refused = -3.0 * draws["material"][0] * 0.5 * 0.4 * 0.8

    assert worth[0] == pytest.approx(refused)
    assert np.diff(worth) == pytest.approx(1.25 - draws.thresholds[2, :, 0])


def test_hitting_back_is_worth_to_the_target_what_eq_5_says() -> None:
    draws = draw_parameters(1, seed=5)
    constants, first = prepare_constants(draws), draws["backlash_first"][0]
    gap = draws["backlash_gap"][0]
    common = {"demand": 0, "concession": 0, "provocation": 2.0}
    worth = [
        target_payoff(year(**common, backlash=level), constants, no_deal(1), asymmetry=1.0, stakes=STAKES)[0]
        for level in range(3)
    ]

    assert np.diff(worth) == pytest.approx([2.0 - first, 2.0 - first - gap])


def test_a_breach_is_worth_the_grades_that_it_takes_back() -> None:
    constants = prepare_constants(draw_parameters(1, seed=5))
    last = LastDeal(np.asarray([2.0]), np.asarray([0.6]))
    found = target_payoff(year(demand=-1, kept=0), constants, last, asymmetry=1.0, stakes=STAKES)

    assert found == pytest.approx([1.4])


@pytest.mark.parametrize(
    "changed", [{"discount": 1.1}, {"backlash_cost": -0.1}, {"stretch_gain": float("nan")}]
)
def test_stakes_out_of_range_are_refused_by_name(changed: dict[str, float]) -> None:
    with pytest.raises(InvalidSpecification, match=next(iter(changed))):
        Stakes(**changed)
