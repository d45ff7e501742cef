"""The likelihood of a record in structural rivals, against the article's with the change made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaiatsu.dynamics import ParameterDraws, Record, Setting, draw_parameters
from gaiatsu.dynamics.condition import ConditionOptions, condition, record_of
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.observed import ObservedDemand
from gaiatsu.dynamics.worlds import NORMS, WORLDS, find_world
from gaiatsu.dynamics.worlds_on_record import pressed_in
from gaiatsu.errors import UnknownName

SETTING = replace(quiet_setting(1970, 1982), record=Record(deals=True, threats=True))
DRAWS = draw_parameters(6, seed=4)
SEEN = record_of(
    [
        ObservedDemand(year, kind, True, 0.5, 0.4, unilateral=True, grade=grade, backlash=1, depth=2.0)
        for year, kind, grade in ((1972, 0, 3), (1974, 1, 2), (1978, 0, 1), (1978, 2, 0), (1980, 1, 0))
    ]
)


def likelihood(world: str, draws: ParameterDraws = DRAWS, setting: Setting = SETTING) -> np.ndarray:
    return condition(setting, draws, SEEN, seed=5, options=ConditionOptions(world=world)).total


LESS = [world.name for world in WORLDS if world.absent and not world.change and not world.firmness]


@pytest.mark.parametrize("world", LESS)
def test_what_is_absent_is_zero(world: str) -> None:
    without = DRAWS.replace(**dict.fromkeys(find_world(world).absent, 0.0))

    assert np.array_equal(likelihood(world), likelihood("article", without))
    assert not np.array_equal(likelihood(world), likelihood("article"))


def test_an_enforced_deal_costs_each_grade_more() -> None:
    """The settlement of disputes is 0 up to 1975 and 1 from 1976 on, so that later demands are dearer."""
    without = DRAWS.replace(**dict.fromkeys(NORMS, 0.0))
    dearer = ParameterDraws(without.values, without.thresholds + without["depth"])
    rows = {
        name: condition(SETTING, draws, SEEN, seed=5, options=ConditionOptions(world=world)).log_likelihood
        for name, draws, world in (
            ("here", DRAWS, "shadow-of-the-future"),
            ("cheap", without, "article"),
            ("dear", dearer, "article"),
        )
    }
    early = SETTING.years < 1976

    assert rows["here"][early] == pytest.approx(rows["cheap"][early], abs=1e-12)
    assert rows["here"][~early] == pytest.approx(rows["dear"][~early], abs=1e-12)


def test_a_late_cause_is_read_four_years_late() -> None:
    late = replace(SETTING, asymmetry=SETTING.asymmetry[np.maximum(np.arange(12) - 4, 0)])

    assert likelihood("lagged-materialist") == pytest.approx(likelihood("materialist", setting=late))


@pytest.mark.parametrize("world", [world.name for world in WORLDS])
def test_grades_said_ahead_are_what_the_likelihood_takes(world: str) -> None:
    options = ConditionOptions(("concession",), world=world)
    found = condition(SETTING, DRAWS, SEEN, seed=5, options=options)
    chances = [found.ahead[demand.grade or 0, place] for place, demand in enumerate(SEEN.demands)]

    assert found.ahead.sum(axis=0) == pytest.approx(1.0)
    assert found.total == pytest.approx(np.log(chances).sum(axis=0))
    assert found.demands[0] == pytest.approx(found.ahead[2:].sum(axis=0))


def test_linkage_moves_leverage_and_makes_none() -> None:
    """Blocks from 1970 and from 1976; results are commonest in both."""
    setting = replace(SETTING, demands=((1970, SETTING.demands[0][1]), (1976, SETTING.demands[0][1])))
    costs = ((1971, 0, 0.7), (1973, 1, 0.4), (1974, 2, 0.2), (1977, 0, 0.9), (1979, 1, 0.8), (1980, 3, 0.4))
    seen = [ObservedDemand(year, kind, threatened_cost=cost) for year, kind, cost in costs]
    moved = [demand.threatened_cost for demand in pressed_in("material-linkage", setting, seen)]

    assert moved[:3] == pytest.approx([1.0, 0.2, 0.1])
    assert moved[3] == pytest.approx(1.0)
    assert moved[4:] == pytest.approx([0.8 * 11 / 12, 0.4 * 11 / 12])
    assert pressed_in("materialist", setting, seen) == tuple(seen)
    assert pressed_in("material-linkage", setting, seen[1:3]) == tuple(seen[1:3])


def test_a_world_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownName, match="no world 'materialism'"):
        ConditionOptions(world="materialism")
