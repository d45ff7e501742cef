"""What a command prints with ``--json`` has exactly the keys that the page documents."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from gaiatsu.cli.main import VERBS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "json.md").read_text()
Typed = Callable[..., subprocess.CompletedProcess[str]]
ENVELOPE = ["command", "version", "schema"]
STATES = (
    "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday\n"  # as the producer heads it
    "JPN,740,Japan,1952,4,28,2016,12,31\n"
)


def sections(page: str) -> dict[str, tuple[str, list[str]]]:
    """Heading -> (example command, documented keys)."""
    parts = re.split(r"^## `(gaiatsu [a-z -]+)`$", page, flags=re.MULTILINE)[1:]
    found = {}
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        example = re.search(r"^\$ (.*)$", text, flags=re.MULTILINE)
        assert example is not None
        found[name] = (example[1], re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE))
    return found


SECTIONS = sections(PAGE)
SHARED = ("gaiatsu replicate", "gaiatsu falsify")  # computed once for every test that asks for them


@pytest.mark.parametrize("name", [name for name in SECTIONS if name not in SHARED])
def test_a_command_prints_the_documented_keys(name: str, typed: Typed, tmp_path: Path) -> None:
    """The example of a command as the page has it, in a folder of its own, without external data."""
    (tmp_path / "states2016.csv").write_text(STATES)  # what the example of sources add registers
    for name_of_file in ("game.yaml", "crises.csv"):  # what the example of fit game fits
        (tmp_path / name_of_file).write_bytes((ROOT / "docs" / "how-to" / name_of_file).read_bytes())
    program, *words = shlex.split(SECTIONS[name][0])
    done = typed(*words)

    assert program == "gaiatsu"
    assert done.returncode == 0, done.stderr
    assert [*ENVELOPE, *SECTIONS[name][1]] == list(json.loads(done.stdout))


@pytest.mark.xdist_group("replicate")
def test_the_report_as_an_object_has_the_documented_keys(written: Any) -> None:
    name = "gaiatsu replicate"

    assert [*ENVELOPE, *SECTIONS[name][1]] == list(json.loads(written.result.stdout))
    assert shlex.split(SECTIONS[name][0])[:3] == ["gaiatsu", "replicate", "schoppa1999"]


@pytest.mark.xdist_group("falsify")
def test_the_falsifiers_as_an_object_have_the_documented_keys(falsified: Result) -> None:
    name = "gaiatsu falsify"

    assert [*ENVELOPE, *SECTIONS[name][1]] == list(json.loads(falsified.stdout))
    assert shlex.split(SECTIONS[name][0]) == ["gaiatsu", "falsify", "--json"]


def test_every_verb_has_a_section() -> None:
    described = {name.split()[1] for name in SECTIONS}

    assert {verb.name for verb in VERBS} == described


def test_the_page_describes_the_envelope() -> None:
    head = re.split(r"^## ", PAGE, flags=re.MULTILINE)[0]

    assert re.findall(r"^\| `(\w+)` \|", head, flags=re.MULTILINE) == ENVELOPE
