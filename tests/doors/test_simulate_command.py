"""``gaiatsu simulate`` and ``gaiatsu compare-scenarios`` as a user types them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli.main import gaiatsu, main
from gaiatsu.studies.calibration import given, parameters_given_record
from gaiatsu.studies.simulate import SimulationOptions, compare_scenarios, find_scenario


def typed(*words: str) -> Result:
    return CliRunner().invoke(gaiatsu, list(words), catch_exceptions=False)


def test_a_scenario_is_told_in_words() -> None:
    done = typed("simulate", "us-japan", "--draws", "100", "--beside", "none")

    assert done.exit_code == 0
    assert done.stdout.startswith("The United States and Japan, 1952-1998\n100 sets of parameters")
    for words in ("Nothing here was fitted", "hierarchy_security", "backlash, rule", "all years", "holds (-"):
        assert words in done.stdout


def test_files_are_written_and_named(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = typed(
        "simulate", "template", "--draws", "50", "--beside", "materialist", "--out", str(out), "--json"
    )
    said = json.loads(done.stdout)

    assert sorted(said["files"]) == sorted(
        p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()
    )
    assert {"index.html", "report.pdf", "figures/states.png"} <= set(said["files"])
    rows = list(csv.DictReader((out / "tables" / "changes.csv").read_text().splitlines()))
    assert [float(row["total"]) for row in rows] == [row["total"] for row in said["changes"]]
    shown = list(csv.DictReader((out / "tables" / "worlds.csv").read_text().splitlines()))
    assert [row["name"] for row in shown] == ["materialist"]
    assert float(shown[0]["change"]) == said["worlds"][0]["change"]


def test_a_report_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("compare-scenarios", "cold-war-never-ends", "us-japan", "--draws", "20", "--out", str(out))
    typed(*words, "--years", "1990-1998")
    said = json.loads(typed(*words, "--json").stdout)

    assert "figures/differences.svg" in said["files"]
    assert sorted(said["files"]) == sorted(
        p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()
    )
    years = [row["year"] for row in csv.DictReader((out / "tables" / "states.csv").read_text().splitlines())]
    assert years[0] == "1952"


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(SystemExit) as end:
        main(["simulate", "template", "--draws", "20", "--out", str(tmp_path)])

    assert end.value.code == 2
    assert "notes.txt" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_one_seed_gives_one_answer_and_another_another() -> None:
    words = ("simulate", "template", "--draws", "30", "--beside", "none", "--json", "--seed")
    one, same, other = (typed(*words, seed).stdout for seed in ("1", "1", "2"))

    assert one == same
    assert one != other


def test_the_template_can_be_shown_changed_and_run(tmp_path: Path) -> None:
    shown = typed("simulate", "--show", "template").stdout
    (tmp_path / "mine.yaml").write_text(shown.replace("Two states of your choice", "Mine"))

    done = typed("simulate", str(tmp_path / "mine.yaml"), "--draws", "20", "--beside", "none")
    assert done.stdout.startswith("Mine, 1990-2010")


def test_a_variant_is_judged_against_the_file_beside_it(tmp_path: Path) -> None:
    shown = typed("simulate", "--show", "template").stdout
    (tmp_path / "mine.yaml").write_text(shown)
    variant = "based_on: mine.yaml\ntitle: Calm\nshocks: []\n"
    expect = "expect:\n  - {measure: hierarchy, years: 2010, direction: higher, against: mine.yaml}\n"
    (tmp_path / "calm.yaml").write_text(variant + expect)
    done = typed("simulate", str(tmp_path / "calm.yaml"), "--draws", "50", "--beside", "none")

    assert "hierarchy in 2010 higher than in mine.yaml: holds" in done.stdout


def test_parts_that_cancel_have_no_share(tmp_path: Path) -> None:
    """A far stronger sender pulls identities up as fast as replacement takes them down."""
    level = "based_on: template\ndependence:\n  values: {1990: 12}\n  baseline: 12\nshocks: []\n"
    (tmp_path / "level.yaml").write_text(level)
    done = typed("simulate", str(tmp_path / "level.yaml"), "--draws", "400", "--beside", "none")

    assert "so that it has no share of the whole" in done.stdout


def test_rivals_are_shown_beside_a_run_and_can_be_supposed() -> None:
    words = ("simulate", "template", "--draws", "20", "--beside", "materialist", "--beside", "no-trust")
    text, other = typed(*words).stdout, typed(*words, "--world", "materialist").stdout

    assert "materialist" in text
    assert "no-trust" in text
    assert "reputation-only" not in text
    assert "if demands come half as often" in text
    assert "Supposed: the world materialist" in other
    line = next(line for line in text.splitlines() if line.strip().startswith("materialist"))
    assert line in other  # the world is the same beside another and by itself


def test_the_list_of_worlds_says_what_each_supposes() -> None:
    said = json.loads(typed("simulate", "--worlds", "--json").stdout)["worlds"]

    assert next(iter(said)) == "article"
    assert said["no-trust"] in typed("simulate", "--worlds").stdout


def test_the_list_names_every_scenario_once() -> None:
    names = [line.split()[0] for line in typed("simulate", "--list").stdout.splitlines()]

    assert names[0] == "us-japan"
    assert names == list(json.loads(typed("simulate", "--list", "--json").stdout)["scenarios"])


def test_two_scenarios_are_compared_in_words_and_numbers() -> None:
    words = ("compare-scenarios", "cold-war-never-ends", "us-japan", "--draws", "100", "--years", "1993-1998")
    text, said = typed(*words).stdout, json.loads(typed(*words, "--json").stdout)

    assert "A state first differs in 1990." in text  # outcomes are those of the years asked for
    assert said["years"] == [1993, 1998]
    hierarchy = next(row for row in said["outcomes"] if row["measure"] == "hierarchy")
    assert f"{hierarchy['mean']:+.4f}" in text
    assert hierarchy["mean"] > 0


@pytest.fixture
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many draws of the record's parameters as are asked for, so that the test is quick."""
    monkeypatch.setattr(given, "_FEWEST", 0)


@pytest.mark.usefixtures("few_draws")
def test_a_variant_is_driven_with_what_the_record_of_the_scenario_below_leaves(tmp_path: Path) -> None:
    """Whatever the variant says of its own demands: what happened happened in the scenario below."""
    variant = tmp_path / "variant.yaml"
    variant.write_text(
        "based_on: template\ntitle: Calm\nshocks: []\nexpect: []\n"
        "observed:\n  - {year: 1993, demand: rule, concession: 0}\n",
        encoding="utf-8",
    )
    words = ("--draws", "50", "--replicates", "2", "--given-record", "--json")
    one = json.loads(typed("compare-scenarios", str(variant), "template", *words).stdout)
    alone = json.loads(typed("simulate", str(variant), "--beside", "none", *words).stdout)["changed"]
    drawn = parameters_given_record(
        find_scenario("template"), prior="default", draws=50, seed=1999, replicates=2
    )
    options = SimulationOptions(draws=50, replicates=2, parameters=drawn)
    expected = compare_scenarios(find_scenario(variant), find_scenario("template"), options=options)

    assert one["options"]["given_record"] is True
    assert [row["mean"] for row in one["outcomes"]] == [row.mean for row in expected.outcomes]
    assert alone["states"] == one["states"]


@pytest.mark.usefixtures("few_draws")
def test_a_run_given_the_record_does_not_claim_that_nothing_was_fitted() -> None:
    done = typed("simulate", "template", "--draws", "50", "--beside", "none", "--given-record")

    assert "50 sets of parameters from the default prior given the record" in done.stdout
    assert "The record has been used" in done.stdout
    assert "othing here was fitted" not in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["simulate"], "No scenario was named"),
        (["simulate", "us-japn"], "us-japan"),
        (["simulate", "--show", "nothing"], "nothing"),
        (["simulate", "template", "--beside", "materialism"], "materialist"),
        (["simulate", "template", "--world", "nowhere"], "nowhere"),
        (["simulate", "template", "--world", "no-trust", "--given-record"], "either --world or"),
        (["compare-scenarios", "us-japan", "template", "--years", "1952-1960"], "no year in common"),
        (["compare-scenarios", "us-japan", "template", "--years", "soon"], "soon"),
    ],
)
def test_what_cannot_be_used_ends_with_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)

    assert end.value.code == 2
    assert said in capsys.readouterr().err
