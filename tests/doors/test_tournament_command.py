"""``gaiatsu tournament`` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gaiatsu.cli.main import gaiatsu
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.strategy.targets import TARGETS

SMALL = ["tournament", "template", "--draws", "10", "--from", "2010", "--beyond", "0"]


def typed(*words: str) -> Result:
    return CliRunner().invoke(gaiatsu, list(words))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("tournament") / "out"
    return folder, typed(*SMALL, "--tries", "32", "--out", str(folder), "--json")


def test_the_output_says_that_nothing_was_fitted_and_names_every_strategy() -> None:
    done = typed(*SMALL, "--tries", "0")

    assert done.exit_code == 0, done.output
    assert "Nothing here was fitted" in done.output
    assert all(name in done.output for name in (*LIBRARY, *TARGETS))
    assert "searched for" not in done.output


def test_a_folder_holds_the_report_its_tables_and_its_charts(out: tuple[Path, Result]) -> None:
    folder, done = out
    found = json.loads(done.stdout)
    index = (folder / "index.html").read_text()

    assert done.exit_code == 0, done.output
    assert sorted(found["files"]) == sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    )
    assert all(one.title in index for one in (*LIBRARY.values(), *TARGETS.values()))
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")


def test_the_search_is_reported_for_both_sides_against_every_strategy(out: tuple[Path, Result]) -> None:
    exploits = json.loads(out[1].stdout)["exploits"]

    assert [one["against"] for one in exploits] == [*TARGETS, *LIBRARY]
    assert {one["side"] for one in exploits} == {"sender", "target"}
    assert all(abs(one["found_worth"] - one["best_worth"] - one["gain"]) < 1e-9 for one in exploits)


def test_a_strategy_of_ones_own_plays_and_weights_of_a_payoff_count(tmp_path: Path) -> None:
    own = tmp_path / "as-usual.yaml"
    own.write_text("title: As usual\nbased_on: status-quo\n", encoding="utf-8")
    words = (*SMALL, "--tries", "0", "--policy", str(own), "--json")
    found, dear = (
        json.loads(typed(*words, *more).stdout)
        for more in ((), ("--backlash-cost", "3", "--stretch-gain", "0"))
    )

    def worth(table: dict[str, Any], name: str) -> list[float]:
        return [one["sender_worth"] for one in table["pairings"] if one["sender"] == name]

    assert worth(found, "as-usual") == worth(found, "status-quo")
    assert len(worth(found, "as-usual")) == len(TARGETS)
    assert sum(worth(dear, "materialist")) < sum(worth(found, "materialist"))
    assert "strategy: as-usual" in [one["name"] for one in found["provenance"]["inputs"]]


def test_the_index_is_listed_with_what_each_strategy_declares() -> None:
    found = json.loads(typed("tournament", "--list", "--json").stdout)["index"]

    assert [one["name"] for one in found["senders"]] == list(LIBRARY)
    assert found["targets"][0]["properties"]["sure"] is False


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("tournament",), "No scenario was named"),
        (("tournament", "template", "--from", "1800"), "begin in 1800"),
        (("tournament", "template", "--tries", "5"), "no tries or at least 32"),
        (("tournament", "atlantis"), "atlantis"),
    ],
)
def test_what_cannot_be_played_ends_with_2_and_says_why(words: tuple[str, ...], text: str) -> None:
    done = typed(*words)

    assert done.exit_code == 2 or done.exception is not None
    assert text in (done.output + str(done.exception))
