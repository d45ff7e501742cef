from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from gaiatsu.studies.compilation import keep_compiled


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """Whatever a test sets is taken back."""
    with patch.dict(os.environ):
        os.environ.pop("JAX_COMPILATION_CACHE_DIR", None)
        os.environ.pop("JAX_PERSISTENT_COMPILATION_CACHE_MIN_COMPILE_TIME_SECS", None)
        yield


def test_the_users_own_choice_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAX_COMPILATION_CACHE_DIR", str(tmp_path / "mine"))

    assert keep_compiled(tmp_path / "other") == tmp_path / "mine"


def test_the_default_is_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = keep_compiled()

    assert folder.name == "compiled"
    assert "gaiatsu" in folder.parts


@pytest.mark.slow
def test_compiled_code_is_written_there(tmp_path: Path) -> None:
    code = (
        "import numpy as np; from pathlib import Path\n"
        "from gaiatsu.studies.compilation import keep_compiled\n"
        f"keep_compiled(Path({str(tmp_path)!r}))\n"
        "from gaiatsu.inference.nuts import nuts\n"
        "nuts(lambda z: (z**2).sum(), np.zeros((2, 2)), rng=np.random.default_rng(1), draws=20, warmup=20)\n"
    )
    as_a_user_has_it = {name: value for name, value in os.environ.items() if name != "XLA_FLAGS"}
    subprocess.run([sys.executable, "-c", code], check=True, env=as_a_user_has_it)

    assert any(tmp_path.iterdir())
