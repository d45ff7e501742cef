"""Whatever the bytes, loading ends in a case set or in a list of problems, never in anything else."""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaiatsu import cases
from gaiatsu.cases.document import parse
from gaiatsu.cases.loader import validate
from gaiatsu.cases.records import CaseSet
from gaiatsu.cases.schema import case_set_schema
from gaiatsu.errors import InvalidCaseSet, Problem

SHIPPED = (files("gaiatsu.cases") / "catalog" / "schoppa1999.yaml").read_bytes()
SLOW = settings(deadline=None, derandomize=True, max_examples=60)
QUICK = settings(deadline=None, derandomize=True, max_examples=300)
VALIDATOR = jsonschema.Draft202012Validator(case_set_schema())

Loc = tuple[str | int, ...]


def attempt(content: bytes, name: str = "mine.yaml") -> CaseSet | tuple[Problem, ...]:
    """Load, and hold a refusal to what it promises: at least one problem, each with a message."""
    try:
        return validate(parse(content, name), CaseSet)
    except InvalidCaseSet as error:
        problems = error.problems
    assert problems
    assert all(problem.message and problem.file == name for problem in problems)
    return problems


def small() -> dict[str, Any]:
    tree = cases.load("schoppa1999").model_dump(mode="json", exclude={"history", "references"})
    for field in ("episodes", "events", "statements", "facts"):
        tree[field] = tree[field][:1]
    tree["series"][0]["rows"] = tree["series"][0]["rows"][:2]
    return tree


def places(node: Any, loc: Loc = ()) -> list[Loc]:
    """Paths of everything inside a document."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [loc, *(place for key, value in items for place in places(value, (*loc, key)))]


TREE = small()
PLACES = [place for place in places(TREE) if place]
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)


def branch(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)


ANY = st.recursive(PLAIN, branch, max_leaves=6)
ACTIONS = st.sampled_from(["set", "drop", "double", "rename"])
MUTATION = st.tuples(st.sampled_from(PLACES), ACTIONS, ANY)
SIGNS = (
    "a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", "&a ", "*a", "!", "!!int ", "!!x ", "|", ">", "'", '"',
    "#", ",", "%YAML 1.", "---", "...", "<<", "? ", "\t", "0o7", ".nan", "1e999", "\\", "\\ud800", "é", "~",
    "@", "`", "=", "episodes", "id", "2001-13-45", "1:20", "0x", "+", "_",
)  # fmt: skip
YAML_BITS = st.sampled_from(SIGNS)

SMALL = """\
schema_version: "1.0"
id: s
title: t
citation: schoppa1999
episodes:
- id: e
  title: "\u00e9"
  sender: USA
  target: JPN
  start: 1986
  end: 1986-09-02
  administration: &a {value: after, source: schoppa1999, locator: l, coder: article, confidence: high}
  demand_type: {value: rule, source: schoppa1999, locator: l, coder: me, confidence: low, reason: r}
  depth: &n {value: 0, source: schoppa1999, locator: l, coder: article, confidence: low}
  explicitness: *n
  threatened_cost: *n
  public_posture: *n
  linkage: *n
  domestic_support: *n
  concession: *n
  backlash: *n
  numeric_target: &f {value: false, source: schoppa1999, locator: l, coder: article, confidence: low}
  unilateral: *f
  authorised: *f
  target_in_violation: *f
  violation_elsewhere: *f
  conceded: *f
"""


def mutate(tree: dict[str, Any], mutation: tuple[Loc, str, Any]) -> None:
    place, action, value = mutation
    here: Any = tree
    for part in place[:-1]:
        if not isinstance(here, dict | list) or (isinstance(here, list) and not isinstance(part, int)):
            return
        try:
            here = here[part]
        except (KeyError, IndexError):
            return
    last = place[-1]
    if isinstance(here, dict) and last in here:
        if action == "drop":
            del here[last]
        elif action == "rename":
            here[f"{last}x"] = here.pop(last)
        else:
            here[last] = value
    elif isinstance(here, list) and isinstance(last, int) and last < len(here):
        if action == "drop":
            del here[last]
        elif action == "double":
            here.append(copy.deepcopy(here[last]))
        else:
            here[last] = value


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes_end_well(content: bytes) -> None:
    attempt(content)
    attempt(content, "mine.json")


@QUICK
@given(st.lists(YAML_BITS, max_size=25).map("".join))
def test_any_mixture_of_the_signs_of_yaml_ends_well(text: str) -> None:
    attempt(text.encode())


@QUICK
@given(st.text(max_size=80))
def test_any_text_ends_well(text: str) -> None:
    attempt(text.encode("utf-8", "surrogatepass"))


@pytest.mark.slow
def test_the_shipped_file_cut_anywhere_ends_well() -> None:
    for length in range(13, len(SHIPPED), len(SHIPPED) // 23):
        attempt(SHIPPED[:length])


def test_the_shipped_file_cut_after_any_of_its_first_lines_ends_well() -> None:
    lines = SHIPPED.splitlines(keepends=True)
    for count in range(0, 200, 3):
        attempt(b"".join(lines[:count]))


def test_a_small_document_cut_at_every_byte_ends_well() -> None:
    content = SMALL.encode()

    assert isinstance(attempt(content), CaseSet)
    assert not any(isinstance(attempt(content[:length]), CaseSet) for length in range(len(content) - 1))


def test_a_small_json_document_cut_at_every_byte_ends_well() -> None:
    content = json.dumps(parse(SMALL.encode()).tree).encode()

    assert isinstance(attempt(content, "mine.json"), CaseSet)
    assert not any(
        isinstance(attempt(content[:length], "mine.json"), CaseSet) for length in range(len(content))
    )


@SLOW
@given(st.integers(0, len(SHIPPED) - 1), st.binary(min_size=1, max_size=3))
def test_the_shipped_file_with_bytes_written_over_ends_well(place: int, written: bytes) -> None:
    attempt(SHIPPED[:place][-3000:] + written + SHIPPED[place + len(written) :][:3000])


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.lists(MUTATION, min_size=1, max_size=4))
def test_a_mutated_document_ends_well_and_the_schema_agrees(mutations: list[tuple[Loc, str, Any]]) -> None:
    tree = copy.deepcopy(TREE)
    for mutation in mutations:
        mutate(tree, mutation)
    content = json.dumps(tree).encode()

    result = attempt(content)

    if isinstance(result, CaseSet):
        assert VALIDATOR.is_valid(tree)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(MUTATION, min_size=1, max_size=3))
def test_a_document_that_loads_loads_again_from_what_it_writes(mutations: list[tuple[Loc, str, Any]]) -> None:
    tree = copy.deepcopy(TREE)
    for mutation in mutations:
        mutate(tree, mutation)
    result = attempt(json.dumps(tree).encode())

    if isinstance(result, CaseSet):
        assert attempt(result.model_dump_json().encode(), "again.json") == result
