"""Importing the package, and asking the command line for help, load nothing that they do not need."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = (
    "jax",
    "numpyro",
    "polars",
    "altair",
    "scipy",
    "numpy",
    "pydantic",
    "arviz_stats",
    "vl_convert",
    "typst",
)
FEW_MODULES = 40

LOADED = """
import sys
before = set(sys.modules)
{statement}
import json
print(json.dumps(sorted(set(sys.modules) - before)))
"""
HELP = """
try:
    from gaiatsu.cli import main
    import contextlib, io
    with contextlib.redirect_stdout(io.StringIO()):
        main(["--help"])
except SystemExit as end:
    assert not end.code, end.code
"""


def loaded_by(statement: str) -> list[str]:
    """Modules that a statement loads in a fresh interpreter."""
    code = LOADED.format(statement=statement)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names: list[str] = json.loads(done.stdout)
    return names


@pytest.mark.parametrize(
    ("statement", "allowed"), [("import gaiatsu", ()), (HELP, ())], ids=["import", "help"]
)
def test_nothing_heavy_is_loaded(statement: str, allowed: tuple[str, ...]) -> None:
    loaded = loaded_by(statement)

    assert [name for name in HEAVY if name in loaded and name not in allowed] == []


def test_importing_the_package_loads_few_modules() -> None:
    loaded = loaded_by("import gaiatsu")

    assert len(loaded) <= FEW_MODULES, loaded


def test_the_check_sees_a_heavy_import() -> None:
    assert "numpy" in loaded_by("import gaiatsu, numpy")
