"""The documentation is a contract: what the program offers is found in it, and what it says is so."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import click
import pytest
from ruamel.yaml import YAML

from gaiatsu import _version, claims, errors
from gaiatsu.cli.main import gaiatsu as root_command

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(p for p in DOCS.rglob("*.md") if "_build" not in p.parts)
LINKING = [
    *PAGES,
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")),
]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """The script that writes the reference pages."""
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- what the program offers -----------------------------------------------------------------------------


def command_paths(command: click.Command, context: click.Context) -> list[str]:
    """Every command and group, as typed."""
    found = [context.command_path]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            found += command_paths(child, click.Context(child, parent=context, info_name=name))
    return found


def test_every_command_is_documented() -> None:
    page = (DOCS / "reference" / "commands.md").read_text()
    paths = command_paths(root_command, click.Context(root_command, info_name="gaiatsu"))

    assert [path for path in paths if f"## `{path}`" not in page] == []


def test_every_error_is_documented() -> None:
    page = (DOCS / "reference" / "errors.md").read_text()
    names = [name for name in errors.__all__ if issubclass(getattr(errors, name), Exception)]

    assert [name for name in names if f"| `{name}` |" not in page] == []


def test_every_claim_is_documented() -> None:
    page = (DOCS / "reference" / "claims.md").read_text()

    assert [claim.id for claim in claims.registry() if f"## {claim.id}: " not in page] == []


def settings() -> set[str]:
    """Environment variables of our own that the program reads."""
    text = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    return set(re.findall(r"\bGAIATSU_[A-Z_]+\b", text))


def test_every_setting_is_documented() -> None:
    page = (DOCS / "reference" / "settings.md").read_text()

    assert [name for name in sorted(settings()) if f"`{name}`" not in page] == []


def test_every_generated_page_says_what_the_program_says(generate: ModuleType) -> None:
    assert generate.stale() == []


def test_the_check_sees_a_stale_page(
    generate: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "errors.md").write_text("something older")
    monkeypatch.setattr(generate, "FOLDER", tmp_path)

    assert "errors.md" in generate.stale()


# --- links, versions, notes ------------------------------------------------------------------------------


def dead_links(path: Path) -> list[str]:
    """Links to files that do not exist."""
    text = re.sub(r"^```.*?^```", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    targets = [target.split("#")[0] for target in LINK.findall(text) if "://" not in target]
    return [t for t in targets if t and not t.startswith("mailto:") and not (path.parent / t).exists()]


@pytest.mark.parametrize("path", LINKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_internal_links_resolve(path: Path) -> None:
    assert dead_links(path) == []


def test_the_check_sees_a_dead_link(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[there](page.md) and [nowhere](gone.md#part)\n")

    assert dead_links(page) == ["gone.md"]


def test_every_page_is_reached_from_the_contents() -> None:
    contents = (DOCS / "index.md").read_text()
    listed = re.findall(
        r"^([\w/*-]+)$", re.sub(r"^:.*$", "", contents, flags=re.MULTILINE), flags=re.MULTILINE
    )
    reached = {path for entry in listed for path in DOCS.glob(f"{entry}.md")} | {DOCS / "index.md"}

    assert sorted(set(PAGES) - reached) == []


def test_the_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")

    assert project["version"] == _version.__version__ == citation["version"]


def test_the_citation_file_has_what_the_format_requires() -> None:
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")

    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["license"] == "Apache-2.0"
    assert all("name" in author or "family-names" in author for author in citation["authors"])


def test_the_change_notes_add_up_to_a_changelog() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "next"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    fragments = [p for p in (ROOT / "changelog.d").glob("*.md") if p.name != "README.md"]

    assert done.returncode == 0, done.stderr
    assert [p.name for p in fragments if p.read_text().split("\n")[0] not in done.stdout] == []


def test_no_note_is_longer_than_three_lines() -> None:
    notes = {p.name: len(p.read_text().splitlines()) for p in (ROOT / "changelog.d").glob("+*.md")}

    assert {name: lines for name, lines in notes.items() if lines > 3} == {}
