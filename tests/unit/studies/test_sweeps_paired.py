"""Cells against their partners: paired differences, their errors, effects of values, and interactions."""

from __future__ import annotations

import json
import shutil
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from gaiatsu.studies.simulate import SimulationOptions, compare_scenarios, find_scenario
from gaiatsu.studies.sweeps import SweepPlan, SweepResult, find_sweep, measuring, plan_sweep, store, sweep
from gaiatsu.studies.sweeps.measuring import compute

SHORT = """
title: Short
years: 1994-1999
dependence: {values: {1990: 4, 2010: 2}, baseline: 4}
institutions: {dispute_settlement: {1990: 0, 1995: 1}}
elites: {moves_from: 1990, founding: [{name: all, closes: 1990, security: 0.7, economic: 0.6}]}
demands:
  - from: 1990
    per_year: 0.5
    mix: {results: 0.4, rule: 0.6}
    threatened_cost: {results: 0.5, rule: 0.5}
    unilateral: {results: 0.8, rule: 0.3}
    stretch: 0.2
"""
QUIET = "based_on: short.yaml\ntitle: Quiet\nshocks: [{date: 1995.5, weight: 1}]\n"
LONGER = "based_on: short.yaml\ntitle: Longer\nyears: 1994-2000\n"
SPEC = """
title: Paired
scenarios: [short.yaml]
strategies: [status-quo, social]
worlds: [materialist, article]
grid: {hierarchy: [0, 0.5, 1]}
baseline: {world: article, hierarchy: 0.5}
draws: 60
replicates: 2
measures: [satisfied, hierarchy, first_refusal]
periods: [all]
"""

Floats = NDArray[np.float64]


def planned(folder: Path, text: str = SPEC) -> SweepPlan:
    for name, content in {"short": SHORT, "quiet": QUIET, "longer": LONGER, "paired": text}.items():
        (folder / f"{name}.yaml").write_text(content)
    spec, beside = find_sweep(folder / "paired.yaml")
    return plan_sweep(spec, beside=beside)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> SweepPlan:
    return planned(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("paired") / "out"


@pytest.fixture(scope="module")
def result(plan: SweepPlan, out: Path) -> SweepResult:
    return sweep(plan, out)


def sums(out: Path, plan: SweepPlan, cell: int, question: int) -> tuple[Floats, Floats]:
    """What the sets of parameters of a cell say, as a user would read it."""
    (path,) = out.glob(f"draws/{cell:06d}-*.parquet")
    frame = pl.read_parquet(path)
    assert frame.height == plan.spec.draws
    return frame[f"sum_{question}"].to_numpy(), frame[f"number_{question}"].to_numpy()


def jackknifed(parts: list[tuple[float, tuple[Floats, Floats]]]) -> tuple[float, float]:
    """A weighted sum of ratios of means, and its error by leaving out each set of parameters in turn."""
    number = parts[0][1][0].size

    def value(kept: NDArray[np.bool_]) -> float:
        return sum(weight * float(a[kept].sum() / b[kept].sum()) for weight, (a, b) in parts)

    left_out = [value(np.arange(number) != one) for one in range(number)]
    return value(np.ones(number, bool)), float(np.sqrt((number - 1) / number * np.var(left_out) * number))


def test_each_cell_meets_the_one_that_differs_in_a_single_thing(plan: SweepPlan, result: SweepResult) -> None:
    pairs = {
        (pair.cell, pair.axis): pair for pair in result.compared.pairs if pair.question.measure == "satisfied"
    }
    cells = {task.cell.number: task.cell for task in plan.tasks}
    varied = {"strategy": "status-quo", "world": "article", "hierarchy": "0.5"}

    assert len(pairs) == 12 * 3 - (6 + 6 + 4)
    for (cell, axis), pair in pairs.items():
        one, other = cells[cell], cells[pair.partner]
        said = [
            {"strategy": it.strategy, "world": it.world, "hierarchy": f"{dict(it.values)['hierarchy']:g}"}
            for it in (one, other)
        ]
        assert [name for name in varied if said[0][name] != said[1][name]] == [axis]
        assert (said[1][axis], said[0][axis]) == (varied[axis], pair.level) != (pair.level, pair.level)


def test_a_difference_is_that_of_comparing_the_scenarios(tmp_path: Path) -> None:
    text = "title: Two\nscenarios: [quiet.yaml, short.yaml]\ndraws: 60\nreplicates: 2\n"
    text += "measures: [hierarchy, threat]\n"
    plan = planned(tmp_path, text + "baseline: {scenario: short.yaml}\n")
    found = {pair.question.measure: pair.found for pair in sweep(plan, tmp_path / "out").compared.pairs}
    scenarios = [find_scenario(tmp_path / f"{name}.yaml") for name in ("quiet", "short")]
    compared = compare_scenarios(*scenarios, options=SimulationOptions(draws=60, replicates=2))
    expected = {one.measure: one for one in compared.outcomes}

    for measure in ("hierarchy", "threat"):
        assert found[measure] is not None
        assert astuple(found[measure]) == astuple(expected[measure])
    assert abs(expected["hierarchy"].mean) > 0.01


def test_differences_effects_and_interactions_have_the_errors_of_a_jackknife(
    plan: SweepPlan, result: SweepResult, out: Path
) -> None:
    pair = next(one for one in result.compared.pairs if (one.cell, one.axis) == (9, "strategy"))
    by_hand = [(1.0, sums(out, plan, pair.cell, 0)), (-1.0, sums(out, plan, pair.partner, 0))]
    effect = next(one for one in result.contrasts if one.axis == "strategy" and one.measure == "satisfied")
    over = [
        (sign / 6, sums(out, plan, cell + shift, 0)) for cell in range(6) for sign, shift in ((1, 6), (-1, 0))
    ]
    hangs = next(
        one
        for one in result.interactions
        if (one.axis, one.other_axis, one.other_level, one.measure)
        == ("strategy", "hierarchy", "1", "satisfied")
    )
    four = [(1, 11), (-1, 5), (-1, 10), (1, 4)]  # social and usual where hierarchy is 1, then where it is .5

    assert pair.found is not None
    for found, parts in (
        (pair.found, by_hand),
        (effect, over),
        (hangs, [(float(sign), sums(out, plan, cell, 0)) for sign, cell in four]),
    ):
        mean, error = jackknifed(parts)
        assert found.mean == pytest.approx(mean, abs=1e-12)
        assert found.error == pytest.approx(error, rel=0.06)
    single = np.divide(*by_hand[0][1]) - np.divide(*by_hand[1][1])
    assert (pair.found.low, pair.found.high) == pytest.approx(np.nanquantile(single, (0.05, 0.95)))


def test_shared_luck_makes_a_difference_surer_than_two_errors(result: SweepResult) -> None:
    errors = result.frame.filter(pl.col("measure") == "satisfied")["error"].to_list()
    for pair in result.compared.pairs:
        if pair.axis == "hierarchy" and pair.question.measure == "satisfied" and pair.found is not None:
            assert pair.found.error < 0.7 * float(np.hypot(errors[pair.cell], errors[pair.partner]))


def test_errors_are_what_other_seeds_change(plan: SweepPlan) -> None:
    one, other = plan.tasks[9], plan.tasks[3]
    assert (one.cell.strategy, other.cell.strategy) == ("social", "status-quo")
    values, differences = [], []
    for seed in range(10):
        pair = [compute(replace(task, size=replace(task.size, seed=seed))) for task in (one, other)]
        found = difference_of(pair[0].totals[0], pair[1].totals[0])
        values.append((pair[0].replies[0].value, pair[0].replies[0].error))
        differences.append(found)
    for rows in (values, differences):
        means, errors = np.asarray(rows).T
        assert 0.6 < means.std(ddof=1) / errors.mean() < 1.6


def difference_of(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> tuple[float, float]:
    from gaiatsu.studies.simulate.differences import paired, told

    pair = paired(one, other)
    assert pair is not None
    found = told("satisfied", pair)
    return found.mean, found.error


def test_where_a_mechanism_is_absent_the_interaction_takes_away_all_it_does(result: SweepResult) -> None:
    found = [
        one
        for one in result.interactions
        if (one.axis, one.level, one.other_axis) == ("world", "materialist", "hierarchy")
        and one.measure == "satisfied"
    ]
    effect = {
        pair.level: pair.found
        for pair in result.compared.pairs
        if (pair.axis, pair.question.measure) == ("hierarchy", "satisfied") and 3 <= pair.cell < 6
    }
    absent = [p.found for p in result.compared.pairs if p.axis == "hierarchy" and p.cell < 3]

    assert all(one is not None and one.identical and one.error == 0.0 for one in absent)
    assert len(found) == 2
    for one in found:
        known = effect[one.other_level]
        assert known is not None
        assert abs(known.mean) > 2 * known.error
        assert one.mean == pytest.approx(-known.mean, abs=1e-12)
        assert one.error == pytest.approx(known.error, rel=1e-9)


def test_of_the_first_refusal_the_mean_year_is_compared(plan: SweepPlan, result: SweepResult) -> None:
    histories = [measuring._histories(plan.tasks[cell]) for cell in (9, 3)]
    years = []
    for one in histories:
        refused = np.asarray(one["concession"]) == 0
        hits = [np.flatnonzero(refused[:, k]) for k in range(refused.shape[1])]
        years.append([1994.0 + hit[0] if hit.size else 2000.0 for hit in hits])
    (found,) = [
        pair.found
        for pair in result.compared.pairs
        if (pair.cell, pair.axis, pair.question.measure) == (9, "strategy", "first_refusal")
    ]

    assert found is not None
    assert (found.one, found.other) == pytest.approx((np.mean(years[0]), np.mean(years[1])))
    assert found.mean != 0.0


def test_the_tables_hold_what_the_records_say(result: SweepResult, out: Path) -> None:
    differences, interactions = (
        pl.read_parquet(out / f"{name}.parquet") for name in ("differences", "interactions")
    )
    first = result.compared.pairs[0]

    assert differences.height == len(result.compared.pairs)
    assert differences["difference"].to_list() == [p.found and p.found.mean for p in result.compared.pairs]
    assert differences.row(0, named=True)["partner"] == first.partner
    assert interactions["interaction"].to_list() == [one.mean for one in result.interactions]
    assert json.loads((out / "manifest.json").read_text())["csv_sha256"].keys() == result.digests.keys()


def test_what_does_not_fit_into_memory_is_read_again_and_gives_the_same(
    plan: SweepPlan, result: SweepResult, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (out / "differences.parquet").read_bytes()
    monkeypatch.setattr(store, "_AT_HAND", 0)
    again = sweep(plan, out, resume=True)

    assert (again.kept, again.computed) == (12, 0)
    assert (out / "differences.parquet").read_bytes() == before


def test_scenarios_are_compared_over_the_same_years_only(tmp_path: Path) -> None:
    text = "title: Two\nscenarios: [short.yaml, longer.yaml]\ndraws: 20\nmeasures: [threat]\n"
    text += "periods: [all, first]\n"
    found = sweep(planned(tmp_path, text), tmp_path / "out").compared.pairs

    assert [(pair.question.first, pair.question.last) for pair in found] == [(1994, 1994)]


def test_a_sign_hangs_on_the_rest_only_beyond_the_errors_of_both_ends(result: SweepResult) -> None:
    one = replace(result.contrasts[0], least=-0.1, most=0.1, least_error=0.04, most_error=0.04)

    assert one.turns
    assert not replace(one, least_error=0.06).turns
    assert not replace(one, most_error=0.06).turns


def test_without_a_baseline_nothing_is_compared_or_kept(tmp_path: Path) -> None:
    text = "title: One\nscenarios: [short.yaml]\ndraws: 20\nmeasures: [threat]\n"
    text += "grid: {trust: [0, 1]}\n"
    sweep(planned(tmp_path, text), tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / "draws")
    result = sweep(planned(tmp_path, text + "baseline: none\n"), tmp_path / "out", resume=True)

    assert (result.kept, result.computed) == (2, 0)
    assert result.contrasts == result.interactions == ()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "codebook.json",
        "manifest.json",
        "parts",
        "results.csv",
        "results.parquet",
    ]
