"""``gaiatsu calibrate`` as a user types it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli.calibrate import _number
from gaiatsu.cli.main import gaiatsu, main

MINE = """
based_on: template
title: A dyad of mine
years: 1990-1998
record: null
observed:
  - {year: 1993, demand: rule, concession: 3, backlash: 0}
  - {year: 1996, demand: results, threatened: false, concession: 0}
"""


def typed(*words: str) -> Result:
    return CliRunner().invoke(gaiatsu, list(words), catch_exceptions=False)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("calibrated")
    (folder / "mine.yaml").write_text(MINE)
    words = ("calibrate", str(folder / "mine.yaml"), "--prior", "article", "--prior", "sceptical")
    more = ("--draws", "40", "--evidence", "conceded", "--world", "materialist", "--out", str(folder / "out"))
    return folder, typed(*words, *more)


def test_a_dyad_of_the_user_s_own_is_told_in_words(written: tuple[Path, Result]) -> None:
    done = written[1]

    assert done.exit_code == 0
    assert done.stdout.startswith("A dyad of mine, given 2 demands on record, 1993-1996\n")
    for words in (
        "Evidence that counts: conceded.", "No other demand is taken to have been made", "cannot be told",
        "World, sceptical prior", "Bayes factor against", "counting earlier demands",
        "Under the sceptical prior", "rule-1993", "results-1996", "smoothed", "Parameters that moved most",
        "The record is used twice",
    ):  # fmt: skip
        assert words in done.stdout


def test_files_are_written_and_hold_what_was_said(written: tuple[Path, Result]) -> None:
    out = written[0] / "out"
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    trail = json.loads((out / "trail.json").read_text())
    evidence = list(csv.DictReader((out / "tables" / "evidence.csv").read_text().splitlines()))

    assert set(trail["files"]) == names
    assert {"index.html", "report.pdf", "figures/states.svg", "figures/demands.png"} <= names
    assert {"tables/states.csv", "tables/worlds.csv", "tables/ahead.csv", "figures/worlds.svg"} <= names
    assert [row["prior_set"] for row in evidence] == ["article", "sceptical"]
    assert f"{float(evidence[0]['log_evidence']):.2f}" in written[1].stdout
    assert len(list(csv.DictReader((out / "tables" / "states.csv").read_text().splitlines()))) == 2 * 6 * 9


def test_a_scenario_without_a_record_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bare.yaml").write_text("based_on: template\ntitle: Bare\nobserved: []\n")

    with pytest.raises(SystemExit) as ended:
        main(["calibrate", str(tmp_path / "bare.yaml")])
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.out == ""
    assert "no demand on record between 1990-2010" in told.err
    assert "list of demands under observed" in told.err


def test_a_demand_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "odd.yaml").write_text(
        "based_on: template\ntitle: Odd\nobserved:\n  - {year: 1993, demand: rule, concession: 7}\n"
    )

    with pytest.raises(SystemExit) as ended:
        main(["calibrate", str(tmp_path / "odd.yaml")])
    assert ended.value.code == 2
    assert "observed.0.concession = 7" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "text"), [(float("nan"), "-"), (float("inf"), "never"), (1993.0, "1993"), (0.125, "0.12")]
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert _number(value) == text
