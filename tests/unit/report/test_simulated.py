"""The report of a simulation: words that the numbers choose, and numbers that are those of the run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gaiatsu.report.document import Report
from gaiatsu.report.narrative.simulated import compose_simulation, said_by
from gaiatsu.report.narrative.simulated_comparison import compose_comparison
from gaiatsu.report.sources import bare
from gaiatsu.studies.simulate import (
    SimulationOptions,
    SimulationStudy,
    compare_scenarios,
    find_scenario,
    simulate,
)


@pytest.fixture(scope="module")
def study() -> SimulationStudy:
    options = SimulationOptions(draws=100)
    return simulate(find_scenario("us-japan"), options=options, beside=("article", "no-trust"))


def words(report: Report, text: str) -> str:
    return bare(text, report.trail.entries)


def finding(report: Report, name: str) -> str:
    return words(report, next(one.finding for one in report.sections if one.id == name))


def test_a_report_has_a_section_a_question_and_names_nothing_twice(study: SimulationStudy) -> None:
    report = compose_simulation(study)
    charts, tables = [one.id for one in report.charts()], [one.id for one in report.tables()]

    assert [one.id for one in report.sections][-4:] == ["rivals", "directions", "supposed", "sources"]
    assert len(set(charts)) == len(charts)
    assert len(set(tables)) == len(tables)
    assert {"states", "cohorts", "top", "concession", "backlash", "tactics", "changes", "worlds"} <= set(
        charts
    )


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ("fewer", "Later demands win less."),
        ("more", "Later demands win more."),
        ("cannot tell", "Whether later demands win less: cannot tell."),
    ],
)
def test_the_verdict_is_that_of_the_numbers(study: SimulationStudy, says: str, said: str) -> None:
    report = compose_simulation(replace(study, own=replace(study.own, says=says)))

    assert words(report, report.front.verdict).startswith(said)


def test_a_rival_that_says_otherwise_is_named(study: SimulationStudy) -> None:
    alike = compose_simulation(study)
    other = (study.worlds[0], replace(study.worlds[1], says="fewer"))
    apart = compose_simulation(replace(study, worlds=other))

    assert finding(alike, "rivals").startswith("No structural rival says otherwise")
    assert "1 of 2 say otherwise (No trust)" in finding(apart, "rivals")


def test_a_run_that_never_refuses_is_told_so(study: SimulationStudy) -> None:
    never = replace(study.first_refusal, median=float("inf"), never=0.7)

    assert "Fewer than half" in finding(compose_simulation(replace(study, first_refusal=never)), "refusal")
    assert "Half of the histories" in finding(compose_simulation(study), "refusal")


def test_a_relationship_without_demands_can_be_told() -> None:
    """Nothing to answer and nothing to refuse: no rival is shown, no table is empty, no number is made up."""
    template = find_scenario("template")
    block = template.demands[0].model_copy(update={"per_year": 0.0})
    quiet = template.model_copy(update={"years": "1990-1991", "demands": (block,), "expect": ()})
    found = simulate(quiet, options=SimulationOptions(draws=20), beside=("materialist",))
    report = compose_simulation(found)

    assert all(table.rows for table in report.tables())
    assert "rivals" not in [section.id for section in report.sections]
    assert words(report, report.front.verdict).startswith("No history has demands in both spans")
    assert finding(report, "refusal").startswith("Fewer than half")
    assert found.causes is not None
    assert found.causes.per_year == 0.0


def test_parts_that_cancel_are_given_no_share(study: SimulationStudy) -> None:
    parts = tuple(replace(one, share=float("nan")) for one in study.parts)

    assert "carries" in finding(compose_simulation(study), "origins")
    assert "the parts nearly cancel" in finding(compose_simulation(replace(study, parts=parts)), "origins")


def test_every_page_says_that_nothing_was_fitted_and_which_world_was_supposed(study: SimulationStudy) -> None:
    plain = compose_simulation(study)
    options = replace(study.options, world="no-trust")
    other = compose_simulation(replace(study, options=options))

    assert "nothing here was fitted" in plain.subtitle
    assert "Supposed: no trust" in other.subtitle
    assert any("Nothing here was fitted" in line for line in plain.imprint)


def test_the_table_of_changes_holds_the_years(study: SimulationStudy) -> None:
    report = compose_simulation(study)
    table = next(one for one in report.tables() if one.id == "changes")

    assert [row["total"] for row in table.full] == [row.total for row in study.changes]
    total = sum(row.total for row in study.changes if row.year // 10 == 198)
    shown = next(row for row in table.rows if row.cells[0].startswith("1980"))
    assert words(report, shown.cells[-1]) == f"{total:+.3f}".replace("-", "\u2212")


def test_a_comparison_lists_what_the_scenarios_suppose_otherwise() -> None:
    one, other = find_scenario("no-reinterpretations"), find_scenario("us-japan")
    found = compare_scenarios(one, other, options=SimulationOptions(draws=50))
    table = next(t for t in compose_comparison(found).tables() if t.id == "scenarios")

    assert [row.cells[0] for row in table.rows] == ["record.without 1", "record.without 2"]
    assert len(table.full) == len(said_by(one))


def test_a_scenario_compared_with_itself_differs_in_nothing() -> None:
    one = find_scenario("template")
    report = compose_comparison(compare_scenarios(one, one, options=SimulationOptions(draws=30)))

    assert words(report, report.front.verdict) == "Nothing: no state differs in any year."


def test_a_scenario_based_on_another_says_first_what_it_changes() -> None:
    options = SimulationOptions(draws=100)
    found = simulate(find_scenario("no-reinterpretations"), options=options)
    report = compose_simulation(found)
    apart = compare_scenarios(
        find_scenario("no-reinterpretations"),
        find_scenario("us-japan"),
        options=options,
        years=found.windows[1],
    )

    assert found.changed is not None
    assert found.changed.outcomes == apart.outcomes
    assert found.changed.parted == 1988
    judged = next(one.difference for one in found.expectations if one.expectation.years == "1996")
    in_1996 = next(row for row in found.changed.states if (row.state, row.year) == ("trust_of_sender", 1996))
    assert judged is not None
    assert in_1996.mean == pytest.approx(judged.mean)
    assert report.sections[0].id == "changed"
    trust = next(one for one in apart.outcomes if one.measure == "trust_of_sender")
    assert f"trust of the sender {trust.mean:+.3f} ({trust.low:+.3f} to {trust.high:+.3f})" in finding(
        report, "changed"
    ).replace("\u2212", "-")


def test_a_scenario_that_stands_alone_is_set_against_nothing(study: SimulationStudy) -> None:
    assert study.changed is None
    assert "changed" not in [section.id for section in compose_simulation(study).sections]


def test_a_scenario_with_no_late_year_in_common_is_set_against_nothing(tmp_path: Path) -> None:
    later = tmp_path / "later.yaml"
    later.write_text("based_on: us-japan\ntitle: Later\nyears: 1999-2004\nexpect: []\n", encoding="utf-8")

    assert simulate(find_scenario(later), options=SimulationOptions(draws=20)).changed is None
