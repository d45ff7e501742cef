"""``gaiatsu check`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli.check import check
from gaiatsu.cli.main import main


def run(*words: str) -> Result:
    return CliRunner().invoke(check, list(words), catch_exceptions=False)


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder is named by the environment."""
    monkeypatch.delenv("GAIATSU_DATA", raising=False)


def test_without_data_it_prints_the_published_findings_and_says_what_is_wanted() -> None:
    result = run()

    assert result.exit_code == 0
    assert "Against what was predicted (1)" in result.stdout
    assert "Pelc 2010; bears on H3, F4" in result.stdout
    assert "Not there: archigos" in result.stdout
    assert "name their folder with --data" in result.stderr


@pytest.fixture(scope="module")
def plain() -> str:
    """The object without external data, as it is printed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GAIATSU_DATA", raising=False)
        return run("--json").stdout


@pytest.mark.xdist_group("check")
def test_json_is_one_object_and_nothing_else(plain: str) -> None:
    found = json.loads(plain)

    assert found["command"] == "check"
    assert set(found) >= {"model", "summary", "rows", "facts", "data", "missing", "provenance"}
    assert sum(found["summary"].values()) == len(found["rows"])
    assert {row["standing"] for row in found["rows"]} <= set(found["summary"])
    assert found["rows"][0]["prediction"]["low"] < found["rows"][0]["prediction"]["high"]


def test_another_prior_is_another_model() -> None:
    found = json.loads(run("--json", "--prior", "materialist").stdout)

    assert found["model"] == "materialist prior"


@pytest.mark.xdist_group("check")
def test_the_same_seed_gives_the_same_object(plain: str) -> None:
    assert run("--json", "--seed", str(json.loads(plain)["provenance"]["seed"])).stdout == plain


def test_a_folder_that_is_not_there_ends_with_code_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--data", str(tmp_path / "nowhere")])

    assert ended.value.code == 2
    assert "nowhere is not a folder" in capsys.readouterr().err


def test_a_broken_file_ends_with_code_2_and_names_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "TIESv4-1.csv").write_text("caseid,startyear\n1990010101,1990\n")

    with pytest.raises(SystemExit) as ended:
        main(["check", "--data", str(tmp_path)])

    assert ended.value.code == 2
    assert "TIESv4-1.csv lacks the column" in capsys.readouterr().err


@pytest.mark.data
def test_with_data_the_rows_fill(data_dir: Path) -> None:
    found = json.loads(run("--json", "--data", str(data_dir)).stdout)

    assert found["summary"] == {"disagrees": 2, "agrees": 15, "cannot tell": 13, "data needed": 0}
    assert found["missing"] == []
    assert {data["name"] for data in found["data"]} >= {"ties", "sigint", "atop"}


@pytest.mark.data
def test_each_recount_is_printed_and_says_whether_the_number_on_record_comes_out(data_dir: Path) -> None:
    text = " ".join(run("--data", str(data_dir)).stdout.split())

    assert "The number on record comes out: before 13/17, after 6/11" in text
    assert "The number on record does not come out: japan 12/25, others 61/249" in text
    assert "The number on record does not come out: before 191/311, after 129/254" in text
    assert "61 of 249 is .245, which rounds to .24 and not to .25." in text
    assert "Counted here: dependence" in text
