"""A calibrated relationship: where its record comes from, its posterior against weighting, its checks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.special import logsumexp

from gaiatsu.dynamics import ParameterDraws, Record, RunOptions, draw_parameters, run
from gaiatsu.dynamics.condition import Conditioned, ConditionOptions, condition
from gaiatsu.errors import InvalidSpecification, MissingData
from gaiatsu.inference.annealing import Scored
from gaiatsu.studies.calibration import (
    CalibrationOptions,
    CalibrationStudy,
    calibrate,
    posterior_of,
    posterior_parameters,
)
from gaiatsu.studies.calibration.forecast import forecast
from gaiatsu.studies.calibration.posterior import choose_paths
from gaiatsu.studies.calibration.record import demands_on_record, split_year
from gaiatsu.studies.calibration.rivals import _says
from gaiatsu.studies.calibration.study import _shares
from gaiatsu.studies.simulate import Scenario, find_scenario
from gaiatsu.studies.simulate.making import make_setting

OPTIONS = CalibrationOptions(draws=400, priors=("article",), seed=5, worlds=("materialist",))


@pytest.fixture(scope="module")
def template() -> Scenario:
    return find_scenario("template")


@pytest.fixture(scope="module")
def study(template: Scenario) -> CalibrationStudy:
    return calibrate(template, options=OPTIONS)


def test_the_record_of_the_article_is_read_from_its_case_set() -> None:
    scenario = find_scenario("us-japan")
    record = demands_on_record(scenario, make_setting(scenario))
    by_name = {demand.name: demand for demand in record.demands}

    assert [demand.grade for demand in record.demands] == [2, 2, 3, 2, 3, 3, 3, 2, 0, 1, 1, 2, 1, 0, 0]
    assert (record.first, record.last) == (1978, 1996)
    assert by_name["framework-autos-1995"].dropped == 1.0
    telecom = by_name["framework-telecom-medical-1994"]
    assert (telecom.carried_out, telecom.dropped) == (0.5, 0.5)
    assert by_name["beef-oranges-1988"].target_in_violation
    assert by_name["tax-cut-1994"].threatened_cost == 0.1


def test_a_list_in_the_scenario_comes_before_the_case_set() -> None:
    scenario = find_scenario("us-japan")
    listed = scenario.model_copy(update={"observed": find_scenario("template").observed[:1]})
    record = demands_on_record(listed, make_setting(scenario))

    assert [demand.name for demand in record.demands] == ["rule-1993"]


def test_pressure_that_is_not_coded_is_as_usual(template: Scenario) -> None:
    setting = make_setting(template)
    last = demands_on_record(template, setting).demands[-1]

    assert last.public_posture == setting.demands_in(2005).public_posture[last.kind]
    assert (last.backlash, last.depth) == (None, None)


def test_a_scenario_without_demands_on_record_says_what_to_add(template: Scenario) -> None:
    bare = template.model_copy(update={"observed": ()})

    with pytest.raises(MissingData, match="no demand on record between 1990-2010"):
        demands_on_record(bare, make_setting(bare))


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(InvalidSpecification, match="say nothing"):
        CalibrationOptions(draws=10)


@pytest.fixture(scope="module")
def pool(template: Scenario, study: CalibrationStudy) -> tuple[ParameterDraws, Conditioned]:
    """Draws from the prior, to be weighted: three demands leave enough of 6,000 for that."""
    draws = draw_parameters(6000, seed=31, prior_set=study.fits[0].prior)
    return draws, condition(make_setting(template), draws, study.record, seed=32)


def shares(log_weights: np.ndarray) -> np.ndarray:
    return np.asarray(np.exp(log_weights - logsumexp(log_weights)))


def test_evidence_and_posterior_agree_with_weighting_the_prior(
    study: CalibrationStudy, pool: tuple[ParameterDraws, Conditioned]
) -> None:
    fit, (draws, found) = study.fits[0], pool
    evidence = logsumexp(found.total) - np.log(len(draws))
    weights = shares(found.total)
    error = np.sqrt(1.0 / (1.0 / np.sum(weights**2)) + 1.0 / 200.0)

    assert fit.quality.status.ok
    assert fit.log_evidence == pytest.approx(evidence, abs=0.2)
    for name in ("threshold_first", "hierarchy", "material", "backlash_first", "resolve_prior"):
        mean = float(weights @ draws[name])
        assert fit.draws[name].mean() == pytest.approx(mean, abs=4.0 * error * draws[name].std())


def test_forecasts_agree_with_weighting_the_prior_by_what_came_before(
    template: Scenario, study: CalibrationStudy, pool: tuple[ParameterDraws, Conditioned]
) -> None:
    draws, found = pool
    early = found.log_likelihood[found.years < study.split].sum(axis=0)
    blind = replace(
        study.record, demands=(*study.record.demands[:2], study.record.demands[2].forget("grade"))
    )
    later = condition(make_setting(template), draws, blind, seed=33)
    rows = study.fits[0].foretold

    for place, row in enumerate(rows):
        before = found.log_likelihood[found.years < row.year].sum(axis=0)
        assert row.next_year == pytest.approx(shares(before) @ found.ahead[2:, place].sum(axis=0), abs=0.04)
    assert rows[-1].from_split == pytest.approx(shares(early) @ later.ahead[2:, 2].sum(axis=0), abs=0.04)


def test_what_comes_later_does_not_change_what_was_said_before(template: Scenario) -> None:
    setting = make_setting(template)
    record = demands_on_record(template, setting)
    other = replace(record, demands=(*record.demands[:2], replace(record.demands[2], grade=0, backlash=2)))
    options = CalibrationOptions(draws=40, seed=3)
    said = []
    for seen in (record, other):
        found = posterior_of(template, "article", options=options, record=seen)
        said.append(forecast(found, split=2001, options=options)[0])

    assert [row.next_year for row in said[0]] == [row.next_year for row in said[1]]
    assert said[0][2].from_split == said[1][2].from_split
    assert (said[0][2].won, said[1][2].won) == (True, False)


def test_predictions_of_a_span_are_scored_by_hand(study: CalibrationStudy) -> None:
    """Won, not won, won: counting says 1/2, 2/3 and, from the split on, 2/4."""
    early, late, at_once = study.fits[0].forecasts
    said = [row.next_year for row in study.fits[0].foretold]

    assert [row.rate for row in study.fits[0].foretold] == pytest.approx([1 / 2, 2 / 3, 2 / 4])
    assert (early.demands, early.seen, late.seen) == (2, 0.5, 1.0)
    assert early.score == pytest.approx(0.5 * (np.log(said[0]) + np.log(1.0 - said[1])))
    assert early.rate_score == pytest.approx(0.5 * (np.log(1 / 2) + np.log(1 / 3)))
    assert (late.predicted, late.score) == pytest.approx((said[2], np.log(said[2])))
    assert (at_once.rate, at_once.low, at_once.high) == (0.5, 0.0, 1.0)


def test_evidence_in_a_rival_agrees_with_weighting_the_prior(
    template: Scenario, study: CalibrationStudy, pool: tuple[ParameterDraws, Conditioned]
) -> None:
    here = ConditionOptions(world="materialist")
    weights = condition(make_setting(template), pool[0], study.record, seed=34, options=here).total
    article, rival = study.worlds
    gap = logsumexp(weights) - logsumexp(pool[1].total)

    assert (article.world, article.says, article.factor) == ("article", "cannot tell", 1.0)
    assert rival.log_evidence == pytest.approx(logsumexp(weights) - np.log(len(weights)), abs=0.2)
    assert rival.log_factor == pytest.approx(gap, abs=0.25)
    assert rival.log_factor_se == pytest.approx(np.hypot(rival.log_evidence_se, article.log_evidence_se))


@pytest.mark.parametrize(
    ("factor", "error", "verdict"),
    [
        (9.1, 0.0, "this one"), (8.9, 0.0, "cannot tell"), (9.1, 0.1, "cannot tell"), (12.0, 0.1, "this one"),
        (0.1, 0.0, "the article's"), (0.1, 0.1, "cannot tell"), (1.0, 0.0, "cannot tell"),
    ],
)  # fmt: skip
def test_an_account_is_preferred_beyond_nine_tenths_whatever_the_simulation_error(
    factor: float, error: float, verdict: str
) -> None:
    assert _says(np.log(factor), error) == verdict


def test_shares_are_evidence_under_even_odds(study: CalibrationStudy) -> None:
    one, other, impossible = _shares([-50.0, -50.0 - np.log(3.0), -np.inf])

    assert (one, other, impossible) == pytest.approx((0.75, 0.25, 0.0))
    assert _shares([-np.inf]) == [0.0]
    assert study.fits[0].share == 1.0
    assert study.fits[0].log_evidence == pytest.approx(sum(study.fits[0].years.values()), abs=0.1)


def test_states_are_narrower_given_more(study: CalibrationStudy) -> None:
    fit = study.fits[0]
    spans = {
        word: np.mean([getattr(row, word)[2] - getattr(row, word)[0] for row in fit.states])
        for word in ("prior", "filtered", "smoothed")
    }

    assert spans["smoothed"] < spans["prior"]
    assert spans["filtered"] < spans["prior"] * 1.02


def test_what_was_seen_is_counted_from_the_record(study: CalibrationStudy) -> None:
    seen = {check.name: check.seen for check in study.fits[0].checks}

    assert study.split == 2001
    assert (seen["satisfied, early"], seen["satisfied, late"]) == (1.0, 1.0)
    assert seen["fall in grade"] == 0.0
    assert seen["first unsatisfied"] == 1998.0
    assert seen["first refused"] == np.inf
    assert seen["carried out"] == 0.0
    assert "backlash, late" not in seen


def test_replays_agree_with_the_chances_they_are_drawn_from(study: CalibrationStudy) -> None:
    for fit in study.fits:
        late = next(check for check in fit.checks if check.name == "satisfied, late")
        chance = fit.demands[-1].prior

        assert late.prior.median == float(chance > 0.5)
        assert late.prior.p_at_least == pytest.approx(0.5 * chance, abs=0.06)


def test_calibrated_parameters_drive_a_run(template: Scenario, study: CalibrationStudy) -> None:
    drawn = study.fits[0].draws
    histories = run(make_setting(template), drawn, seed=1, options=RunOptions(columns=("hierarchy",)))

    assert histories["hierarchy"].shape == (21, len(drawn))


def test_a_parameter_that_the_scenario_fixes_stays_fixed(template: Scenario) -> None:
    fixed = template.model_copy(update={"parameters": {"hierarchy": 0.75}})
    drawn = posterior_parameters(fixed, prior="article", draws=40)

    assert np.all(drawn["hierarchy"] == 0.75)


def test_the_year_that_splits_early_from_late() -> None:
    scenario = find_scenario("us-japan")
    record = demands_on_record(scenario, make_setting(scenario))

    assert split_year(record, [1952, 1970, 1978, 1993], None) == 1993
    assert split_year(record, [1952], None) == record.demands[7].year
    assert split_year(record, [1952], 1990) == 1990


class Noisy:
    """A model whose log likelihood is known with an error of three."""

    setting, record, dimension = make_setting(find_scenario("template")), None, 4

    def __init__(self) -> None:
        self.record = demands_on_record(find_scenario("template"), self.setting)

    def allowed(self, points: np.ndarray) -> np.ndarray:
        return np.ones(len(points), dtype=bool)

    def score(self, points: np.ndarray, *, key: tuple[int, ...]) -> Scored:
        return Scored(3.0 * np.random.default_rng(key).standard_normal((1, len(points))), {})


def test_as_many_paths_are_taken_as_luck_asks_for() -> None:
    model: Any = Noisy()

    assert choose_paths(model, seed=1) in range(7, 13)


def test_one_path_is_taken_where_everything_is_on_record() -> None:
    model: Any = Noisy()
    model.setting = replace(model.setting.until(2006), record=Record(deals=True, threats=True))
    model.record = replace(model.record.forget("grade"), first=1990, last=2005)
    model.record = replace(model.record, demands=model.record.demands[:2])

    assert choose_paths(model, seed=1) == 1
