"""A value may be openly missing: the gap says why, nothing downstream meets it unawares."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from gaiatsu import cases
from gaiatsu.cases import CaseSet, Uncoded
from gaiatsu.cases.schema import case_set_schema
from gaiatsu.cases.shorthand import fold, unfold
from gaiatsu.errors import InvalidPatch, Problem, UncodedValue, UnknownName

Tree = dict[str, Any]
Find = Callable[[Tree | str | bytes], tuple[Problem, ...]]
GAP = {
    "uncoded": True,
    "source": "schoppa1999",
    "locator": "Figure 2",
    "coder": "me",
    "reason": "The source is silent.",
}
RULE = {
    "fields": ["depth"],
    "does": "Reads the column.",
    "source": "schoppa1999",
    "locator": "column c",
    "coder": "me",
    "confidence": "low",
    "reason": "It says so.",
}


@pytest.fixture
def later(tree: Tree) -> Tree:
    """The small document as one of schema 1.1."""
    tree["schema_version"] = "1.1"
    return tree


def test_a_gap_names_its_field_and_its_reason_when_asked_for_a_value(later: Tree) -> None:
    later["episodes"][0]["depth"] = GAP
    episode = CaseSet.model_validate(later).episodes[0]

    assert isinstance(episode.depth, Uncoded)
    with pytest.raises(
        UncodedValue, match=r"The field depth has no value: The source is silent \(schoppa1999"
    ):
        _ = episode.depth.value


def test_an_end_may_be_open_and_then_has_no_year(later: Tree) -> None:
    later["episodes"][0]["end"] = GAP
    episode = CaseSet.model_validate(later).episodes[0]

    assert episode.start_year == 1995
    with pytest.raises(UncodedValue, match="The field end"):
        _ = episode.year


def test_a_gap_of_the_set_stands_for_each_episode_that_leaves_the_field_away(later: Tree) -> None:
    gap = {**GAP, "reason": "No such column."}
    full = copy.deepcopy(later)
    full["episodes"][0]["depth"] = gap
    full["uncoded"] = {"depth": gap}
    del later["episodes"][0]["depth"]
    later["uncoded"] = {"depth": gap}

    assert CaseSet.model_validate(later) == CaseSet.model_validate(full)
    assert CaseSet.model_validate(later).digest == CaseSet.model_validate(full).digest


def test_a_value_takes_from_its_rule_what_it_does_not_say(later: Tree) -> None:
    later["rules"] = {"depth-by-column": RULE}
    later["episodes"][0]["depth"] = {"value": 1.0, "rule": "depth-by-column", "locator": "row 3, column c"}

    depth = CaseSet.model_validate(later).episodes[0].depth

    assert isinstance(depth, cases.Coded)
    assert (depth.locator, depth.confidence, depth.reason) == ("row 3, column c", "low", "It says so.")


def test_a_gap_may_follow_a_rule_too(later: Tree) -> None:
    later["rules"] = {"r": RULE}
    later["episodes"][0]["depth"] = {"uncoded": True, "rule": "r"}

    depth = CaseSet.model_validate(later).episodes[0].depth

    assert isinstance(depth, Uncoded)
    assert depth.reason == "It says so."


def test_what_is_written_in_short_is_the_same_set(later: Tree) -> None:
    later["rules"] = {"r": RULE}
    later["uncoded"] = {"linkage": GAP}
    later["episodes"][0]["linkage"] = GAP
    later["episodes"][0]["depth"] = {"value": 1.0, "rule": "r"}
    case_set = CaseSet.model_validate(later)

    short = fold(case_set.model_dump(mode="json"))

    assert "linkage" not in short["episodes"][0]
    assert short["episodes"][0]["depth"] == {"value": 1.0, "rule": "r"}
    assert CaseSet.model_validate(short) == case_set
    assert CaseSet.model_validate(short).digest == case_set.digest


def test_an_episode_keeps_what_it_says_itself_of_a_field_that_the_set_leaves_open(later: Tree) -> None:
    other = {**GAP, "reason": "The page is torn."}
    later["uncoded"] = {"depth": GAP, "linkage": GAP}
    later["episodes"][0]["linkage"] = other
    case_set = CaseSet.model_validate(later)

    short = fold(case_set.model_dump(mode="json"))

    assert short["episodes"][0]["depth"]["value"] == case_set.episodes[0].depth.value
    assert short["episodes"][0]["linkage"] == other
    assert CaseSet.model_validate(short) == case_set


def test_an_unknown_rule_is_named_with_the_one_that_was_meant(later: Tree, problems: Find) -> None:
    later["rules"] = {"depth-by-column": RULE}
    later["episodes"][0]["depth"] = {"value": 1.0, "rule": "depth-by-colum"}

    (problem,) = problems(later)

    assert problem.field == "episodes[0].depth.rule"
    assert "depth-by-column" in problem.allowed
    assert problem.row > 0


@pytest.mark.parametrize(
    ("change", "field", "allowed"),
    [
        ({"reason": None}, "episodes[0].depth.reason", "text"),
        ({"uncoded": "yes"}, "episodes[0].depth.uncoded", "True"),
        ({"value": 2.0}, "episodes[0].depth.value", "uncoded, source"),
    ],
)
def test_a_faulty_gap_is_named_by_field_and_value(
    later: Tree, problems: Find, change: Tree, field: str, allowed: str
) -> None:
    later["episodes"][0]["depth"] = {**GAP, **change}

    (problem,) = problems(later)

    assert problem.field == field
    assert allowed in problem.allowed


def test_a_faulty_gap_of_the_set_is_reported_once_where_it_stands(later: Tree, problems: Find) -> None:
    gap = {key: value for key, value in GAP.items() if key != "reason"}
    later["uncoded"] = {"depth": gap}
    del later["episodes"][0]["depth"]

    (problem,) = problems(later)

    assert problem.field == "uncoded.depth.reason"


def test_only_fields_that_can_be_open_are_left_open(later: Tree, problems: Find) -> None:
    later["uncoded"] = {"sender": GAP}

    (problem,) = problems(later)

    assert "depth" in problem.allowed
    assert "sender" not in problem.allowed


def test_schema_1_0_still_asks_for_every_value(tree: Tree, problems: Find) -> None:
    tree["episodes"][0]["depth"] = GAP

    (problem,) = problems(tree)

    assert problem.field == "episodes[0].depth"
    assert "1.1" in problem.allowed


def test_schema_1_0_knows_nothing_of_rules(tree: Tree, problems: Find) -> None:
    tree["rules"] = {"r": RULE}
    tree["episodes"][0]["senders"] = ["CAN"]

    assert {problem.field for problem in problems(tree)} == {"rules", "episodes[0].senders"}


def test_no_sender_is_the_target(later: Tree, problems: Find) -> None:
    later["episodes"][0]["senders"] = ["CAN", "JPN"]

    (problem,) = problems(later)

    assert problem.field == "episodes[0].senders[1]"


def test_a_patch_fills_a_gap_and_opens_one(later: Tree) -> None:
    later["rules"] = {"r": RULE}
    later["episodes"][0]["depth"] = {"uncoded": True, "rule": "r"}
    base = CaseSet.model_validate(later)
    fill = cases.scaffold(
        base, "episodes.film-1996.depth", 2.0, author="A. Reader", reason="It asked for more."
    )

    filled = cases.apply_patch(base, fill)
    depth = filled.episodes[0].depth

    assert depth.value == 2.0
    assert isinstance(depth, cases.Coded)
    assert (depth.coder, depth.reason, depth.rule) == ("a-reader", "It asked for more.", None)
    assert filled.history[0].changes[0].before == "null"

    empty = cases.scaffold(
        filled, "episodes.film-1996.depth", None, author="B. Reader", reason="Nobody knows."
    )
    emptied = cases.apply_patch(filled, empty)

    assert isinstance(emptied.episodes[0].depth, Uncoded)
    assert emptied.episodes[0].depth.reason == "Nobody knows."


def test_a_patch_dates_an_open_end(later: Tree) -> None:
    later["episodes"][0]["end"] = GAP
    base = CaseSet.model_validate(later)
    patch = cases.scaffold(
        base, "episodes.film-1996.end", "1996-06", author="A", reason="The panel reported."
    )

    assert cases.apply_patch(base, patch).episodes[0].year == 1996


def test_a_gap_cannot_be_patched_into_what_it_is(later: Tree) -> None:
    later["episodes"][0]["depth"] = GAP
    base = CaseSet.model_validate(later)
    patch = cases.scaffold(base, "episodes.film-1996.depth", None, author="A", reason="Still nobody knows.")

    with pytest.raises(InvalidPatch, match="changes nothing"):
        cases.apply_patch(base, patch)


def test_a_set_says_which_fields_are_complete(later: Tree) -> None:
    later["episodes"] = [later["episodes"][0], {**later["episodes"][0], "id": "two", "depth": GAP}]
    case_set = CaseSet.model_validate(later)
    counts = {entry.field: entry.coded for entry in cases.coverage(case_set)}

    assert (counts["depth"], counts["concession"]) == (1, 2)
    assert "depth" not in cases.complete_fields(case_set)
    cases.require_fields(case_set, ["concession"])
    with pytest.raises(UncodedValue, match="holds depth in 1 of 2 episodes; two has none"):
        cases.require_fields(case_set, ["concession", "depth"])
    with pytest.raises(UnknownName, match="'dept'"):
        cases.require_fields(case_set, ["dept"])


def test_gaps_survive_writing_and_reading(later: Tree) -> None:
    later["episodes"][0]["depth"] = GAP
    case_set = CaseSet.model_validate(later)

    assert CaseSet.model_validate_json(case_set.model_dump_json()) == case_set


def test_the_schema_accepts_shorthand_and_refuses_half_of_it(later: Tree) -> None:
    validator = jsonschema.Draft202012Validator(case_set_schema())
    later["rules"], later["uncoded"] = {"r": RULE}, {"linkage": GAP}
    later["episodes"][0]["depth"] = {"value": 1.0, "rule": "r"}
    del later["episodes"][0]["linkage"]

    assert validator.is_valid(later)
    del later["episodes"][0]["depth"]["rule"]
    assert not validator.is_valid(later)
    later["episodes"][0]["depth"] = {"uncoded": True, "rule": "r"}
    assert validator.is_valid(later)
    del later["uncoded"]
    assert not validator.is_valid(later)


def test_documents_of_the_first_schema_keep_their_digest_and_their_form() -> None:
    shipped = cases.load("schoppa1999")

    assert shipped.digest == "ee30c02e606d3423d134650c477357cc89c8ba79c9bd3ef8c4acbba25f918da9"
    assert not {"rules", "uncoded", "imported"} & shipped.model_dump(mode="json").keys()


def test_the_first_schema_is_kept_as_it_was_published() -> None:
    folder = Path(cases.__file__).parent / "schema" / "1.0"
    schema = json.loads((folder / "case_set.schema.json").read_text())

    shipped = cases.load("schoppa1999").model_dump(mode="json")

    assert schema["properties"]["schema_version"]["const"] == "1.0"
    assert jsonschema.Draft202012Validator(schema).is_valid(shipped)


def test_unfolding_leaves_anything_else_alone() -> None:
    for tree in (None, [], {"episodes": 3}, {"episodes": [], "rules": [1]}, {"episodes": [1], "uncoded": {}}):
        assert unfold(tree) is tree
