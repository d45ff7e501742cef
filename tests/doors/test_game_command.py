"""``gaiatsu game`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
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


CONTEXT = "hierarchy=.5,legitimacy=.5,trust=.5,exposure=1"
ALONG = ("--payoffs", THREE, "--along", "target_stand_firm=-4:0:12")
MAP = (*ALONG, "--and", "sender_back_down=-1.4:-1:5", "--select", "most-resistance")
ASK = ("--payoffs", THREE, "--context", CONTEXT)


def run(*words: str) -> Result:
    return ask("solve", *words)


def ask(*words: str) -> Result:
    return CliRunner().invoke(game, list(words), catch_exceptions=False)


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


# --- explore and context ---------------------------------------------------------------------------------


def test_people_read_where_equilibria_meet() -> None:
    text = ask("explore", *ALONG).stdout

    assert "at -2.946913 two equilibria appear" in text
    assert "target_stand_firm from -2.94691 to -2.74704: 3 equilibria" in text
    assert "A higher target_stand_firm raises resistance in every stable equilibrium." in text
    assert "could not be decided" not in text


@pytest.mark.parametrize("words", [ALONG, MAP], ids=["line", "map"])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_figure_and_table_are_written_whole(words: tuple[str, ...], ending: str, tmp_path: Path) -> None:
    out, figure = tmp_path / f"table.{ending}", tmp_path / "figure.svg"
    done = ask("explore", *words, "--out", str(out), "--figure", str(figure), "--column", "--json")

    found = json.loads(done.stdout)
    table = pl.read_csv(out) if ending == "csv" else pl.read_parquet(out)
    assert figure.read_text().startswith("<svg")
    assert (found["out"], found["figure"]) == (str(out), str(figure))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figure.svg", out.name]
    if found["and"] is None:
        assert found["equilibria"] is not None
        assert table.height == len(found["equilibria"])
    else:
        assert table.height == sum(row["equilibria"] * row["games"] for row in found["counts"])


def test_every_object_says_where_its_numbers_come_from() -> None:
    calls = ("solve", "--payoffs", THREE), ("explore", *ALONG), ("explore", *MAP)
    for words in (*calls, ("context", *ASK, "--prior", "article", "--draws", "9")):
        trail = json.loads(ask(*words, "--json").stdout)["provenance"]
        assert trail["function"].startswith("gaiatsu.studies.game")
        assert len(trail["inputs"][0]["digest"]) == 64
        assert trail["seed"] == (1999 if words[0] == "context" else None)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("hierarchy=.5,legitimacy=.5,trust=.5", "it depends on the equilibrium that is played."),
        ("hierarchy=.01,legitimacy=0,trust=1", "In the context asked about the target refuses."),
        ("hierarchy=1,legitimacy=0,trust=.1", "In the context asked about the target does not refuse."),
        ("hierarchy=0,legitimacy=0,trust=0", "to between 0.0000 and 0.0000 over all contexts."),
    ],
)
def test_people_read_what_the_target_does(weights: str, said: str) -> None:
    assert said in ask("context", *ASK, "--weights", weights).stdout


@pytest.mark.parametrize(
    "more", [("--prior", "article"), ("--weights", "hierarchy=.5,legitimacy=.5,trust=.5")]
)
def test_a_context_is_drawn(more: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "context.svg"
    placement = "--placement", "target_stand_firm"
    ask("context", *ASK, *more, *placement, "--draws", "20", "--map", "hierarchy,trust", "--figure", str(out))

    assert "Hierarchy" in out.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("explore", *ALONG[:2], "--along", "prize=0:1:2"), "names no payoff"),
        (("explore", *MAP[:-2]), "no equilibrium was named"),
        (("explore", *ALONG, "--select", "most-resistance"), "without --and"),
        (("explore", *ALONG, "--out", "table.xlsx"), "ends in .xlsx"),
        (("explore", *ALONG, "--out", "nowhere/table.csv"), "cannot be written"),
        (("explore", *ALONG, "--figure", "figure.gif"), "ends in .gif"),
        (("context", *ASK), "The weight of hierarchy, legitimacy, trust is not given"),
        (("context", *ASK, "--prior", "article", "--level", "0"), "The level is 0"),
        (("context", *ASK, "--prior", "article", "--map", "trust", "--figure", "x.svg"), "--map is 'trust'"),
    ],
)
def test_questions_that_cannot_be_answered_end_with_2(
    words: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["game", *words])
    output = capsys.readouterr()

    assert end.value.code == 2
    assert said in output.err
    assert output.out == ""
    assert list(tmp_path.iterdir()) == []
