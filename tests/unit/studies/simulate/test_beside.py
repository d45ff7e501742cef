"""Rivals, prior sets, closer looks and the causes of the first refusal, against counts taken another way."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from gaiatsu.dynamics import DEMAND_TYPES
from gaiatsu.dynamics.summaries import first_refusal
from gaiatsu.errors import UnknownName
from gaiatsu.studies.simulate import Scenario, SimulationOptions, SimulationStudy, find_scenario, simulate
from gaiatsu.studies.simulate.beside import CANNOT_TELL, prior_rows, world_rows
from gaiatsu.studies.simulate.driving import Driven, drive, windows
from gaiatsu.studies.simulate.views import ENOUGH, answer_fans, law_of, tactic_legitimacy
from gaiatsu.theory.parameters import PRIOR_SETS

SCENARIO = find_scenario("us-japan")
OPTIONS = SimulationOptions(draws=400)


@pytest.fixture(scope="module")
def study() -> SimulationStudy:
    return simulate(SCENARIO, options=OPTIONS, beside=("article", "materialist"))


@pytest.fixture(scope="module")
def driven() -> Driven:
    return drive(SCENARIO, OPTIONS)


def span_of(driven: Driven, first: int, last: int) -> np.ndarray:
    return (driven.histories.years >= first) & (driven.histories.years <= last)


def test_a_world_beside_is_the_scenario_run_in_it(study: SimulationStudy) -> None:
    inside = simulate(SCENARIO, options=replace(OPTIONS, world="materialist")).own

    assert study.own == study.worlds[0]
    assert inside == study.worlds[1]
    assert inside != study.own
    assert study.worlds[1] == world_rows(SCENARIO, OPTIONS, names=("materialist",), since=1978)[0]


def test_a_materialist_scenario_and_the_materialist_world_are_one(study: SimulationStudy) -> None:
    scenario = simulate(find_scenario("materialist-world"), options=OPTIONS).own

    assert replace(scenario, name="", title="", supposes="", references=()) == replace(
        study.worlds[1], name="", title="", supposes="", references=()
    )


def test_the_change_is_that_of_each_history(study: SimulationStudy, driven: Driven) -> None:
    law = law_of(driven).satisfied
    means = []
    for first, last in ((1978, 1992), (1993, 1998)):
        rows = law[span_of(driven, first, last)]
        means.append([row[~np.isnan(row)].mean() if (~np.isnan(row)).any() else None for row in rows.T])
    pairs = [(a, b) for a, b in zip(*means, strict=True) if a is not None and b is not None]
    changes = [b - a for a, b in pairs]

    assert study.windows == ((1978, 1992), (1993, 1998))
    assert math.isclose(study.own.earlier, np.mean([a for a, _ in pairs]), abs_tol=1e-12)
    assert math.isclose(study.own.change, np.mean(changes), abs_tol=1e-12)
    assert study.own.fell == np.mean([change < 0 for change in changes])
    assert study.own.says == CANNOT_TELL


def test_a_direction_is_said_when_nine_tenths_share_it() -> None:
    always = {"hierarchy": 8.0, "threshold_first": 0.2}
    sure = Scenario.model_validate({**SCENARIO.model_dump(by_alias=True), "parameters": {**always}})
    row = world_rows(sure, SimulationOptions(draws=200), names=("article",))[0]

    assert row.fell > 0.9
    assert row.says == "fewer"


def test_every_prior_set_has_a_row_and_the_runs_own_is_among_them(study: SimulationStudy) -> None:
    assert [row.name for row in study.priors] == list(PRIOR_SETS)
    assert study.priors[0].change == study.own.change
    other = prior_rows(SCENARIO, replace(OPTIONS, prior="article"), since=1978)
    assert [row.change for row in other] == [row.change for row in study.priors]


def test_an_unknown_world_is_refused_before_anything_runs() -> None:
    with pytest.raises(UnknownName, match="nowhere"):
        simulate(SCENARIO, options=OPTIONS, beside=("nowhere",))


@pytest.mark.parametrize(("name", "found"), [("us-japan", 1993), ("template", 2001)])
def test_the_last_two_blocks_of_demands_are_set_against_each_other(name: str, found: int) -> None:
    assert windows(find_scenario(name))[1][0] == found


def test_a_scenario_with_one_block_is_cut_in_halves() -> None:
    template = find_scenario("template")
    one = template.model_copy(update={"demands": template.demands[:1]})

    assert windows(one) == ((1990, 1999), (2000, 2010))


def test_fans_of_answers_hold_those_who_were_asked(driven: Driven) -> None:
    """In a year with few of them, together with those of up to three years on each side."""
    law = law_of(driven)
    fans = {(one.answer, one.demand): one for one in answer_fans(driven, law)}
    one = fans["concession", "results"]
    asked = driven.histories["demand"] == DEMAND_TYPES.index("results")

    for place in (20, 45):
        parts = [slice(max(place - wide, 0), place + wide + 1) for wide in range(4)]
        pool = next((part for part in parts if asked[part].sum() >= ENOUGH), parts[-1])
        values = law.concession[pool][asked[pool]]
        assert one.events[place] == asked[place].sum()
        assert math.isclose(one.mean[place], values.mean(), abs_tol=1e-12)
        assert one.quantiles[2, place] == np.median(values)
    assert ("concession", "other") not in fans  # never asked for


def test_the_occupations_weight_falls_below_one_half_when_it_does(study: SimulationStudy) -> None:
    occupation = study.cohorts[0]
    crossed = int(occupation.years[np.argmax(occupation.weight[1] < 0.5)])

    assert occupation.half[1] == crossed
    assert math.isinf(study.cohorts[1].half[1]) or math.isnan(study.cohorts[1].half[1])


def test_the_parts_add_up_and_are_the_years_together(study: SimulationStudy) -> None:
    parts = {one.part: one for one in study.parts}

    assert math.isclose(sum(one.mean for one in study.parts[:-1]), parts["total"].mean, abs_tol=1e-12)
    assert math.isclose(sum(row.shock for row in study.changes), parts["shock"].mean, abs_tol=1e-12)
    assert math.isclose(sum(one.share for one in study.parts[:-1]), 1.0, abs_tol=1e-12)


def test_tactics_by_hand(driven: Driven) -> None:
    """Eq. 10: under GATT with Z = 1 unilateralism is excused; in 1998 it is not."""
    found = {(one.tactic, one.violation): one.legitimacy for one in tactic_legitimacy(driven.setting)}

    assert [found["unilateral threat", False][place] for place in (0, -1)] == [0.5, 0.0]
    assert [found["unilateral threat", True][place] for place in (0, -1)] == [1.0, 0.5]
    assert set(found["authorized threat", False]) == {1.0}
    assert set(found["quiet demand", False]) == {0.5}


def test_causes_of_the_first_refusal_against_counts(study: SimulationStudy, driven: Driven) -> None:
    causes = study.causes
    assert causes is not None
    rows = span_of(driven, 1978, 1992)
    grades = driven.histories["concession"][rows]
    chances = np.asarray(
        [np.nanmean(row) for row in law_of(driven).refused[rows].T if not np.isnan(row).all()]
    )

    assert (causes.recorded, causes.listed, causes.until) == (1993, 7, 1992)
    assert causes.per_year == (grades >= 0).mean()
    assert math.isclose(causes.chance, chances.mean(), abs_tol=1e-12)
    assert math.isclose(causes.likely, ((1 - chances) ** 7).mean(), abs_tol=1e-12)
    assert causes.probes[0].median == first_refusal(driven.histories, since=1978).median
    assert causes.probes[0].waited == 1.0 - (grades == 0).any(axis=0).mean()


def test_where_all_histories_are_alike_the_wait_is_the_closed_form(study: SimulationStudy) -> None:
    """Half wait ln(1/2)/ln(1 - f c) years, and at the chance said to be needed until the year said."""
    causes = study.causes
    assert causes is not None
    alike = next(probe for probe in causes.probes if "median" in probe.what)
    wait = math.log(0.5) / math.log(1.0 - causes.per_year * alike.chance)

    assert 1978 + math.ceil(wait) - 1 <= alike.median <= 1978 + math.ceil(wait)
    assert math.isclose((1.0 - causes.per_year * causes.needed) ** 15, 0.5, abs_tol=1e-12)
    assert math.isclose(alike.waited, (1.0 - causes.per_year * alike.chance) ** 15, abs_tol=0.03)


def test_what_makes_a_refusal_likelier_brings_it_forward(study: SimulationStudy) -> None:
    causes = study.causes
    assert causes is not None
    cheaper = [probe for probe in causes.probes if "costs" in probe.what]

    assert [probe.chance for probe in cheaper] == sorted((p.chance for p in cheaper), reverse=True)
    assert causes.probes[0].chance > cheaper[0].chance
    assert causes.drivers[0].parameter == "threshold_first"
    assert causes.drivers[0].low < causes.drivers[0].high
    assert causes.threshold_waited < causes.threshold
