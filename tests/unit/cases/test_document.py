from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gaiatsu import cases
from gaiatsu.cases.document import MAX_BYTES, parse, read, shorten, show_path
from gaiatsu.errors import InvalidCaseSet, Problem


def why(content: bytes, name: str = "mine.yaml") -> Problem:
    with pytest.raises(InvalidCaseSet) as caught:
        parse(content, name)
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


def test_lines_are_those_of_the_file() -> None:
    document = parse(b"a: 1\nb:\n  - x\n  - y: {z: 2}\n")

    assert document.tree == {"a": 1, "b": ["x", {"y": {"z": 2}}]}
    assert document.row(("b", 1, "y", "z")) == 4
    assert document.row(("b", 1, "y", "none")) == 4
    assert document.row(("none",)) == 1


def test_scalars_are_read_as_yaml_1_2_has_them() -> None:
    tree = parse(b"[1, 1.5, 1e3, true, null, yes, 'no', NO, 0x1F, 1986-09-02, ~, -.5]").tree

    assert tree == [1, 1.5, 1000.0, True, None, "yes", "no", "NO", 31, "1986-09-02", None, -0.5]


@pytest.mark.parametrize("content", [b"", b"  \n\n", b"# only words\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_document_is_named_as_such(content: bytes) -> None:
    assert re.search("empty|only comments", why(content).message)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert parse(b"\xef\xbb\xbfa: 1").tree == {"a": 1}


def test_bytes_that_are_not_utf8_are_named_with_their_line() -> None:
    problem = why(b"a: 1\nb: caf\xe9\n")

    assert problem.row == 2
    assert "0xe9" in problem.message


def test_broken_yaml_is_named_with_its_line() -> None:
    problem = why(b"a: 1\nb: [1, 2\nc: 3\n")

    assert problem.row >= 2
    assert "not YAML" in problem.message


def test_a_second_document_is_refused() -> None:
    assert "not YAML" in why(b"a: 1\n---\nb: 2\n").message


def test_a_version_that_nobody_knows_is_refused() -> None:
    assert "not YAML" in why(b"%YAML 1.91\n---\na: 1\n").message


def test_a_field_that_stands_twice_is_named() -> None:
    document = parse(b"a: 1\nb: 2\na: 3\n")

    assert [(problem.row, problem.field) for problem in document.problems] == [(3, "a")]


def test_names_that_are_not_text_are_refused() -> None:
    assert len(parse(b"? [1, 2]\n: 3\n").problems) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"!!python/object:os.system x",
        b"!!binary aGk=",
        b"!mine {b: 1}",
        b"!!set {b}",
        b"!!omap [b: 1]",
        b"!!map b",
        b"!!str [b]",
    ],
)
def test_tags_of_other_programs_are_refused_and_never_built(content: bytes) -> None:
    document = parse(b"x: " + content)

    assert document.tree == {"x": None}
    assert [problem.message for problem in document.problems] == [
        "this kind of value is not part of the schema"
    ]


def test_nesting_has_an_end() -> None:
    assert "nested too deeply" in why(b"[" * 50 + b"]" * 50).message
    assert "nested too deeply" in why(b"[" * 2_000).message


def test_an_alias_of_itself_has_an_end() -> None:
    assert "nested too deeply" in why(b"&a [*a]").message


def test_a_bomb_of_aliases_is_defused() -> None:
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [b"a%d: &a%d [%s]" % (i, i, b", ".join([b"*a%d" % (i - 1)] * 10)) for i in range(1, 9)]

    assert "too many values" in why(b"\n".join(lines)).message


def test_a_file_has_a_largest_size() -> None:
    assert "too large" in why(b"#" * (MAX_BYTES + 1)).message


def test_json_is_read_with_tabs_and_pairs_of_surrogates() -> None:
    document = parse(b'{\n\t"a": "\\ud83d\\ude00",\n\t"b": [1]\n}', "mine.json")

    assert document.tree == {"a": "\N{GRINNING FACE}", "b": [1]}
    assert document.row(("b",)) == 3


@pytest.mark.parametrize("sign", ["\x7f", "\x85", "\x9f", "\xa0", "\u2028", "\u2029", "\ufeff", "\uffff"])
def test_json_may_hold_signs_that_yaml_does_not_know(sign: str) -> None:
    text = json.dumps({"a": f"x{sign}y"}, ensure_ascii=False)

    assert parse(text.encode(), "mine.json").tree == {"a": f"x{sign}y"}


def test_broken_json_is_named_with_its_line() -> None:
    problem = why(b'{\n"a": 1,\n}', "mine.json")

    assert problem.row in {2, 3}
    assert "not JSON" in problem.message


def test_half_a_character_is_refused() -> None:
    document = parse(b'a: "\\ud800"')

    assert [problem.message for problem in document.problems] == ["this text holds half a character"]


def test_numbers_too_large_for_any_field_stay_text() -> None:
    tree = parse(b"[" + b"9" * 5000 + b", 99999999999999999999]").tree

    assert all(isinstance(value, str) for value in tree)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidCaseSet, match="No such file"):
        read(tmp_path / "none.yaml")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidCaseSet, match="directory"):
        read(tmp_path)


def test_a_name_with_a_zero_byte_is_not_a_file() -> None:
    with pytest.raises(InvalidCaseSet, match="cannot be opened"):
        read("a\0b.yaml")


def test_a_file_that_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InvalidCaseSet, match="Permission denied"):
        read(tmp_path / "closed.yaml")


def test_a_path_is_written_as_people_write_it() -> None:
    assert show_path(()) == ""
    assert show_path(("series", 0, "rows", 3, 1)) == "series[0].rows[3][1]"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "nothing"), (True, "true"), ([], "a list with 0 entries"), ({"a": 1}, "a mapping with 1 field"),
     ("a\nb", "a b"), (float("nan"), "nan"), ("x" * 100, "x" * 57 + "...")],
)  # fmt: skip
def test_values_are_written_on_one_short_line(value: object, text: str) -> None:
    assert text == shorten(value)


def test_the_problem_of_an_unreadable_file_stands_in_the_message(written: Callable[[bytes], Path]) -> None:
    path = written(b"a: [")

    with pytest.raises(InvalidCaseSet, match=r"mine\.yaml:\d: this is not YAML"):
        cases.load(path)
