"""``gaiatsu advise`` as a user types it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli.main import gaiatsu, main
from gaiatsu.strategy.library import LIBRARY

FEW = ("--draws", "40", "--replicates", "2", "--no-rivals", "--no-optimum", "--from", "2008", "--beyond", "2")
LATE = ("--from", "1996", "--beyond", "2")


def typed(*words: str) -> Result:
    return CliRunner().invoke(gaiatsu, list(words), catch_exceptions=False, env={"GAIATSU_DATA": ""})


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Advice with rivals, a strategy of one's own, and its files."""
    folder = tmp_path_factory.mktemp("advice")
    (folder / "mine.yaml").write_text(typed("advise", "--template").stdout)
    words = ("us-japan", "--draws", "20", "--replicates", "2", "--policy", str(folder / "mine.yaml"), *LATE)
    done = typed("advise", *words, "--out", str(folder / "out"), "--json")
    return folder / "out", json.loads(done.stdout)


def test_the_answer_is_told_in_words() -> None:
    done = typed("advise", "template", *FEW)

    assert done.exit_code == 0
    for words in (
        "40 sets of parameters from the default prior",
        "materialist-selective",
        "Social against materialist package",
        "P(delta* < 0.9)",
        "Weights of ours that would turn an order",
        "nothing was fitted",
    ):
        assert words in done.stdout


def test_files_are_written_named_and_replaced(written: tuple[Path, dict[str, Any]]) -> None:
    out, said = written
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())

    assert sorted(said["files"]) == found
    assert {"brief.pdf", "index.html", "report.pdf", "figures/worth.png", "tables/duels.csv"} <= set(found)
    assert typed("advise", "template", *FEW, "--out", str(out)).exit_code == 0


def test_the_brief_is_one_page_and_says_what_the_answer_depends_on(
    written: tuple[Path, dict[str, Any]],
) -> None:
    out, said = written
    brief = typed_pages(out / "brief.pdf")

    assert len(brief) == 1
    assert "What it depends on" in brief[0]
    assert said["verdict"].split(".")[0].split()[0] in brief[0]
    assert "What it depends on" in typed_pages(out / "report.pdf")[0]  # page one holds question to box


def typed_pages(path: Path) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages]


def test_a_strategy_of_ones_own_stands_beside_the_index_under_every_account(
    written: tuple[Path, dict[str, Any]],
) -> None:
    _, said = written
    names = {row["name"] for row in said["strategies"]}

    assert names == {*LIBRARY, "mine", "computed-optimum"}
    assert [duel["beliefs"] for duel in said["duels"]] == ["default", "sceptical", "article", "materialist"]
    assert {one["kind"] for one in said["accounts"]} == {"prior", "world"}
    for one in said["accounts"]:
        assert set(one["values"]) == names
        rules = {name: value for name, value in one["values"].items() if name != "computed-optimum"}
        assert one["values"][one["best"]] == max(rules.values())


def test_what_is_said_agrees_with_the_numbers(written: tuple[Path, dict[str, Any]]) -> None:
    _, said = written
    rows = said["strategies"]

    assert [row["value"] for row in rows] == sorted((row["value"] for row in rows), reverse=True)
    for row in rows:
        assert sum(row["parts"].values()) == pytest.approx(row["value"], abs=1e-9)
    for duel in (*said["duels"], *said["selective"]):
        expected = "social" if duel["low"] > 0.9 else "materialist" if duel["high"] < 0.1 else "cannot tell"
        assert duel["verdict"] == expected
        assert sum(duel["orders"].values()) == pytest.approx(1.0)
    assert said["verdict"].startswith("Cannot tell") == (said["best"] is None)


def test_one_seed_gives_one_answer_and_another_another() -> None:
    words = ("advise", "template", *FEW, "--json", "--seed")
    one, same, other = (typed(*words, seed).stdout for seed in ("1", "1", "2"))

    assert one == same
    assert one != other


def test_the_index_can_be_listed() -> None:
    listed = json.loads(typed("advise", "--list", "--json").stdout)["strategies"]

    assert [one["name"] for one in listed] == list(LIBRARY)
    assert typed("advise", "--list").stdout.split()[0] == "status-quo"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["advise"], "No scenario was named"),
        (["advise", "us-japn"], "us-japan"),
        (["advise", "template", *FEW, "--policy", "socail"], "social"),
        (["advise", "template", *FEW, "--from", "1950"], "Strategies begin in 1950"),
    ],
)
def test_what_cannot_be_used_ends_with_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)

    assert end.value.code == 2
    assert said in capsys.readouterr().err
