"""Fixtures that every test may ask for."""

from __future__ import annotations

import gc
import os
import shlex
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli.main import gaiatsu, main

if TYPE_CHECKING:
    from gaiatsu.studies.replicate import Replication

# Chains on a few cases take longer to compile than to run: the compiler is asked to try less hard. Its code
# then rounds otherwise, within the tolerances of the tests. A choice of the user is left alone.
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0 --xla_cpu_use_fusion_emitters=false")
# The C library reads these as a process starts, the runner's workers and the commands that tests type: memory
# that arrays of some megabytes leave is kept for the next ones.
os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", str(2**30))
os.environ.setdefault("MALLOC_TRIM_THRESHOLD_", str(2**32))


def pytest_collection_finish() -> None:
    """What is there once all tests are collected stays: it need not be searched for garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


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


@pytest.fixture
def typed(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Type a command in an empty folder, in the process of the test: what it prints, and its exit code.

    What goes to either stream is seen, whoever writes it. No external data are named unless asked.
    """

    def run(*words: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
        with monkeypatch.context() as patch:
            patch.chdir(tmp_path)
            patch.setattr(signal, "signal", lambda *_: None)
            patch.setattr(warnings, "showwarning", warnings.showwarning)
            patch.setenv("GAIATSU_DATA", "" if data is None else str(data))
            patch.setenv("JAX_COMPILATION_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "compiled"))
            patch.setenv("JAX_PERSISTENT_COMPILATION_CACHE_MIN_COMPILE_TIME_SECS", "0.2")
            capfd.readouterr()
            with pytest.raises(SystemExit) as end:
                main(words)
        printed, code = capfd.readouterr(), end.value.code
        assert isinstance(code, int)
        return subprocess.CompletedProcess(words, code, printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def as_in_readme(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., tuple[Path, subprocess.CompletedProcess[str]]]:
    """Type a command as the README has it, in a process of its own and an empty folder, once a session.

    Tests that read what the same command printed or wrote share a group of the runner.
    """

    @cache
    def run(command: str, *, data: Path | None = None) -> tuple[Path, subprocess.CompletedProcess[str]]:
        folder = tmp_path_factory.mktemp("readme")
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {**os.environ, "NO_COLOR": "1", "PATH": path, "GAIATSU_DATA": str(data or "")}
        done = subprocess.run(
            shlex.split(command, comments=True),
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return folder, done

    return run


@dataclass(frozen=True)
class Written:
    """The article's report as the command wrote it, with what it was written from."""

    folder: Path
    result: Result
    replication: Replication


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The report by the command, without external data, written once for the whole group "replicate"."""
    from gaiatsu.studies.replicate import replicate

    folder = tmp_path_factory.mktemp("replicate")
    kept: list[Replication] = []

    def keep(*words: Any, **options: Any) -> Replication:
        kept.append(replicate(*words, **options))
        return kept[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[replicate.__module__], "replicate", keep)
        patch.setenv("JAX_COMPILATION_CACHE_DIR", str(folder / "compiled"))
        patch.delenv("GAIATSU_DATA", raising=False)
        words = ["replicate", "schoppa1999", "--out", str(folder / "report"), "--json"]
        result = CliRunner().invoke(gaiatsu, words)
    assert len(kept) == 1, result.output
    return Written(folder / "report", result, kept[0])


@pytest.fixture(scope="session")
def falsified() -> Result:
    """The falsifiers as an object, without external data, computed once for the whole group "falsify"."""
    return CliRunner(env={"GAIATSU_DATA": ""}).invoke(gaiatsu, ["falsify", "--json"])
