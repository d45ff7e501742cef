"""An interrupted panel leaves nothing behind; a panel of a user's own episodes cites their work."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from gaiatsu import cases
from gaiatsu.report import panel_files
from gaiatsu.report.panel import panel

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


def test_the_work_of_a_user_s_own_case_set_is_cited_as_the_set_names_it() -> None:
    ours = cases.load("schoppa1999")
    theirs = ours.model_copy(
        update={
            "citation": "mine2026",
            "references": {**ours.references, "mine2026": "My own episodes, 2026."},
        }
    )
    works = {}
    for name, case_set in (("ours", ours), ("theirs", theirs)):
        _, _, (works[name],) = panel("episode", cases=case_set)._spec(None)

    assert (works["ours"].key, works["ours"].kind) == ("schoppa1999", "article")
    assert (works["theirs"].key, works["theirs"].kind) == ("mine2026", "misc")
    assert "My own episodes, 2026." in works["theirs"].bibtex
