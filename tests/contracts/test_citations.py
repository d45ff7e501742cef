"""Every work that a docstring or a result cites stands in the bibliography."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from gaiatsu.claims import bibliography

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "gaiatsu"
DOCS = ROOT / "docs"
KEY = re.compile(r"\b[a-z][a-z_]*_?(?:1[6-9]|20)\d\d[a-z]?\b")


def cited_in_docstrings(text: str) -> set[str]:
    """Keys under the References heading of any docstring."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            continue
        parts = re.split(r"^References\n-+$", ast.get_docstring(node) or "", flags=re.MULTILINE)
        for part in parts[1:]:
            found |= set(KEY.findall(re.split(r"^\w[\w ]*\n-{3,}$", part, flags=re.MULTILINE)[0]))
    return found


def cited_by_results(text: str) -> set[str]:
    """Keys handed over as ``citations=``."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.keyword)]
    listed = [node.value for node in calls if node.arg == "citations"]
    constants = [leaf.value for value in listed for leaf in ast.walk(value) if isinstance(leaf, ast.Constant)]
    return {value for value in constants if isinstance(value, str)}


def test_every_key_in_a_docstring_is_in_the_bibliography() -> None:
    cited = {
        str(path.relative_to(SOURCE)): cited_in_docstrings(path.read_text()) for path in SOURCE.rglob("*.py")
    }
    known = set(bibliography())

    assert {path: sorted(keys - known) for path, keys in cited.items() if keys - known} == {}


def test_every_key_that_a_result_cites_is_in_the_bibliography() -> None:
    cited = {
        str(path.relative_to(SOURCE)): cited_by_results(path.read_text()) for path in SOURCE.rglob("*.py")
    }
    known = set(bibliography())

    assert {path: sorted(keys - known) for path, keys in cited.items() if keys - known} == {}


def test_the_check_sees_a_key_in_either_place() -> None:
    text = (
        'def f():\n    """Say.\n\n    References\n    ----------\n    nobody1999\n\n'
        '    Examples\n    --------\n    year2000\n    """\n    return trace(f, citations=("missing2001",))\n'
    )

    assert cited_in_docstrings(text) == {"nobody1999"}
    assert cited_by_results(text) == {"missing2001"}
