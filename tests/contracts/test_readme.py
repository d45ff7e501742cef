"""Every gaiatsu command in the README is run as it stands; its Python runs as a doctest."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
LONGEST_PAGE = 120
FIRST_EXAMPLE_BY = 25
MAKE_TARGETS = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[str]:
    """Lines typed by the reader, without their comments."""
    return [line.split("  #")[0].strip() for line in re.findall(r"^\$ (.*)$", block, flags=re.MULTILINE)]


TYPED = [command for block in blocks(README, "console") for command in commands(block)]
NEED_DATA = [command for block in blocks(README, "shell") for command in commands(block)]


SHARED = {"gaiatsu falsify": "falsify", "gaiatsu study decline --out decline": "decline"}
"""Groups whose other tests read what these commands print and write."""


def each(typed: list[str]) -> list[Any]:
    groups = [[pytest.mark.xdist_group(SHARED[one])] if one in SHARED else [] for one in typed]
    return [pytest.param(one, marks=marks) for one, marks in zip(typed, groups, strict=True)]


@pytest.mark.parametrize("command", each([c for c in TYPED if c.startswith("gaiatsu")]))
def test_a_command_of_the_readme_runs(command: str, as_in_readme: Any) -> None:
    expect_no_fault(as_in_readme(command)[1])


@pytest.mark.data
@pytest.mark.parametrize("command", each(NEED_DATA))
def test_a_command_of_the_readme_runs_on_external_data(
    command: str, data_dir: Path, as_in_readme: Any
) -> None:
    expect_no_fault(as_in_readme(command, data=data_dir)[1])


def expect_no_fault(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip(), done.args
    assert "Traceback" not in done.stderr


def test_the_commands_that_others_read_stand_in_the_readme() -> None:
    assert set(SHARED) <= {*TYPED, *NEED_DATA}


@pytest.mark.slow
@pytest.mark.xdist_group("replicate")
def test_the_python_of_the_readme_writes_the_bytes_of_the_command(written: Any, tmp_path: Path) -> None:
    program = "\n".join(block for block in blocks(README, "python") if ">>>" not in block)
    environment = {key: value for key, value in os.environ.items() if key != "GAIATSU_DATA"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    ours, theirs = files(tmp_path / "reports" / "schoppa1999"), files(written.folder)

    assert done.returncode == 0, done.stderr
    assert {"index.html", "report.pdf"} <= set(ours)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_make_target_in_the_readme_exists() -> None:
    targets = {command.split()[1] for command in TYPED if command.startswith("make ")}

    assert {"report", "test"} <= targets <= set(MAKE_TARGETS)


def test_nothing_else_is_asked_of_the_reader() -> None:
    assert [
        c for c in (*TYPED, *NEED_DATA) if c.split()[0] not in {"make", "gaiatsu", "source", "git", "cd"}
    ] == []


def test_the_readme_is_short_and_shows_python_early() -> None:
    lines = README.splitlines()
    first = next(i for i, line in enumerate(lines, start=1) if line.startswith("```python"))

    assert len(lines) <= LONGEST_PAGE
    assert first <= FIRST_EXAMPLE_BY


def test_the_first_example_is_under_ten_lines() -> None:
    first = blocks(README, "python")[0]

    assert len(first.strip().splitlines()) < 10
