"""An interrupted panel leaves nothing behind."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from gaiatsu.report import panel_files

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_file_that_appears_while_the_folder_is_removed_goes_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / ".panel"
    beside.mkdir()
    real, calls = shutil.rmtree, []

    def late(path: Path, **_: Any) -> None:
        calls.append(path)
        if len(calls) > 1:  # at the first call a writer still puts its file there
            real(path)

    monkeypatch.setattr(shutil, "rmtree", late)
    panel_files._clear(beside)

    assert (beside.exists(), len(calls)) == (False, 2)
