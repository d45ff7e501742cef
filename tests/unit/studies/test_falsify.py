"""Falsifiers on the article's own episodes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.cases import CaseSet
from gaiatsu.claims import registry
from gaiatsu.context.panel import episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.numerics.streams import stream
from gaiatsu.studies import explanations
from gaiatsu.studies.falsifiers.texts import TEXTS
from gaiatsu.studies.falsify import Falsifier, FalsifyStudy, Status, falsify
from gaiatsu.studies.figure2 import Figure2Study, figure2
from gaiatsu.studies.rival_records import RivalsStudy
from gaiatsu.studies.rivals import rivals
from gaiatsu.studies.state import StateDraws, relationship_state, state_study
from gaiatsu.terms import EventKind

CASE_SET = cases.load("schoppa1999")
PANEL = episode_panel(CASE_SET)
DATA_NEEDED = {"F3", "F4", "F5", "F8", "F9", "F13", "F14", "F15"}


pytestmark = pytest.mark.xdist_group("falsifiers")


@pytest.fixture(scope="module")
def state() -> StateDraws:
    return relationship_state(PANEL, event_record(CASE_SET), rng=stream(1999, "state"), draws=500)


@pytest.fixture(scope="module")
def compared(state: StateDraws) -> RivalsStudy:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explanations, "PATH_DRAWS", 1)
        return rivals(CASE_SET, PANEL, state, seed=1999)


@pytest.fixture(scope="module")
def table() -> Figure2Study:
    return figure2(CASE_SET)


@pytest.fixture(scope="module")
def study(state: StateDraws, compared: RivalsStudy, table: Figure2Study) -> FalsifyStudy:
    return falsify(CASE_SET, PANEL, state, compared, table)


def test_all_fifteen_have_a_row_in_order(study: FalsifyStudy) -> None:
    assert [row.id for row in study.rows] == [f"F{number}" for number in range(1, 16)]


def test_every_falsifier_of_a_claim_exists_and_every_claim_of_a_falsifier_too() -> None:
    named = {name for claim in registry() for name in claim.falsifiers}
    claims = {claim.id for claim in registry()}

    assert named <= set(TEXTS)
    assert {claim for text in TEXTS.values() for claim in text.claims} <= claims


def test_what_the_episodes_can_speak_to_is_computed_and_the_rest_names_its_data(study: FalsifyStudy) -> None:
    assert {row.id for row in study.rows if row.status is Status.DATA_NEEDED} == DATA_NEEDED
    for row in study.rows:
        if row.status is Status.DATA_NEEDED:
            assert row.needs in row.why
        else:
            assert row.number is not None
            assert row.threshold
            assert row.data


def test_the_statuses_of_the_article_s_episodes(study: FalsifyStudy) -> None:
    computed = {row.id: row.status.value for row in study.rows if row.id not in DATA_NEEDED}

    assert computed == {
        "F1": "cannot tell",
        "F2": "cannot tell",
        "F6": "cannot tell",
        "F7": "cannot tell",
        "F10": "cannot tell",
        "F11": "supported",
        "F12": "cannot tell",
    }
    assert study.counts == {"supported": 1, "against": 0, "cannot tell": 6, "data needed": 8}


def test_the_decline_rests_on_the_exact_test_of_figure_2(study: FalsifyStudy, table: Figure2Study) -> None:
    row = study.row("F11")

    assert row.number == table.stratified.p.greater == pytest.approx(0.0025)
    assert row.details["12 of 20 before"] == pytest.approx(0.0478, abs=1e-4)
    assert "0.17" in row.why


def test_the_two_strike_rule_has_the_probability_that_the_study_of_the_state_shows(
    study: FalsifyStudy,
) -> None:
    shown = state_study(CASE_SET, seed=1999, draws=50).two_strike

    assert shown is not None
    assert study.row("F6").number == shown.on_record
    assert study.row("F6").details["closed_form"] == shown.closed_form


def test_the_conjunction_is_the_ratio_of_the_two_rows(study: FalsifyStudy, compared: RivalsStudy) -> None:
    ours, theirs = (compared.row(name).scores for name in ("conjunction", "trade-dependence"))
    assert ours is not None
    assert theirs is not None
    row = study.row("F10")

    for name, factor in ours.log_bayes_factors.items():
        assert np.log(row.details[f"bayes_factor_{name}"]) == pytest.approx(
            factor - theirs.log_bayes_factors[name]
        )
    assert row.details["score_gain"] == pytest.approx(ours.log_score - theirs.log_score)
    assert row.details["cases_needed"] > 100


def test_three_concessions_came_after_the_first_shock(study: FalsifyStudy) -> None:
    assert study.row("F7").details["concessions_after_first_shock"] == 3.0


def test_the_trail_names_seed_and_data(study: FalsifyStudy) -> None:
    assert study.provenance.seed == 1999
    assert set(study.loaded) == {"episodes", "events", "dependence table"}


# --- on data made so that a status is reached --------------------------------------------------------------


def told(
    state: StateDraws, compared: RivalsStudy, table: Figure2Study, *, case_set: CaseSet = CASE_SET
) -> dict[str, Falsifier]:
    return {row.id: row for row in falsify(case_set, PANEL, state, compared, table).rows}


def rescored(compared: RivalsStudy, name: str, gain: float) -> RivalsStudy:
    """The study with one explanation's evidence and scores raised by so much an episode."""
    rows = []
    for row in compared.rows:
        if row.id == name and row.scores is not None:
            ramp = gain * np.linspace(0.9, 1.1, 15)
            scores = replace(
                row.scores,
                log_bayes_factors={
                    key: value + 15 * gain for key, value in row.scores.log_bayes_factors.items()
                },
                case_log_scores=tuple(np.asarray(row.scores.case_log_scores) + ramp),
            )
            rows.append(replace(row, scores=scores))
        else:
            rows.append(row)
    return replace(compared, rows=tuple(rows))


@pytest.mark.parametrize(
    ("name", "status"), [("conjunction", Status.SUPPORTED), ("trade-dependence", Status.AGAINST)]
)
def test_a_clear_winner_decides_the_conjunction(
    name: str, status: Status, state: StateDraws, compared: RivalsStudy, table: Figure2Study
) -> None:
    assert told(state, rescored(compared, name, 0.6), table)["F10"].status is status


def coded(conceded: dict[str, bool]) -> CaseSet:
    episodes = tuple(
        episode.model_copy(
            update={"conceded": episode.conceded.model_copy(update={"value": conceded[episode.id]})}
        )
        if episode.id in conceded
        else episode
        for episode in CASE_SET.episodes
    )
    return CASE_SET.model_copy(update={"episodes": episodes})


@pytest.mark.parametrize(
    ("flips", "status"),
    [
        (dict.fromkeys(PANEL.ids, True), Status.AGAINST),
        ({"film-1996": True, "tax-cut-1994": True, "beef-oranges-1988": False}, Status.CANNOT_TELL),
        ({"auto-parts-1995": False}, Status.SUPPORTED),
    ],
)
def test_other_codings_decide_the_decline_otherwise(
    flips: dict[str, bool], status: Status, state: StateDraws, compared: RivalsStudy
) -> None:
    assert told(state, compared, figure2(coded(flips)))["F11"].status is status


def test_a_record_with_one_violation_cannot_speak_to_two_strikes(
    state: StateDraws, compared: RivalsStudy, table: Figure2Study
) -> None:
    kept = [event for event in CASE_SET.events if event.id != "auto-pledge-stretched-1994"]
    fewer = CASE_SET.model_copy(update={"events": tuple(kept)})

    assert told(state, compared, table, case_set=fewer)["F6"].status is Status.DATA_NEEDED


def test_a_record_without_shocks_cannot_speak_to_plasticity(
    state: StateDraws, compared: RivalsStudy, table: Figure2Study
) -> None:
    calm = tuple(event for event in CASE_SET.events if event.kind is not EventKind.SHOCK)

    rows = told(state, compared, table, case_set=CASE_SET.model_copy(update={"events": calm}))

    assert rows["F7"].status is Status.DATA_NEEDED
    assert rows["F7"].number is None


@pytest.mark.data
def test_field_data_reach_eight_more(
    data_dir: object, state: StateDraws, compared: RivalsStudy, table: Figure2Study
) -> None:
    study = falsify(CASE_SET, PANEL, state, compared, table, data_dir=str(data_dir))
    computed = {row.id: row for row in study.rows if row.status is not Status.DATA_NEEDED}

    assert DATA_NEEDED - computed.keys() == set()
    assert computed["F9"].number == pytest.approx(6 / 19 - 15 / 31)
    assert {computed[name].status.value for name in DATA_NEEDED & computed.keys()} == {"cannot tell"}
    assert {name: row.leaning for name, row in computed.items() if row.leaning} == {
        "F4": "for",
        "F15": "against",
    }
    assert [computed[name].number for name in ("F1", "F2")] == pytest.approx([0.036, -0.016], abs=0.001)
    assert [computed[name].status.value for name in ("F1", "F2")] == ["cannot tell", "cannot tell"]
    assert all("would be against" in computed[name].why for name in ("F1", "F2"))
    assert computed["F13"].details["threats_1990s"] == 15.0
    assert computed["F13"].details["p_others_lag_0"] > 0.4
    assert computed["F8"].measure != TEXTS["F8"].measure
    assert {"ties", "sigint", "jhred_winners"} <= set(study.loaded)


def test_a_folder_without_the_counts_leaves_the_row_in_need_of_them(
    tmp_path: object, state: StateDraws, compared: RivalsStudy, table: Figure2Study
) -> None:
    row = falsify(CASE_SET, PANEL, state, compared, table, data_dir=str(tmp_path)).row("F13")

    assert row.status is Status.DATA_NEEDED
