"""A small valid document, to be broken in one place by each test."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gaiatsu import cases
from gaiatsu.errors import InvalidCaseSet, Problem

Tree = dict[str, Any]


@pytest.fixture(scope="session")
def small_tree() -> Tree:
    """One record of each kind from the shipped set, as a document."""
    tree = cases.load("schoppa1999").model_dump(mode="json", exclude={"history", "references"})
    for field in ("episodes", "events", "statements", "facts"):
        tree[field] = tree[field][-1:]
    return tree


@pytest.fixture
def tree(small_tree: Tree) -> Tree:
    """The small document, free to be changed."""
    return copy.deepcopy(small_tree)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Tree | str | bytes], Path]:
    """Write a document to a file and say where."""

    def write(content: Tree | str | bytes, name: str = "mine.yaml") -> Path:
        path = tmp_path / name
        if isinstance(content, dict):
            content = json.dumps(content, indent=1)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def problems(
    written: Callable[[Tree | str | bytes], Path],
) -> Callable[[Tree | str | bytes], tuple[Problem, ...]]:
    """Every problem that loading a document brings up."""

    def find(content: Tree | str | bytes) -> tuple[Problem, ...]:
        path = written(content)
        try:
            cases.load(path)
        except InvalidCaseSet as error:
            return error.problems
        return ()

    return find
