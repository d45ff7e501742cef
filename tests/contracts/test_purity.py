"""Engines read no clock and make no randomness of their own; nobody prints or swallows an error."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "gaiatsu"
ENGINES = ("terms", "numerics", "inference", "theory", "dynamics", "estimation", "strategy")
CLOCKS = {"time", "perf_counter", "monotonic", "process_time", "now", "utcnow", "today"}
STREAMS = {"default_rng", "RandomState", "SeedSequence", "seed", "urandom", "uuid4"}
BIT_GENERATORS = {"Generator", "Philox", "PCG64", "MT19937", "SFC64"}


def calls(tree: ast.AST) -> list[tuple[int, str, bool]]:
    """Line, name and attribute-ness of every call."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found.append((node.lineno, node.func.attr, True))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.append((node.lineno, node.func.id, False))
    return found


def impurities(text: str, *, streams_allowed: bool = False) -> list[str]:
    """Calls that read a clock, or make a stream of random numbers instead of taking one."""
    forbidden = CLOCKS | (set() if streams_allowed else STREAMS | BIT_GENERATORS)
    return [f"{line}: {name}" for line, name, _ in calls(ast.parse(text)) if name in forbidden]


def swallowed(text: str) -> list[int]:
    """Lines of handlers that do nothing with what they caught."""
    handlers = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.ExceptHandler)]
    return [h.lineno for h in handlers if all(isinstance(step, ast.Pass) for step in h.body)]


@pytest.mark.parametrize("room", ENGINES)
def test_an_engine_reads_no_clock_and_is_handed_its_randomness(room: str) -> None:
    # numerics may build named streams for others to hand over; nobody else may
    found = {
        str(path.relative_to(SOURCE)): impurities(path.read_text(), streams_allowed=room == "numerics")
        for path in (SOURCE / room).rglob("*.py")
    }

    assert {path: lines for path, lines in found.items() if lines} == {}


def test_no_module_swallows_an_error() -> None:
    found = {str(path.relative_to(SOURCE)): swallowed(path.read_text()) for path in SOURCE.rglob("*.py")}

    assert {path: lines for path, lines in found.items() if lines} == {}


def test_the_check_sees_a_clock_a_stream_and_a_swallowed_error() -> None:
    text = (
        "import time\nimport numpy as np\n\n\ndef f():\n"
        "    start = time.perf_counter()\n"
        "    rng = np.random.default_rng(1)\n"
        "    try:\n        g()\n    except ValueError:\n        pass\n"
    )

    assert impurities(text) == ["6: perf_counter", "7: default_rng"]
    assert swallowed(text) == [10]
