"""``gaiatsu replicate``: the whole report by one command."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from gaiatsu.cli.main import main

Refused = Callable[..., str]

pytestmark = pytest.mark.xdist_group("replicate")


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refused:
    """What the command says to input that it cannot use, typed in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JAX_COMPILATION_CACHE_DIR", str(tmp_path / "compiled"))
    monkeypatch.setenv("JAX_PERSISTENT_COMPILATION_CACHE_MIN_COMPILE_TIME_SECS", "0.2")
    monkeypatch.delenv("GAIATSU_DATA", raising=False)

    def typed(*words: str) -> str:
        with pytest.raises(SystemExit) as end:
            main(["replicate", *words])
        assert end.value.code == 2
        return capsys.readouterr().err

    return typed


@pytest.mark.slow
def test_the_report_is_there_with_every_file_it_names(written: Any) -> None:
    out, result = written.folder, written.result
    named = json.loads(result.stdout)["files"]
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())

    assert result.exit_code == 0, result.stderr
    assert found == sorted(named)
    assert {"index.html", "report.pdf", "trail.json"} <= set(found)
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_progress_goes_by_step_on_standard_error(written: Any) -> None:
    steps = written.result.stderr.splitlines()

    assert steps[0].startswith("[ 1/12] Table 1")
    assert steps[-1].startswith("[12/12] Setting the paper")


@pytest.mark.slow
def test_every_section_of_the_paper_says_what_the_object_says(written: Any) -> None:
    pages = pypdf.PdfReader(io.BytesIO((written.folder / "report.pdf").read_bytes())).pages
    text = "".join("".join(page.extract_text() for page in pages).split()).replace("-", "")

    for one in json.loads(written.result.stdout)["findings"]:
        assert "".join(one["finding"].split()).replace("-", "") in text, one["id"]


def test_a_folder_with_other_files_is_refused_before_any_work(tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("mine")
    said = refused("schoppa1999", "--out", "out")

    assert "thesis.docx" in said
    assert "[ 1/" not in said
    assert (tmp_path / "out" / "thesis.docx").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("schoppa1999", "--ratings", "none.csv"), "none.csv"),
        (("schoppa1999", "--data", "nowhere"), "nowhere"),
        (("schoppa1999", "--patch", "none.yaml"), "none.yaml"),
        (("broken.yaml",), "broken.yaml"),
    ],
)
def test_input_that_cannot_be_used_leaves_no_file(
    tmp_path: Path, refused: Refused, words: tuple[str, ...], expected: str
) -> None:
    (tmp_path / "broken.yaml").write_text("episodes: [")
    said = refused(*words, "--out", "out")

    assert expected in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()
