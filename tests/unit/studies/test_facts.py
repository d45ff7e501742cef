"""The article's facts beside the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaiatsu import cases, sources
from gaiatsu.studies.facts import FACT_DATA, FactCheck, fact_checks
from gaiatsu.studies.standing import Standing


def checked(data_dir: Path | None) -> dict[str, FactCheck]:
    tables = {name: sources.read(name, data_dir) for name in FACT_DATA} if data_dir else {}
    return {check.id: check for check in fact_checks(cases.load("schoppa1999"), tables)}


def test_facts_of_the_article_s_own_table_need_no_data() -> None:
    found = {name: check.standing.value for name, check in checked(None).items() if not check.data}

    assert found == {
        "sales-gain-share": "data needed",
        "export-share-early-1970s": "agrees",
        "ratio-early-1970s": "agrees",
        "ratio-1990s": "agrees",
        "ldp-margin": "data needed",
    }


def test_facts_that_need_data_say_which() -> None:
    wanting = [check for check in checked(None).values() if check.data]

    assert {check.standing for check in wanting} == {Standing.DATA_NEEDED}
    assert [check.id for check in wanting if check.data[0] not in check.finding] == []


def test_every_fact_but_one_stands_in_the_case_set() -> None:
    known = {fact.id for fact in cases.load("schoppa1999").facts}

    assert [name for name in checked(None) if name not in known] == ["security-asymmetry"]


def test_a_thousand_has_a_comma_and_a_year_has_none() -> None:
    found = checked(None)

    assert found["troops-japan"].printed == "45,000 troops"
    assert found["capital-dependence-peak"].printed == "1989-1993"


@pytest.mark.data
def test_cabinets_were_shorter_than_two_years_and_heads_of_government_nearly_so(data_dir: Path) -> None:
    check = checked(data_dir)["cabinet-duration"]

    assert check.standing is Standing.AGREES
    assert check.values["cabinets"] == 15
    assert check.values["mean_years"] == pytest.approx(1.40, abs=0.01)
    assert check.values["heads_of_government"] == 11
    assert check.values["mean_years_of_heads"] == pytest.approx(1.92, abs=0.01)
    assert check.values["mean_years_of_heads_without_caretaker"] == pytest.approx(2.10, abs=0.01)


@pytest.mark.data
def test_the_stock_of_debt_peaked_under_bush_and_the_deficit_did_not(data_dir: Path) -> None:
    check = checked(data_dir)["capital-dependence-peak"]

    assert check.standing is Standing.CANNOT_TELL
    assert (check.values["liabilities_peak_year"], check.values["deficit_peak_year"]) == (1992, 1987)
    assert check.values["liabilities_higher_from"] == 1997
    assert check.values["deficit_1991"] == pytest.approx(-0.05, abs=0.01)


@pytest.mark.data
def test_japan_was_not_clearly_the_most_responsive(data_dir: Path) -> None:
    check = checked(data_dir)["responsiveness-rank"]

    assert check.standing is Standing.CANNOT_TELL
    assert check.values["japan"] == "10/14"
    assert check.values["european_community"] == "10/13"
    assert check.values["probability_first"] == pytest.approx(0.17, abs=0.01)


@pytest.mark.data
def test_the_guarantee_ran_one_way_throughout(data_dir: Path) -> None:
    check = checked(data_dir)["security-asymmetry"]

    assert check.standing is Standing.AGREES
    assert check.values == {"years": 68, "one_sided": 68}


@pytest.mark.data
def test_the_troops_to_be_kept_are_those_of_the_years_before(data_dir: Path) -> None:
    check = checked(data_dir)["troops-japan"]

    assert check.standing is Standing.AGREES
    assert check.values["mean_1990_94"] == pytest.approx(45_726.8)
    assert check.values["count_1995"] == 39_134
