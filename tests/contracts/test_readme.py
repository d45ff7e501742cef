"""Every gaiatsu command in the README is run as it stands; its Python runs as a doctest."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
LONGEST_PAGE = 120
FIRST_EXAMPLE_BY = 25
MAKE_TARGETS = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)


def console_blocks(page: str) -> list[str]:
    return re.findall(r"^```console\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[str]:
    """Lines typed by the reader, without their comments."""
    return [line.split("  #")[0].strip() for line in re.findall(r"^\$ (.*)$", block, flags=re.MULTILINE)]


BLOCKS = console_blocks(README)
TYPED = [command for block in BLOCKS for command in commands(block)]


@pytest.mark.parametrize("block", [b for b in BLOCKS if any(c.startswith("gaiatsu") for c in commands(b))])
def test_the_commands_of_the_readme_run(block: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "NO_COLOR": "1",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    for command in (c for c in commands(block) if c.startswith("gaiatsu")):
        done = subprocess.run(
            shlex.split(command), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert done.stdout.strip(), command
        assert "Traceback" not in done.stderr


def python_blocks(page: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.xdist_group("replicate")
def test_the_python_of_the_readme_writes_the_bytes_of_the_command(
    written: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    program = "\n".join(block for block in python_blocks(README) if ">>>" not in block)
    environment = {key: value for key, value in os.environ.items() if key != "GAIATSU_DATA"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    ours, theirs = files(tmp_path / "reports" / "schoppa1999"), files(written[0])

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
    assert [c for c in TYPED if c.split()[0] not in {"make", "gaiatsu", "source", "git", "cd"}] == []


def test_the_readme_is_short_and_shows_python_early() -> None:
    lines = README.splitlines()
    first = next(i for i, line in enumerate(lines, start=1) if line.startswith("```python"))

    assert len(lines) <= LONGEST_PAGE
    assert first <= FIRST_EXAMPLE_BY


def test_the_first_example_is_under_ten_lines() -> None:
    first = python_blocks(README)[0]

    assert len(first.strip().splitlines()) < 10
