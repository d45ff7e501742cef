"""Files put into the data folder by hand, and what a check says of them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from gaiatsu import sources
from gaiatsu.errors import InvalidData, MissingData, OutputError, UnknownName
from gaiatsu.sources import registering


def states(**columns: list[object]) -> pl.DataFrame:
    """Two states, with any column replaced."""
    rows: dict[str, list[object]] = {
        "stateabb": ["USA", "JPN"],
        "ccode": [2, 740],
        "statenme": ["United States of America", "Japan"],
        "styear": [1816, 1952],
        "stmonth": [1, 4],
        "stday": [1, 28],
        "endyear": [2016, 2016],
        "endmonth": [12, 12],
        "endday": [31, 31],
    }
    return pl.DataFrame({**rows, **columns})


@pytest.fixture
def downloaded(tmp_path: Path) -> Path:
    """A file as a browser leaves it."""
    path = tmp_path / "Downloads" / "states2016.csv"
    path.parent.mkdir()
    states().write_csv(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "data"


def test_a_file_is_copied_under_the_name_its_reader_looks_for(downloaded: Path, folder: Path) -> None:
    done = sources.add("cow_states", downloaded, folder)

    assert done.path == folder / "context" / "cow_states.csv"
    assert (done.downloaded, done.verified_by) == (False, "content")
    assert sources.read("cow_states", folder).table["ccode"].to_list() == [2, 740]
    assert downloaded.is_file()


def test_a_file_of_another_set_is_named_as_such(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "majors.parquet"
    states().write_parquet(path)

    with pytest.raises(InvalidData, match=r"is not cow_nmc: .*lacks the column.*are those of cow_states:"):
        sources.add("cow_nmc", path, folder)

    assert list(folder.rglob("*.parquet")) == []


def test_a_file_that_is_no_set_is_refused_and_nothing_is_written(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "holiday.csv"
    path.write_text("place,weather\nNara,fine\n")

    with pytest.raises(InvalidData, match=r"holiday\.csv lacks the column 'stateabb'"):
        sources.add("cow_states", path, folder)

    assert [p for p in folder.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (states(ccode=[2, 2], styear=[1816, 1816]), "rows 1 and 2 are both ccode 2, start_year 1816"),
        (states(styear=["1816", "soon"]), "row 2, field styear"),
        (states().drop("endday"), "lacks the column 'endday'"),
        (states(ccode=[2, 7400]), "7400 cannot be used"),
        (states().head(0), r"spoiled\.parquet holds no row\. Expected: rows, as the 243 of release"),
    ],
)
def test_a_spoiled_file_is_refused(tmp_path: Path, folder: Path, table: pl.DataFrame, said: str) -> None:
    path = tmp_path / "spoiled.parquet"
    table.write_parquet(path)

    with pytest.raises(InvalidData, match=said):
        sources.add("cow_states", path, folder)


def test_an_unknown_name_and_a_missing_file_are_refused(downloaded: Path, folder: Path) -> None:
    with pytest.raises(UnknownName, match="cow_statez"):
        sources.add("cow_statez", downloaded, folder)
    with pytest.raises(MissingData, match=r"nothing\.csv is not a file"):
        sources.add("cow_states", downloaded.with_name("nothing.csv"), folder)


def test_a_set_is_replaced_only_when_told_to(downloaded: Path, folder: Path) -> None:
    sources.add("cow_states", downloaded, folder)
    other = downloaded.with_suffix(".parquet")
    states(statenme=["USA", "Nippon"]).write_parquet(other)

    with pytest.raises(OutputError, match=r"stands in .* already.*--replace"):
        sources.add("cow_states", other, folder)
    sources.add("cow_states", other, folder, replace=True)

    assert sources.read("cow_states", folder).table["name"].to_list() == ["USA", "Nippon"]
    assert [path.name for path in (folder / "context").iterdir()] == ["cow_states.parquet"]


def test_a_folder_that_cannot_be_written_to_is_named(downloaded: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputError, match="cannot be made"):
        sources.add("cow_states", downloaded, tmp_path / "file" / "data")


def test_a_failed_copy_leaves_nothing_behind(
    downloaded: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(registering.shutil, "copyfile", full)
    with pytest.raises(OutputError, match=r"cow_states\.csv cannot be written: No space left on device"):
        sources.add("cow_states", downloaded, folder)

    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_without_a_name_the_user_s_own_folder_is_used(
    downloaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GAIATSU_DATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    done = sources.add("cow_states", downloaded)

    assert done.path.is_relative_to(tmp_path / "home" / "gaiatsu" / "data")
    assert sources.read("cow_states").path == done.path


# --- check -----------------------------------------------------------------------------------------------


def test_a_check_tells_absent_other_and_spoiled_sets_apart(downloaded: Path, folder: Path) -> None:
    sources.add("cow_states", downloaded, folder)
    (folder / "context" / "cow_nmc.parquet").write_bytes(b"PAR1 cut off")

    found = {report.info.name: report for report in sources.check(["cow_states", "cow_nmc", "ties"], folder)}

    assert {name: report.status for name, report in found.items()} == {
        "cow_states": "other release",
        "cow_nmc": "fails",
        "ties": "absent",
    }
    assert "cannot be read as Parquet" in found["cow_nmc"].problem


def test_a_changed_byte_is_never_taken_for_the_release_examined(downloaded: Path, folder: Path) -> None:
    sources.add("cow_states", downloaded, folder)

    (report,) = sources.check(["cow_states"], folder)

    assert report.dataset is not None
    assert not report.dataset.recognized
    assert report.status == "other release"


@pytest.mark.data
def test_a_reader_that_counts_other_rows_than_registered_fails(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from gaiatsu.sources.sets import war1800

    wrong = tuple(replace(defect, rows=30) for defect in war1800.INFO.defects)
    monkeypatch.setattr(war1800, "INFO", replace(war1800.INFO, defects=wrong))

    (report,) = sources.check(["war1800"], data_dir)

    assert report.status == "fails"
    assert "no_regime 31 instead of 30" in report.problem


@pytest.mark.data
def test_small_sets_of_the_folder_are_sound(data_dir: Path) -> None:
    names = ["war1800", "section301", "tariff_daily", "gatt_members", "cow_states"]

    assert {report.status for report in sources.check(names, data_dir)} == {"sound"}
