"""What the benchmarks share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest


@pytest.fixture
def interpreter() -> Callable[[str], None]:
    """Run a statement in a fresh interpreter."""

    def run(statement: str) -> None:
        subprocess.run([sys.executable, "-c", statement], check=True, stdout=subprocess.DEVNULL)

    return run
