"""``gaiatsu study``: the plan without data, a clear refusal, and the whole report."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gaiatsu.studies.field.registry import STUDIES
from gaiatsu.studies.field.specification import specification, specified

COMMAND = [sys.executable, "-c", "from gaiatsu.cli import main; main()", "study"]
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "GAIATSU_DATA"}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False, env=ENVIRONMENT)


def test_every_specification_is_a_study() -> None:
    assert sorted(STUDIES) == list(specified())


def test_the_plan_needs_no_data() -> None:
    done = run("decline", "--plan")

    assert done.returncode == 0, done.stderr
    assert "within (primary)" in done.stdout
    assert "13/17 -> 6/11" in done.stdout


def test_the_plan_as_an_object_is_the_specification() -> None:
    written = json.loads(run("legitimacy", "--plan", "--json").stdout)

    assert written["specification"]["digest"] == specification("legitimacy").digest
    assert written["verdict"] is None
    assert written["files"] == []


def test_without_data_it_says_what_to_get() -> None:
    done = run("decline")

    assert done.returncode == 2
    assert "No folder of external data was named" in done.stderr
    assert "--data" in done.stderr
    assert done.stdout == ""


def test_an_empty_folder_is_named_with_what_is_missing(tmp_path: Path) -> None:
    done = run("decline", "--data", str(tmp_path))

    assert done.returncode == 2
    assert "TIES" in done.stderr
    assert "https://sanctions.web.unc.edu/" in done.stderr


def test_an_unknown_study_is_refused_with_the_known_ones() -> None:
    done = run("declin")

    assert done.returncode == 2
    assert "No study is called 'declin'" in done.stderr
    assert "legitimacy" in done.stderr


@pytest.mark.data
@pytest.mark.slow
def test_the_whole_report_is_written(data_dir: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    done = run("decline", "--data", str(data_dir), "--out", str(out), "--json")
    written = json.loads(done.stdout)
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())

    assert done.returncode == 0, done.stderr
    assert found == sorted(written["files"])
    assert {"index.html", "report.pdf", "trail.json", "tables/estimates.csv", "figures/rates.svg"} <= set(
        found
    )
    assert {one["estimator"] for one in written["estimates"]} == {
        one["id"] for one in written["specification"]["estimators"]
    }
    assert len(written["verdicts"]) == 3
    steps = [(int(place), int(count)) for place, count in re.findall(r"\[ *(\d+)/(\d+)\]", done.stderr)]
    assert steps == [(place, len(steps)) for place in range(1, len(steps) + 1)]
    assert len(steps) > 3
