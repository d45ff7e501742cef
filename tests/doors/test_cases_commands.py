"""``gaiatsu cases`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gaiatsu import cases
from gaiatsu.cli.case_tables import _marks
from gaiatsu.cli.cases import cases as command
from gaiatsu.cli.main import main


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words), catch_exceptions=False, standalone_mode=False)


def shell(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code and both streams of the whole program."""
    with pytest.raises(SystemExit) as ended:
        main(["cases", *words])
    printed = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, printed.out, printed.err


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A valid file of one's own."""
    tree = cases.load("schoppa1999").model_dump(mode="json") | {"id": "mine"}
    tree["episodes"] = tree["episodes"][:1]
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(tree, indent=1))
    return path


def spoil(path: Path, **changes: Any) -> Path:
    tree = json.loads(path.read_text())
    for field, value in changes.items():
        tree["episodes"][0][field]["value"] = value
    path.write_text(json.dumps(tree, indent=1))
    return path


def test_the_list_names_sets_and_patches() -> None:
    text = run("list").stdout

    assert "schoppa1999: U.S.-Japan economic bargaining, 1978-96" in text
    assert "15 episodes" in text
    assert "patch schoppa1999/auto-parts-held-out" in text


def test_the_list_as_json_holds_digests_and_counts() -> None:
    (found,) = json.loads(run("list", "--json").stdout)["case_sets"]

    assert found["digest"] == cases.load("schoppa1999").digest
    assert found["counts"]["episodes"] == 15


def test_a_set_is_shown_as_a_table_in_the_order_of_time() -> None:
    lines = run("show", "schoppa1999").stdout.splitlines()
    rows = [line for line in lines if line[:4].isdigit()]

    assert len(rows) == 15
    assert rows == sorted(rows, key=lambda row: row[:7])
    assert all(len(row.rstrip()) <= 80 for row in rows)


def test_an_episode_is_shown_with_coder_and_reason() -> None:
    text = run("show", "schoppa1999", "film-1996").stdout

    assert "Photographic film: USA to JPN, 1995-05 to 1996-06" in text
    assert "0 (not at all)" in text
    assert "gaiatsu" in text
    assert "article" in text


def test_names_of_fields_stay_whole_and_marks_are_explained() -> None:
    shown = run("show", "schoppa1999", "film-1996").stdout.splitlines()

    assert {"threatened_cost", "target_in_violation", "violation_elsewhere"} <= {
        line.split(" ")[0] for line in shown
    }
    assert "(Date)" not in run("show", "schoppa1999").stdout


def test_a_mark_is_explained_where_an_episode_carries_it() -> None:
    plain = cases.load("schoppa1999").episodes[0]
    joined = plain.model_copy(update={"senders": ("canada",)})
    undated = plain.model_copy(update={"end": SimpleNamespace(reason="no end is recorded")})

    assert _marks([plain]) == ""
    assert _marks([plain, joined]) == "+1: one more sender."
    assert _marks([undated]) == "(Date): it began then, and no end is recorded."
    assert _marks([undated, joined]).endswith("recorded. +1: one more sender.")


def test_a_set_is_shown_with_its_patches_applied() -> None:
    result = run("show", "schoppa1999", "--patch", "schoppa1999/auto-parts-held-out", "--json")
    found = json.loads(result.stdout)

    assert found["applied_patches"] == ["auto-parts-held-out"]
    assert found["digest"] != cases.load("schoppa1999").digest
    parts = next(e for e in found["case_set"]["episodes"] if e["id"] == "auto-parts-1995")
    assert parts["conceded"]["value"] is False


def test_the_json_of_a_set_is_a_document_that_loads(tmp_path: Path) -> None:
    found = json.loads(run("show", "schoppa1999", "--json").stdout)["case_set"]
    path = tmp_path / "again.json"
    path.write_text(json.dumps(found))

    assert cases.load(path) == cases.load("schoppa1999")


def test_square_brackets_in_a_title_are_printed_as_they_stand(document: Path) -> None:
    tree = json.loads(document.read_text())
    tree["title"] = "[/bold] [red]A title"
    document.write_text(json.dumps(tree))

    assert "[/bold] [red]A title" in run("show", str(document)).stdout


def test_a_valid_file_is_said_to_be_valid(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell(capsys, "check", str(document)) == (0, f"{document}: valid\n", "")


def test_a_shipped_name_can_be_checked_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert shell(capsys, "check", "schoppa1999") == (0, "schoppa1999: valid\n", "")


def test_a_file_that_breaks_the_schema_ends_with_1_and_names_the_place(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = shell(capsys, "check", str(spoil(document, concession=4, depth=9)))

    assert (code, err) == (1, "")
    assert f"{document}: 2 problems" in out
    assert "episodes[0].concession.value = 4" in out
    assert "Allowed: a whole number: 0 (none)" in out


def test_the_problems_as_json_have_file_row_field_value_and_what_is_allowed(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = shell(capsys, "check", str(spoil(document, concession=4)), "--json")
    found = json.loads(out)

    assert (code, found["valid"]) == (1, False)
    (problem,) = found["problems"]
    assert problem["field"] == "episodes[0].concession.value"
    assert problem["value"] == "4"
    assert problem["row"] > 0
    assert set(problem) == {"file", "row", "field", "value", "message", "allowed"}


def test_codings_that_sit_oddly_are_pointed_out_and_do_not_fail(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = shell(capsys, "check", str(spoil(document, concession=0)))

    assert code == 0
    assert "worth a look" in out


def test_a_patch_can_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = cases.load("schoppa1999")
    mine = cases.scaffold(base, "episodes.film-1996.depth", 3, author="A. Reader", reason="A reason.")
    path = tmp_path / "patch.json"
    path.write_text(mine.model_dump_json())

    assert shell(capsys, "check", str(path)) == (0, f"{path}: valid\n", "")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"a: [", "not YAML"),
        (b"a: \xff", "not UTF-8"),
        (b"&a [*a]", "nested too deeply"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, why: str
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)

    for words in (["check", str(path)], ["check", str(path), "--json"], ["show", str(path)]):
        code, out, err = shell(capsys, *words)
        assert (code, out) == (2, "")
        assert why in err
        assert "Traceback" not in err


@pytest.mark.parametrize(
    "words",
    [
        ["show", "schopa"],
        ["show", "schoppa1999", "film"],
        ["show", "schoppa1999", "--patch", "schoppa1999/none"],
        ["check", "none.yaml"],
        ["check", "."],
    ],
)
def test_what_does_not_exist_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = shell(capsys, *words)

    assert (code, out) == (2, "")
    assert err.startswith("Error: ")


def test_a_file_that_breaks_the_schema_cannot_be_shown(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = shell(capsys, "show", str(spoil(document, concession=4)))

    assert (code, out) == (2, "")
    assert "concession" in err


def ties_file(folder: Path) -> Path:
    """One case of TIES, in the producer's own form."""
    from gaiatsu.sources import info

    row = {"caseid": 1985071801, "startyear": 1985, "endyear": 1985, "primarysender": 2, "targetstate": 740}
    row |= {"sender1": 2, "institution": 0, "issue1": 13, "threat": 1, "imposition": 0, "finaloutcome": 2}
    headers = [column.header for column in info("ties").columns]
    path = folder / info("ties").file
    path.parent.mkdir(parents=True, exist_ok=True)
    values = ",".join(str(row.get(header, "")) for header in headers)
    path.write_text(f"{','.join(headers)}\n{values}\n")
    return folder


def test_an_import_writes_a_file_that_checks_and_says_what_it_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "mine.yaml")
    words = ("import", "ties", "--data", str(ties_file(tmp_path)), "--success", "full", "--out", out)
    code, text, _ = shell(capsys, *words)

    assert code == 0
    assert "1 episode," in text
    assert "not the release" in text
    assert "no row was left out" in text
    assert "TIES does not code how much the" in text
    assert shell(capsys, "check", out)[:2] == (0, f"{out}: valid\n")
    assert "left open" in shell(capsys, "show", out, "ties-1985071801")[1]


def test_an_import_as_json_is_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "mine.json")
    words = ("import", "ties", str(ties_file(tmp_path)), "--success", "broad", "--out", out, "--json")
    code, text, _ = shell(capsys, *words)
    found = json.loads(text)

    assert code == 0
    assert found["path"] == out
    assert found["digest"] == cases.load(out).digest
    assert found["imported"]["success"] == "broad"
    assert {entry["side"] for entry in found["imported"]["unmapped"]} == {"column", "field"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "ties"), "--success full, broad, ordered"),
        (("import", "tees"), "'tees'"),
        (("import", "ties", "--success", "broad", "--target", "FRA"), "target FRA"),
        (("import", "ties", "--success", "broad", "--out", "cases.txt"), "'.txt'"),
        (("import", "ties", "--success", "broad", "--out", "nowhere/cases.yaml"), "cannot be written"),
    ],
)
def test_an_import_that_cannot_be_done_ends_with_2_and_writes_nothing(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setenv("GAIATSU_DATA", str(ties_file(tmp_path / "data")))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)

    code, text, error = shell(capsys, *words)

    assert (code, text) == (2, "")
    assert said in error
    assert list(work.iterdir()) == []


def test_a_mistake_repeated_a_thousand_times_is_printed_fifty_times(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = cases.load("schoppa1999").model_dump(mode="json")
    wrong = {**tree["episodes"][0], "sender": "usa"}
    tree["episodes"] = [{**wrong, "id": f"copy-{place}"} for place in range(100)]
    path = tmp_path / "large.json"
    path.write_text(json.dumps(tree, indent=1))

    code, text, _ = shell(capsys, "check", str(path))
    _, _, error = shell(capsys, "show", str(path))
    _, as_json, _ = shell(capsys, "check", str(path), "--json")

    assert code == 1
    assert (text.count(".sender = usa"), error.count(".sender = usa")) == (50, 50)
    assert "and 50 more" in text
    assert "and 50 more" in error
    assert len(json.loads(as_json)["problems"]) == 100


def test_the_help_names_every_importer() -> None:
    from gaiatsu.cases.importers import importers

    text = " ".join(run("import", "--help").stdout.split())

    assert [name for name in importers() if name not in text] == []


def test_the_rules_are_printed_without_any_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GAIATSU_DATA", raising=False)
    code, text, _ = shell(capsys, "import", "ties", "--rules")

    assert code == 0
    assert "success (full)" in text
    assert "success (ordered)" in text
    assert "grade 2, conceded true" in text


def test_a_large_set_is_shown_by_what_it_covers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tree = cases.load("schoppa1999").model_dump(mode="json")
    tree["episodes"] = [{**tree["episodes"][0], "id": f"copy-{place}"} for place in range(100)]
    path = tmp_path / "large.json"
    path.write_text(json.dumps(tree))

    _, text, _ = shell(capsys, "show", str(path))
    _, in_full, _ = shell(capsys, "show", str(path), "--all")

    assert "100 episodes that began in 1977-1977" in text
    assert "and 80 more" in text
    assert "100 of 100" in text
    assert in_full.count("copy-") == 100 + 1
