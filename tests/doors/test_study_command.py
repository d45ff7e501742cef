"""``gaiatsu study``: the plan without data, a clear refusal, and the whole report."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gaiatsu.studies.field.registry import STUDIES
from gaiatsu.studies.field.specification import specification, specified

Typed = Callable[..., subprocess.CompletedProcess[str]]


def test_every_specification_is_a_study() -> None:
    assert sorted(STUDIES) == list(specified())


def test_the_plan_needs_no_data(typed: Typed) -> None:
    done = typed("study", "decline", "--plan")

    assert done.returncode == 0, done.stderr
    assert "within (primary)" in done.stdout
    assert "13/17 -> 6/11" in done.stdout


def test_the_plan_as_an_object_is_the_specification(typed: Typed) -> None:
    written = json.loads(typed("study", "legitimacy", "--plan", "--json").stdout)

    assert written["specification"]["digest"] == specification("legitimacy").digest
    assert written["verdict"] is None
    assert written["files"] == []


def test_without_data_it_says_what_to_get(typed: Typed) -> None:
    done = typed("study", "decline")

    assert done.returncode == 2
    assert "No folder of external data was named" in done.stderr
    assert "--data" in done.stderr
    assert done.stdout == ""


def test_an_empty_folder_is_named_with_what_is_missing(tmp_path: Path, typed: Typed) -> None:
    done = typed("study", "decline", "--data", str(tmp_path))

    assert done.returncode == 2
    assert "TIES" in done.stderr
    assert "https://sanctions.web.unc.edu/" in done.stderr


def test_an_unknown_study_is_refused_with_the_known_ones(typed: Typed) -> None:
    done = typed("study", "declin")

    assert done.returncode == 2
    assert "No study is called 'declin'" in done.stderr
    assert "legitimacy" in done.stderr


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.xdist_group("decline")
def test_the_whole_report_is_written(data_dir: Path, as_in_readme: Any) -> None:
    folder, done = as_in_readme("gaiatsu study decline --out decline", data=data_dir)
    out = folder / "decline"
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    steps = [(int(place), int(count)) for place, count in re.findall(r"\[ *(\d+)/(\d+)\]", done.stderr)]

    assert done.returncode == 0, done.stderr
    assert found == json.loads((out / "trail.json").read_text())["files"]
    assert {"index.html", "report.pdf", "trail.json", "tables/estimates.csv", "figures/rates.svg"} <= set(
        found
    )
    assert steps == [(place, len(steps)) for place in range(1, len(steps) + 1)]
    assert len(steps) > 3


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.xdist_group("decline")
def test_the_object_says_what_the_text_says_with_every_estimate(
    data_dir: Path, typed: Typed, as_in_readme: Any
) -> None:
    done = typed("study", "decline", "--json", data=data_dir)
    written = json.loads(done.stdout)
    text = as_in_readme("gaiatsu study decline --out decline", data=data_dir)[1].stdout

    assert done.returncode == 0, done.stderr
    assert written["files"] == []
    assert {one["estimator"] for one in written["estimates"]} == {
        one["id"] for one in written["specification"]["estimators"]
    }
    assert len(written["verdicts"]) == 3
    assert text.startswith(written["verdict"])
    assert all(one["finding"] in text for one in written["findings"])
