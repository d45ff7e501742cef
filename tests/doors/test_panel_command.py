"""``gaiatsu panel`` builds what it is asked for, and says what it cannot use."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from gaiatsu.context.dyads.registry import ADDITIONS

GAIATSU = str(Path(sys.executable).parent / "gaiatsu")


Typed = Callable[..., subprocess.CompletedProcess[str]]


def test_the_list_names_every_addition_without_any_data(typed: Typed) -> None:
    done = typed("panel", "--list", "--json")

    assert done.returncode == 0, done.stderr
    assert [item["name"] for item in json.loads(done.stdout)["additions"]] == list(ADDITIONS)


def test_the_list_for_people_says_what_each_needs(typed: Typed) -> None:
    done = typed("panel", "--list")

    assert "trade: Trade, dependence" in done.stdout
    assert "needs cow_trade, wb_gdp" in done.stdout


REFUSED = {
    "no folder of data": (("--years", "1990:1991", "--out", "p.csv"), "No folder of external data was named"),
    "no file": (("--years", "1990:1991"), "--out FILE.parquet"),
    "no such format": (("--out", "p.xlsx"), "'.xlsx' names no format"),
    "no such addition": (("--add", "trade,tade", "--out", "p.csv"), "'tade'"),
    "years that are no years": (("--years", "now", "--out", "p.csv"), "The years 'now' cannot be read"),
    "half a dyad": (("--dyad", "USA", "--out", "p.csv"), "The dyad 'USA' cannot be read"),
    "no such folder": (("--out", "nowhere/p.csv"), "nowhere is not a folder"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_named_and_nothing_is_written(case: str, tmp_path: Path, typed: Typed) -> None:
    words, said = REFUSED[case]
    done = typed("panel", *words)

    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_missing_data_sets_are_listed_with_what_needs_them(tmp_path: Path, typed: Typed) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    done = typed("panel", "--add", "trade,cinc", "--out", "p.csv", data=folder)

    assert done.returncode == 2
    assert "cow_states (context/cow_states.parquet), needed by the rows" in done.stderr


@pytest.mark.data
def test_data_sets_that_are_missing_beside_the_states_are_all_named(
    data_dir: Path, tmp_path: Path, typed: Typed
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "cow_states.parquet").symlink_to(data_dir / "context" / "cow_states.parquet")
    done = typed("panel", "--years", "1990", "--add", "trade,cinc", "--out", "p.csv", data=folder)

    assert done.returncode == 2
    assert "needed by trade; wb_gdp" in done.stderr
    assert "cow_nmc (context/cow_nmc.parquet), needed by cinc" in done.stderr


@pytest.mark.data
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--years", "1800:1990"), "1800:1990 cannot be built"),
        (("--years", "1990:1980"), "the earlier one first"),
        (("--dyad", "USA,JAP"), "JPN"),
        (("--dyad", "USA,USA"), "one state twice"),
    ],
)
def test_states_and_years_that_are_not_there_are_named(
    data_dir: Path, tmp_path: Path, words: tuple[str, ...], said: str, typed: Typed
) -> None:
    done = typed("panel", *words, "--out", "p.csv", data=data_dir)

    assert done.returncode == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.data
def test_json_says_what_was_written(data_dir: Path, tmp_path: Path, typed: Typed) -> None:
    words = (
        "--years",
        "1988:1992",
        "--add",
        "cinc,majors",
        "--dyad",
        "USA,JPN",
        "--out",
        "p.parquet",
        "--json",
    )
    done = typed("panel", *words, data=data_dir)
    said = json.loads(done.stdout)
    rows = pl.read_parquet(tmp_path / said["path"])

    assert done.returncode == 0, done.stderr
    assert (said["rows"], said["columns"]) == (rows.height, rows.columns)
    assert sorted(said["files"]) == sorted(path.name for path in tmp_path.iterdir())
    assert "reading cow_nmc" in done.stderr


@pytest.mark.data
def test_the_same_request_gives_the_same_digest_in_another_process(
    data_dir: Path, tmp_path: Path, typed: Typed
) -> None:
    words = ("panel", "--years", "1990", "--add", "trade", "--states", "2,740,200", "--json", "--out")
    environment = {**os.environ, "GAIATSU_DATA": str(data_dir)}
    there = subprocess.run(
        [GAIATSU, *words, "a.parquet"], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    here = typed(*words, "b.csv", data=data_dir)

    assert json.loads(there.stdout)["digest"] == json.loads(here.stdout)["digest"]


@pytest.mark.data
def test_years_without_a_row_of_a_named_pair_are_said(data_dir: Path, tmp_path: Path, typed: Typed) -> None:
    words = ("--dyad", "USA,JPN", "--out", "p.csv")
    short = typed("panel", "--years", "1950:1953", *words, data=data_dir)
    whole = typed("panel", "--years", "1952:1953", *words, data=data_dir)

    assert "p.csv: 2 rows" in short.stdout
    assert "no row in 1950-1951: not both states were members" in short.stdout
    assert "no row in" not in whole.stdout


@pytest.mark.data
def test_the_work_that_a_case_set_comes_from_is_cited(data_dir: Path, tmp_path: Path, typed: Typed) -> None:
    done = typed("panel", "--unit", "episode", "--add", "cinc", "--out", "p.csv", "--json", data=data_dir)

    assert json.loads(done.stdout)["citations"] == ["cow2017", "schoppa1999", "singer1972"]
    assert "@article{schoppa1999," in (tmp_path / "p.csv.bib").read_text()
    assert "The Social Context in Coercive" in (tmp_path / "p.csv.codebook.html").read_text()


@pytest.mark.data
def test_episodes_are_joined_at_the_year_before_when_asked(
    data_dir: Path, tmp_path: Path, typed: Typed
) -> None:
    for lag, name in ((0, "at.csv"), (1, "before.csv")):
        words = ("--unit", "episode", "--add", "cinc", "--lag", str(lag), "--out", name)
        assert typed("panel", *words, data=data_dir).returncode == 0
    at, before = (pl.read_csv(tmp_path / name) for name in ("at.csv", "before.csv"))
    raw = pl.read_parquet(data_dir / "context" / "cow_nmc.parquet").filter(ccode=740)
    known = dict(raw.select("year", "cinc").iter_rows())

    assert at.height == before.height == 15
    assert at["year"].to_list() == before["year"].to_list()
    assert at["cinc2"].to_list() == [known[year] for year in at["year"]]
    assert before["cinc2"].to_list() == [known[year - 1] for year in at["year"]]


@pytest.mark.data
def test_an_interrupted_build_leaves_nothing(data_dir: Path, tmp_path: Path) -> None:
    words = [GAIATSU, "panel", "--years", "1816:2016", "--add", "trade,cinc,alliance,gdp", "--out", "p.csv"]
    environment = {**os.environ, "GAIATSU_DATA": str(data_dir)}
    job = subprocess.Popen(words, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
    assert job.stderr is not None
    for line in job.stderr:
        if "joining" in line or "cow_states" in line:
            break
    time.sleep(0.2)
    job.send_signal(signal.SIGINT)
    job.communicate(timeout=60)

    assert job.returncode == 130
    assert list(tmp_path.iterdir()) == []
