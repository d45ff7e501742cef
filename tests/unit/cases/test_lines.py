"""Long documents are read line by line, and mean what a full reader of YAML says they mean."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from gaiatsu import cases
from gaiatsu.cases import document
from gaiatsu.cases.lines import HEAD, NotPlain, dump_yaml, json_rows, read_json, read_lines
from gaiatsu.errors import InvalidCaseSet

Tree = dict[str, Any]
TREE = {
    "id": "s",
    "count": 3,
    "share": 0.25,
    "none": None,
    "empty": [],
    "words": 'a "quoted": text # with, signs\nand two lines',
    "odd": "no-break\u00a0space, line\u2028separator, del\x7f",
    "group": {"inner": {"value": True}, "list": [{"a": 1}, {"b": {"c": [1, 2]}}]},
    "episodes": [{"id": "one", "depth": {"value": 1.0}}, {"id": "two", "tags": ["x", "y"]}],
}


def test_what_is_written_is_yaml_for_another_parser() -> None:
    assert yaml.safe_load(dump_yaml(TREE)) == TREE


def test_what_is_written_is_read_back() -> None:
    tree, _ = read_lines(dump_yaml(TREE))

    assert tree == TREE


def test_each_field_knows_its_line() -> None:
    text = dump_yaml(TREE)
    _, rows = read_lines(text)
    lines = text.splitlines()

    assert lines[rows["episodes", 1, "tags"] - 1] == '  tags: ["x", "y"]'
    assert lines[rows["group", "list", 1] - 1].lstrip().startswith("- b:")
    assert lines[rows["episodes", 0] - 1] == '- id: "one"'


@pytest.mark.parametrize(
    "text",
    [
        "id: plain words",
        "id: 'single quotes'",
        "id: >-\n  folded",
        "id: &anchor 1",
        'id: "s"\nid: "t"',
        'id: "s"  # a remark',
        "id:",
        "id:\nother: 1",
        "- 1",
        "id: 1\n  deeper: 2",
        "list:\n- a: 1\n   b: 2",
        "id: {1: 2}",
        "id: NaN",
        "id: 99999999999999999999",
        'id: "\\ud800"',
        'id: {"a": 1, "a": 2}',
        "\tid: 1",
        "Id: 1",
        "",
    ],
)
def test_what_is_not_plain_is_left_to_the_full_reader(text: str) -> None:
    with pytest.raises(NotPlain):
        read_lines(f"{HEAD}\n{text}")


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": 2}', "[1,]", '{"a": NaN}', "[" * 60 + "]" * 60, f"[{2**60}]"]
)
def test_json_that_is_not_plain_is_left_to_the_full_reader(text: str) -> None:
    with pytest.raises(NotPlain):
        read_json(text)


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_values_of_json_know_their_line(indent: int | None) -> None:
    text = json.dumps(TREE, indent=indent)
    rows = json_rows(text)
    lines = text.splitlines()

    assert '"value": true' in lines[rows["group", "inner", "value"] - 1]
    assert '"tags"' in lines[rows["episodes", 1, "tags"] - 1]
    assert '"y"' in lines[rows["episodes", 1, "tags", 1] - 1]


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_BYTES", 2000)


@pytest.mark.usefixtures("small_limit")
def test_a_long_file_of_another_form_is_refused_with_the_line_and_the_way_on(
    tree: Tree, written: Callable[..., Path]
) -> None:
    lines = [HEAD, *dump_yaml(tree).splitlines()[1:]]
    lines[2] = "id: mine  # edited"
    path = written("\n".join(lines), "mine.yaml")

    with pytest.raises(InvalidCaseSet, match=r"mine\.yaml:3: the file is too large") as caught:
        cases.load(path)
    assert "one field a line" in str(caught.value)


@pytest.mark.usefixtures("small_limit")
@pytest.mark.parametrize("name", ["mine.yaml", "mine.json"])
def test_a_long_file_of_the_plain_form_loads(tree: Tree, written: Callable[..., Path], name: str) -> None:
    text = dump_yaml(tree) if name.endswith("yaml") else json.dumps(tree)

    assert len(text) > 2000
    assert cases.load(written(text, name)).id == tree["id"]


@pytest.mark.usefixtures("small_limit")
def test_a_mistake_in_a_long_json_file_is_named_by_its_line(tree: Tree, written: Callable[..., Path]) -> None:
    tree["episodes"][0]["concession"]["value"] = 4
    text = json.dumps(tree, indent=1)

    (problem,) = cases.check(written(text, "mine.json"))

    assert '"value": 4' in text.splitlines()[problem.row - 1]


@pytest.mark.usefixtures("small_limit")
@pytest.mark.parametrize(
    ("text", "said"),
    [('{"id": 1,}', "this is not JSON"), ('{"id": 1, "id": 2}', "each name once")],
)
def test_a_long_json_file_that_cannot_be_read_says_why(
    written: Callable[..., Path], text: str, said: str
) -> None:
    path = written(text + " " * 3000, "mine.json")

    with pytest.raises(InvalidCaseSet, match=said):
        cases.load(path)
