"""Every kind of mistake is named by file, line, field and value, with what is allowed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gaiatsu.errors import Problem

Tree = dict[str, Any]
Find = Callable[[Tree | str | bytes], tuple[Problem, ...]]
SAMPLE = "episodes[0]"


def change(tree: Tree, path: str, value: object) -> None:
    *parents, last = path.split(".")
    here: Any = tree
    for part in parents:
        here = here[int(part)] if part.isdigit() else here[part]
    here[int(last) if last.isdigit() else last] = value


MISTAKES = [
    ("episodes.0.concession.value", 4, "4", "0 (none), 1 (nominal), 2 (partial), 3 (large)"),
    ("episodes.0.concession.value", True, "true", "a whole number: 0"),
    ("episodes.0.concession.value", 2.0, "2.0", "a whole number: 0"),
    ("episodes.0.concession.value", "2", "2", "a whole number: 0"),
    ("episodes.0.backlash.value", 3, "3", "0 (none), 1 (protest), 2 (counter sanction)"),
    ("episodes.0.demand_type.value", "tariff", "tariff", "results, rule, macroeconomic or other"),
    ("episodes.0.administration.value", "Clinton", "Clinton", "before or after"),
    ("episodes.0.depth.value", 3.5, "3.5", "a number from 0 to 3"),
    ("episodes.0.threatened_cost.value", -0.1, "-0.1", "a number from 0 to 1"),
    ("episodes.0.linkage.value", "none", "none", "a number from 0 to 1"),
    ("episodes.0.linkage.value", None, "nothing", "a number from 0 to 1"),
    ("episodes.0.conceded.value", "yes", "yes", "true or false"),
    ("episodes.0.conceded.value", 1, "1", "true or false"),
    ("episodes.0.end", "19999", "19999", "with a year from 1500 to 2200"),
    ("episodes.0.end", 19999, "19999", "with a year from 1500 to 2200"),
    ("episodes.0.end", "June 1996", "June 1996", "'1986', '1986-09' or '1986-09-02'"),
    ("episodes.0.end", ["1996"], "a list with 1 entry", "text"),
    ("episodes.0.sender", "usa", "usa", "three capital letters, such as USA"),
    ("episodes.0.id", "Film 1996", "Film 1996", "such as film-1996"),
    ("episodes.0.title", "  ", "", "text that is not blank"),
    ("episodes.0.title", 5, "5", "text"),
    ("episodes.0.clusters", "autos", "autos", "a list"),
    ("episodes.0.depth", 2, "2", "a mapping of fields"),
    ("episodes.0.depth.confidence", "sure", "sure", "high, medium or low"),
    ("episodes.0.depth.source", "Schoppa 1999", "Schoppa 1999", "starting with a letter"),
    ("events.0.kind", "surprise", "surprise", "shock, regime_change"),
    ("events.0.weight", 2, "2", "a number from 0 to 1"),
    ("statements.0.independence", "maybe", "maybe", "independent, entangled or uncertain"),
    ("facts.0.value", "many", "many", "a finite number"),
    ("series.0.rows.0", [1970, "2.4", 0.38, 6.3, 2.1], "2.4", "a finite number"),
    ("series.0.decimals", [0, 1, 2, 1, 1.5], "1.5", "a whole number"),
    ("schema_version", "2.0", "2.0", "1.0"),
    ("references", ["x"], "a list with 1 entry", "a mapping of key and text"),
    ("episodes", {}, "a mapping with 0 fields", "a list"),
]


@pytest.mark.parametrize(("path", "value", "shown", "allowed"), MISTAKES)
def test_a_mistake_is_named_by_value_with_what_is_allowed(
    tree: Tree, problems: Find, path: str, value: object, shown: str, allowed: str
) -> None:
    change(tree, path, value)

    (problem,) = problems(tree)

    assert problem.value.strip() == shown.strip()
    assert allowed in problem.allowed
    assert problem.row > 0
    assert problem.message


def test_a_mistake_is_named_by_the_line_it_stands_on(tree: Tree, problems: Find) -> None:
    tree["episodes"][0]["concession"]["value"] = 4
    lines = json.dumps(tree, indent=1).splitlines()

    (problem,) = problems(tree)

    assert '"value": 4' in lines[problem.row - 1]
    assert problem.field == "episodes[0].concession.value"
    assert problem.file.endswith("mine.yaml")


def test_a_missing_field_is_named_by_the_line_of_its_record(tree: Tree, problems: Find) -> None:
    del tree["episodes"][0]["linkage"]

    (problem,) = problems(tree)

    assert (problem.field, problem.message) == ("episodes[0].linkage", "this field is missing")


def test_an_unknown_field_is_named_with_the_one_that_was_meant(tree: Tree, problems: Find) -> None:
    tree["episodes"][0]["authorized"] = tree["episodes"][0].pop("authorised")

    unknown = next(problem for problem in problems(tree) if problem.field.endswith("authorized"))

    assert "did you mean authorised?" in unknown.message
    assert "unilateral" in unknown.allowed


def test_a_number_that_is_none_is_refused(problems: Find, tree: Tree) -> None:
    tree["episodes"][0]["depth"]["value"] = 77777.5
    text = json.dumps(tree).replace("77777.5", ".nan")

    (problem,) = problems(text)

    assert problem.field == "episodes[0].depth.value"
    assert problem.value == "nan"


@pytest.mark.parametrize("content", ["[1, 2]", "words", "3", "null", "true"])
def test_a_document_that_is_no_case_set_is_refused_as_a_whole(problems: Find, content: str) -> None:
    (problem,) = problems(content)

    assert problem.field == ""
    assert "mapping of fields" in problem.allowed


def test_a_field_that_stands_twice_is_named(problems: Find, tree: Tree) -> None:
    text = json.dumps(tree)[:-1] + ', "title": "Again"}'

    (problem,) = problems(text)

    assert (problem.field, problem.message) == ("title", "this field stands here twice")


def test_the_printed_problem_reads_as_a_sentence(tmp_path: Path) -> None:
    problem = Problem(
        "a.yaml", 3, "episodes[0].depth.value", "7", "this is out of range", "a number from 0 to 3"
    )

    assert str(problem) == (
        "a.yaml:3: episodes[0].depth.value = 7: this is out of range. Allowed: a number from 0 to 3."
    )
    assert str(Problem("a.yaml", 0, "", "", "the file is empty")) == "a.yaml: the file is empty."
