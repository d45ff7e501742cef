from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from gaiatsu import cases
from gaiatsu.cases.records import CaseSet
from gaiatsu.errors import Problem, UnknownName
from gaiatsu.terms import Concession, DemandType

Tree = dict[str, Any]
Find = Callable[[Tree], tuple[Problem, ...]]


def one(found: tuple[Problem, ...]) -> Problem:
    assert len(found) == 1, found
    return found[0]


def test_the_small_document_is_valid(tree: Tree, problems: Find) -> None:
    assert problems(tree) == ()


def test_a_coded_value_that_is_ours_needs_a_reason(tree: Tree, problems: Find) -> None:
    tree["episodes"][0]["depth"]["reason"] = None

    problem = one(problems(tree))

    assert problem.field == "episodes[0].depth.reason"
    assert "without a reason" in problem.message


def test_an_event_that_is_ours_needs_a_reason(tree: Tree, problems: Find) -> None:
    tree["events"][0]["reason"] = None

    assert one(problems(tree)).field == "events[0].reason"


def test_a_threat_the_regime_authorized_is_not_unilateral(tree: Tree, problems: Find) -> None:
    tree["episodes"][0]["authorised"]["value"] = True
    tree["episodes"][0]["unilateral"]["value"] = True

    assert one(problems(tree)).field == "episodes[0].authorised.value"


def test_an_outcome_is_not_dated_before_its_demand(tree: Tree, problems: Find) -> None:
    tree["episodes"][0]["end"] = "1994-12"

    assert one(problems(tree)).field == "episodes[0].end"


def test_an_outcome_may_be_dated_less_exactly_than_its_demand(tree: Tree, problems: Find) -> None:
    tree["episodes"][0] |= {"start": "1995-05", "end": "1995"}

    assert problems(tree) == ()


def test_a_state_does_not_bargain_with_itself(tree: Tree, problems: Find) -> None:
    tree["episodes"][0]["target"] = tree["episodes"][0]["sender"]

    assert one(problems(tree)).field == "episodes[0].target"


def test_an_id_is_used_once(tree: Tree, problems: Find) -> None:
    tree["events"] *= 2

    problem = one(problems(tree))

    assert problem.field == "events[1].id"
    assert "events[0]" in problem.message


def test_an_empty_set_is_refused(tree: Tree, problems: Find) -> None:
    tree["episodes"] = []

    problem = one(problems(tree))

    assert (problem.field, problem.message) == ("episodes", "an empty set")


def test_a_source_without_a_reference_is_refused_and_near_keys_are_named(tree: Tree, problems: Find) -> None:
    tree["facts"][0]["source"] = "schopa1999"

    problem = one(problems(tree))

    assert problem.field == "facts[0].source"
    assert "schoppa1999" in problem.allowed


def test_a_document_may_bring_its_own_references(tree: Tree, problems: Find) -> None:
    tree["references"] = {"mueller2031": "Mueller, A. 2031. A Study of Threats."}
    tree["facts"][0]["source"] = "mueller2031"

    assert problems(tree) == ()


def test_all_problems_are_named_at_once(tree: Tree, problems: Find) -> None:
    tree["episodes"][0]["depth"]["value"] = 7
    tree["episodes"][0]["sender"] = "Japan"
    tree["statements"][0]["indicator"] = "love"

    assert {"episodes[0].depth.value", "episodes[0].sender", "statements[0].indicator"} == {
        problem.field for problem in problems(tree)
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"decimals": [0, 1, 2, 1]}, "series[0].decimals"),
        ({"units": ["year"]}, "series[0].units"),
        ({"columns": ["year", "a", "a", "b", "c"]}, "series[0].columns"),
        ({"rows": [[1970, 2.4]]}, "series[0].rows[0]"),
        ({"rows": [[1970, 2.44, 0.38, 6.3, 2.1]]}, "series[0].rows[0][1]"),
        ({"rows": [[1971, 2.4, 0.38, 6.3, 2.1], [1970, 2.4, 0.38, 6.3, 2.1]]}, "series[0].rows[1][0]"),
    ],
)
def test_a_series_keeps_to_its_columns_decimals_and_years(
    tree: Tree, problems: Find, change: Tree, field: str
) -> None:
    tree["series"][0] |= change

    assert one(problems(tree)).field == field


def test_records_cannot_be_changed() -> None:
    episode = cases.load("schoppa1999").episodes[0]

    with pytest.raises(ValidationError, match="frozen"):
        episode.title = "Another"  # type: ignore[misc]


def test_a_name_that_is_not_there_brings_up_its_neighbours() -> None:
    with pytest.raises(UnknownName, match="film-1996"):
        cases.load("schoppa1999").episode("film-1995")


@pytest.mark.parametrize("method", ["episode", "event", "statement", "table", "fact"])
def test_every_kind_of_record_is_found_by_its_id(method: str) -> None:
    case_set = cases.load("schoppa1999")
    collection = {"table": "series"}.get(method, f"{method}s")
    record = getattr(case_set, collection)[-1]

    assert record == getattr(case_set, method)(record.id)


def test_a_column_is_found_by_its_name_and_another_is_not() -> None:
    table = cases.load("schoppa1999").table("table1")

    assert table.column("ratio")[:2] == (6.3, 8.7)
    with pytest.raises(UnknownName, match="japan_asia_share"):
        table.column("japan_asian_share")


def test_a_set_survives_the_way_to_json_and_back() -> None:
    case_set = cases.load("schoppa1999")

    again = CaseSet.model_validate(case_set.model_dump(mode="json"))

    assert case_set == again
    assert case_set.digest == again.digest
    assert hash(case_set) == hash(again)


def test_the_digest_answers_to_the_content_and_not_to_the_patches(tree: Tree) -> None:
    base = CaseSet.model_validate(tree)
    other = CaseSet.model_validate(tree | {"title": "Another title"})

    assert base.digest != other.digest
    assert len(base.digest) == 64


def test_values_come_out_in_the_vocabulary_of_the_theory() -> None:
    episode = cases.load("schoppa1999").episode("auto-parts-1995")

    assert episode.demand_type.value is DemandType.RULE
    assert episode.concession.value is Concession.PARTIAL
    assert episode.year == 1995
    assert 1995.4 < episode.date < 1995.5


def test_a_case_set_travels_to_another_process_unchanged() -> None:
    patched = cases.load("schoppa1999", patches=["schoppa1999/auto-parts-held-out"])
    there = pickle.loads(pickle.dumps(patched))

    assert patched == there
    assert patched.digest == there.digest
    assert patched.applied_patches == there.applied_patches
