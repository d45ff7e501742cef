"""Records are frozen, and a class is either abstract or final."""

from __future__ import annotations

import ast
import dataclasses
import enum
import importlib
import inspect
import pkgutil
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import gaiatsu

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "gaiatsu"
COLLECTORS = {  # they gather while a piece of work goes on, and are not what comes out of it
    "gaiatsu.cases.document.Document",
    "gaiatsu.report.trail.Trail",
}


def classes() -> dict[str, type]:
    """Every class that the package defines."""
    found = {}
    for info in pkgutil.walk_packages([str(SOURCE)], "gaiatsu."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for _, value in inspect.getmembers(module, inspect.isclass):
            if value.__module__ == info.name:
                found[f"{info.name}.{value.__qualname__}"] = value
    return found


@pytest.fixture(scope="module")
def defined() -> dict[str, type]:
    return classes()


def mutable(kind: type) -> bool:
    """Whether a record can be changed after it was made."""
    if dataclasses.is_dataclass(kind):
        parameters: Any = vars(kind)["__dataclass_params__"]
        return not parameters.frozen
    return issubclass(kind, BaseModel) and not kind.model_config.get("frozen")


def may_be_subclassed(kind: type) -> bool:
    """Abstract classes, errors and enumerations may; so may bases without fields of their own."""
    if issubclass(kind, Exception | enum.Enum) or inspect.isabstract(kind):
        return True
    if issubclass(kind, BaseModel):
        return not kind.model_fields
    own = [name for name in vars(kind) if not name.startswith("__")]
    return getattr(kind, "_is_protocol", False) or not own


def test_every_record_is_frozen(defined: dict[str, type]) -> None:
    assert [path for path, kind in defined.items() if mutable(kind) and path not in COLLECTORS] == []


def test_no_concrete_class_is_subclassed(defined: dict[str, type]) -> None:
    ours = set(defined.values())
    parents = {base for kind in ours for base in kind.__bases__ if base in ours}

    assert [kind.__qualname__ for kind in parents if not may_be_subclassed(kind)] == []


def test_no_lazy_name_hides_a_module_of_its_room() -> None:
    """A room that offers a name and holds a module of that name would answer differently after an import."""
    hidden = []
    for init in SOURCE.rglob("__init__.py"):
        tree = ast.parse(init.read_text())
        if not any(isinstance(node, ast.FunctionDef) and node.name == "__getattr__" for node in tree.body):
            continue
        room = importlib.import_module(".".join(("gaiatsu", *init.parent.relative_to(SOURCE).parts)))
        modules = {info.name for info in pkgutil.iter_modules([str(init.parent)])}
        for name in sorted(modules & set(room.__all__)):
            module = importlib.import_module(f"{room.__name__}.{name}")
            hidden += [] if callable(module) else [f"{room.__name__}.{name}"]

    assert hidden == []


def test_the_check_sees_a_mutable_record_and_a_subclassed_one() -> None:
    @dataclasses.dataclass
    class Loose:
        x: int

    assert mutable(Loose)
    assert not may_be_subclassed(gaiatsu.CaseSet)
    assert may_be_subclassed(gaiatsu.GaiatsuError)
