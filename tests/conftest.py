"""Fixtures that every test may ask for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli.main import gaiatsu


@pytest.fixture
def rng() -> np.random.Generator:
    """A fresh, seeded generator."""
    return np.random.Generator(np.random.Philox(20261123))


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of external data sets; a test that needs it skips, and says so, where it is absent."""
    folder = os.environ.get("GAIATSU_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("EXTERNAL DATA ABSENT: set GAIATSU_DATA to the folder that holds context/ and cases/")
    return Path(folder)


@pytest.fixture(scope="session")
def written(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The report by the command, without external data, written once for the whole group "replicate"."""
    folder = tmp_path_factory.mktemp("replicate")
    words = [
        "-c",
        "from gaiatsu.cli import main; main()",
        "replicate",
        "schoppa1999",
        "--out",
        "report",
        "--json",
    ]
    environment = {key: value for key, value in os.environ.items() if key != "GAIATSU_DATA"}
    process = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, env=environment, cwd=folder
    )
    return folder / "report", process


@pytest.fixture(scope="session")
def falsified() -> Result:
    """The falsifiers as an object, without external data, computed once for the whole group "falsify"."""
    return CliRunner(env={"GAIATSU_DATA": ""}).invoke(gaiatsu, ["falsify", "--json"])
