"""``gaiatsu study scope`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gaiatsu.cli.main import gaiatsu, main


def test_the_plan_is_printed_without_any_data() -> None:
    done = CliRunner(env={"GAIATSU_DATA": ""}).invoke(gaiatsu, ["study", "scope", "--plan"])

    assert done.exit_code == 0
    assert "SCO and its falsifier F15: against when" in done.stdout
    assert "Deviations since" in done.stdout


def test_a_folder_without_the_data_ends_with_code_2_and_says_what_to_get(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["study", "scope", "--data", str(tmp_path)])

    assert ended.value.code == 2
    assert "The data set ties" in capsys.readouterr().err


@pytest.mark.data
def test_with_data_the_object_holds_every_estimate_and_the_verdict(data_dir: Path) -> None:
    done = CliRunner().invoke(gaiatsu, ["study", "scope", "--data", str(data_dir), "--json"])
    written = json.loads(done.stdout)
    planned = {one["id"] for one in written["specification"]["estimators"]}

    assert done.exit_code == 0
    assert {one["estimator"] for one in written["estimates"]} == planned
    assert [one["word"] for one in written["verdicts"]][-1] == "against"
    assert "outcomes that nobody coded could undo this" in written["verdict"]
