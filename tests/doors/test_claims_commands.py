"""``gaiatsu claims`` and ``gaiatsu cite`` as a user meets them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from gaiatsu.claims import registry
from gaiatsu.cli.claims import cite, claims
from gaiatsu.cli.main import main


def run(*words: str) -> Result:
    command = {"claims": claims, "cite": cite}[words[0]]
    return CliRunner().invoke(command, list(words[1:]), catch_exceptions=False)


def test_all_claims_are_listed() -> None:
    text = run("claims").stdout

    assert all(entry.id in text for entry in registry())


def test_one_claim_is_shown_in_full() -> None:
    text = run("claims", "mc1").stdout

    assert text.startswith("MC1: Change by interaction\n")
    assert "refuted by F6" in text
    assert "Kydd 2005" in text


def test_the_claims_as_json_are_the_registry() -> None:
    found = json.loads(run("claims", "--json").stdout)["claims"]

    assert [entry["id"] for entry in found] == [entry.id for entry in registry()]
    assert found[0]["references"][0] == "schelling1960"


def test_bibtex_is_printed_once_for_each_work() -> None:
    text = run("cite", "H2", "schoppa1999", "wendt_friedheim1995").stdout

    assert text.count("@article{schoppa1999,") == 1
    assert text.count("@article{wendt_friedheim1995,") == 1


def test_citations_as_json_hold_text_and_bibtex() -> None:
    found = json.loads(run("cite", "gaiatsu.claims.cite", "--json").stdout)

    assert [work["key"] for work in found["references"]] == ["schoppa1999"]
    assert found["bibtex"].startswith("@article{schoppa1999,")


@pytest.mark.parametrize("words", [["claims", "H99"], ["cite", "H99"], ["cite"]])
def test_what_nobody_claimed_or_wrote_ends_with_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)

    printed = capsys.readouterr()
    assert ended.value.code == 2
    assert printed.out == ""
    assert "Error" in printed.err
