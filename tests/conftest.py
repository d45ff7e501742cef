"""Fixtures that every test may ask for."""

from __future__ import annotations

import inspect
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli.main import gaiatsu
from gaiatsu.studies.replicate import Replication, replicate


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


@dataclass(frozen=True)
class Written:
    """The article's report as the command wrote it, with what it was written from."""

    folder: Path
    result: Result
    asked: dict[str, Any]
    replication: Replication


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The report by the command, without external data, written once for the whole group "replicate"."""
    folder = tmp_path_factory.mktemp("replicate")
    kept: list[tuple[dict[str, Any], Replication]] = []

    def keep(*words: Any, **options: Any) -> Replication:
        asked = inspect.signature(replicate).bind(*words, **options)
        asked.apply_defaults()
        kept.append((asked.arguments, replicate(*words, **options)))
        return kept[0][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[replicate.__module__], "replicate", keep)
        patch.setenv("JAX_COMPILATION_CACHE_DIR", str(folder / "compiled"))
        patch.delenv("GAIATSU_DATA", raising=False)
        words = ["replicate", "schoppa1999", "--out", str(folder / "report"), "--json"]
        result = CliRunner().invoke(gaiatsu, words)
    assert len(kept) == 1, result.output
    return Written(folder / "report", result, *kept[0])


@pytest.fixture(scope="session")
def falsified() -> Result:
    """The falsifiers as an object, without external data, computed once for the whole group "falsify"."""
    return CliRunner(env={"GAIATSU_DATA": ""}).invoke(gaiatsu, ["falsify", "--json"])
