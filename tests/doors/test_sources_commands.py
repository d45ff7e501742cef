"""``gaiatsu sources`` as a user meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gaiatsu import sources as library
from gaiatsu.cli.sources import sources
from gaiatsu.errors import InvalidData, MissingData
from gaiatsu.sources import registering
from gaiatsu.sources.downloads import Download

STATES = (
    "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday\nUSA,2,United States of "
    "America,1816,1,1,2016,12,31\nJPN,740,Japan,1952,4,28,2016,12,31\n"
)


def run(*words: str) -> Result:
    return CliRunner().invoke(sources, list(words), catch_exceptions=False, standalone_mode=False)


def parsed(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*words, "--json").stdout)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A downloaded list of states."""
    path = tmp_path / "states2016.csv"
    path.write_text(STATES)
    return path


def test_every_set_is_listed_with_its_terms_and_whether_it_is_there(tmp_path: Path) -> None:
    text = run("--data", str(tmp_path)).stdout

    assert text.startswith(f"0 of {len(library.registry())} data sets are in {tmp_path}.")
    for entry in library.registry():
        assert f"- {entry.name}: {entry.title}" in text
        assert entry.citation in text


def test_the_word_list_may_be_left_out(tmp_path: Path) -> None:
    assert run("--data", str(tmp_path)).stdout == run("list", "--data", str(tmp_path)).stdout
    assert parsed("--data", str(tmp_path)) == parsed("list", "--data", str(tmp_path))


def test_a_named_set_is_shown_with_its_defects(tmp_path: Path) -> None:
    text = run("list", "un_roll_calls", "--data", str(tmp_path)).stdout

    assert "day_not_of_the_month (corrected, 4,610 rows)." in text
    assert "gaiatsu sources get un_roll_calls" in text


def test_the_list_as_an_object_has_every_fact_of_the_registry(tmp_path: Path) -> None:
    (entry,) = parsed("list", "ties", "--data", str(tmp_path))["sets"]

    assert (entry["rows"], entry["first_year"], entry["citation"]) == (1412, 1945, "morgan2014")
    assert entry["url"].endswith("TIESv4-1.xls")
    assert not entry["present"]
    assert {key: entry["defects"][0][key] for key in ("id", "action", "rows")} == {
        "id": "no_outcome",
        "action": "flagged",
        "rows": 388,
    }


def test_options_stand_behind_the_word(tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "gaiatsu", "sources", "--json", "check"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert done.returncode == 2
    assert "put options behind the word: gaiatsu sources check ..." in done.stderr


# --- add and check ---------------------------------------------------------------------------------------


def test_a_file_is_added_and_found(file: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"

    text = run("add", "cow_states", str(file), "--data", str(data)).stdout

    assert f"cow_states stands in {data}/context/cow_states.csv: 2 rows." in text
    assert "another release or packaging than the one examined" in text
    assert "241 rows fewer than examined" in text
    assert parsed("list", "cow_states", "--data", str(data))["present"] == 1


def test_a_wrong_file_is_refused(file: Path, tmp_path: Path) -> None:
    file.write_text(STATES.replace("ccode", "code"))

    with pytest.raises(InvalidData, match="lacks the column 'ccode'"):
        run("add", "cow_states", str(file), "--data", str(tmp_path / "data"))


def test_a_check_ends_with_1_only_when_a_file_that_is_there_fails(file: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("add", "cow_states", str(file), "--data", str(data))

    sound = run("check", "--data", str(data))
    assert sound.return_value == 0
    assert "1 of another release or packaging" in sound.stdout

    (data / "context" / "cow_nmc.parquet").write_bytes(b"PAR1")
    spoiled = run("check", "--data", str(data))
    assert spoiled.return_value == 1
    assert "cow_nmc (that cannot be used)" in spoiled.stdout
    assert "cannot be read as Parquet" in " ".join(spoiled.stdout.split())


def test_a_set_that_is_named_must_be_there(tmp_path: Path) -> None:
    assert run("check", "ties", "--data", str(tmp_path)).return_value == 1
    assert run("check", "--data", str(tmp_path)).return_value == 0


def test_the_check_as_an_object_counts_each_defect_beside_what_is_registered(
    file: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run("add", "cow_states", str(file), "--data", str(data))

    found = parsed("check", "cow_states", "--data", str(data))

    assert found["valid"]
    assert found["sets"][0]["status"] == "other release"
    assert (found["sets"][0]["rows"], found["sets"][0]["registered_rows"]) == (2, 243)


@pytest.mark.data
def test_what_is_in_the_folder_of_external_data_is_sound(data_dir: Path) -> None:
    found = parsed("check", "ties", "archigos", "section301", "ist", "--data", str(data_dir))

    assert {entry["name"]: entry["problem"] for entry in found["sets"] if entry["problem"]} == {}
    assert {entry["status"] for entry in found["sets"]} == {"sound"}


# --- get -------------------------------------------------------------------------------------------------


def test_a_plan_touches_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"

    plan = parsed("get", "cow_trade", "--plan", "--data", str(data))
    text = run("get", "cow_trade", "--plan", "--data", str(data)).stdout

    assert plan["url"] == "https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip"
    assert plan["path"] == str(data / "context" / "cow_trade_dyad_year.csv")
    assert "its checksum says nothing" in text
    assert not data.exists()


def test_a_set_given_out_by_hand_says_where_and_why(tmp_path: Path) -> None:
    assert (
        "because it is one file a year" in run("get", "us_visits", "--plan", "--data", str(tmp_path)).stdout
    )
    with pytest.raises(MissingData, match=r"HistoryAtState/visits"):
        run("get", "us_visits", "--data", str(tmp_path))


def test_a_download_is_reported_beside_the_result(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def arrive(chosen: Download, stage: Path, report: Any) -> Path:
        stage.mkdir(parents=True)
        report(len(STATES), len(STATES))
        return file.rename(stage / "states.csv")

    monkeypatch.setattr(registering, "fetch", arrive)
    done = run("get", "cow_states", "--data", str(tmp_path / "data"), "--json")

    assert json.loads(done.stdout)["downloaded"] is True
    assert json.loads(done.stdout)["verified_by"] == "content"
    assert done.stderr == f"cow_states: {len(STATES)} bytes have arrived.\n"


def test_the_folder_that_nobody_named_is_said(file: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "own")}
    environment.pop("GAIATSU_DATA", None)
    command = [Path(sys.executable).parent / "gaiatsu", "sources", "add", "cow_states", file]

    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    assert done.returncode == 0, done.stderr
    assert done.stderr == f"No folder was named: data are kept in {tmp_path}/own/gaiatsu/data.\n"
