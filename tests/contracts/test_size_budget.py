"""Functions, argument lists and files stay within the size budget (docstrings left out)."""

from __future__ import annotations

import ast
import statistics
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "gaiatsu"
MODULES = sorted(SOURCE.rglob("*.py"))

MEDIAN_LINES = 9
P95_LINES = 40
LONGEST_FUNCTION = 80
MOST_ARGUMENTS = 6
LONGEST_FILE = 500


@dataclass(frozen=True)
class Function:
    """A function, its lines without the docstring, and its arguments."""

    name: str
    lines: int
    arguments: int


def functions(text: str, where: str = "") -> list[Function]:
    """Measure each function of a module."""
    nodes = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [Function(f"{where}:{n.lineno} {n.name}", _lines(n), _arguments(n)) for n in nodes]


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node) is None:
        return total
    first = node.body[0]
    return total - ((first.end_lineno or first.lineno) - first.lineno + 1)


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    names = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


@pytest.fixture(scope="module")
def measured() -> list[Function]:
    return [f for path in MODULES for f in functions(path.read_text(), str(path.relative_to(SOURCE)))]


def test_no_function_is_longer_than_a_screen(measured: list[Function]) -> None:
    assert [f for f in measured if f.lines > LONGEST_FUNCTION] == []


def test_the_middle_function_and_the_long_ones_stay_short(measured: list[Function]) -> None:
    lines = sorted(f.lines for f in measured)
    p95 = statistics.quantiles(lines, n=20)[-1]

    assert statistics.median(lines) <= MEDIAN_LINES
    assert p95 <= P95_LINES


def test_no_function_takes_more_arguments_than_a_record_would_hold(measured: list[Function]) -> None:
    assert [f for f in measured if f.arguments > MOST_ARGUMENTS] == []


def file_lines(text: str) -> int:
    """Lines of a module without its docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, documented)]
    docs = [node.body[0] for node in nodes if ast.get_docstring(node) is not None]
    return len(text.splitlines()) - sum((doc.end_lineno or doc.lineno) - doc.lineno + 1 for doc in docs)


def test_no_file_is_too_long() -> None:
    lengths = {str(path.relative_to(SOURCE)): file_lines(path.read_text()) for path in MODULES}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_the_measure_sees_a_long_function_and_a_long_argument_list() -> None:
    body = "\n".join(f"    x = {i}" for i in range(90))
    found = functions(f"def f(a, b, *, c, d, e, g, h):\n    '''Two\n    lines.'''\n{body}\n")

    assert [Function(":1 f", 91, 7)] == found
    assert file_lines('"""Two\nlines."""\n\nx = 1\n') == 2
