"""Fixtures that every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest


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
