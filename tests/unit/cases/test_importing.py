"""Importing a data set: what is asked for, what is written, what is refused; on small files made here."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from gaiatsu import cases
from gaiatsu.cases import CaseSet, Coded, Uncoded
from gaiatsu.cases.importers import Selection, import_set, importer, importers
from gaiatsu.cases.schema import case_set_schema
from gaiatsu.errors import (
    InvalidData,
    InvalidSpecification,
    MissingData,
    OutputError,
    UncodedValue,
    UnknownName,
)
from gaiatsu.sources import info

VALIDATOR = jsonschema.Draft202012Validator(case_set_schema())
CASE = {"caseid": 1985071801, "startyear": 1985, "endyear": 1985, "sender1": 2, "primarysender": 2}
CASE |= {"targetstate": 740, "institution": 0, "issue1": 13, "threat": 1, "imposition": 0}
CASE |= {"bspecif": 2, "scommit": 2, "anticipatedtargetcosts": 1, "finaloutcome": 3}


def put(folder: Path, name: str, rows: list[dict[str, Any]]) -> Path:
    """Write a file with the producer's headers; what a row does not say stays empty."""
    entry = info(name)
    headers = [column.header for column in entry.columns]
    path = folder / entry.file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, headers, restval="")
        writer.writeheader()
        writer.writerows([{key: row[key] for key in row if key in headers} for row in rows])
    return folder


def ties(folder: Path, *changes: dict[str, Any]) -> Path:
    rows = [{**CASE, "caseid": CASE["caseid"] + place, **change} for place, change in enumerate(changes)]
    return put(folder, "ties", rows)


def one(folder: Path, **change: Any) -> cases.Episode:
    return import_set("ties", ties(folder, change), success="broad").episodes[0]


def test_a_case_becomes_an_episode_with_the_place_of_each_value(tmp_path: Path) -> None:
    episode = one(tmp_path)

    assert (episode.id, episode.sender, episode.target) == ("ties-1985071801", "USA", "JPN")
    assert isinstance(episode.threatened_cost, Coded)
    assert episode.threatened_cost.value == 0.25
    assert episode.threatened_cost.locator == "row 1, case 1985071801, anticipatedtargetcosts = 1"
    assert episode.threatened_cost.source == "morgan2014"
    assert episode.threatened_cost.confidence == "low"
    assert episode.threatened_cost.reason is not None
    assert "not checked" in episode.threatened_cost.reason


@pytest.mark.parametrize(
    ("code", "full", "broad", "ordered"),
    [
        *[(1, 0, 3, 2), (2, 3, 3, 3), (3, 0, 0, 0), (4, 0, 0, 0), (5, 0, 3, 2)],
        *[(6, 0, 3, 2), (7, 3, 3, 3), (8, 0, 0, 0), (9, 0, 0, 0), (10, 0, 3, 2)],
    ],
)
def test_an_outcome_is_graded_as_the_named_coding_says(
    tmp_path: Path, code: int, full: int, broad: int, ordered: int
) -> None:
    folder = ties(tmp_path, {"finaloutcome": code, "imposition": int(code > 5)})
    grades = [import_set("ties", folder, success=s).episodes[0] for s in ("full", "broad", "ordered")]

    assert [int(episode.concession.value) for episode in grades] == [full, broad, ordered]
    assert [episode.conceded.value for episode in grades] == [full > 0, broad > 0, ordered > 0]


def test_a_missing_outcome_stays_open_under_every_coding(tmp_path: Path) -> None:
    folder = ties(tmp_path, {"finaloutcome": ""})

    for success in ("full", "broad", "ordered"):
        episode = import_set("ties", folder, success=success).episodes[0]
        assert isinstance(episode.concession, Uncoded)
        with pytest.raises(
            UncodedValue, match="The field concession has no value: TIES gives no final outcome"
        ):
            _ = episode.concession.value


def test_no_coding_of_success_is_the_default(tmp_path: Path) -> None:
    with pytest.raises(InvalidSpecification, match=r"none was named.*full, broad, ordered"):
        import_set("ties", ties(tmp_path, {}))


def test_a_coding_of_success_that_does_not_apply_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSpecification, match="'broad' does not apply to sigint"):
        import_set("sigint", tmp_path, success="broad")


def test_what_the_data_set_never_codes_says_so_by_name(tmp_path: Path) -> None:
    with pytest.raises(UncodedValue, match="The field depth has no value: TIES does not code how much"):
        _ = one(tmp_path).depth.value


def test_rules_and_results_are_not_told_apart(tmp_path: Path) -> None:
    assert isinstance(one(tmp_path).demand_type, Uncoded)
    assert one(tmp_path, issue1=8).demand_type.value == "other"


def test_an_institution_makes_a_threat_one_of_the_regime(tmp_path: Path) -> None:
    episode = one(tmp_path, institution=1)

    assert (episode.authorised.value, episode.unilateral.value) == (True, False)
    assert episode.institutions
    assert isinstance(one(tmp_path, institution="").unilateral, Uncoded)


def test_several_senders_are_kept_the_leading_one_first(tmp_path: Path) -> None:
    episode = one(tmp_path, sender1=20, sender2=2, sender3=200, primarysender=2)

    assert (episode.sender, episode.senders) == ("USA", ("CAN", "GBR"))


def test_an_organization_without_a_state_is_a_sender_of_its_own(tmp_path: Path) -> None:
    episode = one(tmp_path, sender1="", primarysender="", institution=1)

    assert episode.sender == "XIO"


def test_a_case_that_names_nobody_is_left_out_and_listed(tmp_path: Path) -> None:
    folder = ties(tmp_path, {}, {"sender1": "", "primarysender": "", "institution": 0})
    case_set = import_set("ties", folder, success="broad")

    assert len(case_set.episodes) == 1
    assert case_set.imported is not None
    assert [(entry.rows, "sender" in entry.reason) for entry in case_set.imported.left_out] == [((2,), True)]


@pytest.mark.parametrize(
    ("code", "year", "letters"),
    [
        *[(365, 1980, "SUN"), (365, 1995, "RUS"), (265, 1980, "DDR"), (345, 1980, "YUG")],
        *[(255, 1980, "DEU"), (1000, 1980, "EEC"), (817, 1965, "XVN"), (315, 1970, "CSK")],
    ],
)
def test_states_that_are_gone_keep_a_code(tmp_path: Path, code: int, year: int, letters: str) -> None:
    change = {"targetstate": code, "startyear": year, "endyear": year, "caseid": year * 1_000_000 + 10101}

    assert one(tmp_path, **change).target == letters


def test_a_stage_that_contradicts_itself_lowers_the_confidence(tmp_path: Path) -> None:
    episode = one(tmp_path, finaloutcome=7, imposition=0)

    assert isinstance(episode.concession, Coded)
    assert episode.concession.confidence == "low"
    assert "contradicts" in episode.note


def test_an_end_that_is_not_known_stays_open(tmp_path: Path) -> None:
    assert one(tmp_path, endyear=1990).year == 1990
    assert isinstance(one(tmp_path, endyear="").end, Uncoded)


def test_only_what_is_asked_for_is_imported_and_the_rest_is_counted(tmp_path: Path) -> None:
    folder = ties(
        tmp_path,
        {},
        {"startyear": 1995, "endyear": 1996},
        {"targetstate": 710},
        {"sender1": 20, "primarysender": 20},
    )
    wanted = Selection(1980, 1990, "USA", "JPN")
    case_set = import_set("ties", folder, success="broad", selection=wanted)

    assert [episode.id for episode in case_set.episodes] == ["ties-1985071801"]
    assert case_set.id == "ties-usa-jpn-1980-1990"
    assert case_set.imported is not None
    assert case_set.imported.rows_not_selected == 3
    assert case_set.imported.selection == wanted.conditions


def test_a_selection_that_nothing_meets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match=r"No episode of .* meets the conditions: target FRA"):
        import_set("ties", ties(tmp_path, {}), success="broad", selection=Selection(target="FRA"))


@pytest.mark.parametrize("ending", [".yaml", ".yml", ".json"])
def test_an_imported_set_is_written_checked_and_read_again(tmp_path: Path, ending: str) -> None:
    case_set = import_set("ties", ties(tmp_path, {}, {"finaloutcome": ""}), success="ordered")

    path = cases.write(case_set, tmp_path / f"mine{ending}")

    assert cases.check(path) == ()
    assert cases.load(path) == case_set
    assert cases.load(path).digest == case_set.digest
    assert list(path.parent.glob(".mine*")) == []


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_only_a_file_of_our_own_is_replaced(tmp_path: Path, ending: str) -> None:
    case_set = import_set("ties", ties(tmp_path, {}), success="ordered")
    mine = tmp_path / f"mine.{ending}"
    mine.write_text("id: mine\n")

    with pytest.raises(OutputError, match="did not write"):
        cases.write(case_set, mine)
    assert mine.read_text() == "id: mine\n"
    mine.unlink()
    assert cases.load(cases.write(case_set, cases.write(case_set, mine))) == case_set


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case_set = import_set("ties", ties(tmp_path, {}), success="ordered")
    path = cases.write(case_set, tmp_path / "mine.yaml")
    before = path.read_text()

    def full(self: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OutputError, match="No space left"):
        cases.write(case_set, path)
    monkeypatch.undo()

    assert path.read_text() == before
    assert list(tmp_path.glob(".mine*")) == []


def test_an_imported_file_is_valid_for_another_parser_and_another_validator(tmp_path: Path) -> None:
    case_set = import_set("ties", ties(tmp_path, {}, {"finaloutcome": "", "endyear": ""}), success="ordered")
    short = yaml.safe_load(cases.write(case_set, tmp_path / "mine.yaml").read_text())
    full = case_set.model_dump(mode="json")

    for tree in (short, full):
        assert [error.json_path for error in VALIDATOR.iter_errors(tree)] == []
    short["episodes"][0]["concession"].pop("value")
    assert not VALIDATOR.is_valid(short)


def test_an_imported_set_can_be_patched_and_handed_on(tmp_path: Path) -> None:
    base = import_set("ties", ties(tmp_path, {"finaloutcome": ""}), success="broad")
    patch = cases.scaffold(
        base,
        "episodes.ties-1985071801.concession",
        1,
        author="A. Reader",
        reason="Two works report a token deal.",
    )

    changed = cases.apply_patch(base, patch)
    path = cases.write(changed, tmp_path / "changed.yaml")

    assert changed.episodes[0].concession.value.label == "nominally"
    assert cases.load(path) == changed
    assert cases.load(path).applied_patches == changed.applied_patches
    assert changed.base_digest == base.digest


def test_a_mistake_in_an_imported_file_is_named_by_its_line(tmp_path: Path) -> None:
    path = cases.write(import_set("ties", ties(tmp_path, {}), success="broad"), tmp_path / "mine.yaml")
    lines = path.read_text().splitlines()
    row = next(place for place, line in enumerate(lines) if line.startswith("  concession:"))
    lines[row] = lines[row].replace('"value": 0', '"value": 4')
    path.write_text("\n".join(lines))

    (problem,) = cases.check(path)

    assert (problem.row, problem.value) == (row + 1, "4")
    assert problem.field == "episodes[0].concession.value"
    assert "3 (large)" in problem.allowed


def test_a_file_edited_by_hand_in_plain_yaml_still_loads(tmp_path: Path) -> None:
    case_set = import_set("ties", ties(tmp_path, {}), success="broad")
    path = cases.write(case_set, tmp_path / "mine.yaml")
    text = path.read_text()
    path.write_text(text.replace('id: "ties"', "id: ties  # edited"))

    assert cases.load(path) == case_set


def test_a_wrong_file_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = ties(tmp_path, {}) / info("ties").file
    path.write_text("country,year\nJapan,1985\n")

    with pytest.raises(InvalidData, match=r"lacks the column 'caseid'"):
        import_set("ties", tmp_path, success="broad")


def test_a_truncated_file_is_refused_by_row_and_field(tmp_path: Path) -> None:
    path = ties(tmp_path, {}, {}) / info("ties").file
    path.write_text(path.read_text().replace(",13,", ",thirteen,", 1))

    with pytest.raises(InvalidData, match=r"row 1, field issue1.*thirteen"):
        import_set("ties", tmp_path, success="broad")


@pytest.mark.parametrize(("field", "header"), [("targetstate", "targetstate"), ("issue1", "issue1")])
def test_a_row_without_what_makes_it_a_case_is_refused_by_row_and_field(
    tmp_path: Path, field: str, header: str
) -> None:
    with pytest.raises(InvalidData, match=rf"row 2, field {header} is empty.*cut off"):
        import_set("ties", ties(tmp_path, {}, {field: ""}), success="broad")


def test_a_file_that_is_cut_off_in_a_row_is_refused(tmp_path: Path) -> None:
    path = ties(tmp_path, {}, {}) / info("ties").file
    path.write_text(path.read_text()[:-60])

    with pytest.raises(InvalidData):
        import_set("ties", tmp_path, success="broad")


def test_a_study_that_meets_a_gap_stops_and_names_the_field(tmp_path: Path) -> None:
    from gaiatsu.studies.figure2 import figure2

    with pytest.raises(UncodedValue, match="The field administration has no value: TIES makes no comparison"):
        figure2(import_set("ties", ties(tmp_path, {"issue1": 8}), success="broad"))


def test_an_absent_file_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=r"sanctions\.web\.unc\.edu"):
        import_set("ties", tmp_path, success="broad")


def test_a_file_under_any_name_is_read_as_the_data_set(tmp_path: Path) -> None:
    path = (ties(tmp_path, {}) / info("ties").file).rename(tmp_path / "download (1).csv")

    assert import_set("ties", path, success="broad").imported.file == "download (1).csv"  # type: ignore[union-attr]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=r"no file or folder .*nowhere\.csv.*TIES"):
        import_set("ties", tmp_path / "nowhere.csv", success="broad")


def test_an_unknown_importer_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match=r"'tie'.*ties"):
        importer("tie")


@pytest.mark.parametrize("name", importers())
def test_every_importer_says_for_each_field_whether_a_rule_or_a_gap_stands_behind_it(name: str) -> None:
    chosen = importer(name)
    for success in [*chosen.successes] or [None]:
        ruled = {field for rule in chosen.rules(success).values() for field in rule.fields}
        assert ruled | set(chosen.gaps) >= set(cases.CODED_FIELDS)
        assert not ruled & set(chosen.gaps)
        assert ruled <= set(cases.OPEN_FIELDS)
    assert chosen.unmapped


@pytest.mark.parametrize("name", importers())
def test_every_importer_accounts_for_every_column(name: str) -> None:
    chosen = importer(name)
    rules = chosen.rules(next(iter(chosen.successes), None))
    places = [*chosen.reads.values(), *(rule.locator for rule in rules.values())]
    told = set(re.findall(r"\w+", " ".join((*places, *(entry.name for entry in chosen.unmapped)))))

    assert [c.header for c in info(chosen.data_set).columns if c.header not in told] == []


@pytest.mark.parametrize("name", importers())
def test_every_importer_writes_its_codes_down(name: str) -> None:
    chosen = importer(name)
    rules = chosen.rules(next(iter(chosen.successes), None))

    assert all(rule.codes and rule.reason for rule in rules.values())
    assert all(rule.coder == "gaiatsu-import" for rule in rules.values())
    assert {rule.source for rule in rules.values()} == {info(chosen.data_set).citation}


def test_a_set_in_short_holds_what_the_full_one_holds(tmp_path: Path) -> None:
    case_set = import_set("ties", ties(tmp_path, {}, {}), success="broad")
    short = json.loads(cases.write(case_set, tmp_path / "s.json").read_text())

    assert "depth" not in short["episodes"][0]
    assert short["episodes"][0]["explicitness"].keys() == {"value", "locator", "rule"}
    assert CaseSet.model_validate(short) == case_set
