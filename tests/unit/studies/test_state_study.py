"""The study of the state: cohorts, decomposition, two strikes, provenance."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.panel import Panel, episode_panel
from gaiatsu.context.record import EventRecord, event_record
from gaiatsu.errors import MissingData
from gaiatsu.numerics.special import expit, logit
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.state import (
    StateStudy,
    hierarchy_change,
    relationship_state,
    state_study,
    two_strike,
)
from gaiatsu.terms import EventKind
from gaiatsu.theory.norm_change.trust import evidence_of_violation


@pytest.fixture(scope="module")
def study() -> StateStudy:
    return state_study(cases.load("schoppa1999"), seed=1999, draws=4000)


@pytest.fixture(scope="module")
def panel() -> Panel:
    return episode_panel(cases.load("schoppa1999"))


@pytest.fixture(scope="module")
def record() -> EventRecord:
    return event_record(cases.load("schoppa1999"))


# --- the occupation cohort -------------------------------------------------------------------------------


def test_the_occupation_cohort_has_42_percent_in_1985_and_5_in_1990(study: StateStudy) -> None:
    officials = {row.year: round(row.officials, 2) for row in study.cohort}

    assert (officials[1985], officials[1990]) == (0.42, 0.05)


def test_officials_of_the_occupation_lose_the_majority_in_1984(study: StateStudy) -> None:
    assert int(study.half_date) == 1984


def test_with_politicians_the_date_is_a_year_or_so_around_it(study: StateStudy) -> None:
    mean, low, high = study.half_interval

    assert low < mean < high
    assert 1983.0 < low < study.half_date < high < 1988.0


def test_the_cohort_only_loses_weight(study: StateStudy) -> None:
    for name in ("officials", "mean", "low", "high"):
        assert np.all(np.diff([getattr(row, name) for row in study.cohort]) <= 0.0)


# --- the change in hierarchy -----------------------------------------------------------------------------


def test_the_change_runs_between_the_mean_dates_of_figure_2(study: StateStudy, panel: Panel) -> None:
    assert study.change.start == pytest.approx(panel.date[~panel.after].mean())
    assert study.change.end == pytest.approx(panel.date[panel.after].mean())


def test_the_parts_of_the_change_add_up(study: StateStudy) -> None:
    change = study.change

    np.testing.assert_allclose(change.replacement + change.careers + change.within, change.total, atol=1e-12)


def test_hierarchy_fell_and_the_shocks_carry_most_of_what_cohorts_changed_their_minds(
    study: StateStudy,
) -> None:
    change = study.change

    assert np.quantile(change.total, 0.95) < 0.0
    assert change.shock.mean() < 0.5 * change.within.mean() < 0.0
    assert 0.0 < change.replacement_share < 0.5


def test_generations_changed_the_top_while_the_target_still_conceded(study: StateStudy) -> None:
    """Replacement is larger before 1993 than between the two columns of Figure 2."""
    assert study.change_before.end < 1992.5
    assert study.change_before.replacement.mean() < 3 * study.change.replacement.mean() < 0.0


def test_without_shocks_their_part_is_nothing(panel: Panel, record: EventRecord) -> None:
    calm = record.take([kind is not EventKind.SHOCK for kind in record.kinds])
    state = relationship_state(panel, calm, rng=stream(1), draws=50)
    change = hierarchy_change(panel, calm, state, start=1985.0, end=1995.0)

    np.testing.assert_allclose(change.shock, 0.0, atol=1e-15)


def test_careers_count_once_the_turnover_has_happened(panel: Panel, record: EventRecord) -> None:
    state = relationship_state(panel, record, rng=stream(1), draws=50)

    early = hierarchy_change(panel, record, state, start=1985.0, end=1995.0)
    late = hierarchy_change(panel, record, state, start=1985.0, end=1996.5)

    np.testing.assert_allclose(early.careers, 0.0, atol=1e-15)
    assert late.careers.mean() < 0.0


def test_the_decomposition_agrees_with_its_definition_cell_by_cell(panel: Panel, record: EventRecord) -> None:
    state = relationship_state(panel, record, rng=stream(1), draws=5)
    cells = state.identities.at(np.asarray([1980.0, 1996.0]))
    change = hierarchy_change(panel, record, state, start=1980.0, end=1996.0)

    within = 0.0
    for domain in range(2):
        for cohort in range(cells.seniority.shape[-1]):
            weight = [cells.domain[3, k, domain] * cells.seniority[3, k, cohort] for k in (0, 1)]
            h = [cells.identity[3, k, domain, cohort] for k in (0, 1)]
            within += 0.5 * (weight[0] + weight[1]) * (h[1] - h[0])
    assert change.within[3] == pytest.approx(within, rel=1e-12)


# --- two strikes -----------------------------------------------------------------------------------------


def test_the_strikes_are_semiconductors_and_auto_parts(study: StateStudy) -> None:
    strikes = study.two_strike

    assert strikes is not None
    assert strikes.first.startswith("semiconductor")
    assert strikes.second.startswith("auto")
    assert 6.0 < strikes.gap < 8.0


def test_the_ways_the_rule_can_fail_add_up(study: StateStudy) -> None:
    strikes = study.two_strike

    assert strikes is not None
    assert strikes.on_record + strikes.first_decisive + strikes.never_decisive == pytest.approx(1.0)


def test_the_closed_form_is_the_share_of_draws_in_the_interval(
    study: StateStudy, record: EventRecord
) -> None:
    """Counted draw by draw from the definition, without the function under test."""
    drawn = study.state.parameters
    strikes = two_strike(record, drawn)
    rest, floor = logit(drawn["resting_trust_of_sender"]), logit(drawn["trust_threshold"])
    strike = evidence_of_violation(drawn["honest_error"], cheat_rate=drawn["cheat_rate"])
    after_first = rest - strike
    after_second = rest - strike * drawn["trust_memory"] ** strikes.gap - strike

    assert strikes.closed_form == pytest.approx(np.mean((after_first > floor) & (after_second < floor)))


def test_without_honored_deals_the_record_is_the_closed_form(study: StateStudy, record: EventRecord) -> None:
    bare = record.take([kind is not EventKind.AGREEMENT_KEPT for kind in record.kinds])
    strikes = two_strike(bare, study.state.parameters)

    assert strikes.on_record == pytest.approx(strikes.closed_form, abs=1e-3)


def test_an_honored_deal_between_the_strikes_raises_trust_before_the_second(
    study: StateStudy, record: EventRecord
) -> None:
    deals = record.select(EventKind.AGREEMENT_KEPT, subject="trust_of_sender")
    between = dataclasses.replace(
        record,
        dates=np.where(np.isin(record.ids, deals.ids), 1990.0, record.dates),
    )
    with_between = two_strike(between, study.state.parameters)
    bare = two_strike(
        record.take([kind is not EventKind.AGREEMENT_KEPT for kind in record.kinds]), study.state.parameters
    )

    assert with_between.trust_after_second > bare.trust_after_second
    assert with_between.trust_after_first == pytest.approx(bare.trust_after_first)


def test_the_worked_example_is_a_case_where_the_rule_holds(record: EventRecord) -> None:
    certain = {
        "honest_error": np.asarray([0.1]),
        "cheat_rate": np.asarray([0.5]),
        "trust_memory": np.asarray([1.0]),
        "resting_trust_of_sender": np.asarray([0.9]),
        "trust_threshold": np.asarray([0.5]),
    }
    bare = record.take([kind is not EventKind.AGREEMENT_KEPT for kind in record.kinds])
    strikes = two_strike(bare, certain)

    assert strikes.closed_form == strikes.on_record == 1.0
    levels = [strikes.trust_before, strikes.trust_after_first, strikes.trust_after_second]
    assert [round(x, 2) for x in levels] == [0.9, 0.64, 0.26]
    assert expit(logit(0.9) - 2 * np.log(5)) == pytest.approx(levels[2], rel=1e-5)


def test_the_rule_is_less_likely_than_that_the_first_strike_decided(study: StateStudy) -> None:
    """The article's reading of the two violations is possible and not the likeliest one under the priors."""
    strikes = study.two_strike

    assert strikes is not None
    assert strikes.closed_form == pytest.approx(0.17, abs=0.01)
    assert strikes.on_record == pytest.approx(0.25, abs=0.01)
    assert strikes.first_decisive > strikes.on_record


def test_the_threshold_is_varied(study: StateStudy) -> None:
    strikes = study.two_strike

    assert strikes is not None
    assert [row[0] for row in strikes.by_threshold] == [0.3, 0.4, 0.5, 0.6, 0.7]
    assert all(0.0 <= value <= 1.0 for row in strikes.by_threshold for value in row[1:])


def test_one_violation_is_not_enough_for_a_rule_about_two(study: StateStudy, record: EventRecord) -> None:
    with pytest.raises(MissingData, match="1 deals stretched"):
        two_strike(record.before(1990.0), study.state.parameters)


def test_a_set_with_fewer_violations_is_studied_without_the_rule() -> None:
    case_set = cases.load("schoppa1999")
    early = case_set.model_copy(
        update={"events": tuple(event for event in case_set.events if event.decimal_date < 1990)}
    )

    assert state_study(early, seed=1, draws=20).two_strike is None


# --- provenance ------------------------------------------------------------------------------------------


def test_the_study_names_what_it_read(study: StateStudy) -> None:
    trail = study.provenance

    assert trail.function == "gaiatsu.studies.state.study.state_study"
    assert trail.seed == 1999
    assert [read.name.split(":")[0] for read in trail.inputs] == [
        "schoppa1999/episodes",
        "schoppa1999/events",
        "dependence",
    ]
    assert "kydd2005" in trail.citations


def test_the_same_seed_gives_the_same_study(study: StateStudy) -> None:
    again = state_study(cases.load("schoppa1999"), seed=1999, draws=4000)

    assert again.rows == study.rows
    assert again.two_strike == study.two_strike
    assert again.cohort == study.cohort
