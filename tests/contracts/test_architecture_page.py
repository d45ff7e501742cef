"""ARCHITECTURE.md says what the tree and the import contracts say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "gaiatsu"
PAGE = (ROOT / "ARCHITECTURE.md").read_text()
CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
    "importlinter"
]["contracts"]
LAYERED = {c["containers"][0]: c["layers"] for c in CONTRACTS if c["type"] == "layers"}


def table(heading: str, page: str = PAGE) -> list[str]:
    """First cells, without backticks, of the table under a heading."""
    section = re.split(rf"^#+ {re.escape(heading)}$", page, flags=re.MULTILINE)[1]
    section = re.split(r"^#", section, flags=re.MULTILINE)[0]
    return re.findall(r"^\| `([\w.]+)` \|", section, flags=re.MULTILINE)


def rooms_of(layers: list[str], *, reserved: bool) -> list[str]:
    """Rooms of a list of layers, from the top; reserved ones stand in brackets."""
    names = [name.strip() for layer in layers for name in layer.split("|")]
    return [name.strip("()") for name in names if name.startswith("(") is reserved]


def test_the_table_of_rooms_equals_the_tree() -> None:
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}

    assert sorted(table("Rooms")) == sorted(folders)


def test_the_table_of_rooms_stands_in_the_order_of_the_layers() -> None:
    layers = [name for name in rooms_of(LAYERED["gaiatsu"], reserved=False) if name != "errors"]

    assert layers == table("Rooms")


def test_the_reserved_rooms_are_those_the_contracts_reserve() -> None:
    reserved = [
        f"{container}.{name}".removeprefix("gaiatsu.")
        for container, layers in LAYERED.items()
        for name in rooms_of(layers, reserved=True)
    ]

    assert sorted(reserved) == sorted(table("Reserved"))


def test_no_reserved_room_exists() -> None:
    assert [name for name in table("Reserved") if SOURCE.joinpath(*name.split(".")).exists()] == []


@pytest.mark.parametrize("container", [name for name in LAYERED if name != "gaiatsu"])
def test_the_parts_of_a_layered_room_equal_the_tree(container: str) -> None:
    folder = SOURCE.joinpath(*container.split(".")[1:])
    parts = {p.stem for p in folder.glob("*.py")} | {p.parent.name for p in folder.glob("*/__init__.py")}

    assert sorted(rooms_of(LAYERED[container], reserved=False)) == sorted(parts - {"__init__"})


@pytest.mark.parametrize("container", [name for name in LAYERED if name != "gaiatsu"])
def test_the_page_names_every_part_of_a_layered_room(container: str) -> None:
    sentence = PAGE.split(f"Inside `{container.split('.')[1]}`")[1].split("Inside `")[0].split("###")[0]
    named = re.findall(r"`(\w+)`", sentence)

    assert rooms_of(LAYERED[container], reserved=False) == named


def test_the_page_names_every_contract_test() -> None:
    files = {path.name for path in (ROOT / "tests" / "contracts").glob("test_*.py")}

    assert files <= set(re.findall(r"test_\w+\.py", PAGE))


def test_the_check_sees_a_room_that_is_missing_from_the_page() -> None:
    page = "## Rooms\n\n| room | holds |\n|---|---|\n| `cellar` | wine |\n\n## Next\n\n| `attic` | dust |\n"

    assert table("Rooms", page) == ["cellar"]
