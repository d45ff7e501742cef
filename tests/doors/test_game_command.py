"""``gaiatsu game`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli.game import game
from gaiatsu.cli.main import main

THREE = (
    "sender_status_quo=0,sender_prize=1,target_concession=0,sender_stand_firm=-1.9,"
    "target_stand_firm=-2.9,sender_back_down=-1.2,target_prize=1"
)
HEADS = ",".join(part.split("=")[0] for part in THREE.split(","))
ROW = ",".join(part.split("=")[1] for part in THREE.split(","))


def run(*words: str) -> Result:
    return CliRunner().invoke(game, ["solve", *words], catch_exceptions=False)


def test_people_read_every_equilibrium() -> None:
    text = run("--payoffs", THREE).stdout

    assert text.startswith("1 game, 3 equilibria; none was missed.")
    assert all(number in text for number in ("0.2511", "0.5947", "0.8133"))


def test_programs_read_every_equilibrium_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "games.csv"
    file.write_text(f"{HEADS}\n{ROW}\n{ROW.replace('-2.9', '-2.2')}\n")

    found = json.loads(run("--file", str(file), "--json").stdout)

    assert found["games"] == 2
    assert [row["game"] for row in found["equilibria"]] == [1, 1, 1, 2]
    assert [row["stable"] for row in found["equilibria"]] == [True, False, True, True]
    assert all(sum(row["outcomes"].values()) == pytest.approx(1) for row in found["equilibria"])


@pytest.mark.parametrize(("ending", "head"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_the_figure_is_drawn(ending: str, head: bytes, tmp_path: Path) -> None:
    out = tmp_path / f"map.{ending}"

    assert run("--payoffs", THREE, "--figure", str(out)).exit_code == 0
    assert out.read_bytes().startswith(head)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "No payoffs were given"),
        (("--payoffs", THREE, "--file", "x.csv"), "Both --payoffs and --file were given"),
        (("--payoffs", THREE.replace("prize=1,", "prise=1,", 1)), "'sender_prise' is not known"),
        (("--payoffs", THREE.removesuffix(",target_prize=1")), "No value was given for target_prize"),
        (("--payoffs", THREE.replace("-2.9", "nan")), "target_stand_firm is nan"),
        (("--payoffs", THREE.replace("-2.9", "low")), "which is not a number"),
        (("--payoffs", f"{THREE},target_prize=2"), "stands twice"),
        (("--payoffs", f"{THREE},target"), "has no value"),
        (("--payoffs", THREE, "--figure", "map.gif"), "ends in .gif"),
        (("--payoffs", THREE, "--figure", "nowhere/map.svg"), "cannot be written"),
        (("--file", "gone.csv"), "gone.csv does not exist"),
        (("--file", "empty.csv"), "empty.csv holds no game"),
        (("--file", "words.csv"), "words.csv, game 1: sender_status_quo is 'much'"),
    ],
)
def test_unusable_input_ends_with_2(
    words: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.csv").write_text(f"{HEADS}\n")
    (tmp_path / "words.csv").write_text(f"{HEADS}\nmuch{ROW[1:]}\n")

    with pytest.raises(SystemExit) as end:
        main(["game", "solve", *words])
    output = capsys.readouterr()

    assert end.value.code == 2
    assert said in output.err
    assert output.out == ""
