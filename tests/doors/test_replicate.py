"""``gaiatsu replicate``: the whole report by one command."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest

COMMAND = [sys.executable, "-c", "from gaiatsu.cli import main; main()", "replicate"]
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "GAIATSU_DATA"}

pytestmark = pytest.mark.xdist_group("replicate")


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words], capture_output=True, text=True, check=False, env=ENVIRONMENT, cwd=cwd
    )


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


def test_a_folder_with_other_files_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("mine")
    refused = run("schoppa1999", "--out", "out", cwd=tmp_path)

    assert refused.returncode == 2
    assert "thesis.docx" in refused.stderr
    assert "[ 1/" not in refused.stderr
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
    tmp_path: Path, words: tuple[str, ...], expected: str
) -> None:
    (tmp_path / "broken.yaml").write_text("episodes: [")
    refused = run(*words, "--out", "out", cwd=tmp_path)

    assert refused.returncode == 2
    assert expected in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "out").exists()
