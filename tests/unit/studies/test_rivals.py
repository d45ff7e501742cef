"""The study of rival explanations on the article's own episodes."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.panel import episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.streams import stream
from gaiatsu.studies import explanations
from gaiatsu.studies.rival_records import RivalsStudy
from gaiatsu.studies.rivals import rivals
from gaiatsu.studies.state import relationship_state
from gaiatsu.theory.rivals import RIVALS
from gaiatsu.theory.social import SOCIAL_MECHANISMS

CASE_SET = cases.load("schoppa1999")
FIRST_REFUSAL = "current-account-1993"


def study_of(seed: int = 1999, **options: object) -> RivalsStudy:
    panel = episode_panel(CASE_SET)
    state = relationship_state(panel, event_record(CASE_SET), rng=stream(seed, "state"), draws=500)
    return rivals(CASE_SET, panel, state, seed=seed, **options)


pytestmark = pytest.mark.xdist_group("rivals")


@pytest.fixture(scope="module")
def study() -> RivalsStudy:
    return study_of()


def test_every_rival_and_every_social_mechanism_has_a_row(study: RivalsStudy) -> None:
    social = [mechanism.id for mechanism in SOCIAL_MECHANISMS]

    assert [row.id for row in study.rows] == [
        *(rival.id for rival in RIVALS),
        *social,
        "sender-distrust",
        "social-context",
        "conjunction",
    ]
    assert [row.id for row in study.yardsticks] == ["material-only", "second-period"]


def test_without_external_data_only_the_printed_table_and_dated_events_are_scored(study: RivalsStudy) -> None:
    unscored = {row.id: row.status for row in study.rows if row.scores is None}

    assert unscored == {
        **{rival.id: "data needed" for rival in RIVALS if rival.external},
        "side-payments": "no series exists",
    }


def test_the_article_boundary_is_the_best_of_all_placebo_dates(study: RivalsStudy) -> None:
    assert study.outcome.rank_by_evidence == 1
    assert study.outcome.rank_by_score == 1
    assert study.outcome.shapes["step"] > study.outcome.shapes["trend"] > study.outcome.shapes["constant"]
    low, high = study.outcome.date.interval()
    assert low < 1993.05 < high


def test_a_split_with_the_same_episodes_on_either_side_is_the_dummy_itself(study: RivalsStudy) -> None:
    own = next(split for split in study.outcome.splits if split.is_boundary)
    dummy = study.row("second-period").scores

    assert dummy is not None
    assert own.log_bayes_factor == pytest.approx(dummy.log_bayes_factors["even"], abs=1e-9)
    assert own.log_score == pytest.approx(dummy.log_score, abs=1e-9)


def test_dependence_moved_too_early(study: RivalsStudy) -> None:
    row = study.row("trade-dependence")

    assert row.verdicts.timing == "too early"
    assert row.agreement is not None
    assert 2.0 < row.agreement.lead < 6.0
    assert row.scores is not None
    assert row.scores.movement.ratio < 1.0


def test_scores_are_sums_over_the_episodes(study: RivalsStudy) -> None:
    for row in study.rows:
        if row.scores is None:
            continue
        base = row.scores.log_score_over["base-rate"]
        assert row.scores.log_score == pytest.approx(sum(row.scores.case_log_scores))
        assert base.total == pytest.approx(row.scores.log_score - study.base_log_score)
        assert np.sum(row.scores.predictions, axis=1) == pytest.approx(np.ones(15))
        assert sum(lag.weight for lag in row.scores.lags) == pytest.approx(1.0)


def test_every_integral_rests_on_many_points(study: RivalsStudy) -> None:
    scored = [row.scores for row in (*study.rows, *study.yardsticks) if row.scores is not None]

    assert min(scores.effective for scores in scores_of(study)) > 150
    assert max(scores.log_bayes_factor_se for scores in scored) < 0.1


def scores_of(study: RivalsStudy) -> list:
    return [row.scores for row in study.rows if row.scores is not None]


def test_the_article_coded_three_concessions_after_the_shock(study: RivalsStudy) -> None:
    shock = next(row for row in study.ordering if row.onset.basis == "Fall of the Berlin Wall")

    assert shock.refusals_before == ()
    assert shock.concessions_after[:3] == ("sii-public-works-1990", "semiconductors-1991", "autos-1992")


@pytest.mark.parametrize("event", ["Uruguay Round", "Kantor and Brown"])
def test_the_first_refusal_precedes_the_new_rules_and_the_second_stretched_deal(
    study: RivalsStudy, event: str
) -> None:
    row = next(row for row in study.ordering if event in row.onset.basis)

    assert row.refusals_before[0] == FIRST_REFUSAL


def test_a_refusal_in_the_month_of_the_letter_is_not_put_down_to_it(study: RivalsStudy) -> None:
    letter = next(row for row in study.ordering if "Kantor and Brown" in row.onset.basis)

    assert letter.refusals_before == (FIRST_REFUSAL, "tax-cut-1994")


def test_the_ordering_has_an_entry_for_every_episode(study: RivalsStudy) -> None:
    for row in study.ordering:
        assert len(row.active) == len(study.episodes)
        dates = np.array(study.dates)
        assert row.active == tuple(bool(on) for on in dates > row.onset.date)


def test_an_explanation_that_divides_the_episodes_like_the_dummy_says_so(study: RivalsStudy) -> None:
    assert study.row("stagnation-costs").twins == ("second-period",)
    assert study.row("trade-dependence").twins == ()


def test_the_leaders_need_far_more_than_fifteen_episodes_to_be_told_apart(study: RivalsStudy) -> None:
    kinds = {row.id: row.kind for row in study.rows}

    assert all(separation.log_bayes_factor >= 0.0 for separation in study.separations)
    assert any(
        {kinds[one.first] == "material", kinds[one.second] == "material"} == {True, False}
        for one in study.separations
    )
    assert min(separation.cases for separation in study.separations) > 15


def test_the_best_of_a_kind_has_the_highest_evidence(study: RivalsStudy) -> None:
    best = study.best("material")

    assert best is not None
    assert best.scores is not None
    assert best.scores.log_bayes_factors["even"] == max(
        row.scores.log_bayes_factors["even"] for row in study.rows if row.scores and row.kind == "material"
    )
    assert study.best("nothing") is None


def test_no_row_says_more_than_its_cells(study: RivalsStudy) -> None:
    for row in study.rows:
        words = row.verdicts
        if words.overall in {"passes", "as the dummy"}:
            assert (words.timing, words.extent) == ("fits", "enough")
            assert "worse" not in (words.score, words.over_dummy)
            assert ("second-period" in row.twins) == (words.overall == "as the dummy")
        if row.scores is None:
            assert words.overall == "data needed"


def test_the_trail_names_seed_series_and_method(study: RivalsStudy) -> None:
    names = [item.name for item in study.provenance.inputs]

    assert study.provenance.seed == 1999
    assert names[:2] == ["schoppa1999/episodes", "schoppa1999/events"]
    assert any(name.startswith("series/dependence_ratio") for name in names)


def test_the_same_seed_gives_the_same_bits(study: RivalsStudy) -> None:
    again = study_of()

    assert repr(again) == repr(study)


def test_another_seed_moves_no_number_by_more_than_its_error(study: RivalsStudy) -> None:
    other = study_of(seed=7)

    for row in study.rows:
        if row.kind == "material" and row.scores is not None:
            scores = other.row(row.id).scores
            assert scores is not None
            error = 5.0 * np.hypot(scores.log_bayes_factor_se, row.scores.log_bayes_factor_se)
            difference = scores.log_bayes_factors["even"] - row.scores.log_bayes_factors["even"]
            assert abs(difference) < error


def test_one_period_cannot_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explanations, "PATH_DRAWS", 1)
    panel = episode_panel(CASE_SET)
    early = panel.take(~panel.after)
    state = relationship_state(early, event_record(CASE_SET), rng=stream(1, "state"), draws=50)

    with pytest.raises(InvalidSpecification, match="one period"):
        rivals(CASE_SET, early, state, seed=1)


@pytest.mark.data
def test_external_series_fill_the_rows_that_need_them(
    data_dir: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gaiatsu.context import external

    monkeypatch.setattr(explanations, "PATH_DRAWS", 1)
    found = study_of(data=external.material_series(str(data_dir)))

    assert {row.id for row in found.rows if row.scores is None} == {"side-payments"}
    capital = found.row("capital-flows")
    assert capital.verdicts.timing == "wrong direction"
    assert any("sender_capital_dependence" in item.name for item in found.provenance.inputs)


def test_records_are_frozen(study: RivalsStudy) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        study.title = "other"  # type: ignore[misc]
