"""Sweeps with the parameters as a record leaves them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.calibration import given, parameters_given_record
from gaiatsu.studies.simulate import SimulationOptions, compare_scenarios, find_scenario
from gaiatsu.studies.simulate.reading import scenario_text
from gaiatsu.studies.sweeps import SweepPlan, find_sweep, plan_sweep, sweep

SPEC = """
title: On record
scenarios: [template, calm.yaml]
given_record: true
draws: 60
replicates: 2
measures: [satisfied, hierarchy]
"""
CALM = "based_on: template\ntitle: Calm\nshocks: []\n"


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many draws of the record's parameters as are asked for, so that the test is quick."""
    monkeypatch.setattr(given, "_FEWEST", 0)


def planned(folder: Path, text: str = SPEC, calm: str = CALM) -> SweepPlan:
    (folder / "calm.yaml").write_text(calm)
    (folder / "sweep.yaml").write_text(text)
    spec, beside = find_sweep(folder / "sweep.yaml")
    return plan_sweep(spec, beside=beside)


def test_cells_are_driven_with_what_the_record_of_the_scenario_below_leaves(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    found = sweep(plan, tmp_path / "out")
    template = find_scenario("template")
    drawn = parameters_given_record(template, prior="default", draws=60, seed=1999, replicates=2)
    options = SimulationOptions(draws=60, replicates=2, parameters=drawn)
    apart = compare_scenarios(find_scenario(tmp_path / "calm.yaml"), template, options=options)
    expected = {one.measure: one for one in apart.outcomes}

    said = {(row["scenario"], row["measure"]): row["value"] for row in found.frame.iter_rows(named=True)}
    for measure in ("satisfied", "hierarchy"):
        assert said["calm", measure] == pytest.approx(expected[measure].one, abs=1e-12)
        assert said["template", measure] == pytest.approx(expected[measure].other, abs=1e-12)
    assert "The record has been used" in plan.spec.fitted


def test_the_record_is_part_of_what_a_cell_is(tmp_path: Path) -> None:
    """A cell of a prior is not one of its posterior, and what is on record may not change under a sweep."""
    plain = planned(tmp_path, SPEC.replace("given_record: true\n", ""))
    calm = CALM.replace("template", "base.yaml")
    plans = []
    for text in (
        scenario_text("template"),
        scenario_text("template").replace("concession: 3", "concession: 1"),
    ):
        (tmp_path / "base.yaml").write_text(text)
        plans.append(planned(tmp_path, calm=calm))

    assert plain.tasks[0].cell.digest != plans[0].tasks[0].cell.digest
    assert plans[0].tasks[0].cell.digest == plans[1].tasks[0].cell.digest  # of the shipped template
    assert plans[0].tasks[1].cell.digest != plans[1].tasks[1].cell.digest


def test_other_worlds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSpecification, match="given_record"):
        planned(tmp_path, SPEC + "worlds: [article, materialist]\n")
