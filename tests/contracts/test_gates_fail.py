"""Each gate is seen to fail on a deliberate violation: a gate never seen red proves nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS: dict[str, dict[str, Any]] = {c["name"]: c for c in CONFIG["tool"]["importlinter"]["contracts"]}

pytestmark = pytest.mark.xdist_group("gates")


def run(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment and keep what it printed."""
    env = {**os.environ, "COLUMNS": "400", "NO_COLOR": "1", **environment}
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


# --- imports ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Violation:
    """Lines added to a stub of the tree, and the contract that must catch them."""

    contract: str
    lines: tuple[tuple[str, str], ...]  # (module, line)
    seen: tuple[str, ...]  # what the report must name


def room_names(layer: str) -> list[str]:
    return re.findall(r"\w+", layer)


def stub_modules() -> set[str]:
    """Every module that a contract names, and the one above it."""
    found = {"gaiatsu"}
    for contract in CONTRACTS.values():
        for container in contract.get("containers", []):
            found |= {f"{container}.{name}" for layer in contract["layers"] for name in room_names(layer)}
        for key in ("source_modules", "forbidden_modules", "protected_modules", "allowed_importers"):
            found |= {
                name.removesuffix(".**") for name in contract.get(key, []) if name.startswith("gaiatsu")
            }
    return found


def write_stub(folder: Path, violation: Violation | None) -> None:
    """Write the tree of rooms, empty except for the violation."""
    for module in stub_modules() | ({name for name, _ in violation.lines} if violation else set()):
        room = folder.joinpath(*module.split("."))
        room.mkdir(parents=True, exist_ok=True)
        (room / "__init__.py").touch()
    for module, line in violation.lines if violation else ():
        with (folder.joinpath(*module.split(".")) / "__init__.py").open("a") as file:
            file.write(f"{line}\n")


def upward(contract: str) -> Violation:
    """Each layer imports the layer above it."""
    container = CONTRACTS[contract]["containers"][0]
    layers = [room_names(layer) for layer in CONTRACTS[contract]["layers"]]
    pairs = [
        (f"{container}.{low}", f"{container}.{high}")
        for above, below in pairwise(layers)
        for low in below
        for high in above
    ]
    return imports(contract, pairs)


def sideways(contract: str) -> Violation:
    """Each pair inside one layer see each other."""
    container = CONTRACTS[contract]["containers"][0]
    rooms = [room_names(layer) for layer in CONTRACTS[contract]["layers"]]
    pairs = [
        (f"{container}.{left}", f"{container}.{right}") for layer in rooms for left, right in pairwise(layer)
    ]
    return imports(contract, pairs)


def imports(contract: str, pairs: list[tuple[str, str]]) -> Violation:
    lines = tuple((low, f"import {high}") for low, high in pairs)
    return Violation(contract, lines, tuple(f"{low} -> {high}" for low, high in pairs))


def unplaced(contract: str) -> Violation:
    """A new room that nobody has placed."""
    container = CONTRACTS[contract]["containers"][0]
    return Violation(contract, ((f"{container}.annex", ""),), (f"{container}.annex",))


def impure(contract: str) -> Violation:
    """Each engine imports one forbidden module, each forbidden module is imported at least once."""
    sources, forbidden = CONTRACTS[contract]["source_modules"], CONTRACTS[contract]["forbidden_modules"]
    pairs = [(sources[i % len(sources)], name) for i, name in enumerate(forbidden)]
    return imports(contract, pairs)


LAYERED = [name for name, contract in CONTRACTS.items() if contract["type"] == "layers"]
MATERIALIST = "A materialist rival never reads the social context"
PURE = "Engines are pure: no files, plots, web or command line"
CATALOG = "Bundled case sets are reached only through cases"
WINDOW = "Nobody inside imports the shop window"
CYCLES = "No cycles between siblings anywhere"

VIOLATIONS: dict[str, Violation] = {
    **{f"upward in {CONTRACTS[name]['containers'][0]}": upward(name) for name in LAYERED},
    **{f"sideways in {CONTRACTS[name]['containers'][0]}": sideways(name) for name in LAYERED},
    **{f"unplaced room in {CONTRACTS[name]['containers'][0]}": unplaced(name) for name in LAYERED},
    "a rival reads the social series": imports(
        MATERIALIST, [("gaiatsu.theory.rivals", "gaiatsu.context.social")]
    ),
    "a rival reads the social series through another room": Violation(
        MATERIALIST,
        (
            ("gaiatsu.theory.rivals", "import gaiatsu.theory.parameters"),
            ("gaiatsu.theory.parameters", "import gaiatsu.context.social"),
        ),
        ("gaiatsu.theory.parameters -> gaiatsu.context.social",),
    ),
    "a rival reads social indicators of the dyad": imports(
        MATERIALIST,
        [
            ("gaiatsu.theory.rivals", "gaiatsu.context.dyads.social"),
            ("gaiatsu.theory.rivals", "gaiatsu.context.cohorts"),
        ],
    ),
    "a rival reaches the social indicators through the engine of the panel": Violation(
        MATERIALIST,
        (
            ("gaiatsu.theory.rivals", "import gaiatsu.context.series"),
            ("gaiatsu.context.series", "import gaiatsu.context.dyads.engine"),
            ("gaiatsu.context.dyads.engine", ""),
        ),
        ("gaiatsu.context.series -> gaiatsu.context.dyads.engine",),
    ),
    "an engine with files, plots and chance": impure(PURE),
    "a study reads the catalog": imports(CATALOG, [("gaiatsu.studies", "gaiatsu.cases.catalog")]),
    "a room imports the shop window": Violation(
        WINDOW,
        (("gaiatsu.cli", "from gaiatsu import __version__"),),
        ("gaiatsu.cli -> gaiatsu",),
    ),
    "two parts of a room import each other": Violation(
        CYCLES,
        (
            ("gaiatsu.context.social", "import gaiatsu.context.elites"),
            ("gaiatsu.context.elites", "import gaiatsu.context.social"),
        ),
        ("gaiatsu.context",),
    ),
}

LINT_MANY = """
import importlib, os, sys
from importlinter.cli import lint_imports
for name in sys.argv[2:]:
    os.chdir(name)
    sys.path.insert(0, name)
    importlib.invalidate_caches()
    print("=====", os.path.basename(name), flush=True)
    lint_imports(config_filename=sys.argv[1], no_cache=True, no_logo=True)
    sys.path.remove(name)
"""


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the import linter says about the sound stub and about each violation."""
    base = tmp_path_factory.mktemp("stubs")
    write_stub(base / "sound", None)
    for name, violation in VIOLATIONS.items():
        write_stub(base / name, violation)
    folders = [str(base / name) for name in ("sound", *VIOLATIONS)]
    done = run("-c", LINT_MANY, str(ROOT / "pyproject.toml"), *folders, cwd=base)
    assert done.returncode == 0, done.stderr
    parts = re.split(r"^===== (.*)\n", done.stdout, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_a_sound_tree_keeps_every_contract(linted: dict[str, str]) -> None:
    kept = re.findall(r"^(.+?) KEPT", linted["sound"], flags=re.MULTILINE)

    assert list(CONTRACTS) == kept


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_deliberate_violation_is_caught(name: str, linted: dict[str, str]) -> None:
    report, violation = linted[name], VIOLATIONS[name]
    broken = re.findall(r"^(.+?) BROKEN", report, flags=re.MULTILINE)

    assert violation.contract in broken
    assert [words for words in violation.seen if words not in report] == []


def test_every_contract_has_a_violation() -> None:
    assert set(CONTRACTS) == {violation.contract for violation in VIOLATIONS.values()}


# --- types -----------------------------------------------------------------------------------------------

WRONG_TYPES = {
    "no-untyped-def": "def f(x):\n    return x\n",
    "arg-type": "def g(x: int) -> int:\n    return x\n\n\ng('a')\n",
    "unreachable": "def h(x: int) -> int:\n    if isinstance(x, str):\n        return 1\n    return x\n",
    "ignore-without-code": "y: int = 'a'  # type: ignore\n",
    "unused-ignore": "z: int = 1  # type: ignore[assignment]\n",
    "type-arg": "def k(x: list) -> None: ...\n",
    "truthy-bool": "class C: ...\n\n\ndef m(c: C) -> int:\n    return 1 if c else 2\n",
    "redundant-expr": "def p(x: int) -> bool:\n    return isinstance(x, int) and x > 1\n",
}


def test_the_type_checker_catches_each_kind_of_error(tmp_path: Path) -> None:
    for name, text in WRONG_TYPES.items():
        (tmp_path / f"{name.replace('-', '_')}.py").write_text(text)
    config = str(ROOT / "pyproject.toml")
    done = run("-m", "mypy", "--config-file", config, "--cache-dir", str(tmp_path / "c"), ".", cwd=tmp_path)

    assert done.returncode == 1, done.stderr
    assert set(WRONG_TYPES) <= set(re.findall(r"\[([a-z-]+)\]$", done.stdout, flags=re.MULTILINE))


# --- style -----------------------------------------------------------------------------------------------

WRONG_STYLE: dict[str, str] = {
    "A001": "list = 1\n",
    "ARG001": "def f(x: int) -> int:\n    return 1\n",
    "B006": "def f(x: list[int] = []) -> None:\n    x.append(1)\n",
    "BLE001": "try:\n    pass\nexcept Exception:\n    pass\n",
    "C408": "x = dict(a=1)\n",
    "D103": "def f() -> None:\n    pass\n",
    "DTZ005": "import datetime\n\ndatetime.datetime.now()\n",
    "E711": "x = 1\ny = x == None\n",
    "EM101": "raise ValueError('no')\n",
    "ERA001": "# x = f(1)\n",
    "F401": "import math\n",
    "FURB136": "x, y = 1, 2\nz = x if x > y else y\n",
    "I001": "import sys\nimport abc\n",
    "ICN001": "import numpy\n",
    "INP001": "x = 1\n",
    "ISC004": "x = ['a' 'b', 'c']\n",
    "N801": "class lower:\n    pass\n",
    "NPY002": "import numpy as np\n\nnp.random.seed(1)\n",
    "PERF402": "x = []\nfor i in range(3):\n    x.append(i)\n",
    "PIE790": "class C:\n    '''Doc.'''\n\n    pass\n",
    "PLC0208": "for i in {1, 2}:\n    print(i)\n",
    "PLE0101": "class C:\n    def __init__(self):\n        return 1\n",
    "PLR0913": "def f(a: int, b: int, c: int, d: int, e: int, g: int, h: int) -> None: ...\n",
    "PLW0603": "x = 1\n\n\ndef f() -> None:\n    global x\n    x = 2\n",
    "PT011": "import pytest\n\nwith pytest.raises(ValueError):\n    f()\n",
    "PTH118": "import os\n\nos.path.join('a', 'b')\n",
    "PYI041": "def f(x: int | float) -> None: ...\n",
    "RET505": "def f(x: int) -> int:\n    if x:\n        return 1\n    else:\n        return 2\n",
    "RSE102": "raise ValueError()\n",
    "RUF012": "class C:\n    x = [1]\n",
    "S102": "exec('1')\n",
    "SIM102": "def f(a, b):\n    if a:\n        if b:\n            return 1\n",
    "SLF001": "def f(x: object) -> None:\n    x._hidden()\n",
    "T100": "breakpoint()\n",
    "T201": "print(1)\n",
    "TC004": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import abc\n\nabc.ABC()\n",
    "TD002": "# TODO: later\n",
    "TID252": "from .. import x\n",
    "TRY002": "raise Exception\n",
    "UP006": "from typing import List\n\nx: List[int] = []\n",
    "W291": "x = 1 \n",
}


def test_the_linter_catches_each_family_of_rules_it_selects(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    folder = tmp_path / "scripts"
    folder.mkdir()
    for code, text in WRONG_STYLE.items():
        (folder / f"case_{code.lower()}.py").write_text(text)
    done = run("-m", "ruff", "check", "--no-cache", "--output-format", "json", ".", cwd=tmp_path)
    found: dict[str, set[str]] = {}
    for row in json.loads(done.stdout):
        found.setdefault(Path(row["filename"]).stem.removeprefix("case_").upper(), set()).add(row["code"])

    assert done.returncode == 1
    assert [code for code in WRONG_STYLE if code not in found.get(code, set())] == []


def test_every_selected_family_of_rules_has_a_violation() -> None:
    selected = CONFIG["tool"]["ruff"]["lint"]["select"]
    families = {
        next(s for s in sorted(selected, key=len, reverse=True) if c.startswith(s)) for c in WRONG_STYLE
    }

    assert sorted(selected) == sorted(families)


def test_the_formatter_catches_a_file_out_of_form(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "loose.py").write_text("x = {  'a':1 }\n")

    assert run("-m", "ruff", "format", "--no-cache", "--check", ".", cwd=tmp_path).returncode == 1


# --- tests and documentation -----------------------------------------------------------------------------

WRONG_TESTS = """
import warnings

import pytest


def test_that_warns():
    warnings.warn("spoken once", UserWarning)


@pytest.mark.xfail
def test_said_to_fail_that_passes():
    pass


def example():
    '''Say two.

    >>> 1 + 1
    3
    '''
"""


def test_the_test_runner_fails_on_warnings_unexpected_passes_and_stale_examples(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "test_wrong.py").write_text(WRONG_TESTS)
    page = "# Page\n\n```python\n>>> 'stale'\n'fresh'\n\n```\n"
    (tmp_path / "page.md").write_text(page)
    done = run(
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-q",
        "test_wrong.py",
        "page.md",
        cwd=tmp_path,
    )
    failed = re.findall(r"^FAILED (\S+)", done.stdout, flags=re.MULTILINE)

    assert {
        "test_wrong.py::test_that_warns",
        "test_wrong.py::test_said_to_fail_that_passes",
        "test_wrong.py::test_wrong.example",
        "page.md::page.md",
    } == set(failed)


def test_the_test_runner_refuses_an_unknown_marker(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "test_mark.py").write_text(
        "import pytest\n\n\n@pytest.mark.imagined\ndef test_a():\n    pass\n"
    )
    done = run("-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-q", "test_mark.py", cwd=tmp_path)

    assert "'imagined' not found in `markers`" in done.stdout


def test_the_documentation_build_fails_on_a_broken_link(tmp_path: Path) -> None:
    shutil.copy(ROOT / "docs" / "conf.py", tmp_path)
    page = textwrap.dedent("""
        # Page

        See [nothing](nowhere.md).
    """)
    (tmp_path / "index.md").write_text(page)
    done = run("-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", ".", "out", cwd=tmp_path)

    assert done.returncode == 1
    assert "nowhere.md" in done.stderr
