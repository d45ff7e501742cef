"""Explanations through every test, on outcomes whose cause is known."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.material import material_series
from gaiatsu.context.panel import Panel, episode_panel
from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.explanation import Course
from gaiatsu.estimation.compare.verdicts import Thresholds
from gaiatsu.studies.explanations import Explanation, material_explanation, yardsticks
from gaiatsu.studies.rival_records import ExplanationRow
from gaiatsu.studies.scoring import Arena, arena, described_priors, fit, judge, row, twins
from gaiatsu.theory.rivals import find_rival

CASE_SET = cases.load("schoppa1999")
PANEL = episode_panel(CASE_SET)
SERIES = material_series(CASE_SET)
CANDIDATES = ("trade-dependence", "ldp-fall", "electoral-discounting")


def judged(
    panel: Panel, names: tuple[str, ...] = CANDIDATES, thresholds: Thresholds | None = None
) -> dict[str, ExplanationRow]:
    made = [material_explanation(find_rival(name), SERIES, panel.date) for name in names]
    return {one.id: one for one in judge(panel, made, seed=5, thresholds=thresholds).rows}


def caused_by(values: np.ndarray) -> Panel:
    """Outcomes that follow a course grade by grade."""
    grades = np.digitize(values, np.quantile(values, (0.25, 0.5, 0.75)), right=True)
    return PANEL.replace(concession=grades.astype(np.int64), conceded=grades > 1)


def test_the_true_cause_is_found_among_rivals() -> None:
    rows = judged(caused_by(np.log(PANEL.dependence_ratio)))
    factors = {name: one.scores.log_bayes_factors["even"] for name, one in rows.items() if one.scores}

    assert max(factors, key=lambda name: factors[name]) == "trade-dependence"
    assert rows["trade-dependence"].verdicts.score == "better"
    assert rows["trade-dependence"].verdicts.evidence == "for"


def test_a_cause_with_the_wrong_sign_is_held_against_an_explanation() -> None:
    rows = judged(caused_by(-np.log(PANEL.dependence_ratio)), ("trade-dependence",))
    scores = rows["trade-dependence"].scores

    assert scores is not None
    assert scores.best_lag.log_bayes_factor < 0.5
    assert scores.extent.observed < 0.0
    assert rows["trade-dependence"].verdicts.overall != "passes"


def test_a_lagged_cause_is_found_at_its_lag() -> None:
    lagged = np.asarray(SERIES["dependence_ratio"].at(PANEL.date, lag=4.0))
    scores = judged(caused_by(lagged), ("trade-dependence",))["trade-dependence"].scores

    assert scores is not None
    assert scores.best_lag.lag == 4.0


def test_the_words_of_a_row_follow_from_its_numbers() -> None:
    one = judged(PANEL, ("trade-dependence",))["trade-dependence"]

    assert one.scores is not None
    assert one.timing_masses["too early"] > 2 / 3
    assert one.verdicts.timing == "too early"
    assert one.scores.extent.enough < 1 / 3
    assert one.verdicts.extent == "too little"
    assert one.scores.log_score_over["second-period"].total < 0.0
    assert one.verdicts.overall == "falls short"


def test_thresholds_are_what_decides() -> None:
    lenient = judged(PANEL, ("trade-dependence",), Thresholds(date_tolerance=6.0, share=0.05))

    assert lenient["trade-dependence"].verdicts.timing == "fits"
    assert lenient["trade-dependence"].verdicts.extent == "fell further before"
    assert lenient["trade-dependence"].scores is not None
    assert lenient["trade-dependence"].scores.extent.required == 0.05


@pytest.fixture(scope="module")
def ground() -> Arena:
    return arena(PANEL, seed=5, thresholds=Thresholds())


def test_what_cannot_be_scored_needs_data_in_every_cell(ground: Arena) -> None:
    one = material_explanation(find_rival("capital-flows"), SERIES, PANEL.date)

    made = row(one, fit(one, ground), ground, measures={})

    assert made.scores is None
    assert set(vars(made.verdicts).values()) == {"data needed"}


def test_courses_that_divide_the_episodes_alike_are_twins(ground: Arena) -> None:
    dummy = yardsticks(PANEL, 1993.5)[1]
    names = ("stagnation-costs", "ldp-fall", "trade-dependence")
    made = [*(material_explanation(find_rival(name), SERIES, PANEL.date) for name in names), dummy]
    found = twins([one for one in (fit(each, ground) for each in made) if one is not None])

    assert found["stagnation-costs"] == ("second-period",)
    assert found["second-period"] == ("stagnation-costs",)
    assert found["trade-dependence"] == ()


def test_a_course_without_movement_scores_like_the_base_rate(ground: Arena) -> None:
    still = Explanation("still", "Nothing", "material", "Nothing changes.", course=Course(np.ones((1, 15))))
    found = fit(still, ground)

    assert found is not None
    assert found.model.log_bayes_factors["even"] == pytest.approx(0.0, abs=1e-9)


def test_one_period_has_no_fall_to_explain() -> None:
    early = PANEL.take(~PANEL.after)

    with pytest.raises(InvalidSpecification, match="one period"):
        judge(early, [], seed=5)
    with pytest.raises(InvalidSpecification, match="one period"):
        fit(yardsticks(early, 1993.5)[0], arena(early, seed=5, thresholds=Thresholds()))


def test_prior_sets_differ_as_the_theory_says() -> None:
    described = described_priors()

    assert described["material"] == {
        "even": "half-normal(1)",
        "sceptical": "half-normal(0.5)",
        "article": "half-normal(0.5)",
        "materialist": "half-normal(1)",
    }
    assert described["social"]["article"] == "half-normal(1)"
    assert described["social"]["materialist"] == "half-normal(0.15)"
