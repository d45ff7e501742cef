"""The shop window is small and documented; every public function says what it takes and returns."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import gaiatsu

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "gaiatsu"
REFERENCE = ROOT / "docs" / "reference" / "api.md"
MOST_ROOT_NAMES = 40
SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}$", flags=re.MULTILINE)


# --- the shop window -------------------------------------------------------------------------------------


def typed_imports() -> dict[str, str]:
    """Name -> room, as the type checker reads the shop window."""
    tree = ast.parse((SOURCE / "__init__.py").read_text())
    block = next(n for n in tree.body if isinstance(n, ast.If))
    found = {}
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        assert node.module is not None
        room = node.module.removeprefix("gaiatsu").removeprefix(".")
        found |= {alias.asname or alias.name: room or alias.name for alias in node.names}
    return found


def test_the_root_has_few_names() -> None:
    assert len(gaiatsu.__all__) <= MOST_ROOT_NAMES


def test_the_list_the_types_and_the_loader_name_the_same_things() -> None:
    names = set(gaiatsu.__all__) - {"__version__"}

    assert names == set(typed_imports())
    assert names == set(gaiatsu._HOME)
    assert typed_imports() == gaiatsu._HOME


@pytest.mark.parametrize("name", gaiatsu.__all__)
def test_every_root_name_can_be_had(name: str) -> None:
    assert getattr(gaiatsu, name) is not None
    assert name in dir(gaiatsu)


def test_no_root_name_hides_a_room() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    hidden = [name for name in rooms & set(gaiatsu.__all__) if not inspect.ismodule(getattr(gaiatsu, name))]

    assert hidden == []


def test_an_unknown_root_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'levrage'"):
        gaiatsu.levrage  # noqa: B018


def test_the_reference_page_lists_every_root_name() -> None:
    headings = re.findall(r"^#+ `gaiatsu\.(\w+)`", REFERENCE.read_text(), flags=re.MULTILINE)

    assert sorted(set(gaiatsu.__all__) - {"__version__"}) == sorted(headings)


# --- docstrings ------------------------------------------------------------------------------------------


def modules() -> list[ModuleType]:
    found = pkgutil.walk_packages([str(SOURCE)], "gaiatsu.")
    return [importlib.import_module(module.name) for module in found if not module.name.endswith("__main__")]


def public_functions() -> dict[str, Callable[..., Any]]:
    """Every function that a module lists in ``__all__``, by the path of the module that defines it."""
    found = {}
    for module in modules():
        for name in getattr(module, "__all__", ()):
            value = getattr(module, name)
            if inspect.isfunction(value) and value.__module__.startswith("gaiatsu"):
                found[f"{value.__module__}.{value.__qualname__}"] = value
    return dict(sorted(found.items()))


FUNCTIONS = public_functions()
WINDOW = {name for name in gaiatsu.__all__ if inspect.isfunction(getattr(gaiatsu, name, None))}


def sections(doc: str) -> dict[str, str]:
    """Split a NumPy docstring: heading -> text; the summary stands under the empty heading."""
    parts = SECTION.split(inspect.cleandoc(doc))
    return {"": parts[0]} | {head.strip(): body for head, body in zip(parts[1::2], parts[2::2], strict=True)}


def parameters(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


def documented_parameters(text: str) -> list[str]:
    """Names at the left margin of a Parameters section; several may share a line."""
    lines = re.findall(r"^([\w*, ]+?)(?: :.*)?$", text, flags=re.MULTILINE)
    return [name.strip().lstrip("*") for line in lines if line[:1].strip() for name in line.split(",")]


def flaws(function: Callable[..., Any]) -> list[str]:
    """What the docstring of a public function lacks."""
    found = sections(function.__doc__ or "")
    summary = found[""].strip().split("\n\n")[0]
    names = parameters(function)
    documented = documented_parameters(found.get("Parameters", ""))
    result = inspect.signature(function).return_annotation
    short = len(names) < 2  # one argument may be explained by the summary
    checks = {
        "no summary": not summary,
        "summary does not end in a full stop": not summary.endswith("."),
        "no Parameters": not short and "Parameters" not in found,
        f"Parameters {documented} are not {names}": "Parameters" in found
        and sorted(documented) != sorted(names),
        "no Returns": not short and result not in {"None", None} and not {"Returns", "Yields"} & set(found),
    }
    return [flaw for flaw, present in checks.items() if present]


@pytest.mark.parametrize("path", FUNCTIONS)
def test_a_public_function_says_what_it_takes_and_returns(path: str) -> None:
    assert flaws(FUNCTIONS[path]) == []


def shown(name: str) -> bool:
    """Whether a docstring, the README or a page of the documentation calls a function in code that is run."""
    doc = getattr(gaiatsu, name).__doc__ or ""
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    python = re.compile(r"^```python\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
    blocks = [block for page in pages for block in python.findall(page.read_text())]
    return ">>>" in sections(doc).get("Examples", "") or any(f"gaiatsu.{name}(" in block for block in blocks)


@pytest.mark.parametrize("name", sorted(WINDOW))
def test_a_function_of_the_shop_window_is_shown_at_work(name: str) -> None:
    assert shown(name)


def test_the_check_sees_what_a_docstring_lacks() -> None:
    def poor(left: int, right: int) -> int:
        """Add

        Parameters
        ----------
        left
            A number.
        """
        return left + right

    assert flaws(poor) == [
        "summary does not end in a full stop",
        "Parameters ['left'] are not ['left', 'right']",
        "no Returns",
    ]
