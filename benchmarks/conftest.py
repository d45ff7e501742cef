"""What the benchmarks share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def interpreter() -> Callable[[str], None]:
    """Run a statement in a fresh interpreter."""

    def run(statement: str) -> None:
        subprocess.run([sys.executable, "-c", statement], check=True, stdout=subprocess.DEVNULL)

    return run


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of external data sets; a benchmark that needs it skips, and says so, where it is absent."""
    folder = os.environ.get("GAIATSU_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("EXTERNAL DATA ABSENT: set GAIATSU_DATA to the folder that holds context/ and cases/")
    return Path(folder)
