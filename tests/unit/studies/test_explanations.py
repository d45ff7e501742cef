"""The explanations as courses over the episodes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.material import material_series
from gaiatsu.context.panel import Panel, episode_panel
from gaiatsu.context.record import EventRecord, event_record
from gaiatsu.context.series import MaterialSeries
from gaiatsu.studies.explanations import (
    Explanation,
    material_explanation,
    social_explanations,
    study_years,
    yardsticks,
    yearly_panel,
)
from gaiatsu.studies.state import StateDraws, relationship_state, terms
from gaiatsu.theory.rivals import RIVALS, find_rival

CASE_SET = cases.load("schoppa1999")


@pytest.fixture(scope="module")
def panel() -> Panel:
    return episode_panel(CASE_SET)


@pytest.fixture(scope="module")
def record() -> EventRecord:
    return event_record(CASE_SET)


@pytest.fixture(scope="module")
def series() -> dict[str, MaterialSeries]:
    return material_series(CASE_SET)


@pytest.fixture(scope="module")
def state(panel: Panel, record: EventRecord) -> StateDraws:
    return relationship_state(panel, record, rng=np.random.default_rng(1), draws=100)


@pytest.fixture(scope="module")
def social(
    panel: Panel, state: StateDraws, record: EventRecord, series: dict[str, MaterialSeries]
) -> dict[str, Explanation]:
    yearly = yearly_panel(panel, series["dispute_settlement"], series["agriculture-tariffication-1993"])
    made = social_explanations(panel, state, record, yearly=yearly, rng=np.random.default_rng(2))
    return {one.id: one for one in made}


def test_a_rival_is_read_at_every_lag_its_logic_and_its_series_allow(
    panel: Panel, series: dict[str, MaterialSeries]
) -> None:
    trade = material_explanation(find_rival("trade-dependence"), series, panel.date)
    fall = material_explanation(find_rival("ldp-fall"), series, panel.date)

    assert trade.course is not None
    assert trade.course.lags == tuple(float(lag) for lag in range(9))
    assert trade.course.values[0] == pytest.approx(np.log(panel.dependence_ratio))
    assert fall.course is not None
    assert fall.course.lags == (0.0, 1.0, 2.0, 3.0)


def test_a_series_that_starts_late_allows_shorter_lags(
    panel: Panel, series: dict[str, MaterialSeries]
) -> None:
    ratio = series["dependence_ratio"]
    short = replace(ratio, years=ratio.years[5:], values=ratio.values[5:], quality=ratio.quality[5:])

    found = material_explanation(find_rival("trade-dependence"), {"dependence_ratio": short}, panel.date)

    assert found.course is not None
    assert found.course.lags == (0.0, 1.0, 2.0, 3.0)


def test_a_series_that_starts_after_the_first_episode_cannot_be_scored(
    panel: Panel, series: dict[str, MaterialSeries]
) -> None:
    ratio = series["dependence_ratio"]
    short = replace(ratio, years=ratio.years[15:], values=ratio.values[15:], quality=ratio.quality[15:])

    found = material_explanation(find_rival("trade-dependence"), {"dependence_ratio": short}, panel.date)

    assert (found.status, found.course) == ("data needed", None)


def test_what_needs_data_says_which_and_what_nobody_has_says_so(
    panel: Panel, series: dict[str, MaterialSeries]
) -> None:
    made = {rival.id: material_explanation(rival, series, panel.date) for rival in RIVALS}

    assert made["capital-flows"].status == "data needed"
    assert "sender_capital_dependence" in made["capital-flows"].reason
    assert made["side-payments"].status == "no series exists"
    assert made["side-payments"].course is None
    scored = {name for name, one in made.items() if one.status == "scored"}
    assert {
        "trade-dependence",
        "asian-markets",
        "cold-war-material",
        "ldp-fall",
        "electoral-reform",
    } <= scored


def test_the_sign_of_a_rival_is_built_into_its_course(
    panel: Panel, series: dict[str, MaterialSeries]
) -> None:
    costs, power = (
        material_explanation(find_rival(name), series, panel.date)
        for name in ("stagnation-costs", "stagnation-power")
    )

    assert costs.course is not None
    assert power.course is not None
    assert costs.course.values == pytest.approx(-power.course.values)


def test_a_dated_event_begins_on_its_date_and_a_series_at_half_its_fall(
    panel: Panel, series: dict[str, MaterialSeries]
) -> None:
    fall = material_explanation(find_rival("ldp-fall"), series, panel.date)
    trade = material_explanation(find_rival("trade-dependence"), series, panel.date)

    assert fall.onset is not None
    assert fall.onset.date == pytest.approx(1993.6, abs=0.05)
    assert trade.onset is not None
    assert trade.onset.date == 1989.0
    assert trade.onset.basis == "half of its fall"


def test_a_cause_that_helps_the_sender_never_begins_to_work_against_it(
    panel: Panel, series: dict[str, MaterialSeries]
) -> None:
    found = material_explanation(find_rival("regime-audience-costs"), series, panel.date)

    assert found.onset is not None
    assert np.isnan(found.onset.date)


def test_years_run_from_the_one_before_the_first_episode_to_that_of_the_last(panel: Panel) -> None:
    years = study_years(panel.date)

    assert (years[0], years[-1]) == (1977.0, 1996.0)


def test_a_yearly_panel_holds_the_tactic_still(panel: Panel, series: dict[str, MaterialSeries]) -> None:
    yearly = yearly_panel(panel, series["dispute_settlement"], series["agriculture-tariffication-1993"])

    assert len(yearly) == 20
    assert yearly.unilateral.all()
    assert not yearly.target_in_violation.any()
    assert yearly.violation_elsewhere.tolist() == [year < 1994.0 for year in yearly.date]
    assert yearly.dispute_settlement[-3:].tolist() == [0.8, 1.0, 1.0]


def test_without_a_date_of_compliance_the_code_of_the_first_episode_stands(
    panel: Panel, series: dict[str, MaterialSeries]
) -> None:
    assert yearly_panel(panel, series["dispute_settlement"], None).violation_elsewhere.all()


def test_the_social_mechanisms_are_the_terms_of_the_payoff(
    social: dict[str, Explanation], panel: Panel, state: StateDraws
) -> None:
    made = terms(panel, state)

    assert list(social) == [
        "hierarchy",
        "legitimacy",
        "trust",
        "reputation",
        "generation",
        "sender-distrust",
        "social-context",
        "conjunction",
    ]
    for name in ("hierarchy", "legitimacy", "trust"):
        course = social[name].course
        assert course is not None
        assert np.array_equal(course.values, made[name])
        assert course.uncertain


def test_the_social_context_weighs_its_parts_equally(
    social: dict[str, Explanation], panel: Panel, state: StateDraws
) -> None:
    made = terms(panel, state)
    parts = [made[name] / np.ptp(made[name].mean(axis=0)) for name in ("hierarchy", "legitimacy", "trust")]

    whole = social["social-context"].course
    assert whole is not None
    assert whole.values == pytest.approx(sum(parts) / 3)


def test_the_conjunction_needs_both_weaknesses(social: dict[str, Explanation], panel: Panel) -> None:
    course, whole = social["conjunction"].course, social["social-context"].course
    assert course is not None
    assert whole is not None
    power = np.log(panel.dependence_ratio)
    strongest = int(np.argmax(power))

    assert course.values[:, strongest] == pytest.approx(0.0)
    assert course.values.min() >= -1.0
    assert course.values.max() <= 0.0


def test_legitimacy_of_one_tactic_moves_with_the_regime(social: dict[str, Explanation]) -> None:
    timing = social["legitimacy"].timing

    assert timing is not None
    assert timing.shapes["step"] > 0.9
    assert timing.date is not None
    assert 1993.0 < timing.date.quantile(0.5) < 1995.0


def test_yardsticks_read_material_columns_and_the_period_only(panel: Panel) -> None:
    scrambled = panel.replace(
        public_posture=panel.public_posture[::-1].copy(),
        unilateral=~panel.unilateral,
        depth=1.0 - panel.depth,
    )

    for before, after in zip(yardsticks(panel, 1993.5), yardsticks(scrambled, 1993.5), strict=True):
        assert before.course is not None
        assert after.course is not None
        assert before.course.values.tobytes() == after.course.values.tobytes()
