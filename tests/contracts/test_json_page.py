"""What a command prints with ``--json`` has exactly the keys that the page documents."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from gaiatsu.cli.main import VERBS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "json.md").read_text()
ENVELOPE = ["command", "version", "schema"]


def sections(page: str) -> dict[str, tuple[str, list[str]]]:
    """Heading -> (example command, documented keys)."""
    parts = re.split(r"^## `(gaiatsu [a-z ]+)`$", page, flags=re.MULTILINE)[1:]
    found = {}
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        example = re.search(r"^\$ (.*)$", text, flags=re.MULTILINE)
        assert example is not None
        found[name] = (example[1], re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE))
    return found


SECTIONS = sections(PAGE)


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.slow] * (n == "gaiatsu replicate")) for n in SECTIONS]
)
def test_a_command_prints_the_documented_keys(name: str, tmp_path: Path) -> None:
    command, keys = SECTIONS[name]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    environment.pop("GAIATSU_DATA", None)
    done = subprocess.run(
        shlex.split(command), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert [*ENVELOPE, *keys] == list(json.loads(done.stdout))


def test_every_verb_has_a_section() -> None:
    described = {name.split()[1] for name in SECTIONS}

    assert {verb.name for verb in VERBS} == described


def test_the_page_describes_the_envelope() -> None:
    head = re.split(r"^## ", PAGE, flags=re.MULTILINE)[0]

    assert re.findall(r"^\| `(\w+)` \|", head, flags=re.MULTILINE) == ENVELOPE
