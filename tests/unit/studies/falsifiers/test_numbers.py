"""The numbers behind the falsifiers, on outcomes whose cause is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from gaiatsu import cases
from gaiatsu.context.material import material_series
from gaiatsu.context.panel import Panel, episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.studies.falsifiers.numbers import (
    Ground,
    channel,
    ground,
    hardest_hit,
    interaction,
    level_against_plasticity,
    threat_counts,
)
from gaiatsu.studies.state import relationship_state

CASE_SET = cases.load("schoppa1999")
PANEL = episode_panel(CASE_SET)
STATE = relationship_state(PANEL, event_record(CASE_SET), rng=np.random.default_rng(3), draws=400)
SHOCKS = material_series(CASE_SET)["shocks"]


def grounded(panel: Panel) -> Ground:
    return ground(panel, STATE, rng=np.random.default_rng(4))


def graded(values: np.ndarray) -> Panel:
    grades = np.digitize(values, np.quantile(values, (0.25, 0.5, 0.75)), right=True)
    return PANEL.replace(concession=grades.astype(np.int64), conceded=grades > 1)


def test_gamma_stays_where_its_prior_put_it_when_nothing_speaks_about_it() -> None:
    found = interaction(grounded(PANEL))

    assert found.low < 0.0 < found.high
    assert found.high - found.low > 2.0
    assert abs(found.log_absence) < 0.5


def test_the_absence_of_gamma_is_the_savage_dickey_ratio_of_its_posterior() -> None:
    where = grounded(PANEL)
    found = interaction(where)
    normal_posterior = (found.high - found.low) / (2 * 1.6449)
    at_zero = np.exp(-0.5 * (found.mean / normal_posterior) ** 2) / normal_posterior

    assert found.log_absence == pytest.approx(np.log(at_zero), abs=0.15)


def test_a_level_that_steps_with_the_shocks_beats_the_plastic_course_where_outcomes_step() -> None:
    struck = np.asarray(SHOCKS.at(PANEL.date))
    stepping = level_against_plasticity(grounded(graded(-struck)), SHOCKS)
    plastic = level_against_plasticity(grounded(graded(STATE.hierarchy.mean(axis=0))), SHOCKS)

    assert stepping > plastic


def test_a_plastic_course_beats_the_step_where_outcomes_fall_before_any_shock() -> None:
    early = np.where(PANEL.date < 1985.0, 3, 0)
    fallen = PANEL.replace(concession=early.astype(np.int64), conceded=early > 1)

    assert level_against_plasticity(grounded(fallen), SHOCKS) < -0.5


def test_reputation_beside_the_threat_is_seen_where_it_is_built_in() -> None:
    resolve = STATE.resolve.mean(axis=0)
    within = resolve.copy()
    for period in (PANEL.after, ~PANEL.after):
        within[period] -= resolve[period].mean()

    built_in = channel(grounded(graded(within)))
    absent = channel(grounded(PANEL))

    assert built_in.log_beside > absent.log_beside
    assert absent.least_threat == pytest.approx(0.1)


def test_the_chances_of_being_hit_hardest_are_probabilities() -> None:
    chances = hardest_hit(PANEL, rng=np.random.default_rng(1))

    assert set(chances) == {"macroeconomic", "results", "rule"}
    assert sum(chances.values()) == pytest.approx(1.0)


def test_the_type_that_fell_alone_is_hit_hardest() -> None:
    gave = ~PANEL.after | (PANEL.demand_type != "results")
    hardest = hardest_hit(PANEL.replace(conceded=gave), rng=np.random.default_rng(1))
    spared = ~PANEL.after | (PANEL.demand_type == "results")
    softest = hardest_hit(PANEL.replace(conceded=spared), rng=np.random.default_rng(1))

    assert hardest["results"] > 0.9
    assert softest["results"] < 0.1


def test_two_equal_types_share_the_chance() -> None:
    kinds = np.where(np.arange(15) % 2 == 0, "results", "rule")
    panel = PANEL.replace(demand_type=kinds, conceded=np.ones(15, dtype=bool))
    chances = hardest_hit(panel, rng=np.random.default_rng(1))

    assert chances["results"] == pytest.approx(0.5, abs=0.06)


def test_one_type_alone_cannot_be_hit_hardest() -> None:
    assert hardest_hit(PANEL.take(PANEL.demand_type == "rule"), rng=np.random.default_rng(1)) == {}


def counts(decades: dict[int, int]) -> dict[str, np.ndarray]:
    n = len(decades)
    return {
        "ccode1": np.array([2] * n + [2]),
        "ccode2": np.array([740] * n + [20]),
        "decade": np.array([*decades, 1980]),
        "concede": np.array([*decades.values(), 50]),
        "stand_firm": np.zeros(n + 1, int),
        "back_down": np.zeros(n + 1, int),
    }


def test_threats_are_counted_for_the_dyad_and_the_full_decades_only() -> None:
    found = threat_counts(counts({1960: 9, 1970: 3, 1980: 7, 1990: 15, 2000: 2}))

    assert found is not None
    assert found.by_decade == {1970: 3, 1980: 7, 1990: 15}
    assert found.p_rise == pytest.approx(float(binom.sf(14, 18, 0.5)))


def test_a_single_decade_shows_no_rise() -> None:
    assert threat_counts(counts({1990: 15})) is None
