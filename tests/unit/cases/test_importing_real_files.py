"""Importers against the producers' files: values below were read off the raw rows by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gaiatsu import cases
from gaiatsu.cases import CaseSet, Uncoded
from gaiatsu.cases.importers import Selection, import_set, importer, importers

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def sets(data_dir: Path) -> dict[str, CaseSet]:
    """Every data set as a case set, by the second coding of success where one is asked for."""
    chosen = {name: "broad" if importer(name).successes else None for name in importers()}
    return {name: import_set(name, data_dir, success=success) for name, success in chosen.items()}  # type: ignore[arg-type]


def facts(case_set: CaseSet, name: str) -> dict[str, Any]:
    """What an episode holds, gaps as None, enumerations as their plain values."""
    episode = case_set.episode(name)
    held = {field: getattr(episode, field) for field in cases.OPEN_FIELDS}
    plain = {
        field: None if isinstance(value, Uncoded) else getattr(value, "value", value)
        for field, value in held.items()
    }
    return {"pair": (episode.sender, episode.target), "senders": episode.senders, **plain}


TIES = [
    # row 1: 2 to 710, institution 1, issue 2, bspecif 2, scommit 2, anticipatedtargetcosts 2, finaloutcome 8
    (
        "1945121601",
        ("USA", "CHN"),
        {"concession": 0, "explicitness": 0.75, "threatened_cost": 0.5, "authorised": True},
    ),
    # row 94: no sender, institution 1 (3450), target 2, finaloutcome 3, bspecif 2, anticipatedtargetcosts 1
    ("1953110301", ("XIO", "USA"), {"concession": 0, "threatened_cost": 0.25, "unilateral": False}),
    # row 119: 670, 645, 652, ... to 220, no threat, imposed, finaloutcome 7; no leading sender
    ("1956111601", ("SAU", "FRA"), {"concession": 3, "explicitness": None, "threatened_cost": None}),
    # row 209: 31 June 1965; 2 to 750 on issue 14, finaloutcome 7, institution 0
    ("1965063101", ("USA", "IND"), {"concession": 3, "demand_type": None, "unilateral": True}),
    # row 467: 2 to 740, finaloutcome 10 with imposition 0, bspecif empty, scommit 1
    ("1983032401", ("USA", "JPN"), {"concession": 3, "explicitness": None, "public_posture": 0.25}),
    # row 617: 2 to 740 from 1990, still going on in 1996, no outcome
    ("1990020501", ("USA", "JPN"), {"concession": None, "conceded": None, "end": None}),
    # row 690: 2 to 740 on issue 12, 1992 to 1997, finaloutcome 10
    ("1992011601", ("USA", "JPN"), {"demand_type": "other", "concession": 3}),
    # row 1086: 2 to 740, 1998 to 1999, finaloutcome 3, bspecif 1
    ("1998030501", ("USA", "JPN"), {"concession": 0, "conceded": False, "explicitness": 0.25}),
]


@pytest.mark.parametrize(("case", "pair", "held"), TIES)
def test_ties_cases_read_by_hand(
    sets: dict[str, CaseSet], case: str, pair: tuple[str, str], held: dict[str, Any]
) -> None:
    found = facts(sets["ties"], f"ties-{case}")

    assert found["pair"] == pair
    assert {name: found[name] for name in held} == held


def test_ties_counts_are_those_of_the_file(sets: dict[str, CaseSet]) -> None:
    held = {entry.field: entry.coded for entry in cases.coverage(sets["ties"])}

    assert len(sets["ties"].episodes) == 1412
    # 1,412 less 388 without an outcome; bspecif and scommit 967, anticipated costs 863, institution 1,400
    assert (held["concession"], held["explicitness"], held["public_posture"]) == (1024, 967, 967)
    assert (held["threatened_cost"], held["unilateral"], held["end"]) == (863, 1400, 961)
    # 681 rows on trade and 49 on economic reform leave the type of the demand open
    assert held["demand_type"] == 1412 - 681 - 49
    assert sum("contradicts the column" in episode.note for episode in sets["ties"].episodes) == 19
    assert sum(episode.sender == "XIO" for episode in sets["ties"].episodes) == 85


@pytest.mark.parametrize(
    ("success", "grades"),
    [
        # outcomes 1-10 in the file: 56, 146, 188, 23, 60, 61, 121, 166, 71, 132
        ("strict", {3: 146 + 121, 0: 56 + 188 + 23 + 60 + 61 + 166 + 71 + 132}),
        ("broad", {3: 56 + 146 + 60 + 61 + 121 + 132, 0: 188 + 23 + 166 + 71}),
        ("ordered", {3: 146 + 121, 2: 56 + 60 + 61 + 132, 0: 188 + 23 + 166 + 71}),
    ],
)
def test_ties_grades_add_up_under_each_coding(data_dir: Path, success: Any, grades: dict[int, int]) -> None:
    case_set = import_set("ties", data_dir, success=success)
    held = [one.concession.value for one in case_set.episodes if not isinstance(one.concession, Uncoded)]

    assert {grade: held.count(grade) for grade in set(map(int, held))} == grades


def test_ties_from_the_united_states_to_japan_are_48_of_which_28_end(data_dir: Path) -> None:
    wanted = Selection(1945, 2005, "USA", "JPN")
    case_set = import_set("ties", data_dir, success="strict", selection=wanted)
    held = {entry.field: entry.coded for entry in cases.coverage(case_set)}

    assert (len(case_set.episodes), held["concession"]) == (48, 28)
    assert case_set.imported is not None
    assert case_set.imported.rows_not_selected == 1364


SIGINT = [
    # row 101: 2 to 732, 1990: cd 2, sf 4, bd 2
    ("usa-kor-1990", 8, 2),
    # rows 102-104: 2 to 740: cd 1, 3, 8; sf 0, 3, 5; bd 2, 1, 2
    ("usa-jpn-1970", 3, 1),
    ("usa-jpn-1980", 7, 3),
    ("usa-jpn-1990", 15, 8),
    # row 301: 483 to 200, 1970: bd 1
    ("tcd-gbr-1970", 1, 0),
    # row 418: 920 to 950, 1980: sf 1
    ("nzl-fji-1980", 1, 0),
]


@pytest.mark.parametrize(("dyad", "threats", "conceded"), SIGINT)
def test_sigint_decades_read_by_hand(
    sets: dict[str, CaseSet], dyad: str, threats: int, conceded: int
) -> None:
    found = [one for one in sets["sigint"].episodes if one.id.startswith(f"sigint-{dyad}-")]

    assert len(found) == threats
    assert sum(one.conceded.value is True for one in found) == conceded


def test_sigint_threats_add_up_to_the_published_number(sets: dict[str, CaseSet]) -> None:
    episodes = sets["sigint"].episodes

    # sums of the columns cd, sf and bd
    assert len(episodes) == 144 + 349 + 140 == 633
    assert sum(one.conceded.value is True for one in episodes) == 144


@pytest.mark.parametrize("name", importers())
def test_an_import_is_written_checked_and_read_again(
    sets: dict[str, CaseSet], tmp_path: Path, name: str
) -> None:
    problems, record = cases.examine(cases.write(sets[name], tmp_path / f"{name}.yaml"))

    assert problems == ()
    assert isinstance(record, CaseSet)
    assert record.digest == sets[name].digest


@pytest.mark.parametrize("name", importers())
def test_the_same_as_json_holds_the_same(sets: dict[str, CaseSet], tmp_path: Path, name: str) -> None:
    path = cases.write(sets[name], tmp_path / f"{name}.json")

    assert cases.load(path).digest == sets[name].digest


@pytest.mark.parametrize("name", importers())
def test_an_import_accounts_for_every_row(sets: dict[str, CaseSet], name: str) -> None:
    origin = sets[name].imported
    assert origin is not None
    left_out = sum(len(entry.rows) for entry in origin.left_out)

    assert origin.recognized
    assert origin.rows_not_selected == 0
    assert left_out < origin.rows_read
    assert origin.unmapped


@pytest.mark.parametrize("name", importers())
def test_importing_twice_gives_one_digest(sets: dict[str, CaseSet], data_dir: Path, name: str) -> None:
    origin = sets[name].imported
    assert origin is not None

    assert import_set(name, data_dir, success=origin.success).digest == sets[name].digest


@pytest.mark.parametrize("name", importers())
def test_an_imported_set_can_be_patched(sets: dict[str, CaseSet], name: str) -> None:
    base = sets[name]
    first = base.episodes[0].id
    patch = cases.scaffold(base, f"episodes.{first}.depth", 1.5, author="A. Reader", reason="Read elsewhere.")
    changed = cases.apply_patch(base, patch)

    assert changed.episodes[0].depth.value == 1.5
    assert isinstance(changed.episodes[1].depth, Uncoded)
    assert changed.base_digest == base.digest
