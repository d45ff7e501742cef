"""Nothing in the project names one machine, one person's folders or a package registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The folders are joined here so that this file does not contain what it forbids.
FOLDERS = "|".join(("wor" + "k", "hom" + "e", "roo" + "t", "Use" + "rs", "tm" + "p", "mn" + "t"))
MACHINE_PATH = re.compile(rf"(?<![\w.~*/<-])/(?:{FOLDERS})/\w+")
REGISTRY = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host")
BINARY = {".png", ".pdf", ".parquet", ".ttf", ".otf", ".woff2"}


def tracked_files() -> list[Path]:
    """Files under version control, or every file of an unpacked archive."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return [p for p in ROOT.rglob("*") if p.is_file() and ".venv" not in p.parts]
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def machine_paths(text: str) -> list[str]:
    return MACHINE_PATH.findall(text)


def test_no_file_names_a_path_of_one_machine() -> None:
    found = {
        str(path.relative_to(ROOT)): machine_paths(path.read_text(errors="replace"))
        for path in tracked_files()
        if path.suffix not in BINARY
    }

    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("name", ["run.txt", "test.txt", "uv.txt", "run.in", "test.in", "uv.in"])
def test_no_requirements_file_names_a_registry(name: str) -> None:
    assert REGISTRY.findall((ROOT / "requirements" / name).read_text()) == []


@pytest.mark.parametrize("name", ["run.txt", "test.txt", "uv.txt"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements" / name).read_text())

    assert [e for e in entries if re.match(r"[\w.-]+(\[.*\])?==", e) and "--hash=sha256:" not in e] == []


def test_the_check_sees_a_path_and_a_registry() -> None:
    assert machine_paths("open('/" + "hom" + "e/anna/cases.yaml')") != []
    assert machine_paths("a/home/page and https://example.org/home/page") == []
    assert REGISTRY.findall("--index-url https://example.org/simple") != []
