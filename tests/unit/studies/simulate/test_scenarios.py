"""Shipped scenarios come true, and what a scenario file may not say is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gaiatsu.dynamics import DEMAND_TYPES
from gaiatsu.errors import GaiatsuError, InvalidSpecification, UnknownName
from gaiatsu.studies.simulate import (
    SimulationOptions,
    compare_scenarios,
    find_scenario,
    scenario_names,
    simulate,
)
from gaiatsu.studies.simulate.making import make_setting
from gaiatsu.studies.simulate.reading import scenario_text
from gaiatsu.studies.simulate.scenario import DemandBlock, Institutions

ARTICLE = SimulationOptions(draws=2000, prior="article", workers=2)


@pytest.mark.parametrize("name", scenario_names())
def test_every_direction_that_a_shipped_scenario_expects_comes_true(name: str) -> None:
    study = simulate(find_scenario(name), options=ARTICLE)

    assert study.expectations
    assert [one.expectation for one in study.expectations if one.holds is not True] == []


def test_a_direction_that_is_wrong_fails(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "based_on: us-japan\ntitle: Wrong\nexpect:\n"
        "  - {measure: hierarchy, years: 1996, direction: higher, than: 1978}\n"
        "  - {measure: hierarchy, years: 1996, direction: same, against: cold-war-never-ends}\n"
        "  - {measure: hierarchy, years: 1996, direction: lower, than: 1978, prior: sceptical}\n"
    )
    study = simulate(find_scenario(path), options=SimulationOptions(draws=100))

    assert [one.holds for one in study.expectations] == [False, False, None]


def test_a_comparison_of_a_scenario_with_itself_is_zero_to_the_bit() -> None:
    one = find_scenario("us-japan")
    found = compare_scenarios(one, one, options=SimulationOptions(draws=50))

    assert found.parted is None
    assert all(
        row.identical and row.mean == row.error == row.low == row.high == 0.0 for row in found.outcomes
    )


def test_turning_a_comparison_round_turns_its_signs() -> None:
    pair = find_scenario("us-japan"), find_scenario("no-reinterpretations")
    options = SimulationOptions(draws=50, replicates=2)
    there, back = (compare_scenarios(*order, options=options) for order in (pair, pair[::-1]))

    assert [row.mean for row in there.outcomes] == [-row.mean for row in back.outcomes]
    assert [row.low for row in there.states] == pytest.approx([-row.high for row in back.states], abs=1e-12)


def test_the_setting_of_the_baseline_is_the_record_of_the_article() -> None:
    """Values taken by hand from Table 1 and from the dated events."""
    setting = make_setting(find_scenario("us-japan"))
    at = {year: year - setting.origin for year in (1952, 1970, 1985, 1993, 1994, 1995, 1998)}

    assert [setting.dependence_ratio[at[year]] for year in (1952, 1970, 1985, 1995, 1998)] == [
        6.3,
        6.3,
        8.8,
        2.7,
        2.7,
    ]
    assert setting.asymmetry[at[1985]] == pytest.approx(np.log(8.8) / np.log(5.61))
    assert [setting.dispute_settlement[at[year]] for year in (1993, 1994, 1995)] == [0.0, 0.8, 1.0]
    assert [setting.violation_elsewhere[at[year]] for year in (1952, 1993, 1994)] == [1.0, 1.0, 0.0]
    assert [int(date) for date in setting.shock_dates] == [1989, 1991, 1992]
    assert [
        s for d, s in zip(setting.record.sender_dates, setting.record.sender_signs, strict=True) if s < 0
    ] == [-1, -1]
    assert setting.demands_in(1990).mix == (0.375, 0.25, 0.375, 0.0)
    assert setting.demands_in(1995).domestic_support[0] == 0.12


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("years: 1990-2010", "years: 2010-1990", "years"),
        ("per_year: 0.5", "per_year: 1.5", "demands.0.per_year = 1.5"),
        ("mix: {results: 0.3", "mix: {result: 0.3", "result"),
        ("moves_from: 1990", "moves_form: 1990", "moves_form"),
        ("direction: lower", "direction: down", "direction = 'down'"),
        ("baseline: 4.0", "baseline: 0.9", "baseline = 0.9"),
        ("than: 1990", "than: 1990, against: us-japan", "than"),
        ("mix: {results: 0.3", "mix: {results: 0.9", "adds up to"),
        ("closes: 1975", "closes: 1999", "in order"),
        ("  - from: 1990\n", "  - from: 1995\n", "starts in 1990"),
    ],
)
def test_what_a_scenario_may_not_say_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = scenario_text("template")
    assert old in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new, 1))

    with pytest.raises(InvalidSpecification) as caught:
        make_setting(find_scenario(path))
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[1, 2", InvalidSpecification),
        ("- a\n- b\n", InvalidSpecification),
        ("based_on: mine.yaml\n", InvalidSpecification),
        ("based_on: nowhere\n", UnknownName),
        ("based_on: us-japan\nrecord: {without: [berlin-wall]}\n", UnknownName),
        ("based_on: us-japan\nparameters: {charm: 1}\n", UnknownName),
        ("based_on: us-japan\nparameters: {trust_memory: 2}\n", InvalidSpecification),
        (
            "based_on: us-japan\nexpect: [{measure: charm, years: 1990, direction: lower, than: 1980}]\n",
            InvalidSpecification,
        ),
        (
            "based_on: us-japan\nexpect: [{measure: depth, years: 2020, direction: lower, than: 1980}]\n",
            InvalidSpecification,
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str, error: type[GaiatsuError]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)

    with pytest.raises(error):
        simulate(find_scenario(path), options=SimulationOptions(draws=10))


def test_a_file_is_found_beside_the_one_that_is_based_on_it(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(scenario_text("template"))
    (tmp_path / "variant.yaml").write_text("based_on: base.yaml\ntitle: Variant\nshocks: []\n")
    variant = find_scenario(tmp_path / "variant.yaml")

    assert (variant.title, variant.shocks, variant.expect) == ("Variant", (), ())
    assert variant.dependence == find_scenario("template").dependence


def test_institutions_that_are_left_out_are_those_of_no_regime_and_no_violation() -> None:
    template = find_scenario("template")
    stated = template.model_copy(
        update={"institutions": Institutions(dispute_settlement={1990: 0}, violation_elsewhere={1990: 0})}
    )
    silent = template.model_copy(update={"institutions": Institutions()})
    left, right = make_setting(stated), make_setting(silent)

    assert not right.dispute_settlement.any()
    np.testing.assert_array_equal(left.dispute_settlement, right.dispute_settlement)
    np.testing.assert_array_equal(left.violation_elsewhere, right.violation_elsewhere)


def test_what_a_block_of_demands_leaves_out_is_what_the_how_to_says() -> None:
    block = DemandBlock.model_validate({"from": 1990, "per_year": 0.5, "mix": {"rule": 1.0}})
    demands = make_setting(find_scenario("template").model_copy(update={"demands": (block,)})).demands_in(
        1990
    )
    four = (1.0, 1.0, 1.0, 1.0)

    assert demands.threatened_cost == demands.public_posture == tuple(0.4 * one for one in four)
    assert (demands.unilateral, demands.authorized) == (tuple(0.5 * one for one in four), (0.0,) * 4)
    assert demands.domestic_support == tuple(0.3 * one for one in four)
    assert demands.target_in_violation == demands.linkage == (0.0,) * 4
    assert dict(zip(DEMAND_TYPES, demands.exposure, strict=True)) == {
        "results": 1.0,
        "rule": 0.35,
        "macroeconomic": 0.5,
        "other": 0.5,
    }
    assert (demands.prize, demands.stake, demands.own_cost) == (1.0, 0.0, 0.2)
    assert (demands.stretch, demands.breach) == (0.1, 0.1)
